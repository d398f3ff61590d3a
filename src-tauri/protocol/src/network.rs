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
