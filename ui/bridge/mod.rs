//! The way to the backend and to the browser around the window: Tauri's `invoke` and its events, the pointer, the sizes of
//! things. Knows no page and no state.

mod backend;
pub(crate) mod browser;
mod events;
mod field;
pub(crate) mod pointer;
mod size;

pub(crate) use backend::*;
pub(crate) use events::{Drop, listen_to_drops, listen_to_progress, listen_to_steps};
pub(crate) use field::*;
pub(crate) use size::watch_size;
