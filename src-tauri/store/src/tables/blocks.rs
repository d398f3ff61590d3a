//! The table `blocks`: every header held, the newest being the cursor.

use std::ops::RangeInclusive;

use alloy_primitives::B256;
use evidence::Header;
use rusqlite::{Connection, OptionalExtension, params};

use super::hash_column;
use crate::StoreError;

pub(crate) fn insert(connection: &Connection, header: &Header) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare_cached("INSERT INTO blocks (number, hash, header) VALUES (?1, ?2, ?3)")?;
    statement.execute(params![
        header.number().cast_signed(),
        header.hash().0,
        header.rlp()
    ])?;
    Ok(())
}

pub(crate) fn newest(connection: &Connection) -> Result<Option<(u64, B256)>, StoreError> {
    let sql = "SELECT number, hash FROM blocks ORDER BY number DESC LIMIT 1";
    let found = connection.query_row(sql, [], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), hash_column(row, 1)?))
    });
    Ok(found.optional()?)
}

pub(crate) fn hash_at(connection: &Connection, number: u64) -> Result<Option<B256>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash FROM blocks WHERE number = ?1")?;
    Ok(statement
        .query_row([number.cast_signed()], |row| hash_column(row, 0))
        .optional()?)
}

pub(crate) fn headers(
    connection: &Connection,
    range: RangeInclusive<u64>,
) -> Result<Vec<Header>, StoreError> {
    let sql = "SELECT number, header FROM blocks WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([range.start().cast_signed(), range.end().cast_signed()])?;
    let mut headers = Vec::new();
    while let Some(row) = rows.next()? {
        let block = row.get::<_, i64>(0)?.cast_unsigned();
        let rlp = row
            .get_ref(1)?
            .as_blob()
            .map_err(|_| StoreError::Damaged { block })?;
        headers.push(Header::from_rlp(rlp).map_err(StoreError::damaged(block))?);
    }
    Ok(headers)
}
