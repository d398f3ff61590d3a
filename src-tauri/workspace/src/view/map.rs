//! Where things were made and which way they went: the places of the directory and the flows between them.
//!
//! A place is where the ledger's directory says that it is. One without coordinates, and a party whose records name no
//! place, is listed and not drawn: nothing is guessed from a name.

mod movements;
mod places;

use std::collections::BTreeMap;

use lineage::{Register, Trail};
use protocol::{FlowBasis, MapFlow, MapQuery, MapView};
use trace::{AssetKind, Mass, TraceEvent};

use self::places::{Made, PlaceKey};
use super::trail::{find, not_yet};
use super::words;
use crate::{Failure, Workspace};

impl Workspace {
    /// The map of the whole workspace or of one asset's lineage.
    pub fn map(&self, query: &MapQuery) -> Result<MapView, Failure> {
        let earlier = query
            .as_of
            .map(|block| self.as_of(Some(block)))
            .transpose()?;
        let (register, lineage) = match &earlier {
            Some((register, lineage)) => (register, lineage),
            None => (&self.register, &self.lineage),
        };
        let Some(epc) = &query.lineage_of else {
            let until = query.as_of.unwrap_or(u64::MAX);
            return Ok(of_everything(register, &self.events_up_to(until)?));
        };
        let asset = self.asset_id(epc)?;
        let trail =
            find(lineage, asset, query.direction, None).ok_or_else(|| not_yet(epc, query.as_of))?;
        let mut map = of_lineage(register, &trail);
        map.subject = Some(words::subject_name(register, asset));
        Ok(map)
    }
}

/// What was made anywhere, and what was shipped.
fn of_everything<'a>(
    register: &Register,
    events: impl IntoIterator<Item = &'a TraceEvent>,
) -> MapView {
    let flows = movements::shipped(register, events);
    let made = places::made(register, register.assets().keys().copied());
    view(register, FlowBasis::Shipped, made, &flows)
}

/// Inputs that were made elsewhere than what they went into.
fn of_lineage(register: &Register, trail: &Trail) -> MapView {
    let mut flows = Flows::default();
    let place_of = |asset| register.asset(asset).map(PlaceKey::of_making);
    for edge in &trail.edges {
        let (Some(from), Some(to)) = (place_of(edge.from), place_of(edge.to)) else {
            continue;
        };
        let Some(asset) = register.asset(edge.from) else {
            continue;
        };
        let load = Load {
            kind: asset.detail.kind,
            mass: edge.mass,
            is_weighed: true,
        };
        flows.add(from, to, load, false);
    }
    let made = places::made(register, trail.nodes.iter().map(|node| node.id));
    view(register, FlowBasis::Used, made, &flows)
}

/// One asset, or part of one, that moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Load {
    kind: AssetKind,
    mass: Option<Mass>,
    /// Whether its mass belongs in the sum; that of a unit without a mass of its own is that of its contents.
    is_weighed: bool,
}

/// What went from place to place.
#[derive(Default, Debug)]
struct Flows(BTreeMap<(PlaceKey, PlaceKey, AssetKind), Flow>);

#[derive(Default, Debug)]
struct Flow {
    movements: u32,
    under_way: u32,
    mass: Mass,
    unweighed: u32,
}

impl Flows {
    /// Adds a movement; within one place nothing moved as far as a map can show.
    fn add(&mut self, from: PlaceKey, to: PlaceKey, load: Load, is_under_way: bool) {
        if from == to {
            return;
        }
        let flow = self.0.entry((from, to, load.kind)).or_default();
        flow.movements = flow.movements.saturating_add(1);
        flow.under_way = flow.under_way.saturating_add(u32::from(is_under_way));
        match load.mass {
            Some(mass) => flow.mass = flow.mass.plus(mass),
            None => {
                flow.unweighed = flow.unweighed.saturating_add(u32::from(load.is_weighed));
            }
        }
    }
}

fn view(
    register: &Register,
    basis: FlowBasis,
    mut made: BTreeMap<PlaceKey, Made>,
    flows: &Flows,
) -> MapView {
    for (from, to, _) in flows.0.keys() {
        made.entry(*from).or_default();
        made.entry(*to).or_default();
    }
    let mut places: Vec<_> = made
        .iter()
        .map(|(key, made)| (*key, places::view(register, *key, made)))
        .collect();
    places.sort_by(|(_, a), (_, b)| a.epc.cmp(&b.epc));
    let index: BTreeMap<PlaceKey, u32> = (0..)
        .zip(&places)
        .map(|(at, (key, _))| (*key, at))
        .collect();
    let mut flows: Vec<MapFlow> = flows
        .0
        .iter()
        .filter_map(|((from, to, kind), flow)| {
            Some(MapFlow {
                from: *index.get(from)?,
                to: *index.get(to)?,
                kind: words::kind(*kind),
                movements: flow.movements,
                under_way: flow.under_way,
                kilograms: kilograms(flow.mass),
                unweighed: flow.unweighed,
            })
        })
        .collect();
    flows.sort_by_key(|flow| (flow.from, flow.to));
    MapView {
        subject: None,
        basis,
        places: places.into_iter().map(|(_, place)| place).collect(),
        flows,
    }
}

fn kilograms(mass: Mass) -> f64 {
    mass.kilograms().map_or(f64::MAX, words::float)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
