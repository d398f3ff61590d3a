//! Writing a ledger file, part by part.

use std::path::Path;

use evidence::{BlockPart, Header, StateEvidence};
use rusqlite::{Connection, params};

use super::{APPLICATION_ID, FORMAT, LedgerFile, LedgerFileError, LedgerOrigin, SCHEMA};
use crate::StoreError;
use crate::database::Database;
use crate::packing::Shape;
use crate::tables::signed;

/// A ledger file that is being written. Until [`LedgerWriter::finish`] it is not one: nobody takes half a file for a whole.
#[derive(Debug)]
pub struct LedgerWriter {
    database: Database,
}

impl LedgerFile {
    /// Writes a new file with these blocks; `path` must not exist.
    pub fn write(
        path: &Path,
        origin: &LedgerOrigin,
        parts: &[BlockPart],
    ) -> Result<(), LedgerFileError> {
        let mut writer = Self::create(path, origin)?;
        parts.iter().try_for_each(|part| writer.add_part(part))?;
        writer.finish()
    }

    /// Begins a new file; `path` must not exist. The same parts in the same order give the same bytes.
    pub fn create(path: &Path, origin: &LedgerOrigin) -> Result<LedgerWriter, LedgerFileError> {
        let database = begin(path, origin).map_err(LedgerFileError::Unwritable)?;
        Ok(LedgerWriter { database })
    }
}

fn begin(path: &Path, origin: &LedgerOrigin) -> Result<Database, StoreError> {
    let connection = Connection::open(path)?;
    connection.execute_batch(SCHEMA)?;
    connection.execute(
        "INSERT INTO origin (one, chain_id, genesis, contract, code_hash, label) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
        params![
            origin.chain_id.cast_signed(),
            origin.genesis.0,
            origin.contract.0.0,
            origin.code_hash.0,
            origin.label
        ],
    )?;
    let database = Database::new(connection);
    database.begin_bulk()?;
    Ok(database)
}

impl LedgerWriter {
    /// Adds a block with its receipts.
    pub fn add_part(&mut self, part: &BlockPart) -> Result<(), LedgerFileError> {
        let receipts = part
            .receipts
            .as_ref()
            .map_or(&[][..], |held| held.encoded());
        self.write(1 + receipts.len(), |database| {
            let number = signed(part.header.number())?;
            insert_header(
                database,
                "INSERT INTO headers (number, rlp) VALUES (?1, ?2)",
                &part.header,
            )?;
            let mut statement = database.connection.prepare_cached(
                "INSERT INTO receipts (block, tx_index, encoded) VALUES (?1, ?2, ?3)",
            )?;
            for (tx_index, encoded) in (0_i64..).zip(receipts) {
                let packed = database.pack(Shape::Rlp, encoded)?;
                statement.execute(params![number, tx_index, packed])?;
            }
            Ok(())
        })
    }

    /// Adds a proof of the ledger's state.
    pub fn add_state(&mut self, state: &StateEvidence) -> Result<(), LedgerFileError> {
        self.write(1, |database| {
            let sql = "INSERT INTO states (block, account, storage) VALUES (?1, ?2, ?3)";
            database.connection.execute(
                sql,
                params![
                    signed(state.block)?,
                    alloy_rlp::encode(&state.account),
                    alloy_rlp::encode(&state.storage)
                ],
            )?;
            Ok(())
        })
    }

    /// Adds a sealed header that lies outside the blocks and shows a change of validators.
    pub fn add_handover(&mut self, header: &Header) -> Result<(), LedgerFileError> {
        self.write(1, |database| {
            insert_header(
                database,
                "INSERT INTO handovers (number, rlp) VALUES (?1, ?2)",
                header,
            )
        })
    }

    /// Ends the file. It is whole and in one piece from here on.
    pub fn finish(self) -> Result<(), LedgerFileError> {
        let finished = self.database.leave_bulk().and_then(|()| {
            let connection = &self.database.connection;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", FORMAT)?;
            connection.execute("VACUUM", [])?;
            Ok(())
        });
        finished.map_err(LedgerFileError::Unwritable)
    }

    fn write(
        &self,
        rows: usize,
        work: impl FnOnce(&Database) -> Result<(), StoreError>,
    ) -> Result<(), LedgerFileError> {
        let written = self.database.write(rows, work);
        written.map_err(LedgerFileError::Unwritable)
    }
}

fn insert_header(database: &Database, sql: &str, header: &Header) -> Result<(), StoreError> {
    let packed = database.pack(Shape::Rlp, &header.rlp())?;
    let mut statement = database.connection.prepare_cached(sql)?;
    statement.execute(params![signed(header.number())?, packed])?;
    Ok(())
}
