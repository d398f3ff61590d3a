//! What is believed of a node, and what is not.

use evidence::BlockPart;

use super::*;
use crate::stub::chain::{CONTRACT, FakeChain};
use crate::stub::{Stub, run};

async fn blocks(chain: &FakeChain) -> Result<Vec<BlockPart>, NodeError> {
    Stub::of(chain.clone())
        .await
        .node()
        .blocks(CONTRACT, 1..=3)
        .await
}

/// Three blocks, the second with two receipts, one of which is the contract's.
fn with_receipts() -> FakeChain {
    let chain = FakeChain::default();
    chain.fork(1, 2, 1);
    chain.add_block_with_receipts(2);
    chain.fork(3, 4, 1);
    chain
}

#[test]
fn receipts_come_with_the_blocks_that_may_hold_events() {
    run(async {
        let parts = blocks(&with_receipts()).await.unwrap();
        let counts: Vec<_> = parts
            .iter()
            .map(|part| {
                part.receipts
                    .as_ref()
                    .map(|receipts| receipts.encoded().len())
            })
            .collect();
        assert_eq!(counts, [None, Some(2), None]);
    });
}

#[test]
fn a_node_without_block_receipts_is_asked_for_each() {
    run(async {
        let chain = with_receipts();
        let whole = blocks(&chain).await.unwrap();
        chain.lack("eth_getBlockReceipts");
        assert_eq!(blocks(&chain).await.unwrap(), whole);
    });
}

#[test]
fn receipts_of_private_transactions_are_taken_as_the_root_has_them() {
    run(async {
        let chain = with_receipts();
        let whole = blocks(&chain).await.unwrap();
        chain.show_privately(37);
        assert_eq!(blocks(&chain).await.unwrap(), whole);
        chain.lack("eth_getBlockReceipts");
        assert_eq!(blocks(&chain).await.unwrap(), whole);
    });
}

#[test]
fn a_receipt_of_a_public_transaction_that_the_root_does_not_have_is_not_believed() {
    run(async {
        let chain = with_receipts();
        chain.show_privately(27);
        let error = blocks(&chain).await.unwrap_err();
        assert_eq!(error, NodeError::FalseReceipts(2));
    });
}

#[test]
fn receipts_left_out_are_noticed() {
    run(async {
        let chain = with_receipts();
        chain.hide_a_receipt();
        let error = blocks(&chain).await.unwrap_err();
        assert_eq!(error, NodeError::FalseReceipts(2));
        assert!(error.is_disbelief());
    });
}

#[test]
fn blocks_that_do_not_follow_one_another_are_noticed() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 4, 1);
        chain.tear(3);
        assert_eq!(blocks(&chain).await, Err(NodeError::Unlinked(3)));
    });
}

#[test]
fn another_chain_is_told_from_the_pinned_one() {
    run(async {
        let chain = FakeChain::default();
        let node = Stub::of(chain.clone()).await.node();
        let pin = node.pin().await.unwrap();
        assert_eq!(pin.genesis, chain.hashes(0)[0]);
        assert_eq!(node.check_pin(pin).await, Ok(()));
        let other_id = Pin { chain_id: 2, ..pin };
        assert!(matches!(
            node.check_pin(other_id).await,
            Err(NodeError::OtherChain {
                what: "chain id",
                ..
            })
        ));
        chain.restart(7);
        let error = node.check_pin(pin).await.unwrap_err();
        assert!(matches!(
            &error,
            NodeError::OtherChain {
                what: "first block",
                ..
            }
        ));
        assert!(!error.is_transient());
    });
}

#[test]
fn a_contract_must_be_there_and_be_the_one_meant() {
    run(async {
        let node = Stub::of(FakeChain::default()).await.node();
        let nobody = Address::repeat_byte(1);
        assert_eq!(
            node.contract(nobody, None).await,
            Err(NodeError::NoContract(nobody))
        );
        let code = node.contract(CONTRACT, None).await.unwrap();
        assert_eq!(node.contract(CONTRACT, Some(code)).await, Ok(code));
        let expected = B256::repeat_byte(3);
        assert_eq!(
            node.contract(CONTRACT, Some(expected)).await,
            Err(NodeError::OtherContract {
                contract: CONTRACT,
                found: code,
                expected
            })
        );
    });
}

#[test]
fn a_first_block_that_no_rule_made_has_a_name() {
    run(async {
        let chain = FakeChain::default();
        chain.misname(0);
        let node = Stub::of(chain.clone()).await.node();
        assert!(node.header(0).await.unwrap_err().is_disbelief());
        assert_eq!(node.named(0).await, Ok(Some(B256::repeat_byte(0xee))));
        assert_eq!(node.genesis().await, Ok(B256::repeat_byte(0xee)));
        assert_eq!(node.named(1).await, Ok(None));
    });
}
