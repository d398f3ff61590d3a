//! Drafts: kept at every change, checked as they are kept, put aside with a copy, and made anew from others.

use std::path::Path;

use alloy_primitives::Address;
use field::{Checked, FieldRecord, Writer, check, read_record};
use outbox::Outbox;
use protocol::field::{DocumentRole, FieldDraft, FieldEvent, FieldState as State, Remembered};

use super::{Facts, REMEMBERED, fresh_id};
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind, Workspace};

/// A file to attach.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its name.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// What it is.
    pub role: DocumentRole,
}

/// Reads the file of `waymark record`, and makes the paths in it those that they are from here.
pub fn read_record_file(path: &Path) -> Result<FieldRecord, Failure> {
    let bytes = read_limited(path, field::MAX_FORM as u64)?;
    let mut record = read_record(&bytes)?;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    for document in &mut record.documents {
        if !document.path.is_empty() {
            document.path = folder.join(&document.path).display().to_string();
        }
    }
    Ok(record)
}

impl Workspace {
    /// Keeps a draft as it is now: on the disk when this returns. Files that it names by their paths are taken in.
    pub fn save_draft(
        &self,
        id: Option<&str>,
        mut record: FieldRecord,
        device: Option<Address>,
        now: u64,
    ) -> Result<FieldDraft, Failure> {
        self.take_in(&mut record)?;
        let mut outbox = self.outbox()?;
        let id = match id {
            Some(id) => id.to_owned(),
            None => fresh_id()?,
        };
        let checked = self.check(&outbox, &id, &record, device, now)?;
        let ready = checked.prepared.is_some();
        let form = serde_json::to_string(&record).map_err(Failure::internal)?;
        if form.len() > field::MAX_FORM {
            return Err(field::RecordError::TooLong(form.len()).into());
        }
        let device = device.map(|device| device.to_string());
        outbox.save_draft(&id, &device.unwrap_or_default(), &form, ready, now)?;
        remember(&mut outbox, &record)?;
        Ok(FieldDraft {
            id,
            problems: checked.problems,
            ready,
        })
    }

    /// Takes in the files that a record names by their paths.
    fn take_in(&self, record: &mut FieldRecord) -> Result<(), Failure> {
        for document in &mut record.documents {
            if document.path.is_empty() {
                continue;
            }
            let kept = self.attach_file(Path::new(&document.path), document.role)?;
            let said = document.sha256.trim();
            if !said.is_empty() && !said.eq_ignore_ascii_case(&kept.sha256) {
                return Err(Failure::new(
                    FailureKind::InputUnusable,
                    format!("{} has another hash than the record says", document.path),
                    "Leave the hash out, or attach the file that it is of.",
                ));
            }
            let name = std::mem::take(&mut document.name);
            let media_type = std::mem::take(&mut document.media_type);
            *document = kept;
            if !name.is_empty() {
                document.name = name;
            }
            if !media_type.is_empty() {
                document.media_type = media_type;
            }
        }
        Ok(())
    }

    /// Checks a record against what is known, with what is pending before it.
    pub(crate) fn check(
        &self,
        outbox: &Outbox,
        id: &str,
        record: &FieldRecord,
        device: Option<Address>,
        now: u64,
    ) -> Result<Checked, Failure> {
        let records = outbox.records()?;
        let number = records.iter().find(|known| known.id == id);
        let number = number.map(|known| known.number);
        let facts = Facts::new(self, &records, &outbox.all_signed()?, number);
        Ok(check(record, &Writer { id, device, now }, &facts))
    }

    /// Puts a record aside that is not on the ledger; a copy is kept. What was signed can still be submitted by whoever has it:
    /// to prevent that, call it off.
    pub fn discard_record(&self, id: &str, now: u64) -> Result<(), Failure> {
        self.outbox()?.discard(id, now)?;
        Ok(())
    }

    /// A new draft from a record. One that is signed and not on the ledger is called off at the next contact, so that not both
    /// count.
    pub fn adjust_record(&self, id: &str, now: u64) -> Result<FieldDraft, Failure> {
        let mut outbox = self.outbox()?;
        let found = found(&outbox, id)?;
        if matches!(found.state, State::Draft | State::Ready | State::Sent) {
            return Err(Failure::new(
                FailureKind::Usage,
                "this record is written, or under way",
                "Change a draft as it is; wait until what is sent is confirmed or refused.",
            ));
        }
        if matches!(found.state, State::Confirmed | State::Sealed) {
            return Err(Failure::new(
                FailureKind::Usage,
                "this record is on the ledger",
                "What is on the ledger is corrected, with a reason.",
            ));
        }
        if matches!(
            found.state,
            State::Signed | State::Refused | State::Conflicting
        ) {
            outbox.change(id, now, |progress| {
                progress.cancelling = true;
                None
            })?;
        }
        let record = read_record(found.form.as_bytes())?;
        drop(outbox);
        let draft = self.save_draft(None, record, found.device.parse().ok(), now)?;
        self.outbox()?.made_from(&draft.id, id, true)?;
        Ok(draft)
    }

    /// A new draft that says that a confirmed record is wrong.
    pub fn correct_record(&self, id: &str, now: u64) -> Result<FieldDraft, Failure> {
        let outbox = self.outbox()?;
        let found = found(&outbox, id)?;
        let place = (found.progress.block).zip(found.progress.log_index);
        let on_ledger = matches!(found.state, State::Confirmed | State::Sealed);
        let Some((block, log_index)) = place.filter(|_| on_ledger) else {
            return Err(Failure::new(
                FailureKind::Usage,
                "this record is not on the ledger",
                "What is not on the ledger is adjusted or called off.",
            ));
        };
        let wrong = read_record(found.form.as_bytes())?;
        let record = FieldRecord {
            party: wrong.party,
            time: wrong.time,
            place: wrong.place,
            what: FieldEvent::Correct {
                record: format!("{block}/{log_index}"),
                reason: String::new(),
            },
            ..FieldRecord::default()
        };
        drop(outbox);
        let draft = self.save_draft(None, record, found.device.parse().ok(), now)?;
        self.outbox()?.made_from(&draft.id, id, false)?;
        Ok(draft)
    }

    /// Has a record called off on the ledger at the next contact.
    pub fn cancel_record(&self, id: &str, now: u64) -> Result<(), Failure> {
        let mut outbox = self.outbox()?;
        let found = found(&outbox, id)?;
        if !matches!(
            found.state,
            State::Signed | State::Refused | State::Conflicting | State::Discarded | State::Expired
        ) || outbox.signed(id)?.is_none()
        {
            return Err(Failure::new(
                FailureKind::Usage,
                "only what is signed and not on the ledger can be called off",
                "Put a draft aside with --discard; correct what is on the ledger.",
            ));
        }
        outbox.change(id, now, |progress| {
            progress.cancelling = true;
            progress.next_attempt = None;
            None
        })?;
        Ok(())
    }

    /// Has a record sent as it is, whatever stands against it: the ledger decides.
    pub fn resend_record(&self, id: &str, now: u64) -> Result<(), Failure> {
        self.outbox()?.change(id, now, |progress| {
            progress.overruled = std::mem::take(&mut progress.conflicts);
            progress.refusal = None;
            progress.cancelling = false;
            progress.next_attempt = None;
            Some(field::Happening::Cleared)
        })?;
        Ok(())
    }
}

/// Keeps what the next record is begun with.
fn remember(outbox: &mut Outbox, record: &FieldRecord) -> Result<(), Failure> {
    let before = remembered(outbox)?;
    let or = |new: &str, old: &str| if new.is_empty() { old } else { new }.trim().to_owned();
    let unit = match &record.what {
        FieldEvent::Commission { asset } => asset.unit.as_str(),
        FieldEvent::Transform { outputs, .. } => {
            outputs.last().map_or("", |asset| asset.unit.as_str())
        }
        _ => "",
    };
    let now = Remembered {
        party: or(&record.party, &before.party),
        place: or(&record.place, &before.place),
        unit: or(unit, &before.unit),
    };
    if now != before {
        let json = serde_json::to_string(&now).map_err(Failure::internal)?;
        outbox.set_setting(REMEMBERED, &json)?;
    }
    Ok(())
}

/// What was written last.
pub(crate) fn remembered(outbox: &Outbox) -> Result<Remembered, Failure> {
    let set = outbox.setting(REMEMBERED)?;
    Ok(set
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default())
}

/// A record that must be there.
pub(super) fn found(outbox: &Outbox, id: &str) -> Result<outbox::Record, Failure> {
    let missing = || outbox::OutboxError::NoRecord(id.chars().take(80).collect());
    Ok(outbox.record(id)?.ok_or_else(missing)?)
}
