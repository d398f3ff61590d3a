//! The event hash id of the Core Business Vocabulary (CBV 2.0, section 8.9): one number for what an EPCIS event says,
//! however it is spelt.
//!
//! Where the prose of the standard and the vectors of its reference implementation differ, the vectors hold: `type`
//! stands before the value it qualifies, certification info takes part, and the lists of business transactions,
//! destinations and sources, the master data and the extensions follow all else in the order of their bytes. Of the
//! fields that do not count, `recordTime`, `eventID` and `errorDeclaration` are EPCIS's own.

mod identifier;
mod value;

use alloy_primitives::B256;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use value::{Namespaces, Words};

/// How a field is written down.
#[derive(Clone, Copy)]
enum Shape {
    /// One value or several.
    Text(Words),
    /// An instant.
    Time,
    /// A list of names.
    Names,
    /// A list of parts of this name, each with these fields.
    List(&'static str, Order),
    /// One part or several, with these fields.
    Part(Order),
}

type Order = &'static [(&'static str, Shape)];

const TEXT: Shape = Shape::Text(Words::None);
const QUANTITIES: Shape = Shape::List(
    "quantityElement",
    &[("epcClass", TEXT), ("quantity", TEXT), ("uom", TEXT)],
);
const PLACE: Shape = Shape::Part(&[("id", TEXT)]);

const EVENT: Order = &[
    ("eventTime", Shape::Time),
    ("eventTimeZoneOffset", TEXT),
    ("certificationInfo", TEXT),
    ("parentID", TEXT),
    ("epcList", Shape::Names),
    ("inputEPCList", Shape::Names),
    ("childEPCs", Shape::Names),
    ("quantityList", QUANTITIES),
    ("childQuantityList", QUANTITIES),
    ("inputQuantityList", QUANTITIES),
    ("outputEPCList", Shape::Names),
    ("outputQuantityList", QUANTITIES),
    ("action", TEXT),
    ("transformationID", TEXT),
    ("bizStep", Shape::Text(Words::BizStep)),
    ("disposition", Shape::Text(Words::Disposition)),
    (
        "persistentDisposition",
        Shape::Part(&[
            ("set", Shape::Text(Words::Disposition)),
            ("unset", Shape::Text(Words::Disposition)),
        ]),
    ),
    ("readPoint", PLACE),
    ("bizLocation", PLACE),
    (
        "sensorElementList",
        Shape::List(
            "sensorElement",
            &[
                ("sensorMetadata", Shape::Part(SENSOR_METADATA)),
                ("sensorReport", Shape::Part(SENSOR_REPORT)),
            ],
        ),
    ),
];

const SENSOR_METADATA: Order = &[
    ("time", Shape::Time),
    ("startTime", Shape::Time),
    ("endTime", Shape::Time),
    ("deviceID", TEXT),
    ("deviceMetadata", TEXT),
    ("rawData", TEXT),
    ("dataProcessingMethod", TEXT),
    ("bizRules", TEXT),
];

const SENSOR_REPORT: Order = &[
    ("type", Shape::Text(Words::Measurement)),
    ("exception", Shape::Text(Words::Measurement)),
    ("deviceID", TEXT),
    ("deviceMetadata", TEXT),
    ("rawData", TEXT),
    ("dataProcessingMethod", TEXT),
    ("time", Shape::Time),
    ("microorganism", TEXT),
    ("chemicalSubstance", TEXT),
    ("value", TEXT),
    ("component", Shape::Text(Words::Component)),
    ("stringValue", TEXT),
    ("booleanValue", TEXT),
    ("hexBinaryValue", TEXT),
    ("uriValue", TEXT),
    ("minValue", TEXT),
    ("maxValue", TEXT),
    ("meanValue", TEXT),
    ("sDev", TEXT),
    ("percRank", TEXT),
    ("percValue", TEXT),
    ("uom", TEXT),
    ("coordinateReferenceSystem", TEXT),
];

/// Lists whose entries have a type, which stands before the value.
const TYPED: [(&str, &str, Words); 3] = [
    (
        "bizTransactionList",
        "bizTransaction",
        Words::BizTransaction,
    ),
    ("destinationList", "destination", Words::SourceOrDestination),
    ("sourceList", "source", Words::SourceOrDestination),
];

const NOT_COUNTED: [&str; 7] = [
    "type",
    "@context",
    "recordTime",
    "eventID",
    "errorDeclaration",
    "comment",
    "rdfs:comment",
];

/// The hash of an event in JSON-LD. `context` is the `@context` of its document, which declares the prefixes of
/// extensions. `None` if it is no JSON object or has no type.
pub fn event_hash(event: &Value, context: Option<&Value>) -> Option<B256> {
    let text = prehash(event, context)?;
    Some(B256::from_slice(&Sha256::digest(text.as_bytes())))
}

/// The event hash id: the hash as a `ni` URI (RFC 6920) with the version of its algorithm.
pub fn event_id(hash: B256) -> String {
    format!("ni:///sha-256;{}?ver=CBV2.0", hex::encode(hash))
}

/// What is hashed.
fn prehash(event: &Value, context: Option<&Value>) -> Option<String> {
    let fields = event.as_object()?;
    let kind = fields.get("type")?.as_str()?;
    let namespaces = Namespaces::of([context, fields.get("@context")]);
    let mut text = format!("eventType={kind}");
    for (key, shape) in EVENT {
        text += &written(&namespaces, key, *shape, fields);
    }
    let mut rest: Vec<String> = TYPED
        .iter()
        .filter_map(|typed| typed_list(&namespaces, typed, fields))
        .collect();
    for (key, value) in fields {
        let is_standard = EVENT.iter().any(|(known, _)| known == key)
            || TYPED.iter().any(|(known, ..)| known == key)
            || NOT_COUNTED.contains(&key.as_str());
        if !is_standard {
            rest.extend(extension(&namespaces, key, value));
        }
    }
    rest.sort();
    Some(text + &rest.concat())
}

fn entries(value: &Value) -> &[Value] {
    match value {
        Value::Array(entries) => entries,
        single => std::slice::from_ref(single),
    }
}

/// A field of the standard; empty if there is none.
fn written(
    namespaces: &Namespaces,
    key: &str,
    shape: Shape,
    fields: &Map<String, Value>,
) -> String {
    let Some(value) = fields.get(key) else {
        return String::new();
    };
    let list = entries(value).iter();
    let mut parts: Vec<String> = match shape {
        Shape::Text(words) => list
            .filter_map(|value| Some(format!("{key}={}", namespaces.value(value, words)?)))
            .collect(),
        Shape::Time => list
            .filter_map(|value| Some(format!("{key}={}", value::time(value)?)))
            .collect(),
        Shape::Names => list
            .filter_map(|value| Some(format!("epc={}", namespaces.value(value, Words::None)?)))
            .collect(),
        Shape::List(name, order) => list
            .filter_map(|value| part(namespaces, name, order, value))
            .collect(),
        Shape::Part(order) => list
            .filter_map(|value| part(namespaces, key, order, value))
            .collect(),
    };
    parts.sort();
    let has_heading = matches!(shape, Shape::Names | Shape::List(..)) && !parts.is_empty();
    let heading = if has_heading { key } else { "" };
    format!("{heading}{}", parts.concat())
}

/// A part with its fields in their order, then its extensions.
fn part(namespaces: &Namespaces, name: &str, order: Order, value: &Value) -> Option<String> {
    let fields = value.as_object()?;
    let mut text = String::new();
    for (key, shape) in order {
        text += &written(namespaces, key, *shape, fields);
    }
    let mut extensions: Vec<String> = fields
        .iter()
        .filter(|(key, _)| !order.iter().any(|(known, _)| known == key))
        .flat_map(|(key, value)| extension(namespaces, key, value))
        .collect();
    extensions.sort();
    text += &extensions.concat();
    (!text.is_empty()).then(|| format!("{name}{text}"))
}

fn typed_list(
    namespaces: &Namespaces,
    (list, name, words): &(&str, &str, Words),
    fields: &Map<String, Value>,
) -> Option<String> {
    let entry = |entry: &Value| {
        let value = namespaces.value(entry.get(*name)?, Words::None)?;
        let kind = entry
            .get("type")
            .and_then(|kind| namespaces.value(kind, *words));
        let kind = kind.map_or_else(String::new, |kind| format!("type={kind}"));
        Some(format!("{kind}{name}={value}"))
    };
    let mut parts: Vec<String> = entries(fields.get(*list)?)
        .iter()
        .filter_map(entry)
        .collect();
    parts.sort();
    (!parts.is_empty()).then(|| format!("{list}{}", parts.concat()))
}

/// Master data and extensions: names, values, and what is within, sorted. JSON's depth is limited by its reader.
fn extension(namespaces: &Namespaces, key: &str, value: &Value) -> Vec<String> {
    let name = namespaces.key(key);
    let one = |value: &Value| match value {
        Value::Object(fields) => {
            let mut within: Vec<String> = fields
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "comment" | "rdfs:comment"))
                .flat_map(|(key, value)| extension(namespaces, key, value))
                .collect();
            within.sort();
            format!("{name}{}", within.concat())
        }
        value => match namespaces.value(value, Words::None) {
            Some(value) => format!("{name}={value}"),
            None => name.clone(),
        },
    };
    entries(value).iter().map(one).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
