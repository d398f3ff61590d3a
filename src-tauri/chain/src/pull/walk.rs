//! The way along a chain that may change: what comes next, and how far back to go first. It does not know what a chunk
//! holds; both pullers walk like this.

use std::fmt;
use std::time::Duration;

use alloy::primitives::B256;
use tokio::time::Instant;

use super::pipeline::Pipeline;
use super::{Cursor, Held};
use crate::node::Pin;
use crate::pace::Bounds;
use crate::window::{Search, Step};
use crate::{Node, NodeError};

/// How often a chunk is asked for again when the chain changed under it.
const ATTEMPTS: u32 = 4;

/// The pause before the second attempt, which doubles from there, and before a short chain is taken for what it is.
pub(super) const PAUSE: Duration = Duration::from_millis(200);

/// How long the node's newest block is taken for its newest while there is more to fetch before it.
const FRESH: Duration = Duration::from_secs(2);

/// How often the chain is compared with the pinned one.
const PIN_EVERY: Duration = Duration::from_mins(1);

/// Where chunks of a chain come from.
pub(super) trait Source: fmt::Debug + Copy + Send + 'static {
    /// What is known of a range of blocks. Not of an empty one.
    type Chunk: fmt::Debug + Send + 'static;

    /// Fetches and checks the blocks `first..=last`; also gives how many bytes the answers had.
    fn fetch(
        self,
        node: Node,
        first: u64,
        last: u64,
    ) -> impl Future<Output = Result<(Self::Chunk, usize), NodeError>> + Send + 'static;

    /// The hash of the block before the chunk's first.
    fn parent(chunk: &Self::Chunk) -> Option<B256>;
}

/// What comes next.
pub(super) enum Found<C> {
    More {
        rollback_to: Option<u64>,
        chunk: C,
        head: u64,
    },
    UpToDate {
        head: u64,
    },
    Behind {
        head: u64,
    },
}

#[derive(Debug)]
pub(super) struct Walk<'a, S: Source> {
    node: &'a Node,
    from_block: u64,
    pipeline: Pipeline<S>,
    pin: Option<Pin>,
    pin_checked: Option<Instant>,
    newest: Option<(u64, Instant)>,
    pub(super) pause: Duration,
}

impl<'a, S: Source> Walk<'a, S> {
    pub(super) fn new(node: &'a Node, source: S, from_block: u64, bounds: Bounds) -> Self {
        Self {
            node,
            from_block,
            pipeline: Pipeline::new(source, bounds),
            pin: None,
            pin_checked: None,
            newest: None,
            pause: PAUSE,
        }
    }

    pub(super) fn pinned(mut self, pin: Pin) -> Self {
        self.pin = Some(pin);
        self
    }

    pub(super) async fn next(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<Found<S::Chunk>, NodeError> {
        let mut pause = self.pause;
        let mut attempt = 1;
        loop {
            let error = match self.attempt(cursor, held).await {
                Ok(found) => return Ok(found),
                Err(error) => error,
            };
            // Whoever answers next may be another node behind the same address, or the same one restarted.
            self.newest = None;
            self.pin_checked = None;
            self.pipeline.clear();
            if attempt == ATTEMPTS || !error.may_be_a_race() {
                return Err(error);
            }
            tracing::debug!(%error, "the chain changed in between");
            self.node.rpc().pause(pause).await?;
            pause *= 2;
            attempt += 1;
        }
    }

    async fn attempt(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<Found<S::Chunk>, NodeError> {
        self.check_pin(PIN_EVERY).await?;
        let next = cursor.map_or(Some(self.from_block), |at| at.number.checked_add(1));
        let newest = self.newest(next).await?;
        let Some(first) = next.filter(|first| *first <= newest) else {
            return self.at_the_end(cursor, newest, held).await;
        };
        let chunk = self.pipeline.take(self.node, first, newest).await?;
        if let Some(at) = cursor
            && S::parent(&chunk) != Some(at.hash)
        {
            return self.go_back(at, held).await;
        }
        if cursor.is_none() {
            // Nothing held ties the first chunk to the pinned chain, so it is checked on both sides of the fetch.
            self.check_pin(Duration::ZERO).await?;
        }
        Ok(Found::More {
            rollback_to: None,
            chunk,
            head: newest,
        })
    }

    /// The node has no block after the cursor.
    async fn at_the_end(
        &mut self,
        cursor: Option<Cursor>,
        newest: u64,
        held: &impl Held,
    ) -> Result<Found<S::Chunk>, NodeError> {
        let Some(at) = cursor else {
            return Ok(Found::UpToDate { head: newest });
        };
        if at.number == newest && self.has(at).await? {
            return Ok(Found::UpToDate { head: newest });
        }
        self.go_back(at, held).await
    }

    /// Goes back to the last common block and takes what follows it.
    async fn go_back(
        &mut self,
        cursor: Cursor,
        held: &impl Held,
    ) -> Result<Found<S::Chunk>, NodeError> {
        self.pipeline.clear();
        self.check_pin(Duration::ZERO).await?;
        let newest = self.settled_head(cursor).await?;
        let top = cursor.number.min(newest);
        if newest < cursor.number && !self.differs_at_its_end(top, held).await? {
            return Ok(Found::Behind { head: newest });
        }
        let ancestor = self.ancestor(top, held).await?;
        let after = ancestor.and_then(|number| held.newest_between(self.from_block, number));
        let rollback_to = match (ancestor, after) {
            // The node was only behind, and has caught up.
            (Some(number), _) if number >= cursor.number => None,
            // Between this block and the ancestor nothing is held.
            (Some(_), Some(after)) => Some(after.number),
            (Some(_), None) => Some(self.from_block.saturating_sub(1)),
            // Before block 0 there is nothing to go back to: it is another chain.
            (None, _) => Some(
                self.from_block
                    .checked_sub(1)
                    .ok_or_else(other_first_block)?,
            ),
        };
        let first = after.map_or(self.from_block, |at| at.number + 1);
        if first > newest {
            // It became shorter between two questions.
            return Err(NodeError::UnknownBlock(first.to_string()));
        }
        let chunk = self.pipeline.take(self.node, first, newest).await?;
        if let Some(at) = after
            && S::parent(&chunk) != Some(at.hash)
        {
            return Err(NodeError::Unlinked(first));
        }
        Ok(Found::More {
            rollback_to,
            chunk,
            head: newest,
        })
    }

    /// Whether a chain that ends before the cursor is another one. While a node catches up, what it holds at its end may
    /// be a branch that it is about to leave: that is not counted as different.
    async fn differs_at_its_end(&self, top: u64, held: &impl Held) -> Result<bool, NodeError> {
        // Of a chain that ends before the first block of interest, nothing is held.
        let Some(at) = held.newest_between(self.from_block, top) else {
            return Ok(false);
        };
        if self.has(at).await? {
            return Ok(false);
        }
        Ok(!self.node.is_syncing().await?)
    }

    /// The newest block, once it is clear that the node is not about to catch up: a replica gets a moment.
    async fn settled_head(&mut self, cursor: Cursor) -> Result<u64, NodeError> {
        let mut newest = self.node.head().await?;
        if newest < cursor.number {
            self.node.rpc().pause(self.pause).await?;
            newest = self.node.head().await?;
        }
        self.newest = Some((newest, Instant::now()));
        Ok(newest)
    }

    /// The last number up to which everything that is held is on the node's chain.
    async fn ancestor(&self, top: u64, held: &impl Held) -> Result<Option<u64>, NodeError> {
        let mut search = Search::new(self.from_block, top);
        loop {
            match search.step() {
                Step::Ancestor(found) => return Ok(found),
                Step::Compare(number) => {
                    let agrees = match held.newest_between(self.from_block, number) {
                        Some(at) => self.has(at).await?,
                        // Nothing is held up to there, so nothing can differ.
                        None => true,
                    };
                    search.tell(agrees);
                }
            }
        }
    }

    /// Whether the node has this very block. Block 0 is known by its name only.
    async fn has(&self, at: Cursor) -> Result<bool, NodeError> {
        let hash = match at.number {
            0 => self.node.named(0).await?,
            number => self.node.header(number).await?.map(|header| header.hash()),
        };
        Ok(hash == Some(at.hash))
    }

    async fn newest(&mut self, next: Option<u64>) -> Result<u64, NodeError> {
        if let Some((newest, since)) = self.newest
            && since.elapsed() < FRESH
            && next.is_some_and(|next| next <= newest)
        {
            return Ok(newest);
        }
        let newest = self.node.head().await?;
        self.newest = Some((newest, Instant::now()));
        Ok(newest)
    }

    async fn check_pin(&mut self, at_most_old: Duration) -> Result<(), NodeError> {
        let Some(pin) = self.pin else {
            return Ok(());
        };
        if self
            .pin_checked
            .is_some_and(|since| since.elapsed() < at_most_old)
        {
            return Ok(());
        }
        self.node.check_pin(pin).await?;
        self.pin_checked = Some(Instant::now());
        Ok(())
    }
}

fn other_first_block() -> NodeError {
    NodeError::Contradiction {
        number: 0,
        reason: "it is not the first block of the chain held".to_owned(),
    }
}
