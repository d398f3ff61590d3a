//! How far long work has come.

use serde::{Deserialize, Serialize};

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Job {
    /// Opening a workspace.
    Open,
    /// Pulling from a node.
    Sync,
    /// Proving what came in as reported.
    Prove,
    /// Issuing a report.
    Report,
    /// Issuing several reports.
    Batch,
    /// Verifying a file.
    Verify,
}

/// A word from work under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What is being done.
    pub job: Job,
    /// How much is done.
    pub done: u64,
    /// Of how much; `None` while that is not known.
    pub total: Option<u64>,
    /// What is being done right now, such as `Reading blocks 4 001–5 000`.
    pub words: String,
    /// How many of them are done per second, rounded; `None` while that is not known.
    #[serde(default)]
    pub per_second: Option<u64>,
    /// How many seconds are left at this rate; `None` while that cannot be told.
    #[serde(default)]
    pub seconds_left: Option<u64>,
    /// Whether what the other commands answer is newer now than at the last word.
    #[serde(default)]
    pub renewed: bool,
}
