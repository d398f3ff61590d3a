//! A ledger file becomes a workspace, after everything in it was checked against trust that it cannot bring.

use std::path::Path;

use alloy_primitives::B256;
use evidence::{BlockPart, Header};
use store::{Commit, LedgerFile, LedgerOrigin, NetworkRow, Store};
use verify::Trust;

use crate::folder::Folder;
use crate::open::{Access, Workspace};
use crate::trust_file::write_trust;
use crate::{Failure, FailureKind, ingest};

/// Makes a new workspace in `folder` from a ledger file; `now` is in Unix seconds.
pub(crate) fn import(folder: &Folder, file: &Path, trust: &Trust, now: u64) -> Result<(), Failure> {
    let ledger_file = LedgerFile::open(file)?;
    let origin = ledger_file.origin()?;
    check_origin(&origin, trust)?;
    let parts = ledger_file.parts()?;
    check_parts(&parts, &origin)?;
    check_trusted_block(&parts, trust)?;
    folder.create(|draft| fill(draft, &origin, &parts, trust, now))
}

fn fill(
    draft: &Folder,
    origin: &LedgerOrigin,
    parts: &[BlockPart],
    trust: &Trust,
    now: u64,
) -> Result<(), Failure> {
    let network = NetworkRow {
        chain_id: origin.chain_id,
        genesis: origin.genesis,
        contract: origin.contract,
        code_hash: origin.code_hash,
        from_block: parts.first().map_or(0, |part| part.header.number()),
        label: trust.network.label.clone(),
        synced_at: None,
    };
    write_trust(&draft.trust(), trust)?;
    let mut store = Store::create(&draft.cache(), &network)?;
    let events = ingest::event_rows(parts, origin.contract);
    store.commit(&Commit {
        rollback_to: None,
        parts,
        events: &events,
    })?;
    store.set_synced_at(now)?;
    drop(store);
    let mut workspace = Workspace::open(draft.path(), Access::Write)?;
    workspace.reload_and_index()?;
    Ok(workspace.store.checkpoint()?)
}

fn not_believed(message: String) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        message,
        "Do not use this file; ask for another copy, or compare the trust file with whoever gave it to you.",
    )
}

fn check_origin(origin: &LedgerOrigin, trust: &Trust) -> Result<(), Failure> {
    let network = &trust.network;
    let same = origin.chain_id == network.chain_id
        && origin.genesis == network.genesis
        && origin.contract == network.contract
        && origin.code_hash == network.code_hash;
    if same {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::OtherNetwork,
        "the ledger file is of another network than the one you trust",
        "Use the trust file of that network, from a hand other than the one that gave you the ledger file.",
    ))
}

/// Every header follows the one before, and every block that may hold the ledger's events brings its own receipts.
fn check_parts(parts: &[BlockPart], origin: &LedgerOrigin) -> Result<(), Failure> {
    let begins_elsewhere = parts
        .first()
        .is_some_and(|first| !begins_at(&first.header, origin.genesis));
    if begins_elsewhere {
        return Err(not_believed(
            "the blocks do not begin with the first block that the file names".into(),
        ));
    }
    for pair in parts.windows(2) {
        if !pair[1].header.follows(&pair[0].header) {
            return Err(not_believed(format!(
                "block {} does not follow the one before",
                pair[1].header.number()
            )));
        }
    }
    parts
        .iter()
        .try_for_each(|part| check_receipts(part, origin))
}

/// Whether a chain that begins with this header can go back to that first block. Block 0 may be left out: it holds no
/// event, and some development chains begin with a header that no rule could have made.
pub(crate) fn begins_at(first: &Header, genesis: B256) -> bool {
    match first.number() {
        0 => first.hash() == genesis,
        1 => first.parent_hash() == genesis,
        _ => true,
    }
}

fn check_receipts(part: &BlockPart, origin: &LedgerOrigin) -> Result<(), Failure> {
    let number = part.header.number();
    match &part.receipts {
        Some(receipts) if receipts.matches(&part.header) => Ok(()),
        Some(_) => Err(not_believed(format!(
            "the receipts of block {number} are not the ones it was built with"
        ))),
        None if part.header.may_contain(origin.contract) => Err(not_believed(format!(
            "block {number} may hold events of the ledger, but its receipts are missing"
        ))),
        None => Ok(()),
    }
}

fn check_trusted_block(parts: &[BlockPart], trust: &Trust) -> Result<(), Failure> {
    let Some(trusted) = trust.block else {
        return Ok(());
    };
    let found: Option<&Header> = parts
        .iter()
        .map(|part| &part.header)
        .find(|header| header.number() == trusted.number);
    match found {
        Some(header) if header.hash() == trusted.hash => Ok(()),
        Some(_) => Err(not_believed(format!(
            "block {} is not the one you trust",
            trusted.number
        ))),
        None => Err(not_believed(format!(
            "block {}, which you trust, is not in the file",
            trusted.number
        ))),
    }
}
