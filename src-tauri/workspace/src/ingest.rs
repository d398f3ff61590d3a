//! From verified blocks to rows of the cache, and from rows back to events. Nothing is fetched and nothing verified here.

use alloy_primitives::{Address, Log};
use evidence::{BlockLog, BlockPart};
use store::EventRow;
use trace::{EventKey, TraceEvent};

/// The name in the cache of a log that no known event explains; it is kept, and read again by a later version.
pub(crate) const UNDECODED: &str = "undecoded";

/// The rows for the ledger's events in these blocks.
pub(crate) fn event_rows(parts: &[BlockPart], contract: Address) -> Vec<EventRow> {
    parts
        .iter()
        .flat_map(|part| block_rows(part, contract))
        .collect()
}

fn block_rows(part: &BlockPart, contract: Address) -> Vec<EventRow> {
    let Some(receipts) = &part.receipts else {
        return Vec::new();
    };
    let logs = receipts.logs();
    logs.iter()
        .filter(|entry| entry.log.address == contract)
        .filter_map(|entry| row(part, entry))
        .collect()
}

fn row(part: &BlockPart, entry: &BlockLog) -> Option<EventRow> {
    let key = EventKey {
        block: part.header.number(),
        log_index: entry.log_index,
    };
    log_row(key, entry.tx_index, part.header.timestamp(), &entry.log)
}

/// The row for a log of the ledger; `None` for one that records no event.
pub(crate) fn log_row(
    key: EventKey,
    tx_index: u64,
    block_time: u64,
    log: &Log,
) -> Option<EventRow> {
    let topic = *log.topics().first()?;
    let (event_type, event_time) = match ledger::decode(log) {
        Ok(None) => return None,
        Ok(Some(body)) => (
            body.event_type().word().to_owned(),
            body.record().map(|record| record.time.unix_millis),
        ),
        Err(_) => (UNDECODED.to_owned(), None),
    };
    Some(EventRow {
        key,
        tx_index,
        block_time,
        event_type,
        event_time,
        topic,
        data: log.data.data.clone(),
    })
}

/// The events in these rows; rows that nothing explains are passed over.
pub(crate) fn events(rows: &[EventRow], contract: Address) -> Vec<TraceEvent> {
    rows.iter().filter_map(|row| event(row, contract)).collect()
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
