//! The table `interned`: values of 20 and 32 bytes that packed bytes refer to by number.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

pub(crate) fn insert(connection: &Connection, value: &[u8]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("INSERT INTO interned (value) VALUES (?1)")?;
    Ok(statement.insert([value])?.cast_unsigned())
}

pub(crate) fn number_of(connection: &Connection, value: &[u8]) -> Result<Option<u64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT number FROM interned WHERE value = ?1 LIMIT 1")?;
    let found = statement.query_row([value], |row| row.get::<_, i64>(0));
    Ok(found.optional()?.map(i64::cast_unsigned))
}

pub(crate) fn value_of(
    connection: &Connection,
    number: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    // A file from elsewhere need not keep to the schema: a value of another length is none.
    let sql = "SELECT value FROM interned WHERE number = ?1 AND length(value) IN (20, 32)";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([number.cast_signed()], |row| row.get(0));
    Ok(found.optional()?)
}

pub(crate) fn count(connection: &Connection) -> Result<u64, StoreError> {
    let found = connection.query_row("SELECT count(*) FROM interned", [], |row| {
        row.get::<_, i64>(0)
    });
    Ok(found?.cast_unsigned())
}

/// Hands over the newest values, at most `most`.
pub(crate) fn newest(
    connection: &Connection,
    most: usize,
    mut each: impl FnMut(u64, &[u8]),
) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT number, value FROM interned ORDER BY number DESC LIMIT ?1")?;
    let mut rows = statement.query([i64::try_from(most).unwrap_or(i64::MAX)])?;
    while let Some(row) = rows.next()? {
        if let Ok(value) = row.get_ref(1)?.as_blob() {
            each(row.get::<_, i64>(0)?.cast_unsigned(), value);
        }
    }
    Ok(())
}

/// Makes the index by value, if it is not there: a bulk load does without.
pub(crate) fn make_index(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("CREATE INDEX IF NOT EXISTS interned_by_value ON interned (value)")?;
    Ok(())
}

pub(crate) fn drop_index(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("DROP INDEX IF EXISTS interned_by_value")?;
    Ok(())
}
