//! Missing receive: goods left, and long after nobody has recorded that they arrived.

use super::{Figures, Finding, Severity};
use crate::{Register, Shipment};

const DAY: u64 = 86_400;

/// How long goods may be under way before it is worth asking. Ocean freight may take longer; the question costs little.
const PATIENCE_DAYS: u64 = 14;

pub(super) fn find(register: &Register, second: u64) -> Vec<Finding> {
    (register.shipments().values())
        .filter_map(|shipment| judge(shipment, second))
        .collect()
}

fn judge(shipment: &Shipment, second: u64) -> Option<Finding> {
    let days = second.checked_sub(shipment.shipped.second())? / DAY;
    let first = shipment.items.first()?;
    if shipment.received.is_some() || days < PATIENCE_DAYS {
        return None;
    }
    Some(Finding {
        severity: Severity::Warning,
        subject: first.asset,
        assets: shipment.items.iter().map(|item| item.asset).collect(),
        events: vec![shipment.shipped.event],
        figures: Figures::MissingReceive {
            shipment: shipment.id,
            days,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{DAY, id, kg, tin};

    #[test]
    fn goods_that_never_arrive_are_missed_after_a_while() {
        let mut book = tin();
        book.on(100);
        let goods = [kg("ingot", 5)];
        let way = book.ship("smelter", "paste", &goods);
        let days = |book: &crate::testing::Book, day| find(&book.register(), day * DAY).len();
        assert_eq!(days(&book, 100 + PATIENCE_DAYS - 1), 0);
        assert_eq!(days(&book, 100 + PATIENCE_DAYS), 1);
        assert_eq!(find(&book.register(), 200 * DAY)[0].assets, [id("ingot")]);
        book.on(160).receive(way, ("smelter", "paste"), &goods);
        assert_eq!(days(&book, 200), 0, "late is not missing");
    }
}
