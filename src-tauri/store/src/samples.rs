//! Small chains for the tests of this crate.

#![allow(clippy::unwrap_used)]

use alloy_primitives::{Address, B256, Bytes};
use evidence::{BlockPart, Header, Receipts};
use trace::EventKey;

use crate::{EventRow, NetworkRow};

pub(crate) fn network() -> NetworkRow {
    NetworkRow {
        chain_id: 31337,
        genesis: B256::repeat_byte(1),
        contract: Address::repeat_byte(2),
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
    let receipt = alloy_consensus::ReceiptWithBloom::<alloy_consensus::Receipt>::default();
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
