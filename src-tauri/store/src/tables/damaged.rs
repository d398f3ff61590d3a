//! The table `damaged_rows`: what a repair took out because it was damaged, kept as it was found.

use rusqlite::Connection;

use super::signed;
use crate::StoreError;

/// Takes out the header of a block.
pub(crate) fn take_header(connection: &Connection, block: u64) -> Result<(), StoreError> {
    let block = signed(block)?;
    let sql = "INSERT INTO damaged_rows (origin, block, bytes) SELECT 'blocks', number, header FROM blocks WHERE number = ?1";
    connection.execute(sql, [block])?;
    connection.execute("DELETE FROM blocks WHERE number = ?1", [block])?;
    Ok(())
}

/// Takes out all receipts of a block.
pub(crate) fn take_receipts(connection: &Connection, block: u64) -> Result<(), StoreError> {
    let block = signed(block)?;
    let sql = "INSERT INTO damaged_rows (origin, block, bytes) SELECT 'receipts', block, encoded FROM receipts WHERE block = ?1";
    connection.execute(sql, [block])?;
    connection.execute("DELETE FROM receipts WHERE block = ?1", [block])?;
    Ok(())
}

/// How many rows were ever taken out.
pub(crate) fn count(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM damaged_rows";
    let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}
