//! What the documents say.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use trace::{
    AssetDetail, AssetKind, Epc, EventBody, EventKey, EventTime, Granularity, Location, Mass,
    Portion, Quantity, Record, ShipmentId, Strand, SubjectId, TraceEvent, Unit,
};

use crate::{Names, capture_hash, document, to_json};

#[derive(Default)]
struct Directory(BTreeMap<SubjectId, (String, Option<String>)>);

impl Directory {
    fn enter(&mut self, name: &str, unit: Option<&str>) -> SubjectId {
        let epc = Epc::parse(name).unwrap();
        let id = SubjectId::of(&epc);
        self.0
            .insert(id, (epc.to_string(), unit.map(str::to_owned)));
        id
    }
}

impl Names for Directory {
    fn epc(&self, subject: SubjectId) -> Option<String> {
        self.0.get(&subject).map(|entry| entry.0.clone())
    }
    fn unit(&self, subject: SubjectId) -> Option<String> {
        self.0.get(&subject).and_then(|entry| entry.1.clone())
    }
}

const INGOT: &str = "urn:epc:class:lgtin:8991102.030114.PT-2291";
const DEVICE: &str = "urn:epc:id:sgtin:0614141.112345.400";
const MAKER: &str = "urn:epc:id:pgln:8991102.00001";
const BUYER: &str = "urn:epc:id:pgln:0614141.12345";

fn record(location: Option<SubjectId>) -> Record {
    Record {
        time: EventTime {
            unix_millis: 1_785_537_000_000,
            zone_offset_minutes: 420,
        },
        location,
        biz_step: String::new(),
        event_hash: None,
        document: Vec::new(),
    }
}

fn event(block: u64, body: EventBody) -> TraceEvent {
    TraceEvent {
        key: EventKey {
            block,
            log_index: 0,
        },
        transaction: None,
        block_time: 1_785_540_000 + block,
        digest: alloy_primitives::B256::ZERO,
        body,
    }
}

fn one(body: EventBody, names: &Directory) -> Value {
    let document = document(&[event(7, body)], names);
    let list = document["epcisBody"]["eventList"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(list.len(), 1);
    list[0].clone()
}

fn place(body: EventBody, names: &Directory) -> Value {
    document(&[event(7, body)], names)["waymark:ledger"][0].clone()
}

#[test]
fn what_is_made_carries_its_quantity_time_and_master_data() {
    let names = Directory::default();
    let asset = AssetDetail {
        epc: Epc::parse(INGOT).unwrap(),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: "Tin ingot".to_owned(),
        quantity: Quantity::parse("1050.25", Unit::kilogram()).unwrap(),
        unit_mass: Some(Mass::from_milligrams(1_000_000)),
    };
    let party = SubjectId::of(&Epc::parse(MAKER).unwrap());
    let body = EventBody::Commissioned {
        party,
        asset,
        record: record(None),
    };
    let made = one(body.clone(), &names);
    assert_eq!(made["type"], "ObjectEvent");
    assert_eq!(made["action"], "ADD");
    assert_eq!(made["bizStep"], "commissioning");
    assert_eq!(made["eventTime"], "2026-07-31T22:30:00.000Z");
    assert_eq!(made["eventTimeZoneOffset"], "+07:00");
    assert_eq!(
        made["quantityList"],
        json!([{ "epcClass": Epc::parse(INGOT).unwrap().as_str(), "quantity": 1050.25, "uom": "KGM" }])
    );
    assert_eq!(
        made["ilmd"]["waymark:assets"][0]["waymark:unitMassKilograms"],
        "1"
    );
    assert_eq!(place(body, &names)["waymark:block"], 7);
    assert!(made.get("eventID").is_none() && made.get("epcList").is_none());
}

#[test]
fn a_shipment_says_from_whom_to_whom_and_parts_items_from_quantities() {
    let mut names = Directory::default();
    let (party, to_party) = (names.enter(MAKER, None), names.enter(BUYER, None));
    let ingot = names.enter(INGOT, Some("KGM"));
    let device = names.enter(DEVICE, Some("H87"));
    let site = names.enter("urn:epc:id:sgln:8991102.00001.0", None);
    let stranger = SubjectId([9; 32].into());
    let portion = |asset, micro| Portion { asset, micro };
    let body = EventBody::Shipped {
        shipment: ShipmentId([3; 32].into()),
        party,
        to_party,
        items: vec![
            portion(ingot, 790_000_000),
            portion(device, 1_000_000),
            portion(stranger, 5),
        ],
        record: record(Some(site)),
    };
    let sent = one(body.clone(), &names);
    assert_eq!(sent["bizStep"], "shipping");
    assert_eq!(
        sent["sourceList"][0]["source"],
        "https://id.gs1.org/417/8991102000017"
    );
    assert_eq!(
        sent["destinationList"],
        json!([{ "type": "possessing_party", "destination": "https://id.gs1.org/417/0614141123452" }])
    );
    assert_eq!(sent["quantityList"][0]["quantity"], 790);
    let things = sent["epcList"].as_array().unwrap();
    assert_eq!(things[0], "https://id.gs1.org/01/10614141123459/21/400");
    assert!(
        things[1].as_str().unwrap().ends_with(&"09".repeat(32)),
        "unknown ones go by their id"
    );
    assert_eq!(
        sent["readPoint"]["id"],
        "https://id.gs1.org/414/8991102000017"
    );
    assert!(sent.get("bizLocation").is_none(), "it is on its way");
    assert_eq!(
        place(body, &names)["waymark:shipment"],
        format!("0x{}", "03".repeat(32))
    );
}

#[test]
fn packing_adds_unpacking_deletes_and_recalls_say_so() {
    let mut names = Directory::default();
    let party = names.enter(MAKER, None);
    let parent = names.enter("urn:epc:id:sscc:0614141.1234567890", Some("H87"));
    let asset = names.enter(DEVICE, Some("H87"));
    let children = vec![Portion {
        asset,
        micro: 1_000_000,
    }];
    let record = Record {
        biz_step: "<anything>".to_owned(),
        event_hash: Some([1; 32].into()),
        ..record(None)
    };
    let packed = one(
        EventBody::Packed {
            party,
            parent,
            children: children.clone(),
            record: record.clone(),
        },
        &names,
    );
    assert_eq!(
        (&packed["type"], &packed["action"]),
        (&json!("AggregationEvent"), &json!("ADD"))
    );
    assert_eq!(
        packed["parentID"],
        "https://id.gs1.org/00/106141412345678908"
    );
    assert_eq!(packed["childEPCs"].as_array().unwrap().len(), 1);
    assert_eq!(
        packed["waymark:bizStep"], "<anything>",
        "EPCIS takes only its own words as bizStep"
    );
    assert!(packed.get("bizStep").is_none());
    assert_eq!(
        packed["eventID"],
        format!("ni:///sha-256;{}?ver=CBV2.0", "01".repeat(32))
    );
    let unpacked = one(
        EventBody::Unpacked {
            party,
            parent,
            children,
            record: record.clone(),
        },
        &names,
    );
    assert_eq!(unpacked["action"], "DELETE");
    let recalled = one(
        EventBody::Recalled {
            asset,
            party,
            reason: "cracks".to_owned(),
            record,
        },
        &names,
    );
    assert_eq!(recalled["disposition"], "recalled");
    assert_eq!(recalled["waymark:reason"], "cracks");
}

#[test]
fn what_goes_back_on_earlier_events_says_so() {
    let mut names = Directory::default();
    let (party, from_party) = (names.enter(BUYER, None), names.enter(MAKER, None));
    let asset = names.enter(INGOT, Some("KGM"));
    let items = vec![Portion {
        asset,
        micro: 2_000_000,
    }];
    let shipment = ShipmentId([3; 32].into());
    let rejected = EventBody::Rejected {
        shipment,
        party,
        from_party,
        items: items.clone(),
        reason: "wet".to_owned(),
        record: record(None),
    };
    assert!(place(rejected.clone(), &names)["waymark:shipment"].is_string());
    let rejected = one(rejected, &names);
    assert_eq!(rejected["disposition"], "returned");
    assert_eq!(
        rejected["destinationList"][0]["destination"], "https://id.gs1.org/417/8991102000017",
        "back to the sender"
    );
    assert_eq!(rejected["quantityList"][0]["quantity"], 2);
    let observed = one(
        EventBody::Observed {
            party,
            shipment: Some(shipment),
            items,
            record: record(None),
        },
        &names,
    );
    assert_eq!(
        (&observed["type"], &observed["action"]),
        (&json!("ObjectEvent"), &json!("OBSERVE"))
    );
    let digest = alloy_primitives::B256::repeat_byte(7);
    let corrected = one(
        EventBody::Corrected {
            corrected: digest,
            party,
            histories: vec![(asset, Strand::Journey)],
            reason: "not 2 kg".to_owned(),
            record: record(None),
        },
        &names,
    );
    assert_eq!(corrected["waymark:corrects"], digest.to_string());
    assert_eq!(corrected["waymark:reason"], "not 2 kg");
    assert!(
        corrected["quantityList"][0].get("quantity").is_none(),
        "nothing moves"
    );
    let lifted = one(
        EventBody::Lifted {
            recall: digest,
            asset,
            party,
            reason: "measured again".to_owned(),
            record: record(None),
        },
        &names,
    );
    assert_eq!(lifted["waymark:lifts"], digest.to_string());
    let anchored = one(
        EventBody::Anchored {
            party,
            document_hash: digest,
            kind: "report".to_owned(),
            record: record(None),
        },
        &names,
    );
    assert_eq!(anchored["waymark:document"], digest.to_string());
    assert_eq!(anchored["waymark:documentKind"], "report");
}

#[test]
fn the_directory_is_no_event_and_the_last_block_dates_the_document() {
    let location = Location {
        epc: Epc::parse("urn:epc:id:sgln:8991102.00001.0").unwrap(),
        party: SubjectId([1; 32].into()),
        title: String::new(),
        gln: String::new(),
        place: String::new(),
        country: String::new(),
        latitude_e6: 0,
        longitude_e6: 0,
    };
    let events = [event(0, EventBody::LocationRegistered(location))];
    let document = document(&events, &Directory::default());
    assert_eq!(document["epcisBody"]["eventList"], json!([]));
    assert_eq!(document["creationDate"], "2026-07-31T23:20:00.000Z");
    let text = String::from_utf8(to_json(&document)).unwrap();
    assert!(text.starts_with("{\n  \"@context\""), "members are sorted");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
}

#[test]
fn what_was_captured_can_be_hashed_before_the_ledger_has_numbered_it() {
    let mut names = Directory::default();
    let (party, to_party) = (names.enter(MAKER, None), names.enter(BUYER, None));
    let device = names.enter(DEVICE, Some("H87"));
    let shipped = |number: u8, to_party, event_hash| EventBody::Shipped {
        shipment: ShipmentId([number; 32].into()),
        party,
        to_party,
        items: vec![Portion {
            asset: device,
            micro: 1_000_000,
        }],
        record: Record {
            event_hash,
            ..record(None)
        },
    };
    let before = capture_hash(&shipped(0, to_party, None), &names);
    assert!(before.is_some());
    let after = capture_hash(&shipped(7, to_party, before), &names);
    assert_eq!(after, before, "neither number nor hash is part of it");
    let other = capture_hash(&shipped(0, party, None), &names);
    assert_ne!(other, before, "to whom it went is");
}

#[test]
fn the_hash_id_of_an_event_is_that_of_the_event_in_the_document() {
    let mut names = Directory::default();
    let party = names.enter(MAKER, None);
    let parent = names.enter("urn:epc:id:sscc:0614141.1234567890", Some("H87"));
    let asset = names.enter(DEVICE, Some("H87"));
    let packed = |event_hash| EventBody::Packed {
        party,
        parent,
        children: vec![Portion {
            asset,
            micro: 1_000_000,
        }],
        record: Record {
            event_hash,
            ..record(None)
        },
    };
    let hash = capture_hash(&packed(None), &names).unwrap();
    let document = document(&[event(7, packed(Some(hash)))], &names);
    let written = &document["epcisBody"]["eventList"][0];
    assert_eq!(written["eventID"], crate::event_id(hash));
    assert_eq!(
        crate::event_hash(written, Some(&document["@context"])),
        Some(hash)
    );
}
