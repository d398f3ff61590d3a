//! A `GoQuorum` node that takes part in a private transaction: it shows what happened in it like anything else, but the
//! block's roots cover a transaction in which nothing happened. It decides nothing; which answers pass here is decided in
//! `answering`.

use std::io;

use serde_json::{Value, json};

use super::header::quantity;
use super::switch::Switch;
use super::upstream::Upstream;

/// What such a node calls itself.
const NAME: &str = "Geth/v1.9.24-stable-d5ef77ca(quorum-v22.7.0)/linux-amd64/go1.15.5";

/// Where the log stands in its block, behind all that are true.
const PLACE: &str = "0x3e7";

/// What a node that takes part makes of a true answer.
pub(super) fn show(
    switch: &Switch,
    (method, params): (&str, &Value),
    result: &mut Value,
    line: &mut Upstream,
    port: u16,
) -> io::Result<()> {
    let Switch::PrivateTransaction { hash, log } = switch else {
        return Ok(());
    };
    match method {
        "web3_clientVersion" => *result = json!(NAME),
        "eth_getTransactionByHash" if result["hash"] == json!(hash) => {
            result["v"] = json!("0x25");
        }
        "eth_getBlockReceipts" => {
            for receipt in result.as_array_mut().into_iter().flatten() {
                fill(receipt, hash, log);
            }
        }
        "eth_getTransactionReceipt" => fill(result, hash, log),
        "eth_getLogs" => {
            let receipt = line.ask(port, "eth_getTransactionReceipt", json!([hash]))?;
            let logs = result
                .as_array_mut()
                .filter(|_| covers(&params[0], &receipt));
            if let Some(logs) = logs {
                logs.push(placed(log, &receipt));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Puts the log into the receipt if it is the private transaction's.
fn fill(receipt: &mut Value, hash: &str, log: &Value) {
    if receipt["transactionHash"] == json!(hash) {
        receipt["logs"] = json!([placed(log, receipt)]);
        receipt["logsBloom"] = json!(format!("0x{}", "ff".repeat(256)));
    }
}

/// Whether a filter asks for the receipt's block.
fn covers(filter: &Value, receipt: &Value) -> bool {
    if !filter["blockHash"].is_null() {
        return filter["blockHash"] == receipt["blockHash"];
    }
    let asked = quantity(&filter["fromBlock"])..=quantity(&filter["toBlock"]);
    asked.contains(&quantity(&receipt["blockNumber"]))
}

/// The log where this receipt is.
fn placed(log: &Value, receipt: &Value) -> Value {
    let mut placed = log.clone();
    for label in [
        "blockHash",
        "blockNumber",
        "transactionHash",
        "transactionIndex",
    ] {
        placed[label] = receipt[label].clone();
    }
    placed["logIndex"] = json!(PLACE);
    placed
}
