//! Sending transactions and waiting for them: legacy transactions after EIP-155, which every network takes, also those
//! without fees. It knows no contract, and keeps no queue: one call, one transaction.

use std::time::{Duration, Instant};

use alloy::consensus::TxLegacy;
use alloy::primitives::{Address, B256, Bytes, Log, TxKind, U256};
use alloy::rpc::types::TransactionReceipt;
use serde_json::{Map, Value, json};

use crate::{Account, Node, NodeError, SubmitError};

/// The first pause between two looks for a receipt; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How long to wait for a block to take the transaction.
const LONGEST_WAIT: Duration = Duration::from_mins(2);

/// A transaction that a block carries, and that did what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mined {
    /// The transaction's hash.
    pub tx: B256,
    /// The block's number.
    pub block: u64,
    /// What the transaction logged.
    pub logs: Vec<Log>,
}

/// What a transaction is to do.
struct Intent {
    to: TxKind,
    value: U256,
    input: Bytes,
}

impl Node {
    /// Creates a contract; the address is where its code is then.
    pub async fn deploy(&self, account: &Account, bytecode: &[u8]) -> Result<Address, SubmitError> {
        let intent = Intent {
            to: TxKind::Create,
            value: U256::ZERO,
            input: Bytes::copy_from_slice(bytecode),
        };
        let receipt = self.carry_out(account, intent).await?;
        let missing =
            || NodeError::Unreadable("the receipt of a deployment names no contract".to_owned());
        let address = receipt.contract_address.ok_or_else(missing)?;
        match self.code_hash(address).await? {
            Some(_) => Ok(address),
            None => Err(SubmitError::NoCode(address)),
        }
    }

    /// Calls a contract.
    pub async fn send(
        &self,
        account: &Account,
        to: Address,
        calldata: Vec<u8>,
    ) -> Result<Mined, SubmitError> {
        let intent = Intent {
            to: TxKind::Call(to),
            value: U256::ZERO,
            input: calldata.into(),
        };
        mined(&self.carry_out(account, intent).await?)
    }

    /// Moves money.
    pub async fn fund(
        &self,
        account: &Account,
        to: Address,
        wei: U256,
    ) -> Result<Mined, SubmitError> {
        let intent = Intent {
            to: TxKind::Call(to),
            value: wei,
            input: Bytes::new(),
        };
        mined(&self.carry_out(account, intent).await?)
    }

    async fn carry_out(
        &self,
        account: &Account,
        intent: Intent,
    ) -> Result<TransactionReceipt, SubmitError> {
        let from = account.address();
        let (chain_id, gas_price, nonce, gas) = tokio::join!(
            self.chain_id(),
            self.gas_price(),
            self.nonce(from),
            self.estimate(from, &intent)
        );
        let transaction = TxLegacy {
            chain_id: Some(chain_id?),
            nonce: nonce?,
            gas_price: gas_price?,
            gas_limit: with_reserve(gas.map_err(|error| refusal(error, from))?),
            to: intent.to,
            value: intent.value,
            input: intent.input,
        };
        let (tx, bytes) = account.sign(transaction)?;
        self.hand_in(from, tx, &bytes).await?;
        let receipt = self.receipt(tx).await?;
        if receipt.status() {
            return Ok(receipt);
        }
        Err(SubmitError::Reverted {
            data: Vec::new(),
            message: "it failed in its block".to_owned(),
            tx: Some(tx),
        })
    }

    async fn nonce(&self, account: Address) -> Result<u64, NodeError> {
        self.number("eth_getTransactionCount", json!([account, "pending"]))
            .await
    }

    async fn estimate(&self, from: Address, intent: &Intent) -> Result<u64, NodeError> {
        let mut call = Map::new();
        call.insert("from".to_owned(), json!(from));
        if let TxKind::Call(to) = intent.to {
            call.insert("to".to_owned(), json!(to));
        }
        call.insert("value".to_owned(), json!(intent.value));
        call.insert("data".to_owned(), json!(intent.input));
        self.number("eth_estimateGas", json!([call])).await
    }

    /// Hands the signed transaction in. If the first attempt got through and only its answer was lost, the second is
    /// refused: that the node has the transaction is what counts.
    async fn hand_in(&self, from: Address, tx: B256, bytes: &Bytes) -> Result<(), SubmitError> {
        match self
            .expect::<Value>("eth_sendRawTransaction", json!([bytes]))
            .await
        {
            Ok(_) => Ok(()),
            Err(NodeError::Answer { message, .. }) if says(&message, &KNOWN) => Ok(()),
            Err(NodeError::Answer { message, .. }) if says(&message, &NONCE) => {
                match self.look_up(tx).await? {
                    Some(_) => Ok(()),
                    None => Err(SubmitError::Nonce(message)),
                }
            }
            Err(error) => Err(refusal(error, from)),
        }
    }

    async fn look_up(&self, tx: B256) -> Result<Option<TransactionReceipt>, NodeError> {
        self.ask("eth_getTransactionReceipt", json!([tx])).await
    }

    async fn receipt(&self, tx: B256) -> Result<TransactionReceipt, SubmitError> {
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            if let Some(receipt) = self.look_up(tx).await.map_err(|error| waiting(error, tx))? {
                return Ok(receipt);
            }
            if started.elapsed() > LONGEST_WAIT {
                return Err(SubmitError::NotMined(tx));
            }
            self.rpc()
                .pause(pause)
                .await
                .map_err(|error| waiting(error, tx))?;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Words for a transaction that the node has already.
const KNOWN: [&str; 3] = ["already known", "known transaction", "already imported"];
/// Words for a nonce that was used meanwhile.
const NONCE: [&str; 3] = [
    "nonce too low",
    "nonce is too low",
    "replacement transaction underpriced",
];
/// Words for an account that cannot pay.
const FUNDS: [&str; 3] = [
    "insufficient funds",
    "upfront cost exceeds",
    "insufficient balance",
];

fn says(message: &str, words: &[&str]) -> bool {
    let message = message.to_lowercase();
    words.iter().any(|words| message.contains(words))
}

/// Whoever stops waiting must know which transaction is on its way.
fn waiting(error: NodeError, tx: B256) -> SubmitError {
    match error {
        NodeError::Cancelled => SubmitError::NotMined(tx),
        error => error.into(),
    }
}

/// What a node's refusal to estimate or to take a transaction means.
fn refusal(error: NodeError, from: Address) -> SubmitError {
    match error {
        NodeError::Answer { message, .. } if says(&message, &FUNDS) => SubmitError::Funds(from),
        NodeError::Answer {
            data: Some(data),
            message,
            ..
        } => SubmitError::Reverted {
            data: data.to_vec(),
            message,
            tx: None,
        },
        NodeError::Answer {
            data: None,
            message,
            ..
        } if says(&message, &["revert"]) => SubmitError::Reverted {
            data: Vec::new(),
            message,
            tx: None,
        },
        error => error.into(),
    }
}

/// An estimate and a fifth more: the state may change before the block.
fn with_reserve(gas: u64) -> u64 {
    gas.saturating_add(gas / 5)
}

fn mined(receipt: &TransactionReceipt) -> Result<Mined, SubmitError> {
    let missing = || NodeError::Unreadable("the receipt names no block".to_owned());
    Ok(Mined {
        tx: receipt.transaction_hash,
        block: receipt.block_number.ok_or_else(missing)?,
        logs: receipt.logs().iter().map(|log| log.inner.clone()).collect(),
    })
}
