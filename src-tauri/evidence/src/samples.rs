//! Headers and receipts for the tests of this crate.

pub(crate) mod sealing;
mod seeds;
pub(crate) mod states;

use alloy_consensus::{Header as Fields, Receipt, ReceiptEnvelope, ReceiptWithBloom, TxType};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, B256, Bytes, Log};

use crate::Header;

/// The contract whose logs the sample receipts hold (every third log is another's).
pub(crate) const CONTRACT: Address = Address::repeat_byte(0xc0);

/// A header of the given fields.
pub(crate) fn header(fields: Fields) -> Header {
    Header::from_rlp(&alloy_rlp::encode(fields)).unwrap()
}

/// One header per fork that added a field.
pub(crate) fn forks() -> Vec<Fields> {
    let frontier = Fields {
        number: 1_234_567,
        timestamp: 1_700_000_000,
        gas_limit: 30_000_000,
        extra_data: vec![7; 40].into(),
        ..Fields::default()
    };
    let london = Fields {
        base_fee_per_gas: Some(0),
        ..frontier.clone()
    };
    let shanghai = Fields {
        withdrawals_root: Some(B256::repeat_byte(1)),
        ..london.clone()
    };
    let cancun = Fields {
        blob_gas_used: Some(0),
        excess_blob_gas: Some(131_072),
        parent_beacon_block_root: Some(B256::ZERO),
        ..shanghai.clone()
    };
    let prague = Fields {
        requests_hash: Some(B256::repeat_byte(2)),
        ..cancun.clone()
    };
    let amsterdam = Fields {
        block_access_list_hash: Some(B256::repeat_byte(3)),
        slot_number: Some(9),
        ..prague.clone()
    };
    vec![frontier, london, shanghai, cancun, prague, amsterdam]
}

/// `count` receipts of mixed types with 0 to 3 logs each.
pub(crate) fn envelopes(count: usize) -> Vec<ReceiptEnvelope> {
    (0..count).map(envelope).collect()
}

/// The same in EIP-2718 form.
pub(crate) fn encoded(count: usize) -> Vec<Vec<u8>> {
    envelopes(count)
        .iter()
        .map(Encodable2718::encoded_2718)
        .collect()
}

fn envelope(index: usize) -> ReceiptEnvelope {
    let kinds = [
        TxType::Legacy,
        TxType::Eip2930,
        TxType::Eip1559,
        TxType::Eip4844,
        TxType::Eip7702,
    ];
    let kind = kinds[index % kinds.len()];
    let logs = (0..(index + 1) % 4)
        .map(|log| sample_log(index, log))
        .collect();
    let receipt = Receipt {
        status: true.into(),
        cumulative_gas_used: 21_000 * (index as u64 + 1),
        logs,
    };
    ReceiptEnvelope::from_typed(kind, ReceiptWithBloom::from(receipt))
}

fn sample_log(transaction: usize, log: usize) -> Log {
    let address = if log == 2 {
        Address::repeat_byte(0x0e)
    } else {
        CONTRACT
    };
    let topic = B256::with_last_byte(u8::try_from(log).unwrap());
    Log::new_unchecked(
        address,
        vec![topic],
        Bytes::from(transaction.to_be_bytes().repeat(20)),
    )
}
