//! Reading a ledger file. Everything in it is hostile: its schema, its sizes, its bytes.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use alloy_primitives::{Address, B256, Bytes};
use evidence::{BlockPart, Header, MAX_HEADER, MAX_RECEIPTS_BYTES, Receipts, StateEvidence};
use rusqlite::{Connection, OpenFlags};

use super::{APPLICATION_ID, FORMAT, LedgerFileError, LedgerOrigin, OLDEST};
use crate::database::Database;
use crate::tables::states;

/// The longest label that is read, in characters.
const LONGEST_LABEL: usize = 200;

/// How many headers are read at once.
const CHUNK: usize = 256;

/// An open ledger file.
#[derive(Debug)]
pub struct LedgerFile {
    database: Database,
    path: PathBuf,
    format: u32,
}

impl LedgerFile {
    /// Opens a file for reading. Damage beyond SQLite's own structure shows when its parts are read.
    pub fn open(path: &Path) -> Result<Self, LedgerFileError> {
        if !path.is_file() {
            return Err(LedgerFileError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        let foreign = |_| LedgerFileError::Foreign(path.to_owned());
        let id: i32 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(foreign)?;
        let format: u32 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(foreign)?;
        if id != APPLICATION_ID || format < OLDEST {
            return Err(LedgerFileError::Foreign(path.to_owned()));
        }
        if format > FORMAT {
            return Err(LedgerFileError::Newer { found: format });
        }
        let file = Self {
            database: Database::new(connection),
            path: path.to_owned(),
            format,
        };
        file.check_schema()?;
        file.check_structure()?;
        Ok(file)
    }

    /// Only plain tables: a view, a trigger or a virtual table would run somebody else's query here.
    fn check_schema(&self) -> Result<(), LedgerFileError> {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')
                   OR (type = 'table' AND sql NOT LIKE 'CREATE TABLE%') OR sql LIKE '% AS (%'";
        match self
            .connection()
            .query_row(sql, [], |row| row.get::<_, i64>(0))
        {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged("it holds more than plain tables")),
            Err(error) => Err(self.damaged(&error.to_string())),
        }
    }

    /// SQLite's own check, and the length that it states: a cut or overwritten file fails here, not halfway through.
    fn check_structure(&self) -> Result<(), LedgerFileError> {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let stated: i64 = self
            .connection()
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| self.damaged(&error.to_string()))?;
        let found = std::fs::metadata(&self.path).map_or(0, |file| file.len());
        if found != stated.cast_unsigned() {
            return Err(self.damaged(&format!("it has {found} bytes instead of {stated}")));
        }
        let verdict: Result<String, _> =
            self.connection()
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
        self.connection()
            .query_row(sql, [], |row| {
                Ok(LedgerOrigin {
                    chain_id: row.get::<_, i64>(0)?.cast_unsigned(),
                    genesis: B256::from(row.get::<_, [u8; 32]>(1)?),
                    contract: Address::from(row.get::<_, [u8; 20]>(2)?),
                    code_hash: B256::from(row.get::<_, [u8; 32]>(3)?),
                    label: row
                        .get::<_, String>(4)?
                        .chars()
                        .take(LONGEST_LABEL)
                        .collect(),
                })
            })
            .map_err(|error| self.damaged(&error.to_string()))
    }

    /// The format of the file.
    pub fn format(&self) -> u32 {
        self.format
    }

    /// The number of its newest block: how far its parts go.
    pub fn newest_block(&self) -> Result<Option<u64>, LedgerFileError> {
        let sql = "SELECT max(number) FROM headers";
        let newest = self
            .connection()
            .query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
        newest
            .map(|number| number.map(i64::cast_unsigned))
            .map_err(|error| self.damaged(&error.to_string()))
    }

    /// Everything in the file, ascending by block. Whether it is genuine is for the reader to check.
    pub fn parts(&self) -> Result<Vec<BlockPart>, LedgerFileError> {
        self.parts_after(None).collect()
    }

    /// The blocks behind this one (all, if `None`), ascending, a few at a time in memory: a sync that came from another
    /// source goes on here. Nothing follows an error.
    pub fn parts_after(&self, number: Option<u64>) -> Parts<'_> {
        let next = number.map_or(Some(0), |number| number.checked_add(1));
        Parts {
            file: self,
            next: next.and_then(|next| i64::try_from(next).ok()),
            read: VecDeque::new(),
        }
    }

    /// The proofs of the ledger's state, ascending by block; unchecked.
    pub fn states(&self) -> Result<Vec<StateEvidence>, LedgerFileError> {
        if self.format < 2 {
            return Ok(Vec::new());
        }
        let sql = "SELECT block, account, storage FROM states ORDER BY block";
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> =
            self.rows(sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let state = |(block, account, storage): (i64, Vec<u8>, Vec<u8>)| {
            let bent = || self.damaged(&format!("the state proof of block {block} cannot be read"));
            let nodes =
                |rlp: &[u8]| -> Result<Vec<Bytes>, _> { states::nodes(rlp).ok_or_else(bent) };
            Ok(StateEvidence {
                block: block.cast_unsigned(),
                account: nodes(&account)?,
                storage: nodes(&storage)?,
            })
        };
        rows.into_iter().map(state).collect()
    }

    /// The headers outside the blocks at which the validators changed, ascending; unchecked.
    pub fn handovers(&self) -> Result<Vec<Header>, LedgerFileError> {
        if self.format < 2 {
            return Ok(Vec::new());
        }
        let sql = "SELECT number, rlp FROM handovers ORDER BY number";
        let rows = self.rows(sql, |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.into_iter()
            .map(|(number, rlp): (i64, Vec<u8>)| self.header(number, rlp))
            .collect()
    }

    fn header(&self, number: i64, stored: Vec<u8>) -> Result<Header, LedgerFileError> {
        let bent = |what: &str| self.damaged(&format!("header {number}: {what}"));
        let rlp = self
            .unpacked(stored, MAX_HEADER)?
            .ok_or_else(|| bent("it is bent"))?;
        let header = Header::from_rlp(&rlp).map_err(|error| bent(&error.to_string()))?;
        if header.number() != number.cast_unsigned() {
            return Err(bent("it is of another block"));
        }
        Ok(header)
    }

    fn receipts(&self, block: i64) -> Result<Option<Receipts>, LedgerFileError> {
        let sql = "SELECT encoded FROM receipts WHERE block = ?1 ORDER BY tx_index";
        let mut statement = self.connection().prepare_cached(sql)?;
        let stored = statement
            .query_map([block], |row| row.get::<_, Vec<u8>>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()
            .map_err(|error| self.damaged(&error.to_string()))?;
        if stored.is_empty() {
            return Ok(None);
        }
        let bent = |what: &str| self.damaged(&format!("receipts of block {block}: {what}"));
        let mut room = MAX_RECEIPTS_BYTES;
        let mut encoded = Vec::with_capacity(stored.len());
        for receipt in stored {
            let receipt = self
                .unpacked(receipt, room)?
                .ok_or_else(|| bent("they are bent"))?;
            room = room.saturating_sub(receipt.len());
            encoded.push(receipt);
        }
        let receipts = Receipts::from_encoded(encoded).map_err(|error| bent(&error.to_string()))?;
        Ok(Some(receipts))
    }

    fn unpacked(&self, stored: Vec<u8>, limit: usize) -> Result<Option<Vec<u8>>, LedgerFileError> {
        if self.format < 2 {
            return Ok(Some(stored));
        }
        let unpacked = self.database.unpack(&stored, limit);
        unpacked.map_err(|error| self.damaged(&error.to_string()))
    }

    fn rows<T>(
        &self,
        sql: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerFileError> {
        let rows = self.connection().prepare(sql).and_then(|mut statement| {
            let rows = statement.query_map([], read)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        });
        rows.map_err(|error| self.damaged(&error.to_string()))
    }

    fn connection(&self) -> &Connection {
        &self.database.connection
    }

    fn damaged(&self, what: &str) -> LedgerFileError {
        LedgerFileError::Damaged {
            path: self.path.clone(),
            what: what.chars().take(200).collect(),
        }
    }
}

/// The blocks of a ledger file, one after the other.
#[derive(Debug)]
pub struct Parts<'file> {
    file: &'file LedgerFile,
    /// The number from which the next chunk is read; `None` at the end.
    next: Option<i64>,
    read: VecDeque<(i64, Vec<u8>)>,
}

impl Parts<'_> {
    fn read_chunk(&mut self) -> Result<(), LedgerFileError> {
        let Some(from) = self.next.take() else {
            return Ok(());
        };
        let sql = format!(
            "SELECT number, rlp FROM headers WHERE number >= {from} ORDER BY number LIMIT {CHUNK}"
        );
        self.read = self
            .file
            .rows(&sql, |row| Ok((row.get(0)?, row.get(1)?)))?
            .into();
        if self.read.len() == CHUNK {
            self.next = self
                .read
                .back()
                .and_then(|(number, _)| number.checked_add(1));
        }
        Ok(())
    }

    fn part(&self, number: i64, rlp: Vec<u8>) -> Result<BlockPart, LedgerFileError> {
        Ok(BlockPart {
            header: self.file.header(number, rlp)?,
            receipts: self.file.receipts(number)?,
        })
    }
}

impl Iterator for Parts<'_> {
    type Item = Result<BlockPart, LedgerFileError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty()
            && let Err(error) = self.read_chunk()
        {
            return Some(Err(error));
        }
        let (number, rlp) = self.read.pop_front()?;
        let part = self.part(number, rlp);
        if part.is_err() {
            self.read.clear();
            self.next = None;
        }
        Some(part)
    }
}
