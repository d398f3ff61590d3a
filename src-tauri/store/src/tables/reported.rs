//! The tables `reported_ranges` and `reported_blocks`: of which blocks the events were only reported by a node.

use std::ops::RangeInclusive;

use alloy_primitives::B256;
use rusqlite::{Connection, OptionalExtension, params};

use super::{hash_column, signed};
use crate::StoreError;

/// All ranges, ascending; no two touch.
pub(crate) fn ranges(connection: &Connection) -> Result<Vec<RangeInclusive<u64>>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT first, last FROM reported_ranges ORDER BY first")?;
    let rows = statement.query_map([], |row| {
        Ok(row.get::<_, i64>(0)?.cast_unsigned()..=row.get::<_, i64>(1)?.cast_unsigned())
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Adds a range; one that ends right before it grows instead.
pub(crate) fn add_range(
    connection: &Connection,
    range: &RangeInclusive<u64>,
) -> Result<(), StoreError> {
    let (first, last) = (signed(*range.start())?, signed(*range.end())?);
    let sql = "UPDATE reported_ranges SET last = ?2 WHERE last = ?1 - 1";
    if connection.execute(sql, [first, last])? == 0 {
        let sql = "INSERT INTO reported_ranges (first, last) VALUES (?1, ?2)";
        connection.execute(sql, [first, last])?;
    }
    Ok(())
}

/// Takes blocks out of the ranges, which shrink or are split.
pub(crate) fn remove(
    connection: &Connection,
    taken: &RangeInclusive<u64>,
) -> Result<(), StoreError> {
    for range in ranges(connection)? {
        if range.end() < taken.start() || range.start() > taken.end() {
            continue;
        }
        let first = signed(*range.start())?;
        connection.execute("DELETE FROM reported_ranges WHERE first = ?1", [first])?;
        if range.start() < taken.start() {
            insert(connection, *range.start(), taken.start() - 1)?;
        }
        if range.end() > taken.end() {
            insert(connection, taken.end() + 1, *range.end())?;
        }
    }
    let bounds = [
        signed(*taken.start())?,
        i64::try_from(*taken.end()).unwrap_or(i64::MAX),
    ];
    let sql = "DELETE FROM reported_blocks WHERE number BETWEEN ?1 AND ?2";
    connection.execute(sql, bounds)?;
    Ok(())
}

fn insert(connection: &Connection, first: u64, last: u64) -> Result<(), StoreError> {
    let sql = "INSERT INTO reported_ranges (first, last) VALUES (?1, ?2)";
    connection.execute(sql, [signed(first)?, signed(last)?])?;
    Ok(())
}

pub(crate) fn add_hash(connection: &Connection, number: u64, hash: B256) -> Result<(), StoreError> {
    let sql = "INSERT INTO reported_blocks (number, hash) VALUES (?1, ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params![signed(number)?, hash.0])?;
    Ok(())
}

pub(crate) fn hash_at(connection: &Connection, number: u64) -> Result<Option<B256>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT hash FROM reported_blocks WHERE number = ?1")?;
    Ok(statement
        .query_row([number.cast_signed()], |row| hash_column(row, 0))
        .optional()?)
}

/// The newest reported block with its hash.
pub(crate) fn newest(connection: &Connection) -> Result<Option<(u64, B256)>, StoreError> {
    let sql = "SELECT number, hash FROM reported_blocks ORDER BY number DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), hash_column(row, 1)?))
    });
    Ok(found.optional()?)
}
