//! The way to the backend: Tauri's `invoke` and its events. Knows no page and no state.

mod backend;
pub(crate) mod browser;
mod events;

pub(crate) use backend::*;
pub(crate) use events::{Drop, listen_to_drops, listen_to_progress};
