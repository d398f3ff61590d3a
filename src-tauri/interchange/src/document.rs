//! The EPCIS document around events (EPCIS 2.0, section 10.2, JSON-LD), and where each of them stands on the ledger.

use alloy_primitives::B256;
use serde_json::{Map, Value, json};
use trace::{EventBody, TraceEvent};

use crate::event::{capture, instant};
use crate::hash::{event_hash, event_id};
use crate::thing::Names;

/// The namespace of what EPCIS has no word for; in documents it goes by the prefix `waymark`.
pub const NAMESPACE: &str = "https://waymark.example/ns/";

const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

/// The events as one EPCIS 2.0 document. Entries of the directory are left out.
///
/// Where each event stands on the ledger is said beside the list, in the same order, so that an event's hash id can be
/// reckoned again from the event as it stands in the list. The creation date is the block time of the last event: a
/// document of the same events is the same document.
pub fn document(events: &[TraceEvent], names: &impl Names) -> Value {
    let (list, places): (Vec<Value>, Vec<Value>) = (events.iter())
        .filter_map(|event| Some((recorded(event, names)?, place_on_ledger(event))))
        .unzip();
    let newest = events.iter().map(|event| event.block_time).max();
    json!({
        "@context": context(),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": instant(newest.unwrap_or(0)),
        "epcisBody": { "eventList": list },
        "waymark:ledger": places,
    })
}

/// The event hash of what the recorder of an event captured: what its record holds where the recorder hashed it, and
/// what anybody can reckon again from the ledger's event. `None` for the directory's entries.
pub fn capture_hash(body: &EventBody, names: &impl Names) -> Option<B256> {
    event_hash(&capture(body, names)?, Some(&context()))
}

fn context() -> Value {
    json!([CONTEXT, { "waymark": NAMESPACE }])
}

/// The bytes of a document, the same whatever order its members were put in.
pub fn to_json(document: &Value) -> Vec<u8> {
    let mut sorted = document.clone();
    // Another crate of a build may ask serde_json to keep the order of insertion; bytes must not hang on that.
    sorted.sort_all_objects();
    let mut text = format!("{sorted:#}");
    text.push('\n');
    text.into_bytes()
}

/// The event as captured, with its id and the time at which the ledger took it: neither is part of an event's hash.
fn recorded(event: &TraceEvent, names: &impl Names) -> Option<Value> {
    let mut value = capture(&event.body, names)?;
    let fields = value.as_object_mut()?;
    if let Some(hash) = event.body.record().and_then(|record| record.event_hash) {
        fields.insert("eventID".to_owned(), Value::String(event_id(hash)));
    }
    fields.insert("recordTime".to_owned(), json!(instant(event.block_time)));
    Some(value)
}

/// Where an event stands, and the number that the ledger gave to what it speaks of.
fn place_on_ledger(event: &TraceEvent) -> Value {
    let mut entry = Map::new();
    entry.insert("waymark:block".to_owned(), json!(event.key.block));
    entry.insert("waymark:logIndex".to_owned(), json!(event.key.log_index));
    match &event.body {
        EventBody::Shipped { shipment, .. }
        | EventBody::Received { shipment, .. }
        | EventBody::Rejected { shipment, .. }
        | EventBody::Observed {
            shipment: Some(shipment),
            ..
        } => {
            let shipment = json!(shipment.0.to_string());
            entry.insert("waymark:shipment".to_owned(), shipment);
        }
        EventBody::Attested { attestation, .. } | EventBody::Revoked { attestation, .. } => {
            let attestation = json!(attestation.0.to_string());
            entry.insert("waymark:attestation".to_owned(), attestation);
        }
        _ => {}
    }
    Value::Object(entry)
}
