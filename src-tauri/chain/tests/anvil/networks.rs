//! Sync and submit on networks of different rules: without EIP-1559, without fees, and as anvil is today.

use std::time::Duration;

use alloy::primitives::{Address, B256, U256};
use chain::{
    Account, Connection, Cursor, Doorbell, LogPuller, Node, NodeError, Pulled, PulledLogs, Puller,
    ReportedLog, Ring, compare,
};
use evidence::Consensus;
use serde_json::json;

use crate::ledger::{calldata, deploy};
use crate::node::Anvil;

const NETWORKS: [&[&str]; 3] = [
    &["--hardfork", "berlin", "--gas-price", "0"],
    &[
        "--hardfork",
        "london",
        "--base-fee",
        "0",
        "--gas-price",
        "0",
    ],
    &[],
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_comes_from_every_network() {
    if !crate::long() {
        return;
    }
    for options in NETWORKS {
        let anvil = Anvil::start(options).await;
        let node = anvil.node();
        let pin = node.pin().await.unwrap();
        // Nothing has happened: block 0 is all there is, and it is no obstacle.
        assert_eq!(node.head().await, Ok(0));
        let at = Cursor {
            number: 0,
            hash: pin.genesis,
        };
        let mut puller = Puller::new(&node, Address::ZERO, 0).pinned(pin);
        let outcome = puller.pull(Some(at), &|_| Some(pin.genesis)).await;
        assert_eq!(outcome, Ok(Pulled::UpToDate { head: 0 }), "{options:?}");
        follow(&anvil, &node).await;
    }
}

async fn follow(anvil: &Anvil, node: &Node) {
    let (account, contract) = (Anvil::account(), deploy(anvil).await);
    node.contract(contract, None).await.unwrap();
    for logs in [1, 0, 5] {
        let mined = node.send(&account, contract, calldata(logs)).await.unwrap();
        assert_eq!(mined.logs.len() as u64, logs);
    }
    let proven = proven(node, contract).await;
    let reported = reported(node, contract).await;
    assert_eq!(proven.len(), 6);
    let as_reported: Vec<_> = reported
        .iter()
        .map(|log| (log.block, log.log_index))
        .collect();
    assert_eq!(proven, as_reported);
    state(node, contract).await;
    assert_eq!(node.validators(Consensus::Ethereum, 1).await, Ok(vec![]));
    assert_eq!(
        compare(node, node, contract, 0..=100).await.unwrap().len(),
        2
    );
    set_back(anvil, node, &account, contract).await;
    announced(anvil, node, &account, contract).await;
}

/// Where the contract's logs are, from whole blocks.
async fn proven(node: &Node, contract: Address) -> Vec<(u64, u32)> {
    let Pulled::Batch(batch) = Puller::new(node, contract, 1)
        .pull(None, &|_| None)
        .await
        .unwrap()
    else {
        panic!("nothing came");
    };
    let blocks = batch.parts.iter();
    blocks
        .flat_map(|part| {
            let logs = part.receipts.iter().flat_map(evidence::Receipts::logs);
            logs.map(|log| (part.header.number(), log.log_index))
        })
        .collect()
}

async fn reported(node: &Node, contract: Address) -> Vec<ReportedLog> {
    match LogPuller::new(node, contract, 1)
        .pull(None, &|_| None)
        .await
        .unwrap()
    {
        PulledLogs::Batch(batch) => batch.logs,
        other => panic!("{other:?}"),
    }
}

/// Slot 0 holds what the last call said, and slot 1 nothing.
async fn state(node: &Node, contract: Address) {
    let head = node.head().await.unwrap();
    let header = node.header(head).await.unwrap().unwrap();
    let slots = [B256::ZERO, B256::with_last_byte(1)];
    let evidence = node.state(contract, &slots, &header).await.unwrap();
    let account = evidence.prove(header.state_root(), contract).unwrap();
    assert_eq!(account.slots(&slots), Ok(vec![U256::from(5), U256::ZERO]));
    let many: Vec<B256> = (0..250_u64).map(|slot| U256::from(slot).into()).collect();
    node.state(contract, &many, &header).await.unwrap();
    let before = node.header(head - 3).await.unwrap().unwrap();
    let older = node.state(contract, &slots, &before).await.unwrap();
    let account = older.prove(before.state_root(), contract).unwrap();
    assert_eq!(account.slots(&slots), Ok(vec![U256::ZERO, U256::ZERO]));
    let nobody = Address::repeat_byte(0xab);
    assert_eq!(
        node.state(nobody, &slots, &header).await,
        Err(NodeError::NoContract(nobody))
    );
}

/// A chain that is set back supersedes nothing until it grows anew.
async fn set_back(anvil: &Anvil, node: &Node, account: &Account, contract: Address) {
    let snapshot = anvil.ask("evm_snapshot", json!([])).await;
    let kept = node.head().await.unwrap();
    anvil.ask("anvil_mine", json!(["0x5"])).await;
    let Pulled::Batch(batch) = Puller::new(node, contract, 1)
        .pull(None, &|_| None)
        .await
        .unwrap()
    else {
        panic!("nothing came");
    };
    let held = |number: u64| {
        let at = usize::try_from(number).unwrap() - 1;
        batch.parts.get(at).map(|part| part.header.hash())
    };
    assert_eq!(
        anvil.ask("evm_revert", json!([snapshot])).await,
        json!(true)
    );
    let mut puller = Puller::new(node, contract, 1);
    let outcome = puller.pull(batch.cursor(), &held).await;
    assert_eq!(outcome, Ok(Pulled::Behind { head: kept }));
    node.send(account, contract, calldata(2)).await.unwrap();
    let outcome = puller.pull(batch.cursor(), &held).await.unwrap();
    let Pulled::Batch(batch) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(batch.rollback_to, Some(kept));
    assert_eq!(batch.parts.len(), 1);
}

async fn announced(anvil: &Anvil, node: &Node, account: &Account, contract: Address) {
    let connection = Connection {
        ws: Some(anvil.url().replace("http", "ws")),
        ..Connection::to(anvil.url())
    };
    let mut bell = Doorbell::to(&connection)
        .unwrap()
        .every(Duration::from_secs(30));
    assert_eq!(bell.ring().await, Ring::Announced);
    node.send(account, contract, calldata(1)).await.unwrap();
    assert_eq!(bell.ring().await, Ring::Announced);
}
