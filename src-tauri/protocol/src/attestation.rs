//! Attestations as a list over the whole workspace.

use serde::{Deserialize, Serialize};

use crate::{AttestationStatus, AttestationView};

/// Which attestations to list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationQuery {
    /// Words that the claim, its subject, who asserts it or its method must contain; empty for all.
    #[serde(default)]
    pub text: String,
    /// Only those that stand so.
    #[serde(default)]
    pub status: Option<AttestationStatus>,
    /// How many at most.
    pub limit: u32,
    /// How many to skip.
    #[serde(default)]
    pub offset: u32,
}

/// Some of the attestations that were asked for, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationPage {
    /// How many there are in all.
    pub total: u32,
    /// How many fit the words, by status, whatever status was asked for.
    pub statuses: Vec<StatusCount>,
    /// Those between `offset` and `offset + limit`.
    pub rows: Vec<AttestationRow>,
}

/// How many attestations stand so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusCount {
    /// How they stand.
    pub status: AttestationStatus,
    /// How many.
    pub count: u32,
}

/// One attestation in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationRow {
    /// The claim and how it stands.
    pub claim: AttestationView,
    /// What people call its subject; hostile text.
    pub subject: String,
    /// The canonical name of its subject where that is an asset.
    pub asset: Option<String>,
}
