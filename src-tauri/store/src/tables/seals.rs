//! The tables `sealed_blocks` and `seal_states`: how far seals were followed, and the state to go on from.

use rusqlite::{Connection, OptionalExtension, params};

use super::signed;
use crate::StoreError;

/// How many states are kept besides the oldest: a reorg goes back to one of them.
const KEPT: u32 = 16;

/// The blocks that are sealed in themselves, ascending; by descent those before them are, too.
pub(crate) fn blocks(connection: &Connection) -> Result<Vec<u64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT number FROM sealed_blocks ORDER BY number")?;
    let rows = statement.query_map([], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Notes a sealed block; `replaces` are the noted ones that it makes superfluous.
pub(crate) fn add(
    connection: &Connection,
    number: u64,
    replaces: &[u64],
) -> Result<(), StoreError> {
    for old in replaces {
        connection.execute(
            "DELETE FROM sealed_blocks WHERE number = ?1",
            [signed(*old)?],
        )?;
    }
    let sql = "INSERT OR IGNORE INTO sealed_blocks (number) VALUES (?1)";
    connection.execute(sql, [signed(number)?])?;
    Ok(())
}

/// Forgets the seals above a block. `lowered` is a block that a forgotten seal had vouched for and that still stands.
pub(crate) fn forget_above(
    connection: &Connection,
    ancestor: u64,
    lowered: Option<u64>,
) -> Result<(), StoreError> {
    let above = ancestor.cast_signed();
    connection.execute("DELETE FROM sealed_blocks WHERE number > ?1", [above])?;
    connection.execute("DELETE FROM seal_states WHERE block > ?1", [above])?;
    match lowered {
        Some(number) => add(connection, number, &[]),
        None => Ok(()),
    }
}

pub(crate) fn set_state(
    connection: &Connection,
    block: u64,
    state: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO seal_states (block, state) VALUES (?1, ?2)";
    connection.execute(sql, params![signed(block)?, state])?;
    let sql = "DELETE FROM seal_states
               WHERE block NOT IN (SELECT block FROM seal_states ORDER BY block DESC LIMIT ?1)
                 AND block <> (SELECT min(block) FROM seal_states)";
    connection.execute(sql, [KEPT])?;
    Ok(())
}

/// The newest state: the block it is of, and its JSON.
pub(crate) fn state(connection: &Connection) -> Result<Option<(u64, String)>, StoreError> {
    let sql = "SELECT block, state FROM seal_states ORDER BY block DESC LIMIT 1";
    let found = connection.query_row(sql, [], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?))
    });
    Ok(found.optional()?)
}

/// Forgets all seals and states, when the user pins validators anew.
pub(crate) fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("DELETE FROM sealed_blocks; DELETE FROM seal_states")?;
    Ok(())
}
