//! Missing receive: goods left, and after a while, or after later goods on the same way, nobody has recorded that they
//! arrived.

use std::collections::{BTreeMap, BTreeSet};

use trace::SubjectId;

use super::{Figures, Finding, Severity};
use crate::{Register, Shipment};

const DAY: u64 = 86_400;

/// How long goods may be under way before it is worth asking. Ocean freight may take longer; the question costs little.
const PATIENCE_DAYS: u64 = 14;

/// How long they may be once goods that left later for the same party have arrived: time for a record made without a
/// network to come in.
const PATIENCE_DAYS_IF_OVERTAKEN: u64 = 3;

pub(super) fn find(register: &Register, second: u64) -> Vec<Finding> {
    let overtakers = overtakers(register);
    (register.shipments().values())
        .filter_map(|shipment| judge(register, &overtakers, shipment, second))
        .collect()
}

/// By sender and receiver, when the last goods left that have arrived.
fn overtakers(register: &Register) -> BTreeMap<(SubjectId, SubjectId), u64> {
    let mut last = BTreeMap::new();
    for arrived in (register.shipments().values()).filter(|known| known.received.is_some()) {
        let left = last.entry((arrived.from, arrived.to)).or_default();
        *left = arrived.shipped.second().max(*left);
    }
    last
}

fn judge(
    register: &Register,
    overtakers: &BTreeMap<(SubjectId, SubjectId), u64>,
    shipment: &Shipment,
    second: u64,
) -> Option<Finding> {
    let left = shipment.shipped.second();
    let days = second.checked_sub(left)? / DAY;
    let first = shipment.items.first()?;
    let is_overtaken =
        (overtakers.get(&(shipment.from, shipment.to))).is_some_and(|later| *later > left);
    let patience = if is_overtaken {
        PATIENCE_DAYS_IF_OVERTAKEN
    } else {
        PATIENCE_DAYS
    };
    if !shipment.is_under_way() || days < patience {
        return None;
    }
    Some(Finding {
        severity: Severity::Warning,
        subject: first.asset,
        assets: with_contents(register, shipment.items.iter().map(|item| item.asset)),
        events: vec![shipment.shipped.event],
        figures: Figures::MissingReceive {
            shipment: shipment.id,
            days,
        },
    })
}

/// The goods and what is packed in them, each once: a lost pallet loses what stands on it.
fn with_contents(register: &Register, goods: impl Iterator<Item = SubjectId>) -> Vec<SubjectId> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next: Vec<SubjectId> = goods.collect();
    next.reverse();
    while let Some(asset) = next.pop() {
        if seen.insert(asset) {
            all.push(asset);
            next.extend(register.contents(asset).map(|(child, _)| child));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Book, DAY, id, kg, pallet, tin};

    fn found(book: &Book, day: u64) -> Vec<Finding> {
        find(&book.register(), day * DAY)
    }

    #[test]
    fn goods_that_never_arrive_are_missed_after_a_while() {
        let mut book = tin();
        book.on(100);
        let goods = [kg("ingot", 5)];
        let way = book.ship("smelter", "paste", &goods);
        assert_eq!(found(&book, 100 + PATIENCE_DAYS - 1), []);
        assert_eq!(found(&book, 100 + PATIENCE_DAYS).len(), 1);
        assert_eq!(found(&book, 200)[0].assets, [id("ingot")]);
        assert_eq!(found(&book, 50), [], "it had not left yet");
        book.on(160).receive(way, ("smelter", "paste"), &goods);
        assert_eq!(found(&book, 200), [], "late is not missing");
    }

    #[test]
    fn goods_that_later_ones_overtook_are_missed_sooner() {
        let mut book = tin();
        let goods = [kg("ingot", 5)];
        book.on(100).ship("smelter", "paste", &goods);
        let later = book.on(101).ship("smelter", "paste", &goods);
        assert_eq!(found(&book, 104), [], "both are under way");
        book.on(102).receive(later, ("smelter", "paste"), &goods);
        assert_eq!(found(&book, 102), [], "the record may be on its way");
        assert_eq!(found(&book, 103).len(), 1);
    }

    #[test]
    fn a_lost_pallet_loses_what_stands_on_it() {
        let mut book = tin();
        book.commission("smelter", pallet("pallet"));
        book.pack("smelter", "pallet", &[kg("ingot", 5)]);
        book.ship("smelter", "paste", &[kg("pallet", 1)]);
        let found = found(&book, 300);
        assert_eq!(found[0].subject, id("pallet"));
        assert_eq!(found[0].assets, [id("pallet"), id("ingot")]);
    }

    #[test]
    fn goods_that_were_sent_back_are_not_missed() {
        let mut book = tin();
        let goods = [kg("ingot", 5)];
        let way = book.on(100).ship("smelter", "paste", &goods);
        book.on(101).reject(way, ("smelter", "paste"), &goods);
        assert_eq!(found(&book, 200), []);
    }
}
