//! Carrying a workspace away as a ledger file.

use std::path::Path;

use evidence::BlockPart;
use store::{LedgerFile, LedgerOrigin};

use crate::{Failure, FailureKind, Workspace};

impl Workspace {
    /// Writes everything that the workspace holds of the chain into a new ledger file.
    pub fn export_ledger(&self, path: &Path) -> Result<(), Failure> {
        if path.exists() {
            return Err(Failure::new(
                FailureKind::Usage,
                format!("{} exists", path.display()),
                "Name another file; nothing was changed.",
            ));
        }
        let parts = self.block_parts()?;
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
        LedgerFile::write(&file, &origin, &parts)?;
        std::fs::rename(&file, path).map_err(|error| Failure::from_io(path, &error))
    }

    fn block_parts(&self) -> Result<Vec<BlockPart>, Failure> {
        let part = |header: evidence::Header| {
            let receipts = self.store.receipts(header.number())?;
            Ok(BlockPart { header, receipts })
        };
        self.store
            .headers(0..=self.newest_block())?
            .into_iter()
            .map(part)
            .collect()
    }
}
