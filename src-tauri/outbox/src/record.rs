//! The tables `records`, `history` and `attempts`: what was written, how far it has come, and the attempts to send it.

use alloy_primitives::{B256, Bytes};
use field::{Conflict, Happening, State, next};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::{OutboxError, unknown};

/// One record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Its number; records are sent in this order.
    pub number: u64,
    /// Its id: random, and never used twice.
    pub id: String,
    /// The account of the device key that its writer uses; empty if none was chosen.
    pub device: String,
    /// How far it has come.
    pub state: State,
    /// As it was typed (JSON).
    pub form: String,
    /// What is known of its way to the ledger.
    pub progress: Progress,
    /// The record that it was made from.
    pub made_from: Option<String>,
    /// The record that took its place.
    pub replaced_by: Option<String>,
    /// When it was last written or came to another state (Unix seconds).
    pub changed: u64,
}

/// What is known of a signed record's way to the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// The transaction that brought it, as far as is known.
    pub transaction: Option<B256>,
    /// The block that has it, or is said to.
    pub block: Option<u64>,
    /// That block's hash, once a synced block has it.
    pub block_hash: Option<B256>,
    /// That block's time (Unix seconds).
    pub block_time: Option<u64>,
    /// The log's index in it.
    pub log_index: Option<u32>,
    /// Whether that block was only reported when it was found there: it is looked for again once the block is proven.
    pub by_report: bool,
    /// Why the ledger refused it.
    pub refusal: Option<Refusal>,
    /// The newest block with a refusal that is known.
    pub refused_up_to: Option<u64>,
    /// What stands against it.
    pub conflicts: Vec<Conflict>,
    /// What stood against it when its writer decided to send it all the same.
    pub overruled: Vec<Conflict>,
    /// Whether it is to be called off on the ledger.
    pub cancelling: bool,
    /// Attempts that failed since the last that did not.
    pub failures: u32,
    /// When the next attempt is due (Unix seconds).
    pub next_attempt: Option<u64>,
    /// By how many seconds the device's clock was ahead; negative: behind.
    pub clock_ahead: Option<i64>,
    /// The documents whose hashes were read back from a synced block.
    pub documents: Vec<B256>,
}

/// Why the ledger refused a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The error that the call reverted with.
    pub reason: Bytes,
    /// The block that says so.
    pub block: Option<u64>,
}

/// How an attempt to send ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It began, and no answer is known.
    Unknown,
    /// The network took it.
    Taken,
    /// The ledger refused it.
    Refused,
    /// The node failed.
    Failed,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Unknown, Self::Taken, Self::Refused, Self::Failed];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Taken => "taken",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// One attempt to send a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// When it began (Unix seconds).
    pub at: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// What the node said.
    pub words: String,
}

const COLUMNS: &str = "number, id, device, state, form, progress, made_from, replaced_by, changed";

pub(crate) fn insert(
    connection: &Connection,
    id: &str,
    device: &str,
    form: &str,
    at: u64,
) -> Result<(), OutboxError> {
    let progress = json(id, &Progress::default())?;
    let sql = "INSERT INTO records (id, device, state, form, progress, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let draft = word(State::Draft);
    connection.execute(
        sql,
        params![id, device, draft, form, progress, at.cast_signed()],
    )?;
    note(connection, id, State::Draft, at)
}

pub(crate) fn find(connection: &Connection, id: &str) -> Result<Option<Record>, OutboxError> {
    let sql = format!("SELECT {COLUMNS} FROM records WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([id], |row| Ok(read(row))).optional()?;
    found.transpose()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Record>, OutboxError> {
    let sql = format!("SELECT {COLUMNS} FROM records ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Result<Record, OutboxError> {
    let id: String = row.get(1)?;
    let damaged = || OutboxError::Unreadable(id.clone());
    let state = state(&row.get::<_, String>(3)?).ok_or_else(damaged)?;
    let progress: String = row.get(5)?;
    Ok(Record {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        device: row.get(2)?,
        state,
        form: row.get(4)?,
        progress: serde_json::from_str(&progress).map_err(|_| damaged())?,
        made_from: row.get(6)?,
        replaced_by: row.get(7)?,
        changed: row.get::<_, i64>(8)?.cast_unsigned(),
        id,
    })
}

/// Moves a record to its next state.
pub(crate) fn happen(
    connection: &Connection,
    id: &str,
    happening: Happening,
    at: u64,
) -> Result<State, OutboxError> {
    let found = find(connection, id)?.ok_or_else(|| unknown(id))?;
    let sql = "SELECT EXISTS (SELECT 1 FROM signed WHERE record = ?1)";
    let signed: bool = connection.query_row(sql, [id], |row| row.get(0))?;
    let after = next(found.state, signed, happening)?;
    if after != found.state {
        let sql = "UPDATE records SET state = ?2, changed = ?3 WHERE id = ?1";
        connection.execute(sql, params![id, word(after), at.cast_signed()])?;
        note(connection, id, after, at)?;
    }
    Ok(after)
}

pub(crate) fn set_progress(
    connection: &Connection,
    id: &str,
    progress: &Progress,
) -> Result<(), OutboxError> {
    let progress = json(id, progress)?;
    let sql = "UPDATE records SET progress = ?2 WHERE id = ?1";
    connection.execute(sql, [id, &progress])?;
    Ok(())
}

fn note(connection: &Connection, id: &str, state: State, at: u64) -> Result<(), OutboxError> {
    let sql = "INSERT INTO history (record, at, state) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![id, at.cast_signed(), word(state)])?;
    Ok(())
}

pub(crate) fn history(connection: &Connection, id: &str) -> Result<Vec<(State, u64)>, OutboxError> {
    let sql = "SELECT state, at FROM history WHERE record = ?1 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    })?;
    rows.map(|row| {
        let (word, at) = row?;
        let state = state(&word).ok_or_else(|| OutboxError::Unreadable(id.to_owned()))?;
        Ok((state, at.cast_unsigned()))
    })
    .collect()
}

pub(crate) fn attempts(connection: &Connection, id: &str) -> Result<Vec<Attempt>, OutboxError> {
    let sql = "SELECT at, outcome, words FROM attempts WHERE record = ?1 ORDER BY number DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| {
        let word: String = row.get(1)?;
        let found = Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.word() == word);
        Ok(Attempt {
            at: row.get::<_, i64>(0)?.cast_unsigned(),
            outcome: found.unwrap_or(Outcome::Unknown),
            words: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn json(id: &str, value: &impl Serialize) -> Result<String, OutboxError> {
    serde_json::to_string(value).map_err(|_| OutboxError::Unreadable(id.to_owned()))
}

/// States by their words in the file, which stay as they are whatever the window calls them.
const STATES: [(State, &str); 11] = [
    (State::Draft, "draft"),
    (State::Ready, "ready"),
    (State::Signed, "signed"),
    (State::Sent, "sent"),
    (State::Confirmed, "confirmed"),
    (State::Sealed, "sealed"),
    (State::Refused, "refused"),
    (State::Conflicting, "conflicting"),
    (State::Cancelled, "cancelled"),
    (State::Expired, "expired"),
    (State::Discarded, "discarded"),
];

fn word(wanted: State) -> &'static str {
    let found = STATES.iter().find(|(state, _)| *state == wanted);
    found.map_or("draft", |(_, word)| word)
}

fn state(wanted: &str) -> Option<State> {
    let found = STATES.iter().find(|(_, word)| *word == wanted);
    found.map(|(state, _)| *state)
}
