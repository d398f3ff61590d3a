//! A `GoQuorum` node that takes part in a private transaction shows its events; no block's root covers them. They are listed,
//! and counted nowhere: what is held is what a node that knows nothing of them gives.

use serde_json::{Value, json};
use support::{Consensus, Devnet, Fork, Switch, four};

use crate::model::rows;
use crate::network::{assets, point_to, sync, waymark};
use crate::writer::{Writer, making};

/// Sends a payment, which the next block takes in.
fn pay(devnet: &Devnet) -> String {
    let accounts = devnet.anvil().ask("eth_accounts", &json!([]));
    let payment =
        json!({ "from": accounts[0], "to": accounts[3], "value": "0x1", "gasPrice": "0x0" });
    let hash = devnet.anvil().ask("eth_sendTransaction", &json!([payment]));
    hash.as_str().unwrap().to_owned()
}

/// Block and logs of a transaction.
fn receipt(devnet: &Devnet, hash: &str) -> Value {
    devnet.ask("eth_getTransactionReceipt", json!([hash]))
}

fn listed(dir: &str) -> Vec<String> {
    let doctor = waymark(&["doctor", dir, "--offline", "--json"])
        .good()
        .json();
    let checks = doctor["checks"].as_array().unwrap().iter();
    let found = checks.filter(|check| check["code"] == "disagreements");
    let messages = found.map(|check| check["message"].as_str().unwrap().to_owned());
    messages.collect()
}

/// A ledger, and two payments: one in a block with an event, one in a block without.
fn two_payments() -> (Writer, [String; 2], Value) {
    let writer = Writer::on(Fork::BerlinWithoutFees, four(Consensus::Ibft1));
    let devnet = writer.devnet();
    let beside = pay(devnet);
    writer.write_as_party(&[making("urn:epc:class:lgtin:8991102.000001.P1", 1)]);
    let block = receipt(devnet, &beside)["blockNumber"].clone();
    let filter = json!([{ "address": writer.told.contract, "fromBlock": block, "toBlock": block }]);
    let answer = devnet.ask("eth_getLogs", filter);
    // The event of record says most; what else is logged beside it is short.
    let long = |log: &&Value| log["data"].as_str().unwrap().len();
    let longest = answer.as_array().unwrap().iter().max_by_key(long);
    let event = longest.expect("an event beside the payment").clone();
    let alone = pay(devnet);
    devnet.mine(1);
    assert_ne!(receipt(devnet, &alone)["blockNumber"], block);
    (writer, [beside, alone], event)
}

#[test]
fn private_events_are_listed_and_counted_nowhere() {
    let (writer, payments, log) = two_payments();
    let whole = writer.told.synced_new();
    assert_eq!(
        listed(&whole).len(),
        1,
        "nothing is said of what is not there"
    );
    // A second event of that lot would be a contradiction: what is private must not be folded in.
    for (hash, quick) in [
        (&payments[0], false),
        (&payments[1], false),
        (&payments[0], true),
        (&payments[1], true),
    ] {
        let node = writer.devnet().another_node();
        let (hash, log) = (hash.clone(), log.clone());
        let block = receipt(&node, &hash)["blockNumber"].clone();
        node.misbehave(Switch::PrivateTransaction { hash, log });
        let dir = writer.told.init_new();
        point_to(&dir, &node.url());
        if quick {
            let reported = waymark(&["sync", &dir, "--reported-only", "--json"]);
            noted(&reported.good().json());
            assert_eq!(assets(&dir)["assets"].as_array().unwrap().len(), 1);
            sync(&dir);
        } else {
            noted(&sync(&dir));
        }
        assert_eq!(assets(&dir), assets(&whole));
        assert!(rows(&dir) == rows(&whole), "held is what is proven");
        let messages = listed(&dir);
        let [message] = &messages[..] else {
            panic!("listed once: {messages:#?}");
        };
        let number = u64::from_str_radix(&block.as_str().unwrap()[2..], 16).unwrap();
        let place = format!("of block {number}: private, cannot be proven: commissioned 0x");
        assert!(message.contains(&place), "{message}");
        // It is said once, and stays listed.
        assert_eq!(sync(&dir)["notes"], json!([]));
        assert_eq!(listed(&dir), messages);
    }
}

fn noted(synced: &Value) {
    let notes = synced["notes"].as_array().unwrap();
    let note = notes
        .iter()
        .find(|note| note["code"] == "private_transactions");
    let note = note.unwrap_or_else(|| panic!("no word of it: {synced:#}"));
    let message = note["message"].as_str().unwrap();
    assert!(message.contains("private, cannot be proven"), "{message}");
}

#[test]
fn a_log_that_is_not_in_a_private_transaction_is_still_a_lie() {
    let (writer, [beside, _], log) = two_payments();
    let node = writer.devnet().another_node();
    node.misbehave(Switch::PrivateTransaction { hash: beside, log });
    // It does not say any more that the transaction is private.
    let method = "eth_getTransactionByHash";
    node.misbehave(Switch::MissingMethod { method });
    let dir = writer.told.init_new();
    point_to(&dir, &node.url());
    let refused = waymark(&["sync", &dir, "--json"]);
    assert!(refused.err.contains("the receipts of block"), "{refused:?}");
    refused.refused(1);
    assert_eq!(rows(&dir), "");
}
