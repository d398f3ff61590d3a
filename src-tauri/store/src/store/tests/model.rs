//! Any history of steps, rollbacks, reports, proofs and restarts ends in the live rows of a fresh sync.
#![allow(clippy::cast_possible_truncation)]

use alloy_primitives::B256;
use evidence::BlockPart;
use proptest::prelude::*;

use super::super::{Commit, Reported, Store};
use crate::Trouble;
use crate::samples::{Reading, chain, events, network};

#[derive(Clone, Debug)]
enum Step {
    Append { blocks: u64, reported: bool },
    Reorg { depth: u64, blocks: u64 },
    Upgrade { skip: usize, blocks: usize },
    Reopen { bulk: bool },
    Refused,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (1..12_u64, any::<bool>()).prop_map(|(blocks, reported)| Step::Append { blocks, reported }),
        2 => (1..30_u64, 0..6_u64).prop_map(|(depth, blocks)| Step::Reorg { depth, blocks }),
        2 => (0..9_usize, 1..9_usize).prop_map(|(skip, blocks)| Step::Upgrade { skip, blocks }),
        1 => any::<bool>().prop_map(|bulk| Step::Reopen { bulk }),
        1 => Just(Step::Refused),
    ];
    prop::collection::vec(step, 1..14)
}

struct Model {
    dir: tempfile::TempDir,
    store: Option<Store>,
    /// The chain as it stands, from block 1.
    parts: Vec<BlockPart>,
    branch: u8,
}

impl Model {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(&dir.path().join("cache.db"), &network()).unwrap();
        Self {
            dir,
            store: Some(store),
            parts: Vec::new(),
            branch: 0,
        }
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    fn grow(&mut self, blocks: u64) -> Vec<BlockPart> {
        let parent = self
            .parts
            .last()
            .map_or(B256::ZERO, |part| part.header.hash());
        let new = chain(self.parts.len() as u64 + 1, blocks, parent, self.branch);
        self.parts.extend(new.iter().cloned());
        new
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Append {
                blocks,
                reported: false,
            } => {
                let parts = &self.grow(*blocks);
                let events = &events(parts);
                self.store()
                    .commit(&Commit {
                        rollback_to: None,
                        parts,
                        events,
                    })
                    .unwrap();
            }
            Step::Append {
                blocks,
                reported: true,
            } => {
                let first = self.parts.len() as u64 + 1;
                let parts = self.grow(*blocks);
                let hash = |part: &BlockPart| (part.header.number(), part.header.hash());
                let hashes: Vec<_> = parts.iter().map(hash).collect();
                let range = first..=first + blocks - 1;
                let events = &events(&parts);
                let step = Reported {
                    rollback_to: None,
                    range,
                    hashes: &hashes,
                    events,
                };
                self.store().commit_reported(&step).unwrap();
            }
            Step::Reorg { depth, blocks } => {
                self.branch = self.branch.wrapping_add(1);
                let kept = self.parts.len().saturating_sub(*depth as usize);
                self.parts.truncate(kept);
                let parts = &self.grow(*blocks);
                let (rollback_to, events) = (Some(kept as u64), &events(parts));
                self.store()
                    .commit(&Commit {
                        rollback_to,
                        parts,
                        events,
                    })
                    .unwrap();
            }
            Step::Upgrade { skip, blocks } => self.upgrade(*skip, *blocks),
            Step::Reopen { bulk } => {
                self.store = None;
                let mut store = Store::open(&self.dir.path().join("cache.db")).unwrap();
                if *bulk {
                    store.begin_bulk().unwrap();
                }
                self.store = Some(store);
            }
            Step::Refused => {
                let far = chain(self.parts.len() as u64 + 5, 2, B256::ZERO, 9);
                let (rollback_to, events) = (None, &events(&far));
                let twice = [far[0].clone(), far[0].clone()];
                let parts = if self.parts.is_empty() {
                    &twice
                } else {
                    &far[..]
                };
                assert!(
                    self.store()
                        .commit(&Commit {
                            rollback_to,
                            parts,
                            events
                        })
                        .is_err()
                );
            }
        }
    }

    fn upgrade(&mut self, skip: usize, blocks: usize) {
        let Some(range) = self
            .store()
            .reported_ranges()
            .unwrap()
            .into_iter()
            .next_back()
        else {
            return;
        };
        let (first, last) = (*range.start() as usize, *range.end() as usize);
        let parts: Vec<_> = self.parts[first - 1..last]
            .iter()
            .skip(skip)
            .take(blocks)
            .cloned()
            .collect();
        let upgraded = self.store().upgrade(&parts, &events(&parts), 0).unwrap();
        assert!(upgraded.disagreements.is_empty());
    }

    fn finish(mut self) {
        while !self.store().reported_ranges().unwrap().is_empty() {
            self.upgrade(0, usize::MAX);
        }
        self.store().finish_bulk().unwrap();
        let mut fresh = Store::create(&self.dir.path().join("fresh.db"), &network()).unwrap();
        let (parts, events) = (&self.parts[..], &events(&self.parts));
        fresh
            .commit(&Commit {
                rollback_to: None,
                parts,
                events,
            })
            .unwrap();
        assert_eq!(
            self.store().dump_live().unwrap(),
            fresh.dump_live().unwrap()
        );
        let troubles = self.store().check(&Reading).unwrap();
        assert!(
            troubles.is_empty() || troubles == [Trouble::Index],
            "{troubles:?}"
        );
    }
}

fn cases() -> u32 {
    if std::env::var_os("WAYMARK_LONG").is_some() {
        5_000
    } else {
        48
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]
    #[test]
    fn every_history_ends_in_the_rows_of_a_fresh_sync(steps in steps()) {
        let mut model = Model::new();
        for step in &steps {
            model.take(step);
        }
        model.finish();
    }
}
