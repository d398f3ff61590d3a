//! What a user trusts: one network, its validators or a block of it, and signers. It comes from the user's own hand, never from the file
//! being verified, the ledger file being opened, or the node being asked.

use alloy_primitives::{Address, B256};
use evidence::{SealError, SealTrust, ValidatorSet};
use serde::{Deserialize, Serialize};
use signature::{Certificate, CertificateError, PathError, Timestamp, path_to};
use thiserror::Error;

use crate::Wording;

/// The largest trust file that is read, in bytes.
pub const MAX_TRUST_LEN: usize = 1 << 20;

const FORMAT: u32 = 1;

/// A trust file (`trust.json`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trust {
    format: u32,
    /// The network.
    pub network: TrustedNetwork,
    /// A block whose hash the user trusts, and with it every block before.
    pub block: Option<TrustedBlock>,
    /// The validators whose seals the user trusts; older files do not name any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seals: Option<SealTrust>,
    /// The signers whose reports the user accepts.
    pub signers: Vec<TrustedSigner>,
    /// The certification authorities whose signers' reports the user accepts; older files do not name any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<TrustedRoot>,
    /// The roots of the timestamp authorities whose word on a time the user believes; older files do not name any.
    ///
    /// A list of its own: who vouches for a time need not say who anybody is, and the public authorities that do so
    /// issue certificates to the whole world.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timestamp_roots: Vec<TrustedRoot>,
}

/// One chain and the ledger on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedNetwork {
    /// What people call it.
    pub label: String,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Hash of block 0.
    pub genesis: B256,
    /// The ledger's address.
    pub contract: Address,
    /// Keccak-256 of the ledger's deployed code.
    pub code_hash: B256,
}

/// A block by number and hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedBlock {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: B256,
}

/// A signer by the hash of its certificate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedSigner {
    /// What people call it; the hash alone decides.
    pub name: String,
    /// SHA-256 of the certificate's DER.
    pub sha256: B256,
}

/// A certification authority by its certificate, whole: a report need not carry it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedRoot {
    /// What people call it; the certificate alone decides.
    pub name: String,
    /// The certificate (PEM).
    pub certificate: String,
}

/// A file that is no trust file.
#[derive(Debug, Error)]
pub enum TrustError {
    /// It is larger than [`MAX_TRUST_LEN`].
    #[error("it is larger than a trust file can be")]
    TooLarge,
    /// It is not JSON of this shape.
    #[error("it does not have the shape of a trust file: {0}")]
    Shape(#[from] serde_json::Error),
    /// Its validators are no set: none, or one of them twice.
    #[error("its validators cannot be trusted: {0}")]
    Validators(#[from] SealError),
    /// The certificate of one of its roots cannot be read.
    #[error("the certificate of its root {0:?} cannot be read: {1}")]
    Root(String, CertificateError),
    /// It was written by a newer Waymark.
    #[error("it has format {0}; this Waymark reads format {FORMAT}")]
    Newer(u32),
}

impl Trust {
    /// Trust in a network, in no block and no signer yet.
    pub fn new(network: TrustedNetwork) -> Self {
        Self {
            format: FORMAT,
            network,
            block: None,
            seals: None,
            signers: Vec::new(),
            roots: Vec::new(),
            timestamp_roots: Vec::new(),
        }
    }

    /// Reads a trust file.
    pub fn from_json(bytes: &[u8]) -> Result<Self, TrustError> {
        if bytes.len() > MAX_TRUST_LEN {
            return Err(TrustError::TooLarge);
        }
        let trust: Self = serde_json::from_slice(bytes)?;
        if trust.format != FORMAT {
            return Err(TrustError::Newer(trust.format));
        }
        if let Some(seals) = &trust.seals {
            ValidatorSet::new(&seals.validators)?;
        }
        for root in trust.roots.iter().chain(&trust.timestamp_roots) {
            Certificate::from_pem(&root.certificate)
                .map_err(|error| TrustError::Root(root.name.clone(), error))?;
        }
        Ok(trust)
    }

    /// The trust file, for people to read as well.
    pub fn to_json(&self) -> String {
        // Plain structs of numbers and strings: there is nothing here that JSON could not hold.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// In words, as a verdict names it.
    pub fn describe(&self) -> Wording {
        let network = &self.network;
        let mut parts = vec![
            Wording::hostile(&network.label),
            Wording::with(|words| words.trust_chain, &[network.chain_id.into()]),
        ];
        if let Some(seals) = &self.seals {
            let how_many = seals.validators.len().into();
            let rules = Wording::plain(seals.consensus.name());
            let as_of = seals.block.into();
            parts.push(Wording::with(
                |words| words.trust_validators,
                &[how_many, rules, as_of],
            ));
        }
        if let Some(block) = self.block {
            let hash = Wording::plain(block.hash);
            parts.push(Wording::with(
                |words| words.trust_block,
                &[block.number.into(), hash],
            ));
        }
        if self.seals.is_none() && self.block.is_none() {
            parts.push(Wording::of(|words| words.trust_nobody));
        }
        Wording::joined(&parts, ", ")
    }

    /// The way from a signer's certificate to one of the roots, root last, as of a time in seconds since 1970; `beside`
    /// are the certificates that the signature carries.
    pub fn way_to_root(
        &self,
        certificate: &Certificate,
        beside: &[Certificate],
        at: u64,
    ) -> Result<Vec<Certificate>, PathError> {
        path_to(certificate, beside, &read(&self.roots), at)
    }

    /// The way from a timestamp authority to one of the roots of such authorities, root last, as of the stamped time.
    pub fn way_of_timestamp(&self, stamp: &Timestamp) -> Result<Vec<Certificate>, PathError> {
        let roots = read(&self.timestamp_roots);
        path_to(&stamp.authority, &stamp.chain, &roots, stamp.time)
    }

    /// Whether this signer's reports are accepted.
    pub fn accepts_signer(&self, sha256: B256) -> bool {
        self.signers.iter().any(|signer| signer.sha256 == sha256)
    }
}

/// Those that cannot be read were refused with the file.
fn read(roots: &[TrustedRoot]) -> Vec<Certificate> {
    let read = roots
        .iter()
        .map(|it| Certificate::from_pem(&it.certificate));
    read.filter_map(Result::ok).collect()
}
