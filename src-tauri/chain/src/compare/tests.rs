//! Two nodes, one of which is wrong.

use serde_json::{Value, json};

use super::*;
use crate::stub::chain::{CONTRACT, FakeChain};
use crate::stub::{Stub, run};

/// Four blocks; the second has a log of the contract, as its receipts prove.
fn chain() -> FakeChain {
    let chain = FakeChain::default();
    chain.fork(1, 2, 1);
    chain.add_block_with_receipts(2);
    chain.fork(3, 5, 1);
    chain
}

async fn compared(first: &FakeChain, second: &FakeChain, to: u64) -> Vec<Disagreement> {
    let first = Stub::of(first.clone()).await.node();
    let second = Stub::of(second.clone()).await.node();
    compare(&first, &second, CONTRACT, 0..=to).await.unwrap()
}

fn log(side: Side, log_index: u32, fault: LogFault) -> Disagreement {
    Disagreement::Log {
        side,
        block: 2,
        log_index,
        fault,
    }
}

#[test]
fn nodes_that_say_the_same_agree() {
    run(async {
        assert_eq!(compared(&chain(), &chain(), 4).await, []);
    });
}

#[test]
fn a_log_that_one_leaves_out_or_bends_is_its_fault() {
    run(async {
        let silent = chain();
        silent.hide_logs();
        let missing = log(Side::Second, 0, LogFault::Missing);
        assert_eq!(compared(&chain(), &silent, 4).await, [missing]);
        let missing = log(Side::First, 0, LogFault::Missing);
        assert_eq!(compared(&silent, &chain(), 4).await, [missing]);
        let bent = chain();
        bent.bend_logs(|log: &mut Value| log["data"] = json!("0x00"));
        let altered = log(Side::Second, 0, LogFault::Altered);
        assert_eq!(compared(&chain(), &bent, 4).await, [altered]);
        let moved = chain();
        moved.bend_logs(|log: &mut Value| log["logIndex"] = json!("0x3"));
        let both = [
            log(Side::First, 0, LogFault::Missing),
            log(Side::First, 3, LogFault::Invented),
        ];
        assert_eq!(compared(&moved, &chain(), 4).await, both);
    });
}

#[test]
fn logs_that_nobody_proves_are_undecided() {
    run(async {
        let (silent, unable) = (chain(), chain());
        silent.hide_logs();
        for chain in [&silent, &unable] {
            chain.hide_a_receipt();
        }
        let found = compared(&silent, &unable, 4).await;
        let reason = NodeError::FalseReceipts(2);
        assert_eq!(
            found,
            [Disagreement::Undecided {
                block: 2,
                first: reason.clone(),
                second: reason
            }]
        );
    });
}

#[test]
fn the_block_at_which_they_part_is_named() {
    run(async {
        let (first, second) = (chain(), chain());
        second.fork(4, 9, 7);
        first.fork(4, 9, 8);
        let found = compared(&first, &second, 8).await;
        let expected = Disagreement::OtherBlock {
            number: 4,
            first: first.hashes(4)[0],
            second: second.hashes(4)[0],
        };
        assert_eq!(found, [expected]);
    });
}

#[test]
fn one_that_is_behind_is_compared_as_far_as_it_goes() {
    run(async {
        let (first, second) = (chain(), chain());
        second.fork(3, 3, 1);
        second.hide_logs();
        let found = compared(&first, &second, 4).await;
        let behind = Disagreement::Behind {
            side: Side::Second,
            head: 2,
        };
        assert_eq!(found, [behind, log(Side::Second, 0, LogFault::Missing)]);
    });
}

#[test]
fn other_chains_are_not_compared_further() {
    run(async {
        let other = FakeChain::default();
        other.restart(5);
        let found = compared(&chain(), &other, 4).await;
        assert!(matches!(found[..], [Disagreement::OtherChain { .. }]));
        assert!(found[0].to_string().contains("31337"));
    });
}

#[test]
fn a_node_that_says_what_cannot_be_true_is_named() {
    run(async {
        let liar = chain();
        liar.bend_logs(|log: &mut Value| log["address"] = json!(Address::ZERO));
        let found = compared(&chain(), &liar, 4).await;
        assert!(
            matches!(&found[..], [Disagreement::Untrue { side: Side::Second, block: 1, reason }] if reason.is_disbelief())
        );
        let liar = chain();
        liar.misname(4);
        let found = compared(&liar, &chain(), 4).await;
        assert!(matches!(
            &found[..],
            [Disagreement::Untrue {
                side: Side::First,
                block: 4,
                ..
            }]
        ));
    });
}
