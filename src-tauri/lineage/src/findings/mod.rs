//! Findings: what is wrong with a record, the figures and events that show it, and what to do.
//!
//! A finding is about the record, not about the world: it says that two things on the ledger cannot both be so, or that
//! something is missing. One file for each rule; each is tested beside it. Whoever shows a finding may use the English words of
//! [`Finding::title`] and its neighbours or write their own from [`Figures`].

mod over_claim;
mod recall;
mod revocation;
mod shipment;
mod words;
mod yields;

use rust_decimal::Decimal;
use trace::{AttestationId, EventKey, ShipmentId, SubjectId};

use crate::{Lineage, Register};

/// How grave a finding is, the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The record contradicts itself or what is physically possible.
    Error,
    /// Something to look into.
    Warning,
}

/// What is wrong, with the figures that show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Figures {
    /// More recycled content was claimed than the inputs can carry.
    OverClaim {
        /// The claim.
        attestation: AttestationId,
        /// The share claimed, 0 to 1.
        claimed: Decimal,
        /// The most it can be, 0 to 1.
        most: Decimal,
    },
    /// An attestation that assets rely on was taken back.
    RevokedAttestation {
        /// The attestation.
        attestation: AttestationId,
    },
    /// Goods left and were not recorded to arrive.
    MissingReceive {
        /// The shipment.
        shipment: ShipmentId,
        /// Whole days since it left.
        days: u64,
    },
    /// An asset was recalled.
    Recalled {
        /// Whether it was used after that.
        used_after: bool,
    },
    /// More mass came out of a process than went in.
    OutputExceedsInput {
        /// Kilograms in.
        input: Decimal,
        /// Kilograms out.
        output: Decimal,
    },
}

impl Figures {
    /// The rule that found it; stable, for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OverClaim { .. } => "over-claim",
            Self::RevokedAttestation { .. } => "revoked-attestation",
            Self::MissingReceive { .. } => "missing-receive",
            Self::Recalled { .. } => "recalled",
            Self::OutputExceedsInput { .. } => "output-exceeds-input",
        }
    }
}

/// Something that is wrong with the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What it is about: an asset, a party or a location.
    pub subject: SubjectId,
    /// The assets it is a matter of, at least one: of a smelter's attestation, those that the smelter made.
    pub assets: Vec<SubjectId>,
    /// The events that show it, in chain order.
    pub events: Vec<EventKey>,
    /// What is wrong, with the figures that show it.
    pub figures: Figures,
}

/// All findings, the gravest first, then in chain order. `second` (Unix time) is when they are judged.
pub fn findings(register: &Register, lineage: &Lineage, second: u64) -> Vec<Finding> {
    let mut found = over_claim::find(register, second);
    found.extend(revocation::find(register, second));
    found.extend(shipment::find(register, second));
    found.extend(recall::find(register, lineage));
    found.extend(yields::find(register));
    for finding in &mut found {
        finding.events.sort_unstable();
        finding.events.dedup();
    }
    found.sort_by(|left, right| {
        (left.severity, left.events.last(), left.subject).cmp(&(
            right.severity,
            right.events.last(),
            right.subject,
        ))
    });
    found
}
