//! From format 1 to format 2: every row is copied into its packed form.

use alloy_primitives::B256;
use rusqlite::{Row, params};

use crate::StoreError;
use crate::database::Database;
use crate::packing::Shape;
use crate::tables::{blocks, hash_column, kinds, receipts};

/// Copies all rows, and drops the tables that they were in.
pub(super) fn copy_rows(database: &Database) -> Result<(), StoreError> {
    copy_blocks(database)?;
    copy_receipts(database)?;
    copy_events(database)?;
    copy_superseded_blocks(database)?;
    copy_superseded_receipts(database)?;
    copy_superseded_events(database)?;
    let dropped = "DROP TABLE blocks_1; DROP TABLE receipts_1; DROP TABLE events_1;
        DROP TABLE superseded_blocks_1; DROP TABLE superseded_receipts_1; DROP TABLE superseded_events_1";
    database.connection.execute_batch(dropped)?;
    Ok(())
}

fn each(
    database: &Database,
    sql: &str,
    mut with: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = database.connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        with(row)?;
    }
    Ok(())
}

fn block_column(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

fn copy_blocks(database: &Database) -> Result<(), StoreError> {
    let sql = "SELECT number, hash, header FROM blocks_1 ORDER BY number";
    each(database, sql, |row| {
        let rlp: Vec<u8> = row.get(2)?;
        blocks::insert_row(database, block_column(row, 0)?, hash_column(row, 1)?, &rlp)
    })
}

fn copy_receipts(database: &Database) -> Result<(), StoreError> {
    let sql = "SELECT block, tx_index, encoded FROM receipts_1 ORDER BY block, tx_index";
    let mut insert = receipts::Insert::new(database)?;
    each(database, sql, |row| {
        let encoded: Vec<u8> = row.get(2)?;
        insert.row(block_column(row, 0)?, row.get(1)?, &encoded)
    })
}

fn copy_superseded_blocks(database: &Database) -> Result<(), StoreError> {
    let sql = "SELECT hash, number, header, rolled_back_to FROM superseded_blocks_1 ORDER BY hash";
    let to = "INSERT INTO superseded_blocks (hash, number, header, rolled_back_to) VALUES (?1, ?2, ?3, ?4)";
    each(database, sql, |row| {
        let header = database.pack(Shape::Rlp, &row.get::<_, Vec<u8>>(2)?)?;
        let mut statement = database.connection.prepare_cached(to)?;
        let (number, rolled_back_to): (i64, i64) = (row.get(1)?, row.get(3)?);
        statement.execute(params![
            hash_column(row, 0)?.0,
            number,
            header,
            rolled_back_to
        ])?;
        Ok(())
    })
}

fn copy_superseded_receipts(database: &Database) -> Result<(), StoreError> {
    let sql = "SELECT block_hash, tx_index, encoded FROM superseded_receipts_1 ORDER BY block_hash, tx_index";
    let to = "INSERT INTO superseded_receipts (block_hash, tx_index, encoded) VALUES (?1, ?2, ?3)";
    each(database, sql, |row| {
        let encoded = database.pack(Shape::Rlp, &row.get::<_, Vec<u8>>(2)?)?;
        let mut statement = database.connection.prepare_cached(to)?;
        statement.execute(params![
            hash_column(row, 0)?.0,
            row.get::<_, i64>(1)?,
            encoded
        ])?;
        Ok(())
    })
}

/// The columns of an event that change their form, from `data`, `topic` and `type` at these places.
fn kind_and_data(
    database: &Database,
    row: &Row<'_>,
    first: usize,
) -> Result<(i64, Vec<u8>), StoreError> {
    let topic: B256 = hash_column(row, first + 1)?;
    let kind = kinds::number(database, topic, &row.get::<_, String>(first + 2)?)?;
    Ok((
        kind,
        database.pack(Shape::Words, &row.get::<_, Vec<u8>>(first)?)?,
    ))
}

fn copy_events(database: &Database) -> Result<(), StoreError> {
    let sql = "SELECT key, tx_index, block_time, event_time, data, topic, type FROM events_1 ORDER BY key";
    let to = "INSERT INTO events (key, tx_index, block_time, event_time, kind, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    each(database, sql, |row| {
        let (kind, data) = kind_and_data(database, row, 4)?;
        let (key, tx_index, block_time): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let event_time: Option<i64> = row.get(3)?;
        let mut statement = database.connection.prepare_cached(to)?;
        statement.execute(params![key, tx_index, block_time, event_time, kind, data])?;
        Ok(())
    })
}

fn copy_superseded_events(database: &Database) -> Result<(), StoreError> {
    let sql = "SELECT block_hash, key, tx_index, block_time, event_time, data, topic, type
               FROM superseded_events_1 ORDER BY block_hash, key";
    let to = "INSERT INTO superseded_events (block_hash, key, tx_index, block_time, event_time, kind, data)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    each(database, sql, |row| {
        let (kind, data) = kind_and_data(database, row, 5)?;
        let (key, tx_index, block_time): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let event_time: Option<i64> = row.get(4)?;
        let hash = hash_column(row, 0)?;
        let mut statement = database.connection.prepare_cached(to)?;
        statement.execute(params![
            hash.0, key, tx_index, block_time, event_time, kind, data
        ])?;
        Ok(())
    })
}
