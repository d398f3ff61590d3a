//! SQLite: the cache of one workspace, and the ledger file that carries a chain's evidence from hand to hand.
//!
//! This is the only crate that knows SQL; each table has a file of its own under [`tables`]. It keeps what it is given and
//! gives it back: what a log means is `ledger`'s to say, whether a block is genuine `evidence`'s and `chain`'s.
//!
//! # Invariants
//! - Chain facts are appended. A reorg moves them to the superseded tables; nothing is edited or deleted.
//! - Rows, cursor and block hashes commit in one transaction.

mod check;
mod connection;
mod database;
mod dump;
mod error;
mod interner;
mod ledger_file;
mod migration;
mod packing;
mod repair;
mod salvage;
#[cfg(test)]
mod samples;
mod store;
mod tables;

pub use check::{Projection, Trouble};
pub use error::StoreError;
pub use ledger_file::{LedgerFile, LedgerFileError, LedgerOrigin, LedgerWriter, Parts};
pub use repair::{Mended, Repaired};
pub use store::{Commit, Reported, Store, Upgraded, event_disagreement};
pub use tables::asset_index::AssetIndexRow;
pub use tables::disagreements::{Disagreement, DisagreementKind, ListedDisagreement};
pub use tables::events::EventRow;
pub use tables::network::NetworkRow;
pub use tables::reports::ReportRow;
