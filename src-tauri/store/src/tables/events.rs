//! The table `events`: the ledger's events of record, raw log beside the name of its decoding.

use alloy_primitives::{B256, Bytes};
use rusqlite::{Connection, params};
use trace::EventKey;

use super::hash_column;
use crate::StoreError;

/// One log of the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventRow {
    /// Block and log index.
    pub key: EventKey,
    /// The index of its transaction in the block.
    pub tx_index: u64,
    /// The block's time (Unix seconds).
    pub block_time: u64,
    /// The name of the decoded event, or `undecoded`.
    pub event_type: String,
    /// When it happened (Unix milliseconds), where the event has a record.
    pub event_time: Option<u64>,
    /// The log's only topic.
    pub topic: B256,
    /// The log's data.
    pub data: Bytes,
}

pub(crate) fn insert(connection: &Connection, row: &EventRow) -> Result<(), StoreError> {
    let out_of_range = StoreError::OutOfRange {
        block: row.key.block,
    };
    let key = row.key.packed().ok_or(out_of_range)?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO events (key, tx_index, block_time, type, event_time, topic, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    statement.execute(params![
        key,
        row.tx_index.cast_signed(),
        row.block_time.cast_signed(),
        row.event_type,
        row.event_time.map(u64::cast_signed),
        row.topic.0,
        row.data.as_ref(),
    ])?;
    Ok(())
}

/// The events up to and with this block, in chain order.
pub(crate) fn up_to(connection: &Connection, block: u64) -> Result<Vec<EventRow>, StoreError> {
    let last = EventKey {
        block,
        log_index: 0xf_ffff,
    }
    .packed()
    .unwrap_or(i64::MAX);
    let sql = "SELECT key, tx_index, block_time, type, event_time, topic, data FROM events WHERE key <= ?1 ORDER BY key";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([last], |row| {
        let key = EventKey::unpack(row.get(0)?)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(0, row.get(0)?))?;
        Ok(EventRow {
            key,
            tx_index: row.get::<_, i64>(1)?.cast_unsigned(),
            block_time: row.get::<_, i64>(2)?.cast_unsigned(),
            event_type: row.get(3)?,
            event_time: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
            topic: hash_column(row, 5)?,
            data: row.get::<_, Vec<u8>>(6)?.into(),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn count(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection
        .query_row("SELECT count(*) FROM events", [], |row| {
            row.get::<_, i64>(0)
        })?
        .cast_unsigned())
}
