//! What can still be read of a cache whose file is damaged: it goes into a new file, which takes the old one's place.
//! The damaged file stays beside it.

use std::path::{Path, PathBuf};

use evidence::{BlockPart, Header};
use rusqlite::Connection;

use crate::check::Projection;
use crate::database::Database;
use crate::repair::Mended;
use crate::tables::{blocks, disagreements, network, receipts, reports};
use crate::{Commit, Store, StoreError};

/// How many blocks go over in one step.
const STEP: usize = 64;

/// Makes the cache anew from what can be read; says what came over, and where the damaged file is now.
pub(crate) fn salvage(
    store: &mut Store,
    projection: &dyn Projection,
) -> Result<Mended, StoreError> {
    let Some(path) = store.database.connection.path().map(PathBuf::from) else {
        return Err(StoreError::Missing(PathBuf::new()));
    };
    let draft = path.with_extension("salvaged.db");
    remove(&draft)?;
    let mut fresh = Store::create(&draft, &network::read(&store.database.connection)?)?;
    copy_blocks(&store.database, &mut fresh, projection)?;
    let reports = copy_lists(&store.database.connection, &fresh)?;
    let rows = projection.index(&fresh.events_up_to(u64::MAX)?);
    fresh.replace_asset_index(&rows)?;
    let to = fresh.cursor()?.map(|(number, _)| number);
    fresh.checkpoint()?;
    drop(fresh);

    let aside = path.with_extension("damaged.db");
    store.database = Database::new(Connection::open_in_memory()?);
    replace(&path, &draft, &aside)?;
    *store = Store::open(&path)?;
    Ok(Mended::Salvaged { to, reports, aside })
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::Backup(path.to_owned(), error))
        }
        _ => Ok(()),
    }
}

/// Puts `draft` in the place of `path`, which is copied to `aside` first: at no instant is there no cache.
fn replace(path: &Path, draft: &Path, aside: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::Backup(aside.to_owned(), error);
    std::fs::copy(path, aside).map_err(failed)?;
    for ending in ["-wal", "-shm"] {
        let mut companion = path.as_os_str().to_owned();
        companion.push(ending);
        remove(Path::new(&companion))?;
    }
    std::fs::rename(draft, path).map_err(failed)
}

/// Copies blocks from the first one on, until one cannot be read or is not what it should be.
fn copy_blocks(
    damaged: &Database,
    fresh: &mut Store,
    projection: &dyn Projection,
) -> Result<(), StoreError> {
    let contract = fresh.network()?.contract;
    fresh.begin_bulk()?;
    let mut before: Option<Header> = None;
    let mut parts = Vec::with_capacity(STEP);
    // Any error ends the copying: what is behind it comes again with the next sync.
    let _ended = blocks::each(damaged, 0..=u64::MAX, |block, hash, header| {
        let damage = || StoreError::Damaged { block };
        let header = header.filter(|header| header.number() == block && header.hash() == hash);
        let header = header.ok_or_else(damage)?;
        if before
            .as_ref()
            .is_some_and(|before| !header.follows(before))
        {
            return Err(damage());
        }
        let receipts = receipts::read(damaged, block)?;
        let whole = match &receipts {
            Some(held) => held.matches(&header),
            None => !header.may_contain(contract),
        };
        if !whole {
            return Err(damage());
        }
        before = Some(header.clone());
        parts.push(BlockPart { header, receipts });
        if parts.len() == STEP {
            append(fresh, &parts, projection)?;
            parts.clear();
        }
        Ok(())
    });
    append(fresh, &parts, projection)?;
    fresh.finish_bulk()
}

fn append(
    fresh: &mut Store,
    parts: &[BlockPart],
    projection: &dyn Projection,
) -> Result<(), StoreError> {
    let events: Vec<_> = parts
        .iter()
        .flat_map(|part| projection.events(part))
        .collect();
    fresh.commit(&Commit {
        rollback_to: None,
        parts,
        events: &events,
    })
}

/// Copies what no sync brings back: the list of reports, and of disagreements, as far as they can be read.
fn copy_lists(damaged: &Connection, fresh: &Store) -> Result<u64, StoreError> {
    let mut issued = reports::all(damaged).unwrap_or_default();
    issued.reverse();
    for report in &issued {
        fresh.add_report(report)?;
    }
    let mut listed = disagreements::all(damaged).unwrap_or_default();
    listed.reverse();
    for row in &listed {
        disagreements::add(&fresh.database.connection, &row.disagreement, row.found_at)?;
        if let Some((at, resolution)) = &row.resolved {
            let newest = fresh.disagreements()?.first().map_or(0, |row| row.id);
            disagreements::resolve(&fresh.database.connection, newest, resolution, *at)?;
        }
    }
    Ok(issued.len() as u64)
}
