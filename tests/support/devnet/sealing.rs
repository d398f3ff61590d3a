//! Who seals a block and how: the extra data of QBFT, IBFT2, IBFT1 and Clique, the hashes taken of it, and the seals
//! themselves, as Besu and `GoQuorum` make them. Written apart from the crate that checks them.

use std::sync::LazyLock;

use alloy_primitives::{Address, B256, hex, keccak256};
use k256::ecdsa::SigningKey;
use serde_json::{Value, json};

use super::header::{encode, quantity};
use super::rlp;

/// What marks a block of the Byzantine fault tolerant algorithms (EIP-650).
const BFT_MIX: &str = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";
/// How often Clique writes its signers into a block (EIP-225).
const CLIQUE_EPOCH: u64 = 30_000;
/// How many validators can be named.
const VALIDATOR_COUNT: usize = 12;

/// How blocks are agreed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consensus {
    /// Not at all: the blocks are passed on as anvil made them.
    Ethereum,
    /// Besu's and `GoQuorum`'s newest.
    Qbft,
    /// Besu's older one.
    Ibft2,
    /// `GoQuorum`'s older one (Istanbul).
    Ibft1,
    /// Proof of authority (EIP-225).
    Clique,
}

/// Who seals, from some block on. Validators go by their number, 0 to 11.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealing {
    /// How.
    pub consensus: Consensus,
    /// Who is entitled to, and is listed in the blocks.
    pub validators: Vec<usize>,
    /// Who does; by default a quorum, in turns. A number may stand twice.
    pub signers: Option<Vec<usize>>,
    /// Whether the blocks list their validators; they do not where a contract selects them.
    pub listed: bool,
    /// In which round they agreed.
    pub round: u32,
    /// What the proposer puts first; blocks that differ in nothing else differ in this.
    pub vanity: &'static str,
}

/// A block's header, sealed but for the seals that its hash does not cover.
#[derive(Clone, Debug)]
pub(super) struct SealedHeader {
    /// By which the block is called.
    pub(super) hash: B256,
    /// The fields that differ from anvil's.
    fields: Vec<(&'static str, Value)>,
    pending: Option<Pending>,
}

/// What is still to be signed, and by whom. Signing takes long, and most blocks are never asked for.
#[derive(Clone, Debug)]
struct Pending {
    sealing: Sealing,
    number: u64,
    digest: B256,
    proposer_seal: Vec<u8>,
}

/// The keys that there are: first the four that seal the sample, then more for those who join later, and strangers.
static VALIDATORS: LazyLock<Vec<(SigningKey, Address)>> = LazyLock::new(|| {
    let sample = verify::demonstration_validators().into_iter();
    let more = (5..=VALIDATOR_COUNT).map(|number| {
        let sentence = format!("Waymark devnet validator {number}: public, proves nothing");
        keccak256(sentence).0
    });
    let keys = sample.map(|(secret, _)| secret).chain(more);
    keys.map(|secret| {
        let key = SigningKey::from_slice(&secret).unwrap();
        let point = key.verifying_key().to_encoded_point(false);
        let address = Address::from_raw_public_key(&point.as_bytes()[1..]);
        (key, address)
    })
    .collect()
});

/// The address of a validator of the devnet; the first four seal the sample.
pub fn validator(number: usize) -> Address {
    VALIDATORS[number].1
}

impl Sealing {
    /// By a quorum of these validators.
    pub fn by(consensus: Consensus, validators: &[usize]) -> Self {
        Self {
            consensus,
            validators: validators.to_vec(),
            signers: None,
            listed: true,
            round: 0,
            vanity: "",
        }
    }

    /// Not by a quorum, but by exactly these.
    #[must_use]
    pub fn signed_by(mut self, signers: &[usize]) -> Self {
        self.signers = Some(signers.to_vec());
        self
    }

    /// Without a list of validators in the blocks.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }

    /// In this round.
    #[must_use]
    pub fn round(mut self, round: u32) -> Self {
        self.round = round;
        self
    }

    /// With these words (at most 32 bytes) first in the extra data.
    #[must_use]
    pub fn vanity(mut self, words: &'static str) -> Self {
        self.vanity = words;
        self
    }

    /// The validators' addresses, ascending.
    pub fn addresses(&self) -> Vec<Address> {
        let mut addresses: Vec<_> = self.validators.iter().map(|at| validator(*at)).collect();
        addresses.sort();
        addresses
    }

    /// Seals a block of anvil's on top of `parent`.
    pub(super) fn seal(&self, block: &Value, parent: B256) -> SealedHeader {
        let number = quantity(&block["number"]);
        let mut sealed = block.clone();
        let mut fields = vec![("parentHash", json!(parent))];
        if self.consensus != Consensus::Ethereum {
            fields.extend(self.fixed_fields(number));
        }
        for (name, value) in &fields {
            sealed[*name] = value.clone();
        }
        match self.consensus {
            Consensus::Ethereum => {
                let hash = block["hash"].as_str().unwrap().parse().unwrap();
                done(hash, Vec::new())
            }
            Consensus::Clique => self.seal_clique(number, &sealed, fields),
            Consensus::Qbft | Consensus::Ibft2 | Consensus::Ibft1 => {
                self.seal_bft(number, &sealed, fields)
            }
        }
    }

    fn fixed_fields(&self, number: u64) -> Vec<(&'static str, Value)> {
        let clique = self.consensus == Consensus::Clique;
        let miner = if clique || number == 0 {
            Address::ZERO
        } else {
            validator(self.proposer(number))
        };
        let mix = if clique {
            json!(B256::ZERO)
        } else {
            json!(BFT_MIX)
        };
        vec![
            ("miner", json!(miner)),
            ("difficulty", json!(if clique { "0x2" } else { "0x1" })),
            ("mixHash", mix),
            ("nonce", json!("0x0000000000000000")),
        ]
    }

    fn seal_bft(
        &self,
        number: u64,
        block: &Value,
        mut fields: Vec<(&'static str, Value)>,
    ) -> SealedHeader {
        if number == 0 {
            // Nobody agreed on the first block: it is hashed as it stands.
            let extra = self.extra_data(0, &[], &[]);
            fields.push(("extraData", json!(hex::encode_prefixed(&extra))));
            return done(keccak256(encode(block, &extra)), fields);
        }
        let (hash, digest, proposer_seal) = match self.consensus {
            Consensus::Qbft => (
                keccak256(encode(block, &self.extra_data(0, &[], &[]))),
                keccak256(encode(block, &self.extra_data(self.round, &[], &[]))),
                Vec::new(),
            ),
            Consensus::Ibft2 => (
                keccak256(encode(block, &self.ibft2_items(3))),
                keccak256(encode(block, &self.ibft2_items(4))),
                Vec::new(),
            ),
            _ => {
                let unsigned = keccak256(encode(block, &self.extra_data(0, &[], &[])));
                let proposer_seal = sign(self.proposer(number), keccak256(unsigned));
                let hash = keccak256(encode(block, &self.extra_data(0, &proposer_seal, &[])));
                let commit = keccak256([hash.as_slice(), &[2]].concat());
                (hash, commit, proposer_seal)
            }
        };
        SealedHeader {
            hash,
            fields,
            pending: Some(Pending {
                sealing: self.clone(),
                number,
                digest,
                proposer_seal,
            }),
        }
    }

    fn seal_clique(
        &self,
        number: u64,
        block: &Value,
        mut fields: Vec<(&'static str, Value)>,
    ) -> SealedHeader {
        let mut extra = self.vanity_bytes();
        if number.is_multiple_of(CLIQUE_EPOCH) {
            extra.extend(self.addresses().iter().flat_map(|address| address.0.0));
        }
        let seal = if number == 0 {
            vec![0; 65]
        } else {
            let mut signers = self.signers.clone().unwrap_or(self.validators.clone());
            // Turns go by address, and the first block is the second one's (EIP-225).
            signers.sort_by_key(|at| validator(*at));
            let turn = usize::try_from(number).unwrap() % signers.len();
            sign(signers[turn], keccak256(encode(block, &extra)))
        };
        extra.extend(seal);
        fields.push(("extraData", json!(hex::encode_prefixed(&extra))));
        done(keccak256(encode(block, &extra)), fields)
    }

    fn extra_data(&self, round: u32, proposer_seal: &[u8], seals: &[Vec<u8>]) -> Vec<u8> {
        let seals: Vec<_> = seals.iter().map(|seal| rlp::bytes(seal)).collect();
        let seals = rlp::list(&seals);
        match self.consensus {
            Consensus::Qbft => rlp::list(&[
                rlp::bytes(&self.vanity_bytes()),
                self.validator_list(),
                rlp::list(&[]),
                rlp::number(&round.to_be_bytes()),
                seals,
            ]),
            Consensus::Ibft2 => rlp::list(&[
                rlp::bytes(&self.vanity_bytes()),
                self.validator_list(),
                rlp::bytes(&[]),
                rlp::bytes(&round.to_be_bytes()),
                seals,
            ]),
            _ => {
                let istanbul = [self.validator_list(), rlp::bytes(proposer_seal), seals];
                [self.vanity_bytes(), rlp::list(&istanbul)].concat()
            }
        }
    }

    /// The first so many items of IBFT2's extra data: its hashes leave items out instead of emptying them.
    fn ibft2_items(&self, count: usize) -> Vec<u8> {
        let items = [
            rlp::bytes(&self.vanity_bytes()),
            self.validator_list(),
            rlp::bytes(&[]),
            rlp::bytes(&self.round.to_be_bytes()),
        ];
        rlp::list(&items[..count])
    }

    fn validator_list(&self) -> Vec<u8> {
        let listed = if self.listed {
            self.addresses()
        } else {
            Vec::new()
        };
        let items: Vec<_> = listed.iter().map(|it| rlp::bytes(it.as_slice())).collect();
        rlp::list(&items)
    }

    fn vanity_bytes(&self) -> Vec<u8> {
        let mut vanity = self.vanity.as_bytes().to_vec();
        vanity.resize(32, 0);
        vanity
    }

    fn proposer(&self, number: u64) -> usize {
        self.validators[usize::try_from(number).unwrap() % self.validators.len()]
    }

    /// Two thirds, rounded up, beginning with the proposer; or whoever was named.
    fn signers(&self, number: u64) -> Vec<usize> {
        if let Some(named) = &self.signers {
            return named.clone();
        }
        let all = &self.validators;
        let turn = usize::try_from(number).unwrap() % all.len();
        let in_turn = all.iter().cycle().skip(turn);
        in_turn.take((2 * all.len()).div_ceil(3)).copied().collect()
    }
}

impl SealedHeader {
    /// Writes what was sealed over anvil's block, making the seals if nobody has asked for them yet.
    pub(super) fn write_over(&mut self, block: &mut Value) {
        if let Some(pending) = self.pending.take() {
            let Pending {
                sealing,
                number,
                digest,
                proposer_seal,
            } = pending;
            let signers = sealing.signers(number);
            let seals: Vec<_> = signers.iter().map(|at| sign(*at, digest)).collect();
            let extra = sealing.extra_data(sealing.round, &proposer_seal, &seals);
            self.fields
                .push(("extraData", json!(hex::encode_prefixed(extra))));
        }
        if self.fields.is_empty() {
            return;
        }
        for (name, value) in &self.fields {
            block[*name] = value.clone();
        }
        let number = quantity(&block["number"]);
        let block = block.as_object_mut().unwrap();
        if number == 0 && !block.contains_key("withdrawalsRoot") {
            // Before Cancun anvil's first block has fields that only come after one that it lacks.
            block.remove("blobGasUsed");
            block.remove("excessBlobGas");
        }
        block.insert("hash".to_owned(), json!(self.hash));
    }
}

fn done(hash: B256, fields: Vec<(&'static str, Value)>) -> SealedHeader {
    SealedHeader {
        hash,
        fields,
        pending: None,
    }
}

/// r, s and the parity of y, over the hash as it is.
fn sign(number: usize, digest: B256) -> Vec<u8> {
    let (key, _) = &VALIDATORS[number];
    let (signature, parity) = key.sign_prehash_recoverable(digest.as_slice()).unwrap();
    let mut seal = signature.to_bytes().to_vec();
    seal.push(parity.to_byte());
    seal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealing(consensus: Consensus) -> Sealing {
        Sealing::by(consensus, &[0, 1, 2, 3])
    }

    #[test]
    fn quorum_is_two_thirds_rounded_up() {
        for (validators, quorum) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5)] {
            let all: Vec<usize> = (0..validators).collect();
            let signers = Sealing::by(Consensus::Qbft, &all).signers(9);
            assert_eq!(signers.len(), quorum, "{validators}");
        }
    }

    #[test]
    fn qbft_extra_data_has_five_items_and_minimal_round() {
        let extra = sealing(Consensus::Qbft).extra_data(0, &[], &[]);
        // vanity 33, list of four addresses 86, no vote 1, round 1, no seals 1
        assert_eq!(extra[..2], [0xf8, 33 + 86 + 3]);
        assert_eq!(extra[extra.len() - 3..], [0xc0, 0x80, 0xc0]);
        let later = sealing(Consensus::Qbft).extra_data(0x01_02, &[], &[]);
        assert_eq!(later[later.len() - 5..], [0xc0, 0x82, 1, 2, 0xc0]);
    }

    #[test]
    fn ibft2_extra_data_has_an_empty_string_for_no_vote_and_four_bytes_of_round() {
        let extra = sealing(Consensus::Ibft2).round(1).extra_data(1, &[], &[]);
        assert_eq!(extra[extra.len() - 7..], [0x80, 0x84, 0, 0, 0, 1, 0xc0]);
    }
}
