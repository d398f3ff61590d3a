//! The proof that one receipt is in a block: the path of trie nodes from the receipts root down to it.

use alloy_primitives::{B256, Bytes, Log};

use crate::ProofError;
use crate::receipts::{MAX_RECEIPTS_BYTES, decode_logs};
use crate::trie::{Step, Walk, hash, is_parent};

/// A key of this trie is the RLP of a 64-bit index, 18 nibbles at most, and every node on its path takes one at least.
const MAX_NODES: usize = 19;

/// The path to one receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptProof {
    /// The transaction's place in the block, which is the key of the trie.
    pub tx_index: u64,
    /// The nodes from the root to the leaf, each in RLP.
    pub nodes: Vec<Bytes>,
}

impl ReceiptProof {
    /// The logs of the receipt, if the nodes lead from this root to exactly this transaction.
    pub fn verify(&self, receipts_root: B256) -> Result<Vec<Log>, ProofError> {
        self.check_size()?;
        let mut walk = Walk::to(&alloy_rlp::encode_fixed_size(&self.tx_index));
        let mut expected = receipts_root;
        for (at, node) in self.nodes.iter().enumerate() {
            let found = hash(node);
            if found != expected {
                return Err(self.other_node(at, found));
            }
            match walk.step(node).map_err(|_| ProofError::Node(at))? {
                Step::Down(hash) => expected = hash,
                Step::Absent => return Err(ProofError::OtherKey),
                Step::Value(_) if at + 1 < self.nodes.len() => return Err(ProofError::LeftOver),
                Step::Value(receipt) => return decode_logs(&receipt).map_err(ProofError::Receipt),
            }
        }
        Err(ProofError::Incomplete)
    }

    /// What it means that this node is not the one the walk leads to: genuine nodes that turn off towards another
    /// transaction, or a node that nobody committed to.
    fn other_node(&self, at: usize, found: B256) -> ProofError {
        let turned = at > 0 && is_parent(&self.nodes[at - 1], found);
        if turned {
            ProofError::OtherKey
        } else {
            ProofError::Hash(at)
        }
    }

    fn check_size(&self) -> Result<(), ProofError> {
        let too_long = self
            .nodes
            .iter()
            .any(|node| node.len() > MAX_RECEIPTS_BYTES);
        if too_long || self.nodes.len() > MAX_NODES {
            Err(ProofError::TooLarge)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;
    use alloy_trie::Nibbles;
    use alloy_trie::nodes::{ExtensionNode, LeafNode, RlpNode};
    use alloy_trie::proof::verify_proof;
    use proptest::prelude::*;

    use super::*;
    use crate::Receipts;
    use crate::samples::{encoded, envelopes};

    thread_local! {
        static BLOCK_OF_140: (B256, Vec<ReceiptProof>) = {
            let receipts = Receipts::from_encoded(encoded(140)).unwrap();
            (receipts.root(), receipts.prove_all(&(0..140).collect::<Vec<_>>()).unwrap())
        };
    }

    fn key(index: u64) -> Nibbles {
        Nibbles::unpack(alloy_rlp::encode_fixed_size(&index))
    }

    #[test]
    fn every_receipt_of_blocks_of_any_size_is_proven() {
        for count in [1, 2, 127, 128, 129, 300] {
            let receipts = Receipts::from_encoded(encoded(count)).unwrap();
            let root = receipts.root();
            let all: Vec<u64> = (0..count as u64).collect();
            for (proof, envelope) in receipts
                .prove_all(&all)
                .unwrap()
                .into_iter()
                .zip(envelopes(count))
            {
                assert_eq!(
                    proof.verify(root).unwrap(),
                    envelope.logs(),
                    "{} of {count}",
                    proof.tx_index
                );
                let value = receipts.encoded()[usize::try_from(proof.tx_index).unwrap()].clone();
                verify_proof(root, key(proof.tx_index), Some(value), &proof.nodes).unwrap();
            }
        }
    }

    #[test]
    fn a_block_of_one_is_proven_by_one_node() {
        let receipts = Receipts::from_encoded(encoded(1)).unwrap();
        assert_eq!(receipts.prove(0).unwrap().nodes.len(), 1);
        assert!(receipts.prove(1).is_err());
    }

    #[test]
    fn a_proof_serves_one_transaction_and_one_root_only() {
        let receipts = Receipts::from_encoded(encoded(130)).unwrap();
        let proof = receipts.prove(129).unwrap();
        assert_eq!(proof.verify(B256::ZERO), Err(ProofError::Hash(0)));
        for other in [0, 1, 127, 128, 130, 300, u64::MAX] {
            let moved = ReceiptProof {
                tx_index: other,
                nodes: proof.nodes.clone(),
            };
            assert_eq!(
                moved.verify(receipts.root()),
                Err(ProofError::OtherKey),
                "served as {other}"
            );
        }
    }

    #[test]
    fn missing_and_left_over_nodes_are_refused() {
        let receipts = Receipts::from_encoded(encoded(20)).unwrap();
        let proof = receipts.prove(11).unwrap();
        let with = |nodes: Vec<Bytes>| {
            ReceiptProof {
                tx_index: 11,
                nodes,
            }
            .verify(receipts.root())
        };
        assert_eq!(
            with(proof.nodes[..proof.nodes.len() - 1].to_vec()),
            Err(ProofError::Incomplete)
        );
        assert_eq!(with(proof.nodes[1..].to_vec()), Err(ProofError::Hash(0)));
        assert_eq!(
            with([proof.nodes.clone(), vec![Bytes::new()]].concat()),
            Err(ProofError::LeftOver)
        );
        assert_eq!(
            with(vec![proof.nodes[0].clone(); 20]),
            Err(ProofError::TooLarge)
        );
        assert_eq!(with(Vec::new()), Err(ProofError::Incomplete));
    }

    #[test]
    fn paths_longer_than_any_key_are_refused_not_panicked_on() {
        let long = Nibbles::from_nibbles([8; 64]);
        let leaf = alloy_rlp::encode(LeafNode::new(long, vec![1; 40]));
        let extension = alloy_rlp::encode(ExtensionNode::new(
            long,
            RlpNode::word_rlp(&keccak256(&leaf)),
        ));
        let root = keccak256(&extension);
        let proof = ReceiptProof {
            tx_index: 0,
            nodes: vec![extension.into(), leaf.into()],
        };
        assert_eq!(proof.verify(root), Err(ProofError::OtherKey));
    }

    #[test]
    fn a_proven_value_that_is_no_receipt_is_refused() {
        let leaf = alloy_rlp::encode(LeafNode::new(key(0), vec![1; 40]));
        let proof = ReceiptProof {
            tx_index: 0,
            nodes: vec![leaf.clone().into()],
        };
        assert!(matches!(
            proof.verify(keccak256(&leaf)),
            Err(ProofError::Receipt(_))
        ));
    }

    proptest! {
        #[test]
        fn a_flipped_bit_in_any_node_is_refused(tx_index in 0..140_usize, node: prop::sample::Index, at: prop::sample::Index, bit in 0..8_u8) {
            let (root, mut proof) = BLOCK_OF_140.with(|(root, proofs)| (*root, proofs[tx_index].clone()));
            let which = node.index(proof.nodes.len());
            let mut bytes = proof.nodes[which].to_vec();
            let place = at.index(bytes.len());
            bytes[place] ^= 1 << bit;
            proof.nodes[which] = bytes.into();
            prop_assert_eq!(proof.verify(root), Err(ProofError::Hash(which)));
        }

        #[test]
        fn random_nodes_under_their_own_root_never_panic(first: Vec<u8>, second: Vec<u8>, tx_index: u64) {
            let root = keccak256(&first);
            let proof = ReceiptProof { tx_index, nodes: vec![first.into(), second.into()] };
            prop_assert!(proof.verify(root).is_err());
        }

        #[test]
        fn bent_nodes_under_their_own_root_never_panic(at: prop::sample::Index, byte: u8) {
            let mut bytes = Receipts::from_encoded(encoded(3)).unwrap().prove(1).unwrap().nodes[0].to_vec();
            let place = at.index(bytes.len());
            bytes[place] = byte;
            let root = keccak256(&bytes);
            let _ = ReceiptProof { tx_index: 1, nodes: vec![bytes.into()] }.verify(root);
        }
    }
}
