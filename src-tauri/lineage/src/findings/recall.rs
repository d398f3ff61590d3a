//! Recalled: an asset was called back; what was made of it is touched as well. A recall that was lifted counts for the time
//! before.

use trace::{EventKey, EventType, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Asset, Lineage, Recall, Register, Step};

pub(super) fn find(register: &Register, lineage: &Lineage) -> Vec<Finding> {
    (register.assets().iter())
        .filter_map(|(id, asset)| judge(register, lineage, *id, asset))
        .collect()
}

fn judge(register: &Register, lineage: &Lineage, id: SubjectId, asset: &Asset) -> Option<Finding> {
    let used_after: Vec<_> = (asset.recalls.iter())
        .flat_map(|recall| uses_during(register, id, asset, recall))
        .collect();
    if used_after.is_empty() && !asset.is_recalled() {
        return None;
    }
    let made_of_it = lineage.down(id, None).unwrap_or_default();
    let mut events: Vec<_> = asset.recalls.iter().map(|recall| recall.event).collect();
    events.extend(&used_after);
    Some(Finding {
        severity: Severity::Error,
        subject: id,
        assets: made_of_it.nodes.iter().map(|node| node.id).collect(),
        events,
        figures: Figures::Recalled {
            used_after: !used_after.is_empty(),
        },
    })
}

/// The uses of the asset while it was recalled. One that happened before the recall may have been recorded after it, and
/// one that happened before the recall was lifted may have been recorded after that.
fn uses_during<'a>(
    register: &'a Register,
    id: SubjectId,
    asset: &'a Asset,
    recall: &'a Recall,
) -> impl Iterator<Item = EventKey> {
    let steps = register.history(id).iter();
    let recalled_on = (steps.clone())
        .find(|step| step.event == recall.event)
        .map_or(recall.time.unix_seconds(), Step::second);
    let is_over = move |step: &Step| {
        (recall.lifted.as_ref()).is_some_and(|lifted| {
            step.event > lifted.step.event && step.second() >= lifted.step.second()
        })
    };
    steps
        .filter(move |step| step.event > recall.event && step.second() >= recalled_on)
        .filter(move |step| !is_over(step) && is_use(register, asset, recall, step))
        .map(|step| step.event)
}

/// Whether a step puts the asset to use or passes it on. To send it back to who made it or recalled it is what should happen.
fn is_use(register: &Register, asset: &Asset, recall: &Recall, step: &Step) -> bool {
    match step.event_type {
        EventType::Transformed | EventType::Packed => true,
        EventType::Shipped => !(register.shipments().values()).any(|shipment| {
            shipment.shipped.event == step.event
                && (shipment.to == asset.maker || shipment.to == recall.party)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Book, id, kg, lot, tin};

    fn recalled(book: &Book) -> Vec<Finding> {
        let register = book.register();
        find(&register, &Lineage::new(&register))
    }

    #[test]
    fn a_recall_touches_what_was_made_of_it() {
        let mut book = tin();
        book.transform("smelter", &[kg("ingot", 10)], &[lot("solder", 10)]);
        book.recall("auditor", "ingot");
        let found = recalled(&book);
        assert_eq!(found.len(), 1);
        assert!(found[0].assets.contains(&id("solder")));
        assert!(
            !found[0].assets.contains(&id("ore")),
            "not what it came from"
        );
        assert_eq!(found[0].figures, Figures::Recalled { used_after: false });
        book.transform("smelter", &[kg("ingot", 10)], &[lot("late", 10)]);
        assert_eq!(
            recalled(&book)[0].figures,
            Figures::Recalled { used_after: true }
        );
    }

    #[test]
    fn an_earlier_use_recorded_later_and_a_return_are_no_use_after_it() {
        let mut book = tin();
        let way = book.on(30).ship("smelter", "paste", &[kg("ingot", 50)]);
        (book.on(31)).receive(way, ("smelter", "paste"), &[kg("ingot", 50)]);
        book.on(40).recall("auditor", "ingot");
        let returned = [kg("ingot", 20)];
        book.on(41).ship("paste", "smelter", &returned);
        book.on(35)
            .transform("paste", &[kg("ingot", 10)], &[lot("early", 10)]);
        assert_eq!(
            recalled(&book)[0].figures,
            Figures::Recalled { used_after: false }
        );
        book.on(42).ship("paste", "miner", &returned);
        let found = recalled(&book);
        assert_eq!(found[0].figures, Figures::Recalled { used_after: true });
        assert_eq!(found[0].events.len(), 2);
    }

    #[test]
    fn a_lifted_recall_counts_for_the_time_before() {
        let mut book = tin();
        let recall = book.on(40).recall("auditor", "ingot");
        book.on(50).lift("auditor", "ingot", recall);
        book.on(60)
            .transform("smelter", &[kg("ingot", 10)], &[lot("later", 10)]);
        assert_eq!(recalled(&book), [], "it was cleared, then used");
        // Used while it was recalled, recorded when it was no longer.
        book.on(45)
            .transform("smelter", &[kg("ingot", 10)], &[lot("meanwhile", 10)]);
        let found = recalled(&book);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].figures, Figures::Recalled { used_after: true });
    }

    #[test]
    fn one_recall_of_two_is_lifted() {
        let mut book = tin();
        let first = book.on(40).recall("auditor", "ingot");
        let second = book.recall("auditor", "ingot");
        book.on(50).lift("auditor", "ingot", first);
        assert_eq!(
            recalled(&book)[0].figures,
            Figures::Recalled { used_after: false }
        );
        assert!(book.register().asset(id("ingot")).unwrap().is_recalled());
        assert_eq!(
            book.register()
                .asset(id("ingot"))
                .unwrap()
                .recall()
                .unwrap()
                .event,
            second
        );
        book.lift("auditor", "ingot", second);
        assert_eq!(recalled(&book), []);
        book.lift("auditor", "ingot", second);
        let gap = book.register().unresolved()[0].gap;
        assert_eq!(
            gap,
            crate::Gap::UnknownRecall(id("ingot")),
            "it is lifted once"
        );
    }
}
