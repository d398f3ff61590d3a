//! The open workspace, and the line that always says how fresh it is.

use serde::{Deserialize, Serialize};

use crate::{AssetKind, Assurance, Locale};

/// What is open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceState {
    /// What people call it.
    pub name: String,
    /// Its folder.
    pub path: String,
    /// What people call its network.
    pub network: String,
    /// The chain's id.
    pub chain_id: u64,
    /// Whether it is the embedded sample.
    pub sample: bool,
    /// How fresh it is.
    pub sync: SyncLine,
    /// Whether there is a node to ask.
    pub can_sync: bool,
    /// Who signs reports, by the name on the certificate; `None` while there is no signing key.
    pub signer: Option<String>,
    /// Whether the signing key needs a passphrase.
    pub needs_passphrase: bool,
    /// How many assets there are of each kind.
    pub kinds: Vec<KindCount>,
    /// How many assets have findings.
    pub assets_with_findings: u32,
    /// How many attestations there are, revoked and expired ones included.
    pub attestations: u32,
    /// How many reports were issued.
    pub reports: u32,
    /// The language that reports are written in unless the user says otherwise.
    #[serde(default)]
    pub locale: Locale,
}

/// How many assets of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KindCount {
    /// The kind.
    pub kind: AssetKind,
    /// How many.
    pub count: u32,
}

/// What sync is doing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// Not connected to a node; everything here still works.
    Offline,
    /// Pulling.
    Syncing,
    /// As new as the node.
    Synced,
    /// The last attempt failed.
    Error,
}

/// How fresh the workspace is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncLine {
    /// What sync is doing.
    pub state: SyncState,
    /// The newest block held; `None` before the first sync.
    pub block: Option<u64>,
    /// That block's time, seconds since 1970.
    pub at_unix: Option<i64>,
    /// The node's address without credentials; `None` where there is none.
    pub node: Option<String>,
    /// How many events there are.
    pub events: u32,
    /// How many of them by assurance, strongest first; only those that occur.
    pub assurance: Vec<AssuranceCount>,
    /// How many findings there are.
    pub findings: u32,
}

/// What a sync came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncOutcome {
    /// How the workspace stands now.
    pub workspace: WorkspaceState,
    /// What did not stop the sync, but the user should know.
    pub notes: Vec<SyncRemark>,
}

/// Something that a sync noticed: a node that is behind, seals that fall short, a second source that disagrees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncRemark {
    /// The word for it, such as `sources_disagree`.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

/// How many events are proven how well.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssuranceCount {
    /// How well.
    pub assurance: Assurance,
    /// How many.
    pub count: u32,
}
