//! The proof of one receipt, taken under the root that its own first node has.
#![no_main]

use alloy_primitives::{Bytes, keccak256};
use evidence::ReceiptProof;
use libfuzzer_sys::fuzz_target;

mod pieces;

fuzz_target!(|bytes: &[u8]| {
    let Some((tx_index, nodes)) = bytes.split_first_chunk::<8>() else {
        return;
    };
    let nodes: Vec<Bytes> = pieces::of(nodes).map(Bytes::copy_from_slice).collect();
    let root = nodes.first().map(keccak256).unwrap_or_default();
    let proof = ReceiptProof {
        tx_index: u64::from_be_bytes(*tx_index),
        nodes,
    };
    let _ = proof.verify(root);
});
