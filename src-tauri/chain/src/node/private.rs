//! `GoQuorum`'s private transactions. A node that takes part in one shows its receipt and its logs like any other's, but the
//! root of the block's receipts covers an empty receipt in its place: what happened in it can be proven to nobody.
//!
//! Sources: `GoQuorum`'s `core/types/transaction.go` (such a transaction has a `v` of 37 or 38) and
//! `core/state_processor.go` (its public receipt is always a success without logs).

use std::collections::BTreeSet;

use alloy::primitives::{B256, U256};
use evidence::Receipts;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Node;
use super::blocks::known;
use crate::NodeError;
use crate::wire::Block;

/// Transactions per request.
const AT_ONCE: usize = 100;

/// What marks a private transaction, where replay protection (EIP-155) does not say the same of chain 1.
const MARKS: [u64; 2] = [37, 38];

#[derive(Deserialize)]
struct Signed {
    hash: B256,
    v: Option<U256>,
}

impl Node {
    /// Whether the node says that it is a `GoQuorum`, which may hold private transactions.
    pub async fn may_hold_private(&self) -> Result<bool, NodeError> {
        let name = match self.client_version().await {
            Err(NodeError::MethodMissing(_)) => String::new(),
            name => name?,
        };
        Ok(name.to_lowercase().contains("quorum"))
    }

    /// Those of these transactions that the node marks as private: its word, good for explaining what cannot be proven.
    pub async fn private_transactions(
        &self,
        transactions: &[B256],
    ) -> Result<BTreeSet<B256>, NodeError> {
        let mut private = BTreeSet::new();
        for some in transactions.chunks(AT_ONCE) {
            let params: Vec<Value> = some.iter().map(|hash| json!([hash])).collect();
            let (answers, _): (Vec<Option<Signed>>, _) =
                self.rpc.batch("eth_getTransactionByHash", &params).await?;
            let marked = answers.into_iter().flatten().filter(|signed| {
                (signed.v).is_some_and(|v| MARKS.iter().any(|mark| v == U256::from(*mark)))
            });
            private.extend(marked.map(|signed| signed.hash));
        }
        if !private.is_empty() && self.chain_id().await? == 1 {
            private.clear();
        }
        Ok(private)
    }

    /// The receipts of a block whose answer does not hash to the header, with those of private transactions as the root has
    /// them; [`NodeError::FalseReceipts`] if there are none, or that does not explain it.
    pub(super) async fn public_receipts(&self, block: &Block) -> Result<Receipts, NodeError> {
        let lie = NodeError::FalseReceipts(block.header.number());
        let private = match self.private_transactions(&block.transactions).await {
            Ok(private) if !private.is_empty() => private,
            Err(error) if error.is_transient() || error == NodeError::Cancelled => {
                return Err(error);
            }
            _ => return Err(lie),
        };
        let (answers, _) = self.receipt_answers(&[block]).await?;
        let [Some(mut receipts)] = <[_; 1]>::try_from(answers).map_err(|_| lie.clone())? else {
            return Err(lie);
        };
        for receipt in &mut receipts {
            let place = usize::try_from(receipt.place()).unwrap_or(usize::MAX);
            let transaction = block.transactions.get(place);
            if transaction.is_some_and(|hash| private.contains(hash)) {
                receipt.make_public();
            }
        }
        known(block, Some(receipts))
    }
}
