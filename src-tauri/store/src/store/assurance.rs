//! How well what is held is proven, as a query over stored facts: headers, reported ranges, and seals.

use std::ops::RangeInclusive;

use alloy_primitives::B256;
use evidence::{Header, SealTrust};
use rusqlite::Connection;
use trace::{Assurance, EventKey};

use super::Store;
use crate::StoreError;
use crate::tables::{blocks, reported, seals};

impl Store {
    /// How well each block held is proven, ascending and without overlap. `trusted` is a block that the user trusts by
    /// number and hash: it vouches for what it descends from.
    pub fn assurance_ranges(
        &self,
        trusted: Option<(u64, B256)>,
    ) -> Result<Vec<(RangeInclusive<u64>, Assurance)>, StoreError> {
        let connection = &self.database.connection;
        let trusted = match trusted {
            Some((number, hash)) if blocks::hash_at(connection, number)? == Some(hash) => {
                Some(number)
            }
            _ => None,
        };
        let sealed = seals::blocks(connection)?;
        let mut ranges = Vec::new();
        for span in spans(connection)? {
            if !span.proven {
                ranges.push((span.blocks, Assurance::Reported));
                continue;
            }
            let within = |number: &u64| span.blocks.contains(number);
            let sealed_to = sealed.iter().copied().filter(within).max();
            let trusted_to = trusted.filter(within);
            let mut next = *span.blocks.start();
            let levels = [
                (sealed_to, Assurance::Sealed),
                (trusted_to, Assurance::Included),
                (Some(*span.blocks.end()), Assurance::Reported),
            ];
            for (last, assurance) in levels {
                if let Some(last) = last.filter(|last| *last >= next) {
                    ranges.push((next..=last, assurance));
                    next = last + 1;
                }
            }
        }
        Ok(ranges)
    }

    /// How well an event of this key is proven; `None` if its block is not held. See [`Store::assurance_ranges`].
    pub fn assurance_of(
        &self,
        key: EventKey,
        trusted: Option<(u64, B256)>,
    ) -> Result<Option<Assurance>, StoreError> {
        let ranges = self.assurance_ranges(trusted)?;
        let found = ranges
            .into_iter()
            .find(|(range, _)| range.contains(&key.block));
        Ok(found.map(|(_, assurance)| assurance))
    }

    /// Notes that a held block is sealed by a quorum of the trusted validators.
    pub fn set_sealed_to(&mut self, number: u64) -> Result<(), StoreError> {
        self.database.write(1, |database| {
            let connection = &database.connection;
            let unknown = StoreError::HashUnknown { block: number };
            blocks::hash_at(connection, number)?.ok_or(unknown)?;
            let spans = spans(connection)?;
            let span = spans.iter().find(|span| span.blocks.contains(&number));
            let earlier = |sealed: &u64| {
                *sealed < number && span.is_some_and(|span| span.blocks.contains(sealed))
            };
            let replaced: Vec<_> = seals::blocks(connection)?
                .into_iter()
                .filter(earlier)
                .collect();
            seals::add(connection, number, &replaced)
        })
    }

    /// Takes another copy of a held header, with the same hash and other seals: where validators seal, the hash leaves the
    /// seals out. [`StoreError::HashUnknown`] if the block is not held, or is another one.
    pub fn replace_seals(&mut self, header: &Header) -> Result<(), StoreError> {
        let block = header.number();
        self.database.write(1, |database| {
            let replaced = blocks::replace(database, header)?;
            replaced
                .then_some(())
                .ok_or(StoreError::HashUnknown { block })
        })
    }

    /// The newest block that is sealed.
    pub fn sealed_to(&self) -> Result<Option<u64>, StoreError> {
        Ok(seals::blocks(&self.database.connection)?.pop())
    }

    /// Keeps the validators as followed up to `state.block`. A rollback goes back to an earlier state.
    pub fn set_seal_state(&mut self, state: &SealTrust) -> Result<(), StoreError> {
        let json =
            serde_json::to_string(state).map_err(|_| StoreError::Damaged { block: state.block })?;
        self.database.write(1, |database| {
            seals::set_state(&database.connection, state.block, &json)
        })
    }

    /// The validators as of the newest block that following came to; `None` before the first.
    pub fn seal_state(&self) -> Result<Option<SealTrust>, StoreError> {
        let Some((block, json)) = seals::state(&self.database.connection)? else {
            return Ok(None);
        };
        let state = serde_json::from_str(&json).map_err(|_| StoreError::Damaged { block })?;
        Ok(Some(state))
    }

    /// Forgets all seals and states: the user trusts other validators now, and they are followed from the start.
    pub fn forget_seals(&mut self) -> Result<(), StoreError> {
        self.database
            .write(1, |database| seals::clear(&database.connection))
    }
}

/// Blocks in a row that are all held with their headers, or all only reported.
struct Span {
    blocks: RangeInclusive<u64>,
    proven: bool,
}

/// Everything held, ascending.
fn spans(connection: &Connection) -> Result<Vec<Span>, StoreError> {
    let mut spans = Vec::new();
    let mut next = blocks::oldest(connection)?;
    let newest = blocks::newest(connection)?.map(|(number, _)| number);
    for range in reported::ranges(connection)? {
        if let Some(first) = next.filter(|first| first < range.start()) {
            spans.push(Span {
                blocks: first..=range.start() - 1,
                proven: true,
            });
        }
        next = next.map(|next| next.max(range.end() + 1));
        spans.push(Span {
            blocks: range,
            proven: false,
        });
    }
    if let (Some(first), Some(last)) = (next, newest)
        && first <= last
    {
        spans.push(Span {
            blocks: first..=last,
            proven: true,
        });
    }
    Ok(spans)
}

/// The blocks that are sealed, in themselves or by a sealed block that descends from them.
pub(super) fn sealed_spans(
    connection: &Connection,
) -> Result<Vec<RangeInclusive<u64>>, StoreError> {
    let sealed = seals::blocks(connection)?;
    let spans = spans(connection)?.into_iter().filter(|span| span.proven);
    let cut = |span: Span| {
        let last = sealed
            .iter()
            .filter(|number| span.blocks.contains(number))
            .max();
        last.map(|last| *span.blocks.start()..=*last)
    };
    Ok(spans.filter_map(cut).collect())
}
