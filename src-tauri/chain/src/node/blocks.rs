//! Blocks with the receipts that matter, each checked against the hash of its header.

use std::ops::RangeInclusive;
use std::sync::atomic::Ordering;

use alloy::primitives::Address;
use evidence::{BlockPart, Header, Receipts};
use serde_json::{Value, json};

use super::{Node, hex};
use crate::NodeError;
use crate::wire::{Block, BlockAnswer, ReceiptAnswer, check_receipts};

/// Headers per request. Nodes commonly limit batches to 1,000, gateways to 100.
const HEADERS_AT_ONCE: usize = 100;

/// Blocks per request for receipts, which are far longer than headers.
const RECEIPTS_AT_ONCE: usize = 20;

impl Node {
    /// Blocks in a row: headers that hash to what the node calls them and follow one another, and the receipts of each
    /// block whose bloom admits a log of `contract`, as the header commits to them. All of it is held in memory.
    ///
    /// An answer that leaves events out is thereby noticed: a block without receipts has a bloom that excludes the
    /// contract, and receipts that are there are all of the block's.
    pub async fn blocks(
        &self,
        contract: Address,
        numbers: RangeInclusive<u64>,
    ) -> Result<Vec<BlockPart>, NodeError> {
        Ok(self.weighed_blocks(contract, numbers).await?.0)
    }

    /// Headers that hash to what the node calls them and follow one another.
    pub async fn headers(&self, numbers: RangeInclusive<u64>) -> Result<Vec<Header>, NodeError> {
        let (blocks, _) = self.linked(numbers).await?;
        Ok(blocks.into_iter().map(|block| block.header).collect())
    }

    /// Blocks in a row, and how many bytes the answers had.
    pub(crate) async fn weighed_blocks(
        &self,
        contract: Address,
        numbers: RangeInclusive<u64>,
    ) -> Result<(Vec<BlockPart>, usize), NodeError> {
        let (blocks, mut bytes) = self.linked(numbers).await?;
        let wanted: Vec<&Block> = blocks
            .iter()
            .filter(|block| block.header.may_contain(contract))
            .collect();
        let mut receipts = Vec::with_capacity(wanted.len());
        for some in wanted.chunks(RECEIPTS_AT_ONCE) {
            let (more, length) = self.receipts(some).await?;
            receipts.extend(more);
            bytes += length;
        }
        let mut receipts = receipts.into_iter();
        let part = |block: Block| {
            let receipts = if block.header.may_contain(contract) {
                receipts.next()
            } else {
                None
            };
            BlockPart {
                header: block.header,
                receipts,
            }
        };
        Ok((blocks.into_iter().map(part).collect(), bytes))
    }

    async fn linked(&self, numbers: RangeInclusive<u64>) -> Result<(Vec<Block>, usize), NodeError> {
        let numbers: Vec<u64> = numbers.collect();
        let (mut blocks, mut bytes) = (Vec::with_capacity(numbers.len()), 0);
        for some in numbers.chunks(HEADERS_AT_ONCE) {
            let (more, length) = self.checked(some).await?;
            blocks.extend(more);
            bytes += length;
        }
        let torn = blocks
            .windows(2)
            .find(|pair| !pair[1].header.follows(&pair[0].header));
        match torn {
            Some(pair) => Err(NodeError::Unlinked(pair[1].header.number())),
            None => Ok((blocks, bytes)),
        }
    }

    /// The blocks of these numbers in one request, each hashing to what the node calls it.
    async fn checked(&self, numbers: &[u64]) -> Result<(Vec<Block>, usize), NodeError> {
        let params: Vec<Value> = numbers
            .iter()
            .map(|number| json!([hex(*number), false]))
            .collect();
        let (answers, bytes): (Vec<Option<BlockAnswer>>, _) =
            self.rpc.batch("eth_getBlockByNumber", &params).await?;
        let check = |(number, answer): (&u64, Option<BlockAnswer>)| {
            answer
                .ok_or_else(|| NodeError::UnknownBlock(number.to_string()))?
                .check(*number)
        };
        let blocks = numbers.iter().zip(answers).map(check);
        Ok((blocks.collect::<Result<_, _>>()?, bytes))
    }

    async fn receipts(&self, blocks: &[&Block]) -> Result<(Vec<Receipts>, usize), NodeError> {
        let (answers, bytes) = self.receipt_answers(blocks).await?;
        let mut receipts = Vec::with_capacity(blocks.len());
        for (block, answer) in blocks.iter().zip(answers) {
            receipts.push(match known(block, answer) {
                Err(NodeError::FalseReceipts(_)) => self.public_receipts(block).await?,
                settled => settled?,
            });
        }
        Ok((receipts, bytes))
    }

    /// The receipts of each block as the node has them, and how many bytes the answers had.
    pub(super) async fn receipt_answers(
        &self,
        blocks: &[&Block],
    ) -> Result<(Vec<Option<Vec<ReceiptAnswer>>>, usize), NodeError> {
        if !self.lacks_block_receipts.load(Ordering::Relaxed) {
            // By hash, so that a reorganisation in between is not taken for a lie.
            let params: Vec<Value> = blocks
                .iter()
                .map(|block| json!([block.header.hash()]))
                .collect();
            match self.rpc.batch("eth_getBlockReceipts", &params).await {
                Err(NodeError::MethodMissing(_)) => {
                    self.lacks_block_receipts.store(true, Ordering::Relaxed);
                }
                settled => return settled,
            }
        }
        let (mut answers, mut bytes) = (Vec::with_capacity(blocks.len()), 0);
        for block in blocks {
            let (some, length) = self.receipts_one_by_one(block).await?;
            answers.push(some);
            bytes += length;
        }
        Ok((answers, bytes))
    }

    async fn receipts_one_by_one(
        &self,
        block: &Block,
    ) -> Result<(Option<Vec<ReceiptAnswer>>, usize), NodeError> {
        let (mut receipts, mut bytes) = (Vec::with_capacity(block.transactions.len()), 0);
        for some in block.transactions.chunks(HEADERS_AT_ONCE) {
            let params: Vec<Value> = some.iter().map(|hash| json!([hash])).collect();
            let (more, length) = self.rpc.batch("eth_getTransactionReceipt", &params).await?;
            receipts.extend(more);
            bytes += length;
        }
        Ok((receipts.into_iter().collect(), bytes))
    }
}

/// The receipts of a block, unless the node says that it does not know the block (any more).
pub(super) fn known(
    block: &Block,
    answer: Option<Vec<ReceiptAnswer>>,
) -> Result<Receipts, NodeError> {
    let answer =
        answer.ok_or_else(|| NodeError::UnknownBlock(block.header.number().to_string()))?;
    check_receipts(&block.header, answer)
}
