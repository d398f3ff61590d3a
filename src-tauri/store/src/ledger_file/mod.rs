//! The ledger file (`.waymark`): headers, receipts and proofs of one ledger, as a source like a node is.
//!
//! It carries the sample, starts a new machine, and travels on a USB stick. It proves nothing by itself: whoever reads it
//! checks every header and receipt again, against trust that the file cannot bring.
//!
//! Format 1 holds headers and receipts as they are. Format 2 packs them as the cache does, and adds proofs of state and
//! headers at which the validators changed.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::path::PathBuf;

use alloy_primitives::{Address, B256};
use thiserror::Error;

use crate::StoreError;

pub use read::{LedgerFile, Parts};
pub use write::LedgerWriter;

/// `WMLF`: marks the file in SQLite's header.
const APPLICATION_ID: i32 = 0x574d_4c46;

/// The format that is written.
const FORMAT: u32 = 2;

/// The oldest format that is read.
const OLDEST: u32 = 1;

const SCHEMA: &str = "
CREATE TABLE origin (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  chain_id INTEGER NOT NULL,
  genesis BLOB NOT NULL CHECK (length(genesis) = 32),
  contract BLOB NOT NULL CHECK (length(contract) = 20),
  code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
  label TEXT NOT NULL
) STRICT;
CREATE TABLE interned (number INTEGER PRIMARY KEY, value BLOB NOT NULL CHECK (length(value) IN (20, 32))) STRICT;
CREATE TABLE headers (number INTEGER PRIMARY KEY, rlp BLOB NOT NULL) STRICT;
CREATE TABLE receipts (
  block INTEGER NOT NULL, tx_index INTEGER NOT NULL, encoded BLOB NOT NULL, PRIMARY KEY (block, tx_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE states (block INTEGER PRIMARY KEY, account BLOB NOT NULL, storage BLOB NOT NULL) STRICT;
CREATE TABLE handovers (number INTEGER PRIMARY KEY, rlp BLOB NOT NULL) STRICT;";

/// A file that cannot be used as a ledger file.
#[derive(Debug, Error)]
pub enum LedgerFileError {
    /// There is no file at this path.
    #[error("there is no file at {}", .0.display())]
    Missing(PathBuf),
    /// It is something else, or cut short so early that nothing of it can be read.
    #[error("{} is not a ledger file", .0.display())]
    Foreign(PathBuf),
    /// It was written by a newer Waymark.
    #[error("the ledger file has format {found}; this Waymark reads up to {FORMAT}")]
    Newer {
        /// The format of the file.
        found: u32,
    },
    /// It is a ledger file, but part of it is missing or bent.
    #[error("the ledger file {} is damaged: {what}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// It could not be written: the disk is full, the folder may not be written, and the like.
    #[error("the ledger file could not be written: {0}")]
    Unwritable(#[source] StoreError),
    /// It could not be read.
    #[error("the ledger file could not be used: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// Which ledger a file says it is of. To be compared with what the user trusts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerOrigin {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Hash of block 0.
    pub genesis: B256,
    /// The ledger's address.
    pub contract: Address,
    /// Keccak-256 of the ledger's deployed code.
    pub code_hash: B256,
    /// What people call the network; hostile text.
    pub label: String,
}
