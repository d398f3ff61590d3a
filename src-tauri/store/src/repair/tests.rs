//! What is found wrong, what a repair does about it, and that the next sync makes it whole.
#![allow(clippy::unwrap_used)]

use alloy_primitives::B256;

use super::*;
use crate::Commit;
use crate::samples::{Reading, chain, events as events_of, network};

fn store(dir: &tempfile::TempDir) -> (Store, Vec<BlockPart>) {
    let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
    let parts = chain(1, 40, B256::ZERO, 1);
    append(&mut store, &parts);
    let rows = Reading.index(&events_of(&parts));
    store.replace_asset_index(&rows).unwrap();
    (store, parts)
}

fn append(store: &mut Store, parts: &[BlockPart]) {
    let events = &events_of(parts);
    let rollback_to = None;
    store
        .commit(&Commit {
            rollback_to,
            parts,
            events,
        })
        .unwrap();
}

fn run(store: &Store, sql: &str) {
    store.database.connection.execute_batch(sql).unwrap();
}

#[test]
fn a_sound_cache_is_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, _) = store(&dir);
    assert_eq!(store.check(&Reading).unwrap(), []);
    assert_eq!(store.repair(&Reading).unwrap(), Repaired::default());
}

#[test]
fn projections_are_made_again_from_the_facts() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, parts) = store(&dir);
    let before = store.dump_live().unwrap();
    run(
        &store,
        "UPDATE events SET data = x'0101' WHERE key >> 20 = 4; DELETE FROM events WHERE key >> 20 = 7",
    );
    run(
        &store,
        "INSERT INTO events SELECT 99 << 20, tx_index, block_time, kind, event_time, data FROM events LIMIT 1",
    );
    run(
        &store,
        "INSERT INTO kinds (topic, type) SELECT topic, 'undecoded' FROM kinds; UPDATE events SET kind = 2 WHERE key >> 20 = 8",
    );
    run(&store, "DELETE FROM asset_index");
    assert_eq!(
        store.check(&Reading).unwrap(),
        [
            Trouble::Events(4),
            Trouble::Events(7),
            Trouble::Reading(8),
            Trouble::Stray(99)
        ]
    );
    let repaired = store.repair(&Reading).unwrap();
    let assets = events_of(&parts).len() as u64;
    assert_eq!(
        repaired.mended,
        [
            Mended::StraysRemoved(99),
            Mended::EventsRebuilt { blocks: 3 },
            Mended::IndexRebuilt { assets }
        ]
    );
    assert_eq!(repaired.remaining, []);
    assert_eq!(store.dump_live().unwrap(), before);
    run(
        &store,
        "UPDATE asset_index SET name = 'gold' WHERE rowid = 3",
    );
    assert_eq!(store.check(&Reading).unwrap(), [Trouble::Index]);
    assert_eq!(
        store.repair(&Reading).unwrap().mended,
        [Mended::IndexRebuilt { assets }]
    );
}

#[test]
fn a_damaged_fact_goes_with_what_rests_on_it_and_comes_again() {
    let other = "UPDATE blocks SET header = (SELECT header FROM blocks WHERE number = 30) WHERE number = 20";
    for (damage, trouble) in [
        (
            "UPDATE blocks SET header = x'c0' WHERE number = 20",
            Trouble::Header(20),
        ),
        (other, Trouble::Header(20)),
        (
            "UPDATE blocks SET hash = zeroblob(32) WHERE number = 20",
            Trouble::Header(20),
        ),
        ("DELETE FROM blocks WHERE number = 20", Trouble::Missing(20)),
        (
            "DELETE FROM receipts WHERE block = 20",
            Trouble::NoReceipts(20),
        ),
        (
            "UPDATE receipts SET encoded = x'ff' WHERE block = 20",
            Trouble::Receipts(20),
        ),
        (
            "UPDATE receipts SET encoded = (SELECT encoded FROM receipts WHERE block = 5) WHERE block = 20",
            Trouble::Receipts(20),
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (mut store, parts) = store(&dir);
        let before = store.dump_live().unwrap();
        store.set_sealed_to(40).unwrap();
        run(&store, damage);
        assert_eq!(store.check(&Reading).unwrap()[0], trouble, "{damage}");
        let repaired = store.repair(&Reading).unwrap();
        assert_eq!(repaired.remaining, [], "{damage}");
        let cut = |mended: &Mended| matches!(mended, Mended::CutBack { to: Some(19), .. });
        assert!(
            repaired.mended.iter().any(cut),
            "{damage}: {:?}",
            repaired.mended
        );
        assert_eq!(store.cursor().unwrap(), Some((19, parts[18].header.hash())));
        assert_eq!(
            store.sealed_to().unwrap(),
            None,
            "followed again with the next sync"
        );
        append(&mut store, &parts[19..]);
        assert_eq!(store.dump_live().unwrap(), before, "{damage}");
    }
}

#[test]
fn a_damaged_first_block_takes_everything_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, parts) = store(&dir);
    run(&store, "UPDATE blocks SET header = x'c0' WHERE number = 1");
    let repaired = store.repair(&Reading).unwrap();
    assert!(repaired.mended.contains(&Mended::CutBack {
        to: None,
        blocks: 39
    }));
    assert_eq!(store.cursor().unwrap(), None);
    append(&mut store, &parts);
}
