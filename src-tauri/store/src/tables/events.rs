//! The table `events`: the ledger's events of record, raw log beside the name of its decoding.

use std::borrow::Borrow;
use std::ops::RangeInclusive;

use alloy_primitives::{B256, Bytes};
use rusqlite::{Connection, Row, params};
use trace::EventKey;

use super::kinds;
use crate::database::Database;
use crate::packing::Shape;
use crate::{EventOutline, StoreError};

/// The most bytes that a log's data may have: no block has room for more.
const MAX_DATA: usize = 64 << 20;

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

impl EventRow {
    /// Whether both are the same log in the same place, however it was read.
    pub fn same_log(&self, other: &Self) -> bool {
        (self.key, self.tx_index, self.topic) == (other.key, other.tx_index, other.topic)
            && self.data == other.data
    }
}

pub(crate) fn insert(database: &Database, row: &EventRow) -> Result<(), StoreError> {
    insert_all(database, [row])
}

pub(crate) fn insert_all<E: Borrow<EventRow>>(
    database: &Database,
    rows: impl IntoIterator<Item = E>,
) -> Result<(), StoreError> {
    let mut statement = database.connection.prepare_cached(
        "INSERT INTO events (key, tx_index, block_time, kind, event_time, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for row in rows {
        let row = row.borrow();
        let out_of_range = StoreError::OutOfRange {
            block: row.key.block,
        };
        let key = row.key.packed().ok_or(out_of_range)?;
        let kind = kinds::number(database, row.topic, &row.event_type)?;
        let data = database.pack(Shape::Words, &row.data)?;
        statement.execute(params![
            key,
            row.tx_index.cast_signed(),
            row.block_time.cast_signed(),
            kind,
            row.event_time.map(u64::cast_signed),
            data,
        ])?;
    }
    Ok(())
}

/// Hands over the events of a range of blocks in chain order.
pub(crate) fn each(
    database: &Database,
    blocks: RangeInclusive<u64>,
    mut with: impl FnMut(EventRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = "SELECT key, tx_index, block_time, kind, event_time, data FROM events WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    let mut statement = database.connection.prepare_cached(sql)?;
    let mut rows = statement.query([first_key(*blocks.start()), last_key(*blocks.end())])?;
    while let Some(row) = rows.next()? {
        with(read(database, row)?)?;
    }
    Ok(())
}

/// Hands over the events of a range of blocks in chain order, without their data.
pub(crate) fn each_outline(
    database: &Database,
    blocks: RangeInclusive<u64>,
    mut with: impl FnMut(EventOutline),
) -> Result<(), StoreError> {
    let sql = "SELECT key, block_time, kind, event_time FROM events WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    let mut statement = database.connection.prepare_cached(sql)?;
    let mut rows = statement.query([first_key(*blocks.start()), last_key(*blocks.end())])?;
    while let Some(row) = rows.next()? {
        let packed_key: i64 = row.get(0)?;
        let damaged = || StoreError::Damaged {
            block: packed_key.cast_unsigned() >> 20,
        };
        let (_, event_type) = kinds::name(database, row.get(2)?)?.ok_or_else(damaged)?;
        with(EventOutline {
            key: EventKey::unpack(packed_key).ok_or_else(damaged)?,
            block_time: row.get::<_, i64>(1)?.cast_unsigned(),
            event_type,
            event_time: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
        });
    }
    Ok(())
}

/// One event; `None` if none of this key is live.
pub(crate) fn read_one(database: &Database, key: EventKey) -> Result<Option<EventRow>, StoreError> {
    let sql = "SELECT key, tx_index, block_time, kind, event_time, data FROM events WHERE key = ?1";
    let mut statement = database.connection.prepare_cached(sql)?;
    let mut rows = statement.query([key.packed()])?;
    rows.next()?.map(|row| read(database, row)).transpose()
}

pub(super) fn read(database: &Database, row: &Row<'_>) -> Result<EventRow, StoreError> {
    let packed_key: i64 = row.get(0)?;
    let damaged = || StoreError::Damaged {
        block: packed_key.cast_unsigned() >> 20,
    };
    let key = EventKey::unpack(packed_key).ok_or_else(damaged)?;
    let (topic, event_type) = kinds::name(database, row.get(3)?)?.ok_or_else(damaged)?;
    let packed = row.get_ref(5)?.as_blob().map_err(|_| damaged())?;
    let data = database.unpack(packed, MAX_DATA)?.ok_or_else(damaged)?;
    Ok(EventRow {
        key,
        tx_index: row.get::<_, i64>(1)?.cast_unsigned(),
        block_time: row.get::<_, i64>(2)?.cast_unsigned(),
        event_type,
        event_time: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
        topic,
        data: data.into(),
    })
}

/// The events of a range of blocks, in chain order.
pub(crate) fn of(
    database: &Database,
    blocks: RangeInclusive<u64>,
) -> Result<Vec<EventRow>, StoreError> {
    let mut rows = Vec::new();
    each(database, blocks, |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

pub(crate) fn delete(connection: &Connection, key: EventKey) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("DELETE FROM events WHERE key = ?1")?;
    statement.execute([key.packed()])?;
    Ok(())
}

pub(crate) fn delete_of(
    connection: &Connection,
    blocks: RangeInclusive<u64>,
) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached("DELETE FROM events WHERE key BETWEEN ?1 AND ?2")?;
    statement.execute([first_key(*blocks.start()), last_key(*blocks.end())])?;
    Ok(())
}

pub(crate) fn count(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection
        .query_row("SELECT count(*) FROM events", [], |row| {
            row.get::<_, i64>(0)
        })?
        .cast_unsigned())
}

/// The smallest key of a block.
fn first_key(block: u64) -> i64 {
    let log_index = 0;
    EventKey { block, log_index }.packed().unwrap_or(i64::MAX)
}

/// The largest key of a block.
pub(super) fn last_key(block: u64) -> i64 {
    let log_index = 0xf_ffff;
    EventKey { block, log_index }.packed().unwrap_or(i64::MAX)
}
