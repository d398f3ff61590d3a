//! Places: which they are, what was made in them, and where the directory says that they are.

use std::collections::BTreeMap;

use lineage::{Asset, Register};
use protocol::{MapAsset, MapMade, MapPlace, Position};
use trace::{AssetKind, Location, Mass, SubjectId};

use super::kilograms;
use crate::view::words;

/// A place of the directory, or a party whose records name none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum PlaceKey {
    Location(SubjectId),
    Party(SubjectId),
}

impl PlaceKey {
    /// The place that a record names, and otherwise the party that acted.
    pub(super) fn of(location: Option<SubjectId>, party: SubjectId) -> Self {
        location.map_or(Self::Party(party), Self::Location)
    }

    /// Where an asset was made.
    pub(super) fn of_making(asset: &Asset) -> Self {
        Self::of(asset.made_at, asset.maker)
    }
}

/// What was made in one place.
#[derive(Default, Debug)]
pub(super) struct Made {
    assets: Vec<SubjectId>,
    by_kind: BTreeMap<AssetKind, Sum>,
}

#[derive(Clone, Copy, Default, Debug)]
struct Sum {
    assets: u32,
    mass: Mass,
    unweighed: u32,
}

/// What was made where, of these assets.
pub(super) fn made(
    register: &Register,
    assets: impl IntoIterator<Item = SubjectId>,
) -> BTreeMap<PlaceKey, Made> {
    let mut places: BTreeMap<PlaceKey, Made> = BTreeMap::new();
    for id in assets {
        let Some(asset) = register.asset(id) else {
            continue;
        };
        let made = places.entry(PlaceKey::of_making(asset)).or_default();
        made.assets.push(id);
        let sum = made.by_kind.entry(asset.detail.kind).or_default();
        sum.assets = sum.assets.saturating_add(1);
        match asset.mass() {
            Some(mass) => sum.mass = sum.mass.plus(mass),
            None => sum.unweighed = sum.unweighed.saturating_add(1),
        }
    }
    places
}

/// A place as it crosses to the window.
pub(super) fn view(register: &Register, key: PlaceKey, made: &Made) -> MapPlace {
    let made_here = made.by_kind.iter().map(|(kind, sum)| MapMade {
        kind: words::kind(*kind),
        assets: sum.assets,
        kilograms: kilograms(sum.mass),
        unweighed: sum.unweighed,
    });
    let place = MapPlace {
        epc: String::new(),
        title: String::new(),
        town: String::new(),
        country: String::new(),
        party: String::new(),
        position: Position::NoPlace,
        made: made_here.collect(),
        assets: newest(register, &made.assets),
    };
    match key {
        PlaceKey::Location(id) => match register.location(id) {
            Some(location) => MapPlace {
                epc: location.epc.to_string(),
                title: words::text(&location.title),
                town: words::text(&location.place),
                country: words::text(&location.country),
                party: words::party_name(register, location.party),
                position: position(location),
                ..place
            },
            None => MapPlace {
                epc: id.to_string(),
                title: id.to_string(),
                ..place
            },
        },
        PlaceKey::Party(id) => {
            let party = register.party(id);
            let of = |field: fn(&trace::Party) -> &String| {
                party.map_or_else(String::new, |party| words::text(field(party)))
            };
            MapPlace {
                epc: words::subject_epc(register, id),
                title: words::subject_name(register, id),
                town: of(|party| &party.place),
                country: of(|party| &party.country),
                party: of(|party| &party.title),
                ..place
            }
        }
    }
}

/// The assets made last, as many as cross.
fn newest(register: &Register, assets: &[SubjectId]) -> Vec<MapAsset> {
    let mut known: Vec<&Asset> = (assets.iter())
        .filter_map(|id| register.asset(*id))
        .collect();
    known.sort_by(|a, b| (b.made_by, &a.detail.epc).cmp(&(a.made_by, &b.detail.epc)));
    known
        .into_iter()
        .take(MapPlace::MOST_ASSETS)
        .map(|asset| MapAsset {
            epc: asset.detail.epc.to_string(),
            name: words::asset_name(asset),
            kind: words::kind(asset.detail.kind),
            quantity: words::amount(&asset.detail.quantity),
        })
        .collect()
}

/// The ledger takes any two numbers as coordinates, so that what cannot be, and the zeros that stand for nothing, are told
/// apart here.
fn position(location: &Location) -> Position {
    const POLE: i32 = 90_000_000;
    const ANTIMERIDIAN: i32 = 180_000_000;
    let (latitude, longitude) = (location.latitude_e6, location.longitude_e6);
    let on_earth =
        (-POLE..=POLE).contains(&latitude) && (-ANTIMERIDIAN..=ANTIMERIDIAN).contains(&longitude);
    if !on_earth || (latitude == 0 && longitude == 0) {
        return Position::NoCoordinates;
    }
    Position::Registered {
        latitude: f64::from(latitude) / 1e6,
        longitude: f64::from(longitude) / 1e6,
    }
}
