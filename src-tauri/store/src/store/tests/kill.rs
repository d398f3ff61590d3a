//! A writer killed at any instant loses no step that it was told is done, repeats none, and goes on to the same rows.
//!
//! The writer is this test program, started again; it reads its blocks from ledger files, as an import does.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use alloy_primitives::{Address, B256};
use evidence::BlockPart;

use super::super::{Commit, Store};
use crate::samples::{Reading, chain, events, network};
use crate::{LedgerFile, LedgerOrigin, Trouble};

/// Names the folder that the writer works in; without it this is no writer.
const FOLDER: &str = "WAYMARK_TEST_WRITER";

/// The chain goes one way to here, ...
const TURN: u64 = 900;
/// ... is found to have parted here, ...
const FORK: u64 = 700;
/// ... and ends here.
const END: u64 = 1500;

fn first_way(dir: &Path) -> PathBuf {
    dir.join("first.waymark")
}

fn second_way(dir: &Path) -> PathBuf {
    dir.join("second.waymark")
}

/// Writes the ledger files; the blocks of the chain as it ends, and those that it left.
fn prepare(dir: &Path) -> (Vec<BlockPart>, Vec<BlockPart>) {
    let first = chain(1, TURN, B256::ZERO, 1);
    let kept = usize::try_from(FORK).unwrap();
    let second = chain(FORK + 1, END - FORK, first[kept - 1].header.hash(), 2);
    let origin = LedgerOrigin {
        chain_id: 1,
        genesis: B256::ZERO,
        contract: Address::ZERO,
        code_hash: B256::ZERO,
        label: String::new(),
    };
    LedgerFile::write(&first_way(dir), &origin, &first).unwrap();
    LedgerFile::write(&second_way(dir), &origin, &second).unwrap();
    let left = first[kept..].to_vec();
    ([&first[..kept], &second[..]].concat(), left)
}

/// Does not end before everything is written; on every second start as a bulk load.
#[test]
fn writer() {
    let Some(dir) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let mut store = Store::open(&dir.join("cache.db")).unwrap();
    let first = LedgerFile::open(&first_way(&dir)).unwrap();
    let second = LedgerFile::open(&second_way(&dir)).unwrap();
    let cursor = store.cursor().unwrap().map_or(0, |(number, _)| number);
    if !cursor.is_multiple_of(2) {
        store.begin_bulk().unwrap();
    }
    loop {
        let cursor = store.cursor().unwrap();
        let number = cursor.map_or(0, |(number, _)| number);
        let seen = |number: u64| store.hash_at(number).unwrap();
        let second_begins = second.parts_after(None).next().unwrap().unwrap();
        let turned = seen(FORK + 1) == Some(second_begins.header.hash());
        let (rollback_to, file, after) = match (turned, number) {
            (true, END) => break,
            (true, _) => (None, &second, number),
            (false, TURN) => (Some(FORK), &second, FORK),
            (false, _) => (None, &first, number),
        };
        let parts: Vec<_> = file
            .parts_after(Some(after))
            .take(5)
            .map(Result::unwrap)
            .collect();
        let events = &events(&parts);
        store
            .commit(&Commit {
                rollback_to,
                parts: &parts,
                events,
            })
            .unwrap();
    }
    store.finish_bulk().unwrap();
}

fn start(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["store::tests::kill::writer", "--exact"])
        .env(FOLDER, dir)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_writer_killed_again_and_again_ends_in_the_rows_of_one_that_was_not() {
    let dir = tempfile::tempdir().unwrap();
    let (live, left) = prepare(dir.path());
    let path = dir.path().join("cache.db");
    let rounds = if std::env::var_os("WAYMARK_LONG").is_some() {
        1000
    } else {
        6
    };
    let (mut killed, mut interrupted) = (0_u64, 0);
    drop(Store::create(&path, &network()).unwrap());
    while killed < rounds {
        let mut child = start(dir.path());
        // Spread over the time that a writer takes, with no clock judged.
        std::thread::sleep(Duration::from_millis(20 + killed * 97 % 500));
        let ended = child.try_wait().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        let store = Store::open(&path).unwrap();
        let (number, hash) = store.cursor().unwrap().unwrap_or_default();
        let known = live
            .iter()
            .chain(&left)
            .any(|part| part.header.hash() == hash);
        assert!(
            known || number == 0,
            "the cursor is on a block that was given"
        );
        let troubles = store.check(&Reading).unwrap();
        assert!(
            troubles.is_empty() || troubles == [Trouble::Index],
            "{troubles:?}"
        );
        interrupted += u64::from(number > 0 && number < END);
        drop(store);
        if ended.is_some() {
            check_end(&path, &live, &left);
            // Another time from the start.
            std::fs::remove_file(&path).unwrap();
            drop(Store::create(&path, &network()).unwrap());
        }
    }
    assert!(start(dir.path()).wait().unwrap().success());
    check_end(&path, &live, &left);
    assert!(interrupted > 0, "no kill came in the middle");
}

fn check_end(path: &Path, live: &[BlockPart], left: &[BlockPart]) {
    let fresh_dir = tempfile::tempdir().unwrap();
    let mut fresh = Store::create(&fresh_dir.path().join("fresh.db"), &network()).unwrap();
    let step = Commit {
        rollback_to: None,
        parts: live,
        events: &events(live),
    };
    fresh.commit(&step).unwrap();
    let store = Store::open(path).unwrap();
    assert_eq!(store.dump_live().unwrap(), fresh.dump_live().unwrap());
    assert_eq!(
        store.superseded_event_count().unwrap(),
        events(left).len() as u64
    );
}
