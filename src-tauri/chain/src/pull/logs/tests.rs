//! What is taken of a node's logs, and what is not.

use serde_json::{Value, json};

use super::*;
use crate::stub::chain::{CONTRACT, FakeChain};
use crate::stub::{Stub, run};

/// Blocks 1 to 3 of 30, the second with two logs, then logs in blocks 10 and 30.
fn chain() -> FakeChain {
    let chain = FakeChain::default();
    chain.fork(1, 3, 1);
    chain.log(2, 0, |_| {});
    chain.log(2, 1, |_| {});
    chain.fork(3, 11, 1);
    chain.log(10, 5, |_| {});
    chain.fork(11, 31, 1);
    chain.log(30, 0, |_| {});
    chain
}

async fn pull_all(node: &Node, limit: usize) -> Result<(Vec<ReportedLog>, Vec<Cursor>), NodeError> {
    let mut puller = LogPuller::new(node, CONTRACT, 0);
    let (mut logs, mut ends) = (Vec::new(), Vec::<Cursor>::new());
    for _ in 0..limit {
        match puller.pull(ends.last().copied(), &|_| None).await? {
            PulledLogs::Batch(batch) => {
                let next = ends.last().map_or(1, |end| end.number + 1);
                assert_eq!(*batch.blocks.start(), next);
                ends.push(batch.cursor());
                logs.extend(batch.logs);
            }
            PulledLogs::UpToDate { .. } => return Ok((logs, ends)),
            PulledLogs::Behind { .. } => panic!("it is not behind"),
        }
    }
    panic!("never done");
}

#[test]
fn all_logs_come_in_the_order_of_the_chain() {
    run(async {
        let chain = chain();
        let hashes = chain.hashes(0);
        let node = Stub::of(chain).await.node();
        let (logs, ends) = pull_all(&node, 10).await.unwrap();
        let places: Vec<_> = logs.iter().map(|log| (log.block, log.log_index)).collect();
        assert_eq!(places, [(2, 0), (2, 1), (10, 5), (30, 0)]);
        assert_eq!(logs[2].log.data.data[..], *b"log");
        assert_eq!(ends.last().unwrap().hash, hashes[30]);
    });
}

#[test]
fn ranges_shrink_to_what_the_node_serves() {
    run(async {
        let chain = chain();
        chain.limit_blocks(7);
        let node = Stub::of(chain).await.node();
        let (logs, ends) = pull_all(&node, 10).await.unwrap();
        assert_eq!(logs.len(), 4);
        let numbers: Vec<_> = ends.iter().map(|end| end.number).collect();
        assert_eq!(numbers, [7, 14, 21, 28, 30]);
    });
}

#[test]
fn a_reorganisation_goes_back_to_the_end_of_an_earlier_range() {
    run(async {
        let chain = chain();
        chain.limit_blocks(7);
        let node = Stub::of(chain.clone()).await.node();
        let (_, ends) = pull_all(&node, 10).await.unwrap();
        chain.fork(16, 40, 2);
        let held = |number| {
            ends.iter()
                .find(|end| end.number == number)
                .map(|end| end.hash)
        };
        let pulled = LogPuller::new(&node, CONTRACT, 1)
            .pull(ends.last().copied(), &held)
            .await
            .unwrap();
        let PulledLogs::Batch(batch) = pulled else {
            panic!("{pulled:?}");
        };
        assert_eq!(batch.rollback_to, Some(14));
        assert_eq!(*batch.blocks.start(), 15);
    });
}

async fn refused(bend: impl FnOnce(&mut Value)) -> NodeError {
    let chain = FakeChain::default();
    chain.fork(1, 6, 1);
    chain.log(5, 0, |_| {});
    chain.log(5, 1, bend);
    let node = Stub::of(chain).await.node();
    let mut puller = LogPuller::new(&node, CONTRACT, 1);
    puller.0.pause = std::time::Duration::from_millis(1);
    puller.pull(None, &|_| None).await.unwrap_err()
}

#[test]
fn logs_that_were_not_asked_for_are_not_taken() {
    run(async {
        let other = json!(Address::ZERO);
        assert!(matches!(
            refused(|log| log["address"] = other).await,
            NodeError::Contradiction { number: 5, .. }
        ));
        assert!(matches!(
            refused(|log| log["removed"] = json!(true)).await,
            NodeError::Contradiction { number: 5, .. }
        ));
        assert!(matches!(
            refused(|log| log["logIndex"] = json!("0x0")).await,
            NodeError::Contradiction { number: 5, .. }
        ));
        assert!(matches!(
            refused(|log| log["logIndex"] = json!("0x100000000")).await,
            NodeError::Contradiction { number: 5, .. }
        ));
        assert!(matches!(
            refused(|log| log["topics"] = json!(vec![B256::ZERO; 5])).await,
            NodeError::Contradiction { number: 5, .. }
        ));
        let stray = |log: &mut Value| {
            log["blockNumber"] = json!("0x9");
            log["stray"] = json!(true);
        };
        assert!(matches!(
            refused(stray).await,
            NodeError::Contradiction { number: 9, .. }
        ));
        assert_eq!(
            refused(|log| log["blockHash"] = json!(B256::ZERO)).await,
            NodeError::Unlinked(5)
        );
    });
}

#[test]
fn a_log_that_its_header_excludes_is_not_taken() {
    run(async {
        let stray = |number: &'static str, hash: B256| {
            move |log: &mut Value| {
                log["blockNumber"] = json!(number);
                log["blockHash"] = json!(hash);
                log["stray"] = json!(true);
            }
        };
        let first = {
            let chain = FakeChain::default();
            chain.fork(1, 2, 1);
            chain.hashes(1)[0]
        };
        let error = refused(stray("0x1", first)).await;
        assert!(
            matches!(error, NodeError::Contradiction { number: 1, .. }),
            "{error}"
        );
    });
}
