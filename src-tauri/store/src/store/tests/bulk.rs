//! Bulk loads: the same rows, whether they end well or not.

use alloy_primitives::B256;

use super::super::{Commit, Store};
use crate::samples::{chain, events, network};

fn load(store: &mut Store, parts: &[evidence::BlockPart]) {
    for parts in parts.chunks(7) {
        let step = Commit {
            rollback_to: None,
            parts,
            events: &events(parts),
        };
        store.commit(&step).unwrap();
    }
}

fn has_index(store: &Store) -> bool {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'interned_by_value'";
    let connection = &store.database.connection;
    connection
        .query_row(sql, [], |row| row.get::<_, i64>(0))
        .unwrap()
        == 1
}

#[test]
fn a_bulk_load_leaves_the_rows_and_the_indexes_of_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 100, B256::ZERO, 1);
    let mut slow = Store::create(&dir.path().join("slow.db"), &network()).unwrap();
    load(&mut slow, &parts);
    let path = dir.path().join("fast.db");
    let mut fast = Store::create(&path, &network()).unwrap();
    fast.begin_bulk().unwrap();
    assert!(!has_index(&fast));
    load(&mut fast, &parts);
    // Another step of the same load fails; those before it stand.
    assert!(
        fast.commit(&Commit {
            rollback_to: None,
            parts: &parts[..1],
            events: &[]
        })
        .is_err()
    );
    fast.finish_bulk().unwrap();
    assert!(has_index(&fast));
    assert_eq!(fast.dump_live().unwrap(), slow.dump_live().unwrap());
    let log = std::fs::metadata(path.with_extension("db-wal")).unwrap();
    assert_eq!(log.len(), 0, "the write-ahead log was folded in");
}

#[test]
fn a_bulk_load_that_was_killed_keeps_whole_steps_and_is_mended_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 60, B256::ZERO, 1);
    let path = dir.path().join("cache.db");
    let mut store = Store::create(&path, &network()).unwrap();
    store.begin_bulk().unwrap();
    load(&mut store, &parts[..28]);
    store.database.end_transaction().unwrap();
    load(&mut store, &parts[28..]);
    // As a kill would leave it: the last transaction is not there.
    let killed = dir.path().join("killed.db");
    for ending in ["db", "db-wal"] {
        std::fs::copy(path.with_extension(ending), killed.with_extension(ending)).unwrap();
    }
    let mut resumed = Store::open(&killed).unwrap();
    assert!(has_index(&resumed));
    let (cursor, _) = resumed.cursor().unwrap().unwrap();
    assert_eq!(cursor, 28);
    load(&mut resumed, &parts[28..]);
    store.finish_bulk().unwrap();
    assert_eq!(resumed.dump_live().unwrap(), store.dump_live().unwrap());
}

#[test]
fn a_bulk_load_that_is_left_early_keeps_what_was_reported_done() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    let mut store = Store::create(&path, &network()).unwrap();
    store.begin_bulk().unwrap();
    load(&mut store, &chain(1, 10, B256::ZERO, 1));
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.cursor().unwrap().map(|(number, _)| number), Some(10));
}

#[test]
fn a_step_that_is_taken_back_takes_its_interned_values_with_it() {
    for bulk in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let parts = chain(1, 12, B256::ZERO, 1);
        let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
        if bulk {
            store.begin_bulk().unwrap();
        }
        load(&mut store, &parts[..1]);
        let holey = [&parts[1..6], &parts[8..]].concat();
        let step = Commit {
            rollback_to: None,
            parts: &holey,
            events: &[],
        };
        assert!(store.commit(&step).is_err());
        load(&mut store, &parts[1..]);
        store.finish_bulk().unwrap();
        assert_eq!(store.events_up_to(99).unwrap(), events(&parts));
        assert_eq!(store.parts(0..=99).unwrap(), parts);
    }
}
