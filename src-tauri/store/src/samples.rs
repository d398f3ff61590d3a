//! Small chains for the tests of this crate.

#![allow(clippy::unwrap_used)]

use alloy_consensus::proofs::calculate_receipt_root;
use alloy_consensus::{Eip658Value, Receipt, ReceiptEnvelope, ReceiptWithBloom};
use alloy_primitives::{Address, B256, Bytes, Log, keccak256};
use evidence::{BlockPart, Header, Receipts};
use trace::{EventKey, SubjectId};

use crate::{AssetIndexRow, EventRow, NetworkRow, Projection};

pub(crate) const CONTRACT: Address = Address::repeat_byte(2);

pub(crate) fn network() -> NetworkRow {
    NetworkRow {
        chain_id: 31337,
        genesis: B256::repeat_byte(1),
        contract: CONTRACT,
        code_hash: B256::repeat_byte(3),
        from_block: 0,
        label: "test".into(),
        synced_at: None,
    }
}

/// A block of one receipt; `branch` tells rival blocks of one number apart.
pub(crate) fn part(number: u64, branch: u8) -> BlockPart {
    let header = alloy_consensus::Header {
        number,
        extra_data: Bytes::copy_from_slice(&[branch]),
        ..Default::default()
    };
    let header = Header::from_rlp(&alloy_rlp::encode(header)).unwrap();
    let receipt = ReceiptWithBloom::<Receipt>::default();
    let receipts = Receipts::from_encoded(vec![alloy_rlp::encode(receipt)]).unwrap();
    BlockPart {
        header,
        receipts: Some(receipts),
    }
}

pub(crate) fn event(block: u64, log_index: u32, branch: u8) -> EventRow {
    EventRow {
        key: EventKey { block, log_index },
        tx_index: 0,
        block_time: 1000 + block,
        event_type: "commissioned".into(),
        event_time: Some(u64::from(branch)),
        topic: B256::repeat_byte(branch),
        data: Bytes::copy_from_slice(&[branch; 3]),
    }
}

/// Blocks that follow one another behind `parent`; every block but each third holds two events, and its receipts and
/// bloom are true.
pub(crate) fn chain(first: u64, count: u64, parent: B256, branch: u8) -> Vec<BlockPart> {
    let mut parent = parent;
    let numbers = first..first + count;
    numbers
        .map(|number| {
            let part = linked(number, parent, branch);
            parent = part.header.hash();
            part
        })
        .collect()
}

fn linked(number: u64, parent_hash: B256, branch: u8) -> BlockPart {
    let logs = if number.is_multiple_of(3) {
        Vec::new()
    } else {
        vec![log(number, 0, branch), log(number, 1, branch)]
    };
    let receipt = ReceiptEnvelope::Eip1559(
        Receipt {
            status: Eip658Value::Eip658(true),
            cumulative_gas_used: 21_000,
            logs: logs.clone(),
        }
        .into(),
    );
    let header = alloy_consensus::Header {
        number,
        parent_hash,
        timestamp: 1000 + number,
        receipts_root: calculate_receipt_root(std::slice::from_ref(&receipt)),
        logs_bloom: *receipt.logs_bloom(),
        extra_data: Bytes::copy_from_slice(&[branch]),
        ..Default::default()
    };
    let encoded = alloy_eips::eip2718::Encodable2718::encoded_2718(&receipt);
    let receipts = (!logs.is_empty()).then(|| Receipts::from_encoded(vec![encoded]).unwrap());
    BlockPart {
        header: Header::from_rlp(&alloy_rlp::encode(header)).unwrap(),
        receipts,
    }
}

fn log(number: u64, index: u8, branch: u8) -> Log {
    let mut data = vec![0; 96];
    data[..32].copy_from_slice(keccak256([branch]).as_slice());
    data[32..40].copy_from_slice(&number.to_be_bytes());
    data[95] = index;
    Log::new_unchecked(CONTRACT, vec![B256::repeat_byte(9)], data.into())
}

/// Reads the logs of [`chain`].
pub(crate) struct Reading;

impl Projection for Reading {
    fn events(&self, part: &BlockPart) -> Vec<EventRow> {
        let logs = part
            .receipts
            .as_ref()
            .map(Receipts::logs)
            .unwrap_or_default();
        let row = |entry: evidence::BlockLog| EventRow {
            key: EventKey {
                block: part.header.number(),
                log_index: entry.log_index,
            },
            tx_index: entry.tx_index,
            block_time: part.header.timestamp(),
            event_type: "observed".into(),
            event_time: None,
            topic: entry.log.topics()[0],
            data: entry.log.data.data.clone(),
        };
        logs.into_iter().map(row).collect()
    }

    fn index(&self, events: &[EventRow]) -> Vec<AssetIndexRow> {
        let row = |event: &EventRow| AssetIndexRow {
            subject: SubjectId(keccak256(&event.data)),
            name: format!("urn:{}", event.key.block),
            description: String::new(),
            kind: "material".into(),
            party: String::new(),
            place: String::new(),
        };
        events.iter().map(row).collect()
    }
}

/// All events of these blocks.
pub(crate) fn events(parts: &[BlockPart]) -> Vec<EventRow> {
    parts.iter().flat_map(|part| Reading.events(part)).collect()
}
