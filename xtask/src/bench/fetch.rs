//! The ceilings: what a node gives to someone who only takes it. Runs as a process of its own and prints what came.

use std::io;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::failure::Failure;

use super::node::{Node, call, hex, unexpected};

/// What is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// The ledger's logs, by `eth_getLogs`
    Logs,
    /// All headers, and all receipts by `eth_getBlockReceipts`
    Blocks,
}

/// Fetches and throws away.
#[derive(Args, Debug)]
pub(crate) struct Fetch {
    /// What to fetch
    what: What,
    /// The node's port on this machine
    #[arg(long)]
    port: u16,
    /// The ledger's address
    #[arg(long)]
    contract: String,
    /// The last block
    #[arg(long)]
    head: u64,
    /// Blocks per request
    #[arg(long)]
    blocks: u64,
}

impl Fetch {
    /// Fetches all and prints how many bytes came.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let bytes = self
            .bytes()
            .map_err(|error| unexpected("fetch", &error.to_string()))?;
        println!("{bytes}");
        Ok(())
    }

    fn bytes(&self) -> io::Result<usize> {
        let mut node = Node::connect(self.port)?;
        let mut bytes = 0;
        let mut first = 1;
        while first <= self.head {
            let last = self.head.min(first + self.blocks - 1);
            for request in self.requests(first, last) {
                bytes += node.fetch(&request)?;
            }
            first = last + 1;
        }
        Ok(bytes)
    }

    fn requests(&self, first: u64, last: u64) -> Vec<Value> {
        let each = |method: &str, params: fn(u64) -> Value| {
            let calls = (first..=last).map(|number| call(number, method, &params(number)));
            calls.collect::<Value>()
        };
        match self.what {
            What::Logs => vec![call(
                first,
                "eth_getLogs",
                &json!([{ "address": self.contract, "fromBlock": hex(first), "toBlock": hex(last) }]),
            )],
            What::Blocks => vec![
                each("eth_getBlockByNumber", |number| json!([hex(number), false])),
                each("eth_getBlockReceipts", |number| json!([hex(number)])),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_asked_for_once() {
        let fetch = Fetch {
            what: What::Blocks,
            port: 1,
            contract: "0xaa".into(),
            head: 9,
            blocks: 4,
        };
        let requests = fetch.requests(5, 8);
        assert_eq!(requests.len(), 2, "headers, then receipts");
        assert_eq!(requests[0].as_array().map(Vec::len), Some(4));
        assert_eq!(requests[1][3]["params"], json!(["0x8"]));
    }
}
