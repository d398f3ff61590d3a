//! What the events held add up to, kept in step with the cache while blocks come in, so that at the end of a sync neither the
//! search index nor the proof of heads needs to read them again. No lineage and no findings: those are for who looks at them.

use alloy_primitives::B256;
use lineage::Register;
use trace::TraceEvent;

use super::{Syncer, aside};
use crate::known::Known;
use crate::{Failure, view};

/// The register as of the newest block held at some time; of use as long as that is the newest.
#[derive(Debug, Default)]
pub(super) struct InStep {
    known: Known,
    at: Option<(u64, B256)>,
}

impl InStep {
    /// Takes in an event that follows those taken in.
    pub(super) fn take_in(&mut self, event: &TraceEvent) {
        self.known.apply(event);
    }
}

impl Syncer {
    /// Brings the search index up to date with the events held, and leaves a snapshot of what they add up to.
    pub fn index(&mut self) -> Result<(), Failure> {
        self.register()?;
        let Some(InStep { known, .. }) = &mut self.in_step else {
            return Ok(());
        };
        let point = known.worth_keeping(&self.store);
        let (known, folder, store) = (&*known, &self.folder, &mut self.store);
        let keep = || {
            if let Some(point) = point {
                known.keep_at(folder, point);
            }
        };
        let ((), indexed) = aside(keep, || {
            store.replace_asset_index(view::index_rows(&known.register))
        });
        Ok(indexed?)
    }

    /// What was taken in up to `before`, to take in more while that is written. Whoever takes it gives it back with
    /// [`Syncer::keep_step`]; until then nothing is in step.
    pub(super) fn step_from(&mut self, before: Option<(u64, B256)>) -> Option<InStep> {
        let held = self.in_step.take().unwrap_or_default();
        (held.at == before).then_some(held)
    }

    /// What was taken in is what is held now.
    pub(super) fn keep_step(&mut self, held: Option<InStep>) -> Result<(), Failure> {
        let at = self.store.cursor()?;
        self.in_step = held.map(|held| InStep { at, ..held });
        Ok(())
    }

    /// What was taken in does not count any more, for events gave way to others.
    pub(super) fn fall_out_of_step(&mut self) {
        self.in_step = None;
    }

    /// The register as of the newest block held; read from the snapshot and the cache where it is not in step.
    pub(super) fn register(&mut self) -> Result<&Register, Failure> {
        let newest = self.store.cursor()?;
        let held = self.in_step.take().filter(|held| held.at == newest);
        let held = match held {
            Some(held) => held,
            None => self.read_register(newest)?,
        };
        Ok(&self.in_step.insert(held).known.register)
    }

    fn read_register(&self, at: Option<(u64, B256)>) -> Result<InStep, Failure> {
        let known = Known::read(&self.folder, &self.store, self.network.contract)?;
        Ok(InStep { known, at })
    }
}
