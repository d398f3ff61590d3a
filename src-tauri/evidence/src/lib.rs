//! Headers, receipts and their proofs: what ties an event to a block, and a block to one that somebody trusts.
//!
//! It is pure (no clock, no file, no network) and compiles to wasm. It does not fetch anything, does not know what a
//! log means, and does not decide whom to trust: it answers "is this log in the block with this receipts root" and
//! "does this chain of headers lead to that hash". All input is taken as hostile: limited in size, never a panic.
//!
//! Trie and receipts: Ethereum Yellow Paper 4.3 and appendix D; typed receipts: EIP-2718; status: EIP-658; state proofs:
//! EIP-1186; Clique: EIP-225; QBFT and IBFT: the Enterprise Ethereum Alliance's QBFT specification and Besu's codecs.

mod bundle;
mod clique;
mod error;
mod extra;
mod follower;
mod header;
mod proof;
mod receipts;
mod seal;
mod seal_error;
mod state;
mod trie;
mod validators;

#[cfg(test)]
mod samples;

pub use bundle::{
    BlockEvidence, Bundle, FORMAT, MAX_JSON, Network, Picked, ProvenLog, ReceiptEvidence,
};
pub use error::{
    BundleError, DescentError, HeaderError, ProofError, ReceiptsError, StateProofError,
};
pub use follower::{Followed, SealFollower, SealTrust, Vote};
pub use header::{Header, MAX_HEADER};
pub use proof::ReceiptProof;
pub use receipts::{BlockLog, MAX_RECEIPTS, MAX_RECEIPTS_BYTES, Receipts};
pub use seal::Consensus;
pub use seal_error::SealError;
pub use state::{MAX_STATE_NODES, ProvenAccount, StateEvidence};
pub use validators::{MAX_VALIDATORS, ValidatorSet};

/// One block as a source hands it over: the header, and its receipts where the ledger may have written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockPart {
    /// The block's header.
    pub header: Header,
    /// All receipts of the block; given whenever the header's bloom admits a log of the ledger's contract.
    pub receipts: Option<Receipts>,
}
