//! Recalled: an asset was called back; what was made of it is touched as well.

use trace::{EventType, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Asset, Lineage, Register};

pub(super) fn find(register: &Register, lineage: &Lineage) -> Vec<Finding> {
    (register.assets().iter())
        .filter_map(|(id, asset)| judge(register, lineage, *id, asset))
        .collect()
}

fn judge(register: &Register, lineage: &Lineage, id: SubjectId, asset: &Asset) -> Option<Finding> {
    let recall = asset.recalls.first()?;
    let uses = [
        EventType::Transformed,
        EventType::Packed,
        EventType::Shipped,
    ];
    let later = (register.history(id).iter())
        .filter(|step| step.event > recall.event && uses.contains(&step.event_type));
    let used_after: Vec<_> = later.map(|step| step.event).collect();
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
}
