//! The table `receipts`: all receipts of the blocks in which the ledger wrote.

use evidence::{MAX_RECEIPTS_BYTES, Receipts};
use rusqlite::params;

use super::signed;
use crate::StoreError;
use crate::database::Database;
use crate::packing::Shape;

pub(crate) fn insert(
    database: &Database,
    block: u64,
    receipts: &Receipts,
) -> Result<(), StoreError> {
    for (tx_index, encoded) in (0..).zip(receipts.encoded()) {
        insert_row(database, block, tx_index, encoded)?;
    }
    Ok(())
}

pub(crate) fn insert_row(
    database: &Database,
    block: u64,
    tx_index: i64,
    encoded: &[u8],
) -> Result<(), StoreError> {
    let packed = database.pack(Shape::Rlp, encoded)?;
    let mut statement = database
        .connection
        .prepare_cached("INSERT INTO receipts (block, tx_index, encoded) VALUES (?1, ?2, ?3)")?;
    statement.execute(params![signed(block)?, tx_index, packed])?;
    Ok(())
}

/// The receipts of a block; `None` where none are held.
pub(crate) fn read(database: &Database, block: u64) -> Result<Option<Receipts>, StoreError> {
    let mut statement = database
        .connection
        .prepare_cached("SELECT encoded FROM receipts WHERE block = ?1 ORDER BY tx_index")?;
    let mut rows = statement.query([block.cast_signed()])?;
    let mut encoded = Vec::new();
    while let Some(row) = rows.next()? {
        let packed = row.get_ref(0)?.as_blob().unwrap_or_default();
        let receipt = database.unpack(packed, MAX_RECEIPTS_BYTES)?;
        encoded.push(receipt.ok_or(StoreError::Damaged { block })?);
    }
    if encoded.is_empty() {
        return Ok(None);
    }
    Receipts::from_encoded(encoded)
        .map(Some)
        .map_err(|_| StoreError::Damaged { block })
}
