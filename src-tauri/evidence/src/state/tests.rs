//! State proofs: values, zeros and what is refused.

use alloy_trie::nodes::{ExtensionNode, LeafNode, RlpNode};
use alloy_trie::{Nibbles, proof};
use proptest::prelude::*;

use super::*;
use crate::samples::states::{State, numbered};

fn proven(count: u64, slots: &[B256]) -> (ProvenAccount, StateEvidence) {
    let state = State::with_slots(count);
    let (root, evidence) = state.prove(slots);
    (evidence.prove(root, state.contract).unwrap(), evidence)
}

fn slots(numbers: impl IntoIterator<Item = u64>) -> Vec<B256> {
    numbers.into_iter().map(numbered).collect()
}

#[test]
fn slots_have_their_values_and_others_are_proven_empty() {
    for count in [1, 2, 3, 16, 17, 500] {
        let wanted = slots((0..count.min(40)).chain(1_000..1_040));
        let (account, evidence) = proven(count, &wanted);
        let expected = (0..count.min(40)).map(|slot| U256::from(slot + 1));
        let expected: Vec<U256> = expected.chain([U256::ZERO; 40]).collect();
        assert_eq!(account.slots(&wanted), Ok(expected), "{count} slots");
        assert_eq!((account.nonce, account.balance), (1, U256::from(5)));
        assert_eq!(account.code_hash, B256::repeat_byte(8));
        assert_eq!(evidence.block, 12);
    }
}

#[test]
fn the_answer_agrees_with_other_code() {
    let wanted = slots([3, 4_000]);
    let (account, evidence) = proven(100, &wanted);
    let values = account.slots(&wanted).unwrap();
    for (slot, value) in wanted.iter().zip(values) {
        let key = Nibbles::unpack(keccak256(slot));
        let value = (!value.is_zero()).then(|| alloy_rlp::encode(value));
        let path: Vec<&Bytes> = path_of(&evidence, account.storage_root, *slot);
        proof::verify_proof(account.storage_root, key, value, path).unwrap();
    }
}

/// The nodes on the way to a slot, found by their hashes.
fn path_of(evidence: &StateEvidence, root: B256, slot: B256) -> Vec<&Bytes> {
    let (mut walk, mut expected, mut path) =
        (Walk::to(keccak256(slot).as_slice()), root, Vec::new());
    loop {
        let node = evidence
            .storage
            .iter()
            .find(|node| keccak256(node) == expected)
            .unwrap();
        path.push(node);
        match walk.step(node).unwrap() {
            Step::Down(hash) => expected = hash,
            _ => return path,
        }
    }
}

#[test]
fn a_contract_that_stored_nothing_holds_zeros() {
    let wanted = slots(0..3);
    let (account, evidence) = proven(0, &wanted);
    assert_eq!(account.storage_root, EMPTY_ROOT_HASH);
    assert!(evidence.storage.is_empty());
    assert_eq!(account.slots(&wanted), Ok(vec![U256::ZERO; 3]));
}

#[test]
fn nodes_are_given_once_and_in_one_order() {
    let wanted = slots(0..20);
    let (_, evidence) = proven(50, &wanted);
    let hashes: Vec<B256> = evidence.storage.iter().map(keccak256).collect();
    assert!(hashes.windows(2).all(|pair| pair[0] < pair[1]));
    let state = State::with_slots(50);
    let (root, honest) = state.prove(&wanted);
    let refused = |storage: Vec<Bytes>| {
        StateEvidence {
            storage,
            ..honest.clone()
        }
        .prove(root, state.contract)
    };
    let mut swapped = honest.storage.clone();
    swapped.swap(0, 1);
    assert_eq!(refused(swapped), Err(StateProofError::Order));
    let mut twice = honest.storage.clone();
    twice.insert(0, twice[0].clone());
    assert_eq!(refused(twice), Err(StateProofError::Order));
}

#[test]
fn what_clients_repeat_is_left_out() {
    let short = Bytes::from_static(&[0xc2, 0x20, 0x01]);
    let node = Bytes::from(vec![1; 40]);
    let evidence = StateEvidence::from_rpc(
        3,
        vec![node.clone(), short.clone()],
        vec![
            vec![node.clone(), short],
            vec![node.clone()],
            vec![Bytes::from_static(&[0x80])],
        ],
    );
    assert_eq!(evidence.account.first(), Some(&node));
    assert_eq!(evidence.account.len(), 1);
    assert_eq!(evidence.storage, [node]);
}

#[test]
fn missing_and_left_over_nodes_are_refused() {
    let (account, _) = proven(50, &slots(0..10));
    assert!(matches!(
        account.slots(&slots(0..11)),
        Err(StateProofError::Missing(_))
    ));
    assert!(matches!(
        account.slots(&slots(0..5)),
        Err(StateProofError::LeftOver(1..))
    ));
    let state = State::with_slots(50);
    let (root, honest) = state.prove(&[]);
    let with = |account: Vec<Bytes>| {
        StateEvidence {
            account,
            ..honest.clone()
        }
        .prove(root, state.contract)
    };
    assert_eq!(with(Vec::new()), Err(StateProofError::Missing(root)));
    let (last, first) = honest.account.split_last().unwrap();
    assert_eq!(
        with(first.to_vec()),
        Err(StateProofError::Missing(keccak256(last)))
    );
    let more = [honest.account.clone(), vec![last.clone()]].concat();
    assert_eq!(with(more), Err(StateProofError::LeftOver(1)));
    let reversed = honest.account.iter().rev().cloned().collect();
    assert_eq!(with(reversed), Err(StateProofError::Misplaced(0)));
}

#[test]
fn the_proof_of_one_contract_and_root_serves_no_other() {
    let state = State::with_slots(5);
    let (root, evidence) = state.prove(&slots(0..5));
    assert_eq!(
        evidence.prove(B256::repeat_byte(1), state.contract),
        Err(StateProofError::Misplaced(0))
    );
    for other in [Address::repeat_byte(1), Address::repeat_byte(0xee)] {
        assert!(evidence.prove(root, other).is_err());
    }
}

#[test]
fn an_account_that_is_not_there_is_told_from_a_proof_that_ends_too_soon() {
    let contract = Address::repeat_byte(0xc0);
    let elsewhere = LeafNode::new(
        Nibbles::unpack([7; 32]),
        alloy_rlp::encode(TrieAccount::default()),
    );
    let leaf = alloy_rlp::encode(elsewhere);
    let evidence = StateEvidence::from_rpc(1, vec![leaf.clone().into()], Vec::new());
    assert_eq!(
        evidence.prove(keccak256(&leaf), contract),
        Err(StateProofError::NoAccount(contract))
    );
}

#[test]
fn values_that_no_account_or_slot_holds_are_refused() {
    let contract = Address::repeat_byte(0xc0);
    let leaf = LeafNode::new(Nibbles::unpack(keccak256(contract)), vec![1; 70]);
    let leaf = alloy_rlp::encode(leaf);
    let evidence = StateEvidence::from_rpc(1, vec![leaf.clone().into()], Vec::new());
    assert_eq!(
        evidence.prove(keccak256(&leaf), contract),
        Err(StateProofError::Value)
    );
    for value in [
        vec![0x00],
        vec![0x81, 0x01],
        vec![0x01, 0x01],
        vec![0xc0],
        vec![0xa1; 34],
    ] {
        let slot = numbered(1);
        let leaf = alloy_rlp::encode(LeafNode::new(Nibbles::unpack(keccak256(slot)), value));
        let account = ProvenAccount {
            nonce: 0,
            balance: U256::ZERO,
            storage_root: keccak256(&leaf),
            code_hash: B256::ZERO,
            nodes: BTreeMap::from([(keccak256(&leaf), leaf.into())]),
        };
        assert_eq!(account.slots(&[slot]), Err(StateProofError::Value));
    }
}

#[test]
fn nodes_in_another_than_their_one_form_are_refused() {
    let slot = numbered(1);
    let leaf = alloy_rlp::encode(LeafNode::new(Nibbles::unpack(keccak256(slot)), vec![5]));
    let mut padded = leaf.clone();
    padded[2] |= 1; // the half byte beside the flag of an even path
    let trailing = [leaf.clone(), vec![0]].concat();
    let child = RlpNode::word_rlp(&keccak256(&leaf));
    let idle = alloy_rlp::encode(ExtensionNode::new(Nibbles::default(), child));
    for node in [padded, trailing, idle, vec![0xc0], vec![0x81, 0x01]] {
        let root = keccak256(&node);
        let account = ProvenAccount {
            nonce: 0,
            balance: U256::ZERO,
            storage_root: root,
            code_hash: B256::ZERO,
            nodes: BTreeMap::from([(root, node.into())]),
        };
        assert_eq!(account.slots(&[slot]), Err(StateProofError::Node(root)));
    }
}

#[test]
fn more_than_a_proof_can_be_is_refused_unread() {
    let long = Bytes::from(vec![0; MAX_NODE + 1]);
    let evidence = |account, storage| StateEvidence {
        block: 0,
        account,
        storage,
    };
    for too_large in [
        evidence(vec![long.clone()], Vec::new()),
        evidence(Vec::new(), vec![long]),
        evidence(vec![Bytes::new(); MAX_DEPTH + 1], Vec::new()),
        evidence(Vec::new(), vec![Bytes::new(); MAX_STATE_NODES + 1]),
    ] {
        assert_eq!(
            too_large.prove(B256::ZERO, Address::ZERO),
            Err(StateProofError::TooLarge)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_slots_of_any_contract_are_proven(count in 0..80_u64, wanted in prop::collection::vec(0..160_u64, 1..40)) {
        let wanted_slots = slots(wanted.iter().copied());
        let (account, _) = proven(count, &wanted_slots);
        let expected: Vec<U256> = wanted.iter().map(|slot| U256::from(if *slot < count { slot + 1 } else { 0 })).collect();
        prop_assert_eq!(account.slots(&wanted_slots), Ok(expected));
    }

    #[test]
    fn a_flipped_bit_is_refused(which: prop::sample::Index, at: prop::sample::Index, bit in 0..8_u8) {
        let state = State::with_slots(30);
        let wanted = slots([1, 5, 77]);
        let (root, mut evidence) = state.prove(&wanted);
        let path = evidence.account.len();
        let which = which.index(path + evidence.storage.len());
        let node = if which < path { &mut evidence.account[which] } else { &mut evidence.storage[which - path] };
        let mut bytes = node.to_vec();
        let place = at.index(bytes.len());
        bytes[place] ^= 1 << bit;
        *node = bytes.into();
        prop_assert!(evidence.prove(root, state.contract).and_then(|account| account.slots(&wanted)).is_err());
    }

    #[test]
    fn random_nodes_under_their_own_root_never_panic(first: Vec<u8>, second: Vec<u8>) {
        let root = keccak256(&first);
        let evidence = StateEvidence { block: 0, account: vec![first.into(), second.into()], storage: Vec::new() };
        prop_assert!(evidence.prove(root, Address::ZERO).is_err());
    }
}
