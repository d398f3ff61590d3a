//! What can be wrong with evidence, one variant per case. No hints here: the workspace knows who is reading.

use alloy_primitives::{Address, B256};
use thiserror::Error;

/// Why bytes are not a block header.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderError {
    /// More than [`crate::MAX_HEADER`] bytes.
    #[error("a block header of {0} bytes is too long")]
    TooLong(usize),
    /// Not the RLP of a header.
    #[error("not a block header: {0}")]
    Rlp(String),
    /// Not the one way to write it: padding, long-form lengths, an empty field where none may be.
    #[error("the block header is not in canonical form")]
    NotCanonical,
    /// Bytes follow the header.
    #[error("{0} bytes follow the block header")]
    Trailing(usize),
}

impl HeaderError {
    pub(crate) fn of_rlp(error: alloy_rlp::Error) -> Self {
        match error {
            alloy_rlp::Error::LeadingZero
            | alloy_rlp::Error::NonCanonicalSingleByte
            | alloy_rlp::Error::NonCanonicalSize => Self::NotCanonical,
            other => Self::Rlp(other.to_string()),
        }
    }
}

/// Why bytes are not the receipts of a block.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReceiptsError {
    /// More than [`crate::MAX_RECEIPTS`] receipts.
    #[error("{0} receipts are too many for one block")]
    TooMany(usize),
    /// More than [`crate::MAX_RECEIPTS_BYTES`] bytes in all.
    #[error("the receipts of the block are larger than this program accepts")]
    TooLong,
    /// One of them does not decode, or is not in canonical form.
    #[error("receipt {index} cannot be read: {reason}")]
    Receipt {
        /// Its transaction's place in the block.
        index: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The block has no transaction with this index.
    #[error("the block has no transaction {0}")]
    NoSuchTransaction(u64),
}

/// Why a receipt proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofError {
    /// More nodes than a receipts trie can be deep, or a node that is too long.
    #[error("the proof is larger than a receipt proof can be")]
    TooLarge,
    /// The proof ends before it reaches a receipt.
    #[error("the proof is incomplete")]
    Incomplete,
    /// Nodes are left over after the receipt was reached.
    #[error("the proof has nodes that it does not need")]
    LeftOver,
    /// A node's hash is not what the node above it (or the header) says.
    #[error("node {0} of the proof is not the one that the block commits to")]
    Hash(usize),
    /// A node is not a trie node.
    #[error("node {0} of the proof cannot be read")]
    Node(usize),
    /// The nodes are genuine but lead to another transaction, or to none.
    #[error("the proof does not lead to this transaction")]
    OtherKey,
    /// What the trie holds is not a receipt that this program can read.
    #[error("the proven receipt cannot be read: {0}")]
    Receipt(String),
}

/// Why a state proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StateProofError {
    /// More or longer nodes than are read.
    #[error("the state proof is larger than this program accepts")]
    TooLarge,
    /// A node on the way is not given.
    #[error("the state proof lacks node {0}")]
    Missing(B256),
    /// Nodes that nothing asked for leads to.
    #[error("the state proof has {0} nodes that it does not need")]
    LeftOver(usize),
    /// The nodes of the account's path are not in the order of the path.
    #[error("node {0} of the account's path is out of place")]
    Misplaced(usize),
    /// The nodes of the storage are not sorted by their hash, or one is given twice.
    #[error("the nodes of the storage are not sorted")]
    Order,
    /// What the block commits to is not a trie node in its one form.
    #[error("node {0} is not a node of a trie")]
    Node(B256),
    /// The state has no such account.
    #[error("{0} has no account in this state")]
    NoAccount(Address),
    /// The proven value is not what an account or a slot holds.
    #[error("the proven value of the state cannot be read")]
    Value,
}

/// Why a bundle of evidence does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BundleError {
    /// More than [`crate::MAX_JSON`] bytes.
    #[error("evidence of {0} bytes is too large")]
    TooLong(usize),
    /// Not the JSON of a bundle.
    #[error("not a bundle of evidence: {0}")]
    Json(String),
    /// The JSON reads, but is not in the one form that [`crate::Bundle::to_json`] writes.
    #[error("the evidence is not in its canonical form")]
    NotCanonical,
    /// Written in a format that this program does not know.
    #[error("evidence format {0} is not known here")]
    Format(u32),
    /// It names no block.
    #[error("the evidence names no block")]
    Empty,
    /// A header cannot be read.
    #[error("the header at place {at} is refused: {error}")]
    Header {
        /// Its place in `blocks`.
        at: usize,
        /// Why.
        error: HeaderError,
    },
    /// A receipt is not proven.
    #[error("transaction {tx_index} of block {block} is not proven: {error}")]
    Proof {
        /// The block's number.
        block: u64,
        /// The transaction's place in it.
        tx_index: u64,
        /// Why.
        error: ProofError,
    },
    /// Blocks, transactions or logs are not in strictly increasing order, or log places contradict one another.
    #[error("the evidence of block {0} is out of order")]
    Order(u64),
    /// Receipts given for building are not those of the header.
    #[error("the receipts given for block {0} are not the block's own")]
    OtherReceipts(u64),
    /// Receipts given for building belong to a block whose header is not given, or cannot be proven.
    #[error("block {block} cannot be proven: {reason}")]
    Build {
        /// The block's number.
        block: u64,
        /// Why.
        reason: String,
    },
    /// The state is of a block that is not among those of the bundle.
    #[error("the evidence proves the state of block {0}, whose header it does not have")]
    StateBlock(u64),
    /// The state is not proven.
    #[error("the state of block {block} is not proven: {error}")]
    State {
        /// The block's number.
        block: u64,
        /// Why.
        error: StateProofError,
    },
    /// The contract's code in the proven state is not that of the network.
    #[error("the contract's code at block {block} is {found}, not what the evidence names")]
    OtherCode {
        /// The block's number.
        block: u64,
        /// The hash of the code in the state.
        found: B256,
    },
    /// The headers do not form a chain.
    #[error(transparent)]
    Descent(#[from] DescentError),
}

/// Why a chain of headers does not lead to a trusted block.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DescentError {
    /// It names no block.
    #[error("the evidence names no block")]
    Empty,
    /// A header cannot be read.
    #[error("the header at place {at} is refused: {error}")]
    Header {
        /// Its place in `blocks`.
        at: usize,
        /// Why.
        error: HeaderError,
    },
    /// A block does not name the one before it as its parent.
    #[error("block {0} does not follow the block before it")]
    Broken(u64),
    /// The trusted block is earlier than the last block with events: it cannot vouch for what came after it.
    #[error("block {trusted} is trusted, but events go on to block {last}")]
    TooEarly {
        /// The trusted block's number.
        trusted: u64,
        /// The last block that carries a receipt.
        last: u64,
    },
    /// The chain ends before the trusted block: nothing is wrong, but nothing is shown either.
    #[error("block {trusted} is trusted, but the evidence ends with block {ends}")]
    NotReached {
        /// The trusted block's number.
        trusted: u64,
        /// The last header's number.
        ends: u64,
    },
    /// The chain has another block where the trusted one should be.
    #[error("block {number} is {found}, not the trusted {trusted}")]
    OtherBlock {
        /// The number of both.
        number: u64,
        /// The trusted hash.
        trusted: B256,
        /// The hash in the chain.
        found: B256,
    },
}
