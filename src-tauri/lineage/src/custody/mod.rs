//! Chain of custody by ISO 22095:2020: which of its five models the lineage of an asset supports for one claim, and the step
//! that rules out each of the others.
//!
//! The clauses are those of the definitions. What they ask for, as read here:
//! - **Identity preserved** (3.3.1): all matter is of a single source (the party and place that brought it onto the ledger) and
//!   has the characteristic that the claim speaks of.
//! - **Segregated** (3.3.2): sources may mix, but never with matter that has not the characteristic, or of which nobody says so.
//! - **Controlled blending** (3.3.3): they may mix, and the proportion in what comes out is known: its bounds lie within one
//!   per cent of the mass (our measure; the standard gives none), and the claim is not above them.
//! - **Mass balance** (3.3.4): the proportion may vary, but no more is claimed than what went in with the characteristic can
//!   carry, and that is weighed. Periods of balance are a scheme's to set (ISCC: three months) and are not judged.
//! - **Book and claim** (3.3.5): record and matter are apart; a certifier's attestation is the record. (ISO 22095-3 asks more
//!   of its registry, which a ledger of goods does not hold.)
//!
//! A model that holds makes the weaker ones hold. Assembling parts counts as mixing, because the claim is about the whole;
//! packing does too, but for sources: what is packed together stays itself. It judges the lineage, not the claim's truth.

mod carried;
mod rules;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use rust_decimal::Decimal;
use trace::{ClaimKind, EventKey, SubjectId};

use crate::rollup::{Basis, Kitchen, Upstream, origin_claims};
use crate::{Attestation, Register};
use carried::ByCharacteristic;
use rules::Case;

/// A chain of custody model of ISO 22095:2020.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CustodyModel {
    /// 3.3.1
    IdentityPreserved,
    /// 3.3.2
    Segregated,
    /// 3.3.3
    ControlledBlending,
    /// 3.3.4
    MassBalance,
    /// 3.3.5
    BookAndClaim,
}

impl CustodyModel {
    /// All of them, the strongest first.
    pub const ALL: [Self; 5] = [
        Self::IdentityPreserved,
        Self::Segregated,
        Self::ControlledBlending,
        Self::MassBalance,
        Self::BookAndClaim,
    ];

    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::IdentityPreserved => "identity preserved",
            Self::Segregated => "segregated",
            Self::ControlledBlending => "controlled blending",
            Self::MassBalance => "mass balance",
            Self::BookAndClaim => "book and claim",
        }
    }

    /// The clause of ISO 22095:2020 that defines it.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::IdentityPreserved => "3.3.1",
            Self::Segregated => "3.3.2",
            Self::ControlledBlending => "3.3.3",
            Self::MassBalance => "3.3.4",
            Self::BookAndClaim => "3.3.5",
        }
    }
}

/// Why a step rules a model out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// Matter of several sources came together.
    SeveralSources,
    /// Matter with the characteristic came together with matter that has it not.
    MixedWithOther,
    /// It came together with matter of which nobody says whether it has it, or of which nothing is recorded.
    MixedWithUntraced,
    /// Some was lost, and nobody says of which input: the proportion in what is left is not known.
    LossUnattributed,
    /// Masses are not known.
    Unweighed,
    /// Someone used what, by the record, he did not hold.
    NotHeld,
    /// No matter on record has the characteristic.
    NothingSpecified,
    /// The claim says more than the inputs can carry.
    ClaimTooHigh,
    /// No certifier attests the claim.
    NotCertified,
    /// Nobody makes such a claim of the asset.
    NotClaimed,
}

impl Reason {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SeveralSources => "several sources",
            Self::MixedWithOther => "mixed with other matter",
            Self::MixedWithUntraced => "mixed with untraced matter",
            Self::LossUnattributed => "loss not attributed",
            Self::Unweighed => "not weighed",
            Self::NotHeld => "not held",
            Self::NothingSpecified => "nothing with the characteristic",
            Self::ClaimTooHigh => "claim too high",
            Self::NotCertified => "not certified",
            Self::NotClaimed => "not claimed",
        }
    }
}

/// The step that rules a model out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Downgrade {
    /// Why.
    pub reason: Reason,
    /// The first event that does.
    pub event: EventKey,
    /// What it is about: what was made, then what went in, at most 16.
    pub assets: Vec<SubjectId>,
}

/// Whether the lineage supports a model.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The model.
    pub model: CustodyModel,
    /// What rules it out; `None` if it is supported.
    pub downgrade: Option<Downgrade>,
}

/// The five models side by side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Custody {
    /// The models, the strongest first.
    pub verdicts: [Verdict; 5],
    /// The strongest that the lineage supports.
    pub best: Option<CustodyModel>,
    /// The claim that was judged; `None` if nobody makes such a claim of the asset, and any claim would be.
    pub claim: Option<EventKey>,
    /// What the verdicts rest on.
    pub basis: Basis,
}

/// The custody models that the lineage of an asset supports for the claim of this kind about it that is in force at `second`
/// (Unix time); where there is none, for any such claim that someone might make. `None` if there is no such asset, or if the
/// claim is of a kind that matter does not carry along: recycled content and origin are carried, conformity once someone
/// claims some (see [`custody_for`]), a carbon footprint is not.
pub fn custody(
    register: &Register,
    asset: SubjectId,
    kind: &ClaimKind,
    second: u64,
) -> Option<Custody> {
    judge(
        register,
        asset,
        kind,
        register.claim_in_force(asset, kind, second),
        second,
    )
}

/// The same for one attestation, about the asset or about something upstream of it, such as the conformity of a smelter: then
/// it is asked whether the asset can be claimed to have what that says.
pub fn custody_for(
    register: &Register,
    asset: SubjectId,
    attestation: &Attestation,
    second: u64,
) -> Option<Custody> {
    judge(
        register,
        asset,
        &attestation.claim.kind,
        Some(attestation),
        second,
    )
}

fn judge(
    register: &Register,
    asset: SubjectId,
    kind: &ClaimKind,
    claim: Option<&Attestation>,
    second: u64,
) -> Option<Custody> {
    let known = register.asset(asset)?;
    let upstream = Upstream::of(register, asset);
    let marking = ByCharacteristic::of(register, &upstream, kind, claim, second)?;
    let basis = basis(register, &upstream, &marking, claim, second);
    let mut kitchen = Kitchen::new(register, marking);
    let case = Case {
        register,
        asset,
        made_by: known.made_by,
        claim,
        claimed: claim.map(claimed),
    };
    let verdicts = case.verdicts(&mut kitchen);
    let best = (verdicts.iter())
        .find(|verdict| verdict.downgrade.is_none())
        .map(|verdict| verdict.model);
    Some(Custody {
        verdicts,
        best,
        claim: claim.map(|claim| claim.made.event),
        basis,
    })
}

/// The share that a claim claims: its number in per cent, or all where it has none.
fn claimed(attestation: &Attestation) -> Decimal {
    match attestation.claim.unit.as_str() {
        "P1" => (attestation.claim.value())
            .checked_div(Decimal::ONE_HUNDRED)
            .unwrap_or(Decimal::ONE),
        _ => Decimal::ONE,
    }
}

fn basis(
    register: &Register,
    upstream: &Upstream,
    marking: &ByCharacteristic,
    claim: Option<&Attestation>,
    second: u64,
) -> Basis {
    let mut events = upstream.events.clone();
    events.extend(claim.map(|claim| claim.made.event));
    for asset in &upstream.assets {
        events.extend(origin_claims(register, *asset, second));
    }
    events.extend(marking.said_by());
    Basis::new(events)
}
