//! Blocks, receipts and logs as nodes write them in JSON, rebuilt into the bytes that hashes are taken of. It asks
//! nothing.
//!
//! The fields are listed rather than flattened into alloy's types: a sync reads millions of them, and flattening makes
//! a copy of everything first.

use std::fmt;

use alloy::consensus::{
    Eip658Value, Header as Fields, Receipt, ReceiptEnvelope, ReceiptWithBloom, TxType,
};
use alloy::primitives::{Address, B64, B256, Bloom, Bytes, Log, U256};
use evidence::{Header, Receipts};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use crate::NodeError;
use crate::error::said;

/// A number as JSON-RPC writes it: `"0x1f"`. Gateways that write plain numbers are understood as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Quantity(pub(crate) u64);

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Hex;
        impl Visitor<'_> for Hex {
            type Value = Quantity;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number of up to 64 bits, in hex after 0x")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Quantity, E> {
                Ok(Quantity(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Quantity, E> {
                let digits = text
                    .strip_prefix("0x")
                    .filter(|digits| !digits.starts_with('+'));
                let number = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
                number
                    .map(Quantity)
                    .ok_or_else(|| E::custom("not a number of up to 64 bits in hex"))
            }
        }
        deserializer.deserialize_any(Hex)
    }
}

/// The answer to `eth_getBlockByNumber` without whole transactions.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BlockAnswer {
    hash: B256,
    #[serde(default)]
    transactions: Vec<B256>,
    parent_hash: B256,
    #[serde(rename = "sha3Uncles")]
    ommers_hash: B256,
    #[serde(rename = "miner")]
    beneficiary: Address,
    state_root: B256,
    transactions_root: B256,
    receipts_root: B256,
    logs_bloom: Bloom,
    difficulty: U256,
    number: Quantity,
    gas_limit: Quantity,
    gas_used: Quantity,
    timestamp: Quantity,
    extra_data: Bytes,
    #[serde(default)]
    mix_hash: B256,
    #[serde(default)]
    nonce: B64,
    base_fee_per_gas: Option<Quantity>,
    withdrawals_root: Option<B256>,
    blob_gas_used: Option<Quantity>,
    excess_blob_gas: Option<Quantity>,
    parent_beacon_block_root: Option<B256>,
    requests_hash: Option<B256>,
    block_access_list_hash: Option<B256>,
    slot_number: Option<Quantity>,
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
        if self.number.0 != number {
            return Err(NodeError::Contradiction {
                number,
                reason: format!("it sent block {} instead", self.number.0),
            });
        }
        let stated = self.hash;
        let (fields, transactions) = self.into_parts();
        let header = Header::from_rlp(&alloy::rlp::encode(&fields))
            .map_err(|error| NodeError::Unreadable(said(&format!("block {number}: {error}"))))?;
        if header.hash() != stated {
            return Err(NodeError::HeaderMismatch {
                number,
                stated,
                computed: header.hash(),
            });
        }
        Ok(Block {
            header,
            transactions,
        })
    }

    fn into_parts(self) -> (Fields, Vec<B256>) {
        let fields = Fields {
            parent_hash: self.parent_hash,
            ommers_hash: self.ommers_hash,
            beneficiary: self.beneficiary,
            state_root: self.state_root,
            transactions_root: self.transactions_root,
            receipts_root: self.receipts_root,
            logs_bloom: self.logs_bloom,
            difficulty: self.difficulty,
            number: self.number.0,
            gas_limit: self.gas_limit.0,
            gas_used: self.gas_used.0,
            timestamp: self.timestamp.0,
            extra_data: self.extra_data,
            mix_hash: self.mix_hash,
            nonce: self.nonce,
            base_fee_per_gas: self.base_fee_per_gas.map(|fee| fee.0),
            withdrawals_root: self.withdrawals_root,
            blob_gas_used: self.blob_gas_used.map(|gas| gas.0),
            excess_blob_gas: self.excess_blob_gas.map(|gas| gas.0),
            parent_beacon_block_root: self.parent_beacon_block_root,
            requests_hash: self.requests_hash,
            block_access_list_hash: self.block_access_list_hash,
            slot_number: self.slot_number.map(|slot| slot.0),
        };
        (fields, self.transactions)
    }
}

/// One receipt of the answer to `eth_getBlockReceipts`, or that to `eth_getTransactionReceipt`: what the root covers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptAnswer {
    transaction_index: Quantity,
    /// EIP-2718; old nodes leave it out.
    #[serde(default, rename = "type")]
    kind: Quantity,
    /// EIP-658.
    status: Option<Quantity>,
    /// Before Byzantium.
    root: Option<B256>,
    cumulative_gas_used: Quantity,
    logs_bloom: Bloom,
    logs: Vec<ReceiptLog>,
}

#[derive(Debug, Deserialize)]
struct ReceiptLog {
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
}

impl ReceiptAnswer {
    /// The transaction's place in the block.
    pub(crate) fn place(&self) -> u64 {
        self.transaction_index.0
    }

    /// Makes it what the root of the receipts covers where `GoQuorum`'s transaction is private: a success without logs.
    pub(crate) fn make_public(&mut self) {
        self.status = Some(Quantity(1));
        self.root = None;
        self.logs_bloom = Bloom::ZERO;
        self.logs.clear();
    }

    fn envelope(self) -> Result<ReceiptEnvelope, String> {
        let status = match (self.status, self.root) {
            (Some(status), _) => Eip658Value::Eip658(status.0 == 1),
            (None, Some(root)) => Eip658Value::PostState(root),
            (None, None) => return Err("a receipt has neither status nor root".to_owned()),
        };
        let logs = self.logs.into_iter();
        let receipt = ReceiptWithBloom {
            receipt: Receipt {
                status,
                cumulative_gas_used: self.cumulative_gas_used.0,
                logs: logs
                    .map(|log| Log::new_unchecked(log.address, log.topics, log.data))
                    .collect(),
            },
            logs_bloom: self.logs_bloom,
        };
        let kind = u8::try_from(self.kind.0)
            .ok()
            .and_then(|kind| TxType::try_from(kind).ok())
            .ok_or_else(|| format!("transactions of type {} are unknown", self.kind.0))?;
        Ok(match kind {
            TxType::Legacy => ReceiptEnvelope::Legacy(receipt),
            TxType::Eip2930 => ReceiptEnvelope::Eip2930(receipt),
            TxType::Eip1559 => ReceiptEnvelope::Eip1559(receipt),
            TxType::Eip4844 => ReceiptEnvelope::Eip4844(receipt),
            TxType::Eip7702 => ReceiptEnvelope::Eip7702(receipt),
        })
    }
}

/// Rebuilds the receipts of a block, and believes them if they are all that its header commits to.
pub(crate) fn check_receipts(
    header: &Header,
    mut answer: Vec<ReceiptAnswer>,
) -> Result<Receipts, NodeError> {
    let unreadable = |error: String| {
        NodeError::Unreadable(said(&format!(
            "receipts of block {}: {error}",
            header.number()
        )))
    };
    // Some nodes do not keep the order; the root would tell if this were wrong.
    answer.sort_by_key(|receipt| receipt.transaction_index.0);
    let envelopes = answer.into_iter().map(ReceiptAnswer::envelope);
    let envelopes = envelopes.collect::<Result<_, _>>().map_err(unreadable)?;
    let receipts =
        Receipts::from_envelopes(envelopes).map_err(|error| unreadable(error.to_string()))?;
    if receipts.matches(header) {
        Ok(receipts)
    } else {
        Err(NodeError::FalseReceipts(header.number()))
    }
}

/// One log of the answer to `eth_getLogs`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogAnswer {
    pub(crate) address: Address,
    pub(crate) topics: Vec<B256>,
    pub(crate) data: Bytes,
    pub(crate) block_number: Quantity,
    pub(crate) block_hash: B256,
    pub(crate) transaction_hash: B256,
    pub(crate) transaction_index: Quantity,
    pub(crate) log_index: Quantity,
    #[serde(default)]
    pub(crate) removed: bool,
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
        let prague = Fields {
            blob_gas_used: Some(5),
            excess_blob_gas: Some(6),
            parent_beacon_block_root: Some(B256::repeat_byte(7)),
            requests_hash: Some(B256::repeat_byte(8)),
            ..shanghai.clone()
        };
        for fields in [plain, london, shanghai, prague] {
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

    #[test]
    fn numbers_are_hex_or_plain_and_fit() {
        let read = |text: &str| serde_json::from_str::<Quantity>(text).ok();
        assert_eq!(read("\"0x1F\""), Some(Quantity(31)));
        assert_eq!(read("\"0x00001f\""), Some(Quantity(31)));
        assert_eq!(read("31"), Some(Quantity(31)));
        for wrong in [
            "\"31\"",
            "\"0x\"",
            "\"0x+1\"",
            "-1",
            "1.5",
            "null",
            "\"0x10000000000000000\"",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn receipts_of_every_type_are_what_the_root_is_taken_of() {
        for kind in 0..=4_u8 {
            let answer: ReceiptAnswer = serde_json::from_value(json!({
                "transactionIndex": "0x0", "type": format!("{kind:#x}"), "status": "0x1", "cumulativeGasUsed": "0x5208",
                "logsBloom": Bloom::ZERO, "logs": [{ "address": Address::ZERO, "topics": [B256::ZERO], "data": "0x01" }],
            }))
            .unwrap();
            let receipts = Receipts::from_envelopes(vec![answer.envelope().unwrap()]).unwrap();
            assert_eq!(receipts.logs().len(), 1);
            assert_eq!(
                receipts.encoded()[0][0],
                if kind == 0 { 0xf9 } else { kind }
            );
        }
    }

    #[test]
    fn receipts_that_cannot_be_rebuilt_say_why() {
        for bent in [
            json!({ "type": "0x7e" }),
            json!({ "type": "0x100" }),
            json!({ "status": null }),
        ] {
            let mut receipt = json!({
                "transactionIndex": "0x0", "type": "0x0", "status": "0x1", "cumulativeGasUsed": "0x0",
                "logsBloom": Bloom::ZERO, "logs": [],
            });
            for (name, value) in bent.as_object().unwrap() {
                receipt[name] = value.clone();
            }
            let answer: ReceiptAnswer = serde_json::from_value(receipt).unwrap();
            assert!(answer.envelope().is_err(), "{bent}");
        }
    }
}
