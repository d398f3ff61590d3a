//! The cache of one workspace as its users see it: commit a batch, read what is held.

mod assurance;
mod extent;
mod facts;
mod issued;
mod notices;
mod reported;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::ops::RangeInclusive;
use std::path::Path;

use alloy_primitives::B256;
use evidence::{BlockPart, Header, Receipts};
use trace::SubjectId;

use crate::database::Database;
use crate::tables::{asset_index, blocks, events, network, receipts, superseded};
use crate::{AssetIndexRow, EventRow, NetworkRow, StoreError, connection, migration};

pub use extent::EventOutline;
pub use issued::WantedNumber;
pub use reported::{Reported, Upgraded, event_disagreement};
pub(crate) use reported::{hash_at, roll_back};

/// What one step of a sync changes; all of it or nothing.
#[derive(Debug)]
pub struct Commit<'batch> {
    /// The newest block that still stands, if blocks above it were replaced.
    pub rollback_to: Option<u64>,
    /// The blocks that follow, ascending, each with all its receipts where the ledger wrote in it.
    pub parts: &'batch [BlockPart],
    /// The ledger's events in those blocks.
    pub events: &'batch [EventRow],
}

/// The cache of one workspace.
#[derive(Debug)]
pub struct Store {
    pub(crate) database: Database,
}

impl Store {
    /// Makes an empty cache of this network.
    pub fn create(path: &Path, network: &NetworkRow) -> Result<Self, StoreError> {
        let store = Self::migrated(path, true)?;
        network::insert(&store.database.connection, network)?;
        Ok(store)
    }

    /// Opens a cache, bringing an older one to today's format. Its copy as it was stays beside it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::migrated(path, false)
    }

    /// Opens a cache that is only looked at: no lock is held. An older one is brought to today's format first.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let looked_at = connection::open_read_only(path)?;
        let (found, known) = (migration::format_of(&looked_at, path)?, migration::known());
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found == known {
            return Ok(Self {
                database: Database::new(looked_at),
            });
        }
        drop(looked_at);
        Self::open(path).map_err(|error| match error {
            StoreError::ReadOnly(_) | StoreError::Busy(_) => StoreError::Older { found, known },
            other => other,
        })?;
        Ok(Self {
            database: Database::new(connection::open_read_only(path)?),
        })
    }

    /// Opens a cache to note issued reports in, while another program may hold it for writing: nothing else is written. An older
    /// one is brought to today's format first.
    pub fn open_beside(path: &Path) -> Result<Self, StoreError> {
        drop(Self::open_read_only(path)?);
        Ok(Self {
            database: Database::new(connection::open(path, false)?),
        })
    }

    fn migrated(path: &Path, create: bool) -> Result<Self, StoreError> {
        let connection = connection::open(path, create).map_err(|error| match error {
            StoreError::Sqlite(cause)
                if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) =>
            {
                StoreError::Foreign(path.to_owned())
            }
            other => other,
        })?;
        let database = Database::new(connection);
        migration::migrate(&database, path)?;
        Ok(Self { database })
    }

    /// The network the cache is of.
    pub fn network(&self) -> Result<NetworkRow, StoreError> {
        network::read(&self.database.connection)
    }

    /// The newest block held or reported: its number and hash. The next step goes on behind it.
    pub fn cursor(&self) -> Result<Option<(u64, B256)>, StoreError> {
        reported::cursor(&self.database)
    }

    /// The hash of a block that is held, or that a node reported.
    pub fn hash_at(&self, number: u64) -> Result<Option<B256>, StoreError> {
        reported::hash_at(&self.database, number)
    }

    /// Whether a block was held once and a reorg replaced it.
    pub fn is_superseded(&self, hash: B256) -> Result<bool, StoreError> {
        superseded::holds_block(&self.database.connection, hash)
    }

    /// Applies one step of a sync in one transaction. The parts go on from the cursor without a gap.
    pub fn commit(&mut self, step: &Commit<'_>) -> Result<(), StoreError> {
        self.commit_with(step.rollback_to, step.parts, step.events)
    }

    /// As [`Store::commit`], with events that are still being read while the blocks are written.
    pub fn commit_with<E: Borrow<EventRow>>(
        &mut self,
        rollback_to: Option<u64>,
        parts: &[BlockPart],
        rows: impl IntoIterator<Item = E>,
    ) -> Result<(), StoreError> {
        let receipts = |part: &BlockPart| part.receipts.as_ref().map_or(0, |r| r.encoded().len());
        // A receipt brings about one event.
        let count = parts.iter().map(|part| 1 + 2 * receipts(part)).sum();
        self.database.write(count, |database| {
            if let Some(ancestor) = rollback_to {
                reported::roll_back(database, ancestor)?;
            }
            let mut next = reported::cursor(database)?.map(|(number, _)| number + 1);
            for part in parts {
                let found = part.header.number();
                if let Some(expected) = next.filter(|next| *next != found) {
                    return Err(StoreError::Gap { expected, found });
                }
                insert_part(database, part)?;
                next = found.checked_add(1);
            }
            events::insert_all(database, rows)
        })
    }

    /// Begins a bulk load, for a first sync or an import: indexes give way, and several steps share a transaction. A
    /// kill loses the steps since the last transaction and nothing else; the cursor says where to go on.
    pub fn begin_bulk(&mut self) -> Result<(), StoreError> {
        self.database.begin_bulk()
    }

    /// Ends a bulk load: all steps are on the disk, indexes are built, the write-ahead log is empty. Without a bulk load
    /// nothing happens.
    pub fn finish_bulk(&mut self) -> Result<(), StoreError> {
        self.database.finish_bulk()
    }

    /// Notes that a sync came to its end at this time (Unix seconds).
    pub fn set_synced_at(&self, seconds: u64) -> Result<(), StoreError> {
        network::set_synced_at(&self.database.connection, seconds)
    }

    /// The events up to and with this block, in chain order.
    pub fn events_up_to(&self, block: u64) -> Result<Vec<EventRow>, StoreError> {
        events::of(&self.database, 0..=block)
    }

    /// The events in a range of blocks, in chain order.
    pub fn events_in(&self, blocks: RangeInclusive<u64>) -> Result<Vec<EventRow>, StoreError> {
        events::of(&self.database, blocks)
    }

    /// Hands over the events in a range of blocks one by one, in chain order, without holding them all.
    pub fn each_event(
        &self,
        blocks: RangeInclusive<u64>,
        mut with: impl FnMut(EventRow),
    ) -> Result<(), StoreError> {
        events::each(&self.database, blocks, |row| {
            with(row);
            Ok(())
        })
    }

    /// How many events are live.
    pub fn event_count(&self) -> Result<u64, StoreError> {
        events::count(&self.database.connection)
    }

    /// How many events reorgs have replaced.
    pub fn superseded_event_count(&self) -> Result<u64, StoreError> {
        superseded::event_count(&self.database.connection)
    }

    /// The events up to a block that reorgs have replaced, in chain order.
    pub fn superseded_events_up_to(&self, block: u64) -> Result<Vec<EventRow>, StoreError> {
        superseded::events_up_to(&self.database, block)
    }

    /// The held headers in this range of block numbers, ascending.
    pub fn headers(&self, range: RangeInclusive<u64>) -> Result<Vec<Header>, StoreError> {
        blocks::headers(&self.database, range)
    }

    /// All receipts of a block; `None` where the ledger wrote nothing in it.
    pub fn receipts(&self, block: u64) -> Result<Option<Receipts>, StoreError> {
        receipts::read(&self.database, block)
    }

    /// The numbers of the blocks of a range whose receipts are held, ascending: those in which the ledger wrote, as far as
    /// they are proven.
    pub fn blocks_with_receipts(&self, range: RangeInclusive<u64>) -> Result<Vec<u64>, StoreError> {
        receipts::blocks(&self.database, range)
    }

    /// The held blocks in this range with their receipts, ascending.
    pub fn parts(&self, range: RangeInclusive<u64>) -> Result<Vec<BlockPart>, StoreError> {
        let part = |header: Header| {
            let receipts = self.receipts(header.number())?;
            Ok(BlockPart { header, receipts })
        };
        self.headers(range)?.into_iter().map(part).collect()
    }

    /// Replaces the search index.
    pub fn replace_asset_index<R: Borrow<AssetIndexRow>>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), StoreError> {
        // How many rows there are counts in a bulk load only, and this is none.
        self.database.write(0, |database| {
            asset_index::replace(&database.connection, rows)
        })
    }

    /// The assets in which every word of the query begins some word, best first; empty for a query without words.
    pub fn search_assets(&self, query: &str) -> Result<Vec<SubjectId>, StoreError> {
        asset_index::search(&self.database.connection, query)
    }

    /// Folds the write-ahead log into the file, so that a copy of the one file is whole.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.database.checkpoint()
    }
}

/// Keeps a block with its receipts.
fn insert_part(database: &Database, part: &BlockPart) -> Result<(), StoreError> {
    blocks::insert(database, &part.header)?;
    match &part.receipts {
        Some(held) => receipts::insert(database, part.header.number(), held),
        None => Ok(()),
    }
}
