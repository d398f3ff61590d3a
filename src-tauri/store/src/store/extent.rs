//! What can be said of the live events without reading what they say: whether they are still the same, and what sort they are
//! and when they were.

use std::ops::RangeInclusive;

use alloy_primitives::{B256, Keccak256};
use trace::EventKey;

use super::{Store, reported};
use crate::tables::{damaged, events, network, reported as ranges, superseded};
use crate::{EventRow, StoreError};

/// An event without its data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventOutline {
    /// Block and log index.
    pub key: EventKey,
    /// The block's time (Unix seconds).
    pub block_time: u64,
    /// The name of the decoded event, or `undecoded`.
    pub event_type: String,
    /// When it happened (Unix milliseconds), where the event has a record.
    pub event_time: Option<u64>,
}

impl Store {
    /// A mark of the live events up to and with this block: as long as it is the same, they are. `None` if the block is not
    /// held.
    ///
    /// The hash of a block stands for everything before it, where headers and receipts prove it; where a node only reported
    /// events, whatever took their place left something behind in the tables of what was replaced.
    pub fn events_mark(&self, block: u64) -> Result<Option<B256>, StoreError> {
        let Some(hash) = reported::hash_at(&self.database, block)? else {
            return Ok(None);
        };
        let connection = &self.database.connection;
        let network = network::read(connection)?;
        let mut mark = Keccak256::new();
        mark.update(network.genesis);
        mark.update(network.contract);
        mark.update(hash);
        let mut count = |number: u64| mark.update(number.to_be_bytes());
        count(network.chain_id);
        count(block);
        count(superseded::disproved_count(connection)?);
        count(damaged::count(connection)?);
        let reported = ranges::ranges(connection)?;
        let reported: Vec<_> = reported
            .iter()
            .filter(|range| *range.start() <= block)
            .collect();
        if !reported.is_empty() {
            count(superseded::event_count(connection)?);
        }
        for range in reported {
            count(*range.start());
            count(block.min(*range.end()));
        }
        Ok(Some(mark.finalize()))
    }

    /// Hands over the events in a range of blocks one by one, in chain order, without what they say.
    pub fn each_outline(
        &self,
        blocks: RangeInclusive<u64>,
        with: impl FnMut(EventOutline),
    ) -> Result<(), StoreError> {
        events::each_outline(&self.database, blocks, with)
    }

    /// One event; `None` if none of this key is live.
    pub fn event(&self, key: EventKey) -> Result<Option<EventRow>, StoreError> {
        events::read_one(&self.database, key)
    }
}
