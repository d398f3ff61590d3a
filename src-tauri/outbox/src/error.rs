//! When the outbox cannot do what it is asked for.

use std::path::PathBuf;

use field::NotPossible;
use rusqlite::ErrorCode;
use thiserror::Error;

/// A failure of the outbox.
#[derive(Debug, Error)]
pub enum OutboxError {
    /// The file is no outbox.
    #[error("{0} is not an outbox of Waymark")]
    Foreign(PathBuf),
    /// A newer build wrote it.
    #[error("the outbox is of format {found}; this build knows {known}")]
    Newer {
        /// The file's.
        found: u32,
        /// This build's.
        known: u32,
    },
    /// The file is damaged.
    #[error("the outbox {path} is damaged: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        what: String,
    },
    /// A row cannot be read.
    #[error("record {0} cannot be read")]
    Unreadable(String),
    /// There is no such record.
    #[error("there is no record {0} in the outbox")]
    NoRecord(String),
    /// It was changed after it was looked at.
    #[error("record {0} was changed meanwhile")]
    Changed(String),
    /// That cannot happen to a record in its state.
    #[error(transparent)]
    NotPossible(#[from] NotPossible),
    /// The document is too large.
    #[error("a document has at most {most} bytes; this one has {found}")]
    DocumentTooLarge {
        /// Its length.
        found: u64,
        /// The limit.
        most: u64,
    },
    /// The file under a document's hash has another one.
    #[error("the document {0} is damaged: its bytes have another hash")]
    DocumentDamaged(String),
    /// A file cannot be read or written.
    #[error("{path} cannot be read or written: {cause}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// Another program writes.
    #[error("another program is writing to the outbox")]
    Busy,
    /// No room is left.
    #[error("the disk is full: what was written last is not kept")]
    Full,
    /// It may only be read.
    #[error("the outbox may not be written")]
    ReadOnly,
    /// Anything else of SQLite's.
    #[error("the outbox failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for OutboxError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly
            }
            _ => Self::Sqlite(error),
        }
    }
}
