//! Sync against a chain that changes: whatever happens to it, what is held ends as a fresh sync would.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::CancellationToken;
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

    async fn sync(&mut self, node: &Node) -> Pulled {
        let mut puller = Puller::new(node, CONTRACT, self.from);
        puller.0.pause = Duration::from_millis(1);
        for _ in 0..100 {
            let outcome = puller
                .pull(self.cursor(), &|number| self.hash_at(number))
                .await
                .unwrap();
            match outcome {
                Pulled::Batch(batch) => self.apply(batch),
                settled => return settled,
            }
        }
        panic!("never done");
    }

    async fn synced(from: u64, chain: &FakeChain) -> Self {
        let mut store = Self {
            from,
            hashes: vec![],
        };
        store.sync(&Stub::of(chain.clone()).await.node()).await;
        store
    }
}

/// Carries out the steps, (blocks kept, length after), each followed by a sync. A chain that is only shorter changes
/// nothing; any other is followed.
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
            let before = store.hashes.clone();
            let outcome = store.sync(&node).await;
            let now = chain.hashes(from);
            let expected = if before.starts_with(&now) {
                before
            } else {
                now
            };
            assert_eq!(
                store.hashes, expected,
                "after keeping {keep} and growing to {length}"
            );
            let head = length - 1;
            if from + store.hashes.len() as u64 > *length && !store.hashes.is_empty() {
                assert_eq!(outcome, Pulled::Behind { head });
            } else {
                assert_eq!(outcome, Pulled::UpToDate { head });
            }
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
fn a_shorter_chain_of_other_blocks_is_followed() {
    check(1, &[(1, 20), (5, 9)]);
}

#[test]
fn a_chain_that_is_only_shorter_supersedes_nothing() {
    check(1, &[(1, 20), (12, 12), (1, 1)]);
}

#[test]
fn a_chain_that_was_set_back_supersedes_when_it_grows_anew() {
    check(1, &[(1, 20), (12, 12), (12, 15), (12, 30)]);
}

#[test]
fn a_chain_that_ends_before_the_first_block_supersedes_nothing() {
    check(10, &[(1, 20), (4, 6), (6, 15)]);
}

#[test]
fn a_stale_branch_of_a_node_that_catches_up_supersedes_nothing() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 20, 1);
        let mut store = Store::synced(1, &chain).await;
        let held = store.hashes.clone();
        chain.fork(8, 10, 2);
        chain.syncing();
        let outcome = store.sync(&Stub::of(chain).await.node()).await;
        assert_eq!(outcome, Pulled::Behind { head: 9 });
        assert_eq!(store.hashes, held);
    });
}

#[test]
fn next_takes_a_node_that_is_behind_for_one_without_news() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 20, 1);
        let store = Store::synced(1, &chain).await;
        chain.fork(9, 9, 1);
        let node = Stub::of(chain).await.node();
        let mut puller = Puller::new(&node, CONTRACT, 1);
        puller.0.pause = Duration::from_millis(1);
        let held = |number| store.hash_at(number);
        assert_eq!(puller.next(store.cursor(), &held).await, Ok(None));
    });
}

#[test]
fn a_node_that_was_put_on_another_chain_is_noticed_before_anything_is_superseded() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 20, 1);
        let store = Store::synced(1, &chain).await;
        let node = Stub::of(chain.clone()).await.node();
        let pin = node.pin().await.unwrap();
        for length in [5, 20, 40] {
            let mut puller = Puller::new(&node, CONTRACT, 1).pinned(pin);
            let held = |number| store.hash_at(number);
            chain.restart(0);
            chain.fork(1, 20, 1);
            assert_eq!(puller.next(store.cursor(), &held).await, Ok(None));
            // An hour later, in the middle of following it.
            chain.restart(9);
            chain.fork(1, length, 1);
            let error = puller.next(store.cursor(), &held).await.unwrap_err();
            assert!(matches!(error, NodeError::OtherChain { .. }), "{error}");
        }
    });
}

#[test]
fn another_chain_is_noticed_at_the_start() {
    run(async {
        let chain = FakeChain::default();
        let node = Stub::of(chain.clone()).await.node();
        let pin = node.pin().await.unwrap();
        chain.restart(9);
        chain.fork(1, 5, 1);
        let mut puller = Puller::new(&node, CONTRACT, 1).pinned(pin);
        let error = puller.next(None, &|_| None).await.unwrap_err();
        assert!(matches!(error, NodeError::OtherChain { .. }), "{error}");
    });
}

#[test]
fn a_first_block_that_no_rule_made_is_no_obstacle() {
    run(async {
        let chain = FakeChain::default();
        chain.misname(0);
        let node = Stub::of(chain.clone()).await.node();
        let at = Cursor {
            number: 0,
            hash: node.genesis().await.unwrap(),
        };
        let mut puller = Puller::new(&node, CONTRACT, 0);
        let outcome = puller.pull(Some(at), &|_| Some(at.hash)).await;
        assert_eq!(outcome, Ok(Pulled::UpToDate { head: 0 }));
    });
}

#[test]
fn a_store_that_holds_few_blocks_goes_back_to_one_that_it_holds() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 100, 1);
        let old = chain.hashes(0);
        let ends = [20, 40, 60, 80, 99];
        let held = |number: u64| ends.contains(&number).then(|| old[at(number)]);
        let cursor = Cursor {
            number: 99,
            hash: old[99],
        };
        for (fork, expected) in [(90, 80), (41, 40), (40, 20), (21, 20), (20, 0), (5, 0)] {
            chain.restart(0);
            chain.fork(1, 100, 1);
            chain.fork(fork, 120, 2);
            let node = Stub::of(chain.clone()).await.node();
            let batch = Puller::new(&node, CONTRACT, 1)
                .next(Some(cursor), &held)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(batch.rollback_to, Some(expected), "fork at {fork}");
            assert_eq!(batch.parts[0].header.number(), expected + 1);
        }
    });
}

#[test]
fn waiting_is_stopped_at_once() {
    run(async {
        let stub = Stub::start(|_| (503, String::new())).await;
        let stop = CancellationToken::new();
        let node = stub
            .node_with_pause(Duration::from_mins(10))
            .until(stop.clone());
        let mut puller = Puller::new(&node, CONTRACT, 1);
        let held = |_| None;
        let (outcome, ()) = tokio::join!(puller.next(None, &held), async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            stop.cancel();
        });
        assert_eq!(outcome, Err(NodeError::Cancelled));
    });
}

#[test]
fn a_request_that_is_not_answered_is_stopped_and_can_be_taken_up_again() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 50, 1);
        let stop = CancellationToken::new();
        let silent = Stub::silent().await.node().until(stop.clone());
        let held = |_| None;
        let mut puller = Puller::new(&silent, CONTRACT, 1);
        let (outcome, ()) = tokio::join!(puller.next(None, &held), async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            stop.cancel();
        });
        assert_eq!(outcome, Err(NodeError::Cancelled));
        assert_eq!(Store::synced(1, &chain).await.hashes, chain.hashes(1));
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
        let store = Store::synced(1, &chain).await;
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
