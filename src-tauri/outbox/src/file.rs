//! The file: how it is opened, its formats, and whether it is sound.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::OutboxError;

/// `WMOB`: marks the file as an outbox in SQLite's header.
const APPLICATION_ID: i32 = 0x574d_4f42;

/// Formats, oldest first.
const FORMATS: [&str; 1] = [include_str!("migrations/2026-11-23-first.sql")];

/// Opens the file so that what is written is on the disk before anybody is told so.
pub(crate) fn open(path: &Path) -> Result<Connection, OutboxError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OutboxError::Foreign(path.to_owned()),
        _ => error.into(),
    };
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .map_err(foreign)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    let known = u32::try_from(FORMATS.len()).unwrap_or(u32::MAX);
    if format(connection, path)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it meanwhile.
    let found = format(&transaction, path)?;
    if found > known {
        return Err(OutboxError::Newer { found, known });
    }
    for sql in FORMATS.iter().skip(found as usize) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

/// The format of the file; 0 for an empty one.
fn format(connection: &Connection, path: &Path) -> Result<u32, OutboxError> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let format: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (id, tables) {
        (APPLICATION_ID, _) => Ok(format),
        (0, 0) => Ok(0),
        _ => Err(OutboxError::Foreign(path.to_owned())),
    }
}

/// Goes through every page and every reference.
pub(crate) fn check(connection: &Connection, path: &Path) -> Result<(), OutboxError> {
    let damaged = |what: String| OutboxError::Damaged {
        path: path.to_owned(),
        what,
    };
    let said: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| damaged(error.to_string()))?;
    if said != "ok" {
        return Err(damaged(said));
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    if statement.exists([])? {
        return Err(damaged("a row refers to one that is not there".to_owned()));
    }
    Ok(())
}
