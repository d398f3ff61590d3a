//! Findings: what is wrong with a record, and the events that show it.

use serde::{Deserialize, Serialize};

use crate::EventWord;

/// How bad it is, from the mildest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Worth a look.
    Warning,
    /// The record contradicts itself or what is physically possible.
    Error,
}

/// An event by its place on the chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventRef {
    /// The block.
    pub block: u64,
    /// The log's index in the block.
    pub log_index: u32,
    /// What it did.
    pub event: EventWord,
    /// The event in a few words, such as `Attested 62 % recycled`; may hold hostile text.
    pub title: String,
    /// The canonical name of an asset in whose history it is, where there is one.
    #[serde(default)]
    pub asset: Option<String>,
}

/// Something that is wrong, in words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule that found it, such as `over-claim`; stable, for scripts. The window shows the words instead.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The canonical name of the asset, party or location it is about.
    pub subject: String,
    /// What is wrong, as a short sentence.
    pub title: String,
    /// The figures that show it.
    pub message: String,
    /// Whom to ask or what to do; empty where nothing can be done.
    pub advice: String,
    /// The events that show it.
    pub events: Vec<EventRef>,
}

/// The findings about one asset, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingMark {
    /// How many.
    pub count: u32,
    /// The worst of them.
    pub worst: Severity,
}
