//! No network of one's own: signed records leave as a file, somebody with a network submits them, and receipts come back as a
//! file. Nothing in either is believed: signatures are checked, and a receipt confirms nothing.

use std::path::Path;

use alloy_primitives::B256;
use chain::Account;
use field::{Bundle, Carried, Fate, Receipts};
use protocol::field::{FieldState as State, OutboxOutcome};

use super::sending::take;
use crate::anchoring::refused;
use crate::folder::write_whole;
use crate::sync::runtime;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind, Workspace};

/// The longest file, in bytes.
const MAX_LEN: u64 = 64 << 20;
/// How many records are brought at once.
const AT_ONCE: usize = 16;

impl Workspace {
    /// Writes what is signed and waits to a file, in its order; says how many records that are. They stay here as they are.
    pub fn export_bundle(&self, path: &Path) -> Result<u32, Failure> {
        let outbox = self.outbox()?;
        let records = outbox.records()?;
        let waits = |id: &str| {
            let record = records.iter().find(|record| record.id == id);
            record
                .is_some_and(|record| record.state == State::Signed && !record.progress.cancelling)
        };
        let kept = outbox.all_signed()?.into_iter();
        let carried: Vec<Carried> = kept
            .filter(|kept| waits(&kept.record))
            .map(|kept| kept.carried)
            .collect();
        let count = u32::try_from(carried.len()).unwrap_or(u32::MAX);
        write_whole(path, &Bundle::new(self.capture_domain(), carried).to_json())?;
        Ok(count)
    }

    /// Submits the records of a file for somebody else, and writes the receipts to another. Those that the ledger refuses stop
    /// nobody.
    pub fn submit_bundle(
        &self,
        path: &Path,
        receipts: &Path,
        payer: B256,
        now: u64,
    ) -> Result<OutboxOutcome, Failure> {
        let domain = self.capture_domain();
        let bundle = Bundle::read(&read_limited(path, MAX_LEN)?, domain)?;
        let _one_at_a_time = self.lock_sending()?;
        let account = Account::from_key(payer).map_err(refused)?;
        let node = runtime()?.block_on(self.checked_node())?;
        let mut outcome = OutboxOutcome::default();
        let mut known = Vec::new();
        for some in bundle.records.chunks(AT_ONCE) {
            let some: Vec<&Carried> = some.iter().collect();
            let brought = self.bring(&node, &account, &some, now)?;
            known.extend(brought.receipts);
            // What came through is written down before anything else can fail.
            write_whole(receipts, &Receipts::new(domain, known.clone()).to_json())?;
            if let Some(trouble) = brought.trouble {
                outcome.trouble = Some(trouble.words);
                break;
            }
        }
        for record in &bundle.records {
            let id = record.id.to_string();
            let receipt = known.iter().find(|receipt| receipt.id == record.id);
            match receipt.map(|receipt| &receipt.outcome) {
                Some(Fate::Recorded) => outcome.sent.push(id),
                Some(Fate::Refused { .. }) => outcome.refused.push(id),
                Some(Fate::Cancelled) => outcome.cancelled.push(id),
                None => outcome.waiting.push(id),
            }
        }
        Ok(outcome)
    }

    /// Takes over the receipts of a file. Each is somebody's word: a record is confirmed when a synced block has it.
    pub fn import_receipts(&self, path: &Path, now: u64) -> Result<OutboxOutcome, Failure> {
        let read = Receipts::read(&read_limited(path, MAX_LEN)?, self.capture_domain())?;
        let mut outbox = self.outbox()?;
        let (kept, mut outcome) = (outbox.all_signed()?, OutboxOutcome::default());
        for receipt in &read.receipts {
            let Some(signed) = kept.iter().find(|kept| kept.carried.id == receipt.id) else {
                continue;
            };
            let record = outbox.record(&signed.record)?;
            if record.is_none_or(|record| record.state != State::Signed) {
                // What is known here already is known better.
                continue;
            }
            match take(&mut outbox, &signed.record, receipt, now)? {
                State::Sent => outcome.sent.push(signed.record.clone()),
                State::Refused => outcome.refused.push(signed.record.clone()),
                State::Cancelled => outcome.cancelled.push(signed.record.clone()),
                _ => {}
            }
        }
        if outcome == OutboxOutcome::default() && !read.receipts.is_empty() {
            return Err(Failure::new(
                FailureKind::InputUnusable,
                "none of these receipts is for a record that waits here",
                "Sync to see what became of the records; nothing was changed.",
            ));
        }
        Ok(outcome)
    }
}
