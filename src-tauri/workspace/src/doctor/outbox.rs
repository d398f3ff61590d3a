//! Whether what was written in the field can be read, its documents are whole, and the devices may still act.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256};
use field::{Acting, Prospect, prospect, read_record};
use outbox::{Documents, Outbox, OutboxError, Record};
use protocol::CheckOutcome;
use trace::SubjectId;

use super::{Looked, NAMED};
use crate::folder::Folder;
use crate::view::party_name;
use crate::{Access, Failure, Workspace};

/// What to do about a document that is not as it was attached.
const ATTACH_AGAIN: &str = "Look for the file where it came from and put it back with `waymark record`, in a draft that is not signed: it is kept by its hash, so that every record that names it has it again.";

impl Looked {
    /// The outbox and its documents; nothing where nothing was ever written.
    pub(super) fn outbox(&mut self, folder: &Folder) -> Result<(), Failure> {
        let Some(outbox) = Outbox::open_existing(&folder.outbox())? else {
            return Ok(());
        };
        outbox.check()?;
        let unreadable = outbox.unreadable()?;
        if !unreadable.is_empty() {
            for id in unreadable.iter().take(NAMED) {
                self.failed("outbox", OutboxError::Unreadable(id.clone()).into());
            }
            if unreadable.len() > NAMED {
                let more = format!("{} more records cannot be read", unreadable.len() - NAMED);
                self.note("outbox", CheckOutcome::Bad, more, "");
            }
            return Ok(());
        }
        let records = outbox.records()?;
        let waiting = records.iter().filter(|record| is_open(record)).count();
        self.good(
            "outbox",
            format!(
                "{} records, {waiting} of them not on the ledger yet: sound",
                records.len()
            ),
        );
        self.documents(folder, &records);
        Ok(())
    }

    fn documents(&mut self, folder: &Folder, records: &[Record]) {
        let hashes: BTreeSet<B256> = records.iter().flat_map(attached).collect();
        if hashes.is_empty() {
            return;
        }
        let store = Documents::at(&folder.documents());
        let troubles: Vec<(CheckOutcome, String)> = hashes
            .iter()
            .filter_map(|hash| match store.read(*hash) {
                Ok(Some(_)) => None,
                Ok(None) => {
                    let hash = alloy_primitives::hex::encode(hash);
                    Some((
                        CheckOutcome::Warning,
                        format!("the document {hash} is missing"),
                    ))
                }
                Err(error) => Some((CheckOutcome::Bad, error.to_string())),
            })
            .collect();
        for (outcome, words) in troubles.iter().take(NAMED) {
            self.note("documents", *outcome, words, ATTACH_AGAIN);
        }
        if troubles.len() > NAMED {
            let more = format!(
                "{} more documents are missing or damaged",
                troubles.len() - NAMED
            );
            self.note("documents", CheckOutcome::Bad, more, ATTACH_AGAIN);
        }
        if troubles.is_empty() {
            let count = hashes.len();
            self.good("documents", format!("{count} attached documents: whole"));
        }
    }

    /// Delegations that ran out, of the device in use and of those whose records wait.
    pub(super) fn delegations(&mut self, folder: &Folder, now: u64) -> Result<(), Failure> {
        let workspace = Workspace::open(folder.path(), Access::Read)?;
        // What is wrong with the outbox itself was said before.
        let Ok(Some(outbox)) = workspace.outbox_if_any() else {
            return Ok(());
        };
        let records = outbox.records().unwrap_or_default();
        let open: Vec<_> = records.iter().filter(|record| is_open(record)).collect();
        let of_open = open.iter().filter_map(|record| record.device.parse().ok());
        let devices: BTreeSet<Address> = of_open.chain(workspace.device_in_use()?).collect();
        for device in devices {
            for (party, acting) in workspace.delegations(device) {
                let its = |record: &&&Record| record.device == device.to_string();
                let waiting = open.iter().filter(its).count();
                self.delegation(&workspace, device, (party, acting), waiting, now);
            }
        }
        Ok(())
    }

    fn delegation(
        &mut self,
        workspace: &Workspace,
        device: Address,
        (party, acting): (SubjectId, Acting),
        waiting: usize,
        now: u64,
    ) {
        let party = party_name(&workspace.register, party);
        let ended = match acting {
            Acting::Until(until) if until < now => "ran out",
            Acting::Withdrawn if waiting > 0 => "was withdrawn",
            _ => return,
        };
        self.note(
            "delegations",
            CheckOutcome::Warning,
            format!("the delegation of device {device} by {party} {ended}; {waiting} of its records wait"),
            "Ask the party to delegate again with `waymark keys device delegate`, and sync: what was signed before can be sent then.",
        );
    }
}

/// Whether the ledger is still to decide on it, or somebody here.
fn is_open(record: &Record) -> bool {
    prospect(record.state, record.progress.cancelling) != Prospect::None
}

/// The hashes of a record's documents; of one that was put aside nothing is needed any more.
fn attached(record: &Record) -> Vec<B256> {
    let form = read_record(record.form.as_bytes()).unwrap_or_default();
    let documents = form.documents.iter();
    let hashes = documents.filter_map(|document| document.sha256.parse().ok());
    hashes
        .filter(|_| record.state != protocol::field::FieldState::Discarded)
        .collect()
}
