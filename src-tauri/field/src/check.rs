//! Checking a record: what it says as an event of the ledger, and every problem at its field.
//!
//! What can never be right is an error. What is wrong only as far as is known here is a warning: while somebody is out of reach,
//! the goods may have arrived and the delegation may have been given.

mod events;
mod goods;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use alloy_primitives::{Address, B256};
use ledger::{Role, limits};
use protocol::field::{FieldEvent, FieldProblem, FieldRecord, ProblemCode as Code};
use trace::{EventBody, EventTime, Record, SubjectId};

use crate::problems::Problems;
use crate::{Acting, Enclosure, Known, read};

/// A clock may be this much ahead before it is remarked upon, in seconds.
const AHEAD: u64 = 300;

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The record's id in its outbox.
    pub id: &'a str,
    /// The device's account; `None` while nobody has said whose key will sign.
    pub device: Option<Address>,
    /// The device's clock, in Unix seconds.
    pub now: u64,
}

/// A record that can be signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prepared {
    /// The event that it will be, as far as is known: the ledger numbers shipments and attestations, and knows what is in a
    /// shipment.
    pub body: EventBody,
    /// The last second at which it can be submitted.
    pub expires: Option<u64>,
    /// Whether it counts only if nothing else happened to its first subject.
    pub only_if_unchanged: bool,
}

/// What checking found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// What is wrong.
    pub problems: Vec<FieldProblem>,
    /// The record as an event, if nothing wrong weighs as an error.
    pub prepared: Option<Prepared>,
}

/// Checks a record against what is known.
pub fn check(record: &FieldRecord, writer: &Writer<'_>, known: &impl Known) -> Checked {
    let mut problems = Problems::default();
    let party = party(&mut problems, record, writer, known);
    let time = event_time(&mut problems, record, writer);
    let location = location(&mut problems, record, known);
    let expires = expires(&mut problems, record, writer);
    off_ledger(&mut problems, record, known);
    let biz_step = biz_step(&mut problems, record);
    let document = enclosure(&mut problems, record, writer.id);
    let recorded = Record {
        time: time.unwrap_or(EventTime {
            unix_millis: 0,
            zone_offset_minutes: 0,
        }),
        location,
        biz_step,
        event_hash: None,
        document,
    };
    let unnamed = SubjectId(B256::ZERO);
    let mut at = events::At {
        problems: &mut problems,
        known,
        party: party.unwrap_or(unnamed),
    };
    let body = at.event(&record.what, recorded);
    if record.only_if_unchanged {
        tied(&mut problems, body.as_ref(), known);
    }
    let whole = body.filter(|_| !problems.has_errors());
    let prepared = whole.map(|body| Prepared {
        body: hashed(body, known),
        expires,
        only_if_unchanged: record.only_if_unchanged,
    });
    Checked {
        problems: problems.into_list(),
        prepared,
    }
}

fn party(
    problems: &mut Problems,
    record: &FieldRecord,
    writer: &Writer<'_>,
    known: &impl Known,
) -> Option<SubjectId> {
    let epc = read::epc(problems, "party", &record.party)?;
    let id = SubjectId::of(&epc);
    if !known.is_party(id) {
        problems.error("party", Code::UnknownParty, &[epc.as_str()]);
        return None;
    }
    if let Some(device) = writer.device {
        let acting: Acting = known.acting(device, id);
        if !acting.may_at(writer.now) {
            problems.warning("party", Code::NotDelegated, &[]);
        }
    }
    if let Some(role) = role(&record.what)
        && let Some(block) = known.lacks(id, role)
    {
        let name = role.name().trim_end_matches("_ROLE").to_lowercase();
        problems.warning("party", Code::LacksRole, &[&name, &block.to_string()]);
    }
    Some(id)
}

/// The role that the ledger asks for, if any.
const fn role(what: &FieldEvent) -> Option<Role> {
    match what {
        FieldEvent::Commission { .. } | FieldEvent::Transform { .. } => Some(Role::Producer),
        FieldEvent::Pack { .. } | FieldEvent::Ship { .. } => Some(Role::Handler),
        _ => None,
    }
}

fn event_time(
    problems: &mut Problems,
    record: &FieldRecord,
    writer: &Writer<'_>,
) -> Option<EventTime> {
    if record.time.trim().is_empty() {
        problems.error("time", Code::Missing, &[]);
        return None;
    }
    let time = read::time(problems, "time", &record.time)?;
    if time.unix_seconds() > writer.now.saturating_add(AHEAD) {
        problems.warning("time", Code::InFuture, &[]);
    }
    Some(time)
}

fn location(
    problems: &mut Problems,
    record: &FieldRecord,
    known: &impl Known,
) -> Option<SubjectId> {
    if record.place.trim().is_empty() {
        return None;
    }
    let epc = read::epc(problems, "place", &record.place)?;
    let id = SubjectId::of(&epc);
    if !known.is_location(id) {
        problems.error("place", Code::UnknownPlace, &[epc.as_str()]);
        return None;
    }
    Some(id)
}

fn expires(problems: &mut Problems, record: &FieldRecord, writer: &Writer<'_>) -> Option<u64> {
    let expires = read::second(problems, "expires", &record.expires)?;
    if expires <= writer.now {
        problems.error("expires", Code::OutOfRange, &[record.expires.trim()]);
    }
    Some(expires)
}

/// What stays off the ledger, and the documents.
fn off_ledger(problems: &mut Problems, record: &FieldRecord, known: &impl Known) {
    read::text(problems, "remarks", &record.remarks, 4096);
    read::text(
        problems,
        "disposition",
        &record.disposition,
        limits::BIZ_STEP,
    );
    if let Some(position) = &record.position {
        let degrees = [
            ("position.latitude", &position.latitude, 90_i64),
            ("position.longitude", &position.longitude, 180),
        ];
        for (path, text, most) in degrees {
            if text.trim().is_empty() {
                problems.error(path, Code::Missing, &[]);
            } else if read::signed_micro(problems, path, text)
                .is_some_and(|micro| micro.abs() > most * 1_000_000)
            {
                problems.error(path, Code::OutOfRange, &[text.trim()]);
            }
        }
        let accuracy = read::signed_micro(problems, "position.accuracy", &position.accuracy);
        if accuracy.is_some_and(|metres| metres < 0) {
            problems.error(
                "position.accuracy",
                Code::OutOfRange,
                &[position.accuracy.trim()],
            );
        }
    }
    let mut seen: Vec<B256> = Vec::new();
    for (number, document) in record.documents.iter().enumerate() {
        let path = format!("documents.{number}.sha256");
        let Some(hash) = read::hash(problems, &path, &document.sha256) else {
            continue;
        };
        if seen.contains(&hash) {
            problems.error(path, Code::Twice, &[&document.name]);
        } else if !known.has_document(hash) {
            problems.error(path, Code::DocumentMissing, &[&document.name]);
        }
        seen.push(hash);
    }
}

/// The step that was named, or the usual one.
fn biz_step(problems: &mut Problems, record: &FieldRecord) -> String {
    let given = read::text(problems, "bizStep", &record.biz_step, limits::BIZ_STEP);
    if !given.is_empty() {
        return given;
    }
    let usual = match &record.what {
        FieldEvent::Commission { .. } => "commissioning",
        FieldEvent::Transform { .. } => "creating_class_instance",
        FieldEvent::Pack { .. } => "packing",
        FieldEvent::Unpack { .. } => "unpacking",
        FieldEvent::Ship { .. } => "shipping",
        FieldEvent::Receive { .. } => "receiving",
        FieldEvent::Reject { .. } => "returning",
        FieldEvent::Observe { .. } => "inspecting",
        FieldEvent::Attest { .. } | FieldEvent::Correct { .. } => "",
    };
    usual.to_owned()
}

fn enclosure(problems: &mut Problems, record: &FieldRecord, id: &str) -> Vec<u8> {
    let bytes = Enclosure::of(record, id).map_or_else(Vec::new, |enclosure| enclosure.bytes());
    if bytes.len() > limits::DOCUMENT {
        problems.error("documents", Code::TooLong, &[&limits::DOCUMENT.to_string()]);
    }
    bytes
}

/// A record that is tied to a history needs to know where that stands.
fn tied(problems: &mut Problems, body: Option<&EventBody>, known: &impl Known) {
    let Some(first) = body.and_then(|body| ledger::extends(body).first().copied()) else {
        return;
    };
    if known.head(first.0, first.1).is_none() {
        problems.error("onlyIfUnchanged", Code::NotTied, &[]);
    }
}

/// The event with its EPCIS hash, as anybody will reckon it from the ledger's event.
fn hashed(mut body: EventBody, known: &impl Known) -> EventBody {
    let hash = interchange::capture_hash(&body, known);
    if let Some(record) = record_mut(&mut body) {
        record.event_hash = hash;
    }
    body
}

fn record_mut(body: &mut EventBody) -> Option<&mut Record> {
    match body {
        EventBody::Commissioned { record, .. }
        | EventBody::Transformed { record, .. }
        | EventBody::Packed { record, .. }
        | EventBody::Unpacked { record, .. }
        | EventBody::Shipped { record, .. }
        | EventBody::Received { record, .. }
        | EventBody::Rejected { record, .. }
        | EventBody::Observed { record, .. }
        | EventBody::Attested { record, .. }
        | EventBody::Corrected { record, .. } => Some(record),
        _ => None,
    }
}
