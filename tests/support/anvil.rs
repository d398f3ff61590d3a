//! A development chain: anvil on a free port of this machine, gone with the test.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::project_root;

/// How long it may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which rules the chain follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fork {
    /// Berlin without fees, as `GoQuorum` runs it: the newest rules that it knows.
    BerlinWithoutFees,
    /// London without fees, as consortium networks run it.
    LondonWithoutFees,
    /// Whatever is anvil's newest, with fees.
    Newest,
}

impl Fork {
    fn options(self) -> &'static [&'static str] {
        match self {
            Self::BerlinWithoutFees => &["--hardfork", "berlin", "--gas-price", "0"],
            Self::LondonWithoutFees => &[
                "--hardfork",
                "london",
                "--base-fee",
                "0",
                "--gas-price",
                "0",
            ],
            Self::Newest => &[],
        }
    }
}

/// A running anvil.
#[derive(Debug)]
pub struct Anvil {
    child: Child,
    port: u16,
}

impl Anvil {
    /// The private key of its first account, which is public knowledge.
    pub const KEY: &str = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    /// Starts one that follows these rules, with more options.
    pub fn start(fork: Fork, options: &[&str]) -> Self {
        let port = free_port();
        let mut command = Command::new(program());
        command.args(["--port", &port.to_string(), "--silent"]);
        command.args(fork.options());
        let child = command
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let anvil = Self { child, port };
        let start = Instant::now();
        while anvil.try_ask("eth_chainId", &json!([])).is_err() {
            assert!(start.elapsed() < PATIENCE, "anvil does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        anvil
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Asks it over JSON-RPC.
    pub fn ask(&self, method: &str, params: &Value) -> Value {
        let answer = self.try_ask(method, params).unwrap();
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    fn try_ask(&self, method: &str, params: &Value) -> std::io::Result<Value> {
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let body = call.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "POST / HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok(serde_json::from_str(body)?)
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Where `WAYMARK_ANVIL` says, or among the contracts' packages.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("WAYMARK_ANVIL") {
        return named.into();
    }
    let packages = project_root().join("contracts/node_modules/@foundry-rs");
    let found = std::fs::read_dir(&packages).into_iter().flatten().flatten();
    found
        .map(|package| package.path().join("bin/anvil"))
        .find(|program| program.is_file())
        .unwrap_or_else(|| {
            panic!("anvil is missing: run `npm ci` in contracts, or name it in WAYMARK_ANVIL")
        })
}
