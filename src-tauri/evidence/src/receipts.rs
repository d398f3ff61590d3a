//! All receipts of one block: their root, their logs and the proof of each. It does not know which logs matter.

use alloy_consensus::ReceiptEnvelope;
use alloy_eips::eip2718::{Decodable2718, Encodable2718};
use alloy_primitives::{B256, Log};
use alloy_trie::proof::ProofRetainer;
use alloy_trie::root::{adjust_index_for_rlp, ordered_trie_root_encoded};
use alloy_trie::{HashBuilder, Nibbles};

use crate::{Header, ReceiptProof, ReceiptsError};

/// The most receipts that are read for one block.
pub const MAX_RECEIPTS: usize = 1 << 16;

/// The most bytes that are read for the receipts of one block.
pub const MAX_RECEIPTS_BYTES: usize = 64 << 20;

/// The receipts of one block, one per transaction and in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipts {
    encoded: Vec<Vec<u8>>,
    logs: Vec<Vec<Log>>,
}

/// A log with its place in the block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockLog {
    /// The transaction's place in the block.
    pub tx_index: u64,
    /// The log's place among all logs of the block.
    pub log_index: u32,
    /// The log.
    pub log: Log,
}

impl Receipts {
    /// Takes EIP-2718 receipts with bloom (no type byte for legacy ones), one per transaction, in order.
    pub fn from_encoded(encoded: Vec<Vec<u8>>) -> Result<Self, ReceiptsError> {
        check_lengths(&encoded)?;
        let read = |(index, receipt): (usize, &Vec<u8>)| {
            decode_logs(receipt).map_err(|reason| ReceiptsError::Receipt { index, reason })
        };
        let logs = encoded.iter().enumerate().map(read);
        let logs = logs.collect::<Result<_, _>>()?;
        Ok(Self { encoded, logs })
    }

    /// Takes receipts that were read from another form, one per transaction, in order.
    pub fn from_envelopes(envelopes: Vec<ReceiptEnvelope>) -> Result<Self, ReceiptsError> {
        let encoded: Vec<_> = envelopes.iter().map(Encodable2718::encoded_2718).collect();
        check_lengths(&encoded)?;
        let logs = (envelopes.into_iter().enumerate()).map(|(index, envelope)| {
            checked_logs(envelope).map_err(|reason| ReceiptsError::Receipt { index, reason })
        });
        let logs = logs.collect::<Result<_, _>>()?;
        Ok(Self { encoded, logs })
    }

    /// The receipts as they went in.
    pub fn encoded(&self) -> &[Vec<u8>] {
        &self.encoded
    }

    /// The root of their trie, as a header states it.
    pub fn root(&self) -> B256 {
        ordered_trie_root_encoded(&self.encoded)
    }

    /// Whether these are all the receipts of this block and no others.
    pub fn matches(&self, header: &Header) -> bool {
        self.root() == header.receipts_root()
    }

    /// All logs of the block in order.
    pub fn logs(&self) -> Vec<BlockLog> {
        let by_transaction = (0_u64..).zip(&self.logs);
        let placed =
            by_transaction.flat_map(|(tx_index, logs)| logs.iter().map(move |log| (tx_index, log)));
        (0_u32..)
            .zip(placed)
            .map(|(log_index, (tx_index, log))| BlockLog {
                tx_index,
                log_index,
                log: log.clone(),
            })
            .collect()
    }

    /// The place in the block of the first log of this transaction, whether or not it has one.
    pub fn first_log_index(&self, tx_index: u64) -> Result<u32, ReceiptsError> {
        let at = self.position(tx_index)?;
        let before: usize = self.logs[..at].iter().map(Vec::len).sum();
        u32::try_from(before).map_err(|_| ReceiptsError::TooLong)
    }

    /// The proof that this transaction's receipt is in the block.
    pub fn prove(&self, tx_index: u64) -> Result<ReceiptProof, ReceiptsError> {
        let mut proofs = self.prove_all(&[tx_index])?;
        proofs
            .pop()
            .ok_or(ReceiptsError::NoSuchTransaction(tx_index))
    }

    /// The proofs of several transactions, in the order asked for; the trie is built once.
    pub fn prove_all(&self, tx_indexes: &[u64]) -> Result<Vec<ReceiptProof>, ReceiptsError> {
        let keys = tx_indexes
            .iter()
            .map(|index| self.position(*index).map(key))
            .collect::<Result<Vec<_>, _>>()?;
        let mut builder =
            HashBuilder::default().with_proof_retainer(ProofRetainer::new(keys.clone()));
        let count = self.encoded.len();
        for at in 0..count {
            // The builder wants its leaves in the order of their keys, and RLP sorts 0 after 127.
            let index = adjust_index_for_rlp(at, count);
            builder.add_leaf(key(index), &self.encoded[index]);
        }
        builder.root();
        let nodes = builder.take_proof_nodes();
        let path = |key| {
            nodes
                .matching_nodes_sorted(key)
                .into_iter()
                .map(|(_, node)| node)
                .collect()
        };
        Ok(tx_indexes
            .iter()
            .zip(&keys)
            .map(|(tx_index, key)| ReceiptProof {
                tx_index: *tx_index,
                nodes: path(key),
            })
            .collect())
    }

    fn position(&self, tx_index: u64) -> Result<usize, ReceiptsError> {
        let at = usize::try_from(tx_index)
            .ok()
            .filter(|at| *at < self.encoded.len());
        at.ok_or(ReceiptsError::NoSuchTransaction(tx_index))
    }
}

/// The trie's key for a transaction: the nibbles of the RLP of its index.
fn key(index: usize) -> Nibbles {
    Nibbles::unpack(alloy_rlp::encode_fixed_size(&index))
}

/// The logs of one encoded receipt; the receipt must be in canonical form.
pub(crate) fn decode_logs(encoded: &[u8]) -> Result<Vec<Log>, String> {
    let receipt: ReceiptEnvelope =
        ReceiptEnvelope::decode_2718_exact(encoded).map_err(|error| error.to_string())?;
    if receipt.encoded_2718() != encoded {
        return Err("not in canonical form".to_owned());
    }
    checked_logs(receipt)
}

fn checked_logs(receipt: ReceiptEnvelope) -> Result<Vec<Log>, String> {
    // The EVM has LOG0 to LOG4; RLP alone would let more topics through.
    if receipt.logs().iter().any(|log| !log.data.is_valid()) {
        return Err("a log has more than four topics".to_owned());
    }
    Ok(receipt.into_logs())
}

fn check_lengths(encoded: &[Vec<u8>]) -> Result<(), ReceiptsError> {
    if encoded.len() > MAX_RECEIPTS {
        return Err(ReceiptsError::TooMany(encoded.len()));
    }
    let total = encoded
        .iter()
        .fold(0_usize, |sum, receipt| sum.saturating_add(receipt.len()));
    if total > MAX_RECEIPTS_BYTES {
        return Err(ReceiptsError::TooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloy_consensus::constants::EMPTY_ROOT_HASH;
    use alloy_consensus::proofs::calculate_receipt_root;
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{encoded, envelopes};

    #[test]
    fn the_root_is_the_one_that_consensus_computes() {
        for count in [1, 2, 3, 127, 128, 129, 200] {
            let receipts = Receipts::from_encoded(encoded(count)).unwrap();
            assert_eq!(
                receipts.root(),
                calculate_receipt_root(&envelopes(count)),
                "{count} receipts"
            );
        }
        assert_eq!(
            Receipts::from_encoded(Vec::new()).unwrap().root(),
            EMPTY_ROOT_HASH
        );
    }

    #[test]
    fn receipts_read_from_another_form_are_those_read_from_their_bytes() {
        let read = Receipts::from_envelopes(envelopes(9)).unwrap();
        assert_eq!(read, Receipts::from_encoded(encoded(9)).unwrap());
    }

    #[test]
    fn logs_are_numbered_through_the_block() {
        let receipts = Receipts::from_encoded(encoded(7)).unwrap();
        let expected: Vec<_> = (0_u64..)
            .zip(envelopes(7))
            .flat_map(|(tx, receipt)| receipt.into_logs().into_iter().map(move |log| (tx, log)))
            .collect();
        let logs = receipts.logs();
        assert_eq!(logs.len(), expected.len());
        for ((index, log), (tx_index, expected)) in (0_u32..).zip(&logs).zip(expected) {
            assert_eq!(
                (log.log_index, log.tx_index, &log.log),
                (index, tx_index, &expected)
            );
        }
        let first = logs.iter().find(|log| log.tx_index == 5).unwrap();
        assert_eq!(receipts.first_log_index(5), Ok(first.log_index));
        assert_eq!(
            receipts.first_log_index(7),
            Err(ReceiptsError::NoSuchTransaction(7))
        );
    }

    #[test]
    fn a_type_byte_for_legacy_and_unknown_types_are_refused() {
        for kind in [0x00, 0x05, 0x7f] {
            let mut typed = encoded(1)[0].clone();
            typed.insert(0, kind);
            assert!(matches!(
                Receipts::from_encoded(vec![typed]),
                Err(ReceiptsError::Receipt { index: 0, .. })
            ));
        }
    }

    #[test]
    fn too_many_receipts_are_refused_unread() {
        let many = vec![Vec::new(); MAX_RECEIPTS + 1];
        assert_eq!(
            Receipts::from_encoded(many),
            Err(ReceiptsError::TooMany(MAX_RECEIPTS + 1))
        );
    }

    proptest! {
        #[test]
        fn a_flipped_bit_is_refused_or_changes_the_root(which in 0..3_usize, at: prop::sample::Index, bit in 0..8_u8) {
            let honest = Receipts::from_encoded(encoded(3)).unwrap();
            let mut bent = encoded(3);
            let place = at.index(bent[which].len());
            bent[which][place] ^= 1 << bit;
            if let Ok(receipts) = Receipts::from_encoded(bent) {
                prop_assert_ne!(receipts.root(), honest.root());
            }
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<Vec<u8>>) {
            let _ = Receipts::from_encoded(bytes);
        }
    }
}
