//! The map of the sample's story, whose places, shipments and troubles are known.

use lineage::Lineage;
use protocol::{AssetKind, Direction, MapPlace, Position};
use scenario::{chips, replay};
use trace::{EventBody, TraceEvent};

use super::*;

fn story() -> Vec<TraceEvent> {
    replay(&chips())
}

fn everything(events: &[TraceEvent]) -> MapView {
    of_everything(&Register::from_events(events), events)
}

fn place<'a>(map: &'a MapView, town: &str) -> (u32, &'a MapPlace) {
    let found = (0..).zip(&map.places).find(|(_, place)| place.town == town);
    found.unwrap_or_else(|| panic!("{town} is not on the map"))
}

fn flow(map: &MapView, from: &str, to: &str, kind: AssetKind) -> MapFlow {
    let (from, to) = (place(map, from).0, place(map, to).0);
    let found = map
        .flows
        .iter()
        .find(|flow| flow.from == from && flow.to == to && flow.kind == kind);
    *found.unwrap_or_else(|| panic!("nothing of this kind goes from {from} to {to}"))
}

#[test]
fn places_stand_where_the_directory_says() {
    let map = everything(&story());
    let (_, muntok) = place(&map, "Muntok");
    assert_eq!(
        muntok.position,
        Position::Registered {
            latitude: -2.067,
            longitude: 105.164
        }
    );
    assert_eq!(muntok.party, "PT Bangka Tin Works");
    let ingots = muntok
        .made
        .iter()
        .find(|made| made.kind == AssetKind::Material);
    assert!(ingots.unwrap().kilograms >= 1050.0);
    assert!(
        muntok
            .assets
            .iter()
            .any(|asset| asset.epc.contains("PT-2291"))
    );
    assert!(
        map.places.iter().all(|place| place.town != "Zürich"),
        "the certifier makes and moves nothing"
    );
}

#[test]
fn a_shipment_is_a_flow_with_its_mass() {
    let map = everything(&story());
    let tin = flow(&map, "Muntok", "Ghent", AssetKind::Material);
    assert!(tin.movements > 0 && tin.under_way == 0 && tin.unweighed == 0);
    assert!(tin.kilograms > 100.0);
    assert!(map.flows.iter().all(|flow| flow.from != flow.to));
}

#[test]
fn a_pallet_takes_what_is_on_it_along_and_is_not_weighed_twice() {
    let map = everything(&story());
    let pallets = flow(&map, "Lyon", "Hamburg", AssetKind::LogisticUnit);
    let devices = flow(&map, "Lyon", "Hamburg", AssetKind::Product);
    assert_eq!(pallets.movements, 3);
    assert!(pallets.kilograms.abs() < f64::EPSILON && pallets.unweighed == 0);
    assert!((devices.kilograms - f64::from(devices.movements) * 0.355).abs() < 1e-6);
}

#[test]
fn what_never_arrived_is_under_way_to_the_receiver_s_only_place() {
    let map = everything(&story());
    let pallets = flow(&map, "Hamburg", "Nordhavn", AssetKind::LogisticUnit);
    assert_eq!((pallets.movements, pallets.under_way), (3, 1));
}

#[test]
fn a_lineage_shows_where_its_inputs_were_made() {
    let events = story();
    let register = Register::from_events(&events);
    let ingot = register
        .assets()
        .values()
        .find(|asset| asset.detail.epc.to_string().contains("PT-2291"))
        .unwrap();
    let lineage = Lineage::new(&register);
    let trail = find(&lineage, ingot.detail.id(), Direction::Up, None).unwrap();
    let map = of_lineage(&register, &trail);
    assert_eq!(map.basis, FlowBasis::Used);
    let dross = flow(&map, "Hoboken", "Muntok", AssetKind::Material);
    assert!((dross.kilograms - 420.0).abs() < 1e-9);
    assert!(map.places.iter().all(|place| place.town != "Lyon"));
}

#[test]
fn without_coordinates_or_place_nothing_is_guessed() {
    let mut events = story();
    for event in &mut events {
        match &mut event.body {
            EventBody::LocationRegistered(location) if location.place == "Muntok" => {
                location.latitude_e6 = 0;
                location.longitude_e6 = 0;
            }
            EventBody::LocationRegistered(location) if location.place == "Ghent" => {
                location.latitude_e6 = i32::MAX;
            }
            EventBody::Commissioned { record, .. } => record.location = None,
            _ => {}
        }
    }
    let map = everything(&events);
    assert_eq!(place(&map, "Muntok").1.position, Position::NoCoordinates);
    assert_eq!(place(&map, "Ghent").1.position, Position::NoCoordinates);
    let (_, quartz) = place(&map, "Spruce Pine");
    let found = map
        .places
        .iter()
        .find(|place| place.town == "Spruce Pine" && place.position == Position::NoPlace);
    assert_eq!(quartz.party, "Blue Ridge Quartz Corp.");
    assert!(found.is_some_and(|place| !place.made.is_empty()));
}
