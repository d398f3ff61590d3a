//! Carrying a workspace away as a ledger file.

use std::path::Path;

use store::{LedgerFile, LedgerOrigin};

use crate::{Failure, FailureKind, Workspace};

/// How many blocks are read in one go.
const AT_ONCE: u64 = 1_000;

impl Workspace {
    /// Writes everything that the workspace can prove of the chain into a new ledger file: headers with their seals, receipts,
    /// and the proofs of state. Blocks that are only reported are left out: a file that proves nothing is no use.
    pub fn export_ledger(&self, path: &Path) -> Result<(), Failure> {
        if path.exists() {
            return Err(Failure::new(
                FailureKind::Usage,
                format!("{} exists", path.display()),
                "Name another file; nothing was changed.",
            ));
        }
        let origin = LedgerOrigin {
            chain_id: self.network.chain_id,
            genesis: self.network.genesis,
            contract: self.network.contract,
            code_hash: self.network.code_hash,
            label: self.network.label.clone(),
        };
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let draft =
            tempfile::tempdir_in(parent).map_err(|error| Failure::from_io(parent, &error))?;
        let file = draft.path().join("ledger");
        self.write_ledger(&file, &origin)?;
        std::fs::rename(&file, path).map_err(|error| Failure::from_io(path, &error))
    }

    fn write_ledger(&self, file: &Path, origin: &LedgerOrigin) -> Result<(), Failure> {
        let reported = self.store.reported_ranges()?;
        let proven_to = reported
            .first()
            .map_or(self.newest_block(), |range| range.start().saturating_sub(1));
        let mut writer = LedgerFile::create(file, origin)?;
        let mut next = self.network.from_block;
        while next <= proven_to {
            let last = proven_to.min(next + AT_ONCE - 1);
            for part in self.store.parts(next..=last)? {
                writer.add_part(&part)?;
            }
            next = last + 1;
        }
        for state in self.store.states()? {
            if state.block <= proven_to {
                writer.add_state(&state)?;
            }
        }
        Ok(writer.finish()?)
    }
}
