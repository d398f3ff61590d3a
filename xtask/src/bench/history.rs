//! A development chain with a long history on it: the ledger is deployed, then an emitter takes its place for as long as
//! the history is written, and gives it back. The logs are in topics, data and address what the ledger would have
//! written; the transactions around them are smaller, as no books are kept.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::{failure::Failure, process::Program, project::Project, setup};

use super::node::{Node, call, hex, unexpected};

/// The first of the development keys that every copy of anvil funds; it guards nothing.
const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const SENDER: &str = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

/// Chain id of the benchmark's chain.
pub(crate) const CHAIN_ID: u64 = 4243;

/// What the emitter writes before the first round.
const INTRODUCTIONS: u64 = 8;

/// Empty blocks on top, so that the history is final for whoever waits for some depth.
const BLOCKS_ON_TOP: u64 = 64;

/// How long a node has to answer for the first time.
const START: Duration = Duration::from_secs(20);

/// How events lie in blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// 500 events per block, 50 per transaction
    Dense,
    /// 100 events per block, one per transaction
    Single,
}

/// Who makes the blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Blocks<'a> {
    /// A development chain, which seals nothing.
    Plain,
    /// The same behind this program, `waymark-devnet`, which shows them as sealed by four QBFT validators.
    Sealed(&'a Path),
}

impl Shape {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Single => "single",
        }
    }

    /// Events in a transaction and transactions in a block.
    pub(crate) fn sizes(self) -> (u64, u64) {
        match self {
            Self::Dense => (50, 10),
            Self::Single => (1, 100),
        }
    }

    pub(crate) fn events_per_block(self) -> u64 {
        let (events, transactions) = self.sizes();
        events * transactions
    }
}

/// A running chain with its history; it ends with this value.
pub(crate) struct History {
    chain: Child,
    pub(crate) port: u16,
    /// The ledger's address.
    pub(crate) contract: String,
    /// Events of record on the ledger.
    pub(crate) events: u64,
    /// The newest block.
    pub(crate) head: u64,
}

impl History {
    /// Starts a chain and writes this many events of record, besides those that introduce the parties.
    pub(crate) fn write(
        project: &Project,
        waymark: &Path,
        port: u16,
        blocks: Blocks<'_>,
        shape: Shape,
        events: u64,
    ) -> Result<Self, Failure> {
        let emitter = compile(project)?;
        let chain = start(&setup::anvil(project), port, blocks)?;
        let mut history = Self {
            chain,
            port,
            contract: String::new(),
            events: events + INTRODUCTIONS,
            head: 0,
        };
        let mut node = history.reach()?;
        node.call("evm_setAutomine", &json!([true]))?;
        history.contract = deploy(project, waymark, port)?;
        node.call("evm_setAutomine", &json!([false]))?;
        Writer::new(&history.contract, node)?.write(&emitter, shape, events)?;
        history.head = history.newest()?;
        Ok(history)
    }

    /// Where the chain answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn reach(&mut self) -> Result<Node, Failure> {
        let since = Instant::now();
        loop {
            if let Ok(node) = Node::connect(self.port) {
                return Ok(node);
            }
            let ended = self.chain.try_wait().ok().flatten();
            if ended.is_some() || since.elapsed() > START {
                return Err(unexpected("anvil", "nothing, and it did not start"));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn newest(&mut self) -> Result<u64, Failure> {
        number(&self.reach()?.call("eth_blockNumber", &json!([]))?)
    }
}

impl Drop for History {
    fn drop(&mut self) {
        // What stands before anvil ends with its input, and anvil with it; either may have ended by itself.
        if self.chain.stdin.take().is_none() {
            let _ = self.chain.kill();
        }
        let _ = self.chain.wait();
    }
}

fn start(anvil: &Path, port: u16, blocks: Blocks<'_>) -> Result<Child, Failure> {
    let port = port.to_string();
    let (program, mut command) = match blocks {
        Blocks::Plain => {
            let mut command = Command::new(anvil);
            command
                .args(["--hardfork", "london", "--base-fee", "0"])
                .args(["--gas-price", "0", "--silent", "--port", &port])
                .stdin(Stdio::null());
            (anvil, command)
        }
        // It knows the rules of the chain, and takes the options behind its own for anvil.
        Blocks::Sealed(devnet) => {
            let mut command = Command::new(devnet);
            command
                .args([&port, "qbft"])
                .env("WAYMARK_ANVIL", anvil)
                .stdin(Stdio::piped());
            (devnet, command)
        }
    };
    command
        .args(["--gas-limit", "1000000000000", "--order", "fifo"])
        .args(["--no-mining", "--prune-history", "--no-request-size-limit"])
        .args(["--chain-id", &CHAIN_ID.to_string()])
        .stdout(Stdio::null())
        .spawn()
        .map_err(Failure::file("starting", program))
}

fn deploy(project: &Project, waymark: &Path, port: u16) -> Result<String, Failure> {
    let key = project.target().join("bench/key");
    fs::write(&key, KEY).map_err(Failure::file("writing", &key))?;
    let address = Program::new(waymark)
        .args(["ledger", "deploy", "--rpc"])
        .arg(format!("http://127.0.0.1:{port}"))
        .arg("--key")
        .arg(&key)
        .output()?;
    Ok(address.trim().to_owned())
}

/// Sends what makes the history.
struct Writer<'a> {
    node: Node,
    contract: &'a str,
    nonce: u64,
}

impl<'a> Writer<'a> {
    fn new(contract: &'a str, mut node: Node) -> Result<Self, Failure> {
        let nonce = node.call("eth_getTransactionCount", &json!([SENDER, "latest"]))?;
        Ok(Self {
            nonce: number(&nonce)?,
            contract,
            node,
        })
    }

    fn write(mut self, emitter: &Emitter, shape: Shape, events: u64) -> Result<(), Failure> {
        let code = self
            .node
            .call("eth_getCode", &json!([self.contract, "latest"]))?;
        self.put(&json!(emitter.code))?;
        let introduce = self.transaction(&emitter.introduce, INTRODUCTIONS);
        self.block(&[introduce])?;
        let (per_transaction, per_block) = shape.sizes();
        let mut first = 0;
        while first < events {
            let mut transactions = Vec::new();
            while first < events && (transactions.len() as u64) < per_block {
                let count = per_transaction.min(events - first);
                let data = format!("{}{first:064x}{count:064x}", emitter.write);
                transactions.push(self.transaction(&data, count));
                first += count;
            }
            self.block(&transactions)?;
        }
        self.put(&code)?;
        let blocks = json!([hex(BLOCKS_ON_TOP)]);
        self.node.call("anvil_mine", &blocks).map(drop)
    }

    fn put(&mut self, code: &Value) -> Result<(), Failure> {
        self.node
            .call("anvil_setCode", &json!([self.contract, code]))
            .map(drop)
    }

    fn transaction(&mut self, data: &str, events: u64) -> Value {
        let params = json!([{
            "from": SENDER,
            "to": self.contract,
            "data": data,
            "gas": hex(100_000 + 200_000 * events),
            "gasPrice": "0x0",
            "nonce": hex(self.nonce),
        }]);
        self.nonce += 1;
        call(self.nonce, "eth_sendTransaction", &params)
    }

    /// One block of these transactions. Whether all of them succeeded shows in the number of events.
    fn block(&mut self, transactions: &[Value]) -> Result<(), Failure> {
        self.node.calls(transactions)?;
        self.node.call("evm_mine", &json!([])).map(drop)
    }
}

/// The compiled emitter.
struct Emitter {
    code: String,
    introduce: String,
    write: String,
}

/// Compiles `contracts/bench/LoadEmitter.sol` with the contract's own compiler.
fn compile(project: &Project) -> Result<Emitter, Failure> {
    let contracts = project.contracts();
    let mut sources = BTreeMap::new();
    for name in [
        "bench/LoadEmitter.sol",
        "src/ITraceLedger.sol",
        "src/TraceTypes.sol",
    ] {
        let path = contracts.join(name);
        let content = fs::read_to_string(&path).map_err(Failure::file("reading", path))?;
        sources.insert(name, json!({ "content": content }));
    }
    let input = json!({
        "language": "Solidity",
        "sources": sources,
        "settings": {
            "evmVersion": "berlin",
            "viaIR": true,
            "optimizer": { "enabled": true, "runs": 1000 },
            "outputSelection": { "*": { "LoadEmitter": ["evm.deployedBytecode.object", "evm.methodIdentifiers"] } },
        },
    });
    let output = solc(project, &input)?;
    let compiled = &output["contracts"]["bench/LoadEmitter.sol"]["LoadEmitter"]["evm"];
    let selectors = &compiled["methodIdentifiers"];
    let part = |value: &Value| match value.as_str() {
        Some(hex) => Ok(format!("0x{hex}")),
        None => Err(unexpected("solc", &output["errors"].to_string())),
    };
    Ok(Emitter {
        code: part(&compiled["deployedBytecode"]["object"])?,
        introduce: part(&selectors["introduce()"])?,
        write: part(&selectors["write(uint256,uint256)"])?,
    })
}

fn solc(project: &Project, input: &Value) -> Result<Value, Failure> {
    let path = project.contracts().join("solc.js");
    let mut compiler = setup::node(project)
        .arg(&path)
        .into_command()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Failure::file("starting", &path))?;
    if let Some(mut stdin) = compiler.stdin.take() {
        stdin
            .write_all(input.to_string().as_bytes())
            .map_err(Failure::file("writing to", &path))?;
    }
    let output = compiler
        .wait_with_output()
        .map_err(Failure::file("reading from", &path))?;
    serde_json::from_slice(&output.stdout).map_err(|error| unexpected("solc", &error.to_string()))
}

/// A number as JSON-RPC writes it.
fn number(value: &Value) -> Result<u64, Failure> {
    let digits = value.as_str().and_then(|text| text.strip_prefix("0x"));
    digits
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .ok_or_else(|| unexpected("anvil", &value.to_string()))
}
