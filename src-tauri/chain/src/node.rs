//! One node: what can be asked of it. It keeps nothing of what it learns, but for which methods the node lacks.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use alloy::primitives::{Address, B256, Bytes, U64, U128, keccak256};
use alloy::rpc::types::TransactionReceipt;
use evidence::{BlockPart, Header, Receipts};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::NodeError;
use crate::error::said;
use crate::rpc::{Auth, Patience, Rpc};
use crate::wire::{Block, BlockAnswer, check_receipts};

/// Headers per request. Nodes commonly limit batches to 1,000, gateways to 100.
const HEADERS_AT_ONCE: usize = 100;

/// Blocks per request for receipts, which are far longer than headers.
const RECEIPTS_AT_ONCE: usize = 20;

/// What is read of a block whose header is not needed.
#[derive(serde::Deserialize)]
struct Named {
    hash: B256,
}

/// A node, over JSON-RPC on HTTP or HTTPS. Copies share the connection.
#[derive(Debug, Clone)]
pub struct Node {
    rpc: Rpc,
    /// The node does not have `eth_getBlockReceipts` (`GoQuorum`, older Geth).
    lacks_block_receipts: Arc<AtomicBool>,
}

impl Node {
    /// Prepares a connection; nothing is sent yet. A user and password may also be in the address itself.
    pub fn connect(url: &str, auth: Auth) -> Result<Self, NodeError> {
        Self::with_patience(url, auth, Patience::default())
    }

    pub(crate) fn with_patience(
        url: &str,
        auth: Auth,
        patience: Patience,
    ) -> Result<Self, NodeError> {
        Ok(Self {
            rpc: Rpc::new(url, auth, patience)?,
            lacks_block_receipts: Arc::default(),
        })
    }

    /// The node's address without user and password.
    pub fn url(&self) -> String {
        self.rpc.url()
    }

    /// The EIP-155 chain id.
    pub async fn chain_id(&self) -> Result<u64, NodeError> {
        self.number("eth_chainId", json!([])).await
    }

    /// The hash by which the node calls block 0. It names the chain and is compared only, so it is not rebuilt: some
    /// networks start from a header that no rule could have made (anvil before Cancun).
    pub async fn genesis(&self) -> Result<B256, NodeError> {
        let answer: Option<Named> = self
            .rpc
            .call("eth_getBlockByNumber", json!(["0x0", false]))
            .await?;
        Ok(answer
            .ok_or_else(|| NodeError::UnknownBlock("0".to_owned()))?
            .hash)
    }

    /// The number of the newest block.
    pub async fn head(&self) -> Result<u64, NodeError> {
        self.number("eth_blockNumber", json!([])).await
    }

    /// Keccak-256 of the code at an address as of the newest block; `None` if there is none.
    pub async fn code_hash(&self, address: Address) -> Result<Option<B256>, NodeError> {
        let code: Bytes = self
            .expect("eth_getCode", json!([address, "latest"]))
            .await?;
        Ok((!code.is_empty()).then(|| keccak256(&code)))
    }

    /// What the node calls itself, shortened.
    pub async fn client_version(&self) -> Result<String, NodeError> {
        let name: String = self.expect("web3_clientVersion", json!([])).await?;
        Ok(said(&name))
    }

    /// The price of gas that the node proposes, in wei; 0 on networks without fees.
    pub async fn gas_price(&self) -> Result<u128, NodeError> {
        Ok(self.expect::<U128>("eth_gasPrice", json!([])).await?.to())
    }

    /// Sets the time of the next block, in seconds since 1970. Development nodes only.
    pub async fn set_next_block_timestamp(&self, seconds: u64) -> Result<(), NodeError> {
        self.rpc
            .call::<Value>("evm_setNextBlockTimestamp", json!([seconds]))
            .await
            .map(drop)
    }

    /// One header, checked against its hash; `None` if the node has no block of this number.
    pub async fn header(&self, number: u64) -> Result<Option<Header>, NodeError> {
        let answer: Option<BlockAnswer> = self
            .rpc
            .call("eth_getBlockByNumber", json!([hex(number), false]))
            .await?;
        answer
            .map(|answer| Ok(answer.check(number)?.header))
            .transpose()
    }

    /// Whether the node says that it is catching up; one that does not know the question is not.
    pub(crate) async fn is_syncing(&self) -> Result<bool, NodeError> {
        match self.rpc.call::<Value>("eth_syncing", json!([])).await {
            Ok(answer) => Ok(answer.is_some_and(|answer| answer != Value::Bool(false))),
            Err(NodeError::MethodMissing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Blocks in a row: headers that hash to what the node calls them and follow one another, and the receipts of each
    /// block whose bloom admits a log of `contract`, as the header commits to them. All of it is held in memory.
    pub async fn blocks(
        &self,
        contract: Address,
        numbers: RangeInclusive<u64>,
    ) -> Result<Vec<BlockPart>, NodeError> {
        let blocks = self.headers(numbers).await?;
        if let Some(pair) = blocks
            .windows(2)
            .find(|pair| !pair[1].header.follows(&pair[0].header))
        {
            return Err(NodeError::Unlinked(pair[1].header.number()));
        }
        let wanted: Vec<&Block> = blocks
            .iter()
            .filter(|block| block.header.may_contain(contract))
            .collect();
        let mut receipts = Vec::with_capacity(wanted.len());
        for some in wanted.chunks(RECEIPTS_AT_ONCE) {
            receipts.extend(self.receipts(some).await?);
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
        Ok(blocks.into_iter().map(part).collect())
    }

    async fn headers(&self, numbers: RangeInclusive<u64>) -> Result<Vec<Block>, NodeError> {
        let numbers: Vec<u64> = numbers.collect();
        let mut blocks = Vec::with_capacity(numbers.len());
        for some in numbers.chunks(HEADERS_AT_ONCE) {
            let params: Vec<Value> = some
                .iter()
                .map(|number| json!([hex(*number), false]))
                .collect();
            let answers: Vec<Option<BlockAnswer>> =
                self.rpc.batch("eth_getBlockByNumber", &params).await?;
            for (number, answer) in some.iter().zip(answers) {
                let answer = answer.ok_or_else(|| NodeError::UnknownBlock(number.to_string()))?;
                blocks.push(answer.check(*number)?);
            }
        }
        Ok(blocks)
    }

    async fn receipts(&self, blocks: &[&Block]) -> Result<Vec<Receipts>, NodeError> {
        if !self.lacks_block_receipts.load(Ordering::Relaxed) {
            // By hash, so that a reorganisation in between is not taken for a lie.
            let params: Vec<Value> = blocks
                .iter()
                .map(|block| json!([block.header.hash()]))
                .collect();
            match self.rpc.batch("eth_getBlockReceipts", &params).await {
                Ok(answers) => {
                    return blocks
                        .iter()
                        .zip(answers)
                        .map(|(block, answer)| known(block, answer))
                        .collect();
                }
                Err(NodeError::MethodMissing(_)) => {
                    self.lacks_block_receipts.store(true, Ordering::Relaxed);
                }
                Err(error) => return Err(error),
            }
        }
        let mut receipts = Vec::with_capacity(blocks.len());
        for block in blocks {
            receipts.push(self.receipts_one_by_one(block).await?);
        }
        Ok(receipts)
    }

    async fn receipts_one_by_one(&self, block: &Block) -> Result<Receipts, NodeError> {
        let mut receipts = Vec::with_capacity(block.transactions.len());
        for some in block.transactions.chunks(HEADERS_AT_ONCE) {
            let params: Vec<Value> = some.iter().map(|hash| json!([hash])).collect();
            receipts.extend(self.rpc.batch("eth_getTransactionReceipt", &params).await?);
        }
        known(block, receipts.into_iter().collect())
    }

    /// A call that must not be answered with `null`.
    pub(crate) async fn expect<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
    ) -> Result<T, NodeError> {
        let answer = self.rpc.call(method, params).await?;
        answer.ok_or_else(|| NodeError::Unreadable(format!("{method} is answered with nothing")))
    }

    /// A call that may be answered with `null`.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
    ) -> Result<Option<T>, NodeError> {
        self.rpc.call(method, params).await
    }

    pub(crate) async fn number(&self, method: &str, params: Value) -> Result<u64, NodeError> {
        Ok(self.expect::<U64>(method, params).await?.to())
    }
}

/// The receipts of a block, unless the node says that it does not know the block (any more).
fn known(block: &Block, answer: Option<Vec<TransactionReceipt>>) -> Result<Receipts, NodeError> {
    let answer =
        answer.ok_or_else(|| NodeError::UnknownBlock(block.header.number().to_string()))?;
    check_receipts(&block.header, answer)
}

/// A number as JSON-RPC wants it.
pub(crate) fn hex(number: u64) -> String {
    format!("{number:#x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stub::chain::{CONTRACT, FakeChain};
    use crate::stub::{Stub, run};

    async fn blocks(chain: &FakeChain) -> Result<Vec<BlockPart>, NodeError> {
        Stub::of(chain.clone())
            .await
            .node()
            .blocks(CONTRACT, 1..=3)
            .await
    }

    /// Three blocks, the second with two receipts, one of which is the contract's.
    fn with_receipts() -> FakeChain {
        let chain = FakeChain::default();
        chain.fork(1, 2, 1);
        chain.add_block_with_receipts(2);
        chain.fork(3, 4, 1);
        chain
    }

    #[test]
    fn receipts_come_with_the_blocks_that_may_hold_events() {
        run(async {
            let parts = blocks(&with_receipts()).await.unwrap();
            let counts: Vec<_> = parts
                .iter()
                .map(|part| {
                    part.receipts
                        .as_ref()
                        .map(|receipts| receipts.encoded().len())
                })
                .collect();
            assert_eq!(counts, [None, Some(2), None]);
        });
    }

    #[test]
    fn a_node_without_block_receipts_is_asked_for_each() {
        run(async {
            let chain = with_receipts();
            let whole = blocks(&chain).await.unwrap();
            chain.lack("eth_getBlockReceipts");
            assert_eq!(blocks(&chain).await.unwrap(), whole);
        });
    }

    #[test]
    fn receipts_left_out_are_noticed() {
        run(async {
            let chain = with_receipts();
            chain.hide_a_receipt();
            let error = blocks(&chain).await.unwrap_err();
            assert_eq!(error, NodeError::FalseReceipts(2));
            assert!(error.is_disbelief());
        });
    }

    #[test]
    fn blocks_that_do_not_follow_one_another_are_noticed() {
        run(async {
            let chain = FakeChain::default();
            chain.fork(1, 4, 1);
            chain.tear(3);
            assert_eq!(blocks(&chain).await, Err(NodeError::Unlinked(3)));
        });
    }
}
