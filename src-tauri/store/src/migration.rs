//! Formats of the cache, oldest first. A format that has shipped is never changed; the next one is added behind it.

use std::path::Path;

use rusqlite::Connection;

use crate::StoreError;

/// `WMRK`: marks the file as a Waymark cache in SQLite's header.
pub(crate) const CACHE_APPLICATION_ID: i32 = 0x574d_524b;

const FORMATS: [&str; 1] = [include_str!("migrations/2026-11-23-first.sql")];

/// Brings the cache to the newest format, keeping a copy of the file as it was.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let known = u32::try_from(FORMATS.len()).unwrap_or(u32::MAX);
    let found = format_of(connection, path)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    if found > 0 {
        let copy = path.with_extension(format!("before-format-{known}.db"));
        connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    }
    let transaction = connection.transaction()?;
    for format in FORMATS.iter().skip(found as usize) {
        transaction.execute_batch(format)?;
    }
    transaction.pragma_update(None, "application_id", CACHE_APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// The format of the cache; 0 for an empty file.
fn format_of(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::Foreign(path.to_owned()),
        _ => error.into(),
    };
    let id: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(foreign)?;
    let format: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (id, tables) {
        (CACHE_APPLICATION_ID, _) => Ok(format),
        (0, 0) => Ok(0),
        _ => Err(StoreError::Foreign(path.to_owned())),
    }
}
