//! The table `kinds`: a log's topic with the name of its decoding, a number for both.

use std::collections::HashMap;

use alloy_primitives::B256;
use rusqlite::{Connection, OptionalExtension, params};

use super::hash_column;
use crate::StoreError;
use crate::database::Database;

/// What memory holds of the table.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    /// A ledger has a few dozen.
    numbers: Vec<(B256, String, i64)>,
    names: HashMap<i64, (B256, String)>,
}

impl Kinds {
    pub(crate) fn forget(&mut self) {
        self.numbers.clear();
        self.names.clear();
    }
}

/// The number of a kind, which is made if it is new.
pub(crate) fn number(
    database: &Database,
    topic: B256,
    event_type: &str,
) -> Result<i64, StoreError> {
    let mut kinds = database.kinds.borrow_mut();
    let known = (kinds.numbers.iter())
        .find(|(known, name, _)| (*known, name.as_str()) == (topic, event_type));
    if let Some((_, _, number)) = known {
        return Ok(*number);
    }
    let number = find_or_insert(&database.connection, topic, event_type)?;
    kinds.numbers.push((topic, event_type.to_owned(), number));
    Ok(number)
}

fn find_or_insert(
    connection: &Connection,
    topic: B256,
    event_type: &str,
) -> Result<i64, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM kinds WHERE topic = ?1 AND type = ?2")?;
    let found = statement
        .query_row(params![topic.0, event_type], |row| row.get(0))
        .optional()?;
    if let Some(number) = found {
        return Ok(number);
    }
    let mut statement =
        connection.prepare_cached("INSERT INTO kinds (topic, type) VALUES (?1, ?2)")?;
    Ok(statement.insert(params![topic.0, event_type])?)
}

/// The topic and the name of a kind; `None` if there is none of that number.
pub(crate) fn name(database: &Database, number: i64) -> Result<Option<(B256, String)>, StoreError> {
    let mut kinds = database.kinds.borrow_mut();
    if let Some(name) = kinds.names.get(&number) {
        return Ok(Some(name.clone()));
    }
    let mut statement = database
        .connection
        .prepare_cached("SELECT topic, type FROM kinds WHERE id = ?1")?;
    let found = statement
        .query_row([number], |row| Ok((hash_column(row, 0)?, row.get(1)?)))
        .optional()?;
    if let Some(name) = &found {
        kinds.names.insert(number, name.clone());
    }
    Ok(found)
}
