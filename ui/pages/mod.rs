//! The places of the window; a folder each, its styles beside it.

pub(crate) mod asset;
pub(crate) mod assets;
pub(crate) mod attestations;
pub(crate) mod compare;
pub(crate) mod field;
pub(crate) mod lineage;
pub(crate) mod map;
pub(crate) mod network;
pub(crate) mod overview;
pub(crate) mod reports;
pub(crate) mod settings;
pub(crate) mod verify;
pub(crate) mod welcome;
