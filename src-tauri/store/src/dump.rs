//! The live rows as text, for comparing two caches: the same rows give the same text, whatever their history, their
//! packing and their order of arrival. It leaves out what is about the machine (times of syncs, reports, searches).

use std::fmt::Write;

use alloy_primitives::keccak256;
use evidence::Receipts;

use crate::tables::{blocks, events, receipts, reported};
use crate::{EventRow, Store, StoreError};

impl Store {
    /// The live rows as text, one line per row: blocks with their receipts, reported ranges, events, each in chain order.
    pub fn dump_live(&self) -> Result<String, StoreError> {
        let mut text = String::new();
        self.each_live_line(|line| {
            text.push_str(line);
            text.push('\n');
        })?;
        Ok(text)
    }

    /// Hands over the lines of [`Store::dump_live`] one by one.
    pub fn each_live_line(&self, mut with: impl FnMut(&str)) -> Result<(), StoreError> {
        let database = &self.database;
        let mut line = String::new();
        blocks::each(database, 0..=u64::MAX, |number, hash, header| {
            let header = header.ok_or(StoreError::Damaged { block: number })?;
            let rlp = keccak256(header.rlp());
            put(
                &mut line,
                &mut with,
                format_args!("block {number} {hash} {rlp}"),
            );
            let held = receipts::read(database, number)?;
            for (index, encoded) in held.iter().flat_map(Receipts::encoded).enumerate() {
                let digest = keccak256(encoded);
                put(
                    &mut line,
                    &mut with,
                    format_args!("receipt {number} {index} {digest}"),
                );
            }
            Ok(())
        })?;
        for range in reported::ranges(&database.connection)? {
            let (first, last) = (range.start(), range.end());
            put(
                &mut line,
                &mut with,
                format_args!("reported {first} {last}"),
            );
        }
        events::each(database, 0..=u64::MAX, |row| {
            put_event(&mut line, &mut with, &row);
            Ok(())
        })
    }
}

fn put_event(line: &mut String, with: &mut impl FnMut(&str), row: &EventRow) {
    let (block, log_index) = (row.key.block, row.key.log_index);
    let (tx_index, block_time, event_type) = (row.tx_index, row.block_time, &row.event_type);
    let event_time = row
        .event_time
        .map_or("-".to_owned(), |time| time.to_string());
    let (topic, data) = (row.topic, &row.data);
    put(
        line,
        with,
        format_args!(
            "event {block} {log_index} {tx_index} {block_time} {event_type} {event_time} {topic} {data}"
        ),
    );
}

fn put(line: &mut String, with: &mut impl FnMut(&str), text: std::fmt::Arguments<'_>) {
    line.clear();
    // Writing to a string cannot fail.
    let _ = line.write_fmt(text);
    with(line);
}
