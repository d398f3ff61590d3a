//! The table `reports`: what was issued from this workspace.

use alloy_primitives::B256;
use rusqlite::{Connection, params};

use super::hash_column;
use crate::StoreError;

/// One issued report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportRow {
    /// Its number, unique in the workspace.
    pub number: String,
    /// The asset it speaks of.
    pub epc: String,
    /// What people call that asset.
    pub description: String,
    /// Where it was saved.
    pub path: String,
    /// When it was issued (Unix seconds).
    pub issued_at: u64,
    /// The newest block it takes into account.
    pub as_of_block: u64,
    /// SHA-256 of its evidence.
    pub evidence_hash: B256,
}

pub(crate) fn insert(connection: &Connection, report: &ReportRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO reports (number, epc, description, path, issued_at, as_of_block, evidence_hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            report.number,
            report.epc,
            report.description,
            report.path,
            report.issued_at.cast_signed(),
            report.as_of_block.cast_signed(),
            report.evidence_hash.0,
        ],
    )?;
    Ok(())
}

/// All reports, newest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ReportRow>, StoreError> {
    let sql = "SELECT number, epc, description, path, issued_at, as_of_block, evidence_hash
               FROM reports ORDER BY issued_at DESC, rowid DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(ReportRow {
            number: row.get(0)?,
            epc: row.get(1)?,
            description: row.get(2)?,
            path: row.get(3)?,
            issued_at: row.get::<_, i64>(4)?.cast_unsigned(),
            as_of_block: row.get::<_, i64>(5)?.cast_unsigned(),
            evidence_hash: hash_column(row, 6)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}
