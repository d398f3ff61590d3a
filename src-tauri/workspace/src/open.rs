//! An open workspace: its cache, what it trusts, and what its events add up to.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use evidence::{Network, StateEvidence};
use lineage::{Finding, Lineage, Register};
use store::{NetworkRow, Store};
use trace::{Assurance, Epc, EventKey, SubjectId, TraceEvent};
use verify::Trust;

use crate::folder::{Folder, Lock};
use crate::trust_file::read_trust;
use crate::{Failure, FailureKind, ingest, sync, view};

/// What an open workspace is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Looking: others may read and write meanwhile.
    Read,
    /// Changing: no one else may change it meanwhile.
    Write,
}

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) network: NetworkRow,
    pub(crate) trust: Trust,
    pub(crate) events: Vec<TraceEvent>,
    pub(crate) register: Register,
    pub(crate) lineage: Lineage,
    pub(crate) findings: Vec<Finding>,
    newest_block: u64,
    /// How well the blocks held are proven, ascending.
    proven: Vec<(RangeInclusive<u64>, Assurance)>,
    /// The newest block up to which the trusted block vouches for this cache.
    vouched_to: Option<u64>,
    /// The newest block that is proven to the seals of trusted validators.
    sealed_to: Option<u64>,
    lock: Option<Arc<Lock>>,
}

impl Workspace {
    /// Opens the workspace in this folder.
    pub fn open(path: &Path, access: Access) -> Result<Self, Failure> {
        let folder = Folder::at(path);
        folder.require()?;
        match access {
            Access::Read => Self::load(Store::open_read_only(&folder.cache())?, folder, None),
            Access::Write => {
                let lock = Arc::new(folder.lock()?);
                Self::sharing(folder, lock)
            }
        }
    }

    /// Opens it for writing under a lock that is held already.
    pub(crate) fn sharing(folder: Folder, lock: Arc<Lock>) -> Result<Self, Failure> {
        Self::load(Store::open(&folder.cache())?, folder, Some(lock))
    }

    fn load(store: Store, folder: Folder, lock: Option<Arc<Lock>>) -> Result<Self, Failure> {
        let mut workspace = Self {
            network: store.network()?,
            trust: read_trust(&folder.trust())?,
            folder,
            store,
            events: Vec::new(),
            register: Register::default(),
            lineage: Lineage::default(),
            findings: Vec::new(),
            newest_block: 0,
            proven: Vec::new(),
            vouched_to: None,
            sealed_to: None,
            lock,
        };
        workspace.reload()?;
        Ok(workspace)
    }

    /// What keeps other writers away, if it is open for writing.
    pub(crate) fn lock(&self) -> Option<Arc<Lock>> {
        self.lock.clone()
    }

    /// Reads the cache again, after it changed.
    pub(crate) fn reload(&mut self) -> Result<(), Failure> {
        self.network = self.store.network()?;
        self.events = self.events_as_of(u64::MAX)?;
        self.register = Register::from_events(&self.events);
        self.lineage = Lineage::new(&self.register);
        self.findings = lineage::findings(&self.register, &self.lineage, self.judged_at());
        self.newest_block = self.store.cursor()?.map_or(0, |(number, _)| number);
        let trusted = self.trust.block.map(|block| (block.number, block.hash));
        self.proven = self.store.assurance_ranges(trusted)?;
        self.vouched_to = match trusted {
            Some((number, hash)) if self.store.hash_at(number)? == Some(hash) => Some(number),
            _ => None,
        };
        self.sealed_to = if sync::are_current(&self.folder, &self.trust)? {
            self.store.sealed_to()?
        } else {
            None
        };
        Ok(())
    }

    /// Brings the search index up to date with what was read.
    pub(crate) fn index(&mut self) -> Result<(), Failure> {
        let rows = view::index_rows(&self.register);
        Ok(self.store.replace_asset_index(&rows)?)
    }

    fn events_as_of(&self, block: u64) -> Result<Vec<TraceEvent>, Failure> {
        let rows = self.store.events_up_to(block)?;
        Ok(ingest::events(&rows, self.network.contract))
    }

    /// The events, register and lineage as known at a block; `None` is everything held.
    pub(crate) fn as_of(&self, block: Option<u64>) -> (Register, Lineage) {
        let until = block.unwrap_or(u64::MAX);
        let register =
            Register::from_events(self.events.iter().filter(|event| event.key.block <= until));
        let lineage = Lineage::new(&register);
        (register, lineage)
    }

    /// How well an event is proven: by what is held of its block, and by what the user trusts now.
    pub(crate) fn assurance(&self, event: EventKey) -> Assurance {
        let at = self
            .proven
            .partition_point(|(blocks, _)| *blocks.end() < event.block);
        let held = self
            .proven
            .get(at)
            .filter(|(blocks, _)| blocks.contains(&event.block));
        match held {
            // Seals that rest on validators who are not trusted any more prove nothing.
            Some((_, Assurance::Sealed)) if self.sealed_to.is_none() => match self.vouched_to {
                Some(block) if event.block <= block => Assurance::Included,
                _ => Assurance::Reported,
            },
            Some((_, assurance)) => *assurance,
            None => Assurance::Reported,
        }
    }

    /// The newest block that is proven to the seals of trusted validators.
    pub(crate) fn sealed_to(&self) -> Option<u64> {
        self.sealed_to
    }

    /// The newest proof of the heads of subjects at a block up to this one: up to there a report can show that nothing was
    /// left out.
    pub fn state_for(&self, block: u64) -> Result<Option<StateEvidence>, Failure> {
        Ok(self.store.newest_state(block)?)
    }

    /// The asset that people mean by this name.
    pub(crate) fn asset_id(&self, epc: &str) -> Result<SubjectId, Failure> {
        let id = SubjectId::of(&Epc::parse(epc)?);
        if self.register.asset(id).is_some() {
            return Ok(id);
        }
        let shown: String = epc.chars().take(120).collect();
        Err(Failure::new(
            FailureKind::UnknownAsset,
            format!("the ledger knows no asset named {shown}"),
            "Look for it with `waymark assets DIR WORD`, or sync if it is new.",
        ))
    }

    /// The newest block held; 0 before the first sync.
    pub(crate) fn newest_block(&self) -> u64 {
        self.newest_block
    }

    /// The second at which claims and findings are judged: that of the last event, so that the answer does not
    /// depend on the day someone looks.
    pub(crate) fn judged_at(&self) -> u64 {
        let last = self.events.iter().filter_map(|event| event.body.record());
        last.map(|record| record.time.unix_seconds())
            .max()
            .unwrap_or(0)
    }

    /// The network as evidence names it.
    pub(crate) fn evidence_network(&self) -> Network {
        Network {
            chain_id: self.network.chain_id,
            genesis: self.network.genesis,
            contract: self.network.contract,
            code_hash: self.network.code_hash,
        }
    }

    /// What the workspace trusts.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Whether it is the embedded sample, whose keys are public.
    pub fn is_sample(&self) -> bool {
        crate::sample::is_sample(&self.trust)
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
