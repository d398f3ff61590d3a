//! An open workspace: its cache, what it trusts, and what its events add up to.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use evidence::{Network, StateEvidence};
use lineage::{Finding, Lineage, Register};
use store::{NetworkRow, Store};
use trace::{Assurance, Epc, EventKey, SubjectId, TraceEvent};
use verify::Trust;

use crate::folder::{Folder, Lock};
use crate::known::Known;
use crate::trust_file::read_trust;
use crate::{Failure, FailureKind, ingest, sync, view};

/// What an open workspace is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Looking: others may read and write meanwhile.
    Read,
    /// Changing: no one else may change it meanwhile.
    Write,
    /// Issuing reports: nothing but the list of them is changed, and others may do what they like meanwhile.
    Issue,
}

/// What is worked out when it is first asked for.
pub(crate) type Later<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send>>;

/// Register and lineage as known at a block.
pub(crate) type AsOf = (Arc<Register>, Arc<Later<Lineage>>);

/// What is known at a block, and what is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct KnownAt {
    pub(crate) register: Arc<Register>,
    pub(crate) lineage: Arc<Later<Lineage>>,
    /// Judged at the last thing that the register says happened.
    pub(crate) findings: Arc<Later<Vec<Finding>>>,
}

impl KnownAt {
    fn new(register: Register) -> Self {
        let register = Arc::new(register);
        let lineage = lineage_of(&register);
        Self {
            findings: findings_of(&register, &lineage),
            lineage,
            register,
        }
    }
}

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) network: NetworkRow,
    pub(crate) trust: Trust,
    /// What the events held add up to. The events themselves stay in the cache: see [`Workspace::event`].
    pub(crate) register: Arc<Register>,
    pub(crate) lineage: Arc<Later<Lineage>>,
    pub(crate) findings: Arc<Later<Vec<Finding>>>,
    /// The block that was last looked back to, and what was known then.
    earlier: Mutex<Option<(u64, KnownAt)>>,
    newest_block: u64,
    /// What views looked up in this state.
    pub(crate) seen: view::Seen,
    /// How well the blocks held are proven, by what the user trusts now; ascending.
    pub(crate) proven: Vec<(RangeInclusive<u64>, Assurance)>,
    /// The newest block that is proven to the seals of trusted validators.
    sealed_to: Option<u64>,
    lock: Option<Arc<Lock>>,
}

/// Seals that rest on validators who are not trusted any more prove nothing; then what the trusted block vouches for is included.
fn believed(
    proven: Vec<(RangeInclusive<u64>, Assurance)>,
    sealed_to: Option<u64>,
    vouched_to: Option<u64>,
) -> Vec<(RangeInclusive<u64>, Assurance)> {
    let weaker = |(blocks, assurance): (RangeInclusive<u64>, Assurance)| {
        if assurance != Assurance::Sealed || sealed_to.is_some() {
            return [Some((blocks, assurance)), None];
        }
        let (first, last) = blocks.into_inner();
        let included = vouched_to
            .filter(|to| *to >= first)
            .map(|to| first..=to.min(last));
        let rest = included
            .as_ref()
            .map_or(first, |blocks| blocks.end().saturating_add(1));
        [
            included.map(|blocks| (blocks, Assurance::Included)),
            (rest <= last).then_some((rest..=last, Assurance::Reported)),
        ]
    };
    proven.into_iter().flat_map(weaker).flatten().collect()
}

pub(crate) fn later<T>(work: impl FnOnce() -> T + Send + 'static) -> Later<T> {
    LazyLock::new(Box::new(work))
}

/// Works on a thread of its own, so that the memory that it took for a moment goes back to the system with the thread.
fn apart<T: Clone + Send>(work: impl FnOnce() -> T + Send) -> T {
    match thread::scope(|scope| scope.spawn(work).join()) {
        // Not what the thread made, which would hold on to its memory.
        Ok(done) => done.clone(),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The lineage of a register, once somebody looks. It goes through everything, so in a copy, which it lets go of.
fn lineage_of(register: &Register) -> Arc<Later<Lineage>> {
    let register = register.clone();
    Arc::new(later(move || Lineage::new(&register)))
}

/// What there is to find in it, once somebody looks. It goes through everything, so in a copy, which it lets go of.
fn findings_of(register: &Register, lineage: &Arc<Later<Lineage>>) -> Arc<Later<Vec<Finding>>> {
    let (register, lineage) = (register.clone(), Arc::clone(lineage));
    let find = move || {
        let second = register.last_happened();
        apart(move || lineage::findings(&register, &lineage, second))
    };
    Arc::new(later(find))
}

impl Workspace {
    /// Opens the workspace in this folder.
    pub fn open(path: &Path, access: Access) -> Result<Self, Failure> {
        let folder = Folder::at(path);
        folder.require()?;
        match access {
            Access::Read => Self::load(Store::open_read_only(&folder.cache())?, folder, None),
            Access::Issue => Self::load(Store::open_beside(&folder.cache())?, folder, None),
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
            register: Arc::default(),
            lineage: later(Lineage::default).into(),
            findings: later(Vec::new).into(),
            earlier: Mutex::default(),
            newest_block: 0,
            seen: view::Seen::default(),
            proven: Vec::new(),
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
        self.seen = view::Seen::default();
        self.network = self.store.network()?;
        let mut known = Known::read(&self.folder, &self.store, self.network.contract)?;
        if self.lock.is_some() {
            known.keep(&self.folder, &self.store);
        }
        let newest = KnownAt::new(known.register);
        self.register = newest.register;
        self.lineage = newest.lineage;
        self.findings = newest.findings;
        self.earlier = Mutex::default();
        self.newest_block = self.store.cursor()?.map_or(0, |(number, _)| number);
        let trusted = self.trust.block.map(|block| (block.number, block.hash));
        let vouched_to = match trusted {
            Some((number, hash)) if self.store.hash_at(number)? == Some(hash) => Some(number),
            _ => None,
        };
        self.sealed_to = if sync::are_current(&self.folder, &self.trust)? {
            self.store.sealed_to()?
        } else {
            None
        };
        self.proven = believed(
            self.store.assurance_ranges(trusted)?,
            self.sealed_to,
            vouched_to,
        );
        Ok(())
    }

    /// Brings the search index up to date with what was read.
    pub(crate) fn index(&mut self) -> Result<(), Failure> {
        let rows = view::index_rows(&self.register);
        Ok(self.store.replace_asset_index(rows)?)
    }

    /// The event at this place of the chain; `None` if the cache holds none that anything explains.
    pub(crate) fn event(&self, key: EventKey) -> Option<TraceEvent> {
        let row = self.store.event(key).ok().flatten()?;
        ingest::event(&row, self.network.contract)
    }

    /// All events up to and with a block, in chain order. They take much time and memory: whoever needs a few asks for those.
    pub(crate) fn events_up_to(&self, block: u64) -> Result<Vec<TraceEvent>, Failure> {
        let mut events = Vec::new();
        ingest::each_event(&self.store, self.network.contract, 0..=block, |event| {
            events.push(event);
        })?;
        Ok(events)
    }

    /// Whether newer events than those up to this block are held.
    pub(crate) fn is_past(&self, block: Option<u64>) -> bool {
        block.is_some_and(|block| block < self.newest_block)
    }

    /// Register and lineage as known at a block; `None` is everything held.
    pub(crate) fn as_of(&self, block: Option<u64>) -> Result<AsOf, Failure> {
        let known = self.known_at(block)?;
        Ok((known.register, known.lineage))
    }

    /// What is known at a block, and what is wrong with it; `None` is everything held.
    pub(crate) fn known_at(&self, block: Option<u64>) -> Result<KnownAt, Failure> {
        let Some(block) = block.filter(|block| self.is_past(Some(*block))) else {
            return Ok(KnownAt {
                register: Arc::clone(&self.register),
                lineage: Arc::clone(&self.lineage),
                findings: Arc::clone(&self.findings),
            });
        };
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = earlier.as_ref().filter(|(at, _)| *at == block) {
            return Ok(known.clone());
        }
        let from = earlier.as_ref().filter(|(at, _)| *at < block);
        let from = from.map(|(at, known)| (*at, Register::clone(&known.register)));
        let register = Known::up_to(block, from, &self.store, self.network.contract)?;
        let known = KnownAt::new(register);
        *earlier = Some((block, known.clone()));
        Ok(known)
    }

    /// How well an event is proven: by what is held of its block, and by what the user trusts now. What stands behind everything
    /// held is pending.
    pub(crate) fn assurance(&self, event: EventKey) -> Assurance {
        if event.block > self.newest_block {
            return Assurance::Pending;
        }
        let at = self
            .proven
            .partition_point(|(blocks, _)| *blocks.end() < event.block);
        let held = self
            .proven
            .get(at)
            .filter(|(blocks, _)| blocks.contains(&event.block));
        held.map_or(Assurance::Reported, |(_, assurance)| *assurance)
    }

    /// How many events are proven how well, the best first.
    pub(crate) fn events_by_assurance(&self) -> [(Assurance, u64); 3] {
        let recorded = self.register.calendar();
        let of = |assurance: Assurance| {
            let blocks = self.proven.iter().filter(|(_, known)| *known == assurance);
            blocks
                .map(|(blocks, _)| recorded.events_in(blocks))
                .sum::<u64>()
        };
        let (sealed, included) = (of(Assurance::Sealed), of(Assurance::Included));
        [
            (Assurance::Sealed, sealed),
            (Assurance::Included, included),
            (Assurance::Reported, recorded.events() - sealed - included),
        ]
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
        if self.pending().is_some_and(|pending| pending.has_made(id)) {
            return Err(Failure::new(
                FailureKind::UnknownAsset,
                format!("{shown} is not on the ledger yet: it waits in the outbox"),
                "Send it with `waymark outbox DIR --submit`, and sync.",
            ));
        }
        Err(Failure::new(
            FailureKind::UnknownAsset,
            format!("the ledger knows no asset named {shown}"),
            "Look for it with `waymark assets DIR WORD`, or sync if it is new.",
        ))
    }

    /// The asset that people mean by this name, on the ledger or pending.
    pub(crate) fn shown_id(&self, epc: &str) -> Result<SubjectId, Failure> {
        let id = SubjectId::of(&Epc::parse(epc)?);
        match self.pending() {
            Some(pending) if pending.has_made(id) => Ok(id),
            _ => self.asset_id(epc),
        }
    }

    /// The newest block held; 0 before the first sync.
    pub(crate) fn newest_block(&self) -> u64 {
        self.newest_block
    }

    /// The second at which claims and findings are judged: that of the last event, so that the answer does not
    /// depend on the day someone looks.
    pub(crate) fn judged_at(&self) -> u64 {
        self.register.last_happened()
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
