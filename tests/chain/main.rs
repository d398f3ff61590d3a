//! The main job on a development network: deploy, tell the story, sync, report, verify; and what goes wrong with nodes.

#![allow(clippy::unwrap_used)]

mod captured;
mod chance;
mod devnet;
mod field;
mod follow;
mod full_disk;
mod killed;
mod lying;
mod model;
mod private;
mod sealed;
mod standing;
mod story;
mod trouble;
mod writer;

use support::network;
