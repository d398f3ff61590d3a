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

/// The pause before the second attempt; it doubles from there.
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
        let mut pause = PAUSE;
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
        let head = self.node.head().await?;
        if let Some(at) = cursor.filter(|cursor| cursor.number >= head) {
            if self
                .node
                .header(at.number)
                .await?
                .is_some_and(|header| header.hash() == at.hash)
            {
                return Ok(None);
            }
            return self.from_ancestor(at, held).await;
        }
        let parts = self.fetch(cursor, head).await?;
        match (cursor, parts.first()) {
            (Some(at), Some(first)) if first.header.parent_hash() != at.hash => {
                self.from_ancestor(at, held).await
            }
            (_, None) => Ok(None),
            _ => Ok(Some(Batch {
                rollback_to: None,
                parts,
                head,
            })),
        }
    }

    /// Goes back to the last common block and takes what follows it.
    async fn from_ancestor(
        &mut self,
        cursor: Cursor,
        held: &impl Held,
    ) -> Result<Option<Batch>, NodeError> {
        let head = self.settled_head(cursor).await?;
        let mut seat = self.common(cursor.number.min(head), held).await?;
        // The node was only behind, and has caught up.
        seat.rollback_to = seat.rollback_to.filter(|number| *number < cursor.number);
        let parts = self.fetch(seat.after, head).await?;
        match (seat.after, parts.first()) {
            (Some(at), Some(first)) if first.header.parent_hash() != at.hash => {
                Err(NodeError::Unlinked(first.header.number()))
            }
            (_, None) if seat.rollback_to.is_none() => Ok(None),
            _ => Ok(Some(Batch {
                rollback_to: seat.rollback_to,
                parts,
                head,
            })),
        }
    }

    /// The head, once it is clear that the node is not merely behind: a replica gets a moment to catch up.
    async fn settled_head(&self, cursor: Cursor) -> Result<u64, NodeError> {
        let head = self.node.head().await?;
        if head >= cursor.number {
            return Ok(head);
        }
        if self.node.is_syncing().await? {
            return Err(NodeError::Syncing { head });
        }
        tokio::time::sleep(PAUSE).await;
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
        head: u64,
    ) -> Result<Vec<BlockPart>, NodeError> {
        let first = after.map_or(self.from_block, |cursor| cursor.number + 1);
        let mut may_time_out = true;
        while first <= head {
            let last = head.min(first.saturating_add(self.pace.blocks() - 1));
            match self.node.blocks(self.contract, first..=last).await {
                Ok(parts) => {
                    self.pace.went_well();
                    return Ok(parts);
                }
                Err(NodeError::RangeTooLarge { hint }) if self.pace.too_much(hint) => {}
                // Once only: a node that is silent for other reasons must not cost a timeout per halving.
                Err(NodeError::TimedOut) if may_time_out && self.pace.too_much(None) => {
                    may_time_out = false
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stub::chain::{CONTRACT, FakeChain, at, same_after};
    use crate::stub::{Stub, run};

    /// A store of hashes from `from` on, kept by pulling until there is nothing new.
    struct Store {
        from: u64,
        hashes: Vec<B256>,
    }

    impl Store {
        fn hash_at(&self, number: u64) -> Option<B256> {
            number
                .checked_sub(self.from)
                .and_then(|place| self.hashes.get(at(place)).copied())
        }

        fn cursor(&self) -> Option<Cursor> {
            let number = (self.from + self.hashes.len() as u64).checked_sub(1)?;
            self.hashes.last().map(|hash| Cursor {
                number,
                hash: *hash,
            })
        }

        fn apply(&mut self, batch: Batch) {
            if let Some(number) = batch.rollback_to {
                self.hashes.truncate(at(number + 1 - self.from));
            }
            for part in batch.parts {
                assert_eq!(part.header.number(), self.from + self.hashes.len() as u64);
                if let Some(cursor) = self.cursor() {
                    assert_eq!(part.header.parent_hash(), cursor.hash);
                }
                self.hashes.push(part.header.hash());
            }
        }

        async fn sync(&mut self, node: &Node) {
            let mut puller = Puller::new(node, CONTRACT, self.from);
            for _ in 0..100 {
                let batch = puller
                    .next(self.cursor(), &|number| self.hash_at(number))
                    .await
                    .unwrap();
                match batch {
                    Some(batch) => self.apply(batch),
                    None => return,
                }
            }
            panic!("never done");
        }
    }

    fn check(from: u64, steps: &[(u64, u64)]) {
        run(async {
            let chain = FakeChain::default();
            let (stub, mut store) = (
                Stub::of(chain.clone()).await,
                Store {
                    from,
                    hashes: vec![],
                },
            );
            let node = stub.node();
            for (salt, (keep, length)) in (1..).zip(steps) {
                chain.fork(*keep, *length, salt);
                store.sync(&node).await;
                assert_eq!(
                    store.hashes,
                    chain.hashes(from),
                    "after keeping {keep} and growing to {length}"
                );
            }
        });
    }

    #[test]
    fn follows_a_growing_chain_in_batches() {
        check(3, &[(1, 700), (700, 701)]);
    }

    #[test]
    fn any_depth_of_reorganisation_converges() {
        check(1, &[(1, 600), (599, 600), (2, 601), (1, 650)]);
    }

    #[test]
    fn a_chain_that_became_shorter_is_followed() {
        check(1, &[(1, 20), (12, 12), (5, 9)]);
    }

    #[test]
    fn a_chain_that_ends_before_the_first_block_empties_the_store() {
        check(10, &[(1, 20), (4, 6), (6, 15)]);
    }

    #[test]
    fn a_node_that_catches_up_rolls_nothing_back() {
        run(async {
            let chain = FakeChain::default();
            chain.fork(1, 20, 1);
            let mut store = Store {
                from: 1,
                hashes: vec![],
            };
            store.sync(&Stub::of(chain.clone()).await.node()).await;
            chain.fork(10, 10, 1);
            chain.syncing();
            let node = Stub::of(chain).await.node();
            let error = Puller::new(&node, CONTRACT, 1)
                .next(store.cursor(), &|number| store.hash_at(number))
                .await;
            assert_eq!(error, Err(NodeError::Syncing { head: 9 }));
        });
    }

    #[test]
    fn another_genesis_is_not_followed() {
        run(async {
            let stub = Stub::of(FakeChain::default()).await;
            let strange = Cursor {
                number: 0,
                hash: B256::repeat_byte(1),
            };
            let error = Puller::new(&stub.node(), CONTRACT, 0)
                .next(Some(strange), &|_| Some(strange.hash))
                .await
                .unwrap_err();
            assert!(error.is_disbelief(), "{error}");
        });
    }

    #[test]
    fn a_node_that_wants_less_gets_less() {
        run(async {
            let chain = FakeChain::default();
            chain.fork(1, 90, 1);
            chain.limit_batches(7);
            let mut store = Store {
                from: 1,
                hashes: vec![],
            };
            store.sync(&Stub::of(chain.clone()).await.node()).await;
            assert_eq!(store.hashes, chain.hashes(1));
        });
    }

    #[test]
    fn the_future_can_move_between_threads() {
        fn send(_: impl Send) {}
        let node = Node::connect("http://127.0.0.1:1", crate::Auth::None).unwrap();
        send(Puller::new(&node, CONTRACT, 1).next(None, &|_| None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// The model: whatever happened, the store holds what a fresh sync would.
        #[test]
        fn random_histories_converge(from in 1..6_u64, steps in prop::collection::vec((1..40_u64, 0..20_u64), 1..5)) {
            check(from, &same_after(&steps));
        }
    }
}
