//! What two nodes can disagree on, in types and in words. It compares nothing.

use std::fmt;

use alloy::primitives::B256;

use crate::{NodeError, Pin};

/// One of the two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The first node.
    First,
    /// The second node.
    Second,
}

/// What is wrong with a log that a node reports, measured by receipts that hash to the header that both nodes have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogFault {
    /// It is in the block, and the node left it out.
    Missing,
    /// It is not in the block.
    Invented,
    /// Something else is in its place.
    Altered,
}

/// One thing on which two nodes do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// They are on different chains; nothing else is compared.
    OtherChain {
        /// Chain id and block 0 of the first.
        first: Pin,
        /// Chain id and block 0 of the second.
        second: Pin,
    },
    /// This node does not have all the blocks that were to be compared. Those that it has are.
    Behind {
        /// Which node.
        side: Side,
        /// Its newest block.
        head: u64,
    },
    /// From this block on they have other blocks; the blocks before are compared, later ones are not.
    OtherBlock {
        /// The first number at which they differ.
        number: u64,
        /// The block's hash on the first.
        first: B256,
        /// The block's hash on the second.
        second: B256,
    },
    /// A log that this node does not report as the block has it.
    Log {
        /// Which node.
        side: Side,
        /// The block.
        block: u64,
        /// The log's place in the block.
        log_index: u32,
        /// How it is wrong.
        fault: LogFault,
    },
    /// They report different logs, and neither can prove its own.
    Undecided {
        /// The block.
        block: u64,
        /// Why the first cannot.
        first: NodeError,
        /// Why the second cannot.
        second: NodeError,
    },
    /// What this node answers about these blocks cannot be true.
    Untrue {
        /// Which node.
        side: Side,
        /// The first of the blocks.
        block: u64,
        /// Why not.
        reason: NodeError,
    },
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::First => "the first node",
            Self::Second => "the second node",
        })
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherChain { first, second } => write!(
                formatter,
                "the nodes are on different chains: {} from {}, and {} from {}",
                first.chain_id, first.genesis, second.chain_id, second.genesis
            ),
            Self::Behind { side, head } => write!(formatter, "{side} ends at block {head}"),
            Self::OtherBlock {
                number,
                first,
                second,
            } => write!(
                formatter,
                "from block {number} on the nodes have different blocks: {first} and {second}"
            ),
            Self::Log {
                side,
                block,
                log_index,
                fault,
            } => {
                let done = match fault {
                    LogFault::Missing => "leaves out",
                    LogFault::Invented => "invents",
                    LogFault::Altered => "alters",
                };
                write!(formatter, "{side} {done} log {log_index} of block {block}")
            }
            Self::Undecided { block, .. } => write!(
                formatter,
                "the nodes report different logs of block {block}, and neither proves its own"
            ),
            Self::Untrue {
                side,
                block,
                reason,
            } => write!(
                formatter,
                "what {side} says of the blocks from {block} on cannot be true: {reason}"
            ),
        }
    }
}
