//! Validators with keys and headers sealed by them, written from the specifications with none of the crate's own
//! reading or hashing of `extraData`.

use alloy_consensus::Header as Fields;
use alloy_primitives::{Address, B256, U256, b256, keccak256};
use alloy_rlp::{Encodable, Header as RlpHeader};
use k256::ecdsa::SigningKey;

use crate::{Consensus, Header, SealTrust};

const MIX_HASH: B256 = b256!("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

/// Who seals, and with whom.
#[derive(Clone)]
pub(crate) struct Validators(Vec<SigningKey>);

/// What a test wants a BFT header to be.
#[derive(Clone)]
pub(crate) struct Sealed<'a> {
    pub(crate) consensus: Consensus,
    pub(crate) fields: Fields,
    pub(crate) round: u32,
    /// A vote on this address.
    pub(crate) vote: Option<Address>,
    /// The set that the header lists.
    pub(crate) listed: &'a [Address],
    /// Who seals it.
    pub(crate) sealers: &'a Validators,
}

impl Validators {
    /// Those with these numbers; the same number is the same validator.
    pub(crate) fn new(numbers: impl IntoIterator<Item = u8>) -> Self {
        Self(numbers.into_iter().map(key).collect())
    }

    pub(crate) fn addresses(&self) -> Vec<Address> {
        self.0.iter().map(address).collect()
    }

    pub(crate) fn seals(&self, hash: B256) -> Vec<Vec<u8>> {
        self.0.iter().map(|key| sign(key, hash)).collect()
    }

    pub(crate) fn trust(&self, consensus: Consensus) -> SealTrust {
        SealTrust {
            consensus,
            validators: self.addresses(),
            block: 100,
            time: 1_100,
            period: 1_000,
            contract_selected: false,
            votes: Vec::new(),
        }
    }
}

impl<'a> Sealed<'a> {
    /// Block 7 of a chain whose validators all seal.
    pub(crate) fn by(consensus: Consensus, sealers: &'a Validators, listed: &'a [Address]) -> Self {
        Self {
            consensus,
            fields: Fields {
                number: 7,
                timestamp: 1_007,
                difficulty: U256::from(1),
                ..Fields::default()
            },
            round: 0,
            vote: None,
            listed,
            sealers,
        }
    }

    /// The header at this height, a second later for each block.
    pub(crate) fn at(mut self, number: u64) -> Self {
        self.fields.number = number;
        self.fields.timestamp = 1_000 + number;
        self
    }

    pub(crate) fn after(mut self, parent: &Header) -> Self {
        self.fields.parent_hash = parent.hash();
        self.at(parent.number() + 1)
    }

    /// The block hash by the rules of its consensus.
    pub(crate) fn block_hash(&self) -> B256 {
        let extra = match self.consensus {
            Consensus::Qbft => list(&[self.head(), int(0), list(&[])]),
            Consensus::Ibft2 => list(&[self.head()]),
            _ => istanbul(&[addresses(self.listed), bytes(&[9; 65]), list(&[])]),
        };
        self.hash(extra)
    }

    /// What the seals are made over.
    pub(crate) fn seal_hash(&self) -> B256 {
        match self.consensus {
            Consensus::Qbft => self.hash(list(&[self.head(), int(self.round), list(&[])])),
            Consensus::Ibft2 => self.hash(list(&[self.head(), bytes(&self.round.to_be_bytes())])),
            _ => keccak256([self.block_hash().as_slice(), &[2]].concat()),
        }
    }

    pub(crate) fn header(&self) -> Header {
        self.with(&self.sealers.seals(self.seal_hash()))
    }

    /// The same header with other seals.
    pub(crate) fn with(&self, seals: &[Vec<u8>]) -> Header {
        let seals = list(&seals.iter().map(|seal| bytes(seal)).collect::<Vec<_>>());
        let extra = match self.consensus {
            Consensus::Qbft => list(&[self.head(), int(self.round), seals]),
            Consensus::Ibft2 => list(&[self.head(), bytes(&self.round.to_be_bytes()), seals]),
            _ => istanbul(&[addresses(self.listed), bytes(&[9; 65]), seals]),
        };
        super::header(self.fields(extra))
    }

    /// Vanity, validators and vote.
    fn head(&self) -> Vec<u8> {
        let none = if self.consensus == Consensus::Qbft {
            list(&[])
        } else {
            bytes(&[])
        };
        let vote = self
            .vote
            .map_or(none, |on| list(&[bytes(on.as_slice()), bytes(&[0xff])]));
        [bytes(&[5; 32]), addresses(self.listed), vote].concat()
    }

    fn hash(&self, extra: Vec<u8>) -> B256 {
        keccak256(alloy_rlp::encode(self.fields(extra)))
    }

    fn fields(&self, extra: Vec<u8>) -> Fields {
        Fields {
            extra_data: extra.into(),
            mix_hash: MIX_HASH,
            ..self.fields.clone()
        }
    }
}

/// A Clique header by the first of these signers, which lists `listed` (nobody: no checkpoint) and votes for the
/// beneficiary that the fields name.
pub(crate) fn clique(fields: &Fields, listed: &[Address], signer: &Validators) -> Header {
    let mut extra = vec![3; 32];
    extra.extend(listed.iter().flat_map(|address| address.to_vec()));
    let unsealed = Fields {
        extra_data: extra.clone().into(),
        ..fields.clone()
    };
    extra.extend(sign(&signer.0[0], keccak256(alloy_rlp::encode(unsealed))));
    super::header(Fields {
        extra_data: extra.into(),
        ..fields.clone()
    })
}

/// The seal of the same key over the same hash with the other `s`.
pub(crate) fn other_half(seal: &[u8]) -> Vec<u8> {
    const ORDER: B256 = b256!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    let s = U256::from_be_slice(&seal[32..64]);
    let flipped = U256::from_be_bytes(ORDER.0) - s;
    [&seal[..32], &flipped.to_be_bytes::<32>(), &[1 - seal[64]]].concat()
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(keccak256([number]).as_slice()).unwrap()
}

fn address(key: &SigningKey) -> Address {
    let point = key.verifying_key().to_encoded_point(false);
    Address::from_slice(&keccak256(&point.as_bytes()[1..])[12..])
}

fn sign(key: &SigningKey, hash: B256) -> Vec<u8> {
    let (signature, id) = key.sign_prehash_recoverable(hash.as_slice()).unwrap();
    [&signature.to_bytes()[..], &[id.to_byte()]].concat()
}

fn istanbul(items: &[Vec<u8>]) -> Vec<u8> {
    [vec![5; 32], list(items)].concat()
}

fn addresses(addresses: &[Address]) -> Vec<u8> {
    list(
        &addresses
            .iter()
            .map(|address| bytes(address.as_slice()))
            .collect::<Vec<_>>(),
    )
}

fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let payload = items.concat();
    let mut out = Vec::new();
    RlpHeader {
        list: true,
        payload_length: payload.len(),
    }
    .encode(&mut out);
    [out, payload].concat()
}

fn bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    bytes.encode(&mut out);
    out
}

fn int(value: u32) -> Vec<u8> {
    alloy_rlp::encode(value)
}
