//! One event of the ledger as an EPCIS event (EPCIS 2.0, section 7.4).

use serde_json::{Map, Value, json};
use trace::{AssetDetail, Claim, EventBody, EventTime, Record, SubjectId};

use crate::thing::{Names, Things, name};

/// The business steps of the Core Business Vocabulary (CBV 2.0, section 7.1); EPCIS takes others as URIs only.
const BUSINESS_STEPS: [&str; 40] = [
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "creating_class_instance",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "sampling",
    "sensor_reporting",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
];

/// The event as its recorder knows it before the ledger has it: without its place on the chain, and without the numbers
/// that the ledger gives to shipments and attestations. `None` for the directory's entries and delegations, which
/// EPCIS has no event for.
pub fn capture(body: &EventBody, names: &impl Names) -> Option<Value> {
    let record = body.record()?;
    let mut event = opening(body, record, names);
    match body {
        EventBody::PartyRegistered(_)
        | EventBody::LocationRegistered(_)
        | EventBody::Delegated { .. }
        | EventBody::DelegationWithdrawn { .. } => return None,
        EventBody::Commissioned { asset, .. } => {
            Things::of_assets([asset]).write(&mut event, "epcList", "quantityList");
            set(&mut event, "ilmd", master_data(std::slice::from_ref(asset)));
        }
        EventBody::Transformed {
            inputs, outputs, ..
        } => {
            let inputs = Things::of_portions(names, inputs);
            inputs.write(&mut event, "inputEPCList", "inputQuantityList");
            Things::of_assets(outputs).write(&mut event, "outputEPCList", "outputQuantityList");
            set(&mut event, "ilmd", master_data(outputs));
        }
        EventBody::Packed {
            parent, children, ..
        }
        | EventBody::Unpacked {
            parent, children, ..
        } => {
            set(&mut event, "parentID", name(names, *parent));
            let children = Things::of_portions(names, children);
            children.write(&mut event, "childEPCs", "childQuantityList");
        }
        EventBody::Shipped {
            party,
            to_party,
            items,
            ..
        } => {
            Things::of_portions(names, items).write(&mut event, "epcList", "quantityList");
            hand_over(&mut event, names, *party, *to_party);
        }
        EventBody::Received {
            party,
            from_party,
            items,
            ..
        } => {
            Things::of_portions(names, items).write(&mut event, "epcList", "quantityList");
            hand_over(&mut event, names, *from_party, *party);
        }
        EventBody::Attested {
            subject,
            certified,
            claim,
            ..
        } => {
            Things::of_subject(names, *subject).write(&mut event, "epcList", "quantityList");
            set(&mut event, "waymark:certified", *certified);
            set(&mut event, "waymark:claim", claim_fields(claim));
        }
        EventBody::Revoked {
            subject, reason, ..
        } => {
            Things::of_subject(names, *subject).write(&mut event, "epcList", "quantityList");
            set(&mut event, "waymark:revokes", true);
            set(&mut event, "waymark:reason", reason.as_str());
        }
        EventBody::Recalled { asset, reason, .. } => {
            Things::of_subject(names, *asset).write(&mut event, "epcList", "quantityList");
            set(&mut event, "disposition", "recalled");
            set(&mut event, "waymark:reason", reason.as_str());
        }
        EventBody::Rejected { .. }
        | EventBody::Observed { .. }
        | EventBody::Lifted { .. }
        | EventBody::Corrected { .. }
        | EventBody::Anchored { .. } => amend(&mut event, body, names),
    }
    Some(Value::Object(event))
}

/// What goes back on earlier events, or adds to them without moving anything.
fn amend(event: &mut Map<String, Value>, body: &EventBody, names: &impl Names) {
    let things = match body {
        EventBody::Rejected { items, .. } | EventBody::Observed { items, .. } => {
            Things::of_portions(names, items)
        }
        _ => Things::of_subjects(names, &body.subjects()),
    };
    things.write(event, "epcList", "quantityList");
    match body {
        EventBody::Rejected {
            party,
            from_party,
            reason,
            ..
        } => {
            set(event, "disposition", "returned");
            hand_over(event, names, *party, *from_party);
            set(event, "waymark:reason", reason.as_str());
        }
        EventBody::Lifted { recall, reason, .. } => {
            set(event, "waymark:lifts", recall.to_string());
            set(event, "waymark:reason", reason.as_str());
        }
        EventBody::Corrected {
            corrected, reason, ..
        } => {
            set(event, "waymark:corrects", corrected.to_string());
            set(event, "waymark:reason", reason.as_str());
        }
        EventBody::Anchored {
            document_hash,
            kind,
            ..
        } => {
            set(event, "waymark:document", document_hash.to_string());
            set(event, "waymark:documentKind", kind.as_str());
        }
        _ => {}
    }
}

fn set(event: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    event.insert(key.to_owned(), value.into());
}

/// What all events have: what, when, where, in which step, by whom.
fn opening(body: &EventBody, record: &Record, names: &impl Names) -> Map<String, Value> {
    let (kind, action) = kind_and_action(body);
    let mut event = Map::new();
    set(&mut event, "type", kind);
    if let Some(action) = action {
        set(&mut event, "action", action);
    }
    set(&mut event, "eventTime", record.time.utc_text());
    set(&mut event, "eventTimeZoneOffset", offset(record.time));
    if let Some(place) = record.location {
        let place = json!({ "id": name(names, place) });
        // Of what has just left, nobody knows where it is until it arrives.
        if !matches!(body, EventBody::Shipped { .. }) {
            set(&mut event, "bizLocation", place.clone());
        }
        set(&mut event, "readPoint", place);
    }
    let step = business_step(body, &record.biz_step);
    if BUSINESS_STEPS.contains(&step) {
        set(&mut event, "bizStep", step);
    } else if !step.is_empty() {
        set(&mut event, "waymark:bizStep", step);
    }
    set(&mut event, "waymark:party", name(names, body.actor()));
    event
}

const fn kind_and_action(body: &EventBody) -> (&'static str, Option<&'static str>) {
    match body {
        EventBody::Commissioned { .. } => ("ObjectEvent", Some("ADD")),
        EventBody::Transformed { .. } => ("TransformationEvent", None),
        EventBody::Packed { .. } => ("AggregationEvent", Some("ADD")),
        EventBody::Unpacked { .. } => ("AggregationEvent", Some("DELETE")),
        _ => ("ObjectEvent", Some("OBSERVE")),
    }
}

/// The step that was recorded, or the one that the event itself implies.
fn business_step<'a>(body: &EventBody, recorded: &'a str) -> &'a str {
    match body {
        EventBody::Shipped { .. } => "shipping",
        EventBody::Received { .. } => "receiving",
        _ if !recorded.is_empty() => recorded,
        EventBody::Commissioned { .. } => "commissioning",
        EventBody::Packed { .. } => "packing",
        EventBody::Unpacked { .. } => "unpacking",
        _ => "",
    }
}

/// EPCIS knows zones up to 14 hours; beyond them the instant in UTC still stands.
fn offset(time: EventTime) -> String {
    if (-840..=840).contains(&time.zone_offset_minutes) {
        time.offset_text()
    } else {
        "+00:00".to_owned()
    }
}

fn hand_over(event: &mut Map<String, Value>, names: &impl Names, from: SubjectId, to: SubjectId) {
    let source = json!([{ "type": "possessing_party", "source": name(names, from) }]);
    let destination = json!([{ "type": "possessing_party", "destination": name(names, to) }]);
    set(event, "sourceList", source);
    set(event, "destinationList", destination);
}

/// Instance or lot master data (EPCIS 2.0, section 7.3.6): how the makers describe what they made.
fn master_data(assets: &[AssetDetail]) -> Value {
    let entries: Vec<_> = (assets.iter())
        .map(|asset| {
            let mut entry = Map::new();
            set(&mut entry, "waymark:name", asset.epc.as_str());
            set(&mut entry, "waymark:kind", asset.kind.word());
            set(&mut entry, "waymark:granularity", asset.granularity.word());
            set(
                &mut entry,
                "waymark:description",
                asset.description.as_str(),
            );
            if let Some(mass) = asset.unit_mass.and_then(trace::Mass::kilograms) {
                set(&mut entry, "waymark:unitMassKilograms", mass.to_string());
            }
            Value::Object(entry)
        })
        .collect();
    json!({ "waymark:assets": entries })
}

fn claim_fields(claim: &Claim) -> Value {
    let mut fields = Map::new();
    set(&mut fields, "waymark:kind", claim.kind.word());
    if !claim.unit.is_empty() {
        set(&mut fields, "waymark:value", claim.value().to_string());
        set(&mut fields, "waymark:unit", claim.unit.as_str());
    }
    for (key, text) in [
        ("waymark:statement", &claim.statement),
        ("waymark:method", &claim.method),
    ] {
        if !text.is_empty() {
            set(&mut fields, key, text.as_str());
        }
    }
    for (key, second) in [
        ("waymark:validFrom", claim.valid_from),
        ("waymark:validUntil", claim.valid_until),
    ] {
        if let Some(second) = second {
            set(&mut fields, key, instant(second));
        }
    }
    if let Some(hash) = claim.document_hash {
        let hash = format!("ni:///sha-256;{}", hex::encode(hash));
        set(&mut fields, "waymark:document", hash);
    }
    Value::Object(fields)
}

/// A second of Unix time in UTC.
pub(crate) fn instant(second: u64) -> String {
    let time = EventTime {
        unix_millis: second.saturating_mul(1000),
        zone_offset_minutes: 0,
    };
    time.utc_text()
}
