//! The cache as its users meet it: what is kept, what is refused, and what a failure leaves.
#![allow(clippy::unwrap_used)]

mod bulk;
mod failures;
mod kill;
mod model;
mod proofs;

use rusqlite::Connection;

use super::*;
use crate::samples::{event, network, part};

fn commit(store: &mut Store, rollback_to: Option<u64>, blocks: &[(u64, u8)]) {
    let parts: Vec<_> = blocks
        .iter()
        .map(|(number, branch)| part(*number, *branch))
        .collect();
    let events: Vec<_> = blocks
        .iter()
        .map(|(number, branch)| event(*number, 0, *branch))
        .collect();
    store
        .commit(&Commit {
            rollback_to,
            parts: &parts,
            events: &events,
        })
        .unwrap();
}

#[test]
fn what_is_committed_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    let mut store = Store::create(&path, &network()).unwrap();
    commit(&mut store, None, &[(5, 1), (6, 1)]);
    store.set_synced_at(77).unwrap();
    drop(store);

    let store = Store::open_read_only(&path).unwrap();
    assert_eq!(
        store.network().unwrap(),
        NetworkRow {
            synced_at: Some(77),
            ..network()
        }
    );
    assert_eq!(store.cursor().unwrap(), Some((6, part(6, 1).header.hash())));
    assert_eq!(store.events_up_to(5).unwrap(), [event(5, 0, 1)]);
    assert_eq!(store.headers(5..=9).unwrap().len(), 2);
    assert_eq!(store.receipts(6).unwrap(), part(6, 1).receipts);
    assert_eq!(store.receipts(7).unwrap(), None);
}

#[test]
fn a_reorg_leaves_the_live_rows_of_a_fresh_sync_and_keeps_the_old_ones() {
    let dir = tempfile::tempdir().unwrap();
    let mut reorganised = Store::create(&dir.path().join("a.db"), &network()).unwrap();
    commit(&mut reorganised, None, &[(1, 1), (2, 1), (3, 1)]);
    commit(&mut reorganised, Some(1), &[(2, 2), (3, 2)]);
    // Back to the first branch and forth again: its rows are kept once.
    commit(&mut reorganised, Some(1), &[(2, 1)]);
    commit(&mut reorganised, Some(1), &[(2, 2), (3, 2)]);

    let mut fresh = Store::create(&dir.path().join("b.db"), &network()).unwrap();
    commit(&mut fresh, None, &[(1, 1), (2, 2), (3, 2)]);

    assert_eq!(reorganised.cursor().unwrap(), fresh.cursor().unwrap());
    assert_eq!(
        reorganised.events_up_to(9).unwrap(),
        fresh.events_up_to(9).unwrap()
    );
    assert_eq!(
        reorganised.headers(0..=9).unwrap(),
        fresh.headers(0..=9).unwrap()
    );
    assert_eq!(
        reorganised.superseded_event_count().unwrap(),
        4,
        "two rows of each branch"
    );
    assert_eq!(fresh.superseded_event_count().unwrap(), 0);
}

#[test]
fn a_step_that_fails_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
    commit(&mut store, None, &[(1, 1)]);
    let twice = [part(2, 1), part(2, 1)];
    assert!(
        store
            .commit(&Commit {
                rollback_to: Some(0),
                parts: &twice,
                events: &[]
            })
            .is_err()
    );
    assert_eq!(
        store.cursor().unwrap().map(|(number, _)| number),
        Some(1),
        "not even the rollback happened"
    );
}

#[test]
fn another_programs_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("text.db");
    std::fs::write(
        &text,
        "not a database, but long enough to be looked at ".repeat(20),
    )
    .unwrap();
    assert!(matches!(Store::open(&text), Err(StoreError::Foreign(_))));

    let other = dir.path().join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute("CREATE TABLE theirs (x)", [])
        .unwrap();
    assert!(matches!(Store::open(&other), Err(StoreError::Foreign(_))));
    assert!(matches!(
        Store::open(&dir.path().join("none.db")),
        Err(StoreError::Missing(_))
    ));
}

#[test]
fn a_newer_format_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    let store = Store::create(&path, &network()).unwrap();
    store
        .database
        .connection
        .pragma_update(None, "user_version", 99)
        .unwrap();
    drop(store);
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::Newer { found: 99, .. })
    ));
}

#[test]
fn assets_are_found_by_the_beginnings_of_words() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
    let subject = SubjectId(B256::repeat_byte(9));
    let row = AssetIndexRow {
        subject,
        name: "https://id.gs1.org/01/04012345123456/10/PT-2291".into(),
        description: "Tin ingot".into(),
        kind: "material".into(),
        party: "PT Bangka Tin Works".into(),
        place: "Évora".into(),
    };
    store.replace_asset_index(&[row]).unwrap();
    for query in ["tin", "ING bang", "pt-2291", "evora", "04012345"] {
        assert_eq!(store.search_assets(query).unwrap(), [subject], "{query}");
    }
    for query in ["gold", "tin gold", "", "\" NOT \""] {
        assert_eq!(store.search_assets(query).unwrap(), [], "{query}");
    }
}

#[test]
fn the_index_becomes_the_rows_given_whatever_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
    let row = |subject: u8, name: &str| AssetIndexRow {
        subject: SubjectId(B256::repeat_byte(subject)),
        name: name.into(),
        description: "lot".into(),
        kind: String::new(),
        party: String::new(),
        place: String::new(),
    };
    let found = |store: &Store, word: &str| -> Vec<u8> {
        let found = store.search_assets(word).unwrap();
        found.iter().map(|subject| subject.0[0]).collect()
    };
    store
        .replace_asset_index(&[row(1, "tin"), row(2, "gold"), row(3, "copper")])
        .unwrap();
    store
        .replace_asset_index(&[row(4, "aluminium"), row(1, "tin"), row(3, "cobalt")])
        .unwrap();
    assert_eq!(found(&store, "lot"), [4, 3, 1], "of one rank, by name");
    assert_eq!(found(&store, "co"), [3]);
    assert!(found(&store, "gold").is_empty() && found(&store, "copper").is_empty());
}
