//! Use before it existed: an asset was used, packed or sent before it was made, by its times or by the ledger's order.

use std::collections::{BTreeMap, BTreeSet};

use trace::{EventKey, EventType, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Asset, Gap, Register, Step};

const DAY: u64 = 86_400;

/// One finding for each asset that was used too early. What is in a loop is told of there.
pub(super) fn find(register: &Register, in_loops: &BTreeSet<SubjectId>) -> Vec<Finding> {
    let mut unknown: BTreeMap<SubjectId, Vec<EventKey>> = BTreeMap::new();
    for gap in register.unresolved() {
        if let Gap::UnknownSubject(subject) = gap.gap {
            unknown.entry(subject).or_default().push(gap.event);
        }
    }
    (register.assets().iter())
        .filter(|(id, _)| !in_loops.contains(id))
        .filter_map(|(id, asset)| judge(register, *id, asset, unknown.get(id)))
        .collect()
}

fn judge(
    register: &Register,
    id: SubjectId,
    asset: &Asset,
    unknown: Option<&Vec<EventKey>>,
) -> Option<Finding> {
    let history = register.history(id);
    let making = history.iter().find(|step| step.event == asset.made_by)?;
    let made = making.second();
    let early: Vec<&Step> = (history.iter())
        .filter(|step| step.event != asset.made_by && is_use(step.event_type))
        .filter(|step| step.second() < made)
        .collect();
    if early.is_empty() && unknown.is_none() {
        return None;
    }
    let seconds = early
        .iter()
        .map(|step| made - step.second())
        .max()
        .unwrap_or(0);
    let mut events: Vec<EventKey> = early.iter().map(|step| step.event).collect();
    events.extend(unknown.into_iter().flatten());
    let mut assets = vec![id];
    for event in &events {
        let process = register.transformations().get(event);
        assets.extend(process.iter().flat_map(|process| &process.outputs));
    }
    events.push(asset.made_by);
    // Clocks differ; the ledger's own order does not.
    let grave = unknown.is_some() || seconds > DAY;
    Some(Finding {
        severity: if grave {
            Severity::Error
        } else {
            Severity::Warning
        },
        subject: id,
        assets,
        events,
        figures: Figures::UsedBeforeMade { seconds },
    })
}

/// Whether an event of this sort needs the thing to be there. A claim can be written before.
const fn is_use(event: EventType) -> bool {
    matches!(
        event,
        EventType::Transformed
            | EventType::Packed
            | EventType::Unpacked
            | EventType::Shipped
            | EventType::Received
            | EventType::Rejected
            | EventType::Observed
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Book, id, kg, lot, recycled, tin};

    fn found(book: &Book) -> Vec<Finding> {
        find(&book.register(), &BTreeSet::new())
    }

    #[test]
    fn a_use_dated_before_the_making_is_found() {
        let mut book = tin();
        assert_eq!(found(&book), []);
        book.on(15).attest("smelter", "ingot", recycled(10));
        assert_eq!(found(&book), [], "a claim may be written before");
        book.transform("smelter", &[kg("ingot", 10)], &[lot("solder", 10)]);
        let found = found(&book);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subject, id("ingot"));
        assert_eq!(found[0].assets, [id("ingot"), id("solder")]);
        let seconds = 5 * DAY;
        assert_eq!(found[0].figures, Figures::UsedBeforeMade { seconds });
        assert_eq!(found[0].severity, Severity::Error);
    }

    #[test]
    fn a_clock_that_is_off_by_hours_is_a_warning() {
        let mut book = tin();
        book.on(19).observe("smelter", &[kg("ingot", 10)]);
        assert_eq!(found(&book)[0].severity, Severity::Warning);
    }

    #[test]
    fn a_use_recorded_before_the_making_is_found_by_the_ledger_s_order() {
        let mut book = tin();
        book.on(40)
            .transform("smelter", &[kg("flux", 1)], &[lot("solder", 1)]);
        assert_eq!(found(&book), [], "nobody made it: another rule's");
        book.on(30).commission("smelter", lot("flux", 5));
        assert_eq!(
            found(&book)[0].figures,
            Figures::UsedBeforeMade { seconds: 0 }
        );
    }
}
