//! After a sync: what became of what was signed here. A record is confirmed only by its own hash in a synced block, and whoever
//! brought it there does not matter; in a block of which a node reported the events and nothing else, by the event that it became. Nothing is resolved: what stands against a record is noted, for somebody to decide.

use std::collections::{HashMap, HashSet};

use alloy_primitives::B256;
use field::{Basis, Conflict, Enclosure, Happening, became, clock_skew, conflicts};
use ledger::{CaptureFate, CaptureNote};
use outbox::{Kept, Outbox, OutboxError, Record, Refusal};
use protocol::field::FieldState as State;
use trace::{Assurance, EventBody, EventKey, SubjectId};

use super::{Facts, prepared};
use crate::{Failure, Workspace};

/// What is said of records in the blocks held.
#[derive(Debug)]
pub(super) struct Said {
    key: EventKey,
    block_hash: B256,
    /// `None` where that is not known.
    block_time: Option<u64>,
    pub(super) fate: CaptureFate,
    /// The event that it became, with its place.
    event: Option<(EventKey, EventBody)>,
    /// Whether that the event is there is all that is known, of a block that nobody has proven.
    by_report: bool,
}

/// What a look at the blocks changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reconciled {
    /// The records that came to another state, with that.
    pub changed: Vec<(String, State)>,
}

impl Workspace {
    /// Brings the outbox in step with what is synced; `now` is only noted. Asks no node.
    pub fn reconcile(&self, now: u64) -> Result<Reconciled, Failure> {
        let Some(mut outbox) = self.outbox_if_any()? else {
            return Ok(Reconciled::default());
        };
        let kept = outbox.all_signed()?;
        if kept.is_empty() {
            return Ok(Reconciled::default());
        }
        let before = states(&outbox)?;
        self.undo(&mut outbox, now)?;
        let said = self.said_of(&outbox, &kept)?;
        for signed in &kept {
            self.settle(&mut outbox, signed, said.get(&signed.carried.id), now)?;
        }
        self.find_conflicts(&mut outbox, &kept, now)?;
        let changed = outbox.records()?.into_iter().filter_map(|record| {
            let was = before.get(&record.id)?;
            (*was != record.state).then_some((record.id, record.state))
        });
        Ok(Reconciled {
            changed: changed.collect(),
        })
    }

    /// What was in a block that is not held any more is on its way again.
    fn undo(&self, outbox: &mut Outbox, now: u64) -> Result<(), Failure> {
        for record in outbox.records()? {
            let Some((block, hash)) = record.progress.block.zip(record.progress.block_hash) else {
                continue;
            };
            let settled = matches!(
                record.state,
                State::Confirmed | State::Sealed | State::Cancelled
            );
            if !settled {
                continue;
            }
            let proven = record.progress.by_report && self.is_proven(block);
            if self.store.hash_at(block)? == Some(hash) && !proven {
                continue;
            }
            // Of what was reported and is proven since, the ledger's note is looked for among the rest.
            outbox.change(&record.id, now, |progress| {
                progress.block = None;
                progress.block_hash = None;
                progress.block_time = None;
                progress.log_index = None;
                progress.by_report = false;
                progress.documents.clear();
                Some(Happening::Reorganised)
            })?;
        }
        Ok(())
    }

    fn is_proven(&self, block: u64) -> bool {
        let at = EventKey {
            block,
            log_index: 0,
        };
        self.assurance(at) != Assurance::Reported
    }

    /// What the blocks held say of the records that are not settled.
    pub(super) fn said_of(
        &self,
        outbox: &Outbox,
        kept: &[Kept],
    ) -> Result<HashMap<B256, Said>, Failure> {
        let records = outbox.records()?;
        let open = kept.iter().filter(|signed| {
            let record = records.iter().find(|record| record.id == signed.record);
            record.is_some_and(|record| record.progress.block_hash.is_none())
        });
        let devices: HashMap<B256, _> = open
            .clone()
            .map(|signed| (signed.carried.id, signed.carried.device))
            .collect();
        let mut said = HashMap::new();
        let Some(first) = open.clone().map(|signed| signed.known_block).min() else {
            return Ok(said);
        };
        let newest = self.newest_block();
        for block in self.store.blocks_with_receipts(first..=newest)? {
            for (id, account, one) in self.said_in(block)? {
                let Some(device) = devices.get(&id) else {
                    continue;
                };
                // Of a record whose device did not sign what was submitted, a refusal says nothing.
                let refused = matches!(one.fate, CaptureFate::Refused { .. });
                if refused && account != *device {
                    continue;
                }
                let settled = said
                    .get(&id)
                    .is_some_and(|known: &Said| !matches!(known.fate, CaptureFate::Refused { .. }));
                if !settled {
                    said.insert(id, one);
                }
            }
        }
        let was_sent = |signed: &Kept| {
            let mut sent = records.iter().filter(|record| record.state == State::Sent);
            sent.any(|record| record.id == signed.record)
        };
        let places = records.iter().filter_map(|record| {
            let (block, log_index) = record.progress.block.zip(record.progress.log_index)?;
            Some(EventKey { block, log_index })
        });
        let mut taken: HashSet<EventKey> = places.collect();
        for signed in open {
            // Of two that say the same, an event tells only which one if that was sent.
            let mut others = kept.iter().filter(|other| other.record != signed.record);
            let is_clear = was_sent(signed) || !others.any(|other| other.event == signed.event);
            if is_clear
                && !said.contains_key(&signed.carried.id)
                && let Some(one) = self.reported_of(signed, &mut taken)?
            {
                said.insert(signed.carried.id, one);
            }
        }
        Ok(said)
    }

    /// The event that a record became, in a block of which only the events are held, as a node reported them; `taken` are those that
    /// other records became.
    fn reported_of(
        &self,
        signed: &Kept,
        taken: &mut HashSet<EventKey>,
    ) -> Result<Option<Said>, Failure> {
        let Some((subject, _)) = signed.touches.first() else {
            return Ok(None);
        };
        let steps = self.register.history(SubjectId(*subject)).iter().rev();
        let recent = steps.take_while(|step| step.event.block >= signed.known_block);
        for step in recent.filter(|step| self.assurance(step.event) == Assurance::Reported) {
            let key = step.event;
            let Some(event) = self.event(key).filter(|_| !taken.contains(&key)) else {
                continue;
            };
            if !became(&signed.event, &event.body) {
                continue;
            }
            let Some(block_hash) = self.store.hash_at(key.block)? else {
                continue;
            };
            taken.insert(key);
            return Ok(Some(Said {
                key,
                block_hash,
                // Nobody has proven at what time that was.
                block_time: None,
                fate: CaptureFate::Recorded,
                event: Some((key, event.body)),
                by_report: true,
            }));
        }
        Ok(None)
    }

    fn said_in(&self, block: u64) -> Result<Vec<(B256, alloy_primitives::Address, Said)>, Failure> {
        let (Some(receipts), Some(block_hash)) =
            (self.store.receipts(block)?, self.store.hash_at(block)?)
        else {
            return Ok(Vec::new());
        };
        let block_time = Some(self.time_of(block)?);
        let mut found = Vec::new();
        let mut event = None;
        for entry in receipts.logs() {
            if entry.log.address != self.network.contract {
                continue;
            }
            let key = EventKey {
                block,
                log_index: entry.log_index,
            };
            if let Ok(Some(body)) = ledger::decode(&entry.log) {
                event = Some((key, body));
            }
            let Ok(Some(CaptureNote {
                id, account, fate, ..
            })) = ledger::decode_capture(&entry.log)
            else {
                continue;
            };
            let recorded = fate == CaptureFate::Recorded;
            let one = Said {
                key,
                block_hash,
                block_time,
                fate,
                // The event of record before the note is the record's.
                event: event.take().filter(|_| recorded),
                by_report: false,
            };
            found.push((id, account, one));
        }
        Ok(found)
    }

    /// Notes what is said of one record.
    fn settle(
        &self,
        outbox: &mut Outbox,
        signed: &Kept,
        said: Option<&Said>,
        now: u64,
    ) -> Result<(), Failure> {
        let Some(record) = outbox.record(&signed.record)? else {
            return Ok(());
        };
        match said {
            Some(said) => note(outbox, &record, said, now)?,
            None => self.missed(outbox, &record, signed, now)?,
        }
        let Some(record) = outbox.record(&signed.record)? else {
            return Ok(());
        };
        let skew = clock_skew(
            signed.signed_at,
            Some(signed.known_time),
            record.progress.block_time,
            u64::MAX,
        );
        let ahead = skew.map(|skew| skew.ahead_seconds);
        if ahead != record.progress.clock_ahead {
            outbox.change(&record.id, now, |progress| {
                progress.clock_ahead = ahead;
                None
            })?;
        }
        if let (State::Confirmed | State::Sealed, Some(block)) =
            (record.state, record.progress.block)
        {
            let log_index = record.progress.log_index.unwrap_or(0);
            let sealed = self.assurance(EventKey { block, log_index }) == Assurance::Sealed;
            let happening = if sealed {
                Happening::Sealed
            } else {
                Happening::Unsealed
            };
            outbox.change(&record.id, now, |_| Some(happening))?;
        }
        Ok(())
    }

    /// The blocks held say nothing of a record.
    fn missed(
        &self,
        outbox: &mut Outbox,
        record: &Record,
        signed: &Kept,
        now: u64,
    ) -> Result<(), Failure> {
        let newest = self.newest_block();
        let proven = |block| block <= newest && self.is_proven(block);
        let unseen = record.progress.block_hash.is_none();
        let claimed = record.progress.block.filter(|_| unseen);
        // A node said that a block has it, and that block, proven, has not.
        let gone =
            claimed.is_some_and(proven) && matches!(record.state, State::Sent | State::Cancelled);
        if gone {
            outbox.change(&record.id, now, |progress| {
                progress.block = None;
                progress.transaction = None;
                Some(Happening::Reorganised)
            })?;
        }
        let open = matches!(
            record.state,
            State::Signed | State::Refused | State::Conflicting
        );
        let chain_time = self.time_of(newest)?;
        if open && signed.carried.expires.is_some_and(|end| end < chain_time) {
            outbox.change(&record.id, now, |_| Some(Happening::RanOut))?;
        }
        Ok(())
    }

    /// Looks for what stands against records that are not on the ledger.
    fn find_conflicts(&self, outbox: &mut Outbox, kept: &[Kept], now: u64) -> Result<(), Failure> {
        let records = outbox.records()?;
        // The chain's clock, which the device's own may be far from.
        let chain_time = self.time_of(self.newest_block())?;
        for record in &records {
            let open = matches!(
                record.state,
                State::Signed | State::Refused | State::Conflicting
            );
            let Some(signed) = kept.iter().find(|kept| kept.record == record.id && open) else {
                continue;
            };
            let facts = Facts::new(self, &records, kept, Some(record.number));
            let mine = prepared(signed);
            let known = Basis::of(&mine, signed.carried.device, &facts);
            let found = conflicts(&mine, &signed.basis, &known, chain_time);
            note_conflicts(outbox, record, found, now)?;
        }
        Ok(())
    }
}

fn states(outbox: &Outbox) -> Result<HashMap<String, State>, Failure> {
    let records = outbox.records()?.into_iter();
    Ok(records.map(|record| (record.id, record.state)).collect())
}

fn note(outbox: &mut Outbox, record: &Record, said: &Said, now: u64) -> Result<(), Failure> {
    let documents = said.event.as_ref().map(|(_, body)| confirmed(body, record));
    let noted = outbox.change(&record.id, now, |progress| match &said.fate {
        CaptureFate::Recorded => {
            let place = said.event.as_ref().map_or(said.key, |(key, _)| *key);
            progress.block = Some(said.key.block);
            progress.block_hash = Some(said.block_hash);
            progress.block_time = said.block_time;
            progress.log_index = Some(place.log_index);
            progress.by_report = said.by_report;
            progress.documents = documents.unwrap_or_default();
            progress.refusal = None;
            progress.conflicts.clear();
            progress.cancelling = false;
            progress.next_attempt = None;
            Some(Happening::InBlock)
        }
        CaptureFate::Cancelled => {
            progress.block = Some(said.key.block);
            progress.block_hash = Some(said.block_hash);
            progress.block_time = said.block_time;
            progress.cancelling = false;
            Some(Happening::CalledOff)
        }
        CaptureFate::Refused { reason } => {
            // One that is known says nothing new: its writer may have decided to send it again since.
            if progress.refused_up_to >= Some(said.key.block) {
                return None;
            }
            progress.refused_up_to = Some(said.key.block);
            progress.refusal = Some(Refusal {
                reason: reason.clone().into(),
                block: Some(said.key.block),
            });
            Some(Happening::Refused)
        }
    });
    match noted {
        // What was put aside or is over stays so, whatever a refusal says.
        Ok(_) | Err(OutboxError::NotPossible(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The attached documents whose hashes the event on the ledger names.
fn confirmed(body: &EventBody, record: &Record) -> Vec<B256> {
    let enclosure = body
        .record()
        .and_then(|found| Enclosure::read(&found.document));
    let form = field::read_record(record.form.as_bytes());
    let (Some(enclosure), Ok(form)) = (enclosure, form) else {
        return Vec::new();
    };
    let hashes = form
        .documents
        .iter()
        .filter_map(|document| document.sha256.parse().ok());
    hashes.filter(|hash| enclosure.names(*hash)).collect()
}

fn note_conflicts(
    outbox: &mut Outbox,
    record: &Record,
    found: Vec<Conflict>,
    now: u64,
) -> Result<(), Failure> {
    let overruled = !found.is_empty() && found == record.progress.overruled;
    let open: Vec<Conflict> = if overruled { Vec::new() } else { found };
    let happening = match (record.state, open.is_empty()) {
        (_, false) => Some(Happening::Moved),
        // Nothing stands against it any more. What was refused stays refused until somebody decides.
        (State::Conflicting, true) if record.progress.refusal.is_none() => Some(Happening::Cleared),
        (State::Conflicting, true) => Some(Happening::Refused),
        _ => None,
    };
    if happening.is_none() && open == record.progress.conflicts {
        return Ok(());
    }
    outbox.change(&record.id, now, |progress| {
        progress.conflicts = open;
        happening
    })?;
    Ok(())
}
