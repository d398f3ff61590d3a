//! The tables `superseded_*` and `disproved_events`: what a reorg or a receipt replaced, kept as it was.

use alloy_primitives::B256;
use rusqlite::Connection;
use trace::EventKey;

use super::events::EventRow;
use crate::StoreError;
use crate::database::Database;

/// Moves everything above `ancestor` out of the live tables.
pub(crate) fn move_above(connection: &Connection, ancestor: u64) -> Result<(), StoreError> {
    move_behind(connection, super::signed(ancestor)?)
}

/// Moves everything out of the live tables.
pub(crate) fn move_all(connection: &Connection) -> Result<(), StoreError> {
    move_behind(connection, -1)
}

fn move_behind(connection: &Connection, ancestor: i64) -> Result<(), StoreError> {
    // A block may be replaced, return and be replaced again: it is the same block, so the first copy stands.
    let steps = [
        "INSERT OR IGNORE INTO superseded_events (block_hash, key, tx_index, block_time, kind, event_time, data)
         SELECT b.hash, e.key, e.tx_index, e.block_time, e.kind, e.event_time, e.data
         FROM events e JOIN blocks b ON b.number = e.key >> 20 WHERE e.key >= (?1 + 1) << 20",
        "INSERT OR IGNORE INTO superseded_events (block_hash, key, tx_index, block_time, kind, event_time, data)
         SELECT r.hash, e.key, e.tx_index, e.block_time, e.kind, e.event_time, e.data
         FROM events e JOIN reported_blocks r ON r.number = e.key >> 20 WHERE e.key >= (?1 + 1) << 20",
        "INSERT OR IGNORE INTO superseded_receipts (block_hash, tx_index, encoded)
         SELECT b.hash, r.tx_index, r.encoded FROM receipts r JOIN blocks b ON b.number = r.block WHERE r.block > ?1",
        "INSERT OR IGNORE INTO superseded_states (block_hash, block, account, storage)
         SELECT b.hash, s.block, s.account, s.storage FROM states s JOIN blocks b ON b.number = s.block WHERE s.block > ?1",
        "INSERT OR IGNORE INTO superseded_blocks (hash, number, header, rolled_back_to)
         SELECT hash, number, header, ?1 FROM blocks WHERE number > ?1",
        "DELETE FROM events WHERE key >= (?1 + 1) << 20",
        "DELETE FROM receipts WHERE block > ?1",
        "DELETE FROM states WHERE block > ?1",
        "DELETE FROM blocks WHERE number > ?1",
    ];
    for sql in steps {
        connection.execute(sql, [ancestor])?;
    }
    Ok(())
}

/// Moves a live event, which receipts disproved, out of the way.
pub(crate) fn disprove(connection: &Connection, key: EventKey) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO disproved_events (block_hash, key, tx_index, block_time, kind, event_time, data)
         SELECT r.hash, e.key, e.tx_index, e.block_time, e.kind, e.event_time, e.data
         FROM events e LEFT JOIN reported_blocks r ON r.number = e.key >> 20 WHERE e.key = ?1",
    )?;
    statement.execute([key.packed()])?;
    super::events::delete(connection, key)
}

/// Whether a reorg has replaced the block of this hash.
pub(crate) fn holds_block(connection: &Connection, hash: B256) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM superseded_blocks WHERE hash = ?1)";
    Ok(connection.query_row(sql, [hash.0], |row| row.get(0))?)
}

/// The events up to a block that reorgs have replaced, in chain order; one that was replaced twice is there twice.
pub(crate) fn events_up_to(database: &Database, block: u64) -> Result<Vec<EventRow>, StoreError> {
    let sql = "SELECT key, tx_index, block_time, kind, event_time, data FROM superseded_events
               WHERE key <= ?1 ORDER BY key, block_hash";
    let mut statement = database.connection.prepare_cached(sql)?;
    let mut rows = statement.query([super::events::last_key(block)])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(super::events::read(database, row)?);
    }
    Ok(events)
}

/// How many events reorgs have replaced.
pub(crate) fn event_count(connection: &Connection) -> Result<u64, StoreError> {
    count(connection, "SELECT count(*) FROM superseded_events")
}

/// How many reported events receipts have disproved.
pub(crate) fn disproved_count(connection: &Connection) -> Result<u64, StoreError> {
    count(connection, "SELECT count(*) FROM disproved_events")
}

fn count(connection: &Connection, sql: &str) -> Result<u64, StoreError> {
    Ok(connection
        .query_row(sql, [], |row| row.get::<_, i64>(0))?
        .cast_unsigned())
}
