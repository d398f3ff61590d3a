//! A cache of format 1 as it shipped becomes one of today, and whatever fails leaves it as it was.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use alloy_primitives::{B256, b256, keccak256};
use evidence::{BlockPart, Receipts};
use rusqlite::{Connection, params};

use super::{CACHE_APPLICATION_ID, backup_path};
use crate::samples::{chain, events, network};
use crate::tables::network as network_table;
use crate::{Commit, EventRow, Store, StoreError};

const FIRST: &str = include_str!("../migrations/2026-11-23-first.sql");

#[test]
fn the_first_format_is_as_it_shipped() {
    let shipped = b256!("b9fffdd81de1ef1053adbea9bef7eb446d135d8b70adca82b9f7fbb21946ed53");
    assert_eq!(
        keccak256(FIRST),
        shipped,
        "a format that has shipped is never changed"
    );
}

/// Makes a cache as the first Waymark did: these blocks are live, and those were replaced.
fn first_format(path: &Path, live: &[BlockPart], replaced: &[BlockPart]) {
    let connection = Connection::open(path).unwrap();
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .unwrap();
    connection.execute_batch(FIRST).unwrap();
    connection
        .pragma_update(None, "application_id", CACHE_APPLICATION_ID)
        .unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    network_table::insert(&connection, &network()).unwrap();
    connection.execute_batch("BEGIN").unwrap();
    for part in live {
        let (number, hash) = (part.header.number(), part.header.hash());
        let sql = "INSERT INTO blocks VALUES (?1, ?2, ?3)";
        connection
            .execute(
                sql,
                params![number.cast_signed(), hash.0, part.header.rlp()],
            )
            .unwrap();
        for (index, encoded) in part.receipts.iter().flat_map(Receipts::encoded).enumerate() {
            let sql = "INSERT INTO receipts VALUES (?1, ?2, ?3)";
            connection
                .execute(
                    sql,
                    params![number.cast_signed(), index.cast_signed(), encoded],
                )
                .unwrap();
        }
    }
    for row in events(live) {
        let sql = "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let (key, tx_index, time, topic) = columns(&row);
        connection
            .execute(
                sql,
                params![
                    key,
                    tx_index,
                    time,
                    row.event_type,
                    None::<i64>,
                    topic,
                    row.data.as_ref()
                ],
            )
            .unwrap();
    }
    for part in replaced {
        let (number, hash) = (part.header.number(), part.header.hash());
        let sql = "INSERT INTO superseded_blocks VALUES (?1, ?2, ?3, 4)";
        connection
            .execute(
                sql,
                params![hash.0, number.cast_signed(), part.header.rlp()],
            )
            .unwrap();
        for (index, encoded) in part.receipts.iter().flat_map(Receipts::encoded).enumerate() {
            let sql = "INSERT INTO superseded_receipts VALUES (?1, ?2, ?3)";
            connection
                .execute(sql, params![hash.0, index.cast_signed(), encoded])
                .unwrap();
        }
        for row in events(std::slice::from_ref(part)) {
            let sql = "INSERT INTO superseded_events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let (key, tx_index, time, topic) = columns(&row);
            connection
                .execute(
                    sql,
                    params![
                        hash.0,
                        key,
                        tx_index,
                        time,
                        row.event_type,
                        None::<i64>,
                        topic,
                        row.data.as_ref()
                    ],
                )
                .unwrap();
        }
    }
    connection.execute_batch("COMMIT").unwrap();
}

fn columns(row: &EventRow) -> (i64, i64, i64, [u8; 32]) {
    let key = row.key.packed().unwrap();
    (
        key,
        row.tx_index.cast_signed(),
        row.block_time.cast_signed(),
        row.topic.0,
    )
}

#[test]
fn a_cache_of_the_first_format_keeps_all_of_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    let common = chain(1, 20, B256::ZERO, 1);
    let replaced = chain(21, 10, common[19].header.hash(), 2);
    let live = [common.clone(), chain(21, 12, common[19].header.hash(), 3)].concat();
    first_format(&path, &live, &replaced);

    let migrated = Store::open_read_only(&path).unwrap();
    let mut fresh = Store::create(&dir.path().join("fresh.db"), &network()).unwrap();
    let step = Commit {
        rollback_to: None,
        parts: &live,
        events: &events(&live),
    };
    fresh.commit(&step).unwrap();
    assert_eq!(migrated.dump_live().unwrap(), fresh.dump_live().unwrap());
    assert_eq!(migrated.network().unwrap(), network());
    let connection = &migrated.database.connection;
    let count = |table: &str| -> usize {
        let sql = format!("SELECT count(*) FROM {table}");
        connection
            .query_row(&sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
            .try_into()
            .unwrap()
    };
    assert_eq!(count("superseded_blocks"), replaced.len());
    assert_eq!(count("superseded_events"), events(&replaced).len());
    assert_eq!(
        count("superseded_receipts"),
        replaced
            .iter()
            .filter(|part| part.receipts.is_some())
            .count()
    );
    let sql = "SELECT header FROM superseded_blocks WHERE number = 21";
    let packed: Vec<u8> = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    let header = migrated.database.unpack(&packed, 1 << 16).unwrap().unwrap();
    assert_eq!(header, replaced[0].header.rlp());

    // The copy beside it is the cache as it was.
    let copy = Connection::open(backup_path(&path, 1)).unwrap();
    let format: u32 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    let sql = "SELECT header FROM blocks WHERE number = 32";
    let header: Vec<u8> = copy.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!((format, header), (1, live[31].header.rlp()));
}

#[test]
fn a_migration_that_cannot_end_leaves_the_cache_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    first_format(&path, &chain(1, 300, B256::ZERO, 1), &[]);
    let connection = Connection::open(&path).unwrap();
    // A row that no format could have: its topic is gone with the check that guards it.
    connection
        .pragma_update(None, "ignore_check_constraints", true)
        .unwrap();
    let sql = "UPDATE events SET topic = x'00' WHERE key = (SELECT max(key) FROM events)";
    connection.execute(sql, []).unwrap();
    assert!(Store::open(&path).is_err());
    let format: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    let blocks: i64 = connection
        .query_row("SELECT count(*) FROM blocks", [], |row| row.get(0))
        .unwrap();
    assert_eq!((format, blocks), (1, 300));
    // Once the cause is gone it goes through, and the copy is made anew.
    connection
        .execute(
            "UPDATE events SET topic = zeroblob(32) WHERE length(topic) = 1",
            [],
        )
        .unwrap();
    drop(connection);
    Store::open(&path).unwrap();
    assert!(backup_path(&path, 1).exists());
}

#[test]
fn an_older_cache_that_may_not_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cache.db");
    first_format(&path, &chain(1, 3, B256::ZERO, 1), &[]);
    let writer = Connection::open(&path).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(
        Store::open_read_only(&path),
        Err(StoreError::Older { found: 1, known: 4 })
    ));
}
