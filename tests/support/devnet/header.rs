//! A header in JSON as the bytes that are hashed, whatever the fork.

use alloy_primitives::hex;
use serde_json::Value;

use super::rlp;

/// A number as JSON-RPC writes it.
pub(super) fn quantity(value: &Value) -> u64 {
    let text = value.as_str().unwrap_or_default();
    u64::from_str_radix(text.trim_start_matches("0x"), 16).unwrap_or_default()
}

/// The fields of a header in their order; those of later forks follow the first fifteen.
const FIELDS: [(&str, Kind); 21] = [
    ("parentHash", Kind::Bytes),
    ("sha3Uncles", Kind::Bytes),
    ("miner", Kind::Bytes),
    ("stateRoot", Kind::Bytes),
    ("transactionsRoot", Kind::Bytes),
    ("receiptsRoot", Kind::Bytes),
    ("logsBloom", Kind::Bytes),
    ("difficulty", Kind::Number),
    ("number", Kind::Number),
    ("gasLimit", Kind::Number),
    ("gasUsed", Kind::Number),
    ("timestamp", Kind::Number),
    ("extraData", Kind::Bytes),
    ("mixHash", Kind::Bytes),
    ("nonce", Kind::Bytes),
    ("baseFeePerGas", Kind::Number),
    ("withdrawalsRoot", Kind::Bytes),
    ("blobGasUsed", Kind::Number),
    ("excessBlobGas", Kind::Number),
    ("parentBeaconBlockRoot", Kind::Bytes),
    ("requestsHash", Kind::Bytes),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bytes,
    Number,
}

/// The header of a block in JSON, with this extra data, as it is hashed.
pub(super) fn encode(block: &Value, extra: &[u8]) -> Vec<u8> {
    let mut items = Vec::with_capacity(FIELDS.len());
    for (name, kind) in FIELDS {
        if name == "extraData" {
            items.push(rlp::bytes(extra));
            continue;
        }
        let Some(text) = block.get(name).and_then(Value::as_str) else {
            break;
        };
        let digits = text.trim_start_matches("0x");
        items.push(match kind {
            Kind::Bytes => rlp::bytes(&hex::decode(digits).unwrap()),
            Kind::Number => rlp::number(&hex::decode(even(digits)).unwrap()),
        });
    }
    rlp::list(&items)
}

fn even(digits: &str) -> String {
    let zero = if digits.len().is_multiple_of(2) {
        ""
    } else {
        "0"
    };
    format!("{zero}{digits}")
}
