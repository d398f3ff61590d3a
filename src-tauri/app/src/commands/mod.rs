//! The commands of `protocol::command`, by the room they belong to. Tauri runs each on a thread of its own.

// Tauri hands a command its arguments by value.
#![allow(clippy::needless_pass_by_value)]

pub(crate) mod assets;
pub(crate) mod capture;
pub(crate) mod field;
pub(crate) mod files;
pub(crate) mod reports;
pub(crate) mod saying;
pub(crate) mod verifying;
pub(crate) mod workspace;

use std::panic::resume_unwind;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

/// Does work that may ask a node, on a thread of its own: such work brings a runtime along, and none can begin on Tauri's.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// The clock, read here and handed down: nothing below reads it.
pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
