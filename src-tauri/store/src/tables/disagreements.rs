//! The table `disagreements`: where a source says something else than what is held. Both are listed, neither is averaged.

use rusqlite::{Connection, Row, params};

use super::signed;
use crate::StoreError;

/// The longest text of a disagreement that is kept, in characters: it may come from a node.
const LONGEST: usize = 400;

/// The most open disagreements that are listed: a source that lies about everything must not fill the disk.
const MOST: u64 = 10_000;

/// What two sources disagree about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DisagreementKind {
    /// The hash of a block.
    Block,
    /// An event that is held and that the source does not have.
    EventMissing,
    /// An event that the source has and that was not held.
    EventUnknown,
    /// What an event says.
    EventDiffers,
    /// Something else about the network, such as the ledger's code.
    Network,
    /// An event of a private transaction, which the source shows and nobody can prove.
    Private,
}

impl DisagreementKind {
    const ALL: [Self; 6] = [
        Self::Block,
        Self::EventMissing,
        Self::EventUnknown,
        Self::EventDiffers,
        Self::Network,
        Self::Private,
    ];

    /// Its name in the table and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::EventMissing => "eventMissing",
            Self::EventUnknown => "eventUnknown",
            Self::EventDiffers => "eventDiffers",
            Self::Network => "network",
            Self::Private => "private",
        }
    }
}

/// Something that a source says differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disagreement {
    /// What it is about.
    pub kind: DisagreementKind,
    /// Who disagrees with what is held: a node without its credentials, `receipts`; hostile text.
    pub source: String,
    /// The block.
    pub block: u64,
    /// The log's place in the block, if it is about an event.
    pub log_index: Option<u32>,
    /// What is (or was) held, as hex or a word.
    pub held: Option<String>,
    /// What the source claims.
    pub claimed: Option<String>,
}

/// A disagreement on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedDisagreement {
    /// Its number on the list.
    pub id: u64,
    /// When it was first found (Unix seconds).
    pub found_at: u64,
    /// What it is.
    pub disagreement: Disagreement,
    /// When (Unix seconds) and how it was settled.
    pub resolved: Option<(u64, String)>,
}

/// Puts a disagreement on the list, unless the same is there and open, or the list is full; says whether it was added.
pub(crate) fn add(
    connection: &Connection,
    found: &Disagreement,
    found_at: u64,
) -> Result<bool, StoreError> {
    if open_count(connection)? >= MOST {
        return Ok(false);
    }
    let sql = "INSERT INTO disagreements (found_at, source, kind, block, log_index, held, claimed)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (
           SELECT 1 FROM disagreements WHERE resolved_at IS NULL AND source = ?2 AND kind = ?3 AND block = ?4
             AND log_index IS ?5 AND held IS ?6 AND claimed IS ?7)";
    let mut statement = connection.prepare_cached(sql)?;
    let added = statement.execute(params![
        found_at.cast_signed(),
        limited(&found.source),
        found.kind.word(),
        signed(found.block)?,
        found.log_index,
        found.held.as_deref().map(limited),
        found.claimed.as_deref().map(limited),
    ])?;
    Ok(added == 1)
}

/// The whole list, newest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ListedDisagreement>, StoreError> {
    let sql = "SELECT id, found_at, source, kind, block, log_index, held, claimed, resolved_at, resolution
               FROM disagreements ORDER BY id DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// How many are not settled.
pub(crate) fn open_count(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM disagreements WHERE resolved_at IS NULL";
    let found = connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    Ok(found?.cast_unsigned())
}

/// Notes how a disagreement was settled; whether there was an open one of this number.
pub(crate) fn resolve(
    connection: &Connection,
    id: u64,
    resolution: &str,
    at: u64,
) -> Result<bool, StoreError> {
    let sql = "UPDATE disagreements SET resolved_at = ?2, resolution = ?3 WHERE id = ?1 AND resolved_at IS NULL";
    let changed = connection.execute(
        sql,
        params![id.cast_signed(), at.cast_signed(), limited(resolution)],
    )?;
    Ok(changed == 1)
}

fn read(row: &Row<'_>) -> rusqlite::Result<ListedDisagreement> {
    let word: String = row.get(3)?;
    let known = DisagreementKind::ALL
        .into_iter()
        .find(|kind| kind.word() == word);
    let resolved_at: Option<i64> = row.get(8)?;
    let resolution: Option<String> = row.get(9)?;
    Ok(ListedDisagreement {
        id: row.get::<_, i64>(0)?.cast_unsigned(),
        found_at: row.get::<_, i64>(1)?.cast_unsigned(),
        disagreement: Disagreement {
            kind: known.unwrap_or(DisagreementKind::Network),
            source: row.get(2)?,
            block: row.get::<_, i64>(4)?.cast_unsigned(),
            log_index: row.get(5)?,
            held: row.get(6)?,
            claimed: row.get(7)?,
        },
        resolved: resolved_at.map(|at| (at.cast_unsigned(), resolution.unwrap_or_default())),
    })
}

fn limited(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
