//! Sync: pull verified blocks from the node, batch by batch, each committed whole.
//!
//! A [`Syncer`] has a connection to the cache of its own, so that whoever reads the workspace goes on reading meanwhile. It
//! does not know what the events add up to: [`Syncer::reread`] makes a workspace that does.

mod earlier;
mod follow;
mod heads;
mod index;
mod pinned;
mod private;
mod progress;
mod pull;
mod reported;
mod resealed;
mod seals;
mod second;
mod words;

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use chain::{Node, Pin};
use store::{NetworkRow, Store};
use tokio::runtime::Runtime;
use verify::{Trust, TrustedNetwork};

pub use follow::{FollowNews, Following};
pub use progress::{SyncPhase, SyncProgress};

use crate::field::list_devices;
use crate::folder::{Folder, Lock};
use crate::network::{check_network, second_source};
use crate::node_file::{NodeAddress, NodeFile};
use crate::trust_file::read_trust;
use crate::{Failure, Workspace};
pub(crate) use seals::{Sealing, are_current};

use index::InStep;
use private::Private;
use words::{no_node, other_chain, stopped};

/// How often a cancellation is looked for while the node is waited for.
const LOOK: Duration = Duration::from_millis(50);

/// What a sync brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Synced {
    /// The newest block held.
    pub block: u64,
    /// The newest block that is proven to the validators' seals, where validators are trusted.
    pub sealed_to: Option<u64>,
    /// The newest block at which the heads of subjects are proven.
    pub proven_at: Option<u64>,
    /// How many blocks came in.
    pub blocks: u64,
    /// How many events came in.
    pub events: u64,
    /// How many times the chain had replaced blocks that were held.
    pub reorgs: u64,
    /// What the user should know beside it.
    pub notes: Vec<SyncNote>,
}

impl Synced {
    /// What came in later.
    fn add(&mut self, later: Self) {
        self.block = later.block;
        self.blocks += later.blocks;
        self.events += later.events;
        self.reorgs += later.reorgs;
        self.notes.extend(later.notes);
    }
}

/// Something that did not stop a sync, but that the user should know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyncNote {
    /// The word for it, for programs.
    pub code: &'static str,
    /// What happened, for people.
    pub message: String,
    /// What to do next, for people.
    pub hint: String,
}

/// One workspace folder, open for syncing.
#[derive(Debug)]
pub struct Syncer {
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) network: NetworkRow,
    pub(crate) trust: Trust,
    lock: Arc<Lock>,
    reported_only: bool,
    in_step: Option<InStep>,
}

/// Reads a workspace while it is synced.
#[derive(Clone, Debug)]
pub struct Reader {
    folder: Folder,
    lock: Arc<Lock>,
}

impl Reader {
    /// The workspace as far as it is on the disk now. The search index follows at the end of the sync.
    pub fn read(&self) -> Result<Workspace, Failure> {
        Workspace::sharing(self.folder.clone(), Arc::clone(&self.lock))
    }
}

impl Syncer {
    /// Opens the workspace in this folder for syncing alone.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let folder = Folder::at(path);
        folder.require()?;
        let lock = Arc::new(folder.lock()?);
        Self::sharing(folder, lock)
    }

    pub(crate) fn sharing(folder: Folder, lock: Arc<Lock>) -> Result<Self, Failure> {
        let store = Store::open(&folder.cache())?;
        Ok(Self {
            network: store.network()?,
            trust: read_trust(&folder.trust())?,
            store,
            folder,
            lock,
            reported_only: false,
            in_step: None,
        })
    }

    /// The workspace's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Pulls everything that is new; `now` (Unix seconds) is when. What was committed before a failure or a
    /// cancellation stays, and the next sync goes on from there.
    pub fn run(
        &mut self,
        now: u64,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Synced, Failure> {
        let runtime = runtime()?;
        let node = self.node()?;
        let done = runtime.block_on(until_cancelled(
            cancelled,
            self.round(&node, now, progress, cancelled),
        ));
        // However it ended, what came in is on the disk, and the file is whole.
        self.store.finish_bulk()?;
        if done.is_ok() {
            self.store.set_synced_at(now)?;
        }
        self.store.checkpoint()?;
        done
    }

    /// A way to read the workspace while this syncs.
    pub fn reader(&self) -> Reader {
        Reader {
            folder: self.folder.clone(),
            lock: Arc::clone(&self.lock),
        }
    }

    /// The workspace as it is now, with the search index brought up to date.
    pub fn reread(&self) -> Result<Workspace, Failure> {
        let mut workspace = Workspace::sharing(self.folder.clone(), Arc::clone(&self.lock))?;
        workspace.index()?;
        Ok(workspace)
    }

    /// One sync from the check of the node to what the second source says.
    async fn round(
        &mut self,
        node: &Node,
        now: u64,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Synced, Failure> {
        let mut notes = self.check_node(node).await?;
        self.check_trusted_block(node).await?;
        let mut sealing = Sealing::begin(&self.folder, &mut self.store, &self.trust)?;
        let mut private = Private::begin(node, self.network.contract, self.pin()).await?;
        let mut synced = Synced::default();
        if self.goes_the_quick_way(node).await? {
            let loaded = self.load(node, &mut private, now, progress, cancelled);
            synced.add(loaded.await?);
        }
        if !self.reported_only {
            let pulled = self.pull(node, &mut sealing, &mut private, now, progress, cancelled);
            synced.add(pulled.await?);
            notes.extend(self.prove(node, now, progress, cancelled).await?);
            sealing.catch_up(&mut self.store)?;
            self.take_better_seals(node, &mut sealing).await?;
            sealing.look_back(&mut self.store, &self.trust)?;
        }
        notes.append(&mut synced.notes);
        notes.extend(sealing.into_note());
        notes.extend(private.into_note());
        notes.extend(self.prove_heads(node).await?);
        if list_devices().is_ok_and(|devices| !devices.is_empty()) {
            self.reread()?.ask_roles(node).await;
        }
        if let Some(second) = self.second()? {
            notes.extend(self.compare(&second, now).await?);
        }
        synced.notes = notes;
        synced.sealed_to = self.sealed_to()?;
        synced.proven_at = self.store.newest_state(u64::MAX)?.map(|state| state.block);
        Ok(synced)
    }

    pub(crate) fn sealed_to(&self) -> Result<Option<u64>, Failure> {
        if are_current(&self.folder, &self.trust)? {
            Ok(self.store.sealed_to()?)
        } else {
            Ok(None)
        }
    }

    /// The second source, if one is named.
    fn second(&self) -> Result<Option<Node>, Failure> {
        let file = NodeFile::read(&self.folder.node())?;
        file.and_then(|file| file.second)
            .map(|second| second.connect())
            .transpose()
    }

    /// From now on this node is synced with, after it was found to be on the network that is trusted.
    pub fn use_node(
        &self,
        node: &NodeAddress,
        second: Option<&NodeAddress>,
    ) -> Result<(), Failure> {
        let mut file = node.to_file()?;
        file.second = second.map(second_source).transpose()?;
        runtime()?.block_on(self.check_node(&file.connect()?))?;
        file.write(&self.folder.node())
    }

    /// From now on only what the node reports is taken, and nothing is proven: quick, and worth what the node is worth. A later
    /// sync without this proves it.
    pub fn take_reported_only(&mut self) {
        self.reported_only = true;
    }

    fn pin(&self) -> Pin {
        Pin {
            chain_id: self.network.chain_id,
            genesis: self.network.genesis,
        }
    }

    fn node(&self) -> Result<Node, Failure> {
        self.node_file()?.connect()
    }

    fn node_file(&self) -> Result<NodeFile, Failure> {
        NodeFile::read(&self.folder.node())?.ok_or_else(no_node)
    }

    async fn check_node(&self, node: &Node) -> Result<Vec<SyncNote>, Failure> {
        let trusted = &self.trust.network;
        let code_hash = node.code_hash(trusted.contract).await?;
        let found = TrustedNetwork {
            label: String::new(),
            chain_id: node.chain_id().await?,
            genesis: node.genesis().await?,
            contract: trusted.contract,
            // A node that has not caught up to the deployment has no code there yet.
            code_hash: code_hash.unwrap_or(trusted.code_hash),
        };
        check_network(&found, trusted)?;
        let missing = code_hash.is_none().then(|| SyncNote {
            code: "no_code",
            message: format!("the node has no contract at {} yet", trusted.contract),
            hint: "It may still be catching up; if not, its chain was rolled back to before the ledger."
                .into(),
        });
        Ok(missing.into_iter().collect())
    }
}

impl Workspace {
    /// A way to sync this workspace while it goes on being read. It must be open for writing.
    pub fn syncer(&self) -> Result<Syncer, Failure> {
        let lock = self
            .lock()
            .ok_or_else(|| Failure::internal("a workspace that is only read was asked to sync"))?;
        Syncer::sharing(self.folder.clone(), lock)
    }

    /// The node's address without credentials, if the workspace has one.
    pub(crate) fn node_url(&self) -> Option<String> {
        let file = NodeFile::read(&self.folder.node()).ok().flatten()?;
        Some(file.url())
    }

    /// The second source's address without credentials, if there is one.
    pub(crate) fn second_url(&self) -> Option<String> {
        let file = NodeFile::read(&self.folder.node()).ok().flatten()?;
        Some(file.second?.url())
    }
}

/// Does one thing on a thread of its own while another is done here.
fn aside<A: Send, H>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> H) -> (A, H) {
    thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        let aside = aside.join().unwrap_or_else(|panic| resume_unwind(panic));
        (aside, here)
    })
}

/// Does the work, but drops it at once, in the middle of a request if need be, when the user stops it.
async fn until_cancelled<T>(
    cancelled: &AtomicBool,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let asked = async {
        while !cancelled.load(Ordering::Relaxed) {
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::select! {
        biased;
        done = work => done,
        () = asked => Err(stopped()),
    }
}

/// A runtime for one call: nothing of it outlives the call.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    // The node is asked ahead on the one thread while what came in is written on the other.
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::internal)
}
