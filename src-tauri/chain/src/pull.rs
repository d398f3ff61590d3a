//! Sync by cursor: the next blocks after what is held, or how far to go back first. It stores nothing and remembers
//! nothing but its pace: whoever calls it keeps the cursor, in the same transaction as the rows.

use std::time::Duration;

use alloy::primitives::{Address, B256};
use evidence::BlockPart;

use crate::pace::Pace;
use crate::window::{Search, Step};
use crate::{Node, NodeError};

/// How often a batch is asked for again when the chain changed under it.
const ATTEMPTS: u32 = 4;

/// The pause before the second attempt, which doubles from there, and before a short chain is taken for what it is.
const PAUSE: Duration = Duration::from_millis(200);

/// The newest block held.
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
    /// Blocks in a row that follow the cursor, or the block that was gone back to. Empty if the chain became shorter.
    pub parts: Vec<BlockPart>,
    /// The number of the node's newest block, as of this batch.
    pub head: u64,
}

impl Batch {
    /// The cursor after the last part; `None` without parts.
    pub fn cursor(&self) -> Option<Cursor> {
        self.parts.last().map(|part| Cursor {
            number: part.header.number(),
            hash: part.header.hash(),
        })
    }
}

/// Pulls the blocks of one contract from one node.
#[derive(Debug)]
pub struct Puller<'a> {
    node: &'a Node,
    contract: Address,
    from_block: u64,
    pace: Pace,
    pause: Duration,
}

/// Where to go on after a reorganisation: the block before it, if one is held, and what to keep.
#[derive(Debug, Clone, Copy)]
struct Seat {
    after: Option<Cursor>,
    rollback_to: Option<u64>,
}

impl<'a> Puller<'a> {
    /// `from_block` is the first block of interest, usually the one that created the contract.
    pub fn new(node: &'a Node, contract: Address, from_block: u64) -> Self {
        Self {
            node,
            contract,
            from_block,
            pace: Pace::default(),
            pause: PAUSE,
        }
    }

    /// The next blocks; `None` if the node has nothing new.
    ///
    /// A chain that does not go on from the cursor is followed from the last block that both it and `held` have,
    /// however far back. A shorter chain counts as such unless the node says that it is still catching up
    /// ([`NodeError::Syncing`]).
    pub async fn next(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<Option<Batch>, NodeError> {
        let mut pause = self.pause;
        for _ in 1..ATTEMPTS {
            match self.attempt(cursor, held).await {
                Err(error) if error.may_be_a_race() => {
                    tracing::debug!(%error, "the chain changed in between");
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                settled => return settled,
            }
        }
        self.attempt(cursor, held).await
    }

    async fn attempt(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<Option<Batch>, NodeError> {
        let newest = self.node.head().await?;
        if let Some(at) = cursor.filter(|cursor| cursor.number >= newest) {
            if self
                .node
                .header(at.number)
                .await?
                .is_some_and(|header| header.hash() == at.hash)
            {
                return Ok(None);
            }
            return self.go_back(at, held).await;
        }
        let parts = self.fetch(cursor, newest).await?;
        match (cursor, parts.first()) {
            (Some(at), Some(first)) if first.header.parent_hash() != at.hash => {
                self.go_back(at, held).await
            }
            (_, None) => Ok(None),
            _ => Ok(Some(Batch {
                rollback_to: None,
                parts,
                head: newest,
            })),
        }
    }

    /// Goes back to the last common block and takes what follows it.
    async fn go_back(
        &mut self,
        cursor: Cursor,
        held: &impl Held,
    ) -> Result<Option<Batch>, NodeError> {
        let newest = self.settled_head(cursor).await?;
        let mut seat = self.common(cursor.number.min(newest), held).await?;
        // The node was only behind, and has caught up.
        seat.rollback_to = seat.rollback_to.filter(|number| *number < cursor.number);
        let parts = self.fetch(seat.after, newest).await?;
        match (seat.after, parts.first()) {
            (Some(at), Some(first)) if first.header.parent_hash() != at.hash => {
                Err(NodeError::Unlinked(first.header.number()))
            }
            (_, None) if seat.rollback_to.is_none() => Ok(None),
            _ => Ok(Some(Batch {
                rollback_to: seat.rollback_to,
                parts,
                head: newest,
            })),
        }
    }

    /// The head, once it is clear that the node is not merely behind: a replica gets a moment to catch up.
    async fn settled_head(&self, cursor: Cursor) -> Result<u64, NodeError> {
        let newest = self.node.head().await?;
        if newest >= cursor.number {
            return Ok(newest);
        }
        if self.node.is_syncing().await? {
            return Err(NodeError::Syncing { head: newest });
        }
        tokio::time::sleep(self.pause).await;
        self.node.head().await
    }

    async fn common(&self, top: u64, held: &impl Held) -> Result<Seat, NodeError> {
        let mut search = Search::new(self.from_block, top);
        loop {
            match search.step() {
                Step::Compare(number) => {
                    let agrees = match held.hash_at(number) {
                        Some(hash) => self
                            .node
                            .header(number)
                            .await?
                            .is_some_and(|header| header.hash() == hash),
                        None => false,
                    };
                    search.tell(agrees);
                }
                Step::Ancestor(found) => return self.seat(found, held),
            }
        }
    }

    fn seat(&self, ancestor: Option<u64>, held: &impl Held) -> Result<Seat, NodeError> {
        let Some(number) = ancestor else {
            // Before block 0 there is nothing to go back to: it is another chain.
            let before =
                self.from_block
                    .checked_sub(1)
                    .ok_or_else(|| NodeError::Contradiction {
                        number: 0,
                        reason: "it is not the first block of the chain held".to_owned(),
                    })?;
            return Ok(Seat {
                after: None,
                rollback_to: Some(before),
            });
        };
        let after = held.hash_at(number).map(|hash| Cursor { number, hash });
        Ok(Seat {
            after,
            rollback_to: Some(number),
        })
    }

    /// As many blocks as the pace allows, after the one given; none if the head is not beyond it.
    async fn fetch(
        &mut self,
        after: Option<Cursor>,
        newest: u64,
    ) -> Result<Vec<BlockPart>, NodeError> {
        let first = after.map_or(self.from_block, |cursor| cursor.number + 1);
        let mut may_time_out = true;
        if first > newest {
            return Ok(Vec::new());
        }
        loop {
            let last = newest.min(first.saturating_add(self.pace.blocks() - 1));
            match self.node.blocks(self.contract, first..=last).await {
                Ok(parts) => {
                    self.pace.went_well();
                    return Ok(parts);
                }
                Err(NodeError::RangeTooLarge { hint }) if self.pace.too_much(hint) => {}
                // Once only: a node that is silent for other reasons must not cost a timeout per halving.
                Err(NodeError::TimedOut) if may_time_out && self.pace.too_much(None) => {
                    may_time_out = false;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests;
