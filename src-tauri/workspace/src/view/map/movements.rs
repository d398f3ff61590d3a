//! Shipments as movements from place to place: where they left, where they arrived, and what was in the units that they
//! moved at that moment.

use std::collections::{BTreeMap, BTreeSet};

use lineage::Register;
use trace::{EventBody, Portion, ShipmentId, SubjectId, TraceEvent};

use super::places::PlaceKey;
use super::{Flows, Load};

/// How deep units may stand in units; deeper ones only stand in a circle.
const DEEPEST: usize = 8;

/// What was shipped, in the order of the events. Goods that were refused went back, and count as never having left;
/// goods under way are on their way to the one place of their receiver, where it has one and no more.
pub(super) fn shipped<'a>(
    register: &Register,
    events: impl IntoIterator<Item = &'a TraceEvent>,
) -> Flows {
    let sites = only_sites(register);
    let mut flows = Flows::default();
    let mut contents = Contents::default();
    let mut under_way: BTreeMap<ShipmentId, Departure> = BTreeMap::new();
    for event in events {
        match &event.body {
            EventBody::Packed {
                parent, children, ..
            } => contents.pack(*parent, children),
            EventBody::Unpacked {
                parent, children, ..
            } => contents.unpack(*parent, children),
            EventBody::Shipped {
                shipment,
                party,
                to_party,
                items,
                record,
            } => {
                let departure = Departure {
                    from: PlaceKey::of(record.location, *party),
                    to_party: *to_party,
                    loads: contents.loads(register, items),
                };
                under_way.insert(*shipment, departure);
            }
            EventBody::Received {
                shipment,
                party,
                record,
                ..
            } => {
                if let Some(departure) = under_way.remove(shipment) {
                    let to = PlaceKey::of(record.location, *party);
                    departure.add_to(&mut flows, to, false);
                }
            }
            EventBody::Rejected { shipment, .. } => {
                under_way.remove(shipment);
            }
            _ => {}
        }
    }
    for departure in under_way.into_values() {
        let party = departure.to_party;
        let site = sites.get(&party).copied().flatten();
        departure.add_to(&mut flows, PlaceKey::of(site, party), true);
    }
    flows
}

/// The one place of each party that has one; `None` for a party with several.
fn only_sites(register: &Register) -> BTreeMap<SubjectId, Option<SubjectId>> {
    let mut sites = BTreeMap::new();
    for (id, location) in register.locations() {
        sites
            .entry(location.party)
            .and_modify(|site| *site = None)
            .or_insert(Some(*id));
    }
    sites
}

/// A shipment that left.
struct Departure {
    from: PlaceKey,
    to_party: SubjectId,
    loads: Vec<Load>,
}

impl Departure {
    fn add_to(&self, flows: &mut Flows, to: PlaceKey, is_under_way: bool) {
        for load in &self.loads {
            flows.add(self.from, to, *load, is_under_way);
        }
    }
}

/// What is in what, as the events go by.
#[derive(Default)]
pub(super) struct Contents(BTreeMap<SubjectId, BTreeMap<SubjectId, u64>>);

impl Contents {
    fn pack(&mut self, parent: SubjectId, children: &[Portion]) {
        let inside = self.0.entry(parent).or_default();
        for child in children {
            let micro = inside.entry(child.asset).or_default();
            *micro = micro.saturating_add(child.micro);
        }
    }

    fn unpack(&mut self, parent: SubjectId, children: &[Portion]) {
        let Some(inside) = self.0.get_mut(&parent) else {
            return;
        };
        for child in children {
            if let Some(micro) = inside.get_mut(&child.asset) {
                *micro = micro.saturating_sub(child.micro);
                if *micro == 0 {
                    inside.remove(&child.asset);
                }
            }
        }
    }

    /// What moves with these items: they themselves, and what is in them.
    fn loads(&self, register: &Register, items: &[Portion]) -> Vec<Load> {
        let mut loads = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<(Portion, usize)> = items.iter().map(|item| (*item, 0)).collect();
        while let Some((portion, depth)) = open.pop() {
            let Some(asset) = register.asset(portion.asset) else {
                continue;
            };
            let inside = self.0.get(&portion.asset);
            let inside = inside.filter(|inside| !inside.is_empty() && depth < DEEPEST);
            // What a unit holds weighs what it weighs; whether the unit's own mass includes that, no record says.
            let is_weighed = inside.is_none();
            loads.push(Load {
                kind: asset.detail.kind,
                mass: is_weighed
                    .then(|| asset.detail.mass_of(portion.micro))
                    .flatten(),
                is_weighed,
            });
            if seen.insert(portion.asset) {
                let child = |(asset, micro): (&SubjectId, &u64)| Portion {
                    asset: *asset,
                    micro: *micro,
                };
                let children = inside.into_iter().flatten().map(child);
                open.extend(children.map(|child| (child, depth + 1)));
            }
        }
        loads
    }
}
