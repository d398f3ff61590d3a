//! What stands against a record: before, mine, theirs, with names for ids.

use alloy_primitives::B256;
use field::{Acting, Conflict, Fact};
use lineage::Register;
use protocol::Moment;
use protocol::field::{ConflictView, FactView};
use trace::{Quantity, ShipmentId, SubjectId, Unit};

use super::super::words;
use crate::field::first_names;

pub(super) fn view(register: &Register, conflict: &Conflict) -> ConflictView {
    let subject = SubjectId(conflict.subject);
    let epc = words::subject_epc(register, subject);
    let fact = |fact: &Fact| fact_view(register, subject, fact);
    let shipment = register.shipments().get(&ShipmentId(conflict.subject));
    ConflictView {
        word: conflict.word,
        // A shipment has no name of its own: it is called by its goods.
        subject: shipment.map_or_else(
            || words::subject_name(register, subject),
            |shipment| first_names(register, &shipment.items).join(", "),
        ),
        epc: (epc != subject.to_string()).then_some(epc),
        before: fact(&conflict.before),
        mine: fact(&conflict.mine),
        theirs: fact(&conflict.theirs),
    }
}

fn fact_view(register: &Register, subject: SubjectId, fact: &Fact) -> FactView {
    let name = |id: B256| words::subject_name(register, SubjectId(id));
    let by = |id: Option<B256>| id.map(name).unwrap_or_default();
    let at = |second: Option<u64>| {
        second.map(|second| Moment {
            unix: second.cast_signed(),
            offset_minutes: 0,
        })
    };
    let amount = |micro| {
        let asset = register.asset(subject);
        let unit = asset.map_or_else(Unit::piece, |asset| asset.detail.quantity.unit.clone());
        words::amount(&Quantity { micro, unit })
    };
    match fact {
        Fact::Nothing => FactView::Nothing,
        Fact::Holds(micro) => FactView::Holds {
            amount: amount(*micro),
        },
        Fact::Takes(micro) => FactView::Takes {
            amount: amount(*micro),
        },
        Fact::Holder(holder) => FactView::Holder {
            party: holder.map(name),
        },
        Fact::UnderWay(to) => FactView::UnderWay { to: by(*to) },
        Fact::Arrived(who, second) => FactView::Arrived {
            by: by(*who),
            at: at(*second),
        },
        Fact::SentBack(who, second) => FactView::SentBack {
            by: by(*who),
            at: at(*second),
        },
        Fact::PackedIn(parent) => FactView::PackedIn {
            parent: name(*parent),
        },
        Fact::Recalled(who, reason) => FactView::Recalled {
            by: name(*who),
            reason: words::text(reason),
        },
        Fact::NotRecalled => FactView::NotRecalled,
        Fact::History(events) => FactView::History { events: *events },
        Fact::Acts(Acting::Own) => FactView::Delegated { until: None },
        Fact::Acts(Acting::Until(until)) => FactView::Delegated {
            until: Some(until.cast_signed()),
        },
        Fact::Acts(Acting::No | Acting::Withdrawn) => FactView::NotDelegated,
        Fact::Absent => FactView::Absent,
        Fact::Made(party) => FactView::Made { by: name(*party) },
    }
}
