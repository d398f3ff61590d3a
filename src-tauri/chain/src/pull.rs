//! Sync by cursor: the next blocks after what is held, or how far to go back first. It stores nothing and remembers
//! nothing but its pace and what it asked for ahead: whoever calls it keeps the cursor, in the same transaction as the
//! rows.
//!
//! [`Puller`] brings whole blocks that hashes prove; [`LogPuller`] brings logs that a node reports, several times as
//! fast. Both ask ahead, in tasks of the caller's runtime: on a runtime with more than one thread, fetching and
//! checking go on while the caller writes.

use alloy::primitives::{Address, B256};
use evidence::BlockPart;

use crate::node::Pin;
use crate::pace::Bounds;
use crate::{Node, NodeError};

mod logs;
mod pipeline;
mod walk;

pub(crate) use logs::{LOGS, Logs, Range};
pub use logs::{LogBatch, LogPuller, PulledLogs, ReportedLog};

use walk::{Found, Source, Walk};

/// Blocks with receipts are long: what is asked for ahead is in memory at once.
const BLOCKS: Bounds = Bounds {
    start: 8,
    more: 50,
    most: 2_000,
    bytes: 4 << 20,
};

/// A block by which it is known how far one has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: B256,
}

/// The blocks held, asked only when the node's chain does not go on from the cursor.
pub trait Held {
    /// The hash of a live (not superseded) block; `None` if it is not held.
    fn hash_at(&self, number: u64) -> Option<B256>;

    /// The newest live block among the numbers `from..=to`. Needed where not every block is held, as behind a
    /// [`LogPuller`]; the default looks at one number after the other, so a store should answer it by one query.
    fn newest_between(&self, from: u64, to: u64) -> Option<Cursor> {
        (from..=to).rev().find_map(|number| {
            let hash = self.hash_at(number)?;
            Some(Cursor { number, hash })
        })
    }
}

impl<F: Fn(u64) -> Option<B256>> Held for F {
    fn hash_at(&self, number: u64) -> Option<B256> {
        self(number)
    }
}

/// What to do in one transaction: first go back, then append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Everything held after this block is superseded. One less than the first block of interest means everything.
    pub rollback_to: Option<u64>,
    /// Blocks in a row that follow the cursor, or the block that was gone back to. Never empty.
    pub parts: Vec<BlockPart>,
    /// The number of the node's newest block, as of this batch.
    pub head: u64,
}

impl Batch {
    /// The cursor after the last part.
    pub fn cursor(&self) -> Option<Cursor> {
        self.parts.last().map(|part| Cursor {
            number: part.header.number(),
            hash: part.header.hash(),
        })
    }
}

/// What a pull brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulled {
    /// Something to commit.
    Batch(Batch),
    /// The node has nothing new.
    UpToDate {
        /// Its newest block, which is the cursor's.
        head: u64,
    },
    /// The node's chain ends before the cursor, and is the one held as far as it goes: it is behind, or was set back
    /// (a development node's `evm_revert`). Nothing is superseded by that; only another block can supersede one.
    Behind {
        /// Its newest block.
        head: u64,
    },
}

/// Pulls the blocks of one contract from one node.
#[derive(Debug)]
pub struct Puller<'a>(Walk<'a, Blocks>);

impl<'a> Puller<'a> {
    /// `from_block` is the first block of interest, usually the one that created the contract.
    pub fn new(node: &'a Node, contract: Address, from_block: u64) -> Self {
        Self(Walk::new(node, Blocks { contract }, from_block, BLOCKS))
    }

    /// Checks the chain id and block 0 against what was pinned: at the start, every minute, after every failure, and
    /// before anything held is superseded. A node that is on another chain then gives [`NodeError::OtherChain`].
    #[must_use]
    pub fn pinned(self, pin: Pin) -> Self {
        Self(self.0.pinned(pin))
    }

    /// The next blocks.
    ///
    /// A chain that does not go on from the cursor is followed from the last block that both it and `held` have,
    /// however far back. A chain that is only shorter is [`Pulled::Behind`]; so is one that differs as far as it goes
    /// while the node says that it is still catching up.
    pub async fn pull(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<Pulled, NodeError> {
        Ok(match self.0.next(cursor, held).await? {
            Found::UpToDate { head } => Pulled::UpToDate { head },
            Found::Behind { head } => Pulled::Behind { head },
            Found::More {
                rollback_to,
                chunk,
                head,
            } => Pulled::Batch(Batch {
                rollback_to,
                parts: chunk,
                head,
            }),
        })
    }

    /// The next blocks; `None` if the node has nothing new, also if it is behind. See [`Puller::pull`].
    pub async fn next(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<Option<Batch>, NodeError> {
        Ok(match self.pull(cursor, held).await? {
            Pulled::Batch(batch) => Some(batch),
            Pulled::UpToDate { .. } | Pulled::Behind { .. } => None,
        })
    }
}

/// Whole blocks.
#[derive(Debug, Clone, Copy)]
struct Blocks {
    contract: Address,
}

impl Source for Blocks {
    type Chunk = Vec<BlockPart>;

    async fn fetch(
        self,
        node: Node,
        first: u64,
        last: u64,
    ) -> Result<(Self::Chunk, usize), NodeError> {
        node.weighed_blocks(self.contract, first..=last).await
    }

    fn parent(chunk: &Self::Chunk) -> Option<B256> {
        chunk.first().map(|part| part.header.parent_hash())
    }
}

#[cfg(test)]
mod tests;
