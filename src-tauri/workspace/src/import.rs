//! A ledger file as a source: it makes a new workspace, or brings newer blocks into one.
//!
//! Everything in it is checked before anything is kept: that it is of the network that is trusted, that each block follows the
//! one before, that receipts are those of their blocks, and that the block or the validators that the user trusts vouch for it.

use std::path::Path;

use alloy_primitives::B256;
use evidence::{BlockPart, Header};
use store::{Commit, LedgerFile, LedgerOrigin, NetworkRow, Store};
use verify::{Trust, TrustedBlock};

use crate::folder::Folder;
use crate::open::{Access, Workspace};
use crate::sync::{Sealing, Synced, Syncer};
use crate::trust_file::write_trust;
use crate::{Failure, FailureKind, ingest};

/// How many blocks are looked at and kept in one go.
const AT_ONCE: usize = 1_000;

/// Makes a new workspace in `folder` from a ledger file; `now` is in Unix seconds.
pub(crate) fn import(folder: &Folder, file: &Path, trust: &Trust, now: u64) -> Result<(), Failure> {
    let source = LedgerFile::open(file)?;
    let origin = source.origin()?;
    check_origin(&origin, trust)?;
    let first = source.parts_after(None).next().transpose()?;
    folder.create(|draft| {
        let network = NetworkRow {
            chain_id: origin.chain_id,
            genesis: origin.genesis,
            contract: origin.contract,
            code_hash: origin.code_hash,
            from_block: first.as_ref().map_or(0, |part| part.header.number()),
            label: trust.network.label.clone(),
            synced_at: None,
        };
        write_trust(&draft.trust(), trust)?;
        let mut store = Store::create(&draft.cache(), &network)?;
        bring(draft, &mut store, trust, &source)?;
        store.set_synced_at(now)?;
        drop(store);
        let mut workspace = Workspace::open(draft.path(), Access::Write)?;
        workspace.index()?;
        Ok(workspace.store.checkpoint()?)
    })
}

impl Syncer {
    /// Brings newer blocks from a ledger file of the same network; a later sync with a node goes on behind them. `now` is in
    /// Unix seconds.
    pub fn import(&mut self, file: &Path, now: u64) -> Result<Synced, Failure> {
        let source = LedgerFile::open(file)?;
        check_origin(&source.origin()?, &self.trust)?;
        let mut synced = bring(&self.folder, &mut self.store, &self.trust, &source)?;
        if synced.blocks > 0 {
            self.store.set_synced_at(now)?;
        }
        self.store.checkpoint()?;
        synced.sealed_to = self.sealed_to()?;
        synced.proven_at = self.store.newest_state(u64::MAX)?.map(|state| state.block);
        Ok(synced)
    }
}

/// Checks what the file has beyond what is held, and then keeps it.
fn bring(
    folder: &Folder,
    store: &mut Store,
    trust: &Trust,
    source: &LedgerFile,
) -> Result<Synced, Failure> {
    let mut sealing = Sealing::begin(folder, store, trust)?;
    let cursor = store.cursor()?;
    let after = cursor.map(|(number, _)| number);
    check_seam(source, cursor)?;
    check_all(source, cursor, &sealing, trust)?;
    let mut synced = Synced::default();
    store.begin_bulk()?;
    let kept = in_chunks(source, after, |parts| {
        let events = ingest::event_rows(parts, trust.network.contract);
        store.commit(&Commit {
            rollback_to: None,
            parts,
            events: &events,
        })?;
        synced.blocks += parts.len() as u64;
        synced.events += events.len() as u64;
        sealing.came_in(store, trust, false, parts.iter().map(|part| &part.header))
    });
    store.finish_bulk()?;
    kept?;
    keep_states(store, trust, source)?;
    synced.block = store.cursor()?.map_or(0, |(number, _)| number);
    synced.notes.extend(sealing.into_note());
    Ok(synced)
}

fn in_chunks(
    source: &LedgerFile,
    after: Option<u64>,
    mut with: impl FnMut(&[BlockPart]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut chunk = Vec::with_capacity(AT_ONCE);
    for part in source.parts_after(after) {
        chunk.push(part?);
        if chunk.len() == AT_ONCE {
            with(&chunk)?;
            chunk.clear();
        }
    }
    if chunk.is_empty() {
        return Ok(());
    }
    with(&chunk)
}

/// The file goes on from the newest block held: it has that block, and it is the same.
fn check_seam(source: &LedgerFile, cursor: Option<(u64, B256)>) -> Result<(), Failure> {
    let Some((number, hash)) = cursor else {
        return Ok(());
    };
    if source.newest_block()?.is_none_or(|newest| newest < number) {
        return Ok(());
    }
    let at = source
        .parts_after(number.checked_sub(1))
        .next()
        .transpose()?;
    match at.map(|part| part.header) {
        Some(header) if header.number() == number && header.hash() == hash => Ok(()),
        Some(header) if header.number() == number => Err(not_believed(format!(
            "the file has another block {number} than the one held"
        ))),
        Some(header) => Err(Failure::new(
            FailureKind::InputUnusable,
            format!(
                "the file begins at block {}, but the workspace ends at block {number}: blocks between them are missing",
                header.number()
            ),
            "Ask for a file that begins earlier, or sync with a node first. Nothing was changed.",
        )),
        None => Ok(()),
    }
}

/// Goes over all that is new without keeping it.
fn check_all(
    source: &LedgerFile,
    cursor: Option<(u64, B256)>,
    sealing: &Sealing,
    trust: &Trust,
) -> Result<(), Failure> {
    let mut trial = sealing.trial();
    let mut before = cursor;
    let (mut sealed, mut found, mut new) = (false, None, false);
    in_chunks(source, cursor.map(|(number, _)| number), |parts| {
        for part in parts {
            check_link(before, &part.header, trust)?;
            check_receipts(part, trust)?;
            let at = (part.header.number(), part.header.hash());
            found = found.or(trust
                .block
                .filter(|block| block.number == at.0)
                .map(|_| at.1));
            before = Some(at);
        }
        new = true;
        let headers: Vec<Header> = parts.iter().map(|part| part.header.clone()).collect();
        sealed |= trial.follow(&headers).is_some();
        Ok(())
    })?;
    if !new {
        return Ok(());
    }
    match (trust.block, found) {
        (Some(block), Some(hash)) if block.hash != hash => Err(not_believed(format!(
            "block {} is not the one you trust",
            block.number
        ))),
        (_, Some(_)) => Ok(()),
        _ if sealed => Ok(()),
        (trusted, None) => check_vouched(trusted, cursor, trust),
    }
}

/// Nothing in the new blocks is the trusted block, and no seal of trusted validators is on them.
fn check_vouched(
    trusted: Option<TrustedBlock>,
    cursor: Option<(u64, B256)>,
    trust: &Trust,
) -> Result<(), Failure> {
    if trust.seals.is_some() {
        return Err(not_believed(
            "none of its new blocks is sealed by the validators you trust".into(),
        ));
    }
    match trusted {
        Some(block) if cursor.is_none_or(|(number, _)| number < block.number) => {
            Err(not_believed(format!(
                "block {}, which you trust, is not in the file",
                block.number
            )))
        }
        // What lies behind the trusted block is held as reported, as it is when a node says it.
        _ => Ok(()),
    }
}

fn check_link(before: Option<(u64, B256)>, header: &Header, trust: &Trust) -> Result<(), Failure> {
    let number = header.number();
    let follows = match before {
        None => begins_at(header, trust.network.genesis),
        Some((last, hash)) => number == last + 1 && header.parent_hash() == hash,
    };
    if follows {
        return Ok(());
    }
    Err(not_believed(match before {
        None => "the blocks do not begin with the first block that is trusted".into(),
        Some(_) => format!("block {number} does not follow the one before"),
    }))
}

/// The proofs of state that hold at blocks that are held; others are passed over: they prove nothing and spoil nothing.
fn keep_states(store: &mut Store, trust: &Trust, source: &LedgerFile) -> Result<(), Failure> {
    for state in source.states()? {
        let Some(header) = store.headers(state.block..=state.block)?.pop() else {
            continue;
        };
        let proven = state.prove(header.state_root(), trust.network.contract);
        if proven.is_ok_and(|account| account.code_hash == trust.network.code_hash) {
            store.set_state(&state)?;
        }
    }
    Ok(())
}

fn not_believed(message: String) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        message,
        "Do not use this file; ask for another copy, or compare what you trust with what others say of the network. Nothing was changed.",
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

/// Whether a chain that begins with this header can go back to that first block. Block 0 may be left out: it holds no
/// event, and some development chains begin with a header that no rule could have made.
pub(crate) fn begins_at(first: &Header, genesis: B256) -> bool {
    match first.number() {
        0 => first.hash() == genesis,
        1 => first.parent_hash() == genesis,
        _ => true,
    }
}

/// Every block that may hold the ledger's events brings its own receipts.
fn check_receipts(part: &BlockPart, trust: &Trust) -> Result<(), Failure> {
    let number = part.header.number();
    match &part.receipts {
        Some(receipts) if receipts.matches(&part.header) => Ok(()),
        Some(_) => Err(not_believed(format!(
            "the receipts of block {number} are not the ones it was built with"
        ))),
        None if part.header.may_contain(trust.network.contract) => Err(not_believed(format!(
            "block {number} may hold events of the ledger, but its receipts are missing"
        ))),
        None => Ok(()),
    }
}
