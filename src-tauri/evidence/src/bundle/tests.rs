//! The bundle's own tests: building, reading, descent.

use alloy_consensus::Header as Fields;
use proptest::prelude::*;

use super::*;
use crate::samples::{CONTRACT, encoded, header};

fn network() -> Network {
    Network {
        chain_id: 31337,
        genesis: B256::repeat_byte(9),
        contract: CONTRACT,
        code_hash: B256::repeat_byte(8),
    }
}

fn receipts(count: usize) -> Receipts {
    Receipts::from_encoded(encoded(count)).unwrap()
}

/// Blocks 10 to 15; 11 has two receipts, 13 has 130.
fn chain() -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for number in 10..16 {
        let receipts_root = receipts(match number {
            11 => 2,
            13 => 130,
            _ => 0,
        })
        .root();
        let parent_hash = headers.last().map_or(B256::ZERO, Header::hash);
        headers.push(header(Fields {
            number,
            parent_hash,
            receipts_root,
            timestamp: 1000 + number,
            ..Fields::default()
        }));
    }
    headers
}

fn bundle() -> Bundle {
    let (two, many) = (receipts(2), receipts(130));
    let picked = [
        Picked {
            block: 11,
            receipts: &two,
            tx_indexes: &[1],
        },
        Picked {
            block: 13,
            receipts: &many,
            tx_indexes: &[129, 0, 5, 6, 129],
        },
    ];
    Bundle::build(network(), &chain(), &picked).unwrap()
}

thread_local! {
    static SAMPLE: (Bundle, B256) = (bundle(), chain()[5].hash());
}

#[test]
fn logs_are_those_of_the_contract_with_their_places() {
    let logs = bundle().logs().unwrap();
    let expected: Vec<_> = [(11, 2, vec![1]), (13, 130, vec![0, 5, 6, 129])]
        .into_iter()
        .flat_map(|(block, count, wanted)| {
            let all = receipts(count).logs().into_iter();
            all.filter(move |log| wanted.contains(&log.tx_index) && log.log.address == CONTRACT)
                .map(move |log| (block, log))
        })
        .collect();
    assert_eq!(logs.len(), expected.len());
    for (log, (block, expected)) in logs.iter().zip(expected) {
        assert_eq!((log.block, log.block_time), (block, 1000 + block));
        assert_eq!(
            (log.tx_index, log.log_index, &log.log),
            (expected.tx_index, expected.log_index, &expected.log)
        );
    }
}

#[test]
fn json_comes_back_and_has_one_form() {
    let bundle = bundle();
    let json = bundle.to_json();
    assert_eq!(Bundle::from_json(&json), Ok(bundle));
    let text = String::from_utf8(json).unwrap();
    assert!(text.starts_with(r#"{"format":2,"network":{"chain_id":31337,"genesis":"0x0909"#));
    assert_eq!(
        Bundle::from_json(text.replace(":2,", ": 2,").as_bytes()),
        Err(BundleError::NotCanonical)
    );
    assert_eq!(
        Bundle::from_json(text.replace("0xf9", "0xF9").as_bytes()),
        Err(BundleError::NotCanonical)
    );
    assert_eq!(
        Bundle::from_json(text.replace(r#""format":2"#, r#""format":1"#).as_bytes()),
        Err(BundleError::Format(1))
    );
    let extended = text.replace(r#"{"format""#, r#"{"note":"","format""#);
    assert!(matches!(
        Bundle::from_json(extended.as_bytes()),
        Err(BundleError::Json(_))
    ));
}

#[test]
fn it_descends_to_a_block_at_or_after_its_last_event() {
    let (bundle, chain) = (bundle(), chain());
    for header in &chain[3..] {
        assert_eq!(bundle.descends_to(header.number(), header.hash()), Ok(()));
    }
    assert_eq!(
        bundle.descends_to(12, chain[2].hash()),
        Err(DescentError::TooEarly {
            trusted: 12,
            last: 13
        })
    );
    assert_eq!(
        bundle.descends_to(16, B256::ZERO),
        Err(DescentError::NotReached {
            trusted: 16,
            ends: 15
        })
    );
    let other = DescentError::OtherBlock {
        number: 15,
        trusted: B256::ZERO,
        found: chain[5].hash(),
    };
    assert_eq!(bundle.descends_to(15, B256::ZERO), Err(other));
    assert_eq!(
        Bundle {
            blocks: Vec::new(),
            ..bundle
        }
        .descends_to(0, B256::ZERO),
        Err(DescentError::Empty)
    );
}

#[test]
fn a_missing_or_foreign_header_breaks_the_chain() {
    let end = chain()[5].hash();
    let mut gap = bundle();
    gap.blocks.remove(2);
    assert_eq!(gap.descends_to(15, end), Err(DescentError::Broken(13)));
    let mut foreign = bundle();
    foreign.blocks[4].header = header(Fields {
        number: 14,
        ..Fields::default()
    })
    .rlp()
    .into();
    assert_eq!(foreign.descends_to(15, end), Err(DescentError::Broken(14)));
}

#[test]
fn disorder_is_refused() {
    let mut swapped = bundle();
    swapped.blocks[3].receipts.swap(0, 1);
    assert_eq!(swapped.logs(), Err(BundleError::Order(13)));
    let mut twice = bundle();
    let again = twice.blocks[3].receipts[0].clone();
    twice.blocks[3].receipts.insert(0, again);
    assert_eq!(twice.logs(), Err(BundleError::Order(13)));
    let mut blocks = bundle();
    blocks.blocks.swap(1, 3);
    assert!(matches!(blocks.logs(), Err(BundleError::Order(_))));
    let mut displaced = bundle();
    displaced.blocks[3].receipts[2].first_log_index += 1; // follows its neighbour, so its place is known
    assert_eq!(displaced.logs(), Err(BundleError::Order(13)));
    let mut endless = bundle();
    endless.blocks[3].receipts[3].first_log_index = u32::MAX;
    assert_eq!(endless.logs(), Err(BundleError::Order(13)));
}

#[test]
fn nothing_is_built_that_would_not_verify() {
    let (two, chain) = (receipts(2), chain());
    let build = |block, headers: &[Header], tx| {
        Bundle::build(
            network(),
            headers,
            &[Picked {
                block,
                receipts: &two,
                tx_indexes: &[tx],
            }],
        )
    };
    assert_eq!(build(13, &chain, 0), Err(BundleError::OtherReceipts(13)));
    assert!(matches!(
        build(9, &chain, 0),
        Err(BundleError::Build { block: 9, .. })
    ));
    assert!(matches!(
        build(11, &chain, 2),
        Err(BundleError::Build { block: 11, .. })
    ));
    assert_eq!(build(11, &[], 0), Err(BundleError::Empty));
    let gap = [chain[0].clone(), chain[2].clone()];
    assert_eq!(
        build(11, &gap, 0),
        Err(BundleError::Descent(DescentError::Broken(12)))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_in_the_evidence_is_refused(block in 0..6_usize, at: prop::sample::Index, bit in 0..8_u8, in_header: bool) {
        let (mut bent, end) = SAMPLE.with(Clone::clone);
        let flip = |bytes: &Bytes| {
            let mut bytes = bytes.to_vec();
            let place = at.index(bytes.len());
            bytes[place] ^= 1 << bit;
            Bytes::from(bytes)
        };
        let BlockEvidence { header, receipts } = &mut bent.blocks[block];
        match receipts.first_mut() {
            Some(receipt) if !in_header => receipt.nodes[0] = flip(&receipt.nodes[0]),
            _ => *header = flip(header),
        }
        prop_assert!(bent.logs().is_err() || bent.descends_to(15, end).is_err());
    }

    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        prop_assert!(Bundle::from_json(&bytes).is_err());
    }
}
