//! A network with the chip story on its ledger, and workspaces of it.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Answer, Anvil, Consensus, Devnet, Fork, Sealing, Waymark, four, scratch};

/// A ledger on a network of its own.
#[derive(Debug)]
pub struct Told {
    /// The network, through the node that its ledger was told by.
    pub devnet: Devnet,
    /// The ledger's address.
    pub contract: String,
    folder: TempDir,
    workspaces: AtomicU32,
}

/// The network that tests share that change nothing on it, as long as one of them runs.
static SHARED: Mutex<Weak<Told>> = Mutex::new(Weak::new());

impl Told {
    /// A network of four QBFT validators with the chip story, for tests that change nothing on it.
    pub fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let told = Arc::new(Self::on(Fork::LondonWithoutFees));
            *shared = Arc::downgrade(&told);
            told
        })
    }

    /// Starts a network of four QBFT validators, puts the ledger on it and tells the chip story.
    pub fn on(fork: Fork) -> Self {
        let told = Self::silent(fork, four(Consensus::Qbft));
        told.tell_chips();
        told
    }

    /// Starts a network that is sealed so and puts the ledger on it.
    pub fn silent(fork: Fork, sealing: Sealing) -> Self {
        Self::silent_on(Devnet::sealed_by(fork, sealing))
    }

    /// Puts the ledger on this network.
    pub fn silent_on(devnet: Devnet) -> Self {
        let folder = scratch();
        let key = folder.path().join("operator.key");
        fs::write(&key, Anvil::KEY).unwrap();
        let (url, key) = (devnet.url(), key.display().to_string());
        let deploy = ["ledger", "deploy", "--rpc", &url, "--key", &key];
        let contract = waymark(&deploy).good().out.trim().to_owned();
        Self {
            devnet,
            contract,
            folder,
            workspaces: AtomicU32::new(0),
        }
    }

    /// Tells the chip story to the ledger.
    pub fn tell_chips(&self) {
        let (url, key) = (self.devnet.url(), self.path("operator.key"));
        let ledger = ["--rpc", &url, "--contract", &self.contract, "--key", &key];
        let simulate = ["ledger", "simulate", "--scenario", "chips"];
        let _ = waymark(&[&simulate[..], &ledger].concat()).good();
    }

    /// This test's own folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A path in this test's own folder.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A new workspace that trusts what the node says; nothing is synced yet.
    pub fn init(&self, name: &str) -> String {
        let (dir, url) = (self.path(name), self.devnet.url());
        let node = ["--rpc", &url, "--contract", &self.contract, "--accept"];
        let _ = waymark(&[&["init", &dir][..], &node].concat()).good();
        dir
    }

    /// A new workspace whose name does not matter.
    pub fn init_new(&self) -> String {
        let number = self.workspaces.fetch_add(1, Ordering::Relaxed);
        self.init(&format!("workspace-{number}"))
    }

    /// The same with everything in it.
    pub fn synced_new(&self) -> String {
        let dir = self.init_new();
        sync(&dir);
        dir
    }

    /// A new workspace with everything in it.
    pub fn synced(&self, name: &str) -> String {
        let dir = self.init(name);
        sync(&dir);
        dir
    }
}

/// One call of `waymark`, run to its end.
pub fn waymark(args: &[&str]) -> Answer {
    Waymark::new(args).run()
}

/// A sync that goes well, and what it says of itself.
pub fn sync(dir: &str) -> Value {
    waymark(&["sync", dir, "--json"]).good().json()
}

/// The assets of a workspace, as `waymark assets --json` lists them.
pub fn assets(dir: &str) -> Value {
    waymark(&["assets", dir, "--json"]).good().json()
}

/// From now on the workspace is synced with this node, whatever it is.
pub fn point_to(dir: &str, url: &str) {
    let file = format!("{dir}/node.json");
    fs::write(file, json!({ "rpc": url }).to_string()).unwrap();
}
