//! What was read from the cache for a report and may serve the next one: reports of one batch share most of their
//! lineage. It holds no more than so much; what it gives away is read again.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use alloy_primitives::Address;
use evidence::{Header, Receipts, StateEvidence};
use store::Store;
use trace::{EventKey, TraceEvent};

use crate::{Failure, ingest};

/// How many events are kept: some 60 MB.
const EVENTS: usize = 50_000;
/// Of how many blocks the receipts are kept.
const BLOCKS: usize = 2_000;
/// How many headers are kept.
const HEADERS: usize = 50_000;

/// What was read so far, as of one block.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    as_of: u64,
    events: BTreeMap<EventKey, TraceEvent>,
    receipts: BTreeMap<u64, Arc<Receipts>>,
    /// Headers without a gap.
    headers: Vec<Header>,
    /// The newest proof of the ledger's state up to the block, once it was looked for.
    state: OnceCell<Option<Arc<StateEvidence>>>,
}

impl Kept {
    /// Turns to another block. What was read as of the one before is put away.
    pub(super) fn turn_to(&mut self, as_of: u64) {
        if self.as_of != as_of {
            *self = Self {
                as_of,
                ..Self::default()
            };
        }
    }

    /// Makes room, between two reports.
    pub(super) fn tidy(&mut self) {
        if self.events.len() > EVENTS {
            self.events.clear();
        }
        if self.receipts.len() > BLOCKS {
            self.receipts.clear();
        }
        if self.headers.len() > HEADERS {
            self.headers = Vec::new();
        }
    }

    /// Reads these events, as far as they are not here yet and anything explains them.
    pub(super) fn fetch(
        &mut self,
        store: &Store,
        contract: Address,
        keys: impl IntoIterator<Item = EventKey>,
    ) -> Result<(), Failure> {
        for key in keys {
            if !self.events.contains_key(&key)
                && let Some(row) = store.event(key)?
                && let Some(event) = ingest::event(&row, contract)
            {
                self.events.insert(key, event);
            }
        }
        Ok(())
    }

    /// An event that was fetched.
    pub(super) fn event(&self, key: EventKey) -> Option<&TraceEvent> {
        self.events.get(&key)
    }

    /// All receipts of a block.
    pub(super) fn receipts(&mut self, store: &Store, block: u64) -> Result<Arc<Receipts>, Failure> {
        if let Some(known) = self.receipts.get(&block) {
            return Ok(Arc::clone(known));
        }
        let gone = || Failure::internal(format!("the receipts of block {block} are gone"));
        let read = Arc::new(store.receipts(block)?.ok_or_else(gone)?);
        self.receipts.insert(block, Arc::clone(&read));
        Ok(read)
    }

    /// The headers of these blocks, without a gap.
    pub(super) fn headers(
        &mut self,
        store: &Store,
        blocks: RangeInclusive<u64>,
    ) -> Result<&[Header], Failure> {
        let (first, last) = blocks.into_inner();
        let held = self.headers.first().zip(self.headers.last());
        let held = held.map(|(first, last)| (first.number(), last.number()));
        match held {
            Some((from, to)) if from <= first && last <= to => {}
            // Reports of one batch end at the same block; only where they begin differs.
            Some((from, to)) if first < from && last == to => {
                let mut earlier = store.headers(first..=from - 1)?;
                earlier.append(&mut self.headers);
                self.headers = earlier;
            }
            _ => self.headers = store.headers(first..=last)?,
        }
        let from = self
            .headers
            .partition_point(|header| header.number() < first);
        let to = self
            .headers
            .partition_point(|header| header.number() <= last);
        Ok(&self.headers[from..to])
    }

    /// The newest proof of the ledger's state up to the block that was turned to.
    pub(super) fn state(&mut self, store: &Store) -> Result<Option<Arc<StateEvidence>>, Failure> {
        if let Some(known) = self.state.get() {
            return Ok(known.clone());
        }
        let read = store.newest_state(self.as_of)?.map(Arc::new);
        Ok(self.state.get_or_init(|| read).clone())
    }
}
