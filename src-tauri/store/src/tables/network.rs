//! The table `network`: which chain and ledger the cache is of.

use alloy_primitives::{Address, B256};
use rusqlite::{Connection, params};

use super::hash_column;
use crate::StoreError;

/// One chain and the ledger on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NetworkRow {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Hash of block 0.
    pub genesis: B256,
    /// The ledger's address.
    pub contract: Address,
    /// Keccak-256 of the ledger's deployed code.
    pub code_hash: B256,
    /// The first block that is synced.
    pub from_block: u64,
    /// What people call it.
    pub label: String,
    /// When the last sync completed (Unix seconds).
    pub synced_at: Option<u64>,
}

pub(crate) fn insert(connection: &Connection, network: &NetworkRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO network (one, chain_id, genesis, contract, code_hash, from_block, label, synced_at)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            // SQLite's integers are signed: the bits are kept.
            network.chain_id.cast_signed(),
            network.genesis.0,
            network.contract.0.0,
            network.code_hash.0,
            network.from_block.cast_signed(),
            network.label,
            network.synced_at.map(u64::cast_signed),
        ],
    )?;
    Ok(())
}

pub(crate) fn read(connection: &Connection) -> Result<NetworkRow, StoreError> {
    let sql =
        "SELECT chain_id, genesis, contract, code_hash, from_block, label, synced_at FROM network";
    Ok(connection.query_row(sql, [], |row| {
        Ok(NetworkRow {
            chain_id: row.get::<_, i64>(0)?.cast_unsigned(),
            genesis: hash_column(row, 1)?,
            contract: Address::from(row.get::<_, [u8; 20]>(2)?),
            code_hash: hash_column(row, 3)?,
            from_block: row.get::<_, i64>(4)?.cast_unsigned(),
            label: row.get(5)?,
            synced_at: row.get::<_, Option<i64>>(6)?.map(i64::cast_unsigned),
        })
    })?)
}

pub(crate) fn set_synced_at(connection: &Connection, seconds: u64) -> Result<(), StoreError> {
    connection.execute("UPDATE network SET synced_at = ?1", [seconds.cast_signed()])?;
    Ok(())
}
