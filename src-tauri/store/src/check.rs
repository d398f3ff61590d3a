//! Is the cache sound? Its structure, its chain, its receipts, and whether what was made from them still agrees.

use std::fmt;

use alloy_primitives::{Address, B256};
use evidence::{BlockPart, Header};
use rusqlite::Connection;

use crate::tables::{asset_index, blocks, events, network, receipts, reported};
use crate::{AssetIndexRow, EventRow, Store, StoreError};

/// The most troubles that are listed: the first say enough.
const MOST: usize = 1000;

/// How projections are made from what they project; the store does not know what a log means.
pub trait Projection {
    /// The ledger's events in a block.
    fn events(&self, part: &BlockPart) -> Vec<EventRow>;
    /// The search index over these events, which are all there are, in chain order.
    fn index(&self, events: &[EventRow]) -> Vec<AssetIndexRow>;
}

/// Something wrong with a cache.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// SQLite finds its own structure damaged, and says how.
    Structure(String),
    /// A header is bent: it cannot be read, or it is not the one that the block's number and hash say.
    Header(u64),
    /// A block does not follow the one before it.
    Parent(u64),
    /// A block is missing between others.
    Missing(u64),
    /// The receipts of a block are not those that it was built with.
    Receipts(u64),
    /// The receipts of a block are missing, and it may hold events of the ledger.
    NoReceipts(u64),
    /// The events of a block are not those that its receipts hold.
    Events(u64),
    /// The events of a block are there, but an older Waymark read them, and understood less.
    Reading(u64),
    /// Events or receipts belong to no block that is held.
    Stray(u64),
    /// The search index does not say what the events say.
    Index,
}

impl Trouble {
    /// The damaged fact's block: what rests on it cannot be made again, only fetched.
    pub fn lost_block(&self) -> Option<u64> {
        match self {
            Self::Header(block)
            | Self::Parent(block)
            | Self::Missing(block)
            | Self::Receipts(block)
            | Self::NoReceipts(block) => Some(*block),
            _ => None,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Structure(what) => write!(formatter, "the file is damaged: {what}"),
            Self::Header(block) => write!(formatter, "the header of block {block} is damaged"),
            Self::Parent(block) => {
                write!(formatter, "block {block} does not follow the one before it")
            }
            Self::Missing(block) => write!(formatter, "block {block} is missing"),
            Self::Receipts(block) => write!(formatter, "the receipts of block {block} are damaged"),
            Self::NoReceipts(block) => {
                write!(formatter, "the receipts of block {block} are missing")
            }
            Self::Events(block) => write!(
                formatter,
                "the events of block {block} are not those of its receipts"
            ),
            Self::Reading(block) => write!(
                formatter,
                "the events of block {block} were read by an older version"
            ),
            Self::Stray(block) => write!(
                formatter,
                "rows of block {block} belong to no block that is held"
            ),
            Self::Index => write!(formatter, "the search index does not agree with the events"),
        }
    }
}

impl Store {
    /// Looks for everything that can be wrong with the cache; nothing is changed. An empty answer means it is sound.
    pub fn check(&self, projection: &dyn Projection) -> Result<Vec<Trouble>, StoreError> {
        let mut found = structure(&self.database.connection)?;
        if !found.is_empty() {
            // What else is read from a file like this says little.
            return Ok(found);
        }
        let mut walk = Walk::new(self, projection)?;
        blocks::each(&self.database, 0..=u64::MAX, |number, hash, header| {
            walk.block(number, hash, header)
        })?;
        found.append(&mut walk.found);
        found.extend(strays(&self.database.connection)?);
        if found.is_empty() && !index_agrees(self, projection)? {
            found.push(Trouble::Index);
        }
        found.truncate(MOST);
        Ok(found)
    }
}

/// SQLite's own check.
pub(crate) fn structure(connection: &Connection) -> Result<Vec<Trouble>, StoreError> {
    let asked = connection
        .prepare("PRAGMA integrity_check(20)")
        .and_then(|mut statement| {
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        });
    match asked.map_err(StoreError::from) {
        Ok(lines) => Ok(lines
            .into_iter()
            .filter(|line| line != "ok")
            .map(|line| Trouble::Structure(line.chars().take(200).collect()))
            .collect()),
        Err(StoreError::Corrupt(error)) => Ok(vec![Trouble::Structure(error.to_string())]),
        Err(other) => Err(other),
    }
}

/// The walk over all blocks.
struct Walk<'a> {
    store: &'a Store,
    projection: &'a dyn Projection,
    contract: Address,
    reported: Vec<std::ops::RangeInclusive<u64>>,
    before: Option<(u64, B256)>,
    found: Vec<Trouble>,
}

impl<'a> Walk<'a> {
    fn new(store: &'a Store, projection: &'a dyn Projection) -> Result<Self, StoreError> {
        let connection = &store.database.connection;
        Ok(Self {
            store,
            projection,
            contract: network::read(connection)?.contract,
            reported: reported::ranges(connection)?,
            before: None,
            found: Vec::new(),
        })
    }

    fn block(&mut self, number: u64, hash: B256, header: Option<Header>) -> Result<(), StoreError> {
        if self.found.len() >= MOST {
            return Ok(());
        }
        let sound = header.filter(|header| header.number() == number && header.hash() == hash);
        match sound {
            None => self.found.push(Trouble::Header(number)),
            Some(header) => {
                self.link(&header)?;
                self.receipts(header)?;
            }
        }
        self.before = Some((number, hash));
        Ok(())
    }

    fn link(&mut self, header: &Header) -> Result<(), StoreError> {
        let number = header.number();
        let Some((before, hash)) = self.before else {
            return Ok(());
        };
        let next = before + 1;
        if next < number && !self.is_reported(next, number - 1) {
            self.found.push(Trouble::Missing(next));
            return Ok(());
        }
        let parent = if next == number {
            Some(hash)
        } else {
            reported::hash_at(&self.store.database.connection, number - 1)?
        };
        if parent.is_some_and(|parent| parent != header.parent_hash()) {
            self.found.push(Trouble::Parent(number));
        }
        Ok(())
    }

    fn is_reported(&self, first: u64, last: u64) -> bool {
        let covers =
            |range: &std::ops::RangeInclusive<u64>| range.contains(&first) && range.contains(&last);
        self.reported.iter().any(covers)
    }

    fn receipts(&mut self, header: Header) -> Result<(), StoreError> {
        let number = header.number();
        let receipts = match receipts::read(&self.store.database, number) {
            Ok(receipts) => receipts,
            Err(StoreError::Damaged { .. }) => {
                self.found.push(Trouble::Receipts(number));
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        let wrong = match &receipts {
            Some(held) if !held.matches(&header) => Some(Trouble::Receipts(number)),
            None if header.may_contain(self.contract) => Some(Trouble::NoReceipts(number)),
            _ => None,
        };
        if let Some(trouble) = wrong {
            self.found.push(trouble);
            return Ok(());
        }
        let expected = self.projection.events(&BlockPart { header, receipts });
        self.events(number, &expected)
    }

    fn events(&mut self, number: u64, expected: &[EventRow]) -> Result<(), StoreError> {
        let held = match events::of(&self.store.database, number..=number) {
            Ok(held) => held,
            Err(StoreError::Damaged { .. }) => {
                self.found.push(Trouble::Events(number));
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        if held == expected {
            return Ok(());
        }
        let same = |(held, expected): (&EventRow, &EventRow)| {
            held.same_log(expected) && held.block_time == expected.block_time
        };
        let same_logs = held.len() == expected.len() && held.iter().zip(expected).all(same);
        self.found.push(if same_logs {
            Trouble::Reading(number)
        } else {
            Trouble::Events(number)
        });
        Ok(())
    }
}

/// Rows that belong to no block.
fn strays(connection: &Connection) -> Result<Vec<Trouble>, StoreError> {
    let sql = "SELECT DISTINCT key >> 20 FROM events e
        WHERE NOT EXISTS (SELECT 1 FROM blocks WHERE number = e.key >> 20)
          AND NOT EXISTS (SELECT 1 FROM reported_ranges WHERE e.key >> 20 BETWEEN first AND last)
        UNION SELECT DISTINCT block FROM receipts r WHERE NOT EXISTS (SELECT 1 FROM blocks WHERE number = r.block)
        ORDER BY 1 LIMIT 1000";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(Trouble::Stray(row.get::<_, i64>(0)?.cast_unsigned()))
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn index_agrees(store: &Store, projection: &dyn Projection) -> Result<bool, StoreError> {
    let events = events::of(&store.database, 0..=u64::MAX)?;
    let mut expected = projection.index(&events);
    drop(events);
    let mut held = asset_index::all(&store.database.connection)?;
    expected.sort_by_key(|row| row.subject);
    held.sort_by_key(|row| row.subject);
    Ok(held == expected)
}
