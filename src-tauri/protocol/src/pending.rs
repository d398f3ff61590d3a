//! What is written in the field and not on the ledger yet, where it is shown beside what is.

use serde::{Deserialize, Serialize};

use crate::field::FieldState;
use crate::{Amount, EventWord, Moment};

/// What will become of an asset that is on the ledger once the records that wait for it are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingChange {
    /// What the last of the records will be.
    pub event: EventWord,
    /// How far that one has come.
    pub state: FieldState,
    /// How many records change it.
    pub records: u32,
    /// Who will have it, where that changes: in the words of `holder`; hostile text.
    pub holder: Option<String>,
    /// How much of it will be left, where that changes.
    pub left: Option<Amount>,
}

/// What a record that is not on the ledger says of an asset.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingEvent {
    /// The record's id in the outbox.
    pub record: String,
    /// How far it has come.
    pub state: FieldState,
    /// What it will be.
    pub event: EventWord,
    /// The event in a few words; may hold hostile text.
    pub title: String,
    /// When it happened.
    pub at: Moment,
    /// Who did it; hostile text.
    pub party: String,
    /// Where; empty when not recorded; hostile text.
    pub place: String,
    /// Why the ledger refused it, if it did; some of the words come from the ledger and are hostile.
    pub refused_because: Option<String>,
}
