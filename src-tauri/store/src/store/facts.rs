//! What is known beside the blocks: proofs of state, and where sources disagree.

use evidence::StateEvidence;

use super::Store;
use crate::tables::{blocks, disagreements, states};
use crate::{Disagreement, ListedDisagreement, StoreError};

impl Store {
    /// Keeps a proof of the ledger's state at a block that is held; of the proofs kept, the oldest give way.
    pub fn set_state(&mut self, state: &StateEvidence) -> Result<(), StoreError> {
        self.database.write(1, |database| {
            let unknown = StoreError::HashUnknown { block: state.block };
            blocks::hash_at(&database.connection, state.block)?.ok_or(unknown)?;
            states::set(&database.connection, state)
        })
    }

    /// The newest proof of the ledger's state at a block up to this one.
    pub fn newest_state(&self, up_to: u64) -> Result<Option<StateEvidence>, StoreError> {
        states::newest(&self.database.connection, up_to)
    }

    /// All proofs of state that are kept, ascending by block.
    pub fn states(&self) -> Result<Vec<StateEvidence>, StoreError> {
        states::all(&self.database.connection)
    }

    /// Puts a disagreement on the list, found at this time (Unix seconds). The same one twice is listed once while it is
    /// open; says whether it was new.
    pub fn add_disagreement(
        &self,
        found: &Disagreement,
        found_at: u64,
    ) -> Result<bool, StoreError> {
        disagreements::add(&self.database.connection, found, found_at)
    }

    /// All disagreements, newest first.
    pub fn disagreements(&self) -> Result<Vec<ListedDisagreement>, StoreError> {
        disagreements::all(&self.database.connection)
    }

    /// How many disagreements are not settled.
    pub fn open_disagreement_count(&self) -> Result<u64, StoreError> {
        disagreements::open_count(&self.database.connection)
    }

    /// Notes how and when (Unix seconds) a disagreement was settled; whether there was an open one of this number.
    pub fn resolve_disagreement(
        &self,
        id: u64,
        resolution: &str,
        at: u64,
    ) -> Result<bool, StoreError> {
        disagreements::resolve(&self.database.connection, id, resolution, at)
    }
}
