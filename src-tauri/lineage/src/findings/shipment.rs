//! Missing receive: goods left, and after a while, or after later goods on the same way, nobody has recorded that they
//! arrived. Goods that arrived before they left, and goods of which less arrived than had left.

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
    let ways = register.shipments().values();
    let mut found: Vec<_> = ways
        .clone()
        .filter_map(|shipment| judge(register, &overtakers, shipment, second))
        .collect();
    found.extend(ways.filter_map(early));
    found.extend(short(register));
    found
}

/// How far the clocks of sender and receiver may be apart.
const CLOCKS: u64 = 3_600;

/// Goods that arrived before they left.
fn early(shipment: &Shipment) -> Option<Finding> {
    let end = (shipment.received.as_ref())
        .or(shipment.rejection.as_ref().map(|rejection| &rejection.step))?;
    let seconds = shipment.shipped.second().checked_sub(end.second())?;
    let first = shipment.items.first()?;
    (seconds > CLOCKS).then(|| Finding {
        severity: Severity::Warning,
        subject: first.asset,
        assets: shipment.items.iter().map(|item| item.asset).collect(),
        events: vec![shipment.shipped.event, end.event],
        figures: Figures::ReceivedBeforeSent {
            shipment: shipment.id,
            seconds,
        },
    })
}

/// Goods that did not come out of a shipment that has ended.
fn short(register: &Register) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, asset) in register.assets() {
        for (shipment, missing) in &asset.in_transit {
            let Some(shipment) = register.shipments().get(shipment) else {
                continue;
            };
            if shipment.is_under_way() {
                continue;
            }
            let end = (shipment.received.as_ref())
                .or(shipment.rejection.as_ref().map(|rejection| &rejection.step));
            let item = shipment.items.iter().find(|item| item.asset == *id);
            let mut events = vec![shipment.shipped.event];
            events.extend(end.map(|end| end.event));
            found.push(Finding {
                severity: Severity::Warning,
                subject: *id,
                assets: vec![*id],
                events,
                figures: Figures::ReceivedLess {
                    shipment: shipment.id,
                    shipped: item.map_or(*missing, |item| item.micro),
                    missing: *missing,
                },
            });
        }
    }
    found
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

    #[test]
    fn less_than_left_and_earlier_than_it_left_are_found() {
        let mut book = tin();
        let way = book.on(100).ship("smelter", "paste", &[kg("ingot", 50)]);
        book.on(101)
            .receive(way, ("smelter", "paste"), &[kg("ingot", 30)]);
        let short = found(&book, 101);
        let [finding] = &short[..] else {
            panic!("one finding, not {}", short.len());
        };
        let Figures::ReceivedLess {
            shipped, missing, ..
        } = finding.figures
        else {
            panic!("{finding:?}");
        };
        assert_eq!((shipped, missing), (50 * trace::MICRO, 20 * trace::MICRO));
        let mut book = tin();
        let way = book.on(100).ship("smelter", "paste", &[kg("ingot", 50)]);
        book.on(99)
            .receive(way, ("smelter", "paste"), &[kg("ingot", 50)]);
        assert_eq!(found(&book, 101)[0].figures.code(), "received-before-sent");
    }
}
