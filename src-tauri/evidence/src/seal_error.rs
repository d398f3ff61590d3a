//! Why a header is not sealed by those who are trusted, one variant per case.

use alloy_primitives::Address;
use thiserror::Error;

use crate::{Consensus, DescentError, HeaderError};

/// Why a header does not count as sealed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// Trust names rules without seals.
    #[error("blocks of {} carry no seals", .0.name())]
    Sealless(Consensus),
    /// A set of validators without members.
    #[error("a set of validators cannot be empty")]
    EmptySet,
    /// A set of validators that names one of them twice.
    #[error("{0} is listed twice among the validators")]
    RepeatedValidator(Address),
    /// A set of more than [`crate::MAX_VALIDATORS`].
    #[error("{0} validators are more than this program accepts")]
    TooManyValidators(usize),
    /// The header has another shape than the trusted rules give it.
    #[error("block {block} is sealed as {}, not as {}", .found.name(), .expected.name())]
    OtherConsensus {
        /// The block's number.
        block: u64,
        /// The trusted rules.
        expected: Consensus,
        /// What the header looks like.
        found: Consensus,
    },
    /// `extraData` has no place for seals.
    #[error("block {0} carries no seals")]
    NoSeals(u64),
    /// The header lists validators although a contract is trusted to select them, or lists none although it should.
    #[error(
        "block {block} {} validators, which is not how trust says they are selected",
        if *.listed { "lists" } else { "does not list" }
    )]
    Selection {
        /// The block's number.
        block: u64,
        /// Whether it lists any.
        listed: bool,
    },
    /// A seal is no signature.
    #[error("seal {at} of block {block} is not a signature")]
    Unreadable {
        /// The block's number.
        block: u64,
        /// Its place among the seals.
        at: usize,
    },
    /// One validator sealed twice.
    #[error("block {block} is sealed twice by {signer}")]
    Duplicate {
        /// The block's number.
        block: u64,
        /// The validator.
        signer: Address,
    },
    /// A seal by somebody who is not a validator, among seals by validators.
    #[error("block {block} is sealed by {signer}, who is not one of its validators")]
    Stranger {
        /// The block's number.
        block: u64,
        /// Who sealed.
        signer: Address,
    },
    /// No seal is by a validator: what was sealed is not this header, for a bent header makes strangers of all.
    #[error("the seals of block {0} do not belong to this header")]
    OtherHeader(u64),
    /// Fewer seals than a quorum.
    #[error("block {block} has {found} seals of its validators, {needed} are needed")]
    TooFew {
        /// The block's number.
        block: u64,
        /// How many distinct validators sealed.
        found: usize,
        /// The quorum.
        needed: usize,
    },
    /// The header is at or before the trusted block and not sealed by the trusted set: sets are followed forwards only.
    #[error("block {block} is not after block {newest}, which is already followed")]
    NotAscending {
        /// The block's number.
        block: u64,
        /// The newest block followed.
        newest: u64,
    },
    /// The set changed, and too few of those trusted sealed the change.
    #[error(
        "the validators changed by block {block}, which {shared} of the {trusted} trusted ones sealed: they must be trusted anew"
    )]
    PinAnew {
        /// The block's number.
        block: u64,
        /// How many of the trusted validators sealed it.
        shared: usize,
        /// How many validators are trusted.
        trusted: usize,
    },
    /// The set changed later than trust reaches.
    #[error(
        "the validators changed by block {block}, {age} seconds after the trusted ones were last seen: they must be trusted anew"
    )]
    Expired {
        /// The block's number.
        block: u64,
        /// Seconds between the trusted block and this one.
        age: u64,
    },
    /// A block before the trusted one that others sealed: sets are followed forwards only.
    #[error(
        "block {block} was sealed by other validators than those trusted as of block {trusted}: trust those of its time"
    )]
    Earlier {
        /// The block's number.
        block: u64,
        /// The trusted block's number.
        trusted: u64,
    },
    /// A Clique signer who signed too recently to sign again.
    #[error("block {block} is signed by {signer}, who signed too recently")]
    RecentlySigned {
        /// The block's number.
        block: u64,
        /// The signer.
        signer: Address,
    },
    /// A Clique vote that is neither for nor against.
    #[error("block {0} carries a vote that cannot be read")]
    Vote(u64),
    /// Nothing is wrong, but too few distinct signers built on the blocks.
    #[error("no block up to {0} has enough signers on top of it")]
    Unsealed(u64),
    /// A handover's header cannot be read.
    #[error("the header at place {at} of the handovers is refused: {error}")]
    Handover {
        /// Its place in `handovers`.
        at: usize,
        /// Why.
        error: HeaderError,
    },
    /// The headers cannot be read or do not form a chain.
    #[error(transparent)]
    Descent(#[from] DescentError),
}

impl SealError {
    /// Whether nothing is amiss but that the user must look at the validators and trust others than now.
    pub fn asks_for_new_trust(&self) -> bool {
        matches!(
            self,
            Self::PinAnew { .. } | Self::Expired { .. } | Self::Earlier { .. }
        )
    }
}
