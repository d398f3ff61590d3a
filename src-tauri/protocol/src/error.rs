//! How a command fails.

use serde::{Deserialize, Serialize};

/// Only what the window treats differently; everything else is `Failed`, and its message and hint say the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// Nothing is open: the window shows the first steps.
    NoWorkspace,
    /// The workspace knows no asset of that name: the window goes back to the list.
    UnknownAsset,
    /// The signing key is locked: the window asks for the passphrase.
    PassphraseNeeded,
    /// The passphrase does not open the signing key: the window asks again.
    PassphraseWrong,
    /// A timestamp authority, or who knows of revoked certificates, gave no answer that can be used: the window offers to sign without.
    AuthorityUnreachable,
    /// The user stopped it: the window says nothing more.
    Cancelled,
    /// Anything else.
    Failed,
}

/// Why a command did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    /// What the window does about it.
    pub code: ErrorCode,
    /// What happened, as a sentence.
    pub message: String,
    /// What to do next, as a sentence; empty where nothing can be done.
    #[serde(default)]
    pub hint: String,
}
