//! Which shipment a statement is about, what travelled in it, and which histories tell that whole.

use std::collections::{BTreeMap, BTreeSet};

use trace::{EventBody, EventKey, EventTime, ShipmentId, SubjectId, TraceEvent};

use super::stowage::{Stowage, Stowed, reach};
use crate::templates::Told;
use crate::{Parameters, ReportError};

/// A shipment that something travelled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CarriedBy {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The event with which it left.
    pub event: EventKey,
    /// The sender.
    pub from: SubjectId,
    /// The party that it was meant for.
    pub to: SubjectId,
    /// When it left.
    pub shipped: EventTime,
}

/// A shipment and what was in it when it left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cargo {
    pub(super) carried: CarriedBy,
    /// The portions that were shipped, and what was packed in them.
    pub(super) stowed: Vec<Stowed>,
}

/// The shipments that an asset travelled in, by itself or packed in something, the newest first; told from these events (in chain
/// order), which are those of its own journey and of the journeys of what it was packed in, or more.
pub fn shipments_of(events: &[TraceEvent], asset: SubjectId) -> Vec<CarriedBy> {
    let mut carried: Vec<_> = cargoes(events, asset)
        .into_iter()
        .map(|cargo| cargo.carried)
        .collect();
    carried.reverse();
    carried
}

/// The shipment that a statement on an asset is about: the one that is named, or else the newest.
pub(super) fn cargo(
    events: &[TraceEvent],
    asset: SubjectId,
    parameters: &Parameters,
) -> Result<Cargo, ReportError> {
    let mut cargoes = cargoes(events, asset);
    match parameters.shipment {
        Some(named) => (cargoes.into_iter())
            .find(|cargo| cargo.carried.shipment.0 == named)
            .ok_or(ReportError::ShipmentUnknown(named)),
        None => cargoes.pop().ok_or_else(|| {
            let named = parameters.subject.chars().take(trace::Epc::MAX_LEN);
            ReportError::NotShipped(named.collect())
        }),
    }
}

/// In chain order.
fn cargoes(events: &[TraceEvent], asset: SubjectId) -> Vec<Cargo> {
    let mut stowage = Stowage::default();
    let mut cargoes = Vec::new();
    for event in events {
        if let EventBody::Shipped {
            shipment,
            party,
            to_party,
            items,
            record,
        } = &event.body
        {
            let around = stowage.around(asset);
            let carries = |item: SubjectId| item == asset || around.contains(&item);
            if items.iter().any(|item| carries(item.asset)) {
                cargoes.push(Cargo {
                    carried: CarriedBy {
                        shipment: *shipment,
                        event: event.key,
                        from: *party,
                        to: *to_party,
                        shipped: record.time,
                    },
                    stowed: stowage.with_contents(items),
                });
            }
        }
        stowage.apply(&event.body);
    }
    cargoes
}

/// What a statement tells: all that travelled, with its lineage; and where the lots went that the sender made it of, and all that
/// any of these was ever packed in, so that every shipment of them is known.
pub(in crate::templates) fn told(
    events: &[TraceEvent],
    asset: SubjectId,
    parameters: &Parameters,
) -> Result<Told, ReportError> {
    let cargo = cargo(events, asset, parameters)?;
    let mut subjects = vec![asset];
    for stowed in &cargo.stowed {
        if !subjects.contains(&stowed.asset) {
            subjects.push(stowed.asset);
        }
    }
    let goods: BTreeSet<SubjectId> = subjects.iter().copied().collect();
    let inputs = inputs(events, &goods, cargo.carried.from);
    let packed = ever_packed(events);
    let around = (goods.union(&inputs)).flat_map(|asset| reach(*asset, &packed));
    Ok(Told {
        subjects,
        journeys: inputs.iter().copied().chain(around).collect(),
    })
}

/// What the sender made goods of.
fn inputs(
    events: &[TraceEvent],
    goods: &BTreeSet<SubjectId>,
    sender: SubjectId,
) -> BTreeSet<SubjectId> {
    let made = events.iter().filter_map(|event| match &event.body {
        EventBody::Transformed {
            party,
            inputs,
            outputs,
            ..
        } if *party == sender && outputs.iter().any(|made| goods.contains(&made.id())) => {
            Some(inputs)
        }
        _ => None,
    });
    made.flatten().map(|input| input.asset).collect()
}

/// What each asset was ever packed in.
fn ever_packed(events: &[TraceEvent]) -> BTreeMap<SubjectId, BTreeSet<SubjectId>> {
    let mut packed: BTreeMap<SubjectId, BTreeSet<SubjectId>> = BTreeMap::new();
    for event in events {
        if let EventBody::Packed {
            parent, children, ..
        } = &event.body
        {
            for child in children {
                packed.entry(child.asset).or_default().insert(*parent);
            }
        }
    }
    packed
}
