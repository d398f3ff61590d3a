//! One node: what can be asked of it. It keeps nothing of what it learns, but for which methods the node lacks.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use alloy::primitives::{Address, B256, Bytes, U64, U128, keccak256};
use evidence::Header;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::NodeError;
use crate::connection::{Auth, Connection};
use crate::error::said;
use crate::rpc::{Patience, Rpc};
use crate::wire::BlockAnswer;

mod blocks;
mod call;
mod private;
mod state;
mod validators;

/// What is read of a block whose header is not needed.
#[derive(serde::Deserialize)]
struct Named {
    hash: B256,
}

/// What tells one chain from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    /// The EIP-155 chain id.
    pub chain_id: u64,
    /// The hash of block 0.
    pub genesis: B256,
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
        Self::to(&Connection {
            auth,
            ..Connection::to(url)
        })
    }

    /// Prepares a connection; nothing is sent yet.
    pub fn to(connection: &Connection) -> Result<Self, NodeError> {
        Self::with_patience(connection, Patience::default())
    }

    pub(crate) fn with_patience(
        connection: &Connection,
        patience: Patience,
    ) -> Result<Self, NodeError> {
        Ok(Self {
            rpc: Rpc::new(connection, patience)?,
            lacks_block_receipts: Arc::default(),
        })
    }

    /// The same node, which gives up with [`NodeError::Cancelled`] as soon as the token is cancelled: in the middle of a
    /// request, of a pause before the next attempt, and of anything built on it. Nothing is half done then; whoever goes
    /// on later asks anew from the cursor.
    #[must_use]
    pub fn until(mut self, cancelled: CancellationToken) -> Self {
        self.rpc = self.rpc.until(cancelled);
        self
    }

    /// The node's address without user and password.
    pub fn url(&self) -> String {
        self.rpc.url()
    }

    /// The EIP-155 chain id.
    pub async fn chain_id(&self) -> Result<u64, NodeError> {
        self.number("eth_chainId", json!([])).await
    }

    /// The hash by which the node calls block 0: it names the chain.
    pub async fn genesis(&self) -> Result<B256, NodeError> {
        let hash = self.named(0).await?;
        hash.ok_or_else(|| NodeError::UnknownBlock("0".to_owned()))
    }

    /// The hash by which the node calls a block, not rebuilt from its header; `None` if the node has no block of this
    /// number. Good for comparing only. Some networks start from a header that no rule could have made (anvil before
    /// Cancun), so this is what block 0 is known by.
    pub async fn named(&self, number: u64) -> Result<Option<B256>, NodeError> {
        let params = json!([hex(number), false]);
        let answer: Option<Named> = self.ask("eth_getBlockByNumber", params).await?;
        Ok(answer.map(|block| block.hash))
    }

    /// Chain id and block 0, as the node states them now.
    pub async fn pin(&self) -> Result<Pin, NodeError> {
        let (chain_id, genesis) = tokio::join!(self.chain_id(), self.genesis());
        Ok(Pin {
            chain_id: chain_id?,
            genesis: genesis?,
        })
    }

    /// Whether the node is on the chain that was pinned; [`NodeError::OtherChain`] if not.
    pub async fn check_pin(&self, pinned: Pin) -> Result<(), NodeError> {
        let found = self.pin().await?;
        let other = |what, found: &dyn ToString, pinned: &dyn ToString| NodeError::OtherChain {
            what,
            found: found.to_string(),
            pinned: pinned.to_string(),
        };
        if found.chain_id != pinned.chain_id {
            return Err(other("chain id", &found.chain_id, &pinned.chain_id));
        }
        if found.genesis != pinned.genesis {
            return Err(other("first block", &found.genesis, &pinned.genesis));
        }
        Ok(())
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

    /// Keccak-256 of the contract's code, which must be there, and be the expected one if one is:
    /// [`NodeError::NoContract`], [`NodeError::OtherContract`].
    pub async fn contract(
        &self,
        contract: Address,
        expected: Option<B256>,
    ) -> Result<B256, NodeError> {
        let found = self.code_hash(contract).await?;
        let found = found.ok_or(NodeError::NoContract(contract))?;
        match expected.filter(|expected| *expected != found) {
            None => Ok(found),
            Some(expected) => Err(NodeError::OtherContract {
                contract,
                found,
                expected,
            }),
        }
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

    /// One header, checked against its hash; `None` if the node has no block of this number. For block 0, whose header
    /// some development chains cannot prove, see [`Node::named`].
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

    /// The connection.
    pub(crate) fn rpc(&self) -> &Rpc {
        &self.rpc
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

/// A number as JSON-RPC wants it.
pub(crate) fn hex(number: u64) -> String {
    format!("{number:#x}")
}

#[cfg(test)]
mod tests;
