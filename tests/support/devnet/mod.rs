//! The devnet: a proxy before anvil that shows its blocks as a consortium's validators would have sealed them, and that can
//! misbehave in all the ways nodes do.
//!
//! State, transaction and receipt roots stay true; parent hash, miner, difficulty, mix hash, nonce and extra data are
//! rewritten, so that the hashes chain, and every block hash in questions and answers is renamed. Its header encoder is
//! written apart from the crate that checks seals, so that the two check each other.

mod answering;
mod header;
mod private;
mod resealed;
mod rlp;
mod sealing;
mod server;
mod socket;
mod switch;
mod upstream;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::{Anvil, Fork};
use answering::Shared;
pub use sealing::{Consensus, Sealing, validator};
use server::Server;
pub use switch::{Switch, Vendor};
use upstream::Upstream;

/// A running devnet. It ends with this value; the anvil behind it may go on for others.
#[derive(Debug)]
pub struct Devnet {
    anvil: Arc<Anvil>,
    /// An anvil that took the place of the first.
    other: Mutex<Option<Anvil>>,
    shared: Arc<Shared>,
    server: Server,
}

impl Devnet {
    /// A network of four QBFT validators (those that seal the sample) that follows these rules and misbehaves so.
    pub fn start(fork: Fork, switches: &[Switch]) -> Self {
        let devnet = Self::sealed_by(fork, four(Consensus::Qbft));
        for switch in switches {
            devnet.misbehave(switch.clone());
        }
        devnet
    }

    /// A network sealed in another way.
    pub fn sealed_by(fork: Fork, sealing: Sealing) -> Self {
        Self::before(&Arc::new(Anvil::start(fork, &[])), sealing)
    }

    /// A node of the network behind which this anvil stands. Several nodes may stand before one anvil, each with its own
    /// ways to misbehave; those that seal alike show the same blocks.
    pub fn before(anvil: &Arc<Anvil>, sealing: Sealing) -> Self {
        Self::at_port(0, anvil, BTreeMap::from([(0, sealing)]))
    }

    /// The same on a port of one's choice (0 is any), sealed so from these blocks on, the first of which is 0.
    pub fn at_port(port: u16, anvil: &Arc<Anvil>, plans: BTreeMap<u64, Sealing>) -> Self {
        let shared = Arc::new(Shared::new(anvil.port(), plans));
        let server = Server::start(port, &shared).unwrap();
        Self {
            anvil: Arc::clone(anvil),
            other: Mutex::default(),
            shared,
            server,
        }
    }

    /// Another, honest node of the same network.
    #[must_use]
    pub fn another_node(&self) -> Self {
        let plans = self.shared.chain().plans().clone();
        Self::at_port(0, &self.anvil, plans)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Its address for a WebSocket.
    pub fn socket_url(&self) -> String {
        format!("ws://{}", self.server.address())
    }

    /// What stands behind it.
    pub fn anvil(&self) -> &Arc<Anvil> {
        &self.anvil
    }

    /// From now on it misbehaves so, too.
    pub fn misbehave(&self, switch: Switch) {
        {
            let mut chain = self.shared.chain();
            match &switch {
                Switch::StaleFork { from } => {
                    let sealing = chain.plan(*from).clone();
                    let alone = [sealing.validators[0]];
                    chain.lie(
                        *from,
                        sealing.vanity("a branch that died").signed_by(&alone),
                    );
                }
                Switch::ForgedSeals { from, signers } => {
                    let sealing = chain.plan(*from).clone().signed_by(signers);
                    chain.lie(*from, sealing);
                }
                _ => {}
            }
        }
        self.shared.switches().push(switch);
    }

    /// From now on it behaves as it should.
    pub fn behave(&self) {
        self.shared.switches().clear();
        self.shared.chain().come_clean();
    }

    /// From this block on it is sealed so.
    pub fn seal_from(&self, block: u64, sealing: Sealing) {
        self.shared.chain().seal_from(block, sealing);
    }

    /// Another chain takes the place of this one, as when a development network is started anew at the same address.
    pub fn become_another(&self, anvil: Anvil) {
        self.shared.become_another(anvil.port());
        *self.other.lock().unwrap_or_else(PoisonError::into_inner) = Some(anvil);
    }

    /// The newest so many blocks are replaced by empty ones.
    pub fn reorg(&self, depth: u64) {
        self.anvil.ask("anvil_reorg", &json!([depth, []]));
    }

    /// So many more empty blocks.
    pub fn mine(&self, blocks: u64) {
        self.anvil
            .ask("anvil_mine", &json!([format!("{blocks:#x}")]));
    }

    /// The number of the newest block, whatever the switches say.
    pub fn head(&self) -> u64 {
        header::quantity(&self.anvil.ask("eth_blockNumber", &json!([])))
    }

    /// How often a method was asked for.
    pub fn count(&self, method: &str) -> u64 {
        self.shared.count(method)
    }

    /// Asks it over JSON-RPC and answers the result; it must not answer with an error.
    pub fn ask(&self, method: &str, params: Value) -> Value {
        let port = self.server.address().port();
        let call = [(method.to_owned(), params)];
        let answers = Upstream::default().ask_all(port, &call).unwrap();
        let [mut answer] = <[Value; 1]>::try_from(answers).unwrap();
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }
}

/// Four validators, those that seal the sample.
pub fn four(consensus: Consensus) -> Sealing {
    Sealing::by(consensus, &[0, 1, 2, 3])
}
