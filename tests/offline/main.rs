//! The house and the main job without any network: what the crates may know, sample → lineage → report → verify, bad
//! input, and a program that is killed in the middle. It starts no node.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod bent;
mod browser;
mod doctor;
mod house;
mod issuing;
mod job;
mod judges;
mod keys;
mod killed;
mod sources;
mod stamped;
mod then_now;
