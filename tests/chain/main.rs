//! The main job on a development chain: deploy, tell the story, sync, report, verify; and what goes wrong with nodes.

#![allow(clippy::unwrap_used)]

mod network;
mod story;
mod trouble;
