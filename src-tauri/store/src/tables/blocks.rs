//! The table `blocks`: every header held.

use std::ops::RangeInclusive;

use alloy_primitives::B256;
use evidence::{Header, MAX_HEADER};
use rusqlite::{Connection, OptionalExtension, params};

use super::{hash_column, signed};
use crate::StoreError;
use crate::database::Database;
use crate::packing::Shape;

pub(crate) fn insert(database: &Database, header: &Header) -> Result<(), StoreError> {
    insert_row(database, header.number(), header.hash(), &header.rlp())
}

pub(crate) fn insert_row(
    database: &Database,
    number: u64,
    hash: B256,
    rlp: &[u8],
) -> Result<(), StoreError> {
    let packed = database.pack(Shape::Rlp, rlp)?;
    let mut statement = database
        .connection
        .prepare_cached("INSERT INTO blocks (number, hash, header) VALUES (?1, ?2, ?3)")?;
    statement.execute(params![signed(number)?, hash.0, packed])?;
    Ok(())
}

/// Puts these bytes in the place of a header of the same hash; whether there is one.
pub(crate) fn replace(database: &Database, header: &Header) -> Result<bool, StoreError> {
    let packed = database.pack(Shape::Rlp, &header.rlp())?;
    let mut statement = database
        .connection
        .prepare_cached("UPDATE blocks SET header = ?3 WHERE number = ?1 AND hash = ?2")?;
    let replaced = statement.execute(params![signed(header.number())?, header.hash().0, packed])?;
    Ok(replaced > 0)
}

pub(crate) fn newest(connection: &Connection) -> Result<Option<(u64, B256)>, StoreError> {
    let sql = "SELECT number, hash FROM blocks ORDER BY number DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), hash_column(row, 1)?))
    });
    Ok(found.optional()?)
}

/// How many blocks are held.
pub(crate) fn count(connection: &Connection) -> Result<u64, StoreError> {
    let found = connection.query_row("SELECT count(*) FROM blocks", [], |row| {
        row.get::<_, i64>(0)
    });
    Ok(found?.cast_unsigned())
}

/// The number of the oldest block held.
pub(crate) fn oldest(connection: &Connection) -> Result<Option<u64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT number FROM blocks ORDER BY number LIMIT 1")?;
    let found = statement.query_row([], |row| row.get::<_, i64>(0));
    Ok(found.optional()?.map(i64::cast_unsigned))
}

pub(crate) fn hash_at(connection: &Connection, number: u64) -> Result<Option<B256>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash FROM blocks WHERE number = ?1")?;
    Ok(statement
        .query_row([number.cast_signed()], |row| hash_column(row, 0))
        .optional()?)
}

/// Hands over each row of a range of numbers, ascending: number, hash column, and the header as its bytes give it.
pub(crate) fn each(
    database: &Database,
    range: RangeInclusive<u64>,
    mut with: impl FnMut(u64, B256, Option<Header>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql =
        "SELECT number, hash, header FROM blocks WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
    let mut statement = database.connection.prepare_cached(sql)?;
    let last = i64::try_from(*range.end()).unwrap_or(i64::MAX);
    let mut rows = statement.query([signed(*range.start())?, last])?;
    while let Some(row) = rows.next()? {
        let number = row.get::<_, i64>(0)?.cast_unsigned();
        let packed = row.get_ref(2)?.as_blob().unwrap_or_default();
        let rlp = database.unpack(packed, MAX_HEADER)?;
        let header = rlp.and_then(|rlp| Header::from_rlp(&rlp).ok());
        with(number, hash_column(row, 1)?, header)?;
    }
    Ok(())
}

pub(crate) fn headers(
    database: &Database,
    range: RangeInclusive<u64>,
) -> Result<Vec<Header>, StoreError> {
    let mut headers = Vec::new();
    each(database, range, |block, _, header| {
        headers.push(header.ok_or(StoreError::Damaged { block })?);
        Ok(())
    })?;
    Ok(headers)
}
