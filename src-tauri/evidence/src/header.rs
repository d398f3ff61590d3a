//! A block header: its bytes, its hash and the fields that evidence rests on. It does not judge consensus rules.

use alloy_consensus::Header as Fields;
use alloy_primitives::{Address, B256, BloomInput, Bytes, keccak256};
use alloy_rlp::Decodable;

use crate::extra::BftExtra;
use crate::seal::BFT_MIX_HASH;
use crate::{Consensus, HeaderError};

/// The longest header that is read, in bytes. Real ones are below 1 KiB; BFT seals of 100 validators add 7 KiB.
pub const MAX_HEADER: usize = 64 * 1024;

/// A block header of any fork up to the newest that `alloy-consensus` knows, in its canonical RLP.
///
/// Two headers of one block can differ in their seals, which the block hash leaves out where validators seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    rlp: Bytes,
    hash: B256,
    consensus: Consensus,
    fields: Fields,
}

impl Header {
    /// Reads a header from its RLP. Anything but the one canonical form is refused, so bytes and header are one to one.
    pub fn from_rlp(rlp: &[u8]) -> Result<Self, HeaderError> {
        if rlp.len() > MAX_HEADER {
            return Err(HeaderError::TooLong(rlp.len()));
        }
        let mut rest = rlp;
        let fields = Fields::decode(&mut rest).map_err(HeaderError::of_rlp)?;
        if !rest.is_empty() {
            return Err(HeaderError::Trailing(rest.len()));
        }
        if alloy_rlp::encode(&fields) != rlp {
            return Err(HeaderError::NotCanonical);
        }
        let (hash, consensus) = identify(rlp, &fields);
        Ok(Self {
            hash,
            consensus,
            rlp: Bytes::copy_from_slice(rlp),
            fields,
        })
    }

    /// The canonical RLP.
    pub fn rlp(&self) -> Vec<u8> {
        self.rlp.to_vec()
    }

    /// The block's hash, by the rule of the consensus that the header has the shape of.
    pub fn hash(&self) -> B256 {
        self.hash
    }

    /// The consensus that the header has the shape of: QBFT, IBFT 2.0, Istanbul, or [`Consensus::Ethereum`], which
    /// Clique headers look like too. A shape proves nothing: who relies on it compares it with what is trusted.
    pub fn consensus(&self) -> Consensus {
        self.consensus
    }

    /// The hash of the block before it.
    pub fn parent_hash(&self) -> B256 {
        self.fields.parent_hash
    }

    /// The block's number; the genesis block is 0.
    pub fn number(&self) -> u64 {
        self.fields.number
    }

    /// The block's time as the chain states it: seconds since 1970 (nanoseconds on `GoQuorum` with Raft).
    pub fn timestamp(&self) -> u64 {
        self.fields.timestamp
    }

    /// Root of the trie of receipts.
    pub fn receipts_root(&self) -> B256 {
        self.fields.receipts_root
    }

    /// Root of the trie of accounts.
    pub fn state_root(&self) -> B256 {
        self.fields.state_root
    }

    pub(crate) fn extra_data(&self) -> &[u8] {
        &self.fields.extra_data
    }

    /// Who proposed the block; in Clique, whom it votes on.
    pub(crate) fn beneficiary(&self) -> Address {
        self.fields.beneficiary
    }

    /// In Clique, which way it votes.
    pub(crate) fn nonce(&self) -> u64 {
        self.fields.nonce.into()
    }

    /// Keccak-256 of the header with other `extraData`.
    pub(crate) fn hash_with(&self, extra_data: Vec<u8>) -> B256 {
        hash_with(&self.fields, extra_data)
    }

    /// Whether the block's bloom admits a log by this contract. `false` is certain, `true` is not.
    pub fn may_contain(&self, contract: Address) -> bool {
        self.fields
            .logs_bloom
            .contains_input(BloomInput::Raw(contract.as_slice()))
    }

    /// Whether this block names `parent` as the block before it, by hash and by number.
    pub fn follows(&self, parent: &Self) -> bool {
        self.parent_hash() == parent.hash && parent.number().checked_add(1) == Some(self.number())
    }
}

/// The hash by which a block is known, and the rule it follows. Seals in `extraData` are left out of it, for they are
/// made over it; block 0 has none and is hashed as it is.
fn identify(rlp: &[u8], fields: &Fields) -> (B256, Consensus) {
    let marked = fields.mix_hash == BFT_MIX_HASH;
    match marked.then(|| BftExtra::read(&fields.extra_data)).flatten() {
        None => (keccak256(rlp), Consensus::Ethereum),
        Some(extra) if fields.number == 0 => (keccak256(rlp), extra.consensus),
        Some(extra) => (hash_with(fields, extra.without_seals()), extra.consensus),
    }
}

fn hash_with(fields: &Fields, extra_data: Vec<u8>) -> B256 {
    let bare = Fields {
        extra_data: extra_data.into(),
        ..fields.clone()
    };
    keccak256(alloy_rlp::encode(bare))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{Bloom, U256, address, b256};
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{forks, header};

    #[test]
    fn headers_of_every_fork_keep_their_bytes_and_hash() {
        for fields in forks() {
            let rlp = alloy_rlp::encode(&fields);
            let header = Header::from_rlp(&rlp).unwrap();
            assert_eq!(header.rlp(), rlp);
            assert_eq!(header.hash(), fields.hash_slow());
            assert_eq!(header.number(), fields.number);
            assert_eq!(header.parent_hash(), fields.parent_hash);
            assert_eq!(header.timestamp(), fields.timestamp);
            assert_eq!(header.receipts_root(), fields.receipts_root);
            assert_eq!(header.state_root(), fields.state_root);
        }
    }

    #[test]
    fn mainnet_genesis_has_its_known_hash() {
        let fields = Fields {
            state_root: b256!("d7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544"),
            difficulty: U256::from(0x0004_0000_0000_u64),
            gas_limit: 5000,
            extra_data: b256!("11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa")
                .into(),
            nonce: 0x42_u64.to_be_bytes().into(),
            ..Fields::default()
        };
        assert_eq!(
            Header::from_rlp(&alloy_rlp::encode(&fields))
                .unwrap()
                .hash(),
            b256!("d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3")
        );
    }

    #[test]
    fn the_first_mainnet_block_has_its_known_hash() {
        let fields = Fields {
            parent_hash: b256!("d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"),
            beneficiary: address!("05a56e2d52c817161883f50c441c3228cfe54d9f"),
            state_root: b256!("d67e4d450343046425ae4271474353857ab860dbc0a1dde64b41b5cd3a532bf3"),
            difficulty: U256::from(0x0003_ff80_0000_u64),
            number: 1,
            gas_limit: 5000,
            timestamp: 0x55ba_4224,
            extra_data: b"Geth/v1.0.0/linux/go1.4.2".into(),
            mix_hash: b256!("969b900de27b6ac6a67742365dd65f55a0526c41fd18e1b16f1a1215c2e66f59"),
            nonce: 0x539b_d497_9fef_1ec4_u64.to_be_bytes().into(),
            ..Fields::default()
        };
        assert_eq!(
            header(fields).hash(),
            b256!("88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6")
        );
    }

    #[test]
    fn geneses_of_later_forks_have_their_known_hashes() {
        let holesky = Fields {
            state_root: b256!("69d8c9d72f6fa4ad42d4702b433707212f90db395eb54dc20bc85de253788783"),
            difficulty: U256::from(1),
            gas_limit: 25_000_000,
            timestamp: 1_695_902_100,
            nonce: 0x1234_u64.to_be_bytes().into(),
            base_fee_per_gas: Some(1_000_000_000),
            ..Fields::default()
        };
        let hoodi = Fields {
            state_root: b256!("da87d7f5f91c51508791bbcbd4aa5baf04917830b86985eeb9ad3d5bfb657576"),
            gas_limit: 0x0225_5100,
            timestamp: 1_742_212_800,
            withdrawals_root: Some(alloy_consensus::constants::EMPTY_WITHDRAWALS),
            blob_gas_used: Some(0),
            excess_blob_gas: Some(0),
            parent_beacon_block_root: Some(B256::ZERO),
            ..holesky.clone()
        };
        assert_eq!(
            header(holesky).hash(),
            b256!("b5f7f912443c940f21fd611f12828d75b534364ed9e95ca4e307729a4661bde4")
        );
        assert_eq!(
            header(hoodi).hash(),
            b256!("bbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b")
        );
    }

    #[test]
    fn trailing_and_oversized_bytes_are_refused() {
        let mut rlp = alloy_rlp::encode(&forks()[0]);
        rlp.push(0);
        assert_eq!(Header::from_rlp(&rlp), Err(HeaderError::Trailing(1)));
        assert_eq!(
            Header::from_rlp(&vec![0xf9; MAX_HEADER + 1]),
            Err(HeaderError::TooLong(MAX_HEADER + 1))
        );
    }

    #[test]
    fn numbers_with_leading_zeros_are_refused() {
        // The number 7 of the sample, written as 0x8107 instead of 0x07, in a list that is one byte longer.
        let rlp = alloy_rlp::encode(&Fields {
            number: 7,
            ..Fields::default()
        });
        let at = rlp.iter().rposition(|byte| *byte == 7).unwrap();
        let mut bent = rlp.clone();
        bent.insert(at, 0x81);
        let length = u16::from_be_bytes([bent[1], bent[2]]) + 1;
        bent[1..3].copy_from_slice(&length.to_be_bytes());
        assert_eq!(Header::from_rlp(&bent), Err(HeaderError::NotCanonical));
    }

    #[test]
    fn the_bloom_answers_for_a_contract() {
        let contract = address!("00000000000000000000000000000000000000aa");
        let mut logs_bloom = Bloom::default();
        assert!(
            !header(Fields {
                logs_bloom,
                ..Fields::default()
            })
            .may_contain(contract)
        );
        logs_bloom.accrue_raw_log(contract, &[]);
        assert!(
            header(Fields {
                logs_bloom,
                ..Fields::default()
            })
            .may_contain(contract)
        );
    }

    #[test]
    fn a_block_follows_only_its_parent() {
        let parent = header(Fields {
            number: 4,
            ..Fields::default()
        });
        let child = header(Fields {
            number: 5,
            parent_hash: parent.hash(),
            ..Fields::default()
        });
        let skipping = header(Fields {
            number: 6,
            parent_hash: parent.hash(),
            ..Fields::default()
        });
        let stranger = header(Fields {
            number: 5,
            ..Fields::default()
        });
        assert!(child.follows(&parent));
        assert!(!skipping.follows(&parent) && !stranger.follows(&parent));
    }

    proptest! {
        #[test]
        fn a_flipped_bit_is_refused_or_changes_the_hash(fork in 0..forks().len(), at: prop::sample::Index, bit in 0..8_u8) {
            let rlp = alloy_rlp::encode(&forks()[fork]);
            let mut bent = rlp.clone();
            bent[at.index(rlp.len())] ^= 1 << bit;
            if let Ok(header) = Header::from_rlp(&bent) {
                prop_assert_ne!(header.hash(), keccak256(&rlp));
                prop_assert_eq!(header.rlp(), bent);
            }
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>) {
            prop_assert!(Header::from_rlp(&bytes).is_err());
        }
    }
}
