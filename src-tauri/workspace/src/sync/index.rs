//! Bringing the search index up to date with what came in, without working out what the events add up to beyond it: no
//! lineage, no findings, and one event in memory at a time.

use lineage::Register;

use super::Syncer;
use crate::{Failure, ingest, view};

impl Syncer {
    /// Brings the search index up to date with the events held.
    pub fn index(&mut self) -> Result<(), Failure> {
        let mut register = Register::default();
        let contract = self.network.contract;
        self.store.each_event(0..=u64::MAX, |row| {
            if let Some(event) = ingest::event(&row, contract) {
                register.apply(&event);
            }
        })?;
        Ok(self
            .store
            .replace_asset_index(&view::index_rows(&register))?)
    }
}
