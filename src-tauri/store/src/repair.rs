//! Repair: projections are made again from the facts; damaged facts are taken out, with what rests on them, so that the
//! next sync fetches them again. All of it in one transaction, and all of it said.

#[cfg(test)]
mod tests;

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
