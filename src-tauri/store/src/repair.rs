//! Repair: projections are made again from the facts; damaged facts are taken out, with what rests on them, so that the
//! next sync fetches them again. All of it in one transaction, and all of it said.

use std::fmt;
use std::path::PathBuf;

use evidence::BlockPart;
use rusqlite::Connection;

use crate::check::{Projection, Trouble, structure};
use crate::database::Database;
use crate::salvage::salvage;
use crate::store::roll_back;
use crate::tables::{asset_index, blocks, damaged, events, receipts, seals, superseded};
use crate::{Store, StoreError};

/// One thing that a repair did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mended {
    /// The indexes were built again from their tables.
    Reindexed,
    /// What could be read went into a new file; the damaged one is kept.
    Salvaged {
        /// The newest block that came over.
        to: Option<u64>,
        /// How many issued reports came over.
        reports: u64,
        /// Where the damaged file is.
        aside: PathBuf,
    },
    /// Everything above a block was taken out (everything at all, if `None`): the next sync fetches it again.
    CutBack {
        /// The newest block that was kept.
        to: Option<u64>,
        /// How many blocks have to come again.
        blocks: u64,
    },
    /// Damaged rows were taken out of a block, and are kept apart.
    TakenOut(u64),
    /// Rows that belonged to no block were removed.
    StraysRemoved(u64),
    /// The events of some blocks were made again from their receipts.
    EventsRebuilt {
        /// How many blocks.
        blocks: u64,
    },
    /// The search index was made again.
    IndexRebuilt {
        /// How many assets it has.
        assets: u64,
    },
}

impl fmt::Display for Mended {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reindexed => write!(formatter, "built the indexes again"),
            Self::Salvaged { to, reports, aside } => write!(
                formatter,
                "made the cache anew from what could be read: blocks to {}, {reports} reports; the next sync fetches the \
                 rest, and the damaged file is kept as {}",
                to.unwrap_or(0),
                aside.display()
            ),
            Self::CutBack {
                to: Some(to),
                blocks,
            } => write!(
                formatter,
                "went back to block {to}; the next sync fetches {blocks} blocks again"
            ),
            Self::CutBack { to: None, blocks } => write!(
                formatter,
                "went back to the start; the next sync fetches {blocks} blocks again"
            ),
            Self::TakenOut(block) => {
                write!(formatter, "set the damaged rows of block {block} aside")
            }
            Self::StraysRemoved(block) => write!(
                formatter,
                "removed rows of block {block}, which is not held"
            ),
            Self::EventsRebuilt { blocks } => write!(
                formatter,
                "made the events of {blocks} blocks again from their receipts"
            ),
            Self::IndexRebuilt { assets } => {
                write!(formatter, "made the search index of {assets} assets again")
            }
        }
    }
}

/// What a repair came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Repaired {
    /// What was wrong before.
    pub found: Vec<Trouble>,
    /// What was done, in this order.
    pub mended: Vec<Mended>,
    /// What is wrong still.
    pub remaining: Vec<Trouble>,
}

impl Store {
    /// Mends what [`Store::check`] finds, in one transaction. A sound cache is left as it is; one whose file is damaged is
    /// made anew from what can be read, and the damaged file kept beside it.
    pub fn repair(&mut self, projection: &dyn Projection) -> Result<Repaired, StoreError> {
        let mut mended = Vec::new();
        let mut found = self.check(projection)?;
        if is_structural(&found) {
            let (done, then) = self.mend_structure(projection)?;
            mended.push(done);
            found.extend(then);
        }
        if found
            .iter()
            .all(|trouble| matches!(trouble, Trouble::Structure(_)))
        {
            return Ok(Repaired {
                found,
                mended,
                remaining: Vec::new(),
            });
        }
        let done = self
            .database
            .write(0, |database| mend(database, projection, &found))?;
        mended.extend(done);
        Ok(Repaired {
            remaining: self.check(projection)?,
            found,
            mended,
        })
    }
}

impl Store {
    /// Builds the indexes again or, where that does not help, the whole file; with what is wrong after that.
    fn mend_structure(
        &mut self,
        projection: &dyn Projection,
    ) -> Result<(Mended, Vec<Trouble>), StoreError> {
        let connection = &self.database.connection;
        let reindexed = connection
            .execute_batch("REINDEX")
            .map_err(StoreError::from);
        if reindexed.is_ok() && structure(connection)?.is_empty() {
            return Ok((Mended::Reindexed, self.check(projection)?));
        }
        let salvaged = salvage(self, projection)?;
        Ok((salvaged, self.check(projection)?))
    }
}

fn is_structural(found: &[Trouble]) -> bool {
    matches!(found.first(), Some(Trouble::Structure(_)))
}

fn mend(
    database: &Database,
    projection: &dyn Projection,
    found: &[Trouble],
) -> Result<Vec<Mended>, StoreError> {
    let mut mended = Vec::new();
    for trouble in found {
        let connection = &database.connection;
        match trouble {
            Trouble::Header(block) => {
                damaged::take_header(connection, *block)?;
                mended.push(Mended::TakenOut(*block));
            }
            Trouble::Receipts(block) => {
                damaged::take_receipts(connection, *block)?;
                mended.push(Mended::TakenOut(*block));
            }
            Trouble::Stray(block) => {
                damaged::take_receipts(connection, *block)?;
                events::delete_of(connection, *block..=*block)?;
                mended.push(Mended::StraysRemoved(*block));
            }
            _ => {}
        }
    }
    let lost = found.iter().filter_map(Trouble::lost_block).min();
    if let Some(first) = lost {
        mended.push(cut_before(database, first)?);
    }
    let rebuilt = rebuild_events(database, projection, found, lost)?;
    if rebuilt > 0 {
        mended.push(Mended::EventsRebuilt { blocks: rebuilt });
    }
    let rows = projection.index(&events::of(database, 0..=u64::MAX)?);
    asset_index::replace(&database.connection, &rows)?;
    mended.push(Mended::IndexRebuilt {
        assets: rows.len() as u64,
    });
    Ok(mended)
}

/// Takes out everything from this block on.
fn cut_before(database: &Database, first: u64) -> Result<Mended, StoreError> {
    let before = blocks::count(&database.connection)?;
    let to = first.checked_sub(1);
    // Nothing may be left below the first block that is held: then everything goes.
    let kept = match to {
        Some(to) => crate::store::hash_at(database, to)?.map(|_| to),
        None => None,
    };
    match kept {
        Some(to) => {
            // What is kept is sealed by what is lost no longer: the next sync follows the seals again.
            seals::forget_above(&database.connection, to, None)?;
            roll_back(database, to)?;
        }
        None => clear(&database.connection)?,
    }
    let after = blocks::count(&database.connection)?;
    Ok(Mended::CutBack {
        to: kept,
        blocks: (before - after).max(1),
    })
}

fn clear(connection: &Connection) -> Result<(), StoreError> {
    superseded::move_all(connection)?;
    connection.execute_batch(
        "DELETE FROM reported_ranges; DELETE FROM reported_blocks; DELETE FROM sealed_blocks; DELETE FROM seal_states",
    )?;
    Ok(())
}

/// Makes the events again of the blocks whose events are wrong and that are still held.
fn rebuild_events(
    database: &Database,
    projection: &dyn Projection,
    found: &[Trouble],
    lost: Option<u64>,
) -> Result<u64, StoreError> {
    let mut rebuilt = 0;
    for trouble in found {
        let (Trouble::Events(block) | Trouble::Reading(block)) = trouble else {
            continue;
        };
        if lost.is_some_and(|lost| *block >= lost) {
            continue;
        }
        let Some(header) = blocks::headers(database, *block..=*block)?.pop() else {
            continue;
        };
        let receipts = receipts::read(database, *block)?;
        events::delete_of(&database.connection, *block..=*block)?;
        for row in projection.events(&BlockPart { header, receipts }) {
            events::insert(database, &row)?;
        }
        rebuilt += 1;
    }
    Ok(rebuilt)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloy_primitives::B256;

    use super::*;
    use crate::Commit;
    use crate::samples::{Reading, chain, events as events_of, network};

    fn store(dir: &tempfile::TempDir) -> (Store, Vec<BlockPart>) {
        let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
        let parts = chain(1, 40, B256::ZERO, 1);
        append(&mut store, &parts);
        let rows = Reading.index(&events_of(&parts));
        store.replace_asset_index(&rows).unwrap();
        (store, parts)
    }

    fn append(store: &mut Store, parts: &[BlockPart]) {
        let events = &events_of(parts);
        let rollback_to = None;
        store
            .commit(&Commit {
                rollback_to,
                parts,
                events,
            })
            .unwrap();
    }

    fn run(store: &Store, sql: &str) {
        store.database.connection.execute_batch(sql).unwrap();
    }

    #[test]
    fn a_sound_cache_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let (mut store, _) = store(&dir);
        assert_eq!(store.check(&Reading).unwrap(), []);
        assert_eq!(store.repair(&Reading).unwrap(), Repaired::default());
    }

    #[test]
    fn projections_are_made_again_from_the_facts() {
        let dir = tempfile::tempdir().unwrap();
        let (mut store, parts) = store(&dir);
        let before = store.dump_live().unwrap();
        run(
            &store,
            "UPDATE events SET data = x'0101' WHERE key >> 20 = 4; DELETE FROM events WHERE key >> 20 = 7",
        );
        run(
            &store,
            "INSERT INTO events SELECT 99 << 20, tx_index, block_time, kind, event_time, data FROM events LIMIT 1",
        );
        run(
            &store,
            "INSERT INTO kinds (topic, type) SELECT topic, 'undecoded' FROM kinds; UPDATE events SET kind = 2 WHERE key >> 20 = 8",
        );
        run(&store, "DELETE FROM asset_index");
        assert_eq!(
            store.check(&Reading).unwrap(),
            [
                Trouble::Events(4),
                Trouble::Events(7),
                Trouble::Reading(8),
                Trouble::Stray(99)
            ]
        );
        let repaired = store.repair(&Reading).unwrap();
        let assets = events_of(&parts).len() as u64;
        assert_eq!(
            repaired.mended,
            [
                Mended::StraysRemoved(99),
                Mended::EventsRebuilt { blocks: 3 },
                Mended::IndexRebuilt { assets }
            ]
        );
        assert_eq!(repaired.remaining, []);
        assert_eq!(store.dump_live().unwrap(), before);
        run(
            &store,
            "UPDATE asset_index SET name = 'gold' WHERE rowid = 3",
        );
        assert_eq!(store.check(&Reading).unwrap(), [Trouble::Index]);
        assert_eq!(
            store.repair(&Reading).unwrap().mended,
            [Mended::IndexRebuilt { assets }]
        );
    }

    #[test]
    fn a_damaged_fact_goes_with_what_rests_on_it_and_comes_again() {
        let other = "UPDATE blocks SET header = (SELECT header FROM blocks WHERE number = 30) WHERE number = 20";
        for (damage, trouble) in [
            (
                "UPDATE blocks SET header = x'c0' WHERE number = 20",
                Trouble::Header(20),
            ),
            (other, Trouble::Header(20)),
            (
                "UPDATE blocks SET hash = zeroblob(32) WHERE number = 20",
                Trouble::Header(20),
            ),
            ("DELETE FROM blocks WHERE number = 20", Trouble::Missing(20)),
            (
                "DELETE FROM receipts WHERE block = 20",
                Trouble::NoReceipts(20),
            ),
            (
                "UPDATE receipts SET encoded = x'ff' WHERE block = 20",
                Trouble::Receipts(20),
            ),
            (
                "UPDATE receipts SET encoded = (SELECT encoded FROM receipts WHERE block = 5) WHERE block = 20",
                Trouble::Receipts(20),
            ),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let (mut store, parts) = store(&dir);
            let before = store.dump_live().unwrap();
            store.set_sealed_to(40).unwrap();
            run(&store, damage);
            assert_eq!(store.check(&Reading).unwrap()[0], trouble, "{damage}");
            let repaired = store.repair(&Reading).unwrap();
            assert_eq!(repaired.remaining, [], "{damage}");
            let cut = |mended: &Mended| matches!(mended, Mended::CutBack { to: Some(19), .. });
            assert!(
                repaired.mended.iter().any(cut),
                "{damage}: {:?}",
                repaired.mended
            );
            assert_eq!(store.cursor().unwrap(), Some((19, parts[18].header.hash())));
            assert_eq!(
                store.sealed_to().unwrap(),
                None,
                "followed again with the next sync"
            );
            append(&mut store, &parts[19..]);
            assert_eq!(store.dump_live().unwrap(), before, "{damage}");
        }
    }

    #[test]
    fn a_damaged_first_block_takes_everything_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let (mut store, parts) = store(&dir);
        run(&store, "UPDATE blocks SET header = x'c0' WHERE number = 1");
        let repaired = store.repair(&Reading).unwrap();
        assert!(repaired.mended.contains(&Mended::CutBack {
            to: None,
            blocks: 39
        }));
        assert_eq!(store.cursor().unwrap(), None);
        append(&mut store, &parts);
    }
}
