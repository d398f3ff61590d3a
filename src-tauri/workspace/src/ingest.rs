//! From verified blocks to rows of the cache, and from rows back to events. Nothing is fetched and nothing verified here.

use std::ops::RangeInclusive;
use std::{sync::mpsc, thread};

use alloy_primitives::{Address, Log};
use evidence::{BlockLog, BlockPart};
use store::{EventRow, Store};
use trace::{EventBody, EventKey, TraceEvent};

use crate::Failure;

/// The name in the cache of a log that no known event explains; it is kept, and read again by a later version.
pub(crate) const UNDECODED: &str = "undecoded";

/// How many rows are decoded at a time, and how many times that the reading is ahead.
const BATCH: usize = 512;
const AHEAD: usize = 8;

/// An event as the cache keeps it, and as it is read.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    /// What the cache keeps.
    pub(crate) row: EventRow,
    /// What it says; `None` where no known event explains it.
    pub(crate) event: Option<TraceEvent>,
}

/// The rows for the ledger's events in these blocks.
pub(crate) fn event_rows(parts: &[BlockPart], contract: Address) -> Vec<EventRow> {
    let recorded = recorded(parts, contract);
    recorded.map(|recorded| recorded.row).collect()
}

/// The ledger's events in these blocks.
pub(crate) fn recorded(
    parts: &[BlockPart],
    contract: Address,
) -> impl Iterator<Item = Recorded> + '_ {
    parts
        .iter()
        .flat_map(move |part| block_events(part, contract))
}

fn block_events(part: &BlockPart, contract: Address) -> Vec<Recorded> {
    let Some(receipts) = &part.receipts else {
        return Vec::new();
    };
    let logs = receipts.logs();
    logs.iter()
        .filter(|entry| entry.log.address == contract)
        .filter_map(|entry| block_event(part, entry))
        .collect()
}

fn block_event(part: &BlockPart, entry: &BlockLog) -> Option<Recorded> {
    let key = EventKey {
        block: part.header.number(),
        log_index: entry.log_index,
    };
    recorded_log(key, entry.tx_index, part.header.timestamp(), &entry.log)
}

/// The event that a log of the ledger records, if it does.
pub(crate) fn recorded_log(
    key: EventKey,
    tx_index: u64,
    block_time: u64,
    log: &Log,
) -> Option<Recorded> {
    let topic = *log.topics().first()?;
    let body = match ledger::decode(log) {
        Ok(None) => return None,
        Ok(Some(body)) => Some(body),
        Err(_) => None,
    };
    let event_type = body
        .as_ref()
        .map_or(UNDECODED, |body| body.event_type().word());
    let record = body.as_ref().and_then(EventBody::record);
    let row = EventRow {
        key,
        tx_index,
        block_time,
        event_type: event_type.to_owned(),
        event_time: record.map(|record| record.time.unix_millis),
        topic,
        data: log.data.data.clone(),
    };
    let event = body.map(|body| TraceEvent {
        key,
        transaction: None,
        block_time,
        digest: ledger::event_digest(log),
        body,
    });
    Some(Recorded { row, event })
}

/// The events in these rows; rows that nothing explains are passed over.
pub(crate) fn events(rows: &[EventRow], contract: Address) -> Vec<TraceEvent> {
    rows.iter().filter_map(|row| event(row, contract)).collect()
}

/// Hands over the events in these blocks in chain order, without holding them all; rows that nothing explains are passed over.
///
/// Rows are read and events handed over by the thread that calls; another one decodes meanwhile.
pub(crate) fn each_event(
    store: &Store,
    contract: Address,
    blocks: RangeInclusive<u64>,
    mut with: impl FnMut(TraceEvent),
) -> Result<(), Failure> {
    let (to_decode, rows) = mpsc::sync_channel::<Vec<EventRow>>(AHEAD);
    let (to_hand_over, decoded) = mpsc::sync_channel::<Vec<TraceEvent>>(2 * AHEAD);
    thread::scope(|scope| {
        scope.spawn(move || {
            for rows in rows {
                let events = rows.iter().filter_map(|row| event(row, contract));
                if to_hand_over.send(events.collect()).is_err() {
                    break;
                }
            }
        });
        let mut batch = Vec::with_capacity(BATCH);
        let mut under_way = 0;
        let mut hand_over = |events: Vec<TraceEvent>| events.into_iter().for_each(&mut with);
        let read = store.each_event(blocks, |row| {
            batch.push(row);
            if batch.len() < BATCH {
                return;
            }
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            // The other thread ends only when this one lets go of the channel.
            let _ = to_decode.send(full);
            under_way += 1;
            if under_way > AHEAD {
                under_way -= 1;
                decoded.recv().into_iter().for_each(&mut hand_over);
            }
        });
        let _ = to_decode.send(batch);
        drop(to_decode);
        decoded.into_iter().for_each(&mut hand_over);
        Ok(read?)
    })
}

/// The event in a row; `None` where nothing explains it.
pub(crate) fn event(row: &EventRow, contract: Address) -> Option<TraceEvent> {
    let log = Log::new(contract, vec![row.topic], row.data.clone())?;
    let body = ledger::decode(&log).ok().flatten()?;
    Some(TraceEvent {
        key: row.key,
        transaction: None,
        block_time: row.block_time,
        digest: ledger::event_digest(&log),
        body,
    })
}
