//! The tables `signed` and `touches`: what a device signed, and what that is about.

use alloy_primitives::{B256, Log, LogData};
use field::{Basis, Carried, Touch};
use rusqlite::{Connection, OptionalExtension, Row, params};
use trace::EventBody;

use crate::OutboxError;

/// Something that is being signed.
#[derive(Debug)]
pub struct Signing<'a> {
    /// The record's id.
    pub record: &'a str,
    /// What was signed.
    pub carried: &'a Carried,
    /// The event that it will be.
    pub event: &'a EventBody,
    /// What was known of what it builds upon.
    pub basis: &'a Basis,
    /// What it touches.
    pub touches: &'a [Touch],
    /// The form as it was when it was checked: one that was changed since is not signed.
    pub form: &'a str,
    /// The device's clock (Unix seconds).
    pub signed_at: u64,
    /// The newest block that was known.
    pub known_block: u64,
    /// That block's time (Unix seconds); 0 if none was known.
    pub known_time: u64,
}

/// Something that was signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The record's id.
    pub record: String,
    /// What was signed.
    pub carried: Carried,
    /// The event that it will be.
    pub event: EventBody,
    /// What was known of what it builds upon.
    pub basis: Basis,
    /// What it touches.
    pub touches: Vec<(B256, bool)>,
    /// The device's clock (Unix seconds).
    pub signed_at: u64,
    /// The newest block that was known.
    pub known_block: u64,
    /// That block's time (Unix seconds); 0 if none was known.
    pub known_time: u64,
}

pub(crate) fn insert(connection: &Connection, signing: &Signing<'_>) -> Result<(), OutboxError> {
    let unreadable = |_| OutboxError::Unreadable(signing.record.to_owned());
    let event = event_bytes(signing.event);
    if event_of(&event).as_ref() != Some(signing.event) {
        // Nothing is kept that could not be read again.
        return Err(OutboxError::Unreadable(signing.record.to_owned()));
    }
    let sql = "INSERT INTO signed (record, capture, carried, event, basis, form, signed_at, known_block, known_time)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    connection.execute(
        sql,
        params![
            signing.record,
            signing.carried.id.0,
            serde_json::to_string(signing.carried).map_err(unreadable)?,
            event,
            serde_json::to_string(signing.basis).map_err(unreadable)?,
            signing.form,
            signing.signed_at.cast_signed(),
            signing.known_block.cast_signed(),
            signing.known_time.cast_signed(),
        ],
    )?;
    let sql = "INSERT INTO touches (record, subject, changes) VALUES (?1, ?2, ?3)";
    let mut statement = connection.prepare_cached(sql)?;
    for touch in signing.touches {
        statement.execute(params![signing.record, touch.subject.0.0, touch.changes])?;
    }
    Ok(())
}

const SELECT: &str =
    "SELECT s.record, s.carried, s.event, s.basis, s.signed_at, s.known_block, s.known_time
                      FROM signed AS s JOIN records AS r ON r.id = s.record";

pub(crate) fn find(connection: &Connection, id: &str) -> Result<Option<Kept>, OutboxError> {
    let sql = format!("{SELECT} WHERE s.record = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([id], |row| Ok(read(connection, row)));
    found.optional()?.transpose()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Kept>, OutboxError> {
    let sql = format!("{SELECT} ORDER BY r.number");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| Ok(read(connection, row)))?;
    rows.map(|row| row?).collect()
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<Kept, OutboxError> {
    let record: String = row.get(0)?;
    let damaged = || OutboxError::Unreadable(record.clone());
    let carried: String = row.get(1)?;
    let basis: String = row.get(3)?;
    let number = |column| Ok::<_, OutboxError>(row.get::<_, i64>(column)?.cast_unsigned());
    Ok(Kept {
        carried: serde_json::from_str(&carried).map_err(|_| damaged())?,
        event: event_of(&row.get::<_, Vec<u8>>(2)?).ok_or_else(damaged)?,
        basis: serde_json::from_str(&basis).map_err(|_| damaged())?,
        touches: touches(connection, &record)?,
        signed_at: number(4)?,
        known_block: number(5)?,
        known_time: number(6)?,
        record,
    })
}

fn touches(connection: &Connection, record: &str) -> Result<Vec<(B256, bool)>, OutboxError> {
    let sql = "SELECT subject, changes FROM touches WHERE record = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([record], |row| {
        Ok((row.get::<_, [u8; 32]>(0)?.into(), row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An event as the contract would log it: the topic, then the data.
fn event_bytes(event: &EventBody) -> Vec<u8> {
    let log = ledger::encode(event);
    let topic = log.topics().first().copied().unwrap_or_default();
    [topic.as_slice(), &log.data].concat()
}

fn event_of(bytes: &[u8]) -> Option<EventBody> {
    let (topic, data) = bytes.split_at_checked(32)?;
    let log = Log {
        address: alloy_primitives::Address::ZERO,
        data: LogData::new(vec![B256::from_slice(topic)], data.to_vec().into())?,
    };
    ledger::decode(&log).ok().flatten()
}
