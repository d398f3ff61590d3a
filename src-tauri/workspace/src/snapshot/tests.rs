//! Whatever happens between two openings: what is read is what a fold of all events held comes to.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use alloy_primitives::{Address, keccak256};
use proptest::prelude::*;
use scenario::{load, replay};
use store::{EventRow, NetworkRow, Reported};
use trace::{EventBody, EventKey, TraceEvent};

use super::*;
use crate::folder::Folder;
use crate::ingest;
use crate::known::Known;

const CONTRACT: Address = Address::repeat_byte(7);

/// A cache that events of a story come into, a few in each block.
struct Cache {
    dir: tempfile::TempDir,
    store: Store,
    to_come: std::vec::IntoIter<TraceEvent>,
    /// How many blocks there ever were: what tells rivals apart.
    made: u64,
}

impl Cache {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let network = NetworkRow {
            chain_id: 1,
            genesis: B256::ZERO,
            contract: CONTRACT,
            code_hash: B256::ZERO,
            from_block: 1,
            label: "story".into(),
            synced_at: None,
        };
        let store = Store::create(&dir.path().join("cache.db"), &network).unwrap();
        let to_come = replay(&load(400)).into_iter();
        let made = 0;
        Self {
            dir,
            store,
            to_come,
            made,
        }
    }

    fn folder(&self) -> Folder {
        Folder::at(self.dir.path())
    }

    fn path(&self) -> PathBuf {
        self.folder().register()
    }

    fn newest(&self) -> u64 {
        self.store.cursor().unwrap().map_or(0, |(block, _)| block)
    }

    /// Blocks with three events each, on top of `after` or of what is there.
    fn grow(&mut self, blocks: u64, after: Option<u64>) {
        let first = after.unwrap_or_else(|| self.newest()) + 1;
        let range = first..=first + blocks - 1;
        let mut events = Vec::new();
        let mut hashes = Vec::new();
        for block in range.clone() {
            self.made += 1;
            hashes.push((block, keccak256(self.made.to_be_bytes())));
            let three = self.to_come.by_ref().take(3).zip(0..);
            events.extend(three.map(|(event, index)| row(block, index, &event)));
        }
        let reported = Reported {
            rollback_to: after,
            range,
            hashes: &hashes,
            events: &events,
        };
        self.store.commit_reported(&reported).unwrap();
    }

    fn folded(&self) -> Register {
        let rows = self.store.events_up_to(u64::MAX).unwrap();
        let mut register = Register::from_events(&ingest::events(&rows, CONTRACT));
        register.settle();
        register
    }

    fn point(&self) -> Point {
        Point::of(&self.store).unwrap()
    }

    fn read(&self) -> Register {
        let known = Known::read(&self.folder(), &self.store, CONTRACT);
        known.unwrap().register
    }

    fn snapshot(&self) -> Option<(u64, Register)> {
        read_snapshot(&self.path(), &self.store)
    }

    fn keep(&self) {
        assert!(write_snapshot(&self.path(), self.point(), &self.folded()));
    }
}

fn row(block: u64, log_index: u32, event: &TraceEvent) -> EventRow {
    let (topics, data) = ledger::encode(&event.body).split();
    EventRow {
        key: EventKey { block, log_index },
        tx_index: 0,
        block_time: event.block_time,
        event_type: event.body.event_type().word().to_owned(),
        event_time: EventBody::record(&event.body).map(|record| record.time.unix_millis),
        topic: topics[0],
        data,
    }
}

#[test]
fn a_snapshot_is_read_and_followed_by_what_is_newer() {
    let mut cache = Cache::new();
    cache.grow(20, None);
    assert!(cache.snapshot().is_none());
    cache.keep();
    let (block, register) = cache.snapshot().unwrap();
    assert_eq!((block, &register), (20, &cache.folded()));
    cache.grow(10, None);
    assert_eq!(
        cache.snapshot().unwrap().0,
        20,
        "newer blocks change nothing before them"
    );
    assert_eq!(cache.read(), cache.folded());
}

#[test]
fn one_of_replaced_blocks_is_not_believed() {
    let mut cache = Cache::new();
    cache.grow(20, None);
    cache.keep();
    cache.grow(5, Some(12));
    assert!(cache.snapshot().is_none());
    assert_eq!(cache.read(), cache.folded());
    cache.grow(20, None);
    assert!(
        cache.snapshot().is_none(),
        "its number is held again, and it is another block"
    );
}

#[test]
fn bent_cut_and_foreign_ones_are_not_believed() {
    let mut cache = Cache::new();
    cache.grow(20, None);
    cache.keep();
    let whole = fs::read(cache.path()).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 97) {
        let mut bent = whole.clone();
        bent[at] ^= 0x10;
        fs::write(cache.path(), &bent).unwrap();
        assert!(cache.snapshot().is_none(), "bent at {at}");
        fs::write(cache.path(), &whole[..at]).unwrap();
        assert!(cache.snapshot().is_none(), "cut at {at}");
    }
    let mut other = Cache::new();
    other.grow(19, None);
    fs::write(other.path(), &whole).unwrap();
    assert!(other.snapshot().is_none(), "another cache's");
    fs::write(cache.path(), &whole).unwrap();
    assert!(cache.snapshot().is_some());
}

#[test]
fn a_kill_while_one_is_written_leaves_the_one_before() {
    let mut cache = Cache::new();
    cache.grow(20, None);
    cache.keep();
    let whole = fs::read(cache.path()).unwrap();
    cache.grow(5, None);
    // Killed before it was renamed: half of it lies beside.
    fs::write(
        cache.path().with_extension("new"),
        &whole[..whole.len() / 2],
    )
    .unwrap();
    assert_eq!(cache.snapshot().unwrap().0, 20);
    assert_eq!(cache.read(), cache.folded());
    cache.keep();
    assert_eq!(cache.snapshot().unwrap().0, 25);
    assert!(!cache.path().with_extension("new").exists());
}

#[test]
fn a_place_that_cannot_be_written_to_is_no_failure() {
    let mut cache = Cache::new();
    cache.grow(2, None);
    let nowhere = cache.dir.path().join("gone").join("register.snapshot");
    assert!(!write_snapshot(&nowhere, cache.point(), &cache.folded()));
}

#[test]
fn looking_back_is_folding_up_to_there_whichever_way_one_goes() {
    let mut cache = Cache::new();
    cache.grow(30, None);
    let fresh = |block| Known::up_to(block, None, &cache.store, CONTRACT).unwrap();
    let ten = fresh(10);
    let rows = cache.store.events_up_to(10).unwrap();
    assert_eq!(ten, Register::from_events(&ingest::events(&rows, CONTRACT)));
    let onwards = Known::up_to(25, Some((10, ten)), &cache.store, CONTRACT).unwrap();
    assert_eq!(onwards, fresh(25));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_read_is_what_all_events_come_to(deeds in prop::collection::vec((0..4_u8, 1..9_u64), 1..10)) {
        let mut cache = Cache::new();
        for (deed, number) in deeds {
            match deed {
                0 | 1 => cache.grow(number, None),
                2 if cache.newest() > number => cache.grow(2, Some(cache.newest() - number)),
                _ if cache.newest() > 0 => cache.keep(),
                _ => {}
            }
            prop_assert_eq!(cache.read(), cache.folded());
        }
    }
}
