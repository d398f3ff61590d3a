//! What a report rests on, read once: the proven events, which of them it tells, and whether they are the whole.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use alloy_primitives::B256;
use evidence::Bundle;

use crate::model::{
    self, Chain, Completeness, Declaration, History, Incomplete, Recorded, Telling, completeness,
};
use crate::{Parameters, ReportError};

/// Evidence and parameters, read once for everything that follows from them.
pub struct Basis<'a> {
    bundle: &'a Bundle,
    parameters: &'a Parameters,
    telling: Telling,
    chain: Chain,
    recorded: usize,
    completeness: Result<Completeness, Incomplete>,
    declaration: OnceCell<Declaration>,
}

impl<'a> Basis<'a> {
    /// Reads the evidence: every receipt's proof is checked, and so is the proof of the ledger's state if there is one. Whether the
    /// blocks are those of a chain that somebody trusts is not.
    pub fn new(bundle: &'a Bundle, parameters: &'a Parameters) -> Result<Self, ReportError> {
        let recorded = model::recorded(bundle)?;
        let events = recorded
            .iter()
            .map(|recorded: &Recorded| recorded.event.clone());
        let telling = Telling::new(events.collect(), parameters)?;
        Ok(Self {
            bundle,
            parameters,
            completeness: completeness(bundle, parameters.as_of.number, &recorded, &telling),
            chain: model::chain(bundle, parameters.as_of.number)?,
            recorded: recorded.len(),
            telling,
            declaration: OnceCell::new(),
        })
    }

    /// Whether nothing was left out.
    pub fn completeness(&self) -> Result<Completeness, &Incomplete> {
        self.completeness.as_ref().copied()
    }

    /// The histories that the report speaks of.
    pub fn histories(&self) -> &BTreeSet<History> {
        &self.telling.histories
    }

    /// The slots of the ledger's storage that must be proven for a report on this evidence to be whole, and no others.
    pub fn slots(&self) -> Vec<B256> {
        model::head_slots(&self.telling)
    }

    /// How many events of record the evidence proves, told or not.
    pub fn recorded(&self) -> usize {
        self.recorded
    }

    /// What the report says.
    pub fn declaration(&self) -> Result<&Declaration, ReportError> {
        if let Some(known) = self.declaration.get() {
            return Ok(known);
        }
        let says =
            model::declaration_of(&self.telling, &self.chain, self.proven(), self.parameters)?;
        Ok(self.declaration.get_or_init(|| says))
    }

    /// The whole report, unsigned: pages, `evidence.json`, `events.jsonld` and `parameters.json`.
    pub fn render(&self) -> Result<Vec<u8>, ReportError> {
        let events = &self.telling.events;
        let document = interchange::document(events, &model::NamesOf::new(events));
        crate::drawn(
            self.declaration()?,
            self.parameters,
            self.bundle.to_json(),
            interchange::to_json(&document),
        )
    }

    /// What the pages say of it: a proof that does not hold proves nothing.
    fn proven(&self) -> Completeness {
        self.completeness().unwrap_or(Completeness::NotProven)
    }
}
