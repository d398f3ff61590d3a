//! One file per table: its rows, how they are written and how they are read.

pub(crate) mod asset_index;
pub(crate) mod blocks;
pub(crate) mod damaged;
pub(crate) mod disagreements;
pub(crate) mod events;
pub(crate) mod interned;
pub(crate) mod kinds;
pub(crate) mod network;
pub(crate) mod receipts;
pub(crate) mod report_notices;
pub(crate) mod report_numbers;
pub(crate) mod reported;
pub(crate) mod reports;
pub(crate) mod seals;
pub(crate) mod states;
pub(crate) mod superseded;

use alloy_primitives::B256;

use crate::StoreError;

/// A 32-byte column; the schema's CHECK makes any other length impossible in a sound file.
pub(crate) fn hash_column(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<B256> {
    row.get::<_, [u8; 32]>(column).map(B256::from)
}

/// A block's number as SQLite orders it.
pub(crate) fn signed(block: u64) -> Result<i64, StoreError> {
    i64::try_from(block).map_err(|_| StoreError::OutOfRange { block })
}
