//! Blocks and receipts as nodes write them in JSON, rebuilt into the bytes that hashes are taken of. It asks nothing.

use alloy::consensus::{Header as Fields, ReceiptEnvelope};
use alloy::eips::eip2718::Encodable2718;
use alloy::primitives::B256;
use alloy::rpc::types::TransactionReceipt;
use evidence::{Header, Receipts};
use serde::Deserialize;

use crate::NodeError;
use crate::error::said;

/// The answer to `eth_getBlockByNumber` without whole transactions.
#[derive(Debug, Deserialize)]
pub(crate) struct BlockAnswer {
    hash: B256,
    #[serde(default)]
    transactions: Vec<B256>,
    #[serde(flatten)]
    fields: Fields,
}

/// A block whose header hashes to the hash by which the node calls it.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) header: Header,
    /// The node's word only; used to ask for receipts, which are then checked.
    pub(crate) transactions: Vec<B256>,
}

impl BlockAnswer {
    /// Rebuilds the header, and believes it if it is of block `number` and hashes to what the node calls it.
    pub(crate) fn check(self, number: u64) -> Result<Block, NodeError> {
        if self.fields.number != number {
            return Err(NodeError::Contradiction {
                number,
                reason: format!("it sent block {} instead", self.fields.number),
            });
        }
        let header = Header::from_rlp(&alloy::rlp::encode(&self.fields))
            .map_err(|error| NodeError::Unreadable(said(&format!("block {number}: {error}"))))?;
        if header.hash() != self.hash {
            return Err(NodeError::HeaderMismatch {
                number,
                stated: self.hash,
                computed: header.hash(),
            });
        }
        Ok(Block {
            header,
            transactions: self.transactions,
        })
    }
}

/// Rebuilds the receipts of a block, and believes them if they are all that its header commits to.
pub(crate) fn check_receipts(
    header: &Header,
    mut answer: Vec<TransactionReceipt>,
) -> Result<Receipts, NodeError> {
    // Some nodes do not keep the order; the root would tell if this were wrong.
    answer.sort_by_key(|receipt| receipt.transaction_index);
    let encoded = answer.into_iter().map(|receipt| {
        let envelope: ReceiptEnvelope = receipt.into_primitives_receipt().inner;
        envelope.encoded_2718()
    });
    let receipts = Receipts::from_encoded(encoded.collect()).map_err(|error| {
        NodeError::Unreadable(said(&format!(
            "receipts of block {}: {error}",
            header.number()
        )))
    })?;
    if receipts.matches(header) {
        Ok(receipts)
    } else {
        Err(NodeError::FalseReceipts(header.number()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::stub::chain::{block_json, fields};

    #[test]
    fn a_header_of_each_fork_is_rebuilt() {
        let plain = fields(7, B256::ZERO, 1);
        let london = Fields {
            base_fee_per_gas: Some(3),
            ..plain.clone()
        };
        let shanghai = Fields {
            withdrawals_root: Some(B256::repeat_byte(4)),
            ..london.clone()
        };
        for fields in [plain, london, shanghai] {
            let answer: BlockAnswer = serde_json::from_value(block_json(&fields)).unwrap();
            assert_eq!(answer.check(7).unwrap().header.hash(), fields.hash_slow());
        }
    }

    #[test]
    fn a_header_that_hashes_otherwise_is_not_believed() {
        let mut block = block_json(&fields(7, B256::ZERO, 1));
        block["timestamp"] = json!("0x2");
        let answer: BlockAnswer = serde_json::from_value(block).unwrap();
        let error = answer.check(7).unwrap_err();
        assert!(matches!(error, NodeError::HeaderMismatch { number: 7, .. }));
        assert!(error.is_disbelief() && !error.is_transient());
    }

    #[test]
    fn another_block_than_asked_for_is_not_believed() {
        let answer: BlockAnswer =
            serde_json::from_value(block_json(&fields(8, B256::ZERO, 1))).unwrap();
        assert!(matches!(
            answer.check(7),
            Err(NodeError::Contradiction { number: 7, .. })
        ));
    }
}
