//! Sending what is signed: in batches, in the order of each asset, paid by whoever has an account.
//!
//! A record that is refused consumes nothing and stops nobody else. That an answer was lost is no harm: before something is sent
//! again the ledger is asked whether it has it, and it takes no record twice.

use std::fs::{File, TryLockError};

use alloy_primitives::{Address, B256, Bytes};
use chain::{Account, Mined, Node, NodeError, SubmitError};
use field::{Carried, Fate, Happening, Receipt};
use ledger::{CaptureFate, CaptureNote, SignedCapture, capture::CaptureStatus};
use outbox::{Kept, Outbox, Outcome, Record, Refusal};
use protocol::field::{FieldState as State, OutboxOutcome};

use super::calling_off::is_over;
use super::{Session, blockers};
use crate::anchoring::refused;
use crate::sync::runtime;
use crate::{Failure, FailureKind, Workspace};

/// The most records of a transaction, and the most bytes of their calls.
const BATCH: usize = 16;
const BATCH_BYTES: usize = 64 << 10;

/// The first pause after a failed attempt, and the longest, in seconds.
const FIRST_PAUSE: u64 = 30;
const LONGEST_PAUSE: u64 = 3_600;

/// What the ledger said of records that were brought to it.
#[derive(Debug, Default)]
pub(super) struct Brought {
    /// A receipt for each that something is known of.
    pub(super) receipts: Vec<Receipt>,
    /// Why the rest was not brought.
    pub(super) trouble: Option<Trouble>,
}

/// Why something was not brought.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) words: String,
}

impl Workspace {
    /// Calls off what is to be called off, then sends what is signed and due; `only` sends this one record. The account of
    /// `payer` pays; what only the party or its device may do is done with the session's key where the payer is neither.
    ///
    /// A node that cannot be reached is no failure: it is told in the outcome, and the next attempt is due later.
    pub fn submit_outbox(
        &self,
        payer: B256,
        session: Option<&Session>,
        only: Option<&str>,
        now: u64,
    ) -> Result<OutboxOutcome, Failure> {
        let _one_at_a_time = self.lock_sending()?;
        let mut outbox = self.outbox()?;
        let account = Account::from_key(payer).map_err(refused)?;
        let mut outcome = OutboxOutcome::default();
        let whose = match session {
            Some(session) => Some(session.account()),
            None => self.device_in_use()?,
        };
        let node = runtime()?.block_on(self.checked_node());
        let node = match node {
            Ok(node) => node,
            Err(failure) if failure.kind == FailureKind::NodeUnreachable => {
                put_off_due(&mut outbox, only, now)?;
                outcome.trouble = Some(failure.message);
                waiting(&outbox, whose, &mut outcome)?;
                return Ok(outcome);
            }
            Err(failure) => return Err(failure),
        };
        self.call_off(&mut outbox, &node, &account, session, &mut outcome, now)?;
        // What cannot be called off stops nothing else.
        let of_calling_off = outcome.trouble.take();
        self.revive(&mut outbox, &node, &mut outcome, now)?;
        while outcome.trouble.is_none() {
            let due = due(&outbox, only, now)?;
            if due.is_empty() {
                break;
            }
            self.send_batch(&mut outbox, &node, &account, &due, &mut outcome, now)?;
        }
        outcome.trouble = outcome.trouble.or(of_calling_off);
        waiting(&outbox, whose, &mut outcome)?;
        Ok(outcome)
    }

    /// Takes the right to send until the answer is dropped: two programs would pay twice for the same.
    pub(super) fn lock_sending(&self) -> Result<File, Failure> {
        let path = self.folder.sending();
        let file = File::create(&path).map_err(|error| Failure::from_io(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Failure::new(
                FailureKind::InUse,
                "another Waymark is sending from this outbox",
                "Wait until it is done; nothing was sent by this one.",
            )),
            Err(TryLockError::Error(error)) => Err(Failure::from_io(&path, &error)),
        }
    }

    fn send_batch(
        &self,
        outbox: &mut Outbox,
        node: &Node,
        account: &Account,
        batch: &[Kept],
        outcome: &mut OutboxOutcome,
        now: u64,
    ) -> Result<(), Failure> {
        let ids: Vec<&str> = batch.iter().map(|kept| kept.record.as_str()).collect();
        let attempts = outbox.begin_attempts(&ids, now)?;
        let carried: Vec<&Carried> = batch.iter().map(|kept| &kept.carried).collect();
        let brought = self.bring(node, account, &carried, now)?;
        for (kept, attempt) in batch.iter().zip(&attempts) {
            let receipt = (brought.receipts.iter()).find(|receipt| receipt.id == kept.carried.id);
            let Some(receipt) = receipt else {
                let words = brought
                    .trouble
                    .as_ref()
                    .map_or("", |trouble| &trouble.words);
                outbox.end_attempts(&[*attempt], Outcome::Failed, words)?;
                put_off(outbox, &kept.record, now)?;
                continue;
            };
            note(outbox, &kept.record, *attempt, receipt, outcome, now)?;
        }
        outcome.trouble = brought.trouble.map(|trouble| trouble.words);
        Ok(())
    }

    /// Brings signed records to the ledger, of whomever.
    pub(super) fn bring(
        &self,
        node: &Node,
        account: &Account,
        carried: &[&Carried],
        now: u64,
    ) -> Result<Brought, Failure> {
        let domain = self.capture_domain();
        let signed = carried
            .iter()
            .map(|carried| Ok((*carried, carried.signed(domain)?)))
            .collect::<Result<Vec<(&Carried, SignedCapture)>, field::BundleError>>()?;
        runtime()?.block_on(async {
            let mut brought = Brought::default();
            let mut open: Vec<(&Carried, SignedCapture)> = Vec::new();
            for (carried, signed) in signed {
                match self.settled(node, carried).await {
                    Ok(Some(fate)) => brought.receipts.push(known_already(carried, fate, now)),
                    Ok(None) => open.push((carried, signed)),
                    Err(error) => {
                        brought.trouble = Some(Trouble {
                            words: error.to_string(),
                        });
                        return Ok(brought);
                    }
                }
            }
            self.bring_open(node, account, open, now, &mut brought)
                .await;
            Ok(brought)
        })
    }

    async fn bring_open(
        &self,
        node: &Node,
        account: &Account,
        open: Vec<(&Carried, SignedCapture)>,
        now: u64,
        brought: &mut Brought,
    ) {
        let mut batches = vec![open];
        while let Some(batch) = batches.pop() {
            if batch.is_empty() {
                continue;
            }
            let records: Vec<SignedCapture> = batch.iter().map(|(_, it)| it.clone()).collect();
            let call = ledger::capture::submit(&records);
            match node.send(account, self.network.contract, call).await {
                Ok(mined) => {
                    for (carried, _) in batch {
                        brought.receipts.extend(receipt(carried, &mined, now));
                    }
                }
                // Too much for one block, as a rule: half as much may go.
                Err(SubmitError::Reverted { .. }) if batch.len() > 1 => {
                    let mut first = batch;
                    let second = first.split_off(first.len() / 2);
                    batches.push(second);
                    batches.push(first);
                }
                Err(error) => {
                    brought.trouble = Some(Trouble {
                        words: trouble_of(&error),
                    });
                    return;
                }
            }
        }
    }

    /// What became of a record, if that is settled.
    pub(super) async fn settled(
        &self,
        node: &Node,
        carried: &Carried,
    ) -> Result<Option<Fate>, NodeError> {
        let asked = ledger::capture::status(trace::SubjectId(carried.party), carried.id);
        let answer = node.call(self.network.contract, asked).await?;
        Ok(match ledger::capture::read_status(&answer) {
            Some(CaptureStatus::Recorded) => Some(Fate::Recorded),
            Some(CaptureStatus::Cancelled) => Some(Fate::Cancelled),
            Some(CaptureStatus::Pending) | None => None,
        })
    }
}

/// The next records to be sent together: due, and waiting for none that is not among those before them. Two about the same
/// asset go in different transactions, so that the second waits if the first is refused.
fn due(outbox: &Outbox, only: Option<&str>, now: u64) -> Result<Vec<Kept>, Failure> {
    let (records, kept) = (outbox.records()?, outbox.all_signed()?);
    let mut due: Vec<Kept> = Vec::new();
    let mut bytes = 0;
    for signed in &kept {
        let Some(record) = records.iter().find(|record| record.id == signed.record) else {
            continue;
        };
        let wanted = only.map_or_else(
            || record.progress.next_attempt.is_none_or(|due| due <= now),
            |only| only == record.id,
        );
        let ready = record.state == State::Signed && !record.progress.cancelling && wanted;
        if !ready || !blockers(record, &signed.touches, &records, &kept).is_empty() {
            continue;
        }
        bytes += signed.carried.call.len();
        if due.len() == BATCH || (bytes > BATCH_BYTES && !due.is_empty()) {
            break;
        }
        due.push(signed.clone());
    }
    Ok(due)
}

/// After a failure to reach the node: what is due now is due later.
fn put_off_due(outbox: &mut Outbox, only: Option<&str>, now: u64) -> Result<(), Failure> {
    for kept in due(outbox, only, now)? {
        put_off(outbox, &kept.record, now)?;
    }
    Ok(())
}

/// Which records are not over yet: those of this device by name, and how many of others.
fn waiting(
    outbox: &Outbox,
    whose: Option<Address>,
    outcome: &mut OutboxOutcome,
) -> Result<(), Failure> {
    let waits = |record: &Record| {
        matches!(record.state, State::Signed | State::Conflicting)
            || (record.progress.cancelling && !is_over(record.state))
    };
    let whose = whose.map(|device| device.to_string());
    let is_own = |record: &Record| whose.as_ref().is_none_or(|device| *device == record.device);
    let waiting = outbox.records()?.into_iter().filter(waits);
    let (own, others): (Vec<_>, Vec<_>) = waiting.partition(is_own);
    outcome.waiting = own.into_iter().map(|record| record.id).collect();
    outcome.waiting_of_others = u32::try_from(others.len()).unwrap_or(u32::MAX);
    Ok(())
}

/// Notes what a receipt says of a record.
pub(super) fn note(
    outbox: &mut Outbox,
    record: &str,
    attempt: i64,
    receipt: &Receipt,
    outcome: &mut OutboxOutcome,
    now: u64,
) -> Result<(), Failure> {
    let (ended, words) = match &receipt.outcome {
        Fate::Recorded => (Outcome::Taken, String::new()),
        Fate::Refused { reason } => (Outcome::Refused, ledger::explain_revert(reason)),
        Fate::Cancelled => (Outcome::Refused, "it was called off before".to_owned()),
    };
    outbox.end_attempts(&[attempt], ended, &words)?;
    let list = take(outbox, record, receipt, now)?;
    match list {
        State::Sent => outcome.sent.push(record.to_owned()),
        State::Refused => outcome.refused.push(record.to_owned()),
        State::Cancelled => outcome.cancelled.push(record.to_owned()),
        _ => {}
    }
    Ok(())
}

/// Takes over what a receipt says of a record.
pub(super) fn take(
    outbox: &mut Outbox,
    record: &str,
    receipt: &Receipt,
    now: u64,
) -> Result<State, Failure> {
    Ok(outbox.change(record, now, |progress| {
        progress.failures = 0;
        progress.next_attempt = None;
        if receipt.transaction.is_some() {
            progress.transaction = receipt.transaction;
            progress.block = receipt.block;
        }
        Some(match &receipt.outcome {
            Fate::Recorded => {
                progress.refusal = None;
                Happening::Taken
            }
            Fate::Refused { reason } => {
                progress.refusal = Some(Refusal {
                    reason: reason.clone(),
                    block: receipt.block,
                });
                progress.refused_up_to = progress.refused_up_to.max(receipt.block);
                Happening::Refused
            }
            Fate::Cancelled => Happening::CalledOff,
        })
    })?)
}

/// The next attempt comes later, and the one after that later still.
fn put_off(outbox: &mut Outbox, record: &str, now: u64) -> Result<(), Failure> {
    outbox.change(record, now, |progress| {
        let pause = FIRST_PAUSE.saturating_mul(1 << progress.failures.min(16));
        progress.failures = progress.failures.saturating_add(1);
        progress.next_attempt = Some(now.saturating_add(pause.min(LONGEST_PAUSE)));
        None
    })?;
    Ok(())
}

fn known_already(carried: &Carried, outcome: Fate, at: u64) -> Receipt {
    Receipt {
        id: carried.id,
        transaction: None,
        block: None,
        at,
        outcome,
    }
}

/// What a transaction says of one of its records.
fn receipt(carried: &Carried, mined: &Mined, at: u64) -> Option<Receipt> {
    let notes = mined
        .logs
        .iter()
        .filter_map(|log| match ledger::decode_capture(log) {
            Ok(Some(note)) => Some(note),
            _ => None,
        });
    let about = |note: &CaptureNote| note.id == carried.id && note.account == carried.device;
    let note = notes.into_iter().find(about)?;
    Some(Receipt {
        id: carried.id,
        transaction: Some(mined.tx),
        block: Some(mined.block),
        at,
        outcome: match note.fate {
            CaptureFate::Recorded => Fate::Recorded,
            CaptureFate::Cancelled => Fate::Cancelled,
            CaptureFate::Refused { reason } => Fate::Refused {
                reason: Bytes::from(reason),
            },
        },
    })
}

pub(super) fn trouble_of(error: &SubmitError) -> String {
    match error {
        SubmitError::Reverted { data, message, .. } if data.is_empty() => message.clone(),
        SubmitError::Reverted { data, .. } => ledger::explain_revert(data),
        other => other.to_string(),
    }
}
