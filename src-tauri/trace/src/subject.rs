//! Identifiers of what has a history: subjects, and the attestations and shipments that events refer to.

use std::fmt;

use alloy_primitives::{B256, keccak256};

use crate::Epc;

/// What an event is about and what has a history: an asset, a party or a location.
///
/// It is the Keccak-256 hash of the canonical name (see [`Epc`]), which is also the ERC-1155 token id of an asset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SubjectId(pub B256);

impl SubjectId {
    /// The id of the subject with this name.
    pub fn of(name: &Epc) -> Self {
        Self(keccak256(name.as_str().as_bytes()))
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

/// An attestation on one ledger, as the contract numbered it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AttestationId(pub B256);

/// A shipment on one ledger, as the contract numbered it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ShipmentId(pub B256);

/// Which of an asset's two histories an event extends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Strand {
    /// What it is: made, attested, revoked, corrected, recalled.
    Identity,
    /// Where it went: used, packed, shipped, received, observed.
    Journey,
}
