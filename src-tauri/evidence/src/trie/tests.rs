//! Walks over keys that no hash would give: long common beginnings, nodes inside their parents.

use std::collections::BTreeMap;

use alloy_primitives::Bytes;
use proptest::prelude::*;

use super::*;
use crate::samples::states::trie;

/// The value at a key, from nodes found by their hashes.
fn get(root: B256, nodes: &[Bytes], key: B256) -> Option<Vec<u8>> {
    let (mut walk, mut expected) = (Walk::to(key.as_slice()), root);
    loop {
        let node = nodes.iter().find(|node| hash(node) == expected).unwrap();
        match walk.step(node).unwrap() {
            Step::Down(hash) => expected = hash,
            Step::Value(value) => return Some(value),
            Step::Absent => return None,
        }
    }
}

#[test]
fn nodes_inside_their_parents_are_walked_through() {
    let key = |last: u8| {
        let mut key = B256::repeat_byte(0x11);
        key.0[31] = last;
        key
    };
    let leaves: BTreeMap<B256, Vec<u8>> = [0x10, 0x11, 0x25]
        .map(|last| (key(last), vec![last]))
        .into();
    let wanted = [
        key(0x10),
        key(0x11),
        key(0x12),
        key(0x25),
        key(0x31),
        B256::ZERO,
    ];
    let (root, paths) = trie(&leaves, &wanted);
    for (wanted, path) in wanted.iter().zip(&paths) {
        let own: Vec<Bytes> = path
            .iter()
            .filter(|node| node.len() >= 32)
            .cloned()
            .collect();
        assert!(own.len() <= 2, "the last nodes sit inside their parents");
        assert_eq!(get(root, &own, *wanted), leaves.get(wanted).cloned());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_key_is_found_or_not(
        held in prop::collection::btree_map(prop::collection::vec(0..3_u8, 4), 1..200_u8, 1..40),
        wanted in prop::collection::vec(prop::collection::vec(0..3_u8, 4), 1..20),
        at in 0..28_usize,
    ) {
        let key = |part: &Vec<u8>| {
            let mut key = B256::repeat_byte(0x20);
            key.0[at..at + 4].copy_from_slice(part);
            key
        };
        let leaves: BTreeMap<B256, Vec<u8>> = held.iter().map(|(part, value)| (key(part), vec![*value; 1 + usize::from(*value % 40)])).collect();
        let wanted: Vec<B256> = wanted.iter().map(key).collect();
        let (root, paths) = trie(&leaves, &wanted);
        for (wanted, path) in wanted.iter().zip(&paths) {
            prop_assert_eq!(get(root, path, *wanted), leaves.get(wanted).cloned());
        }
    }

    #[test]
    fn bent_nodes_never_panic(bytes: Vec<u8>, at: prop::sample::Index, byte: u8) {
        let leaves: BTreeMap<B256, Vec<u8>> = (0..20_u8).map(|key| (B256::repeat_byte(key * 11), vec![key; 40])).collect();
        let (_, paths) = trie(&leaves, &[B256::repeat_byte(22)]);
        for node in paths.concat() {
            let mut bent = node.to_vec();
            let place = at.index(bent.len());
            bent[place] = byte;
            let _ = Walk::to(&[0x16; 32]).step(&bent);
        }
        let _ = Walk::to(&[0; 32]).step(&bytes);
    }
}
