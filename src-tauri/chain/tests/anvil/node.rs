//! A running anvil, gone with the test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use alloy::primitives::{B256, hex};
use alloy::transports::http::reqwest::Client;
use chain::{Account, Auth, Node};
use serde_json::{Value, json};

/// The key of its first account, which is public knowledge.
const KEY: [u8; 32] = hex!("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

pub(crate) struct Anvil {
    child: Child,
    port: u16,
    client: Client,
}

impl Anvil {
    pub(crate) async fn start(options: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = Command::new(program())
            .args(["--silent", "--port", &port.to_string()])
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        let anvil = Self {
            child,
            port,
            client,
        };
        for _ in 0..500 {
            if anvil.node().chain_id().await.is_ok() {
                return anvil;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("anvil does not answer");
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn node(&self) -> Node {
        Node::connect(&self.url(), Auth::None).unwrap()
    }

    pub(crate) fn account() -> Account {
        Account::from_key(B256::from(KEY)).unwrap()
    }

    /// Asks it, and gives the answer as it came.
    pub(crate) async fn raw(&self, body: &Value) -> Vec<u8> {
        let request = self.client.post(self.url()).json(body);
        let answer = request.send().await.unwrap();
        answer.bytes().await.unwrap().to_vec()
    }

    pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let answer: Value = serde_json::from_slice(&self.raw(&body).await).unwrap();
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("WAYMARK_ANVIL") {
        return named.into();
    }
    let packages = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    packages.canonicalize().unwrap()
}
