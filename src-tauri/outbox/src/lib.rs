//! What people wrote in the field, kept: drafts at every change, signed records that nothing can change any more, attempts to
//! send them, what came of it, and the attached documents. Unlike the cache, nothing of it can be had again from the ledger, so
//! nothing is ever deleted.
//!
//! It decides nothing: what may happen to a record says `field`, who may see it and where it is sent is the workspace's matter.

mod documents;
mod error;
mod file;
mod record;
mod signed;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::path::{Path, PathBuf};

use field::{Happening, State};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

pub use documents::{Documents, MAX_DOCUMENT};
pub use error::OutboxError;
pub use record::{Attempt, Outcome, Progress, Record, Refusal};
pub use signed::{Kept, Signing};

/// The outbox of one workspace, open.
#[derive(Debug)]
pub struct Outbox {
    connection: Connection,
    path: PathBuf,
}

impl Outbox {
    /// Opens an outbox, making an empty one if there is none, and bringing an older one to today's format.
    pub fn open(path: &Path) -> Result<Self, OutboxError> {
        Ok(Self {
            connection: file::open(path)?,
            path: path.to_owned(),
        })
    }

    /// Opens an outbox if there is one.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, OutboxError> {
        if path.exists() {
            Self::open(path).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Whether the file is sound: every page, every index, every reference.
    pub fn check(&self) -> Result<(), OutboxError> {
        file::check(&self.connection, &self.path)
    }

    /// Keeps a draft as it is now, under its id: on the disk when this returns. `ready` says whether it can be signed.
    pub fn save_draft(
        &mut self,
        id: &str,
        device: &str,
        form: &str,
        ready: bool,
        at: u64,
    ) -> Result<State, OutboxError> {
        self.write(|transaction| {
            if record::find(transaction, id)?.is_none() {
                record::insert(transaction, id, device, form, at)?;
            }
            let happening = if ready {
                Happening::Completed
            } else {
                Happening::Written
            };
            let state = record::happen(transaction, id, happening, at)?;
            let sql = "UPDATE records SET form = ?2, device = ?3, changed = ?4 WHERE id = ?1";
            transaction.execute(sql, params![id, form, device, at.cast_signed()])?;
            Ok(state)
        })
    }

    /// Says from which record a draft was made; with `replaces`, that it takes that one's place.
    pub fn made_from(&mut self, id: &str, from: &str, replaces: bool) -> Result<(), OutboxError> {
        self.write(|transaction| {
            let sql = "UPDATE records SET made_from = ?2 WHERE id = ?1";
            transaction.execute(sql, [id, from])?;
            if replaces {
                let sql = "UPDATE records SET replaced_by = ?2 WHERE id = ?1";
                transaction.execute(sql, [from, id])?;
            }
            Ok(())
        })
    }

    /// Keeps a signed record; from here on nothing can change what was signed.
    pub fn sign(&mut self, signing: &Signing<'_>) -> Result<State, OutboxError> {
        self.write(|transaction| {
            let id = signing.record;
            let state = record::happen(transaction, id, Happening::Signed, signing.signed_at)?;
            let found = record::find(transaction, id)?.ok_or_else(|| unknown(id))?;
            if found.form != signing.form {
                return Err(OutboxError::Changed(id.to_owned()));
            }
            signed::insert(transaction, signing)?;
            Ok(state)
        })
    }

    /// Notes what happened to a record, in one step with what is known of its progress.
    pub fn change(
        &mut self,
        id: &str,
        at: u64,
        change: impl FnOnce(&mut Progress) -> Option<Happening>,
    ) -> Result<State, OutboxError> {
        self.write(|transaction| {
            let mut found = record::find(transaction, id)?.ok_or_else(|| unknown(id))?;
            let happening = change(&mut found.progress);
            record::set_progress(transaction, id, &found.progress)?;
            match happening {
                Some(happening) => record::happen(transaction, id, happening, at),
                None => Ok(found.state),
            }
        })
    }

    /// Puts a record aside; a copy of what was written is kept.
    pub fn discard(&mut self, id: &str, at: u64) -> Result<State, OutboxError> {
        self.write(|transaction| {
            let found = record::find(transaction, id)?.ok_or_else(|| unknown(id))?;
            let sql = "INSERT INTO copies (record, at, form) VALUES (?1, ?2, ?3)";
            transaction.execute(sql, params![id, at.cast_signed(), found.form])?;
            record::happen(transaction, id, Happening::Discarded, at)
        })
    }

    /// The copies that were kept when a record was put aside, oldest first.
    pub fn copies(&self, id: &str) -> Result<Vec<String>, OutboxError> {
        let sql = "SELECT form FROM copies WHERE record = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All records, in the order in which they were begun.
    pub fn records(&self) -> Result<Vec<Record>, OutboxError> {
        record::all(&self.connection)
    }

    /// The records of which something cannot be read, in their order.
    pub fn unreadable(&self) -> Result<Vec<String>, OutboxError> {
        let mut statement =
            (self.connection).prepare_cached("SELECT id FROM records ORDER BY number")?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
        let ids = ids.collect::<Result<Vec<_>, _>>()?;
        let mut unreadable = Vec::new();
        for id in ids {
            let read = record::find(&self.connection, &id).map(drop);
            match read.and_then(|()| signed::find(&self.connection, &id)) {
                Ok(_) => {}
                Err(OutboxError::Unreadable(_)) => unreadable.push(id),
                Err(error) => return Err(error),
            }
        }
        Ok(unreadable)
    }

    /// One record.
    pub fn record(&self, id: &str) -> Result<Option<Record>, OutboxError> {
        record::find(&self.connection, id)
    }

    /// What was signed of a record; `None` for one that is not signed.
    pub fn signed(&self, id: &str) -> Result<Option<Kept>, OutboxError> {
        signed::find(&self.connection, id)
    }

    /// All signed records, in their order.
    pub fn all_signed(&self) -> Result<Vec<Kept>, OutboxError> {
        signed::all(&self.connection)
    }

    /// The states that a record was in, oldest first, with the second at which it came to each.
    pub fn history(&self, id: &str) -> Result<Vec<(State, u64)>, OutboxError> {
        record::history(&self.connection, id)
    }

    /// Notes that these are about to be sent; gives each attempt's number.
    pub fn begin_attempts(&mut self, ids: &[&str], at: u64) -> Result<Vec<i64>, OutboxError> {
        self.write(|transaction| {
            let mut numbers = Vec::with_capacity(ids.len());
            let sql = "INSERT INTO attempts (record, at, outcome, words) VALUES (?1, ?2, ?3, '')";
            let mut statement = transaction.prepare_cached(sql)?;
            for id in ids {
                let unknown = Outcome::Unknown.word();
                numbers.push(statement.insert(params![id, at.cast_signed(), unknown])?);
            }
            Ok(numbers)
        })
    }

    /// Notes how attempts ended.
    pub fn end_attempts(
        &mut self,
        numbers: &[i64],
        outcome: Outcome,
        words: &str,
    ) -> Result<(), OutboxError> {
        let words: String = words.chars().take(1_000).collect();
        self.write(|transaction| {
            let sql = "UPDATE attempts SET outcome = ?2, words = ?3 WHERE number = ?1";
            let mut statement = transaction.prepare_cached(sql)?;
            for number in numbers {
                statement.execute(params![number, outcome.word(), words])?;
            }
            Ok(())
        })
    }

    /// The attempts to send a record, newest first.
    pub fn attempts(&self, id: &str) -> Result<Vec<Attempt>, OutboxError> {
        record::attempts(&self.connection, id)
    }

    /// A setting of the Field place.
    pub fn setting(&self, name: &str) -> Result<Option<String>, OutboxError> {
        let sql = "SELECT value FROM settings WHERE name = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Keeps a setting.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), OutboxError> {
        self.write(|transaction| {
            let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
            transaction.execute(sql, [name, value])?;
            Ok(())
        })
    }

    /// Does all of it, or nothing; on the disk when it returns.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

fn unknown(id: &str) -> OutboxError {
    OutboxError::NoRecord(id.chars().take(80).collect())
}
