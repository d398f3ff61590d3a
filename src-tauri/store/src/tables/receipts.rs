//! The table `receipts`: all receipts of the blocks in which the ledger wrote.

use evidence::Receipts;
use rusqlite::{Connection, params};

use crate::StoreError;

pub(crate) fn insert(
    connection: &Connection,
    block: u64,
    receipts: &Receipts,
) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare_cached("INSERT INTO receipts (block, tx_index, encoded) VALUES (?1, ?2, ?3)")?;
    for (tx_index, encoded) in receipts.encoded().iter().enumerate() {
        let tx_index = i64::try_from(tx_index).map_err(|_| StoreError::OutOfRange { block })?;
        let encoded: &[u8] = encoded.as_ref();
        statement.execute(params![block.cast_signed(), tx_index, encoded])?;
    }
    Ok(())
}

/// The receipts of a block; `None` where the ledger wrote nothing in it.
pub(crate) fn read(connection: &Connection, block: u64) -> Result<Option<Receipts>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT encoded FROM receipts WHERE block = ?1 ORDER BY tx_index")?;
    let encoded = statement
        .query_map([block.cast_signed()], |row| row.get::<_, Vec<u8>>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    if encoded.is_empty() {
        return Ok(None);
    }
    Receipts::from_encoded(encoded)
        .map(Some)
        .map_err(|_| StoreError::Damaged { block })
}
