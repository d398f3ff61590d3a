//! What is only reported, what is proven, and what is sealed.

use alloy_primitives::{Address, B256, Bytes, b256};
use evidence::{BlockPart, Consensus, Header, SealTrust, StateEvidence};
use trace::{Assurance, EventKey};

use super::super::{Commit, Reported, Store};
use crate::samples::{Reading, chain, events, network};
use crate::{Disagreement, DisagreementKind, EventRow, StoreError};

fn store(dir: &tempfile::TempDir, name: &str) -> Store {
    Store::create(&dir.path().join(name), &network()).unwrap()
}

fn commit(store: &mut Store, rollback_to: Option<u64>, parts: &[BlockPart]) {
    let events = &events(parts);
    store
        .commit(&Commit {
            rollback_to,
            parts,
            events,
        })
        .unwrap();
}

fn hashes(parts: &[BlockPart]) -> Vec<(u64, B256)> {
    let named = |part: &&BlockPart| part.receipts.is_some() || Some(*part) == parts.last();
    let hash = |part: &BlockPart| (part.header.number(), part.header.hash());
    parts.iter().filter(named).map(hash).collect()
}

fn report(
    store: &mut Store,
    rollback_to: Option<u64>,
    parts: &[BlockPart],
    events: &[EventRow],
) -> Result<(), StoreError> {
    let ends = (
        parts[0].header.number(),
        parts[parts.len() - 1].header.number(),
    );
    store.commit_reported(&Reported {
        rollback_to,
        range: ends.0..=ends.1,
        hashes: &hashes(parts),
        events,
    })
}

fn key(block: u64) -> EventKey {
    EventKey {
        block,
        log_index: 0,
    }
}

#[test]
fn a_reported_range_becomes_proven_piece_by_piece() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 30, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    commit(&mut store, None, &parts[..5]);
    report(&mut store, None, &parts[5..12], &events(&parts[5..12])).unwrap();
    report(&mut store, None, &parts[12..20], &events(&parts[12..20])).unwrap();
    assert_eq!(store.reported_ranges().unwrap(), [6..=20]);
    assert_eq!(store.cursor().unwrap(), Some((20, parts[19].header.hash())));
    assert_eq!(store.hash_at(7).unwrap(), Some(parts[6].header.hash()));
    commit(&mut store, None, &parts[20..]);
    assert_eq!(store.events_up_to(99).unwrap(), events(&parts));

    let trusted = Some((30, parts[29].header.hash()));
    let assurance = |store: &Store, block| store.assurance_of(key(block), trusted).unwrap();
    assert_eq!(assurance(&store, 25), Some(Assurance::Included));
    assert_eq!(assurance(&store, 7), Some(Assurance::Reported));
    assert_eq!(
        assurance(&store, 2),
        Some(Assurance::Reported),
        "the chain is broken above it"
    );

    let upgraded = store
        .upgrade(&parts[8..11], &events(&parts[8..11]), 0)
        .unwrap();
    assert!(upgraded.disagreements.is_empty());
    assert_eq!(upgraded.confirmed, events(&parts[8..11]).len() as u64);
    assert_eq!(store.reported_ranges().unwrap(), [6..=8, 12..=20]);
    store
        .upgrade(&parts[5..8], &events(&parts[5..8]), 0)
        .unwrap();
    store
        .upgrade(&parts[11..20], &events(&parts[11..20]), 0)
        .unwrap();
    assert_eq!(store.reported_ranges().unwrap(), []);
    assert_eq!(assurance(&store, 2), Some(Assurance::Included));
    let mut fresh = Store::create(&dir.path().join("b.db"), &network()).unwrap();
    commit(&mut fresh, None, &parts);
    assert_eq!(store.dump_live().unwrap(), fresh.dump_live().unwrap());
}

#[test]
fn what_receipts_disprove_is_listed_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 9, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    let mut lies = events(&parts);
    let honest = lies.clone();
    lies[0].data = Bytes::from_static(b"bent");
    lies.remove(3);
    let mut invented = lies[4].clone();
    invented.key.log_index = 77;
    lies.push(invented.clone());
    lies[5].block_time = 0;
    let mut named = hashes(&parts);
    named[2].1 = B256::repeat_byte(0xee);
    let (range, hashes, events_of) = (1..=9, &named, &lies);
    let step = Reported {
        rollback_to: None,
        range,
        hashes,
        events: events_of,
    };
    store.commit_reported(&step).unwrap();

    let upgraded = store.upgrade(&parts, &honest, 1234).unwrap();
    let mut kinds: Vec<_> = upgraded
        .disagreements
        .iter()
        .map(|found| (found.kind, found.block, found.log_index))
        .collect();
    kinds.sort_by_key(|(kind, ..)| kind.word());
    assert_eq!(
        kinds,
        [
            (DisagreementKind::Block, named[2].0, None),
            (DisagreementKind::EventDiffers, 1, Some(0)),
            (DisagreementKind::EventMissing, invented.key.block, Some(77)),
            (
                DisagreementKind::EventUnknown,
                honest[3].key.block,
                Some(honest[3].key.log_index)
            ),
        ]
    );
    assert_eq!(store.events_up_to(9).unwrap(), honest);
    assert_eq!(store.disproved_event_count().unwrap(), 2);
    let listed = store.disagreements().unwrap();
    assert_eq!(listed.len(), 4);
    assert!(
        listed
            .iter()
            .all(|listed| listed.found_at == 1234 && listed.resolved.is_none())
    );
}

#[test]
fn an_upgrade_from_another_fork_is_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 9, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    commit(&mut store, None, &parts[..3]);
    report(&mut store, None, &parts[3..6], &events(&parts[3..6])).unwrap();
    commit(&mut store, None, &parts[6..]);
    let before = store.dump_live().unwrap();
    let fork = chain(4, 3, parts[2].header.hash(), 2);
    let error = store.upgrade(&fork, &events(&fork), 0).unwrap_err();
    assert!(
        matches!(error, StoreError::Unlinked { block: 7 }),
        "{error:?}"
    );
    let rootless = chain(4, 2, B256::ZERO, 1);
    assert!(matches!(
        store.upgrade(&rootless, &[], 0),
        Err(StoreError::Unlinked { block: 4 })
    ));
    assert!(matches!(
        store.upgrade(&parts[..2], &[], 0),
        Err(StoreError::Gap { .. })
    ));
    assert_eq!(store.dump_live().unwrap(), before);
}

#[test]
fn a_rollback_into_a_reported_range_needs_a_known_block() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 12, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    report(&mut store, None, &parts, &events(&parts)).unwrap();
    let fork = chain(10, 3, B256::ZERO, 2);
    let error = report(&mut store, Some(9), &fork, &events(&fork)).unwrap_err();
    assert!(
        matches!(error, StoreError::HashUnknown { block: 9 }),
        "{error:?}"
    );
    let fork = chain(9, 3, B256::ZERO, 2);
    report(&mut store, Some(8), &fork, &events(&fork)).unwrap();
    assert_eq!(store.reported_ranges().unwrap(), [1..=11]);
    assert_eq!(store.cursor().unwrap(), Some((11, fork[2].header.hash())));
    assert_eq!(
        store.superseded_event_count().unwrap(),
        events(&parts[8..]).len() as u64
    );
    // Unnamed blocks with events could not be told apart later.
    let step = Reported {
        rollback_to: None,
        range: 12..=13,
        hashes: &[(13, B256::ZERO)],
        events: &events(&chain(13, 1, B256::ZERO, 1)),
    };
    store.commit_reported(&step).unwrap();
    let step = Reported {
        range: 14..=15,
        hashes: &[(14, B256::ZERO)],
        events: &[],
        rollback_to: None,
    };
    assert!(matches!(
        store.commit_reported(&step),
        Err(StoreError::HashUnknown { block: 15 })
    ));
}

#[test]
fn seals_vouch_for_what_they_descend_from_and_a_rollback_lowers_them() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 12, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    commit(&mut store, None, &parts);
    assert_eq!(store.sealed_to().unwrap(), None);
    store.set_sealed_to(4).unwrap();
    store.set_sealed_to(7).unwrap();
    let trusted = Some((9, parts[8].header.hash()));
    let ranges = |store: &Store, trusted| store.assurance_ranges(trusted).unwrap();
    assert_eq!(
        ranges(&store, trusted),
        [
            (1..=7, Assurance::Sealed),
            (8..=9, Assurance::Included),
            (10..=12, Assurance::Reported)
        ]
    );
    let stranger = Some((9, B256::ZERO));
    assert_eq!(ranges(&store, stranger)[1], (8..=12, Assurance::Reported));
    assert_eq!(store.assurance_of(key(13), trusted).unwrap(), None);

    let fork = chain(6, 3, parts[4].header.hash(), 2);
    commit(&mut store, Some(5), &fork);
    assert_eq!(
        ranges(&store, trusted),
        [(1..=5, Assurance::Sealed), (6..=8, Assurance::Reported)]
    );
    assert!(matches!(
        store.set_sealed_to(20),
        Err(StoreError::HashUnknown { block: 20 })
    ));
    assert!(store.repair(&Reading).unwrap().remaining.is_empty());
    assert_eq!(store.sealed_to().unwrap(), Some(5));
    store.forget_seals().unwrap();
    assert_eq!(store.sealed_to().unwrap(), None);
}

/// A block as QBFT has it, with so many seals of 65 equal bytes; they are no part of its hash.
fn sealed_part(number: u64, seals: u8) -> BlockPart {
    let seals: Vec<Bytes> = (0..seals).map(|seal| vec![seal; 65].into()).collect();
    let (none, vanity) = (Vec::<Bytes>::new(), Bytes::from(vec![0; 32]));
    let items = [
        alloy_rlp::encode(vanity),
        alloy_rlp::encode(&none),
        alloy_rlp::encode(&none),
        alloy_rlp::encode(0_u8),
        alloy_rlp::encode(&seals),
    ]
    .concat();
    let mut extra = Vec::new();
    let (list, payload_length) = (true, items.len());
    alloy_rlp::Header {
        list,
        payload_length,
    }
    .encode(&mut extra);
    extra.extend(items);
    let header = alloy_consensus::Header {
        number,
        mix_hash: b256!("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365"),
        extra_data: extra.into(),
        ..Default::default()
    };
    BlockPart {
        header: Header::from_rlp(&alloy_rlp::encode(header)).unwrap(),
        receipts: None,
    }
}

#[test]
fn other_seals_of_the_same_block_replace_those_held_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir, "a.db");
    let parts = [sealed_part(1, 2), sealed_part(2, 2)];
    commit(&mut store, None, &parts);
    let better = sealed_part(2, 3).header;
    assert_ne!(better, parts[1].header);
    assert_eq!(better.hash(), parts[1].header.hash());
    store.replace_seals(&better).unwrap();
    let held = [parts[0].header.clone(), better];
    assert_eq!(store.headers(1..=2).unwrap(), held);
    // One that is not held, and another block of a number that is.
    let other = chain(2, 1, B256::ZERO, 1).remove(0);
    for stranger in [sealed_part(3, 3), other] {
        let block = stranger.header.number();
        let refused = store.replace_seals(&stranger.header);
        assert!(
            matches!(refused, Err(StoreError::HashUnknown { block: named }) if named == block),
            "{refused:?}"
        );
    }
    assert_eq!(store.headers(1..=3).unwrap(), held);
}

#[test]
fn a_block_that_was_replaced_is_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir, "a.db");
    let parts = chain(1, 5, B256::ZERO, 1);
    commit(&mut store, None, &parts);
    let known = |store: &Store, at: usize| store.is_superseded(parts[at].header.hash()).unwrap();
    assert!((0..5).all(|at| !known(&store, at)), "all are held");
    commit(&mut store, Some(3), &[]);
    assert_eq!([2, 3, 4].map(|at| known(&store, at)), [false, true, true]);
}

fn seal_state(block: u64) -> SealTrust {
    SealTrust {
        consensus: Consensus::Qbft,
        validators: vec![Address::repeat_byte(1), Address::repeat_byte(2)],
        block,
        time: 1000 + block,
        period: 30 * 86_400,
        contract_selected: false,
        votes: Vec::new(),
    }
}

#[test]
fn following_seals_goes_on_from_a_block_that_still_stands() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 60, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    commit(&mut store, None, &parts);
    assert_eq!(store.seal_state().unwrap(), None);
    for block in 0..60 {
        store.set_seal_state(&seal_state(block)).unwrap();
    }
    assert_eq!(store.seal_state().unwrap(), Some(seal_state(59)));
    commit(&mut store, Some(55), &[]);
    assert_eq!(store.seal_state().unwrap(), Some(seal_state(55)));
    commit(&mut store, Some(10), &[]);
    assert_eq!(
        store.seal_state().unwrap(),
        Some(seal_state(0)),
        "the pinned start is never dropped"
    );
}

#[test]
fn proofs_of_state_go_with_their_block() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 20, B256::ZERO, 1);
    let mut store = store(&dir, "a.db");
    commit(&mut store, None, &parts);
    let state = |block| StateEvidence {
        block,
        account: vec![Bytes::from(vec![7; 40])],
        storage: vec![Bytes::from(block.to_be_bytes().to_vec()), Bytes::new()],
    };
    for block in 1..=15 {
        store.set_state(&state(block)).unwrap();
    }
    assert_eq!(store.newest_state(99).unwrap(), Some(state(15)));
    assert_eq!(store.newest_state(12).unwrap(), Some(state(12)));
    assert_eq!(
        store.newest_state(3).unwrap(),
        None,
        "only the newest are kept"
    );
    assert_eq!(store.states().unwrap().len(), 8);
    assert!(matches!(
        store.set_state(&state(21)),
        Err(StoreError::HashUnknown { block: 21 })
    ));
    commit(&mut store, Some(13), &[]);
    assert_eq!(store.newest_state(99).unwrap(), Some(state(13)));
    let sql = "SELECT count(*) FROM superseded_states";
    let kept: i64 = store
        .database
        .connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 2);
}

#[test]
fn disagreements_are_listed_until_they_are_settled() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir, "a.db");
    let found = Disagreement {
        kind: DisagreementKind::Block,
        source: "https://second.example".repeat(100),
        block: 7,
        log_index: None,
        held: Some("0x01".into()),
        claimed: None,
    };
    let short = Disagreement {
        source: "second".into(),
        ..found.clone()
    };
    assert!(store.add_disagreement(&short, 5).unwrap());
    assert!(
        !store.add_disagreement(&short, 6).unwrap(),
        "it is on the list"
    );
    assert!(store.add_disagreement(&found, 6).unwrap());
    assert_eq!(store.open_disagreement_count().unwrap(), 2);
    let listed = store.disagreements().unwrap();
    assert_eq!(listed[1].disagreement, short);
    assert!(listed[0].disagreement.source.len() <= 400);
    assert!(
        store
            .resolve_disagreement(listed[1].id, "the second source was behind", 9)
            .unwrap()
    );
    assert!(
        !store
            .resolve_disagreement(listed[1].id, "again", 9)
            .unwrap()
    );
    assert_eq!(
        store.disagreements().unwrap()[1].resolved,
        Some((9, "the second source was behind".into()))
    );
    assert!(store.add_disagreement(&short, 10).unwrap(), "it came back");
}
