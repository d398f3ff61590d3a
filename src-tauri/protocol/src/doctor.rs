//! What a look at a workspace found: what works, what does not, what to do.

use serde::{Deserialize, Serialize};

/// How one thing stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckOutcome {
    /// It was not looked at, as there is nothing to look at or no way to.
    NotChecked,
    /// It works.
    Good,
    /// It works, but something should be done.
    Warning,
    /// It does not work.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The word for it, for programs, such as `cache` or `node`.
    pub code: String,
    /// How it stands.
    pub outcome: CheckOutcome,
    /// What was found; may hold hostile text, shortened.
    pub message: String,
    /// What to do; empty where nothing has to be done.
    pub hint: String,
}

/// Everything that was looked at, in a stable order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DoctorView {
    /// The worst outcome of all.
    pub outcome: CheckOutcome,
    /// The checks.
    pub checks: Vec<Check>,
    /// What a repair did, in words; empty where none was asked for.
    #[serde(default)]
    pub mended: Vec<String>,
}
