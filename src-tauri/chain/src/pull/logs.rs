//! The quick way: what a node reports as a contract's logs. Which blocks they are in is checked against headers at both
//! ends of each range; that none is left out or bent is not, until [`Node::blocks`] proves it.

use std::ops::RangeInclusive;

use alloy::primitives::{Address, B256, Log};
use evidence::Header;
use serde_json::json;

use super::walk::{Found, Source, Walk};
use super::{Cursor, Held};
use crate::node::{Pin, hex};
use crate::pace::Bounds;
use crate::wire::LogAnswer;
use crate::{Node, NodeError};

/// Logs are short and blocks without any cost nothing, so ranges may grow long; answers may not, since nodes put a long
/// one together more slowly.
pub(crate) const LOGS: Bounds = Bounds {
    start: 8,
    more: 500,
    most: 100_000,
    bytes: 3 << 20,
};

/// A log as a node reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedLog {
    /// The block's number.
    pub block: u64,
    /// The block's hash.
    pub block_hash: B256,
    /// The transaction's hash.
    pub tx: B256,
    /// The transaction's place in the block.
    pub tx_index: u64,
    /// The log's place among all logs of the block.
    pub log_index: u32,
    /// The log; its address is the contract's.
    pub log: Log,
}

/// What to do in one transaction: first go back, then append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogBatch {
    /// Everything held after this block is superseded. One less than the first block of interest means everything.
    pub rollback_to: Option<u64>,
    /// The blocks looked at, which follow the cursor or the block that was gone back to. Most have no log.
    pub blocks: RangeInclusive<u64>,
    /// Their logs, in the order of the chain.
    pub logs: Vec<ReportedLog>,
    /// The header of the last block, checked against its hash. Keep number and hash: they are the next cursor.
    pub end: Header,
    /// The number of the node's newest block, as of this batch.
    pub head: u64,
}

impl LogBatch {
    /// The cursor after this batch.
    pub fn cursor(&self) -> Cursor {
        Cursor {
            number: self.end.number(),
            hash: self.end.hash(),
        }
    }
}

/// What a pull of logs brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PulledLogs {
    /// Something to commit.
    Batch(Box<LogBatch>),
    /// The node has nothing new.
    UpToDate {
        /// Its newest block, which is the cursor's.
        head: u64,
    },
    /// As [`super::Pulled::Behind`].
    Behind {
        /// Its newest block.
        head: u64,
    },
}

/// Pulls the logs of one contract from one node.
#[derive(Debug)]
pub struct LogPuller<'a>(Walk<'a, Logs>);

impl<'a> LogPuller<'a> {
    /// `from_block` is the first block of interest, usually the one that created the contract. Block 0 has no logs, and
    /// on some development chains no header that can be checked, so it starts after it.
    pub fn new(node: &'a Node, contract: Address, from_block: u64) -> Self {
        let from_block = from_block.max(1);
        Self(Walk::new(node, Logs { contract }, from_block, LOGS))
    }

    /// As [`super::Puller::pinned`].
    #[must_use]
    pub fn pinned(self, pin: Pin) -> Self {
        Self(self.0.pinned(pin))
    }

    /// The logs of the next blocks, as [`super::Puller::pull`]. `held` may hold only some blocks; those that count are
    /// the ends of earlier batches, whose hashes were checked. Blocks named by logs alone must not be among them.
    pub async fn pull(
        &mut self,
        cursor: Option<Cursor>,
        held: &impl Held,
    ) -> Result<PulledLogs, NodeError> {
        Ok(match self.0.next(cursor, held).await? {
            Found::UpToDate { head } => PulledLogs::UpToDate { head },
            Found::Behind { head } => PulledLogs::Behind { head },
            Found::More {
                rollback_to,
                chunk,
                head,
            } => PulledLogs::Batch(Box::new(LogBatch {
                rollback_to,
                blocks: chunk.first.number()..=chunk.end.number(),
                logs: chunk.logs,
                end: chunk.end,
                head,
            })),
        })
    }
}

/// The logs of one contract.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Logs {
    pub(crate) contract: Address,
}

/// The logs of a range, and the headers of its first and its last block.
#[derive(Debug)]
pub(crate) struct Range {
    first: Header,
    end: Header,
    pub(crate) logs: Vec<ReportedLog>,
}

impl Source for Logs {
    type Chunk = Range;

    async fn fetch(
        self,
        node: Node,
        first: u64,
        last: u64,
    ) -> Result<(Self::Chunk, usize), NodeError> {
        self.range(&node, first, last).await
    }

    fn parent(chunk: &Self::Chunk) -> Option<B256> {
        Some(chunk.first.parent_hash())
    }
}

impl Logs {
    /// The logs of the blocks `first..=last`, and how many bytes the answer had.
    pub(crate) async fn range(
        self,
        node: &Node,
        first: u64,
        last: u64,
    ) -> Result<(Range, usize), NodeError> {
        let known = |header: Option<Header>, number: u64| {
            header.ok_or_else(|| NodeError::UnknownBlock(number.to_string()))
        };
        let (first, end) = if first == last {
            let only = known(node.header(last).await?, last)?;
            (only.clone(), only)
        } else {
            let (start, end) = tokio::join!(node.header(first), node.header(last));
            (known(start?, first)?, known(end?, last)?)
        };
        let (logs, bytes) = self.logs(node, &first, &end).await?;
        // If the last block is still there, the chain did not change while it was asked about.
        let still = node.header(last).await?;
        if still.is_none_or(|header| header.hash() != end.hash()) {
            return Err(NodeError::Unlinked(last));
        }
        Ok((Range { first, end, logs }, bytes))
    }

    async fn logs(
        self,
        node: &Node,
        first: &Header,
        end: &Header,
    ) -> Result<(Vec<ReportedLog>, usize), NodeError> {
        let filter = if first.number() == end.number() {
            // A node that does not know the block says so, where for a number it might answer with nothing.
            json!([{ "address": self.contract, "blockHash": end.hash() }])
        } else {
            json!([{ "address": self.contract, "fromBlock": hex(first.number()), "toBlock": hex(end.number()) }])
        };
        let (answer, bytes) = node.rpc().weighed("eth_getLogs", filter).await?;
        let answer: Vec<LogAnswer> =
            answer.ok_or_else(|| NodeError::UnknownBlock(end.number().to_string()))?;
        let logs = answer.into_iter().map(|log| self.reported(log, first, end));
        let logs = in_order(logs.collect::<Result<_, _>>()?)?;
        refuse_excluded(node, &logs, [first, end]).await?;
        Ok((logs, bytes))
    }

    /// A log, if it is one that was asked for.
    fn reported(
        self,
        answer: LogAnswer,
        first: &Header,
        end: &Header,
    ) -> Result<ReportedLog, NodeError> {
        let number = answer.block_number.0;
        let refuse = |reason: &str| NodeError::Contradiction {
            number,
            reason: reason.to_owned(),
        };
        if answer.address != self.contract {
            return Err(refuse("it sent a log of another contract"));
        }
        if !(first.number()..=end.number()).contains(&number) {
            return Err(refuse("it sent a log of a block that was not asked for"));
        }
        if answer.removed {
            return Err(refuse("it sent a log that was removed"));
        }
        if answer.topics.len() > 4 {
            return Err(refuse("it sent a log with more than four topics"));
        }
        for known in [first, end] {
            if known.number() != number {
                continue;
            }
            if known.hash() != answer.block_hash {
                return Err(NodeError::Unlinked(number));
            }
        }
        Ok(ReportedLog {
            block: number,
            block_hash: answer.block_hash,
            tx: answer.transaction_hash,
            tx_index: answer.transaction_index.0,
            log_index: u32::try_from(answer.log_index.0)
                .map_err(|_| refuse("it sent a log with an absurd place"))?,
            log: Log::new_unchecked(answer.address, answer.topics, answer.data),
        })
    }
}

/// A log that its block's header excludes is a lie, unless it is of a private transaction: headers do not cover those.
async fn refuse_excluded(
    node: &Node,
    logs: &[ReportedLog],
    ends: [&Header; 2],
) -> Result<(), NodeError> {
    let excluded = |log: &&ReportedLog| {
        let at_end = ends.iter().filter(|header| header.number() == log.block);
        at_end
            .into_iter()
            .any(|header| !header.may_contain(log.log.address))
    };
    let excluded: Vec<&ReportedLog> = logs.iter().filter(excluded).collect();
    if excluded.is_empty() {
        return Ok(());
    }
    let transactions: Vec<B256> = excluded.iter().map(|log| log.tx).collect();
    let private = match node.private_transactions(&transactions).await {
        Err(error) if error.is_transient() || error == NodeError::Cancelled => return Err(error),
        private => private.unwrap_or_default(),
    };
    match excluded.iter().find(|log| !private.contains(&log.tx)) {
        None => Ok(()),
        Some(log) => Err(NodeError::Contradiction {
            number: log.block,
            reason: "it sent a log that the header excludes".to_owned(),
        }),
    }
}

/// The logs in the order of the chain, each place taken once and each block named by one hash.
fn in_order(mut logs: Vec<ReportedLog>) -> Result<Vec<ReportedLog>, NodeError> {
    let place = |log: &ReportedLog| (log.block, log.log_index);
    if !logs.is_sorted_by_key(place) {
        logs.sort_by_key(place);
    }
    for pair in logs.windows(2) {
        let number = pair[1].block;
        if place(&pair[0]) == place(&pair[1]) {
            return Err(NodeError::Contradiction {
                number,
                reason: "it sent two logs for one place".to_owned(),
            });
        }
        if pair[0].block == number && pair[0].block_hash != pair[1].block_hash {
            return Err(NodeError::Unlinked(number));
        }
    }
    Ok(logs)
}

#[cfg(test)]
mod tests;
