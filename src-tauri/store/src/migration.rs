//! Formats of the cache, oldest first. A format that has shipped is never changed; the next one is added behind it.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::StoreError;
use crate::database::Database;
use crate::tables::interned;

mod packed;
#[cfg(test)]
mod tests;

/// `WMRK`: marks the file as a Waymark cache in SQLite's header.
pub(crate) const CACHE_APPLICATION_ID: i32 = 0x574d_524b;

type Then = fn(&Database) -> Result<(), StoreError>;

/// How a cache of the format before becomes one of this format.
struct Format {
    sql: &'static str,
    /// What SQL alone cannot do, in the same transaction.
    then: Option<Then>,
}

const FORMATS: [Format; 4] = [
    Format {
        sql: include_str!("migrations/2026-11-23-first.sql"),
        then: None,
    },
    Format {
        sql: include_str!("migrations/2026-11-23-packed.sql"),
        then: Some(packed::copy_rows),
    },
    Format {
        sql: include_str!("migrations/2026-11-23-reports.sql"),
        then: None,
    },
    Format {
        sql: include_str!("migrations/2026-11-23-notices.sql"),
        then: None,
    },
];

/// The newest format.
pub(crate) fn known() -> u32 {
    u32::try_from(FORMATS.len()).unwrap_or(u32::MAX)
}

/// Brings the cache to the newest format, keeping a copy of the file as it was.
pub(crate) fn migrate(database: &Database, path: &Path) -> Result<(), StoreError> {
    let known = known();
    let found = format_of(&database.connection, path)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found < known {
        if found > 0 {
            back_up(&database.connection, path, found)?;
        }
        database.write(0, |database| {
            for format in FORMATS.iter().skip(found as usize) {
                database.connection.execute_batch(format.sql)?;
                if let Some(then) = format.then {
                    then(database)?;
                }
            }
            let connection = &database.connection;
            connection.pragma_update(None, "application_id", CACHE_APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", known)?;
            Ok(())
        })?;
    }
    // A bulk load that was killed had dropped it.
    interned::make_index(&database.connection)
}

/// Copies the cache as it is to a file beside it. A copy that is there already, from a migration that did not come to
/// its end, is made anew.
fn back_up(connection: &Connection, path: &Path, format: u32) -> Result<(), StoreError> {
    let copy = backup_path(path, format);
    let draft = copy.with_extension("draft");
    for file in [&draft, &copy] {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Backup(file.clone(), error));
            }
            _ => {}
        }
    }
    connection.execute("VACUUM INTO ?1", [draft.to_string_lossy()])?;
    std::fs::rename(&draft, &copy).map_err(|error| StoreError::Backup(copy, error))
}

/// Where the copy of a cache of this format is kept.
pub(crate) fn backup_path(path: &Path, format: u32) -> PathBuf {
    path.with_extension(format!("format-{format}.db"))
}

/// The format of the cache; 0 for an empty file.
pub(crate) fn format_of(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
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
