//! The directory: parties and locations, as the ledger's members registered them.

use alloy_primitives::Address;

use crate::{Epc, SubjectId};

/// A company on the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// Its canonical name (PGLN).
    pub epc: Epc,
    /// The account that acts for it.
    pub account: Address,
    /// Its name as people write it; hostile text.
    pub title: String,
    /// Global Location Number of 13 digits; hostile text.
    pub gln: String,
    /// Town; hostile text.
    pub place: String,
    /// Country; hostile text.
    pub country: String,
}

impl Party {
    /// The id of the party.
    pub fn id(&self) -> SubjectId {
        SubjectId::of(&self.epc)
    }
}

/// A place where events happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// Its canonical name (SGLN).
    pub epc: Epc,
    /// The party that runs it.
    pub party: SubjectId,
    /// Its name as people write it; hostile text.
    pub title: String,
    /// Global Location Number of 13 digits; hostile text.
    pub gln: String,
    /// Town; hostile text.
    pub place: String,
    /// Country; hostile text.
    pub country: String,
    /// Latitude in millionths of a degree, north positive.
    pub latitude_e6: i32,
    /// Longitude in millionths of a degree, east positive.
    pub longitude_e6: i32,
}

impl Location {
    /// The id of the location.
    pub fn id(&self) -> SubjectId {
        SubjectId::of(&self.epc)
    }
}
