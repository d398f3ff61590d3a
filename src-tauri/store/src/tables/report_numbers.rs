//! The table `report_numbers`: numbers of reports that are being issued, or whose issuing was cut short.

use alloy_primitives::B256;
use rusqlite::{Connection, OptionalExtension, params};

use super::hash_column;
use crate::StoreError;

/// The largest number that numbers are counted on from; what people choose beyond it is theirs.
const COUNTED: u64 = 999_999_999;

/// A number that was set aside for one report and is never given to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReservedNumber {
    /// The number.
    pub number: String,
    /// SHA-256 of what was asked for.
    pub request: B256,
    /// Where the report goes.
    pub path: String,
    /// When it is issued (Unix seconds).
    pub issued_at: u64,
    /// The newest block it takes into account.
    pub as_of_block: u64,
}

const COLUMNS: &str = "number, request, path, issued_at, as_of_block";

pub(crate) fn insert(connection: &Connection, reserved: &ReservedNumber) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO report_numbers ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5)");
    connection.prepare_cached(&sql)?.execute(params![
        reserved.number,
        reserved.request.0,
        reserved.path,
        reserved.issued_at.cast_signed(),
        reserved.as_of_block.cast_signed(),
    ])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, number: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM report_numbers WHERE number = ?1";
    connection.prepare_cached(sql)?.execute([number])?;
    Ok(())
}

/// All of them, in their order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ReservedNumber>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM report_numbers ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// What was last set aside for this request as of this block and never came to its end.
pub(crate) fn of_request(
    connection: &Connection,
    request: B256,
    as_of_block: u64,
) -> Result<Option<ReservedNumber>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM report_numbers WHERE request = ?1 AND as_of_block = ?2
         ORDER BY issued_at DESC LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let wanted = params![request.0, as_of_block.cast_signed()];
    Ok(statement.query_row(wanted, read).optional()?)
}

/// Whether a number belongs to a report or is set aside for one.
pub(crate) fn is_taken(connection: &Connection, number: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM reports WHERE number = ?1)
                   OR EXISTS (SELECT 1 FROM report_numbers WHERE number = ?1)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([number], |row| row.get(0))?)
}

/// The count behind the highest number that begins like this; 1 where there is none.
pub(crate) fn next_count(connection: &Connection, prefix: &str) -> Result<u64, StoreError> {
    let sql = "SELECT substr(number, length(?1) + 1) FROM
                 (SELECT number FROM reports UNION ALL SELECT number FROM report_numbers)
               WHERE substr(number, 1, length(?1)) = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut highest = 0;
    let mut rows = statement.query([prefix])?;
    while let Some(row) = rows.next()? {
        let rest: String = row.get(0)?;
        let is_count = !rest.is_empty() && rest.bytes().all(|digit| digit.is_ascii_digit());
        let count = rest.parse::<u64>().ok().filter(|_| is_count);
        highest = count
            .filter(|count| *count < COUNTED)
            .map_or(highest, |count| highest.max(count));
    }
    Ok(highest + 1)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<ReservedNumber> {
    Ok(ReservedNumber {
        number: row.get(0)?,
        request: hash_column(row, 1)?,
        path: row.get(2)?,
        issued_at: row.get::<_, i64>(3)?.cast_unsigned(),
        as_of_block: row.get::<_, i64>(4)?.cast_unsigned(),
    })
}
