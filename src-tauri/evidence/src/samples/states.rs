//! Small states with their proofs, built by `alloy_trie` as a node builds them.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_trie::proof::ProofRetainer;
use alloy_trie::{HashBuilder, Nibbles, TrieAccount};

use crate::StateEvidence;

/// A trie of these keys and values: its root and the paths to the wanted keys, as `eth_getProof` gives them.
pub(crate) fn trie(leaves: &BTreeMap<B256, Vec<u8>>, wanted: &[B256]) -> (B256, Vec<Vec<Bytes>>) {
    let keys: Vec<Nibbles> = wanted.iter().map(Nibbles::unpack).collect();
    let mut builder = HashBuilder::default().with_proof_retainer(ProofRetainer::new(keys.clone()));
    for (key, value) in leaves {
        builder.add_leaf(Nibbles::unpack(key), value);
    }
    let root = builder.root();
    let nodes = builder.take_proof_nodes();
    let path = |key| {
        let nodes = nodes.matching_nodes_sorted(key).into_iter();
        nodes.map(|(_, node)| node).collect()
    };
    (root, keys.iter().map(path).collect())
}

/// A contract among other accounts.
pub(crate) struct State {
    pub(crate) contract: Address,
    pub(crate) code_hash: B256,
    pub(crate) slots: BTreeMap<B256, U256>,
}

impl State {
    /// With this many slots, numbered and holding their number plus one.
    pub(crate) fn with_slots(count: u64) -> Self {
        let slots = (0..count).map(|slot| (numbered(slot), U256::from(slot + 1)));
        Self {
            contract: Address::repeat_byte(0xc0),
            code_hash: B256::repeat_byte(8),
            slots: slots.collect(),
        }
    }

    /// The state root and what a node answers about these slots at block 12.
    pub(crate) fn prove(&self, slots: &[B256]) -> (B256, StateEvidence) {
        let (storage_root, storage) = self.storage(slots);
        let account = TrieAccount {
            nonce: 1,
            balance: U256::from(5),
            storage_root,
            code_hash: self.code_hash,
        };
        let mut accounts: BTreeMap<B256, Vec<u8>> = (0..40)
            .map(|number| {
                (
                    keccak256(Address::repeat_byte(number)),
                    TrieAccount::default(),
                )
            })
            .map(|(key, account)| (key, alloy_rlp::encode(account)))
            .collect();
        let key = keccak256(self.contract);
        accounts.insert(key, alloy_rlp::encode(account));
        let (root, mut paths) = trie(&accounts, &[key]);
        (root, StateEvidence::from_rpc(12, paths.remove(0), storage))
    }

    fn storage(&self, wanted: &[B256]) -> (B256, Vec<Vec<Bytes>>) {
        let held = self.slots.iter().filter(|(_, value)| !value.is_zero());
        let leaves = held.map(|(slot, value)| (keccak256(slot), alloy_rlp::encode(value)));
        let keys: Vec<B256> = wanted.iter().map(keccak256).collect();
        trie(&leaves.collect(), &keys)
    }
}

/// The slot of this number.
pub(crate) fn numbered(slot: u64) -> B256 {
    U256::from(slot).into()
}
