//! Two nodes asked about the same blocks: where they disagree, and which of them the hashes contradict. Nothing is
//! averaged, and nobody is believed because the other one is not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use alloy::primitives::{Address, B256, Log};

use crate::pace::Pace;
use crate::pull::{LOGS, Logs, Range, ReportedLog};
use crate::window::{Search, Step};
use crate::{Node, NodeError};

mod disagreement;

pub use disagreement::{Disagreement, LogFault, Side};

/// The most disagreements that are listed; the comparison ends there.
pub const MAX_DISAGREEMENTS: usize = 1_000;

/// Compares what two nodes say of a contract in these blocks: chain id, block 0, the blocks by their hashes, and the logs
/// one by one. Where logs differ, receipts that hash to the header show who is wrong. An empty list is agreement.
///
/// An error is a question that was not answered, by either; a node that answers what cannot be true is listed instead.
pub async fn compare(
    first: &Node,
    second: &Node,
    contract: Address,
    blocks: RangeInclusive<u64>,
) -> Result<Vec<Disagreement>, NodeError> {
    let mut comparison = Comparison {
        first,
        second,
        logs: Logs { contract },
        found: Vec::new(),
    };
    comparison.run(*blocks.start(), *blocks.end()).await?;
    comparison.found.truncate(MAX_DISAGREEMENTS);
    Ok(comparison.found)
}

struct Comparison<'a> {
    first: &'a Node,
    second: &'a Node,
    logs: Logs,
    found: Vec<Disagreement>,
}

type Place = (u64, u32);

impl Comparison<'_> {
    async fn run(&mut self, from: u64, to: u64) -> Result<(), NodeError> {
        let (first, second) = tokio::join!(self.first.pin(), self.second.pin());
        let (first, second) = (first?, second?);
        if first != second {
            self.found.push(Disagreement::OtherChain { first, second });
            return Ok(());
        }
        let to = self.common_head(to).await?;
        // Block 0 is the same, and has no logs.
        let from = from.max(1);
        if from > to {
            return Ok(());
        }
        if let Some(to) = self.common_block(from, to).await? {
            self.compare_logs(from, to).await?;
        }
        Ok(())
    }

    async fn common_head(&mut self, to: u64) -> Result<u64, NodeError> {
        let (first, second) = tokio::join!(self.first.head(), self.second.head());
        let mut common = to;
        for (side, head) in [(Side::First, first?), (Side::Second, second?)] {
            if head < to {
                self.found.push(Disagreement::Behind { side, head });
                common = common.min(head);
            }
        }
        Ok(common)
    }

    /// The last block of the range that both have, if there is one.
    async fn common_block(&mut self, from: u64, to: u64) -> Result<Option<u64>, NodeError> {
        let mut search = Search::new(from, to);
        let mut differing = None;
        loop {
            match search.step() {
                Step::Ancestor(ancestor) => {
                    self.found.extend(differing);
                    return Ok(ancestor);
                }
                Step::Compare(number) => {
                    let (first, second) =
                        tokio::join!(hash(self.first, number), hash(self.second, number));
                    let (first, second) = match (first, second) {
                        (Ok(first), Ok(second)) => (first, second),
                        (Err(reason), _) if reason.is_disbelief() => {
                            return Ok(self.untrue(Side::First, number, reason));
                        }
                        (_, Err(reason)) if reason.is_disbelief() => {
                            return Ok(self.untrue(Side::Second, number, reason));
                        }
                        (Err(error), _) | (_, Err(error)) => return Err(error),
                    };
                    if first != second {
                        // The search only moves down to blocks that differ, so the last one seen is the first.
                        differing = Some(Disagreement::OtherBlock {
                            number,
                            first,
                            second,
                        });
                    }
                    search.tell(first == second);
                }
            }
        }
    }

    fn untrue(&mut self, side: Side, block: u64, reason: NodeError) -> Option<u64> {
        self.found.push(Disagreement::Untrue {
            side,
            block,
            reason,
        });
        None
    }

    async fn compare_logs(&mut self, from: u64, to: u64) -> Result<(), NodeError> {
        let mut pace = Pace::new(LOGS);
        let mut first = from;
        while first <= to && self.found.len() < MAX_DISAGREEMENTS {
            let last = to.min(first.saturating_add(pace.blocks() - 1));
            let asked = last - first + 1;
            let (one, other) = tokio::join!(
                self.logs.range(self.first, first, last),
                self.logs.range(self.second, first, last)
            );
            let too_large = [&one, &other].into_iter().find_map(|answer| match answer {
                Err(NodeError::RangeTooLarge { hint }) => Some(*hint),
                _ => None,
            });
            if let Some(hint) = too_large
                && pace.too_much(asked, hint)
            {
                continue;
            }
            let one = self.believed(Side::First, first, one)?;
            let other = self.believed(Side::Second, first, other)?;
            if let (Some((one, weight)), Some((other, _))) = (one, other) {
                pace.went_well(asked, weight);
                self.compare_range(one.logs, other.logs).await?;
            }
            let Some(next) = last.checked_add(1) else {
                return Ok(());
            };
            first = next;
        }
        Ok(())
    }

    /// An answer, or nothing if it cannot be true, which is noted.
    fn believed(
        &mut self,
        side: Side,
        block: u64,
        answer: Result<(Range, usize), NodeError>,
    ) -> Result<Option<(Range, usize)>, NodeError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(reason) if reason.is_disbelief() => {
                self.untrue(side, block, reason);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn compare_range(
        &mut self,
        first: Vec<ReportedLog>,
        second: Vec<ReportedLog>,
    ) -> Result<(), NodeError> {
        let (first, second) = (by_place(first), by_place(second));
        let differs = |place: &&Place| first.get(*place) != second.get(*place);
        let blocks: BTreeSet<u64> = first
            .keys()
            .chain(second.keys())
            .filter(differs)
            .map(|place| place.0)
            .collect();
        for block in blocks {
            if self.found.len() >= MAX_DISAGREEMENTS {
                break;
            }
            let here = |logs: &BTreeMap<Place, Log>| -> BTreeMap<u32, Log> {
                let range = logs.range((block, 0)..=(block, u32::MAX));
                range.map(|((_, at), log)| (*at, log.clone())).collect()
            };
            match self.truth(block).await? {
                Ok(truth) => {
                    self.judge(Side::First, block, &here(&first), &truth);
                    self.judge(Side::Second, block, &here(&second), &truth);
                }
                Err((first, second)) => self.found.push(Disagreement::Undecided {
                    block,
                    first,
                    second,
                }),
            }
        }
        Ok(())
    }

    /// The contract's logs of a block as its receipts prove them, from whichever node can.
    async fn truth(
        &self,
        block: u64,
    ) -> Result<Result<BTreeMap<u32, Log>, (NodeError, NodeError)>, NodeError> {
        let first = match self.proven(self.first, block).await {
            Err(NodeError::Cancelled) => return Err(NodeError::Cancelled),
            Err(error) => error,
            Ok(truth) => return Ok(Ok(truth)),
        };
        match self.proven(self.second, block).await {
            Err(NodeError::Cancelled) => Err(NodeError::Cancelled),
            Err(second) => Ok(Err((first, second))),
            Ok(truth) => Ok(Ok(truth)),
        }
    }

    async fn proven(&self, node: &Node, block: u64) -> Result<BTreeMap<u32, Log>, NodeError> {
        let contract = self.logs.contract;
        let parts = node.blocks(contract, block..=block).await?;
        let receipts = parts.into_iter().filter_map(|part| part.receipts);
        let logs = receipts.flat_map(|receipts| receipts.logs());
        let ours = logs.filter(|placed| placed.log.address == contract);
        Ok(ours.map(|placed| (placed.log_index, placed.log)).collect())
    }

    fn judge(
        &mut self,
        side: Side,
        block: u64,
        said: &BTreeMap<u32, Log>,
        truth: &BTreeMap<u32, Log>,
    ) {
        let places: BTreeSet<u32> = said.keys().chain(truth.keys()).copied().collect();
        for log_index in places {
            let fault = match (said.get(&log_index), truth.get(&log_index)) {
                (None, Some(_)) => LogFault::Missing,
                (Some(_), None) => LogFault::Invented,
                (Some(said), Some(truth)) if said != truth => LogFault::Altered,
                _ => continue,
            };
            self.found.push(Disagreement::Log {
                side,
                block,
                log_index,
                fault,
            });
        }
    }
}

fn by_place(logs: Vec<ReportedLog>) -> BTreeMap<Place, Log> {
    let placed = logs.into_iter();
    placed
        .map(|log| ((log.block, log.log_index), log.log))
        .collect()
}

async fn hash(node: &Node, number: u64) -> Result<B256, NodeError> {
    let header = node.header(number).await?;
    header
        .map(|header| header.hash())
        .ok_or_else(|| NodeError::UnknownBlock(number.to_string()))
}

#[cfg(test)]
mod tests;
