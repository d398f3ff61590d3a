//! SQLite: the cache of one workspace, and the ledger file that carries a chain's evidence from hand to hand.
//!
//! This is the only crate that knows SQL; each table has a file of its own under `tables`. It keeps what it is given and
//! gives it back: what a log means is `ledger`'s to say, whether a block is genuine `evidence`'s and `chain`'s.
//!
//! # Invariants
//! - Chain facts are appended. A reorg moves them to the superseded tables; nothing is edited or deleted.
//! - Rows, cursor and block hashes commit in one transaction.
//! - Blocks go on from the cursor without a gap: a step that would leave one is refused.
//! - What a node only reported is told apart from what headers and receipts prove; receipts that disprove a report replace
//!   it openly: the report is kept, and a disagreement listed.
//! - Packing and interning change bytes on the disk and nothing else: two caches with the same live rows give the same
//!   [`Store::dump_live`].
//! - A format that has shipped is never changed; before the next one is applied, a copy of the file is made beside it.

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
pub use store::{
    Commit, EventOutline, Reported, Store, Upgraded, WantedNumber, event_disagreement,
};
pub use tables::asset_index::AssetIndexRow;
pub use tables::disagreements::{Disagreement, DisagreementKind, ListedDisagreement};
pub use tables::events::EventRow;
pub use tables::network::NetworkRow;
pub use tables::report_notices::NoticeRow;
pub use tables::report_numbers::ReservedNumber;
pub use tables::reports::ReportRow;
