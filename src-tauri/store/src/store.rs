//! The cache of one workspace as its users see it: commit a batch, read what is held.

use std::ops::RangeInclusive;
use std::path::Path;

use alloy_primitives::B256;
use evidence::{BlockPart, Header, Receipts};
use rusqlite::Connection;
use trace::SubjectId;

use crate::tables::{asset_index, blocks, events, network, receipts, reports, superseded};
use crate::{AssetIndexRow, EventRow, NetworkRow, ReportRow, StoreError, connection, migration};

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
    connection: Connection,
}

impl Store {
    /// Makes an empty cache of this network.
    pub fn create(path: &Path, network: &NetworkRow) -> Result<Self, StoreError> {
        let store = Self::migrated(path, true)?;
        network::insert(&store.connection, network)?;
        Ok(store)
    }

    /// Opens a cache, bringing an older one to today's format.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::migrated(path, false)
    }

    /// Opens a cache that is only looked at: nothing is migrated and no lock is held.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            connection: connection::open_read_only(path)?,
        })
    }

    fn migrated(path: &Path, create: bool) -> Result<Self, StoreError> {
        let mut connection = connection::open(path, create).map_err(|error| match error {
            StoreError::Sqlite(cause)
                if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) =>
            {
                StoreError::Foreign(path.to_owned())
            }
            other => other,
        })?;
        migration::migrate(&mut connection, path)?;
        Ok(Self { connection })
    }

    /// The network the cache is of.
    pub fn network(&self) -> Result<NetworkRow, StoreError> {
        network::read(&self.connection)
    }

    /// The newest block held: its number and hash.
    pub fn cursor(&self) -> Result<Option<(u64, B256)>, StoreError> {
        blocks::newest(&self.connection)
    }

    /// The hash of a held block.
    pub fn hash_at(&self, number: u64) -> Result<Option<B256>, StoreError> {
        blocks::hash_at(&self.connection, number)
    }

    /// Applies one step of a sync in one transaction.
    pub fn commit(&mut self, step: &Commit<'_>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        if let Some(ancestor) = step.rollback_to {
            superseded::move_above(&transaction, ancestor)?;
        }
        for part in step.parts {
            blocks::insert(&transaction, &part.header)?;
            if let Some(held) = &part.receipts {
                receipts::insert(&transaction, part.header.number(), held)?;
            }
        }
        for row in step.events {
            events::insert(&transaction, row)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Notes that a sync came to its end at this time (Unix seconds).
    pub fn set_synced_at(&self, seconds: u64) -> Result<(), StoreError> {
        network::set_synced_at(&self.connection, seconds)
    }

    /// The events up to and with this block, in chain order.
    pub fn events_up_to(&self, block: u64) -> Result<Vec<EventRow>, StoreError> {
        events::up_to(&self.connection, block)
    }

    /// How many events are live.
    pub fn event_count(&self) -> Result<u64, StoreError> {
        events::count(&self.connection)
    }

    /// How many events reorgs have replaced.
    pub fn superseded_event_count(&self) -> Result<u64, StoreError> {
        superseded::event_count(&self.connection)
    }

    /// The held headers in this range of block numbers, ascending.
    pub fn headers(&self, range: RangeInclusive<u64>) -> Result<Vec<Header>, StoreError> {
        blocks::headers(&self.connection, range)
    }

    /// All receipts of a block; `None` where the ledger wrote nothing in it.
    pub fn receipts(&self, block: u64) -> Result<Option<Receipts>, StoreError> {
        receipts::read(&self.connection, block)
    }

    /// Replaces the search index.
    pub fn replace_asset_index(&mut self, rows: &[AssetIndexRow]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        asset_index::replace(&transaction, rows)?;
        transaction.commit()?;
        Ok(())
    }

    /// The assets in which every word of the query begins some word, best first; empty for a query without words.
    pub fn search_assets(&self, query: &str) -> Result<Vec<SubjectId>, StoreError> {
        asset_index::search(&self.connection, query)
    }

    /// Notes an issued report.
    pub fn add_report(&self, report: &ReportRow) -> Result<(), StoreError> {
        reports::insert(&self.connection, report)
    }

    /// All issued reports, newest first.
    pub fn reports(&self) -> Result<Vec<ReportRow>, StoreError> {
        reports::all(&self.connection)
    }

    /// Folds the write-ahead log into the file, so that a copy of the one file is whole.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::samples::{event, network, part};

    fn commit(store: &mut Store, rollback_to: Option<u64>, blocks: &[(u64, u8)]) {
        let parts: Vec<_> = blocks
            .iter()
            .map(|(number, branch)| part(*number, *branch))
            .collect();
        let events: Vec<_> = blocks
            .iter()
            .map(|(number, branch)| event(*number, 0, *branch))
            .collect();
        store
            .commit(&Commit {
                rollback_to,
                parts: &parts,
                events: &events,
            })
            .unwrap();
    }

    #[test]
    fn what_is_committed_is_there_after_opening_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cache.db");
        let mut store = Store::create(&path, &network()).unwrap();
        commit(&mut store, None, &[(5, 1), (6, 1)]);
        store.set_synced_at(77).unwrap();
        drop(store);

        let store = Store::open_read_only(&path).unwrap();
        assert_eq!(
            store.network().unwrap(),
            NetworkRow {
                synced_at: Some(77),
                ..network()
            }
        );
        assert_eq!(store.cursor().unwrap(), Some((6, part(6, 1).header.hash())));
        assert_eq!(store.events_up_to(5).unwrap(), [event(5, 0, 1)]);
        assert_eq!(store.headers(5..=9).unwrap().len(), 2);
        assert_eq!(store.receipts(6).unwrap(), part(6, 1).receipts);
        assert_eq!(store.receipts(7).unwrap(), None);
    }

    #[test]
    fn a_reorg_leaves_the_live_rows_of_a_fresh_sync_and_keeps_the_old_ones() {
        let dir = tempfile::tempdir().unwrap();
        let mut reorganised = Store::create(&dir.path().join("a.db"), &network()).unwrap();
        commit(&mut reorganised, None, &[(1, 1), (2, 1), (3, 1)]);
        commit(&mut reorganised, Some(1), &[(2, 2), (3, 2)]);
        // Back to the first branch and forth again: its rows are kept once.
        commit(&mut reorganised, Some(1), &[(2, 1)]);
        commit(&mut reorganised, Some(1), &[(2, 2), (3, 2)]);

        let mut fresh = Store::create(&dir.path().join("b.db"), &network()).unwrap();
        commit(&mut fresh, None, &[(1, 1), (2, 2), (3, 2)]);

        assert_eq!(reorganised.cursor().unwrap(), fresh.cursor().unwrap());
        assert_eq!(
            reorganised.events_up_to(9).unwrap(),
            fresh.events_up_to(9).unwrap()
        );
        assert_eq!(
            reorganised.headers(0..=9).unwrap(),
            fresh.headers(0..=9).unwrap()
        );
        assert_eq!(
            reorganised.superseded_event_count().unwrap(),
            4,
            "two rows of each branch"
        );
        assert_eq!(fresh.superseded_event_count().unwrap(), 0);
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
        commit(&mut store, None, &[(1, 1)]);
        let twice = [part(2, 1), part(2, 1)];
        assert!(
            store
                .commit(&Commit {
                    rollback_to: Some(0),
                    parts: &twice,
                    events: &[]
                })
                .is_err()
        );
        assert_eq!(
            store.cursor().unwrap().map(|(number, _)| number),
            Some(1),
            "not even the rollback happened"
        );
    }

    #[test]
    fn another_programs_file_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let text = dir.path().join("text.db");
        std::fs::write(
            &text,
            "not a database, but long enough to be looked at ".repeat(20),
        )
        .unwrap();
        assert!(matches!(Store::open(&text), Err(StoreError::Foreign(_))));

        let other = dir.path().join("other.db");
        Connection::open(&other)
            .unwrap()
            .execute("CREATE TABLE theirs (x)", [])
            .unwrap();
        assert!(matches!(Store::open(&other), Err(StoreError::Foreign(_))));
        assert!(matches!(
            Store::open(&dir.path().join("none.db")),
            Err(StoreError::Missing(_))
        ));
    }

    #[test]
    fn a_newer_format_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cache.db");
        let store = Store::create(&path, &network()).unwrap();
        store
            .connection
            .pragma_update(None, "user_version", 99)
            .unwrap();
        drop(store);
        assert!(matches!(
            Store::open(&path),
            Err(StoreError::Newer { found: 99, .. })
        ));
    }

    #[test]
    fn assets_are_found_by_the_beginnings_of_words() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
        let subject = SubjectId(B256::repeat_byte(9));
        let row = AssetIndexRow {
            subject,
            name: "https://id.gs1.org/01/04012345123456/10/PT-2291".into(),
            description: "Tin ingot".into(),
            kind: "material".into(),
            party: "PT Bangka Tin Works".into(),
            place: "Évora".into(),
        };
        store.replace_asset_index(&[row]).unwrap();
        for query in ["tin", "ING bang", "pt-2291", "evora", "04012345"] {
            assert_eq!(store.search_assets(query).unwrap(), [subject], "{query}");
        }
        for query in ["gold", "tin gold", "", "\" NOT \""] {
            assert_eq!(store.search_assets(query).unwrap(), [], "{query}");
        }
    }
}
