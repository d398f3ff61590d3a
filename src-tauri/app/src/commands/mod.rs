//! The commands of `protocol::command`, by the room they belong to. Tauri runs each on a thread of its own.

// Tauri hands a command its arguments by value.
#![allow(clippy::needless_pass_by_value)]

pub(crate) mod assets;
pub(crate) mod files;
pub(crate) mod reports;
pub(crate) mod workspace;

use std::time::{SystemTime, UNIX_EPOCH};

/// The clock, read here and handed down: nothing below reads it.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
