//! What can go wrong with a node, one variant per case. Hints for people are the workspace's.

use std::time::Duration;

use alloy::primitives::{Address, B256, Bytes};
use thiserror::Error;

/// The most characters of a node's own words that are kept.
const MAX_WORDS: usize = 300;

/// Why a node did not give what was asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NodeError {
    /// The address is not an `http` or `https` URL.
    #[error("not the address of a node: {0}")]
    Address(String),
    /// None of the forms that [`crate::Auth::parse`] reads, or with characters that an HTTP header does not allow.
    #[error(
        "the credentials are not user:password, bearer:TOKEN or header:Name: value, or cannot be sent in an HTTP header"
    )]
    Credentials,
    /// The certificates given for the node are not PEM, or none is in there.
    #[error("the certificate authority given for the node cannot be read: {0}")]
    Certificates(String),
    /// The address of the proxy is not one.
    #[error("not the address of a proxy: {0}")]
    Proxy(String),
    /// The caller wanted no answer any more.
    #[error("stopped")]
    Cancelled,
    /// No connection.
    #[error("the node cannot be reached: {0}")]
    Unreachable(String),
    /// Connected, but the connection broke before the whole answer was there.
    #[error("the node cannot be reached, its connections break: {0}")]
    BrokenOff(String),
    /// Connected, but who answers cannot prove to be the one meant: an unknown authority, another name, an old certificate.
    #[error("the node's certificate is not trusted: {0}")]
    Untrusted(String),
    /// Connected, but no whole answer in time.
    #[error("the node did not answer in time")]
    TimedOut,
    /// HTTP 401 or 403.
    #[error("the node refuses these credentials (HTTP {0})")]
    Unauthorized(u16),
    /// HTTP 429, or an answer that says the same.
    #[error("the node limits how often it may be asked")]
    RateLimited {
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// HTTP 5xx without an answer inside.
    #[error("the node is unavailable (HTTP {status})")]
    Unavailable {
        /// The status.
        status: u16,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// Any other HTTP status but 200.
    #[error("the address answers HTTP {0}, which is not what a node does")]
    Http(u16),
    /// Too many blocks, or too large an answer, for one request.
    #[error("the node does not serve that much at once")]
    RangeTooLarge {
        /// How many blocks it says it would serve.
        hint: Option<u64>,
    },
    /// The node does not have this JSON-RPC method.
    #[error("the node does not offer {0}")]
    MethodMissing(String),
    /// The node does not know this block (any more, or yet).
    #[error("the node does not know block {0}")]
    UnknownBlock(String),
    /// The node's chain id, or its block 0, is not what was pinned: it is on another chain, now or since it was restarted.
    #[error("the node is on another chain: its {what} is {found}, and should be {pinned}")]
    OtherChain {
        /// "chain id" or "first block".
        what: &'static str,
        /// What the node has.
        found: String,
        /// What it should have.
        pinned: String,
    },
    /// There is no code at the address.
    #[error("there is no contract at {0}")]
    NoContract(Address),
    /// There is a contract at the address, but not the one that was meant.
    #[error(
        "the contract at {contract} is another one: its code hashes to {found}, not to {expected}"
    )]
    OtherContract {
        /// The address.
        contract: Address,
        /// Keccak-256 of the code found.
        found: B256,
        /// Keccak-256 of the code that was meant.
        expected: B256,
    },
    /// The node knows the block, but keeps its state no longer.
    #[error("the node does not keep the state of that block any more: {0}")]
    StateGone(String),
    /// The answer is not JSON-RPC, or not of the expected shape.
    #[error("the node's answer cannot be read: {0}")]
    Unreadable(String),
    /// A JSON-RPC error that is none of the above.
    #[error("the node answers: {message} ({code})")]
    Answer {
        /// JSON-RPC error code.
        code: i64,
        /// The node's words, shortened and without control characters.
        message: String,
        /// What it sent along, such as the bytes of a revert.
        data: Option<Bytes>,
    },
    /// A header does not hash to what the node calls the block.
    #[error("the node calls block {number} {stated}, but its header hashes to {computed}")]
    HeaderMismatch {
        /// The block's number.
        number: u64,
        /// The hash as the node states it.
        stated: B256,
        /// Keccak-256 of the header's RLP.
        computed: B256,
    },
    /// A block does not name the one before it as its parent.
    #[error("the node's blocks do not form a chain at block {0}")]
    Unlinked(u64),
    /// Receipts do not hash to what their header commits to.
    #[error("the receipts of block {0} are not those that its header commits to")]
    FalseReceipts(u64),
    /// The proof of a contract's state does not lead to the root that the header commits to.
    #[error("the node's proof of the contract's state at block {number} does not hold: {reason}")]
    FalseState {
        /// The block's number.
        number: u64,
        /// Why not.
        reason: String,
    },
    /// A block, or its receipts, contradict what was asked for or themselves.
    #[error("the node contradicts itself about block {number}: {reason}")]
    Contradiction {
        /// The block's number.
        number: u64,
        /// How.
        reason: String,
    },
}

impl NodeError {
    /// Whether asking again later may help without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_)
                | Self::BrokenOff(_)
                | Self::TimedOut
                | Self::RateLimited { .. }
                | Self::Unavailable { .. }
                | Self::UnknownBlock(_)
        )
    }

    /// Whether the node answered, and what it said cannot be true: hashes do not fit, or it contradicts itself.
    pub fn is_disbelief(&self) -> bool {
        matches!(
            self,
            Self::HeaderMismatch { .. }
                | Self::Unlinked(_)
                | Self::FalseReceipts(_)
                | Self::FalseState { .. }
                | Self::Contradiction { .. }
        )
    }

    /// Whether the chain may have changed between two questions, so that asking both again may help.
    pub(crate) fn may_be_a_race(&self) -> bool {
        matches!(self, Self::Unlinked(_) | Self::UnknownBlock(_))
    }
}

/// Why a transaction was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SubmitError {
    /// The node did not answer as it should.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// The bytes are not a secp256k1 private key.
    #[error("not a private key")]
    Key,
    /// The contract refused the call.
    #[error("the contract refuses the call: {message}")]
    Reverted {
        /// The revert bytes (selector and arguments of a custom error); empty if the node does not tell.
        data: Vec<u8>,
        /// The node's words, shortened and without control characters.
        message: String,
        /// The transaction, if it was mined before it failed.
        tx: Option<B256>,
    },
    /// The account cannot pay.
    #[error("account {0} cannot pay for the transaction")]
    Funds(Address),
    /// Sent, but not in a block within the time allowed. It may still be.
    #[error("transaction {0} is not in a block yet")]
    NotMined(B256),
    /// Deployed, but there is no code at the address.
    #[error("there is no code at {0} after deployment")]
    NoCode(Address),
    /// Another transaction of this account was sent from elsewhere at the same time.
    #[error("the account is used from elsewhere at the same time: {0}")]
    Nonce(String),
}

/// A stranger's words, fit to be shown: short, and without characters that move the cursor or turn the text around.
pub(crate) fn said(words: &str) -> String {
    let harmless = |character: &char| {
        !character.is_control()
            && !matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
    };
    words.chars().filter(harmless).take(MAX_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shortened_and_harmless() {
        assert_eq!(said("a\u{1b}[31mb\r\n\u{202e}c\0"), "a[31mbc");
        assert_eq!(said(&"ä".repeat(1000)).chars().count(), 300);
    }
}
