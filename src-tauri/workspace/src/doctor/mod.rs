//! What works, what does not, and what to do about it: the folder, the cache, what is trusted, the outbox, the nodes, the machine.
//!
//! It changes nothing unless it is asked to repair, and then only what can be made again from facts that are held, or fetched
//! again by the next sync.

mod machine;
mod nodes;
mod outbox;
mod trusted;

use std::path::Path;

use alloy_primitives::Address;
use evidence::BlockPart;
use lineage::Register;
use protocol::{Check, CheckOutcome, DoctorView};
use store::{AssetIndexRow, Disagreement, DisagreementKind, EventRow, Projection, Store};

use crate::folder::Folder;
use crate::{Failure, FailureKind, ingest, view};

/// How many troubles of the cache are named one by one.
const NAMED: usize = 8;

/// What to look at.
#[derive(Clone, Copy, Debug)]
pub struct Examination {
    /// Rebuild what can be rebuilt.
    pub repair: bool,
    /// Ask the nodes as well.
    pub nodes: bool,
    /// Whoever asks holds the workspace for writing already.
    pub held: bool,
    /// The clock, in Unix seconds.
    pub now: u64,
}

/// Looks at the workspace in this folder.
pub fn doctor(path: &Path, examination: &Examination) -> Result<DoctorView, Failure> {
    let folder = Folder::at(path);
    folder.require()?;
    let mut looked = Looked::default();
    looked.folder(&folder, examination.held);
    let store = looked.cache(&folder, examination.repair)?;
    let trust = looked.trust(&folder, store.as_ref());
    if let Some(store) = &store {
        looked.attempt("events", |looked| looked.undecoded(store));
        if let Some(trust) = &trust {
            looked.attempt("seals", |looked| looked.vouched(&folder, store, trust));
        }
        looked.attempt("disagreements", |looked| looked.disagreements(store));
        looked.attempt("clock", |looked| looked.clock(store, examination.now));
    }
    looked.attempt("outbox", |looked| looked.outbox(&folder));
    if store.is_some() && trust.is_some() {
        looked.attempt("delegations", |looked| {
            looked.delegations(&folder, examination.now)
        });
    }
    looked.disk(&folder);
    if examination.nodes {
        looked.nodes(&folder, store.as_ref(), trust.as_ref());
    }
    Ok(looked.into_view())
}

/// What was found so far.
#[derive(Debug, Default)]
struct Looked {
    checks: Vec<Check>,
    mended: Vec<String>,
}

impl Looked {
    fn note(
        &mut self,
        code: &str,
        outcome: CheckOutcome,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.checks.push(Check {
            code: code.to_owned(),
            outcome,
            message: view::shorten(&message.into()),
            hint: hint.into(),
        });
    }

    fn good(&mut self, code: &str, message: impl Into<String>) {
        self.note(code, CheckOutcome::Good, message, "");
    }

    fn failed(&mut self, code: &str, failure: Failure) {
        self.note(code, CheckOutcome::Bad, failure.message, failure.hint);
    }

    /// Looks at one thing; that it cannot be looked at is a finding as well.
    fn attempt(&mut self, code: &str, look: impl FnOnce(&mut Self) -> Result<(), Failure>) {
        if let Err(failure) = look(self) {
            self.failed(code, failure);
        }
    }

    fn into_view(self) -> DoctorView {
        let worst = self.checks.iter().map(|check| check.outcome).max();
        DoctorView {
            outcome: worst.unwrap_or(CheckOutcome::NotChecked),
            checks: self.checks,
            mended: self.mended,
        }
    }

    fn folder(&mut self, folder: &Folder, held: bool) {
        if held {
            return self.good(
                "folder",
                format!("{} is open here", folder.path().display()),
            );
        }
        match folder.lock() {
            Ok(_) => self.good(
                "folder",
                format!("{} can be written", folder.path().display()),
            ),
            Err(failure) if failure.kind == FailureKind::InUse => {
                self.note(
                    "folder",
                    CheckOutcome::Warning,
                    failure.message,
                    failure.hint,
                );
            }
            Err(failure) => self.failed("folder", failure),
        }
    }

    /// Whether the cache is sound; `None` if it cannot be opened.
    fn cache(&mut self, folder: &Folder, repair: bool) -> Result<Option<Store>, Failure> {
        if repair {
            // Nobody else may write meanwhile: without the lock nothing is repaired.
            let _lock = folder.lock()?;
            self.attempt("cache", |looked| looked.repair(folder));
        }
        let store = match Store::open_read_only(&folder.cache()) {
            Ok(store) => store,
            Err(error) => {
                self.failed("cache", error.into());
                return Ok(None);
            }
        };
        if !repair {
            self.attempt("cache", |looked| looked.check(&store));
        }
        let readable = store.network().is_ok();
        Ok(readable.then_some(store))
    }

    fn check(&mut self, store: &Store) -> Result<(), Failure> {
        let troubles = store.check(&Ledgered(store.network()?.contract))?;
        if troubles.is_empty() {
            let (blocks, events) = (store.cursor()?, store.event_count()?);
            let to = blocks.map_or_else(
                || "no block yet".to_owned(),
                |(number, _)| format!("everything to block {number}"),
            );
            self.good("cache", format!("{to}, {events} events: sound"));
            return Ok(());
        }
        self.troubles(&troubles, "`waymark doctor DIR --repair` makes again what can be made from what is sound, and leaves the rest to the next sync.");
        Ok(())
    }

    fn repair(&mut self, folder: &Folder) -> Result<(), Failure> {
        let mut store = Store::open(&folder.cache())?;
        let projection = Ledgered(store.network()?.contract);
        let repaired = store.repair(&projection)?;
        // What was folded from rows that were mended may be wrong.
        let _ = std::fs::remove_file(folder.register());
        self.mended = repaired.mended.iter().map(ToString::to_string).collect();
        if repaired.remaining.is_empty() {
            let words = match repaired.found.len() {
                0 => "sound: there was nothing to repair".to_owned(),
                found => format!("sound again: {found} troubles were mended"),
            };
            self.good("cache", words);
        } else {
            self.troubles(&repaired.remaining, "What is left cannot be repaired here. Make a new workspace and sync again: the ledger still holds everything, and trust.json and issued reports stay as they are.");
        }
        Ok(store.checkpoint()?)
    }

    fn troubles(&mut self, troubles: &[store::Trouble], hint: &str) {
        for trouble in troubles.iter().take(NAMED) {
            self.note("cache", CheckOutcome::Bad, trouble.to_string(), hint);
        }
        if troubles.len() > NAMED {
            let more = format!("{} more troubles in the cache", troubles.len() - NAMED);
            self.note("cache", CheckOutcome::Bad, more, hint);
        }
    }

    /// Logs of the ledger that no known event explains: another version of the contract's interface.
    fn undecoded(&mut self, store: &Store) -> Result<(), Failure> {
        let mut undecoded = 0_u64;
        store.each_event(0..=u64::MAX, |row| {
            undecoded += u64::from(row.event_type == ingest::UNDECODED);
        })?;
        if undecoded == 0 {
            self.good("events", "every event of the ledger is understood");
        } else {
            self.note(
                "events",
                CheckOutcome::Warning,
                format!("{undecoded} logs of the ledger are kept but not understood"),
                "They are of another version of the ledger: use the Waymark that belongs to it. Nothing is lost.",
            );
        }
        Ok(())
    }

    fn disagreements(&mut self, store: &Store) -> Result<(), Failure> {
        let open: Vec<_> = store
            .disagreements()?
            .into_iter()
            .filter(|listed| listed.resolved.is_none())
            .collect();
        if open.is_empty() {
            self.good("disagreements", "no source disagrees with what is held");
            return Ok(());
        }
        for listed in open.iter().take(NAMED) {
            let about = &listed.disagreement;
            if about.kind == DisagreementKind::Private {
                self.private(about);
                continue;
            }
            let what = format!(
                "{} disagrees on {}: held is {}, claimed is {}",
                about.source,
                subject(about),
                about.held.as_deref().unwrap_or("nothing"),
                about.claimed.as_deref().unwrap_or("nothing"),
            );
            self.note(
                "disagreements",
                CheckOutcome::Warning,
                what,
                "Ask those who run the nodes which of them is on the network's chain. What is held stays as it is.",
            );
        }
        Ok(())
    }

    /// What a node shows of a private transaction: nobody is wrong, and nothing can be done.
    fn private(&mut self, about: &Disagreement) {
        self.note(
            "disagreements",
            CheckOutcome::Warning,
            format!(
                "{} shows {}: private, cannot be proven: {}",
                about.source,
                subject(about),
                about.claimed.as_deref().unwrap_or("nothing"),
            ),
            "Only the nodes that take part in a private transaction show it. It counts in no figure and no report; record what others shall verify in a public one.",
        );
    }
}

/// What a disagreement is about, in words.
fn subject(about: &Disagreement) -> String {
    match (about.kind, about.log_index) {
        (DisagreementKind::Network, _) => "the network".into(),
        (DisagreementKind::Block, _) | (_, None) => format!("block {}", about.block),
        (_, Some(log)) => format!("the event at place {log} of block {}", about.block),
    }
}

/// How events and the search index are made from blocks.
struct Ledgered(Address);

impl Projection for Ledgered {
    fn events(&self, part: &BlockPart) -> Vec<EventRow> {
        ingest::event_rows(std::slice::from_ref(part), self.0)
    }

    fn index(&self, events: &[EventRow]) -> Vec<AssetIndexRow> {
        view::index_rows(&Register::from_events(&ingest::events(events, self.0))).collect()
    }
}
