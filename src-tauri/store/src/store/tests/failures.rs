//! A full disk, another writer, a damaged file: a clear word, and nothing lost.

use std::io::{Seek, SeekFrom, Write};
use std::time::Duration;

use alloy_primitives::B256;

use super::super::{Commit, Store};
use crate::samples::{Reading, chain, events, network};
use crate::{Mended, ReportRow, StoreError, Trouble};

fn commit(store: &mut Store, parts: &[evidence::BlockPart]) -> Result<(), StoreError> {
    store.commit(&Commit {
        rollback_to: None,
        parts,
        events: &events(parts),
    })
}

#[test]
fn a_full_disk_changes_nothing_and_goes_on_when_there_is_room() {
    for bulk in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
        let parts = chain(1, 400, B256::ZERO, 1);
        if bulk {
            store.begin_bulk().unwrap();
        }
        commit(&mut store, &parts[..10]).unwrap();
        store.database.end_transaction().unwrap();
        let before = store.dump_live().unwrap();
        let limit = |pages: i64| {
            let connection = &store.database.connection;
            connection
                .pragma_update(None, "max_page_count", pages)
                .unwrap();
        };
        let sql = "PRAGMA page_count";
        let pages: i64 = store
            .database
            .connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap();
        limit(pages + 2);
        let error = commit(&mut store, &parts[10..]).unwrap_err();
        assert!(matches!(error, StoreError::Full(_)), "{error:?}");
        assert_eq!(store.dump_live().unwrap(), before);
        store
            .database
            .connection
            .pragma_update(None, "max_page_count", 1 << 20)
            .unwrap();
        commit(&mut store, &parts[10..]).unwrap();
        store.finish_bulk().unwrap();
        assert_eq!(store.check(&Reading).unwrap(), [Trouble::Index]);
        assert_eq!(store.event_count().unwrap(), events(&parts).len() as u64);
    }
}

#[test]
fn another_writer_is_named_and_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    let mut store = Store::create(&path, &network()).unwrap();
    let other = Store::open(&path).unwrap();
    other
        .database
        .connection
        .execute_batch("BEGIN IMMEDIATE")
        .unwrap();
    store
        .database
        .connection
        .busy_timeout(Duration::from_millis(50))
        .unwrap();
    let parts = chain(1, 3, B256::ZERO, 1);
    let error = commit(&mut store, &parts).unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)), "{error:?}");
    other.database.connection.execute_batch("ROLLBACK").unwrap();
    commit(&mut store, &parts).unwrap();
}

#[test]
fn a_damaged_file_is_named_and_what_can_be_read_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    let mut store = Store::create(&path, &network()).unwrap();
    let parts = chain(1, 2000, B256::ZERO, 1);
    let report = ReportRow {
        number: "R-1".into(),
        epc: "urn:epc:id:sgtin:1".into(),
        description: "tin".into(),
        path: "r.pdf".into(),
        issued_at: 5,
        as_of_block: 7,
        evidence_hash: B256::ZERO,
        template: "provenance/2".into(),
        locale: "en".into(),
        recipient: String::new(),
        pages: 3,
        bytes: 9_000,
        file_hash: Some(B256::repeat_byte(1)),
        base_hash: Some(B256::repeat_byte(3)),
        request: Some(B256::repeat_byte(2)),
    };
    store.add_report(&report).unwrap();
    commit(&mut store, &parts).unwrap();
    store.checkpoint().unwrap();
    let whole = store.dump_live().unwrap();
    drop(store);
    let length = std::fs::metadata(&path).unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let pages = length / 4096;
    for page in pages * 2 / 3..pages {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0x5a; 200]).unwrap();
    }
    drop(file);
    let damaged = std::fs::read(&path).unwrap();

    let mut store = Store::open(&path).unwrap();
    let error = store.events_up_to(u64::MAX).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    let found = store.check(&Reading).unwrap();
    assert!(matches!(found[0], Trouble::Structure(_)), "{found:?}");
    let repaired = store.repair(&Reading).unwrap();
    assert_eq!(repaired.remaining, []);
    let (to, _) = store.cursor().unwrap().unwrap();
    let aside = dir.path().join("cache.damaged.db");
    assert_eq!(
        repaired.mended,
        [Mended::Salvaged {
            to: Some(to),
            reports: 1,
            aside: aside.clone()
        }]
    );
    assert_eq!(std::fs::read(aside).unwrap(), damaged);
    assert_eq!(store.reports().unwrap(), [report]);
    // The next sync brings the rest.
    let held = usize::try_from(to).unwrap();
    assert!((1..2000).contains(&held), "{held}");
    commit(&mut store, &parts[held..]).unwrap();
    assert_eq!(store.dump_live().unwrap(), whole);
}

#[test]
fn blocks_that_would_leave_a_gap_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
    let parts = chain(1, 9, B256::ZERO, 1);
    commit(&mut store, &parts[..3]).unwrap();
    let error = commit(&mut store, &parts[4..]).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Gap {
                expected: 4,
                found: 5
            }
        ),
        "{error:?}"
    );
    let holey = [parts[3].clone(), parts[5].clone()];
    assert!(matches!(
        commit(&mut store, &holey),
        Err(StoreError::Gap {
            expected: 5,
            found: 6
        })
    ));
    assert_eq!(store.cursor().unwrap().map(|(number, _)| number), Some(3));
}
