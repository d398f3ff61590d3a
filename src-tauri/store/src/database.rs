//! One open database: its connection, its interned values, and how work becomes a transaction. It knows no table but
//! those of interned values and kinds.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::StoreError;
use crate::interner::{HELD, Interner};
use crate::packing::{self, Bent, Shape};
use crate::tables::interned;
use crate::tables::kinds::Kinds;

/// How many rows a transaction of a bulk load holds at most.
const BULK_ROWS: usize = 50_000;

/// How long a transaction of a bulk load lasts at most, so that a kill costs little where a node is slow.
const BULK_TIME: Duration = Duration::from_millis(250);

/// A bulk load in progress.
#[derive(Clone, Copy, Debug)]
struct Bulk {
    /// Rows written since the transaction began.
    rows: usize,
    /// When it began.
    since: Instant,
    /// Whether memory holds every interned value, so that none is interned twice without the index.
    interns: bool,
}

/// One open database.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) connection: Connection,
    pub(crate) kinds: RefCell<Kinds>,
    interner: RefCell<Interner>,
    /// Whether the interned values were read into memory.
    loaded: Cell<bool>,
    bulk: Cell<Option<Bulk>>,
}

/// Why packed bytes could not be read.
enum Unreadable {
    Bent,
    Store(StoreError),
}

impl From<Bent> for Unreadable {
    fn from(_: Bent) -> Self {
        Self::Bent
    }
}

impl Database {
    pub(crate) fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(64);
        Self {
            connection,
            kinds: RefCell::default(),
            interner: RefCell::default(),
            loaded: Cell::new(false),
            bulk: Cell::new(None),
        }
    }

    /// Packs bytes, interning values that were seen often enough.
    pub(crate) fn pack(&self, shape: Shape, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        if !self.loaded.replace(true) {
            self.load()?;
        }
        packing::pack(shape, bytes, |value| self.intern(value))
    }

    /// Gives back packed bytes; `None` if they are damaged or would become longer than `limit`.
    pub(crate) fn unpack(
        &self,
        packed: &[u8],
        limit: usize,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let unpacked = packing::unpack(packed, limit, |number, out| self.value(number, out));
        match unpacked {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Unreadable::Bent) => Ok(None),
            Err(Unreadable::Store(error)) => Err(error),
        }
    }

    fn load(&self) -> Result<(), StoreError> {
        let mut interner = self.interner.borrow_mut();
        interned::newest(&self.connection, HELD, |number, value| {
            interner.hold_number(value, number);
        })
    }

    fn intern(&self, value: &[u8]) -> Result<Option<u64>, StoreError> {
        let mut interner = self.interner.borrow_mut();
        if let Some(number) = interner.number(value) {
            return Ok(Some(number));
        }
        if !interner.sight(value) {
            return Ok(None);
        }
        let number = match self.bulk.get() {
            Some(bulk) if !bulk.interns || interner.is_full() => return Ok(None),
            Some(_) => interned::insert(&self.connection, value)?,
            None => match interned::number_of(&self.connection, value)? {
                Some(number) => number,
                None => interned::insert(&self.connection, value)?,
            },
        };
        interner.hold_number(value, number);
        Ok(Some(number))
    }

    fn value(&self, number: u64, out: &mut Vec<u8>) -> Result<(), Unreadable> {
        let mut interner = self.interner.borrow_mut();
        if let Some(value) = interner.value(number) {
            out.extend_from_slice(value);
            return Ok(());
        }
        let found = interned::value_of(&self.connection, number).map_err(Unreadable::Store)?;
        let value = found.ok_or(Unreadable::Bent)?;
        out.extend_from_slice(&value);
        interner.hold_value(number, value);
        Ok(())
    }

    /// Does some work in one transaction, or as one step of the transaction of a bulk load: all of it or nothing.
    /// `rows` is about how many rows it writes.
    pub(crate) fn write<T>(
        &self,
        rows: usize,
        work: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Some(bulk) = self.bulk.get() else {
            return self.in_transaction(work);
        };
        if self.connection.is_autocommit() {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.bulk.set(Some(Bulk {
                rows: 0,
                since: Instant::now(),
                ..bulk
            }));
        }
        self.connection.execute_batch("SAVEPOINT step")?;
        let worked = work(self).and_then(|done| {
            self.connection.execute_batch("RELEASE step")?;
            Ok(done)
        });
        match worked {
            Ok(done) => {
                self.count_rows(rows)?;
                Ok(done)
            }
            Err(error) => {
                self.take_back("ROLLBACK TO step; RELEASE step")?;
                Err(error)
            }
        }
    }

    fn in_transaction<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let worked = work(self).and_then(|done| {
            self.connection.execute_batch("COMMIT")?;
            Ok(done)
        });
        if worked.is_err() {
            self.take_back("ROLLBACK")?;
        }
        worked
    }

    /// Counts the rows of a step, and ends the transaction when it is large or old enough.
    fn count_rows(&self, rows: usize) -> Result<(), StoreError> {
        let Some(mut bulk) = self.bulk.get() else {
            return Ok(());
        };
        bulk.rows += rows;
        self.bulk.set(Some(bulk));
        if bulk.rows >= BULK_ROWS || bulk.since.elapsed() >= BULK_TIME {
            self.end_transaction()?;
        }
        Ok(())
    }

    pub(crate) fn end_transaction(&self) -> Result<(), StoreError> {
        if self.connection.is_autocommit() {
            return Ok(());
        }
        let ended = self.connection.execute_batch("COMMIT");
        if ended.is_err() {
            self.take_back("ROLLBACK")?;
        }
        Ok(ended?)
    }

    /// Begins a bulk load: indexes give way, transactions and memory grow, the write-ahead log is folded in seldom.
    pub(crate) fn begin_bulk(&self) -> Result<(), StoreError> {
        if self.bulk.get().is_some() {
            return Ok(());
        }
        if !self.loaded.replace(true) {
            self.load()?;
        }
        let interns = interned::count(&self.connection)? < HELD as u64;
        interned::drop_index(&self.connection)?;
        self.connection.pragma_update(None, "cache_size", -32_768)?;
        self.connection
            .pragma_update(None, "wal_autocheckpoint", 8_000)?;
        self.bulk.set(Some(Bulk {
            rows: 0,
            since: Instant::now(),
            interns,
        }));
        Ok(())
    }

    /// Ends a bulk load: the last transaction, the indexes, and an empty write-ahead log.
    pub(crate) fn finish_bulk(&self) -> Result<(), StoreError> {
        if self.bulk.get().is_none() {
            return Ok(());
        }
        self.leave_bulk()?;
        interned::make_index(&self.connection)?;
        self.connection.pragma_update(None, "cache_size", -8_192)?;
        self.connection
            .pragma_update(None, "wal_autocheckpoint", 1_000)?;
        self.checkpoint()
    }

    /// Ends the last transaction of a bulk load into a file that is written once: it gets no index.
    pub(crate) fn leave_bulk(&self) -> Result<(), StoreError> {
        self.end_transaction()?;
        self.bulk.set(None);
        Ok(())
    }

    /// Folds the write-ahead log into the file.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        if self.bulk.get().is_some() {
            self.end_transaction()?;
        }
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Takes back what was written, and only then forgets what memory holds of it.
    fn take_back(&self, sql: &str) -> Result<(), StoreError> {
        // On a full disk SQLite has rolled back the whole transaction already.
        let taken_back = if self.connection.is_autocommit() {
            Ok(())
        } else {
            self.connection.execute_batch(sql)
        };
        self.forget();
        Ok(taken_back?)
    }

    fn forget(&self) {
        self.kinds.borrow_mut().forget();
        self.interner.borrow_mut().forget();
        self.loaded.set(false);
        if let Some(bulk) = self.bulk.get() {
            // Memory no longer holds all values; they are read again, so none is interned twice.
            let reloaded = self.load().is_ok();
            self.loaded.set(reloaded);
            self.bulk.set(Some(Bulk {
                interns: bulk.interns && reloaded,
                ..bulk
            }));
        }
    }
}

impl Drop for Database {
    /// Steps of a bulk load that were reported done are kept when the load is left early.
    fn drop(&mut self) {
        if self.bulk.get().is_some() {
            // Nobody is left to tell: what could not be written comes again with the next sync.
            let _ = self.end_transaction();
        }
    }
}
