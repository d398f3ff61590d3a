//! The hash against the standard's reference vectors, where they lie beside the repository, and on its own.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;

/// The vectors of the reference implementation: `WAYMARK_SHARED_DATA`, or `shared/data` beside the repository.
fn vectors() -> PathBuf {
    let shared = std::env::var_os("WAYMARK_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    shared.join("epcis/hash")
}

#[test]
fn it_is_the_hash_of_the_reference_implementation() {
    let Ok(folder) = fs::read_dir(vectors()) else {
        eprintln!("skipped: no reference vectors (set WAYMARK_SHARED_DATA to where they are)");
        return;
    };
    let mut compared = 0;
    for path in folder.map(|entry| entry.unwrap().path()) {
        if path
            .extension()
            .is_none_or(|extension| extension != "jsonld")
        {
            continue;
        }
        let document: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let expected = fs::read_to_string(path.with_extension("hashes")).unwrap();
        let events = document["epcisBody"]["eventList"].as_array().unwrap();
        let hashes: Vec<_> = events
            .iter()
            .map(|event| event_id(event_hash(event, document.get("@context")).unwrap()))
            .collect();
        let text = events
            .iter()
            .filter_map(|event| prehash(event, document.get("@context")));
        assert_eq!(
            hashes,
            expected.split_whitespace().collect::<Vec<_>>(),
            "{}: {:#?}",
            path.display(),
            text.collect::<Vec<_>>()
        );
        compared += hashes.len();
    }
    assert!(compared > 0, "a folder of vectors has vectors in it");
}

fn shipping() -> Value {
    json!({
        "type": "ObjectEvent",
        "eventTime": "2026-08-09T07:20:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "quantityList": [
            { "epcClass": "urn:epc:class:lgtin:8991102.030114.PT-2291", "quantity": 790.0, "uom": "KGM" }
        ],
        "readPoint": { "id": "urn:epc:id:sgln:8991102.00001.0" },
        "sourceList": [{ "type": "possessing_party", "source": "urn:epc:id:pgln:8991102.00000" }],
        "destinationList": [{ "type": "possessing_party", "destination": "urn:epc:id:pgln:5499016.00000" }],
        "example:note": { "example:b": ["2", "1.50"], "example:a": "x" },
    })
}

#[test]
fn it_reads_as_the_standard_says() {
    let context = json!(["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", { "example": "https://ns.example.com/" }]);
    let expected = "eventType=ObjectEventeventTime=2026-08-09T00:20:00.000ZeventTimeZoneOffset=+07:00\
        quantityListquantityElementepcClass=https://id.gs1.org/01/08991102301145/10/PT-2291quantity=790uom=KGM\
        action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-shipping\
        readPointid=https://id.gs1.org/414/8991102000017\
        destinationListtype=https://ref.gs1.org/cbv/SDT-possessing_partydestination=https://id.gs1.org/417/5499016000008\
        sourceListtype=https://ref.gs1.org/cbv/SDT-possessing_partysource=https://id.gs1.org/417/8991102000000\
        {https://ns.example.com/}note{https://ns.example.com/}a=x{https://ns.example.com/}b=1.5{https://ns.example.com/}b=2";
    let text = prehash(&shipping(), Some(&context)).unwrap();
    assert_eq!(text, expected);
}

#[test]
fn spelling_and_bookkeeping_do_not_count_but_content_does() {
    let hash = |event: &Value| event_hash(event, None).unwrap();
    let mut event = shipping();
    let before = hash(&event);
    event["recordTime"] = json!("2026-08-09T09:00:00Z");
    event["eventID"] = json!(event_id(before));
    event["eventTime"] = json!("2026-08-09T00:20:00.0001Z");
    event["bizStep"] = json!("urn:epcglobal:cbv:bizstep:shipping");
    event["quantityList"][0]["quantity"] = json!("790.000");
    assert_eq!(hash(&event), before);
    event["quantityList"][0]["quantity"] = json!(791);
    assert_ne!(hash(&event), before);
}

#[test]
fn what_is_no_event_has_no_hash() {
    for value in [json!(null), json!([]), json!({}), json!({ "type": 7 })] {
        assert_eq!(event_hash(&value, None), None);
    }
}
