//! How fast pulling is beside the plain fetch of the same answers, sequential and unread, and how much of a processor it
//! takes. It prints ratios and fails on wrong counts only: times are no test. `WAYMARK_BLOCKS` says how many blocks.

use std::time::Instant;

use alloy::primitives::{Address, hex};
use chain::{LogPuller, Node, Pulled, PulledLogs, Puller};
use serde_json::{Value, json};

use crate::ledger::{calldata, deploy};
use crate::node::Anvil;

/// How many blocks to measure with.
fn blocks() -> u64 {
    let named = std::env::var("WAYMARK_BLOCKS").ok();
    named.and_then(|blocks| blocks.parse().ok()).unwrap_or(100)
}

/// Wall time and processor time of this process, in seconds.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
}

struct Meter(Instant, f64);

impl Meter {
    fn start() -> Self {
        Self(Instant::now(), cpu())
    }

    fn stop(&self) -> Cost {
        Cost {
            wall: self.0.elapsed().as_secs_f64(),
            cpu: cpu() - self.1,
        }
    }
}

/// User and system time as Linux counts them, in hundredths of a second; 0 elsewhere.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks = fields
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pulling_beside_the_plain_fetch() {
    if !crate::long() {
        return;
    }
    println!(
        "shape | what | events/s fetched | pulled | ratio | µs of processor per event fetched | pulled"
    );
    for (shape, calls, logs) in [
        ("100 per block, one each", 100, 1),
        ("1000 per block, dense", 10, 100),
    ] {
        let anvil = Anvil::start(&["--order", "fifo", "--gas-limit", "100000000"]).await;
        let contract = deploy(&anvil).await;
        let (first, last) = fill(&anvil, contract, calls, logs).await;
        let events = blocks() * calls * logs;
        let node = anvil.node();
        for round in 0..3 {
            let raw = raw_logs(&anvil, contract, first, last).await;
            let pulled = pull_logs(&node, contract, first, events).await;
            print(shape, "logs", events, raw, pulled, round);
            let raw = raw_blocks(&anvil, first, last).await;
            let pulled = pull_blocks(&node, contract, first, events).await;
            print(shape, "headers and receipts", events, raw, pulled, round);
        }
    }
}

fn print(shape: &str, what: &str, events: u64, raw: Cost, pulled: Cost, round: u32) {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let events = events as f64;
    println!(
        "{shape} | {what} #{round} | {:.0} | {:.0} | {:.2} | {:.1} | {:.1}",
        events / raw.wall,
        events / pulled.wall,
        raw.wall / pulled.wall,
        1e6 * raw.cpu / events,
        1e6 * pulled.cpu / events,
    );
}

/// Blocks of so many calls that log so often each.
async fn fill(anvil: &Anvil, contract: Address, calls: u64, logs: u64) -> (u64, u64) {
    let before = anvil.node().head().await.unwrap();
    let from = Anvil::account().address();
    anvil.ask("evm_setAutomine", json!([false])).await;
    let call = json!([{ "from": from, "to": contract, "data": hex::encode_prefixed(calldata(logs)), "gas": "0xf4240" }]);
    let all: Value = (0..calls)
        .map(|id| json!({ "jsonrpc": "2.0", "id": id, "method": "eth_sendTransaction", "params": call }))
        .collect();
    for _ in 0..blocks() {
        anvil.raw(&all).await;
        anvil.ask("anvil_mine", json!(["0x1"])).await;
    }
    (before + 1, before + blocks())
}

/// As a simple client does it: one range after the other.
async fn raw_logs(anvil: &Anvil, contract: Address, first: u64, last: u64) -> Cost {
    let meter = Meter::start();
    let mut at = first;
    while at <= last {
        let to = last.min(at + 9);
        let filter = json!([{ "address": contract, "fromBlock": format!("{at:#x}"), "toBlock": format!("{to:#x}") }]);
        anvil
            .raw(&json!({ "jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": filter }))
            .await;
        at = to + 1;
    }
    meter.stop()
}

async fn raw_blocks(anvil: &Anvil, first: u64, last: u64) -> Cost {
    let meter = Meter::start();
    let numbers: Vec<u64> = (first..=last).collect();
    for some in numbers.chunks(20) {
        for method in ["eth_getBlockByNumber", "eth_getBlockReceipts"] {
            let one = |number: &u64| {
                let number = format!("{number:#x}");
                let params = if method == "eth_getBlockByNumber" {
                    json!([number, false])
                } else {
                    json!([number])
                };
                json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
            };
            anvil.raw(&some.iter().map(one).collect()).await;
        }
    }
    meter.stop()
}

async fn pull_logs(node: &Node, contract: Address, first: u64, events: u64) -> Cost {
    let meter = Meter::start();
    let mut puller = LogPuller::new(node, contract, first);
    let (mut cursor, mut count) = (None, 0);
    while let PulledLogs::Batch(batch) = puller.pull(cursor, &|_| None).await.unwrap() {
        cursor = Some(batch.cursor());
        count += batch.logs.len() as u64;
    }
    assert_eq!(count, events);
    meter.stop()
}

async fn pull_blocks(node: &Node, contract: Address, first: u64, events: u64) -> Cost {
    let meter = Meter::start();
    let mut puller = Puller::new(node, contract, first);
    let (mut cursor, mut count) = (None, 0);
    while let Pulled::Batch(batch) = puller.pull(cursor, &|_| None).await.unwrap() {
        cursor = batch.cursor();
        let receipts = batch.parts.iter().filter_map(|part| part.receipts.as_ref());
        count += receipts
            .map(|receipts| receipts.logs().len() as u64)
            .sum::<u64>();
    }
    assert_eq!(count, events);
    meter.stop()
}
