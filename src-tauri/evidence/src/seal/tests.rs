//! Block hashes and seals of each consensus, against headers that are written by other code.

use std::path::Path;

use alloy_consensus::Header as Fields;
use alloy_primitives::{Bytes, U256, address, b256, hex};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::ValidatorSet;
use crate::samples::sealing::{Sealed, Validators, clique, other_half};
use crate::samples::{forks, header};

const BFT: [Consensus; 3] = [Consensus::Qbft, Consensus::Ibft2, Consensus::Ibft1];

fn four() -> Validators {
    Validators::new(1..=4)
}

fn set() -> ValidatorSet {
    ValidatorSet::new(&four().addresses()).unwrap()
}

#[test]
fn the_block_hash_leaves_out_what_its_consensus_leaves_out() {
    let (four, listed) = (four(), four().addresses());
    for consensus in BFT {
        for (round, vote) in [
            (0, None),
            (1, Some(listed[2])),
            (300, None),
            (0x00fe_dcba, Some(listed[0])),
        ] {
            let sealed = Sealed {
                round,
                vote,
                ..Sealed::by(consensus, &four, &listed)
            };
            let header = sealed.header();
            assert_eq!(header.consensus(), consensus, "round {round}");
            assert_eq!(
                header.hash(),
                sealed.block_hash(),
                "{consensus:?} round {round}"
            );
            assert_ne!(header.hash(), keccak256(header.rlp()));
            assert_eq!(sealed.with(&[]).hash(), header.hash());
            assert_eq!(header.listed_validators().unwrap(), listed);
            assert_eq!(header.seal_hash(consensus).unwrap(), sealed.seal_hash());
            assert_eq!(header.signers(consensus).unwrap(), listed);
            assert_eq!(set().check(&header), Ok(()));
        }
    }
}

#[test]
fn headers_of_every_fork_are_sealed() {
    let (four, listed) = (four(), four().addresses());
    for consensus in BFT {
        for fields in forks() {
            let sealed = Sealed {
                fields,
                ..Sealed::by(consensus, &four, &listed)
            };
            let header = sealed.header();
            assert_eq!(header.hash(), sealed.block_hash());
            assert_eq!(set().check(&header), Ok(()));
        }
    }
}

#[test]
fn seals_of_one_round_are_none_of_another() {
    let (four, listed) = (four(), four().addresses());
    for consensus in [Consensus::Qbft, Consensus::Ibft2] {
        let first = Sealed::by(consensus, &four, &listed);
        let second = Sealed {
            round: 1,
            ..first.clone()
        };
        assert_eq!(first.block_hash(), second.block_hash());
        let moved = second.with(&four.seals(first.seal_hash()));
        assert_eq!(set().check(&moved), Err(SealError::OtherHeader(7)));
    }
}

#[test]
fn block_zero_is_hashed_as_it_is() {
    let (four, listed) = (four(), four().addresses());
    for consensus in BFT {
        let genesis = Sealed {
            round: 5,
            ..Sealed::by(consensus, &four, &listed).at(0)
        };
        let header = genesis.header();
        assert_eq!(header.hash(), keccak256(header.rlp()));
        assert_eq!(header.consensus(), consensus);
        assert_eq!(header.listed_validators().unwrap(), listed);
    }
}

#[test]
fn every_field_is_under_the_seals() {
    let (four, listed) = (four(), four().addresses());
    for consensus in BFT {
        let honest = Sealed::by(consensus, &four, &listed);
        let seals = four.seals(honest.seal_hash());
        let alter: [fn(&mut Fields); 5] = [
            |fields| fields.state_root.0[0] ^= 1,
            |fields| fields.receipts_root.0[31] ^= 1,
            |fields| fields.timestamp += 1,
            |fields| fields.parent_hash.0[5] ^= 1,
            |fields| fields.base_fee_per_gas = Some(0),
        ];
        for alter in alter {
            let mut bent = honest.clone();
            alter(&mut bent.fields);
            assert_ne!(bent.block_hash(), honest.block_hash());
            assert_eq!(
                set().check(&bent.with(&seals)),
                Err(SealError::OtherHeader(7))
            );
        }
    }
}

#[test]
fn two_of_four_are_too_few_and_three_are_enough() {
    let (four, listed) = (four(), four().addresses());
    for consensus in BFT {
        let sealed = Sealed::by(consensus, &four, &listed);
        let seals = four.seals(sealed.seal_hash());
        let too_few = |found| {
            Err(SealError::TooFew {
                block: 7,
                found,
                needed: 3,
            })
        };
        assert_eq!(set().check(&sealed.with(&seals[..3])), Ok(()));
        assert_eq!(set().check(&sealed.with(&seals[..2])), too_few(2));
        assert_eq!(set().check(&sealed.with(&[])), too_few(0));
    }
}

#[test]
fn a_validator_counts_once_however_it_seals() {
    let (four, listed) = (four(), four().addresses());
    for consensus in BFT {
        let sealed = Sealed::by(consensus, &four, &listed);
        let seals = four.seals(sealed.seal_hash());
        for again in [seals[0].clone(), other_half(&seals[0])] {
            let seals = vec![seals[0].clone(), seals[1].clone(), again];
            assert_eq!(
                set().check(&sealed.with(&seals)),
                Err(SealError::Duplicate {
                    block: 7,
                    signer: listed[0]
                })
            );
        }
    }
}

#[test]
fn either_half_of_the_curve_names_the_same_validator() {
    let (four, listed) = (four(), four().addresses());
    let sealed = Sealed::by(Consensus::Qbft, &four, &listed);
    let seals = four.seals(sealed.seal_hash());
    let high: Vec<_> = seals.iter().map(|seal| other_half(seal)).collect();
    assert_eq!(sealed.with(&high).signers(Consensus::Qbft).unwrap(), listed);
}

#[test]
fn a_stranger_among_the_sealers_is_refused() {
    let (five, listed) = (Validators::new(1..=5), four().addresses());
    for consensus in BFT {
        let header = Sealed::by(consensus, &five, &listed).header();
        let signer = five.addresses()[4];
        assert_eq!(
            set().check(&header),
            Err(SealError::Stranger { block: 7, signer })
        );
    }
}

#[test]
fn what_is_no_signature_is_refused() {
    let (four, listed) = (four(), four().addresses());
    let sealed = Sealed::by(Consensus::Qbft, &four, &listed);
    let seals = four.seals(sealed.seal_hash());
    let with_v = |v| [&seals[1][..64], &[v]].concat();
    let unreadable = [
        vec![0; 65],
        vec![0xff; 65],
        with_v(2),
        with_v(27),
        with_v(28),
    ];
    for bad in unreadable {
        let header = sealed.with(&[seals[0].clone(), bad]);
        assert_eq!(
            header.signers(Consensus::Qbft),
            Err(SealError::Unreadable { block: 7, at: 1 })
        );
    }
}

#[test]
fn a_header_is_read_by_no_other_rules() {
    let (four, listed) = (four(), four().addresses());
    let header = Sealed::by(Consensus::Qbft, &four, &listed).header();
    for expected in [
        Consensus::Ibft2,
        Consensus::Ibft1,
        Consensus::Clique,
        Consensus::Ethereum,
    ] {
        assert_eq!(
            header.signers(expected),
            Err(SealError::OtherConsensus {
                block: 7,
                expected,
                found: Consensus::Qbft
            })
        );
    }
}

#[test]
fn shapes_that_are_nearly_sealed_ones_are_ordinary_headers() {
    let (four, listed) = (four(), four().addresses());
    let sealed = Sealed::by(Consensus::Qbft, &four, &listed);
    let short = sealed.with(&[vec![1; 64]]);
    assert_eq!(short.consensus(), Consensus::Ethereum);
    assert_eq!(short.hash(), keccak256(short.rlp()));
    // Without the mark in mixHash, a header is an ordinary one whatever it carries.
    let mut fields = sealed.fields.clone();
    fields.extra_data = Bytes::copy_from_slice(sealed.header().extra_data());
    assert_eq!(header(fields).consensus(), Consensus::Ethereum);
}

#[test]
fn a_clique_header_names_its_proposer_and_a_checkpoint_its_signers() {
    let (one, listed) = (Validators::new([3]), four().addresses());
    for base_fee_per_gas in [None, Some(7)] {
        let fields = Fields {
            number: 30_000,
            difficulty: U256::from(2),
            base_fee_per_gas,
            ..Fields::default()
        };
        let checkpoint = clique(&fields, &listed, &one);
        assert_eq!(
            checkpoint.signers(Consensus::Clique).unwrap(),
            one.addresses()
        );
        assert_eq!(checkpoint.listed_validators().unwrap(), listed);
        assert_eq!(checkpoint.hash(), keccak256(checkpoint.rlp()));
        assert!(
            clique(&fields, &[], &one)
                .listed_validators()
                .unwrap()
                .is_empty()
        );
    }
}

#[test]
fn the_rinkeby_genesis_has_its_known_hash_and_signers() {
    let signers = [
        address!("42eb768f2244c8811c63729a21a3569731535f06"),
        address!("7ffc57839b00206d1ad20c69a1981b489f772031"),
        address!("b279182d99e65703f0076e4812653aab85fca0f0"),
    ];
    let vanity = b256!("52657370656374206d7920617574686f7269746168207e452e436172746d616e");
    let extra = [
        vanity.as_slice(),
        &signers.map(|signer| signer.0.0).concat(),
        &[0; 65],
    ]
    .concat();
    let genesis = header(Fields {
        state_root: b256!("53580584816f617295ea26c0e17641e0120cab2f0a8ffb53a866fd53aa8e8c2d"),
        difficulty: U256::from(1),
        gas_limit: 4_700_000,
        timestamp: 0x58ee_40ba,
        extra_data: extra.into(),
        ..Fields::default()
    });
    assert_eq!(
        genesis.hash(),
        b256!("6341fd3daf94b748c72ced5a5b26028f2474f5f00d824504e4fa37a75767e177")
    );
    assert_eq!(genesis.listed_validators().unwrap(), signers);
}

/// A header whose every field is zero, as other people's tests use it.
fn zeros(extra_data: Vec<u8>) -> Fields {
    Fields {
        ommers_hash: B256::ZERO,
        state_root: B256::ZERO,
        transactions_root: B256::ZERO,
        receipts_root: B256::ZERO,
        extra_data: extra_data.into(),
        ..Fields::default()
    }
}

#[test]
fn geths_own_clique_header_has_its_known_seal_hash() {
    let header = header(Fields {
        base_fee_per_gas: Some(0),
        ..zeros(vec![0; 97])
    });
    assert_eq!(
        header.seal_hash(Consensus::Clique).unwrap(),
        b256!("bd3d1fa43fbc4c5bfcc91b179ec92e2861df3654de60468beb908ff805359e8f")
    );
}

#[test]
fn quorums_own_istanbul_header_has_its_known_hash() {
    let validators = [
        address!("44add0ec310f115a0e603b2d7db9f067778eaf8a"),
        address!("294fc7e8f22b3bcdcf955dd7ff3ba2ed833f8212"),
        address!("6beaaed781d2d2ab6350f5c4566a2c6eaac407a6"),
        address!("8be76812f765c24641ec63dc2852b378aba2b440"),
    ];
    let listed = validators.map(|validator| [&[0x94], validator.as_slice()].concat());
    let list = [
        &[0xf8, 0x9a, 0xf8, 0x54][..],
        &listed.concat(),
        &[0xb8, 0x41],
    ]
    .concat();
    let extra = [&[0; 32], &list[..], &[0; 65], &[0xc0]].concat();
    let header = header(Fields {
        mix_hash: BFT_MIX_HASH,
        ..zeros(extra)
    });
    assert_eq!(header.consensus(), Consensus::Ibft1);
    assert_eq!(header.listed_validators().unwrap(), validators);
    assert_eq!(
        header.hash(),
        b256!("cefefd3ade63a5955bca4562ed840b67f39e74df217f7e5f7241a6e9552cca70")
    );
}

/// The folder of recorded headers of other people's networks, where there is one.
fn vector(name: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("WAYMARK_BFT_VECTORS") else {
        eprintln!("skipped: WAYMARK_BFT_VECTORS names no folder with {name}");
        return None;
    };
    Some(serde_json::from_slice(&std::fs::read(Path::new(&folder).join(name)).unwrap()).unwrap())
}

#[test]
fn a_header_of_a_real_besu_network_is_sealed_by_its_validators() {
    let Some(vector) = vector("qbft-block-7528.json") else {
        return;
    };
    let rlp = hex::decode(vector["header_rlp_with_seals"].as_str().unwrap()).unwrap();
    let header = Header::from_rlp(&rlp).unwrap();
    assert_eq!(header.number(), vector["block_number"].as_u64().unwrap());
    assert_eq!(
        header.seal_hash(Consensus::Qbft).unwrap().to_string(),
        vector["seal_hash"]
    );
    let validators: Vec<Address> = serde_json::from_value(vector["validators"].clone()).unwrap();
    assert_eq!(header.listed_validators().unwrap(), validators);
    let set = ValidatorSet::new(&validators).unwrap();
    assert_eq!(set.check(&header), Ok(()));
    assert_eq!(header.signers(Consensus::Qbft).unwrap().len(), 3);
}

#[test]
fn extra_data_of_besus_own_tests_is_told_apart() {
    let Some(vectors) = vector("extra-data.json") else {
        return;
    };
    for vector in vectors.as_array().unwrap() {
        let extra = hex::decode(vector["extra_data"].as_str().unwrap()).unwrap();
        let read = BftExtra::read(&extra).unwrap();
        assert_eq!(
            serde_json::to_value(read.consensus).unwrap(),
            vector["consensus"]
        );
        assert_eq!((read.validators.len(), read.seals.len()), (2, 2));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_in_a_sealed_header_is_refused(which in 0..3_usize, at: prop::sample::Index, bit in 0..8_u8) {
        let (three, listed) = (Validators::new(1..=3), four().addresses());
        let honest = Sealed::by(BFT[which], &three, &listed).header();
        let mut bent = honest.rlp();
        let place = at.index(bent.len());
        bent[place] ^= 1 << bit;
        if let Ok(bent) = Header::from_rlp(&bent) {
            prop_assert!(set().check(&bent).is_err());
        }
    }

    #[test]
    fn extra_data_with_any_bytes_in_it_never_panics(which in 0..3_usize, bytes: Vec<u8>, at: prop::sample::Index) {
        let (four, listed) = (four(), four().addresses());
        let mut extra = Sealed::by(BFT[which], &four, &listed).header().extra_data().to_vec();
        let place = at.index(extra.len());
        for (old, new) in extra[place..].iter_mut().zip(&bytes) {
            *old = *new;
        }
        for extra in [&extra, &bytes] {
            let _ = CliqueExtra::read(extra);
            if let Some(read) = BftExtra::read(extra) {
                prop_assert!(read.without_seals().len() <= extra.len());
                prop_assert!(read.as_sealed().len() <= extra.len());
            }
        }
    }
}
