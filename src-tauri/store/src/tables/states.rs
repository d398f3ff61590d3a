//! The table `states`: proofs of the ledger's state at some blocks.

use alloy_primitives::Bytes;
use alloy_rlp::Decodable;
use evidence::StateEvidence;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::signed;
use crate::StoreError;

/// How many proofs are kept: the newest.
const KEPT: u32 = 8;

/// Keeps a proof; an older one of the same block gives way, as do those that are no longer among the newest.
pub(crate) fn set(connection: &Connection, state: &StateEvidence) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO states (block, account, storage) VALUES (?1, ?2, ?3)";
    connection.execute(
        sql,
        params![
            signed(state.block)?,
            alloy_rlp::encode(&state.account),
            alloy_rlp::encode(&state.storage)
        ],
    )?;
    let sql = "DELETE FROM states WHERE block NOT IN (SELECT block FROM states ORDER BY block DESC LIMIT ?1)";
    connection.execute(sql, [KEPT])?;
    Ok(())
}

/// The newest proof of a block up to this one.
pub(crate) fn newest(
    connection: &Connection,
    up_to: u64,
) -> Result<Option<StateEvidence>, StoreError> {
    let sql =
        "SELECT block, account, storage FROM states WHERE block <= ?1 ORDER BY block DESC LIMIT 1";
    let up_to = i64::try_from(up_to).unwrap_or(i64::MAX);
    let row = connection.query_row(sql, [up_to], read).optional()?;
    row.map(decode).transpose()
}

/// All proofs that are kept, ascending by block.
pub(crate) fn all(connection: &Connection) -> Result<Vec<StateEvidence>, StoreError> {
    let sql = "SELECT block, account, storage FROM states ORDER BY block";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement
        .query_map([], read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(decode).collect()
}

type StateRow = (i64, Vec<u8>, Vec<u8>);

fn read(row: &Row<'_>) -> rusqlite::Result<StateRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn decode((block, account, storage): StateRow) -> Result<StateEvidence, StoreError> {
    let block = block.cast_unsigned();
    let nodes = |rlp: &[u8]| nodes(rlp).ok_or(StoreError::Damaged { block });
    Ok(StateEvidence {
        block,
        account: nodes(&account)?,
        storage: nodes(&storage)?,
    })
}

/// A list of trie nodes from its RLP.
pub(crate) fn nodes(mut rlp: &[u8]) -> Option<Vec<Bytes>> {
    let nodes = Vec::<Bytes>::decode(&mut rlp).ok()?;
    rlp.is_empty().then_some(nodes)
}
