//! Proving the heads of subjects at the newest block, so that a report issued offline is complete up to there.
//!
//! The rule: as long as the workspace has no more than [`MOST`] subjects, all of them; beyond that, those that reports were
//! issued about, with everything that those are about. What is not proven can be proven when a report is issued with a node.

use std::collections::BTreeSet;

use alloy_primitives::B256;
use chain::{Node, NodeError};
use trace::{Epc, Strand, SubjectId};

use super::{SyncNote, Syncer};
use crate::Failure;

/// The most subjects whose heads are proven at each sync: four slots each, some megabytes in all.
const MOST: usize = 2_000;

impl Syncer {
    /// Proves the heads at the newest block and keeps the proof. A node that cannot is no failure: the sync stands.
    pub(super) async fn prove_heads(&mut self, node: &Node) -> Result<Option<SyncNote>, Failure> {
        let Some((newest, _)) = self.store.cursor()? else {
            return Ok(None);
        };
        let proven = self.store.newest_state(u64::MAX)?;
        let header = self.store.headers(newest..=newest)?.pop();
        let Some(header) = header.filter(|_| proven.is_none_or(|proven| proven.block != newest))
        else {
            return Ok(None);
        };
        let slots = self.slots()?;
        if slots.is_empty() {
            return Ok(None);
        }
        match node.state(self.network.contract, &slots, &header).await {
            Ok(state) => {
                self.store.set_state(&state)?;
                Ok(None)
            }
            Err(NodeError::Cancelled) => Err(NodeError::Cancelled.into()),
            Err(error) => Ok(Some(unproven(&error))),
        }
    }

    /// The slots to prove: head and count of both histories of each subject.
    fn slots(&mut self) -> Result<Vec<B256>, Failure> {
        let subjects = match self.subjects()? {
            Some(subjects) => subjects,
            None => self.watched()?,
        };
        let slots_of = |subject: &SubjectId| {
            let of = |strand| {
                [
                    ledger::head_slot(*subject, strand),
                    ledger::count_slot(*subject, strand),
                ]
            };
            [of(Strand::Identity), of(Strand::Journey)].concat()
        };
        Ok(subjects.iter().flat_map(slots_of).collect())
    }

    /// All subjects that have a history; `None` for more than [`MOST`].
    fn subjects(&mut self) -> Result<Option<BTreeSet<SubjectId>>, Failure> {
        let register = self.register()?;
        let assets = register.assets().keys();
        let entries = register.parties().keys().chain(register.locations().keys());
        let subjects: BTreeSet<_> = assets.chain(entries).take(MOST + 1).copied().collect();
        Ok((subjects.len() <= MOST).then_some(subjects))
    }

    /// What reports were issued about, and what those are made from, by whom and where.
    fn watched(&self) -> Result<BTreeSet<SubjectId>, Failure> {
        let reports = self.store.reports()?;
        if reports.is_empty() {
            return Ok(BTreeSet::new());
        }
        let workspace = self.reread()?;
        let named = reports
            .iter()
            .filter_map(|report| Epc::parse(&report.epc).ok());
        let ancestry = named.flat_map(|epc| workspace.lineage.ancestry(SubjectId::of(&epc)));
        let assets: BTreeSet<SubjectId> = ancestry.collect();
        let mut watched = assets.clone();
        for asset in assets.iter().filter_map(|id| workspace.register.asset(*id)) {
            watched.insert(asset.maker);
            watched.extend(asset.made_at);
        }
        let about = watched.clone();
        for subject in about {
            let attested = workspace.register.attestations_about(subject);
            watched.extend(attested.into_iter().map(|found| found.party));
        }
        Ok(watched.into_iter().take(MOST).collect())
    }
}

fn unproven(error: &NodeError) -> SyncNote {
    if matches!(error, NodeError::MethodMissing(_)) {
        return SyncNote {
            code: "no_proofs",
            message: "the node does not offer eth_getProof".into(),
            hint: "Reports cannot show that nothing was left out. Ask another node, such as Besu or geth with its state."
                .into(),
        };
    }
    SyncNote {
        code: "heads_unproven",
        message: format!("the heads of subjects could not be proven: {error}"),
        hint: "Reports then show completeness up to the last block at which that worked; sync again later."
            .into(),
    }
}
