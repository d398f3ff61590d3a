//! The evidence for a report: every event of the histories that it speaks of, the headers that lead from the first of them to
//! what is trusted, and the proof of the ledger's state that shows that none was left out, where one is held.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use alloy_primitives::B256;
use evidence::{Bundle, Consensus, Header, Picked, Receipts, StateEvidence};
use lineage::{Lineage, Register};
use report::{Basis, CarriedBy, Parameters, ReportError};
use trace::{EventKey, SubjectId};

use super::kept::Kept;
use super::telling::Telling;
use crate::node_file::NodeFile;
use crate::sync::runtime;
use crate::{Failure, FailureKind, Workspace};

/// How many held headers are looked at in one go.
const AT_ONCE: u64 = 2_000;

/// How long a node is waited for when a report is issued.
const PATIENCE: Duration = Duration::from_secs(5);

/// By block: its receipts, and which of its transactions are meant.
type BlocksPicked = BTreeMap<u64, (Arc<Receipts>, Vec<u64>)>;

impl Workspace {
    /// The evidence for a report on this asset with these parameters, given what was known at its block.
    pub(super) fn evidence_for(
        &self,
        subject: SubjectId,
        parameters: &Parameters,
        known: (&Register, &Lineage),
        kept: &mut Kept,
    ) -> Result<Bundle, Failure> {
        let as_of = parameters.as_of.number;
        let mut telling = Telling::about(subject, known, as_of);
        telling.settle(self, parameters, kept)?;
        // A transaction brings all its events along, and what they say may ask for more.
        loop {
            let bundle = self.bundle(&telling.keys(kept), as_of, kept)?;
            let basis = Basis::new(&bundle, parameters).map_err(refused)?;
            if basis.histories().is_subset(telling.histories()) {
                let slots = basis.slots();
                return self.with_state(bundle, as_of, &slots, kept);
            }
            telling.speak_of(basis.histories());
            telling.settle(self, parameters, kept)?;
        }
    }

    /// The shipments that an asset travelled in, the newest first.
    pub(crate) fn shipments(
        &self,
        subject: SubjectId,
        as_of: u64,
        kept: &mut Kept,
    ) -> Result<Vec<CarriedBy>, Failure> {
        let (register, lineage) = self.as_of(Some(as_of))?;
        kept.turn_to(as_of);
        let mut telling = Telling::about(subject, (&register, &lineage), as_of);
        let events = telling.follow(self, kept)?;
        Ok(report::shipments_of(&events, subject))
    }

    /// The shipment that a statement on an asset is about: the one that is named, by its number or as `BLOCK/LOG`, or else the newest.
    pub(super) fn shipment(
        &self,
        named: Option<&str>,
        subject: SubjectId,
        parameters: &Parameters,
        kept: &mut Kept,
    ) -> Result<B256, Failure> {
        let carried = self.shipments(subject, parameters.as_of.number, kept)?;
        let found = match named.map(str::trim) {
            None => carried.first(),
            Some(named) => carried.iter().find(|carried| is_named(carried, named)),
        };
        let found = found.map(|carried| carried.shipment.0);
        found.ok_or_else(|| match named {
            None => refused(ReportError::NotShipped(parameters.subject.clone())),
            Some(named) => {
                let shown: String = named.chars().take(80).collect();
                let known: Vec<String> = carried.iter().take(5).map(event_name).collect();
                let hint = if known.is_empty() {
                    "Nothing on record ships it: choose another template.".to_owned()
                } else {
                    format!("It travelled in: {}.", known.join(", "))
                };
                Failure::new(
                    FailureKind::Usage,
                    format!("the asset did not travel in a shipment {shown}"),
                    hint,
                )
            }
        })
    }

    /// The newest block at which the ledger's state is proven, if there is one.
    pub(super) fn proven_block(&self) -> Result<Option<u64>, Failure> {
        let newest = self.store.newest_state(self.newest_block())?;
        Ok(newest.map(|state| state.block))
    }

    /// Adds the proof of the ledger's state for these slots: what of the held one they need, or else what the node proves. Without
    /// either the report says that it is not shown to be complete.
    fn with_state(
        &self,
        bundle: Bundle,
        as_of: u64,
        slots: &[B256],
        kept: &mut Kept,
    ) -> Result<Bundle, Failure> {
        let Some(header) = self.store.headers(as_of..=as_of)?.pop() else {
            return Ok(bundle);
        };
        let held = kept.state(&self.store)?;
        let held = held.filter(|state| state.block == as_of).and_then(|state| {
            let contract = bundle.network.contract;
            state.only(header.state_root(), contract, slots).ok()
        });
        match held.or_else(|| self.asked_state(&header, slots)) {
            Some(state) => bundle.with_state(state).map_err(Failure::internal),
            None => Ok(bundle),
        }
    }

    /// What the node proves, where the workspace has one that still has that state. A report is issued without a network as well, so
    /// that a node that does not answer is not waited for long.
    fn asked_state(&self, header: &Header, slots: &[B256]) -> Option<StateEvidence> {
        let node = NodeFile::read(&self.folder.node()).ok()??.connect().ok()?;
        let contract = self.network.contract;
        let ask = || {
            runtime().ok()?.block_on(async {
                let answer = node.state(contract, slots, header);
                tokio::time::timeout(PATIENCE, answer).await.ok()?.ok()
            })
        };
        // A thread of its own: whoever calls may be inside another runtime.
        thread::scope(|scope| scope.spawn(ask).join().ok()?)
    }

    /// The receipts of these events, and every header from the first of them to the last that matters.
    fn bundle(
        &self,
        keys: &BTreeSet<EventKey>,
        as_of: u64,
        kept: &mut Kept,
    ) -> Result<Bundle, Failure> {
        let Some(first) = keys.first() else {
            return Err(Failure::internal("a report without events"));
        };
        let handovers = self.handovers(first.block)?;
        let blocks = self.receipts_of(keys, kept)?;
        let picked: Vec<Picked<'_>> = blocks
            .iter()
            .map(|(block, (receipts, tx_indexes))| Picked {
                block: *block,
                receipts,
                tx_indexes,
            })
            .collect();
        let headers = kept.headers(&self.store, first.block..=self.last_block(as_of))?;
        let bundle =
            Bundle::build(self.evidence_network(), headers, &picked).map_err(Failure::internal)?;
        Ok(bundle.with_handovers(&handovers))
    }

    /// Up to the trusted block, if that is late enough. Else a block with a quorum of seals vouches for itself; one without needs
    /// all that is held.
    fn last_block(&self, as_of: u64) -> u64 {
        let trusted = self.trust.block.map(|block| block.number);
        if let Some(block) = trusted.filter(|block| (as_of..=self.newest_block()).contains(block)) {
            return block;
        }
        match &self.trust.seals {
            Some(seals) if seals.consensus != Consensus::Clique => as_of,
            _ => self.newest_block(),
        }
    }

    /// The headers before a block at which the validators changed, since those that are trusted.
    fn handovers(&self, before: u64) -> Result<Vec<Header>, Failure> {
        let seals = self.trust.seals.as_ref();
        let Some(seals) =
            seals.filter(|seals| seals.consensus != Consensus::Clique && !seals.contract_selected)
        else {
            return Ok(Vec::new());
        };
        let mut listed: BTreeSet<_> = seals.validators.iter().copied().collect();
        let mut changed = Vec::new();
        let mut next = seals.block + 1;
        while next < before {
            let last = (next + AT_ONCE - 1).min(before - 1);
            for header in self.store.headers(next..=last)? {
                // A header that lists nobody readable is the follower's to refuse, not a change.
                let now: BTreeSet<_> = header
                    .listed_validators()
                    .unwrap_or_default()
                    .into_iter()
                    .collect();
                if now != listed {
                    listed = now;
                    changed.push(header);
                }
            }
            next = last + 1;
        }
        Ok(changed)
    }

    fn receipts_of(
        &self,
        keys: &BTreeSet<EventKey>,
        kept: &mut Kept,
    ) -> Result<BlocksPicked, Failure> {
        let mut blocks = BlocksPicked::new();
        for key in keys {
            let (receipts, transactions) = match blocks.entry(key.block) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    free.insert((kept.receipts(&self.store, key.block)?, Vec::new()))
                }
            };
            let log = receipts
                .logs()
                .into_iter()
                .find(|log| log.log_index == key.log_index);
            transactions.extend(
                log.map(|log| log.tx_index)
                    .filter(|index| !transactions.contains(index)),
            );
        }
        Ok(blocks)
    }
}

/// Whether a shipment is the one that is named.
fn is_named(carried: &CarriedBy, named: &str) -> bool {
    named.eq_ignore_ascii_case(&carried.shipment.0.to_string()) || named == event_name(carried)
}

/// Where the event stands on the chain by which a shipment left.
pub(crate) fn event_name(carried: &CarriedBy) -> String {
    format!("{}/{}", carried.event.block, carried.event.log_index)
}

/// What a template cannot tell of an asset is the user's to know; anything else is our fault.
pub(super) fn refused(error: ReportError) -> Failure {
    match error {
        ReportError::NotShipped(_) | ReportError::ShipmentUnknown(_) => Failure::new(
            FailureKind::Usage,
            error.to_string(),
            "Choose another template, or a shipment that the asset travelled in.",
        ),
        error => Failure::internal(error),
    }
}
