//! Sync against a chain that changes: whatever happens to it, what is held ends as a fresh sync would.

use proptest::prelude::*;

use super::*;
use crate::stub::chain::{CONTRACT, FakeChain, at, same_after};
use crate::stub::{Stub, run};

/// A store of hashes from `from` on, kept by pulling until there is nothing new.
struct Store {
    from: u64,
    hashes: Vec<B256>,
}

impl Store {
    fn hash_at(&self, number: u64) -> Option<B256> {
        number
            .checked_sub(self.from)
            .and_then(|place| self.hashes.get(at(place)).copied())
    }

    fn cursor(&self) -> Option<Cursor> {
        let number = (self.from + self.hashes.len() as u64).checked_sub(1)?;
        self.hashes.last().map(|hash| Cursor {
            number,
            hash: *hash,
        })
    }

    fn apply(&mut self, batch: Batch) {
        if let Some(number) = batch.rollback_to {
            self.hashes.truncate(at(number + 1 - self.from));
        }
        for part in batch.parts {
            assert_eq!(part.header.number(), self.from + self.hashes.len() as u64);
            if let Some(cursor) = self.cursor() {
                assert_eq!(part.header.parent_hash(), cursor.hash);
            }
            self.hashes.push(part.header.hash());
        }
    }

    async fn sync(&mut self, node: &Node) {
        let mut puller = Puller::new(node, CONTRACT, self.from);
        puller.pause = Duration::from_millis(1);
        for _ in 0..100 {
            let batch = puller
                .next(self.cursor(), &|number| self.hash_at(number))
                .await
                .unwrap();
            match batch {
                Some(batch) => self.apply(batch),
                None => return,
            }
        }
        panic!("never done");
    }
}

fn check(from: u64, steps: &[(u64, u64)]) {
    run(async {
        let chain = FakeChain::default();
        let (stub, mut store) = (
            Stub::of(chain.clone()).await,
            Store {
                from,
                hashes: vec![],
            },
        );
        let node = stub.node();
        for (salt, (keep, length)) in (1..).zip(steps) {
            chain.fork(*keep, *length, salt);
            store.sync(&node).await;
            assert_eq!(
                store.hashes,
                chain.hashes(from),
                "after keeping {keep} and growing to {length}"
            );
        }
    });
}

#[test]
fn follows_a_growing_chain_in_batches() {
    check(3, &[(1, 500), (500, 501)]);
}

#[test]
fn any_depth_of_reorganisation_converges() {
    check(1, &[(1, 300), (299, 300), (2, 301), (1, 320)]);
}

#[test]
fn a_chain_that_became_shorter_is_followed() {
    check(1, &[(1, 20), (12, 12), (5, 9)]);
}

#[test]
fn a_chain_that_ends_before_the_first_block_empties_the_store() {
    check(10, &[(1, 20), (4, 6), (6, 15)]);
}

#[test]
fn a_node_that_catches_up_rolls_nothing_back() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 20, 1);
        let mut store = Store {
            from: 1,
            hashes: vec![],
        };
        store.sync(&Stub::of(chain.clone()).await.node()).await;
        chain.fork(10, 10, 1);
        chain.syncing();
        let node = Stub::of(chain).await.node();
        let error = Puller::new(&node, CONTRACT, 1)
            .next(store.cursor(), &|number| store.hash_at(number))
            .await;
        assert_eq!(error, Err(NodeError::Syncing { head: 9 }));
    });
}

#[test]
fn another_genesis_is_not_followed() {
    run(async {
        let stub = Stub::of(FakeChain::default()).await;
        let strange = Cursor {
            number: 0,
            hash: B256::repeat_byte(1),
        };
        let error = Puller::new(&stub.node(), CONTRACT, 0)
            .next(Some(strange), &|_| Some(strange.hash))
            .await
            .unwrap_err();
        assert!(error.is_disbelief(), "{error}");
    });
}

#[test]
fn a_node_that_wants_less_gets_less() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 90, 1);
        chain.limit_batches(7);
        let mut store = Store {
            from: 1,
            hashes: vec![],
        };
        store.sync(&Stub::of(chain.clone()).await.node()).await;
        assert_eq!(store.hashes, chain.hashes(1));
    });
}

#[test]
fn the_future_can_move_between_threads() {
    fn send(_: impl Send) {}
    let node = Node::connect("http://127.0.0.1:1", crate::Auth::None).unwrap();
    send(Puller::new(&node, CONTRACT, 1).next(None, &|_| None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The model: whatever happened, the store holds what a fresh sync would.
    #[test]
    fn random_histories_converge(from in 1..6_u64, steps in prop::collection::vec((1..40_u64, 0..20_u64), 1..5)) {
        check(from, &same_after(&steps));
    }
}
