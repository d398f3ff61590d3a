//! The proof of an account and its slots: nodes under their own root, and storage nodes under an account made for them.
#![no_main]

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_trie::nodes::LeafNode;
use alloy_trie::{Nibbles, TrieAccount};
use evidence::StateEvidence;
use libfuzzer_sys::fuzz_target;

mod pieces;

const CONTRACT: Address = Address::repeat_byte(0xc0);

fuzz_target!(|bytes: &[u8]| {
    let nodes: Vec<Bytes> = pieces::of(bytes).map(Bytes::copy_from_slice).collect();
    let root = nodes.first().map(keccak256).unwrap_or_default();
    ask(
        &StateEvidence {
            block: 1,
            account: nodes.clone(),
            storage: Vec::new(),
        },
        root,
    );
    let account = TrieAccount {
        storage_root: root,
        ..TrieAccount::default()
    };
    let key = Nibbles::unpack(keccak256(CONTRACT));
    let leaf = alloy_rlp::encode(LeafNode::new(key, alloy_rlp::encode(account)));
    let own_root = keccak256(&leaf);
    ask(
        &StateEvidence::from_rpc(1, vec![leaf.into()], vec![nodes]),
        own_root,
    );
});

fn ask(evidence: &StateEvidence, root: B256) {
    let Ok(account) = evidence.prove(root, CONTRACT) else {
        return;
    };
    let slots: Vec<B256> = [0_u64, 1, 2, 7, 9_000]
        .map(|slot| U256::from(slot).into())
        .to_vec();
    for asked in 0..=slots.len() {
        let _ = account.slots(&slots[..asked]);
    }
}
