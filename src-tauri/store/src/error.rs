//! What can go wrong with a cache.

use std::path::PathBuf;

use thiserror::Error;

/// A cache that cannot be opened, read or written. Whatever the error, what was committed before stands.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no cache at this path.
    #[error("there is no workspace cache at {}", .0.display())]
    Missing(PathBuf),
    /// The file is a database, but not a Waymark cache.
    #[error("{} is not a Waymark cache", .0.display())]
    Foreign(PathBuf),
    /// The file was written by a newer Waymark.
    #[error("the cache has format {found}; this Waymark reads up to {known}")]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// The file was written by an older Waymark, and was opened only to be looked at.
    #[error("the cache has format {found} and has to be brought to format {known}")]
    Older {
        /// The format of the file.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// The copy that is kept of an older cache could not be made.
    #[error("the copy {} could not be made: {}", .0.display(), .1)]
    Backup(PathBuf, std::io::Error),
    /// A stored header or receipt no longer decodes: the file was damaged or changed by hand.
    #[error("block {block} is damaged in the cache")]
    Damaged {
        /// The block.
        block: u64,
    },
    /// A number or key is beyond what the cache can hold.
    #[error("block {block} or one of its logs is numbered beyond what the cache can hold")]
    OutOfRange {
        /// The block.
        block: u64,
    },
    /// Blocks were to be kept that do not go on from those held: something would be left out.
    #[error("block {expected} comes next, but block {found} was given")]
    Gap {
        /// The block that comes next.
        expected: u64,
        /// The block that was given.
        found: u64,
    },
    /// A block was to stand between others that it is not linked to by hash.
    #[error("block {block} does not follow the one before it")]
    Unlinked {
        /// The block that does not follow.
        block: u64,
    },
    /// A block's hash is needed and not held.
    #[error("the hash of block {block} is not held")]
    HashUnknown {
        /// The block.
        block: u64,
    },
    /// Another program is writing; nothing was changed.
    #[error("another program is using the workspace cache")]
    Busy(#[source] rusqlite::Error),
    /// No room is left; nothing was changed.
    #[error("the disk is full")]
    Full(#[source] rusqlite::Error),
    /// The file's structure is damaged.
    #[error("the workspace cache is damaged: {0}")]
    Corrupt(#[source] rusqlite::Error),
    /// The folder or file may not be written.
    #[error("the workspace cannot be written")]
    ReadOnly(#[source] rusqlite::Error),
    /// SQLite could not do it for another reason.
    #[error("the workspace cache could not be used: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, PermissionDenied,
            ReadOnly,
        };
        match error.sqlite_error_code() {
            Some(ReadOnly | PermissionDenied | CannotOpen) => Self::ReadOnly(error),
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy(error),
            Some(DiskFull) => Self::Full(error),
            Some(DatabaseCorrupt) => Self::Corrupt(error),
            _ => Self::Sqlite(error),
        }
    }
}
