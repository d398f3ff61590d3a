//! What a ledger file carries, and what is refused.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use alloy_primitives::{Address, B256, Bytes};
use evidence::{BlockPart, Receipts, StateEvidence};
use rusqlite::{Connection, params};

use super::*;
use crate::samples::{chain, part};

fn origin() -> LedgerOrigin {
    LedgerOrigin {
        chain_id: u64::MAX,
        genesis: B256::repeat_byte(1),
        contract: Address::repeat_byte(2),
        code_hash: B256::repeat_byte(3),
        label: "Chip consortium".into(),
    }
}

#[test]
fn what_was_written_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("chips.waymark");
    let parts = [
        part(0, 1),
        BlockPart {
            receipts: None,
            ..part(1, 1)
        },
        part(2, 1),
    ];
    LedgerFile::write(&path, &origin(), &parts).unwrap();
    let file = LedgerFile::open(&path).unwrap();
    assert_eq!(file.origin().unwrap(), origin());
    assert_eq!(file.parts().unwrap(), parts);
    assert_eq!((file.format(), file.newest_block().unwrap()), (2, Some(2)));
}

#[test]
fn proofs_travel_along_and_the_same_parts_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 30, B256::ZERO, 1);
    let state = StateEvidence {
        block: 30,
        account: vec![Bytes::from(vec![1; 40])],
        storage: vec![Bytes::from(vec![2; 50]), Bytes::from(vec![3; 60])],
    };
    let write = |name: &str| {
        let path = dir.path().join(name);
        let mut writer = LedgerFile::create(&path, &origin()).unwrap();
        parts[10..]
            .iter()
            .for_each(|part| writer.add_part(part).unwrap());
        writer.add_state(&state).unwrap();
        writer.add_handover(&parts[4].header).unwrap();
        writer.finish().unwrap();
        path
    };
    let (one, two) = (write("one"), write("two"));
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
    let file = LedgerFile::open(&one).unwrap();
    assert_eq!(file.states().unwrap(), [state]);
    assert_eq!(file.handovers().unwrap(), [parts[4].header.clone()]);
    assert_eq!(file.parts().unwrap(), parts[10..]);
}

#[test]
fn reading_goes_on_behind_any_block() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("long.waymark");
    let parts = chain(1, 600, B256::ZERO, 1);
    LedgerFile::write(&path, &origin(), &parts).unwrap();
    let file = LedgerFile::open(&path).unwrap();
    for after in [0, 1, 255, 256, 257, 599, 600, 601, u64::MAX] {
        let found: Vec<_> = file.parts_after(Some(after)).map(Result::unwrap).collect();
        let expected = parts.iter().filter(|part| part.header.number() > after);
        assert!(found.iter().eq(expected), "after {after}");
    }
}

/// A file as the first Waymark wrote it.
fn first_format(path: &Path, parts: &[BlockPart]) {
    let connection = Connection::open(path).unwrap();
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE origin (
              one INTEGER PRIMARY KEY CHECK (one = 1), chain_id INTEGER NOT NULL, genesis BLOB NOT NULL CHECK (length(genesis) = 32),
              contract BLOB NOT NULL CHECK (length(contract) = 20), code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
              label TEXT NOT NULL
            ) STRICT;
            CREATE TABLE headers (number INTEGER PRIMARY KEY, rlp BLOB NOT NULL) STRICT;
            CREATE TABLE receipts (
              block INTEGER NOT NULL, tx_index INTEGER NOT NULL, encoded BLOB NOT NULL, PRIMARY KEY (block, tx_index)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO origin VALUES (1, 7, zeroblob(32), zeroblob(20), zeroblob(32), 'old');",
        )
        .unwrap();
    for part in parts {
        let number = part.header.number().cast_signed();
        let sql = "INSERT INTO headers VALUES (?1, ?2)";
        connection
            .execute(sql, params![number, part.header.rlp()])
            .unwrap();
        for (index, encoded) in part.receipts.iter().flat_map(Receipts::encoded).enumerate() {
            let sql = "INSERT INTO receipts VALUES (?1, ?2, ?3)";
            connection
                .execute(sql, params![number, index.cast_signed(), encoded])
                .unwrap();
        }
    }
}

#[test]
fn a_file_of_the_first_format_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.waymark");
    let parts = chain(1, 9, B256::ZERO, 1);
    first_format(&path, &parts);
    let file = LedgerFile::open(&path).unwrap();
    assert_eq!((file.format(), file.origin().unwrap().chain_id), (1, 7));
    assert_eq!(file.parts().unwrap(), parts);
    assert_eq!(
        (file.states().unwrap(), file.handovers().unwrap()),
        (vec![], vec![])
    );
}

#[test]
fn half_a_file_and_a_newer_one_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("half.waymark");
    let mut writer = LedgerFile::create(&path, &origin()).unwrap();
    writer.add_part(&part(1, 1)).unwrap();
    drop(writer);
    assert!(matches!(
        LedgerFile::open(&path),
        Err(LedgerFileError::Foreign(_))
    ));

    let path = dir.path().join("newer.waymark");
    LedgerFile::write(&path, &origin(), &[part(1, 1)]).unwrap();
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 3)
        .unwrap();
    assert!(matches!(
        LedgerFile::open(&path),
        Err(LedgerFileError::Newer { found: 3 })
    ));
}

#[test]
fn a_file_cannot_bring_queries_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    for (name, sql) in [
        ("view", "CREATE VIEW v AS SELECT 1"),
        (
            "instead",
            "ALTER TABLE headers RENAME TO h; CREATE VIEW headers AS WITH RECURSIVE n(number, rlp) AS (SELECT 1, x'' UNION ALL SELECT number + 1, rlp FROM n) SELECT * FROM n",
        ),
        (
            "trigger",
            "CREATE TRIGGER t AFTER INSERT ON headers BEGIN SELECT 1; END",
        ),
        ("virtual", "CREATE VIRTUAL TABLE f USING fts5 (x)"),
    ] {
        let path = dir.path().join(name);
        LedgerFile::write(&path, &origin(), &[part(1, 1)]).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let opened = LedgerFile::open(&path);
        assert!(
            matches!(opened, Err(LedgerFileError::Damaged { .. })),
            "{name}: {opened:?}"
        );
    }
}

#[test]
fn bent_parts_are_refused_where_they_stand() {
    let dir = tempfile::tempdir().unwrap();
    let parts = chain(1, 9, B256::ZERO, 1);
    for (name, sql) in [
        (
            "numbered",
            "UPDATE headers SET number = 77 WHERE number = 9",
        ),
        ("header", "UPDATE headers SET rlp = x'00' WHERE number = 4"),
        (
            "receipts",
            "UPDATE receipts SET encoded = x'7fff7f' WHERE block = 5",
        ),
        (
            "reference",
            "UPDATE receipts SET encoded = x'bf7f' WHERE block = 5",
        ),
    ] {
        let path = dir.path().join(name);
        LedgerFile::write(&path, &origin(), &parts).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let file = LedgerFile::open(&path).unwrap();
        assert!(
            matches!(file.parts(), Err(LedgerFileError::Damaged { .. })),
            "{name}"
        );
        let read = file.parts_after(None).skip_while(Result::is_ok).count();
        assert_eq!(read, 1, "{name}: nothing follows an error");
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("chips.waymark");
    LedgerFile::write(&path, &origin(), &chain(1, 200, B256::ZERO, 1)).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let cut = dir.path().join("cut.waymark");
    let lengths = (0..whole.len())
        .step_by(4096)
        .chain([1, 99, 100, whole.len() - 1]);
    for length in lengths {
        std::fs::write(&cut, &whole[..length]).unwrap();
        assert!(
            LedgerFile::open(&cut).is_err(),
            "cut to {length} of {} bytes",
            whole.len()
        );
    }
}

#[test]
fn a_foreign_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("holiday.waymark");
    std::fs::write(&path, [0x89, b'P', b'N', b'G'].repeat(500)).unwrap();
    assert!(matches!(
        LedgerFile::open(&path),
        Err(LedgerFileError::Foreign(_))
    ));
    assert!(matches!(
        LedgerFile::open(&dir.path().join("none")),
        Err(LedgerFileError::Missing(_))
    ));
}
