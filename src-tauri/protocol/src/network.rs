//! The network of a workspace and what its user trusts about it.

use serde::{Deserialize, Serialize};

/// Facts about the network, for the user to compare with what others say of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// What people call it.
    pub label: String,
    /// The chain's id.
    pub chain_id: u64,
    /// The hash of the chain's first block, `0x` and 64 hex digits.
    pub genesis: String,
    /// The address of the ledger, `0x` and 40 hex digits.
    pub contract: String,
    /// The hash of the ledger's code, `0x` and 64 hex digits.
    pub code_hash: String,
    /// The block the user trusts; `None` until one is named.
    pub trusted_block: Option<TrustedBlock>,
    /// Whose reports the user accepts.
    pub signers: Vec<TrustedSigner>,
    /// Whether the trust is the public one of the sample, which proves nothing to anyone.
    pub demonstration: bool,
    /// The nodes that are asked, without credentials; empty for a workspace that is only read.
    pub nodes: Vec<String>,
    /// The node that the first is compared with, without credentials.
    #[serde(default)]
    pub second_node: Option<String>,
    /// Whose seals are trusted; `None` where blocks are not sealed, or no validators are pinned.
    #[serde(default)]
    pub seals: Option<SealsView>,
    /// The newest block at which it is proven that nothing was left out.
    #[serde(default)]
    pub proven_at: Option<u64>,
    /// Where sources say something else than what is held, newest first.
    #[serde(default)]
    pub disagreements: Vec<DisagreementView>,
    /// What is held.
    #[serde(default)]
    pub storage: StorageView,
}

/// The validators that are trusted, and how far their seals reach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealsView {
    /// The rules of agreement, such as `QBFT`.
    pub consensus: String,
    /// The validators' addresses, `0x` and 40 hex digits each.
    pub validators: Vec<String>,
    /// The block as of which they are trusted.
    pub pinned_at: u64,
    /// For how many days after that a change of validators is believed.
    pub days: u64,
    /// Whether a contract selects the validators: headers do not list them.
    pub contract_selected: bool,
    /// The newest block that is sealed; `None` before the first.
    pub sealed_to: Option<u64>,
}

/// Where a source says something else than what is held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DisagreementView {
    /// What it is about: `block`, `eventMissing`, `eventUnknown`, `eventDiffers`, `network` or `private` (nobody can prove it).
    pub kind: String,
    /// Who disagrees; hostile text.
    pub source: String,
    /// The block.
    pub block: u64,
    /// What is held; hostile text.
    pub held: String,
    /// What the source claims; hostile text.
    pub claimed: String,
    /// When it was found, seconds since 1970.
    pub found_unix: i64,
    /// How it was settled; `None` while it is open; hostile text.
    pub settled: Option<String>,
}

/// What a workspace holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageView {
    /// The size of the cache, in bytes.
    pub bytes: u64,
    /// How many blocks are held.
    pub blocks: u64,
    /// How many events are live.
    pub events: u64,
    /// How many events reorganisations have replaced; they are kept apart.
    pub superseded: u64,
}

/// A block that the user trusts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrustedBlock {
    /// Its number.
    pub number: u64,
    /// Its hash, `0x` and 64 hex digits.
    pub hash: String,
}

/// A signer, or the root of signers, that the user trusts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrustedSigner {
    /// The subject of the certificate; hostile text.
    pub name: String,
    /// SHA-256 of the certificate in hex.
    pub fingerprint: String,
}
