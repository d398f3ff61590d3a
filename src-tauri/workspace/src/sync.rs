//! Sync: pull verified blocks from the node, batch by batch, each committed whole.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use chain::{Batch, Cursor, Node, Puller};
use store::{Commit, Store};
use tokio::runtime::Runtime;
use verify::TrustedNetwork;

use crate::import::begins_at;
use crate::network::check_network;
use crate::node_file::NodeFile;
use crate::{Failure, FailureKind, Workspace, ingest};

/// How far a sync has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SyncProgress {
    /// The newest block held.
    pub block: u64,
    /// The node's newest block.
    pub head: u64,
    /// How many events came in so far.
    pub events: u64,
}

/// What a sync brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Synced {
    /// The newest block held.
    pub block: u64,
    /// How many blocks came in.
    pub blocks: u64,
    /// How many events came in.
    pub events: u64,
    /// How many times the chain had replaced blocks that were held.
    pub reorgs: u64,
}

impl Workspace {
    /// Pulls everything that is new; `now` (Unix seconds) is when. What was committed before a failure or a
    /// cancellation stays, and the next sync goes on from there.
    pub fn sync(
        &mut self,
        now: u64,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Synced, Failure> {
        let node = NodeFile::read(&self.folder.node())?
            .ok_or_else(no_node)?
            .connect()?;
        let runtime = runtime()?;
        runtime.block_on(self.check_node(&node))?;
        let pulled = runtime.block_on(self.pull(&node, progress, cancelled));
        if pulled.is_ok() {
            self.store.set_synced_at(now)?;
        }
        self.reload_and_index()?;
        self.store.checkpoint()?;
        pulled
    }

    async fn check_node(&self, node: &Node) -> Result<(), Failure> {
        let trusted = &self.trust.network;
        let found = TrustedNetwork {
            label: String::new(),
            chain_id: node.chain_id().await?,
            genesis: node.genesis().await?,
            contract: trusted.contract,
            // A node that has not caught up to the deployment has no code there yet.
            code_hash: node
                .code_hash(trusted.contract)
                .await?
                .unwrap_or(trusted.code_hash),
        };
        check_network(&found, trusted)
    }

    async fn pull(
        &mut self,
        node: &Node,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Synced, Failure> {
        let mut puller = Puller::new(node, self.network.contract, self.network.from_block);
        let mut synced = Synced::default();
        loop {
            if cancelled.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            let cursor = self
                .store
                .cursor()?
                .map(|(number, hash)| Cursor { number, hash });
            let store = &self.store;
            // A cache that cannot be read must not look like one that holds nothing: that would roll back too far.
            let broken = Cell::new(None);
            let held = |number: u64| match store.hash_at(number) {
                Ok(hash) => hash,
                Err(error) => {
                    broken.set(Some(error));
                    None
                }
            };
            let next = puller.next(cursor, &held).await;
            if let Some(error) = broken.take() {
                return Err(error.into());
            }
            let Some(batch) = next? else {
                synced.block = cursor.map_or(0, |cursor| cursor.number);
                return Ok(synced);
            };
            if let Some(first) = batch.parts.first()
                && !begins_at(&first.header, self.network.genesis)
            {
                return Err(other_chain());
            }
            let events = commit(&mut self.store, &batch, self.network.contract)?;
            synced.blocks += batch.parts.len() as u64;
            synced.events += events;
            synced.reorgs += u64::from(batch.rollback_to.is_some());
            let block = batch.cursor().map_or(batch.head, |cursor| cursor.number);
            progress(SyncProgress {
                block,
                head: batch.head,
                events: synced.events,
            });
        }
    }

    /// The node's address without credentials, if the workspace has one.
    pub(crate) fn node_url(&self) -> Option<String> {
        let file = NodeFile::read(&self.folder.node()).ok().flatten()?;
        Node::connect(&file.rpc, chain::Auth::None)
            .ok()
            .map(|node| node.url())
    }
}

fn commit(
    store: &mut Store,
    batch: &Batch,
    contract: alloy_primitives::Address,
) -> Result<u64, Failure> {
    let events = ingest::event_rows(&batch.parts, contract);
    store.commit(&Commit {
        rollback_to: batch.rollback_to,
        parts: &batch.parts,
        events: &events,
    })?;
    Ok(events.len() as u64)
}

fn other_chain() -> Failure {
    Failure::new(
        FailureKind::OtherNetwork,
        "the node's blocks do not go back to the first block that is trusted",
        "Check the node's address; nothing of its answer was kept.",
    )
}

fn no_node() -> Failure {
    Failure::new(
        FailureKind::Usage,
        "this workspace has no node to sync with",
        "It came from a file. Make one with `waymark init DIR --rpc URL --contract 0x…` to follow a live ledger.",
    )
}

fn stopped() -> Failure {
    Failure::new(
        FailureKind::Cancelled,
        "the sync was stopped",
        "What came in so far is kept; sync again to go on.",
    )
}

/// A runtime for one call: nothing of it outlives the call.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::internal)
}
