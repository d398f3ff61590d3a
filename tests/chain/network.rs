//! A chain with the chip story on it, and workspaces of it.

use serde_json::Value;
use support::{Answer, Anvil, Fork, Waymark, scratch};
use tempfile::TempDir;

/// A chain that tells the chip story.
pub(crate) struct Told {
    pub(crate) anvil: Anvil,
    pub(crate) contract: String,
    folder: TempDir,
}

impl Told {
    /// Starts a chain, puts the ledger on it and tells the story.
    pub(crate) fn on(fork: Fork) -> Self {
        let anvil = Anvil::start(fork, &[]);
        let folder = scratch();
        let key = folder.path().join("operator.key");
        std::fs::write(&key, Anvil::KEY).unwrap();
        let (url, key) = (anvil.url(), key.display().to_string());
        let deploy = ["ledger", "deploy", "--rpc", &url, "--key", &key];
        let contract = waymark(&deploy).good().out.trim().to_owned();
        let simulate = ["ledger", "simulate", "--rpc", &url, "--contract", &contract];
        let story = ["--key", &key, "--scenario", "chips"];
        let _ = waymark(&[&simulate[..], &story].concat()).good();
        Self {
            anvil,
            contract,
            folder,
        }
    }

    /// A path in this test's own folder.
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A new workspace that trusts what the node says; nothing is synced yet.
    pub(crate) fn init(&self, name: &str) -> String {
        let (dir, url) = (self.path(name), self.anvil.url());
        let node = ["--rpc", &url, "--contract", &self.contract, "--accept"];
        let _ = waymark(&[&["init", &dir][..], &node].concat()).good();
        dir
    }

    /// A new workspace with everything in it.
    pub(crate) fn synced(&self, name: &str) -> String {
        let dir = self.init(name);
        sync(&dir);
        dir
    }
}

pub(crate) fn waymark(args: &[&str]) -> Answer {
    Waymark::new(args).run()
}

pub(crate) fn sync(dir: &str) -> Value {
    waymark(&["sync", dir, "--json"]).good().json()
}

pub(crate) fn assets(dir: &str) -> Value {
    waymark(&["assets", dir, "--json"]).good().json()
}
