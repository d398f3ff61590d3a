//! Which events a report needs: those of the histories that it speaks of. They are found from the register as it was known at
//! the block, history by history, so that issuing takes as long as the lineage is wide and not as the ledger is old.

use std::collections::BTreeSet;

use lineage::{Lineage, Register, Step};
use report::{History, Parameters};
use trace::{EventBody, EventKey, EventType, Strand, SubjectId, TraceEvent};

use super::gather::refused;
use super::kept::Kept;
use crate::{Failure, Workspace};

/// The histories that a report speaks of, as far as they are known yet.
pub(super) struct Telling<'a> {
    register: &'a Register,
    lineage: &'a Lineage,
    as_of: u64,
    histories: BTreeSet<History>,
    /// What is looked at to find out which histories those are: the lineages of all that they are about.
    seen: BTreeSet<SubjectId>,
    /// What has its whole journey looked at, whether or not it is told.
    followed: BTreeSet<SubjectId>,
    /// What was ever packed in what is followed, where a report is about all that travelled.
    contents: BTreeSet<SubjectId>,
    /// The events that may belong to them.
    keys: BTreeSet<EventKey>,
}

impl<'a> Telling<'a> {
    /// Begins with the asset itself.
    pub(super) fn about(
        subject: SubjectId,
        (register, lineage): (&'a Register, &'a Lineage),
        as_of: u64,
    ) -> Self {
        Self {
            register,
            lineage,
            as_of,
            histories: BTreeSet::new(),
            seen: lineage.ancestry(subject).into_iter().collect(),
            followed: [subject].into(),
            contents: BTreeSet::new(),
            keys: BTreeSet::new(),
        }
    }

    /// The histories.
    pub(super) fn histories(&self) -> &BTreeSet<History> {
        &self.histories
    }

    /// Adds histories.
    pub(super) fn speak_of(&mut self, histories: &BTreeSet<History>) {
        self.histories.extend(histories);
    }

    /// Follows the asset and all that it was packed in, and hands over the events of their journeys, in chain order.
    pub(super) fn follow(
        &mut self,
        workspace: &Workspace,
        kept: &mut Kept,
    ) -> Result<Vec<TraceEvent>, Failure> {
        loop {
            self.read(workspace, kept)?;
            let known: Vec<TraceEvent> = self.events(kept).cloned().collect();
            let carriers = self.carriers(&known);
            if carriers.is_subset(&self.followed) {
                return Ok(known);
            }
            self.followed.extend(carriers);
        }
    }

    /// Reads on until what was read asks for nothing more.
    pub(super) fn settle(
        &mut self,
        workspace: &Workspace,
        parameters: &Parameters,
        kept: &mut Kept,
    ) -> Result<(), Failure> {
        loop {
            let known = self.follow(workspace, kept)?;
            if parameters.template().map_err(refused)?.is_of_shipment() && self.unpack(&known) {
                continue;
            }
            let required = report::required_histories(&known, parameters).map_err(refused)?;
            if required.is_subset(&self.histories) {
                return Ok(());
            }
            self.histories.extend(required);
        }
    }

    /// The events of these histories.
    pub(super) fn keys(&self, kept: &Kept) -> BTreeSet<EventKey> {
        let told = self.events(kept).filter(|event| {
            let extended = ledger::extends(&event.body);
            (extended.iter()).any(|history| self.histories.contains(history))
        });
        told.map(|event| event.key).collect()
    }

    fn events<'s>(&'s self, kept: &'s Kept) -> impl Iterator<Item = &'s TraceEvent> {
        self.keys.iter().filter_map(|key| kept.event(*key))
    }

    /// Reads the events of these histories, and of everything in their lineages what tells which histories more there are.
    fn read(&mut self, workspace: &Workspace, kept: &mut Kept) -> Result<(), Failure> {
        let told = self.histories.iter().map(|(id, _)| *id);
        let looked_at = self.followed.iter().chain(&self.contents).copied();
        let subjects: BTreeSet<SubjectId> = told.chain(looked_at).collect();
        for subject in subjects {
            if !self.seen.contains(&subject) {
                self.seen.insert(subject);
                self.seen.extend(self.lineage.ancestry(subject));
            }
        }
        let mut keys = BTreeSet::new();
        for id in &self.seen {
            let told = self.histories.contains(&(*id, Strand::Journey));
            let whole = told || self.followed.contains(id);
            let steps = self.register.history(*id).iter();
            let steps = steps.filter(|step| whole || self.tells(*id, step));
            keys.extend(steps.map(|step| step.event));
        }
        keys.retain(|key| key.block <= self.as_of);
        kept.fetch(
            &workspace.store,
            workspace.network.contract,
            keys.iter().copied(),
        )?;
        self.keys = keys;
        Ok(())
    }

    /// Whether an event tells what a thing is, or what is packed in it. A lot's other uses and journeys are not looked at unless its
    /// whole journey is told.
    fn tells(&self, id: SubjectId, step: &Step) -> bool {
        match step.event_type {
            EventType::Transformed => self
                .register
                .asset(id)
                .is_none_or(|asset| asset.made_by == step.event),
            EventType::Shipped
            | EventType::Received
            | EventType::Rejected
            | EventType::Observed => false,
            _ => true,
        }
    }

    /// Looks into what is followed, and at what travelled beside it; says whether there was more than was known.
    fn unpack(&mut self, known: &[TraceEvent]) -> bool {
        let before = self.contents.len();
        for event in known {
            let (around, inside) = match &event.body {
                EventBody::Packed {
                    parent, children, ..
                } => (vec![*parent], children),
                EventBody::Shipped { items, .. } => {
                    (items.iter().map(|item| item.asset).collect(), items)
                }
                _ => continue,
            };
            let is_near = |id: &SubjectId| self.followed.contains(id) || self.contents.contains(id);
            if around.iter().any(is_near) {
                self.contents.extend(inside.iter().map(|of| of.asset));
            }
        }
        self.contents.len() > before
    }

    /// What carried the things that are followed: a pallet's journey is that of all that is in it.
    fn carriers(&self, known: &[TraceEvent]) -> BTreeSet<SubjectId> {
        let mut carriers = BTreeSet::new();
        for event in known {
            if let EventBody::Packed {
                parent, children, ..
            } = &event.body
                && (children.iter()).any(|child| self.followed.contains(&child.asset))
            {
                carriers.insert(*parent);
            }
        }
        carriers
    }
}
