//! The table `receipts`: all receipts of the blocks in which the ledger wrote.

use std::ops::RangeInclusive;

use evidence::{MAX_RECEIPTS_BYTES, Receipts};
use rusqlite::{CachedStatement, params};

use super::signed;
use crate::StoreError;
use crate::database::Database;
use crate::packing::Shape;

pub(crate) fn insert(
    database: &Database,
    block: u64,
    receipts: &Receipts,
) -> Result<(), StoreError> {
    let mut insert = Insert::new(database)?;
    (0..)
        .zip(receipts.encoded())
        .try_for_each(|(tx_index, encoded)| insert.row(block, tx_index, encoded))
}

/// Writes rows.
pub(crate) struct Insert<'a> {
    database: &'a Database,
    statement: CachedStatement<'a>,
}

impl<'a> Insert<'a> {
    pub(crate) fn new(database: &'a Database) -> Result<Self, StoreError> {
        let sql = "INSERT INTO receipts (block, tx_index, encoded) VALUES (?1, ?2, ?3)";
        let statement = database.connection.prepare_cached(sql)?;
        Ok(Self {
            database,
            statement,
        })
    }

    pub(crate) fn row(
        &mut self,
        block: u64,
        tx_index: i64,
        encoded: &[u8],
    ) -> Result<(), StoreError> {
        let packed = self.database.pack(Shape::Rlp, encoded)?;
        self.statement
            .execute(params![signed(block)?, tx_index, packed])?;
        Ok(())
    }
}

/// The numbers of the blocks of a range whose receipts are held, ascending.
pub(crate) fn blocks(
    database: &Database,
    range: RangeInclusive<u64>,
) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT DISTINCT block FROM receipts WHERE block BETWEEN ?1 AND ?2 ORDER BY block";
    let mut statement = database.connection.prepare_cached(sql)?;
    let last = i64::try_from(*range.end()).unwrap_or(i64::MAX);
    let rows = statement.query_map([signed(*range.start())?, last], |row| row.get::<_, i64>(0))?;
    rows.map(|row| Ok(row?.cast_unsigned())).collect()
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
