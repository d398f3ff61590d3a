//! The Field place: records, choices and devices as the window and the command line show them.

mod choices;
mod conflicts;

use field::{Checked, ways_out};
use ledger::is_refused_for_good;
use lineage::Register;
use outbox::{Kept, Outbox, Outcome, Record};
use protocol::field::{
    AttemptOutcome, AttemptView, ClockView, DocumentState, FieldEvent, FieldRecord,
    FieldRecordView, FieldState as State, FieldView, OutboxRow, RefusalView, StateCount,
};
use protocol::{EventWord, Moment};
use trace::{Epc, EventBody, EventKey, SubjectId};

use super::words;
use crate::field::{Facts, Session, blockers, list_devices};
use crate::{Failure, Workspace};

/// How many subjects of a record are named.
const NAMED: usize = 4;

/// Everything that rows are made from, read once.
struct Shown {
    records: Vec<Record>,
    kept: Vec<Kept>,
    /// With what is pending on top, so that new lots have names.
    register: Register,
    /// The names of the keys on this computer by their accounts.
    devices: Vec<(String, String)>,
}

impl Workspace {
    /// The Field place, for the person whose key is in use. Brings nothing in step: see [`Workspace::reconcile`].
    pub fn field(&self, session: Option<&Session>) -> Result<FieldView, Failure> {
        let outbox = self.outbox_if_any()?;
        let in_use = match session {
            Some(session) => Some(session.account()),
            None => self.device_in_use()?,
        };
        let devices = self.device_views(session)?;
        let device = in_use.map(|account| account.to_string());
        let named = devices
            .iter()
            .find(|known| device.as_ref() == Some(&known.account))
            .map(|known| known.name.clone());
        let (mut rows, mut of_others) = (Vec::new(), 0);
        if let Some(outbox) = &outbox {
            let shown = self.shown(outbox)?;
            for record in shown.records.iter().rev() {
                if device
                    .as_ref()
                    .is_none_or(|device| *device == record.device || record.device.is_empty())
                {
                    rows.push(self.row(&shown, record));
                } else {
                    of_others += 1;
                }
            }
        }
        Ok(FieldView {
            devices,
            device: named,
            counts: counts(&rows),
            rows,
            of_others,
            automatic: self.sends_by_itself()?,
            has_node: self.folder.node().exists(),
            known_block: self.newest_block(),
        })
    }

    /// All records of everybody, oldest first, for the command line.
    pub fn outbox_rows(&self) -> Result<Vec<OutboxRow>, Failure> {
        let Some(outbox) = self.outbox_if_any()? else {
            return Ok(Vec::new());
        };
        let shown = self.shown(&outbox)?;
        let rows = shown.records.iter();
        Ok(rows.map(|record| self.row(&shown, record)).collect())
    }

    /// Everything about one record.
    pub fn field_record(&self, id: &str, now: u64) -> Result<FieldRecordView, Failure> {
        let outbox = self.outbox()?;
        let shown = self.shown(&outbox)?;
        let missing = || outbox::OutboxError::NoRecord(words::text(id));
        let found = shown.records.iter().find(|record| record.id == id);
        let record = found.ok_or_else(missing)?;
        let form = field::read_record(record.form.as_bytes())?;
        let signed = outbox.signed(id)?;
        let problems = if signed.is_some() {
            Vec::new()
        } else {
            let device = record.device.parse().ok();
            let Checked { problems, .. } = self.check(&outbox, id, &form, device, now)?;
            problems
        };
        let conflicts = record.progress.conflicts.iter();
        let carried = signed.as_ref().map(|signed| &signed.carried);
        let expires = carried.and_then(|carried| carried.expires);
        Ok(FieldRecordView {
            row: self.row(&shown, record),
            problems,
            conflicts: conflicts
                .map(|conflict| conflicts::view(&shown.register, conflict))
                .collect(),
            ways: ways_out(record.state, expires.is_some()),
            capture: carried.map(|carried| carried.id.to_string()),
            signed_at: signed.as_ref().map(|it| it.signed_at.cast_signed()),
            known_block: signed.as_ref().map(|it| it.known_block),
            expires: expires.map(u64::cast_signed),
            documents: self.document_states(record, &form),
            attempts: attempts(&outbox, id)?,
            made_from: record.made_from.clone(),
            record: form,
        })
    }

    fn shown(&self, outbox: &Outbox) -> Result<Shown, Failure> {
        let (records, kept) = (outbox.records()?, outbox.all_signed()?);
        let register = Facts::new(self, &records, &kept, None).register;
        let devices = list_devices().unwrap_or_default().into_iter();
        Ok(Shown {
            register,
            devices: devices
                .filter_map(|device| Some((device.account?.to_string(), device.name)))
                .collect(),
            records,
            kept,
        })
    }

    fn row(&self, shown: &Shown, record: &Record) -> OutboxRow {
        let signed = shown.kept.iter().find(|kept| kept.record == record.id);
        let form = field::read_record(record.form.as_bytes()).unwrap_or_default();
        let progress = &record.progress;
        let subjects = subjects(&form, signed, &shown.register);
        let name = |epc: &String| match Epc::parse(epc) {
            Ok(parsed) => known_name(&shown.register, &parsed),
            Err(_) => words::text(epc),
        };
        let device = shown
            .devices
            .iter()
            .find(|(account, _)| *account == record.device);
        let waits_for = match signed {
            Some(signed) if record.state == State::Signed => {
                let before = blockers(record, &signed.touches, &shown.records, &shown.kept);
                before.first().map(|blocker| blocker.id.clone())
            }
            _ => None,
        };
        let key = progress
            .block_hash
            .and(progress.block)
            .map(|block| EventKey {
                block,
                log_index: progress.log_index.unwrap_or(0),
            });
        OutboxRow {
            id: record.id.clone(),
            number: record.number,
            state: record.state,
            event: event_word(&form.what),
            subjects: subjects.iter().take(NAMED).map(name).collect(),
            epcs: subjects.iter().take(NAMED).cloned().collect(),
            party: party(&shown.register, &form.party),
            device: device.map_or_else(|| record.device.clone(), |(_, name)| name.clone()),
            happened: happened(&form),
            changed: record.changed.cast_signed(),
            documents: u32::try_from(form.documents.len()).unwrap_or(u32::MAX),
            block: progress.block,
            transaction: progress.transaction.map(|tx| tx.to_string()),
            assurance: key.map(|key| words::assurance(self.assurance(key))),
            refusal: progress.refusal.as_ref().map(|refusal| RefusalView {
                words: ledger::explain_revert(&refusal.reason),
                for_good: is_refused_for_good(&refusal.reason),
                block: refusal.block,
            }),
            conflicts: u32::try_from(progress.conflicts.len()).unwrap_or(u32::MAX),
            clock: progress
                .clock_ahead
                .map(|ahead_seconds| ClockView { ahead_seconds }),
            waits_for,
            failures: progress.failures,
            next_attempt: progress.next_attempt.map(u64::cast_signed),
            cancelling: progress.cancelling,
            replaced_by: record.replaced_by.clone(),
        }
    }

    fn document_states(&self, record: &Record, form: &FieldRecord) -> Vec<DocumentState> {
        let store = self.document_store();
        let documents = form.documents.iter().map(|document| {
            let hash = document.sha256.parse().ok();
            DocumentState {
                document: document.clone(),
                at_hand: hash.is_some_and(|hash| store.read(hash).is_ok_and(|held| held.is_some())),
                confirmed: hash.is_some_and(|hash| record.progress.documents.contains(&hash)),
            }
        });
        documents.collect()
    }
}

fn counts(rows: &[OutboxRow]) -> Vec<StateCount> {
    let mut counts: Vec<StateCount> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|count| count.state == row.state) {
            Some(count) => count.count += 1,
            None => counts.push(StateCount {
                state: row.state,
                count: 1,
            }),
        }
    }
    counts.sort_by_key(|count| count.state);
    counts
}

/// What a record is about, by the names that were typed; of a shipment that arrives, what was known to be in it.
fn subjects(form: &FieldRecord, signed: Option<&Kept>, register: &Register) -> Vec<String> {
    let goods = match signed {
        Some(signed) => items(&signed.event),
        None => under_way(form, register),
    };
    if !goods.is_empty() {
        let goods = goods.iter().take(NAMED);
        return goods
            .map(|item| words::subject_epc(register, item.asset))
            .collect();
    }
    let canonical = |text: &String| {
        Epc::parse(text.trim()).map_or_else(|_| words::text(text), |epc| epc.to_string())
    };
    let named: Vec<&String> = match &form.what {
        FieldEvent::Commission { asset } => vec![&asset.name],
        FieldEvent::Transform { inputs, outputs } => (outputs.iter().map(|asset| &asset.name))
            .chain(inputs.iter().map(|portion| &portion.asset))
            .collect(),
        FieldEvent::Pack { parent, children } | FieldEvent::Unpack { parent, children } => {
            std::iter::once(parent)
                .chain(children.iter().map(|child| &child.asset))
                .collect()
        }
        FieldEvent::Ship { items, .. } | FieldEvent::Observe { items, .. } => {
            items.iter().map(|item| &item.asset).collect()
        }
        FieldEvent::Attest { subject, .. } => vec![subject],
        FieldEvent::Receive { shipment } | FieldEvent::Reject { shipment, .. } => vec![shipment],
        FieldEvent::Correct { record, .. } => vec![record],
    };
    named
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(canonical)
        .collect()
}

/// What is known to be in the shipment that a draft is about.
fn under_way<'a>(form: &FieldRecord, register: &'a Register) -> &'a [trace::Portion] {
    let (FieldEvent::Receive { shipment } | FieldEvent::Reject { shipment, .. }) = &form.what
    else {
        return &[];
    };
    let id = shipment.trim().parse().map(trace::ShipmentId);
    let found = id.ok().and_then(|id| register.shipments().get(&id));
    found.map_or(&[], |found| &found.items)
}

fn items(event: &EventBody) -> &[trace::Portion] {
    match event {
        EventBody::Received { items, .. } | EventBody::Rejected { items, .. } => items,
        _ => &[],
    }
}

fn known_name(register: &Register, epc: &Epc) -> String {
    let id = SubjectId::of(epc);
    let name = words::subject_name(register, id);
    if name == id.to_string() {
        words::text(epc.reference())
    } else {
        name
    }
}

fn party(register: &Register, text: &str) -> String {
    match Epc::parse(text.trim()) {
        Ok(epc) => known_name(register, &epc),
        Err(_) => words::text(text),
    }
}

fn happened(form: &FieldRecord) -> Option<Moment> {
    field::parse_time(&form.time).map(words::moment)
}

const fn event_word(what: &FieldEvent) -> EventWord {
    match what {
        FieldEvent::Commission { .. } => EventWord::Commissioned,
        FieldEvent::Transform { .. } => EventWord::Transformed,
        FieldEvent::Pack { .. } => EventWord::Packed,
        FieldEvent::Unpack { .. } => EventWord::Unpacked,
        FieldEvent::Ship { .. } => EventWord::Shipped,
        FieldEvent::Receive { .. } => EventWord::Received,
        FieldEvent::Reject { .. } => EventWord::Rejected,
        FieldEvent::Observe { .. } => EventWord::Observed,
        FieldEvent::Attest { .. } => EventWord::Attested,
        FieldEvent::Correct { .. } => EventWord::Corrected,
    }
}

fn attempts(outbox: &Outbox, id: &str) -> Result<Vec<AttemptView>, Failure> {
    let attempts = outbox.attempts(id)?.into_iter();
    let view = attempts.map(|attempt| AttemptView {
        at: attempt.at.cast_signed(),
        outcome: match attempt.outcome {
            Outcome::Unknown => AttemptOutcome::Unknown,
            Outcome::Taken => AttemptOutcome::Taken,
            Outcome::Refused => AttemptOutcome::Refused,
            Outcome::Failed => AttemptOutcome::Failed,
        },
        words: words::text(&attempt.words),
    });
    Ok(view.collect())
}
