//! Recalled: an asset was called back; what was made of it is touched as well. Used after recall: and somebody used, packed or
//! passed it on all the same. A recall that was lifted counts for the time before.

use std::collections::BTreeMap;

use trace::{EventKey, EventType, SubjectId};

use super::ways::Ways;
use super::{Figures, Finding, Severity};
use crate::{Asset, Lineage, Register, Step};

pub(super) fn find(register: &Register, lineage: &Lineage, ways: &Ways<'_>) -> Vec<Finding> {
    (register.assets().iter())
        .filter(|(_, asset)| !asset.recalls.is_empty())
        .flat_map(|(id, asset)| judge(register, lineage, ways, *id, asset))
        .collect()
}

fn judge(
    register: &Register,
    lineage: &Lineage,
    ways: &Ways<'_>,
    id: SubjectId,
    asset: &Asset,
) -> Vec<Finding> {
    let uses = uses_while_recalled(register, ways, id, asset);
    let mut found = Vec::new();
    if uses.is_empty() && !asset.is_recalled() {
        return found;
    }
    let made_of_it = lineage.down(id, None).unwrap_or_default();
    let recalls: Vec<EventKey> = asset.recalls.iter().map(|recall| recall.event).collect();
    let mut events = recalls.clone();
    events.extend(uses.iter().map(|step| step.event));
    found.push(Finding {
        severity: Severity::Error,
        subject: id,
        assets: made_of_it.nodes.iter().map(|node| node.id).collect(),
        events: events.clone(),
        figures: Figures::Recalled {
            used_after: !uses.is_empty(),
        },
    });
    if let Some(first) = uses.first()
        && let Some(recall) = recalls.iter().rev().find(|recall| **recall < first.event)
    {
        found.push(used_after(register, ways, id, &uses, *recall));
    }
    found
}

/// Who used it, and what was made of it or packed with it.
fn used_after(
    register: &Register,
    ways: &Ways<'_>,
    id: SubjectId,
    uses: &[&Step],
    recall: EventKey,
) -> Finding {
    let second_of = |event| {
        let mut steps = register.history(id).iter();
        steps.find(|step| step.event == event).map(Step::second)
    };
    let mut assets = vec![id];
    let mut events = vec![recall];
    for step in uses {
        let process = register.transformations().get(&step.event);
        assets.extend(process.iter().flat_map(|process| &process.outputs));
        events.push(step.event);
    }
    let first = uses.iter().min_by_key(|step| step.second());
    let since = first.and_then(|step| step.second().checked_sub(second_of(recall)?));
    Finding {
        severity: Severity::Error,
        subject: id,
        assets,
        events,
        figures: Figures::UsedAfterRecall {
            recall,
            days: since.unwrap_or(0) / 86_400,
            party: first.and_then(|step| ways.actor(step)),
        },
    }
}

/// The uses of the asset while it was recalled. One that happened before the recall may have been recorded after it, and
/// one that happened before the recall was lifted may have been recorded after that.
fn uses_while_recalled<'a>(
    register: &'a Register,
    ways: &Ways<'_>,
    id: SubjectId,
    asset: &Asset,
) -> Vec<&'a Step> {
    let steps = register.history(id);
    let mut begins: BTreeMap<EventKey, u64> = BTreeMap::new();
    let mut ends: BTreeMap<EventKey, Vec<(u64, u64)>> = BTreeMap::new();
    let dated: BTreeMap<EventKey, u64> = (steps.iter())
        .filter(|step| step.event_type == EventType::Recalled)
        .map(|step| (step.event, step.second()))
        .collect();
    for recall in &asset.recalls {
        let dated = dated.get(&recall.event).copied();
        let from = dated.unwrap_or_else(|| recall.time.unix_seconds());
        begins.insert(recall.event, from);
        if let Some(lifted) = &recall.lifted {
            let term = (from, lifted.step.second());
            ends.entry(lifted.step.event).or_default().push(term);
        }
    }
    let mut force = Force::default();
    let mut uses = Vec::new();
    for step in steps {
        if force.covers(step.second()) && is_use(asset, ways, step) {
            uses.push(step);
        }
        if let Some(from) = begins.get(&step.event) {
            *force.open.entry(*from).or_default() += 1;
        }
        for term in ends.get(&step.event).into_iter().flatten() {
            force.end(*term);
        }
    }
    uses
}

/// When recalls were in force, as far as the events so far tell.
#[derive(Default)]
struct Force {
    /// Beginnings of those not lifted yet, with how many begin then.
    open: BTreeMap<u64, usize>,
    /// Beginnings and ends of those that were; they do not overlap.
    closed: BTreeMap<u64, u64>,
}

impl Force {
    fn covers(&self, second: u64) -> bool {
        let is_open = self.open.first_key_value();
        let closed = self.closed.range(..=second).next_back();
        is_open.is_some_and(|(from, _)| *from <= second)
            || closed.is_some_and(|(_, until)| second < *until)
    }

    fn end(&mut self, (mut from, mut until): (u64, u64)) {
        if let Some(count) = self.open.get_mut(&from) {
            *count -= 1;
            if *count == 0 {
                self.open.remove(&from);
            }
        }
        while let Some((start, end)) = self.closed.range(..=until).next_back()
            && *end >= from
        {
            let start = *start;
            from = from.min(start);
            until = until.max(*end);
            self.closed.remove(&start);
        }
        if from < until {
            self.closed.insert(from, until);
        }
    }
}

/// Whether a step puts the asset to use or passes it on. To send it back to who made it or recalled it is what should happen.
fn is_use(asset: &Asset, ways: &Ways<'_>, step: &Step) -> bool {
    match step.event_type {
        EventType::Transformed => step.event != asset.made_by,
        EventType::Packed => true,
        EventType::Shipped => !ways.of(step.event).is_some_and(|shipment| {
            let mut recallers = asset.recalls.iter().map(|recall| recall.party);
            shipment.to == asset.maker || recallers.any(|recaller| recaller == shipment.to)
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
        find(&register, &Lineage::new(&register), &Ways::new(&register))
    }

    fn codes(book: &Book) -> Vec<&'static str> {
        let found = recalled(book);
        found.iter().map(|found| found.figures.code()).collect()
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
        assert_eq!(codes(&book), ["recalled", "used-after-recall"]);
    }

    #[test]
    fn who_used_it_and_what_was_made_is_told() {
        let mut book = tin();
        let recall = book.on(40).recall("auditor", "ingot");
        book.on(43)
            .transform("smelter", &[kg("ingot", 10)], &[lot("late", 10)]);
        let found = recalled(&book);
        assert_eq!(found[1].assets, [id("ingot"), id("late")]);
        let figures = Figures::UsedAfterRecall {
            recall,
            days: 3,
            party: Some(id("smelter")),
        };
        assert_eq!(found[1].figures, figures);
    }

    #[test]
    fn overlapping_recalls_count_as_one_time() {
        let mut force = Force::default();
        force.end((10, 20));
        force.end((30, 40));
        force.end((15, 31));
        assert_eq!(force.closed, BTreeMap::from([(10, 40)]));
        let covered = [9, 10, 39, 40].map(|second| force.covers(second));
        assert_eq!(covered, [false, true, true, false]);
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
