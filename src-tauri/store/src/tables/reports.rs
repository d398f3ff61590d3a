//! The table `reports`: what was issued from this workspace.

use alloy_primitives::B256;
use rusqlite::{Connection, OptionalExtension, params};

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
    /// Its template with the version; empty where it was not kept.
    pub template: String,
    /// The language of its pages; empty where it was not kept.
    pub locale: String,
    /// Whom it was made out to; empty for nobody in particular.
    pub recipient: String,
    /// How many pages it has; 0 where it was not kept.
    pub pages: u32,
    /// How long the file is; 0 where it was not kept.
    pub bytes: u64,
    /// SHA-256 of the signed file, where it was kept.
    pub file_hash: Option<B256>,
    /// SHA-256 of the report before it was signed, where it was kept: the same whatever is added to the file later.
    pub base_hash: Option<B256>,
    /// SHA-256 of what was asked for, where it was kept.
    pub request: Option<B256>,
}

const COLUMNS: &str = "number, epc, description, path, issued_at, as_of_block, evidence_hash,
    template, locale, recipient, pages, bytes, file_hash, base_hash, request";

pub(crate) fn insert(connection: &Connection, report: &ReportRow) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO reports ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
    );
    connection.prepare_cached(&sql)?.execute(params![
        report.number,
        report.epc,
        report.description,
        report.path,
        report.issued_at.cast_signed(),
        report.as_of_block.cast_signed(),
        report.evidence_hash.0,
        report.template,
        report.locale,
        report.recipient,
        report.pages,
        report.bytes.cast_signed(),
        report.file_hash.map(|hash| hash.0),
        report.base_hash.map(|hash| hash.0),
        report.request.map(|hash| hash.0),
    ])?;
    Ok(())
}

/// All reports, newest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ReportRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM reports ORDER BY issued_at DESC, rowid DESC");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The report with this number.
pub(crate) fn of(connection: &Connection, number: &str) -> Result<Option<ReportRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM reports WHERE number = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([number], read).optional()?)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<ReportRow> {
    let hash = |column| -> rusqlite::Result<Option<B256>> {
        Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(B256::from))
    };
    Ok(ReportRow {
        number: row.get(0)?,
        epc: row.get(1)?,
        description: row.get(2)?,
        path: row.get(3)?,
        issued_at: row.get::<_, i64>(4)?.cast_unsigned(),
        as_of_block: row.get::<_, i64>(5)?.cast_unsigned(),
        evidence_hash: hash_column(row, 6)?,
        template: row.get(7)?,
        locale: row.get(8)?,
        recipient: row.get(9)?,
        pages: row.get(10)?,
        bytes: row.get::<_, i64>(11)?.cast_unsigned(),
        file_hash: hash(12)?,
        base_hash: hash(13)?,
        request: hash(14)?,
    })
}
