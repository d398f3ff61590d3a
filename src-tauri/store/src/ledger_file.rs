//! The ledger file (`.waymark`): headers and receipts of one ledger, as a source like a node is.
//!
//! It carries the sample, starts a new machine, and travels on a USB stick. It proves nothing by itself: whoever reads it
//! checks every header and receipt again, against trust that the file cannot bring.

use std::path::{Path, PathBuf};

use alloy_primitives::{Address, B256};
use evidence::{BlockPart, Header, Receipts};
use rusqlite::{Connection, OpenFlags, params};
use thiserror::Error;

/// `WMLF`: marks the file in SQLite's header.
const APPLICATION_ID: i32 = 0x574d_4c46;
const FORMAT: u32 = 1;

const SCHEMA: &str = "
CREATE TABLE origin (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  chain_id INTEGER NOT NULL,
  genesis BLOB NOT NULL CHECK (length(genesis) = 32),
  contract BLOB NOT NULL CHECK (length(contract) = 20),
  code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
  label TEXT NOT NULL
) STRICT;
CREATE TABLE headers (number INTEGER PRIMARY KEY, rlp BLOB NOT NULL) STRICT;
CREATE TABLE receipts (
  block INTEGER NOT NULL, tx_index INTEGER NOT NULL, encoded BLOB NOT NULL, PRIMARY KEY (block, tx_index)
) STRICT, WITHOUT ROWID;";

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
    #[error("the ledger file has format {found}; this Waymark reads format {FORMAT}")]
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
    /// It could not be read or written.
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

/// An open ledger file.
#[derive(Debug)]
pub struct LedgerFile {
    connection: Connection,
    path: PathBuf,
}

impl LedgerFile {
    /// Writes a new file; `path` must not exist.
    pub fn write(
        path: &Path,
        origin: &LedgerOrigin,
        parts: &[BlockPart],
    ) -> Result<(), LedgerFileError> {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "user_version", FORMAT)?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.execute(
            "INSERT INTO origin (one, chain_id, genesis, contract, code_hash, label) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
            params![
                origin.chain_id.cast_signed(),
                origin.genesis.0,
                origin.contract.0.0,
                origin.code_hash.0,
                origin.label
            ],
        )?;
        for part in parts {
            write_part(&transaction, part)?;
        }
        transaction.commit()?;
        connection.execute("VACUUM", [])?;
        Ok(())
    }

    /// Opens a file for reading. Damage beyond SQLite's own structure shows when its parts are read.
    pub fn open(path: &Path) -> Result<Self, LedgerFileError> {
        if !path.is_file() {
            return Err(LedgerFileError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        let file = Self {
            connection,
            path: path.to_owned(),
        };
        let foreign = |_| LedgerFileError::Foreign(path.to_owned());
        let id: i32 = file
            .connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(foreign)?;
        if id != APPLICATION_ID {
            return Err(LedgerFileError::Foreign(path.to_owned()));
        }
        let found: u32 = file
            .connection
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found != FORMAT {
            return Err(LedgerFileError::Newer { found });
        }
        file.check_structure()?;
        Ok(file)
    }

    /// SQLite's own check, and the length that it states: a cut or overwritten file fails here, not halfway through.
    fn check_structure(&self) -> Result<(), LedgerFileError> {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let stated: i64 = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| self.damaged(&error.to_string()))?;
        let found = std::fs::metadata(&self.path).map_or(0, |file| file.len());
        if found != stated.cast_unsigned() {
            return Err(self.damaged(&format!("it has {found} bytes instead of {stated}")));
        }
        let verdict: Result<String, _> =
            self.connection
                .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
        match verdict {
            Ok(word) if word == "ok" => Ok(()),
            Ok(word) => Err(self.damaged(&word)),
            Err(error) => Err(self.damaged(&error.to_string())),
        }
    }

    /// Which ledger the file says it is of.
    pub fn origin(&self) -> Result<LedgerOrigin, LedgerFileError> {
        let sql = "SELECT chain_id, genesis, contract, code_hash, label FROM origin";
        self.connection
            .query_row(sql, [], |row| {
                Ok(LedgerOrigin {
                    chain_id: row.get::<_, i64>(0)?.cast_unsigned(),
                    genesis: B256::from(row.get::<_, [u8; 32]>(1)?),
                    contract: Address::from(row.get::<_, [u8; 20]>(2)?),
                    code_hash: B256::from(row.get::<_, [u8; 32]>(3)?),
                    label: row.get(4)?,
                })
            })
            .map_err(|error| self.damaged(&error.to_string()))
    }

    /// Everything in the file, ascending by block. Whether it is genuine is for the reader to check.
    pub fn parts(&self) -> Result<Vec<BlockPart>, LedgerFileError> {
        let mut statement = self
            .connection
            .prepare("SELECT number, rlp FROM headers ORDER BY number")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        let mut parts = Vec::new();
        for row in rows {
            let (number, rlp) = row.map_err(|error| self.damaged(&error.to_string()))?;
            let header = Header::from_rlp(&rlp)
                .map_err(|error| self.damaged(&format!("header {number}: {error}")))?;
            parts.push(BlockPart {
                receipts: self.receipts(number)?,
                header,
            });
        }
        Ok(parts)
    }

    fn receipts(&self, block: i64) -> Result<Option<Receipts>, LedgerFileError> {
        let sql = "SELECT encoded FROM receipts WHERE block = ?1 ORDER BY tx_index";
        let mut statement = self.connection.prepare_cached(sql)?;
        let encoded = statement
            .query_map([block], |row| row.get::<_, Vec<u8>>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()
            .map_err(|error| self.damaged(&error.to_string()))?;
        if encoded.is_empty() {
            return Ok(None);
        }
        let bent = |error: evidence::ReceiptsError| {
            self.damaged(&format!("receipts of block {block}: {error}"))
        };
        Receipts::from_encoded(encoded).map(Some).map_err(bent)
    }

    fn damaged(&self, what: &str) -> LedgerFileError {
        LedgerFileError::Damaged {
            path: self.path.clone(),
            what: what.chars().take(200).collect(),
        }
    }
}

fn write_part(connection: &Connection, part: &BlockPart) -> Result<(), LedgerFileError> {
    let number = part.header.number().cast_signed();
    let mut statement =
        connection.prepare_cached("INSERT INTO headers (number, rlp) VALUES (?1, ?2)")?;
    statement.execute(params![number, part.header.rlp()])?;
    let Some(receipts) = &part.receipts else {
        return Ok(());
    };
    let mut statement = connection
        .prepare_cached("INSERT INTO receipts (block, tx_index, encoded) VALUES (?1, ?2, ?3)")?;
    for (tx_index, encoded) in (0_i64..).zip(receipts.encoded()) {
        let encoded: &[u8] = encoded.as_ref();
        statement.execute(params![number, tx_index, encoded])?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::samples::part;

    fn origin() -> LedgerOrigin {
        LedgerOrigin {
            chain_id: u64::MAX,
            genesis: B256::repeat_byte(1),
            contract: Address::repeat_byte(2),
            code_hash: B256::repeat_byte(3),
            label: "Chip consortium".into(),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("chips.waymark");
        let parts = [
            part(0, 1),
            BlockPart {
                receipts: None,
                ..part(1, 1)
            },
            part(2, 1),
        ];
        LedgerFile::write(&path, &origin(), &parts).unwrap();
        let file = LedgerFile::open(&path).unwrap();
        assert_eq!(file.origin().unwrap(), origin());
        assert_eq!(file.parts().unwrap(), parts);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("chips.waymark");
        let parts: Vec<_> = (0..200).map(|number| part(number, 1)).collect();
        LedgerFile::write(&path, &origin(), &parts).unwrap();
        let whole = std::fs::read(&path).unwrap();
        let cut = dir.path().join("cut.waymark");
        for length in (0..whole.len())
            .step_by(4096)
            .chain([1, 99, 100, whole.len() - 1])
        {
            std::fs::write(&cut, &whole[..length]).unwrap();
            assert!(
                LedgerFile::open(&cut).is_err(),
                "cut to {length} of {} bytes",
                whole.len()
            );
        }
    }

    #[test]
    fn a_foreign_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("holiday.waymark");
        std::fs::write(&path, [0x89, b'P', b'N', b'G'].repeat(500)).unwrap();
        assert!(matches!(
            LedgerFile::open(&path),
            Err(LedgerFileError::Foreign(_))
        ));
        assert!(matches!(
            LedgerFile::open(&dir.path().join("none")),
            Err(LedgerFileError::Missing(_))
        ));
    }
}
