//! Blocks of which a node reported the events, without header and receipts: how they come in, go back, and are proven.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use alloy_primitives::{B256, keccak256};
use evidence::BlockPart;
use trace::EventKey;

use super::{Store, insert_part};
use crate::database::Database;
use crate::tables::{blocks, disagreements, events, reported, seals, superseded};
use crate::{Disagreement, DisagreementKind, EventRow, StoreError};

/// Who disagrees when receipts disprove what was reported.
const RECEIPTS: &str = "receipts";

/// What a node reported of a range of blocks; one step of a sync, all of it or nothing.
#[derive(Debug)]
pub struct Reported<'batch> {
    /// The newest block that still stands, if blocks above it were replaced.
    pub rollback_to: Option<u64>,
    /// The blocks, right behind the cursor.
    pub range: RangeInclusive<u64>,
    /// The hashes that the node gave, ascending by block: of every block with events, and of the last of the range.
    pub hashes: &'batch [(u64, B256)],
    /// All events of the ledger in the range, as the node reported them. An unknown block time is 0.
    pub events: &'batch [EventRow],
}

/// What proving a reported range came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Upgraded {
    /// What had been reported otherwise; it is on the list of disagreements, and what was held is kept apart.
    pub disagreements: Vec<Disagreement>,
    /// How many events are as they were reported.
    pub confirmed: u64,
}

impl Store {
    /// Keeps what a node reported of a range of blocks, in one transaction.
    pub fn commit_reported(&mut self, step: &Reported<'_>) -> Result<(), StoreError> {
        let rows = step.events.len() + step.hashes.len();
        self.database.write(rows, |database| {
            if let Some(ancestor) = step.rollback_to {
                roll_back(database, ancestor)?;
            }
            check_reported(database, step)?;
            let connection = &database.connection;
            reported::add_range(connection, &step.range)?;
            for (number, hash) in step.hashes {
                reported::add_hash(connection, *number, *hash)?;
            }
            events::insert_all(database, step.events)
        })
    }

    /// Which blocks are held only as reported, ascending.
    pub fn reported_ranges(&self) -> Result<Vec<RangeInclusive<u64>>, StoreError> {
        reported::ranges(&self.database.connection)
    }

    /// Replaces part of a reported range by blocks with their receipts, and compares: `events` are what the receipts
    /// hold. Events that differ are kept apart and listed as disagreements, found at this time (Unix seconds).
    pub fn upgrade(
        &mut self,
        parts: &[BlockPart],
        events: &[EventRow],
        found_at: u64,
    ) -> Result<Upgraded, StoreError> {
        let Some(range) = range_of(parts)? else {
            return Ok(Upgraded::default());
        };
        let rows = parts.len() + events.len();
        self.database.write(rows, |database| {
            check_place(database, parts, &range)?;
            let mut upgraded = Upgraded::default();
            compare_hashes(database, parts, &mut upgraded)?;
            compare_events(database, &range, events, &mut upgraded)?;
            reported::remove(&database.connection, &range)?;
            for part in parts {
                insert_part(database, part)?;
            }
            for found in &upgraded.disagreements {
                disagreements::add(&database.connection, found, found_at)?;
            }
            Ok(upgraded)
        })
    }

    /// How many reported events receipts have disproved; they are kept apart.
    pub fn disproved_event_count(&self) -> Result<u64, StoreError> {
        superseded::disproved_count(&self.database.connection)
    }
}

/// The newest block held or reported.
pub(super) fn cursor(database: &Database) -> Result<Option<(u64, B256)>, StoreError> {
    let held = blocks::newest(&database.connection)?;
    let reported = reported::newest(&database.connection)?;
    // `None` is less than any block, and no number is in both tables.
    Ok(held.max(reported))
}

/// The hash of a block that is held or reported.
pub(crate) fn hash_at(database: &Database, number: u64) -> Result<Option<B256>, StoreError> {
    match blocks::hash_at(&database.connection, number)? {
        Some(hash) => Ok(Some(hash)),
        None => reported::hash_at(&database.connection, number),
    }
}

/// Moves everything above a block out of the live tables, and what rests on it with it.
pub(crate) fn roll_back(database: &Database, ancestor: u64) -> Result<(), StoreError> {
    let connection = &database.connection;
    let cuts = |range: &RangeInclusive<u64>| range.contains(&ancestor) && *range.end() > ancestor;
    let ranges = reported::ranges(connection)?;
    if ranges.iter().any(cuts) && reported::hash_at(connection, ancestor)?.is_none() {
        return Err(StoreError::HashUnknown { block: ancestor });
    }
    // A seal vouches for what came before it; what still stands of that stays sealed.
    let sealed = super::assurance::sealed_spans(connection)?;
    let lowered = sealed.iter().any(|span| span.contains(&ancestor));
    superseded::move_above(connection, ancestor)?;
    if let Some(above) = ancestor.checked_add(1) {
        reported::remove(connection, &(above..=u64::MAX))?;
    }
    seals::forget_above(connection, ancestor, lowered.then_some(ancestor))
}

fn check_reported(database: &Database, step: &Reported<'_>) -> Result<(), StoreError> {
    let (first, last) = (*step.range.start(), *step.range.end());
    let next = cursor(database)?.map(|(number, _)| number + 1);
    if let Some(expected) = next.filter(|next| *next != first) {
        return Err(StoreError::Gap {
            expected,
            found: first,
        });
    }
    if let Some((outside, _)) = step.hashes.iter().find(|(n, _)| !step.range.contains(n)) {
        return Err(StoreError::Gap {
            expected: first,
            found: *outside,
        });
    }
    let known = |block: u64| {
        step.hashes
            .binary_search_by_key(&block, |(n, _)| *n)
            .is_ok()
    };
    let blocks = step.events.iter().map(|row| row.key.block);
    match blocks.chain([last]).find(|block| !known(*block)) {
        Some(block) => Err(StoreError::HashUnknown { block }),
        None => Ok(()),
    }
}

/// The range of blocks in a row, each of which follows the one before.
fn range_of(parts: &[BlockPart]) -> Result<Option<RangeInclusive<u64>>, StoreError> {
    for pair in parts.windows(2) {
        if !pair[1].header.follows(&pair[0].header) {
            return Err(StoreError::Unlinked {
                block: pair[1].header.number(),
            });
        }
    }
    let ends = parts.first().zip(parts.last());
    Ok(ends.map(|(first, last)| first.header.number()..=last.header.number()))
}

/// The blocks lie in one reported range, and are linked to the blocks held on both sides of them.
fn check_place(
    database: &Database,
    parts: &[BlockPart],
    range: &RangeInclusive<u64>,
) -> Result<(), StoreError> {
    let (first, last) = (*range.start(), *range.end());
    let ranges = reported::ranges(&database.connection)?;
    let within =
        |reported: &RangeInclusive<u64>| reported.contains(&first) && reported.contains(&last);
    if !ranges.iter().any(within) {
        let expected = ranges.first().map_or(0, |reported| *reported.start());
        return Err(StoreError::Gap {
            expected,
            found: first,
        });
    }
    let below = match first.checked_sub(1) {
        Some(number) => blocks::hash_at(&database.connection, number)?,
        None => None,
    };
    let above = blocks::headers(database, last + 1..=last + 1)?.pop();
    let (Some(lowest), Some(highest)) = (parts.first(), parts.last()) else {
        return Ok(());
    };
    if below.is_some_and(|hash| hash != lowest.header.parent_hash()) {
        return Err(StoreError::Unlinked { block: first });
    }
    if above.is_some_and(|above| !above.follows(&highest.header)) {
        return Err(StoreError::Unlinked { block: last + 1 });
    }
    Ok(())
}

fn compare_hashes(
    database: &Database,
    parts: &[BlockPart],
    upgraded: &mut Upgraded,
) -> Result<(), StoreError> {
    for part in parts {
        let (block, hash) = (part.header.number(), part.header.hash());
        let reported = reported::hash_at(&database.connection, block)?;
        if let Some(held) = reported.filter(|held| *held != hash) {
            upgraded.disagreements.push(Disagreement {
                kind: DisagreementKind::Block,
                source: RECEIPTS.to_owned(),
                block,
                log_index: None,
                held: Some(held.to_string()),
                claimed: Some(hash.to_string()),
            });
        }
    }
    Ok(())
}

fn compare_events(
    database: &Database,
    range: &RangeInclusive<u64>,
    proven: &[EventRow],
    upgraded: &mut Upgraded,
) -> Result<(), StoreError> {
    let held = events::of(database, range.clone())?;
    let mut held: BTreeMap<EventKey, EventRow> =
        held.into_iter().map(|row| (row.key, row)).collect();
    let mut found = Vec::new();
    for row in proven {
        let reported = held.remove(&row.key);
        match &reported {
            Some(reported) if says_the_same(reported, row) => {
                upgraded.confirmed += 1;
                if reported != row {
                    // Its time or its reading was not known.
                    events::delete(&database.connection, row.key)?;
                    events::insert(database, row)?;
                }
                continue;
            }
            Some(_) => superseded::disprove(&database.connection, row.key)?,
            None => {}
        }
        events::insert(database, row)?;
        found.push(event_disagreement(RECEIPTS, reported.as_ref(), Some(row)));
    }
    for (key, reported) in held {
        superseded::disprove(&database.connection, key)?;
        found.push(event_disagreement(RECEIPTS, Some(&reported), None));
    }
    upgraded.disagreements.extend(found.into_iter().flatten());
    Ok(())
}

fn says_the_same(reported: &EventRow, proven: &EventRow) -> bool {
    let same_time = reported.block_time == 0 || reported.block_time == proven.block_time;
    same_time && reported.same_log(proven)
}

/// How what is held of one event and what a source claims of it differ; `None` if they do not.
pub fn event_disagreement(
    source: &str,
    held: Option<&EventRow>,
    claimed: Option<&EventRow>,
) -> Option<Disagreement> {
    let (kind, row) = match (held, claimed) {
        (Some(held), Some(claimed)) if says_the_same(held, claimed) => return None,
        (Some(held), Some(_)) => (DisagreementKind::EventDiffers, held),
        (Some(held), None) => (DisagreementKind::EventMissing, held),
        (None, Some(claimed)) => (DisagreementKind::EventUnknown, claimed),
        (None, None) => return None,
    };
    Some(Disagreement {
        kind,
        source: source.to_owned(),
        block: row.key.block,
        log_index: Some(row.key.log_index),
        held: held.map(summary),
        claimed: claimed.map(summary),
    })
}

/// What an event says, short enough to compare by eye: its type, its digest (keccak-256 of topic and data), and where
/// and when it stands.
fn summary(row: &EventRow) -> String {
    let digest = keccak256([row.topic.as_slice(), &row.data].concat());
    let (event_type, time, transaction) = (&row.event_type, row.block_time, row.tx_index);
    format!("{event_type} {digest} in transaction {transaction} at {time}")
}
