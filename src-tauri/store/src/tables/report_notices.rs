//! The table `report_notices`: what was said on the ledger of reports issued from here, with the receipt of having said it.

use alloy_primitives::B256;
use rusqlite::{Connection, Row, params};

use super::{hash_column, signed};
use crate::StoreError;

/// The receipt of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRow {
    /// The number of the report.
    pub number: String,
    /// The word beside the anchored hash.
    pub kind: String,
    /// The anchored hash.
    pub hash: B256,
    /// The digest of the event, as it stands in its party's history.
    pub digest: B256,
    /// The transaction.
    pub tx: B256,
    /// Its block, as the node said.
    pub block: u64,
    /// When it was sent (Unix seconds).
    pub sent_at: u64,
}

const COLUMNS: &str = "number, kind, hash, digest, tx, block, sent_at";

pub(crate) fn insert(connection: &Connection, notice: &NoticeRow) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT OR IGNORE INTO report_notices ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    );
    connection.prepare_cached(&sql)?.execute(params![
        notice.number,
        notice.kind,
        notice.hash.0,
        notice.digest.0,
        notice.tx.0,
        signed(notice.block)?,
        notice.sent_at.cast_signed(),
    ])?;
    Ok(())
}

/// All of them, in the order in which they were sent.
pub(crate) fn all(connection: &Connection) -> Result<Vec<NoticeRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM report_notices ORDER BY sent_at, rowid");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<NoticeRow> {
    Ok(NoticeRow {
        number: row.get(0)?,
        kind: row.get(1)?,
        hash: hash_column(row, 2)?,
        digest: hash_column(row, 3)?,
        tx: hash_column(row, 4)?,
        block: row.get::<_, i64>(5)?.cast_unsigned(),
        sent_at: row.get::<_, i64>(6)?.cast_unsigned(),
    })
}
