//! What can go wrong with a cache.

use std::path::PathBuf;

use evidence::HeaderError;
use thiserror::Error;

/// A cache that cannot be opened, read or written.
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
    /// The folder or file may not be written.
    #[error("the workspace cannot be written")]
    ReadOnly(#[source] rusqlite::Error),
    /// SQLite could not do it: the disk is full, the file is not a database, and the like.
    #[error("the workspace cache could not be used: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, ReadOnly};
        match error.sqlite_error_code() {
            Some(ReadOnly | PermissionDenied | CannotOpen) => Self::ReadOnly(error),
            _ => Self::Sqlite(error),
        }
    }
}

impl StoreError {
    pub(crate) fn damaged(block: u64) -> impl FnOnce(HeaderError) -> Self {
        move |_| Self::Damaged { block }
    }
}
