//! What is written in the field and not on the ledger yet, as a layer over what is held: to be looked at, and for nothing else.
//!
//! The layer is made anew from the outbox and the register, and belongs to neither. Lists, pages of assets and drawings ask for it;
//! figures, findings, comparisons and reports are made from the register alone and never see it.

#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError};

use field::{Prospect, Touch, prospect, read_record, touches};
use ledger::CaptureFate;
use lineage::Register;
use outbox::{Kept, Outbox, Record};
use protocol::field::FieldState as State;
use trace::{EventBody, SubjectId, TraceEvent};

use super::facts::{numbered, pending_event};
use crate::open::{AsOf, Later, later};
use crate::{Failure, Workspace};

/// By what a record is known to be as it was when the layer was made.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Mark {
    record: String,
    state: State,
    changed: u64,
}

/// A record that is not on the ledger.
#[derive(Debug)]
pub(crate) struct Waiting {
    /// The record's id.
    pub(crate) id: String,
    /// How far it has come.
    pub(crate) state: State,
    /// Why the ledger refused it, in words.
    pub(crate) refused_because: Option<String>,
    /// What it will be, or was to be: behind everything that is held.
    pub(crate) event: TraceEvent,
    prospect: Prospect,
    touches: Vec<Touch>,
}

/// The layer.
#[derive(Debug)]
pub(crate) struct Pending {
    made_of: Vec<Mark>,
    /// In their order.
    waiting: Vec<Waiting>,
    /// What is held, with what is expected on top.
    pub(crate) register: Arc<Register>,
    /// What is held, with what that adds to it.
    pub(crate) lineage: Arc<Later<lineage::Lineage>>,
}

impl Pending {
    /// The records that say something of a subject, newest first.
    pub(crate) fn about(&self, subject: SubjectId) -> impl Iterator<Item = &Waiting> {
        let is_about = move |of: &&Waiting| of.touches.iter().any(|it| it.subject == subject);
        self.waiting.iter().rev().filter(is_about)
    }

    /// The records that will change an asset, newest first.
    pub(crate) fn changes(&self, asset: SubjectId) -> impl Iterator<Item = &Waiting> {
        let changes = move |of: &&Waiting| {
            let mut touches = of.touches.iter();
            of.prospect == Prospect::Expected
                && touches.any(|touch| touch.subject == asset && touch.changes)
        };
        self.waiting.iter().rev().filter(changes)
    }

    /// The assets that are in the layer only, newest first.
    pub(crate) fn made(&self) -> impl Iterator<Item = SubjectId> {
        let expected = self.waiting.iter().rev();
        let expected = expected.filter(|of| of.prospect == Prospect::Expected);
        expected.flat_map(|of| {
            let made: Vec<SubjectId> = match &of.event.body {
                EventBody::Commissioned { asset, .. } => vec![asset.id()],
                EventBody::Transformed { outputs, .. } => {
                    outputs.iter().map(trace::AssetDetail::id).collect()
                }
                _ => Vec::new(),
            };
            // A name that was in use already makes nothing.
            let is_its = |id: &SubjectId| {
                let asset = self.register.asset(*id);
                asset.is_some_and(|asset| asset.made_by == of.event.key)
            };
            made.into_iter().filter(is_its)
        })
    }

    /// Whether an asset is in the layer only.
    pub(crate) fn has_made(&self, asset: SubjectId) -> bool {
        self.made().any(|made| made == asset)
    }
}

impl Workspace {
    /// The layer; `None` where nothing waits. Where the outbox cannot be read nothing is known to wait: `doctor` says so, and what
    /// is on the ledger can be looked at all the same.
    pub(crate) fn pending(&self) -> Option<Arc<Pending>> {
        let outbox = self.outbox_if_any().ok()??;
        let open = self.open_records(&outbox).ok()?;
        if open.is_empty() {
            return None;
        }
        let marks: Vec<Mark> = open.iter().map(mark).collect();
        let mut seen = (self.seen.pending.lock()).unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = seen.as_ref().filter(|known| known.made_of == marks) {
            return Some(Arc::clone(known));
        }
        let made = Arc::new(self.layer(&outbox, &open, marks).ok()?);
        *seen = Some(Arc::clone(&made));
        Some(made)
    }

    /// Register and lineage to look at: as known at a block, or everything held with what is pending on top.
    pub(crate) fn shown_at(&self, as_of: Option<u64>) -> Result<AsOf, Failure> {
        match self.pending().filter(|_| as_of.is_none()) {
            Some(pending) => Ok((Arc::clone(&pending.register), Arc::clone(&pending.lineage))),
            None => self.as_of(as_of),
        }
    }

    /// The records that something is to be said of: not over, and no draft of somebody else.
    fn open_records(&self, outbox: &Outbox) -> Result<Vec<Record>, Failure> {
        let writer = self.device_in_use()?.map(|device| device.to_string());
        let is_open = |record: &Record| {
            let withdrawn = record.progress.cancelling || record.replaced_by.is_some();
            let is_mine = record.device.is_empty() || writer.as_ref() == Some(&record.device);
            prospect(record.state, withdrawn) != Prospect::None
                && (record.state != State::Ready || writer.is_none() || is_mine)
        };
        Ok(outbox.records()?.into_iter().filter(is_open).collect())
    }

    fn layer(
        &self,
        outbox: &Outbox,
        open: &[Record],
        made_of: Vec<Mark>,
    ) -> Result<Pending, Failure> {
        let kept = outbox.all_signed()?;
        // What a sync brought is on the ledger, also before the outbox was brought in step with it.
        let said = self.said_of(outbox, &kept)?;
        let mut register = Register::clone(&self.register);
        let (mut expected, mut waiting) = (Vec::new(), Vec::new());
        for record in open {
            let signed = kept.iter().find(|kept| kept.record == record.id);
            let settled = signed.and_then(|signed| said.get(&signed.carried.id));
            if settled.is_some_and(|said| !matches!(said.fate, CaptureFate::Refused { .. })) {
                continue;
            }
            let Some(body) = self.body(outbox, record, signed)? else {
                continue;
            };
            let event = pending_event(self, &body, waiting.len());
            let prospect = prospect(record.state, false);
            if prospect == Prospect::Expected {
                register.apply(&event);
                expected.push(event.clone());
            }
            let refusal = record.progress.refusal.as_ref();
            waiting.push(Waiting {
                id: record.id.clone(),
                state: record.state,
                refused_because: refusal.map(|refusal| ledger::explain_revert(&refusal.reason)),
                prospect,
                touches: touches(&body),
                event,
            });
        }
        let register = Arc::new(register);
        let (held, with) = (Arc::clone(&self.lineage), Arc::clone(&register));
        let drawn = later(move || held.with_pending(&with, &expected));
        Ok(Pending {
            made_of,
            waiting,
            register,
            lineage: Arc::new(drawn),
        })
    }

    /// What a record will be: what was signed, or what a draft that is whole says.
    fn body(
        &self,
        outbox: &Outbox,
        record: &Record,
        signed: Option<&Kept>,
    ) -> Result<Option<EventBody>, Failure> {
        if let Some(signed) = signed {
            return Ok(Some(numbered(&signed.event, signed.carried.id)));
        }
        let Ok(form) = read_record(record.form.as_bytes()) else {
            return Ok(None);
        };
        let device = record.device.parse().ok();
        let checked = self.check(outbox, &record.id, &form, device, record.changed)?;
        let number = alloy_primitives::keccak256(&record.id);
        Ok((checked.prepared).map(|prepared| numbered(&prepared.body, number)))
    }
}

fn mark(record: &Record) -> Mark {
    Mark {
        record: record.id.clone(),
        state: record.state,
        changed: record.changed,
    }
}
