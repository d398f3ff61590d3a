//! Recalled: an asset was called back; what was made of it is touched as well.

use trace::{EventType, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Asset, Lineage, Recall, Register, Step};

pub(super) fn find(register: &Register, lineage: &Lineage) -> Vec<Finding> {
    (register.assets().iter())
        .filter_map(|(id, asset)| judge(register, lineage, *id, asset))
        .collect()
}

fn judge(register: &Register, lineage: &Lineage, id: SubjectId, asset: &Asset) -> Option<Finding> {
    let recall = asset.recalls.first()?;
    let recalled_on = (register.history(id).iter())
        .find(|step| step.event == recall.event)
        .map_or(recall.time.unix_seconds(), Step::second);
    // A use that happened before the recall may have been recorded after it.
    let used_after: Vec<_> = (register.history(id).iter())
        .filter(|step| step.event > recall.event && step.second() >= recalled_on)
        .filter(|step| is_use(register, asset, recall, step))
        .map(|step| step.event)
        .collect();
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
}
