//! What assets weigh on the climate, as far as claims say, and how that adds up. It knows kilograms and stages, not assets.

use rust_decimal::Decimal;

use super::stage::{Claimed, Claims, Stage};

/// How much of a mass is under claims of carbon footprint; the three add up to 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// Under a certifier's claim.
    pub verified: Decimal,
    /// Under a claim of its maker.
    pub declared: Decimal,
    /// Under none: what it weighs on the climate comes on top.
    pub uncovered: Decimal,
}

impl Coverage {
    pub(super) const NONE: Self = Self {
        verified: Decimal::ZERO,
        declared: Decimal::ZERO,
        uncovered: Decimal::ONE,
    };

    const fn by(is_certified: bool) -> Self {
        let (verified, declared) = if is_certified {
            (Decimal::ONE, Decimal::ZERO)
        } else {
            (Decimal::ZERO, Decimal::ONE)
        };
        Self {
            verified,
            declared,
            uncovered: Decimal::ZERO,
        }
    }
}

/// The mean of coverages by mass; `None` if a mass or a coverage is unknown, but for a part that is the whole.
pub(super) fn mean(parts: &[(Option<Decimal>, Option<Coverage>)]) -> Option<Coverage> {
    if let [(_, only)] = parts {
        return *only;
    }
    let mut sum = Coverage {
        uncovered: Decimal::ZERO,
        ..Coverage::NONE
    };
    let mut all = Decimal::ZERO;
    for (mass, coverage) in parts {
        let (mass, coverage) = ((*mass)?, (*coverage)?);
        all = all.checked_add(mass)?;
        sum.verified = (sum.verified).checked_add(coverage.verified.checked_mul(mass)?)?;
        sum.declared = (sum.declared).checked_add(coverage.declared.checked_mul(mass)?)?;
    }
    let verified = sum.verified.checked_div(all)?.min(Decimal::ONE);
    let declared = (sum.declared.checked_div(all)?).min(Decimal::ONE - verified);
    Some(Coverage {
        verified,
        declared,
        uncovered: Decimal::ONE - verified - declared,
    })
}

/// What a whole asset, or all that went into a process, weighs on the climate, as far as that is claimed.
#[derive(Clone, Debug)]
pub(super) struct Burden {
    /// By stage, in the order of [`Stage::ALL`], in kilograms of CO₂ equivalent.
    pub(super) stages: [Decimal; 6],
    /// Of each of these, what certifiers claim.
    pub(super) verified: [Decimal; 6],
    /// Whether more comes on top that nobody claims.
    pub(super) is_open: bool,
    /// Whether that may be of the acquisition of materials.
    pub(super) acquisition_is_open: bool,
    pub(super) coverage: Option<Coverage>,
    /// By how much the claims on parts go beyond the claim on the whole.
    pub(super) understated: Option<Decimal>,
}

impl Burden {
    /// Nothing, and nothing on top.
    pub(super) const NOTHING: Self = Self {
        stages: [Decimal::ZERO; 6],
        verified: [Decimal::ZERO; 6],
        is_open: false,
        acquisition_is_open: false,
        coverage: None,
        understated: None,
    };

    /// Of something that nobody claims anything of.
    pub(super) const UNCLAIMED: Self = Self {
        is_open: true,
        acquisition_is_open: true,
        coverage: Some(Coverage::NONE),
        ..Self::NOTHING
    };

    /// All stages together.
    pub(super) fn total(&self) -> Decimal {
        (self.stages.iter()).fold(Decimal::ZERO, |sum, stage| sum.saturating_add(*stage))
    }

    /// This share of it.
    pub(super) fn part(&self, share: Decimal) -> Self {
        Self {
            stages: self.stages.map(|stage| stage.saturating_mul(share)),
            verified: self.verified.map(|stage| stage.saturating_mul(share)),
            understated: None,
            ..self.clone()
        }
    }

    /// With another beside it; coverage is the caller's to say.
    pub(super) fn add(&mut self, other: &Self) {
        for (stage, more) in self.stages.iter_mut().zip(other.stages) {
            *stage = stage.saturating_add(more);
        }
        for (stage, more) in self.verified.iter_mut().zip(other.verified) {
            *stage = stage.saturating_add(more);
        }
        self.is_open |= other.is_open;
        self.acquisition_is_open |= other.acquisition_is_open;
    }

    fn put(&mut self, stage: Stage, kilograms: Decimal, is_certified: bool) {
        let place = &mut self.stages[stage as usize];
        *place = place.saturating_add(kilograms);
        if is_certified {
            let verified = &mut self.verified[stage as usize];
            *verified = verified.saturating_add(kilograms);
        }
    }
}

/// What an asset is, as far as its burden is concerned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making {
    /// How many units there are of it.
    pub(super) units: Decimal,
    /// Whether it is a material, so that making it is acquisition.
    pub(super) is_material: bool,
    /// Whether it was made from recorded inputs.
    pub(super) has_inputs: bool,
}

/// The burden of an asset from that of its inputs and the claims about it.
pub(super) fn burden_of(making: Making, inputs: &Burden, claims: &Claims) -> Burden {
    let mut burden = match claims.gate {
        Some(gate) => claimed(making, inputs, claims, gate),
        None => reckoned(making, inputs, claims),
    };
    for stage in [Stage::Distribution, Stage::Use, Stage::EndOfLife] {
        if let Some(claim) = claims.stage(stage) {
            burden.put(
                stage,
                claim.per_unit.saturating_mul(making.units),
                claim.is_certified,
            );
        }
    }
    burden
}

/// What a claim from cradle to gate says, divided by what is known of its parts.
fn claimed(making: Making, inputs: &Burden, claims: &Claims, gate: Claimed) -> Burden {
    let total = gate.per_unit.saturating_mul(making.units);
    let mut burden = Burden {
        coverage: Some(Coverage::by(gate.is_certified)),
        ..Burden::NOTHING
    };
    let acquisition = claims.stage(Stage::MaterialAcquisition);
    let production = claims.stage(Stage::Production);
    let rest = match (acquisition, production) {
        (None, None) => {
            burden.add(inputs);
            burden.is_open = false;
            burden.acquisition_is_open = false;
            match (
                making.is_material,
                making.has_inputs && !inputs.acquisition_is_open,
            ) {
                (true, _) => Stage::MaterialAcquisition,
                (false, true) => Stage::Production,
                (false, false) => Stage::Undivided,
            }
        }
        (Some(_), None) => Stage::Production,
        (None, Some(_)) => Stage::MaterialAcquisition,
        (Some(_), Some(_)) => Stage::Undivided,
    };
    let stated = [
        (Stage::MaterialAcquisition, acquisition),
        (Stage::Production, production),
    ];
    for (stage, claim) in stated {
        if let Some(claim) = claim {
            burden.put(
                stage,
                claim.per_unit.saturating_mul(making.units),
                claim.is_certified,
            );
        }
    }
    let parts = burden.total();
    if parts > total {
        let mut whole = Burden {
            coverage: burden.coverage,
            understated: Some(parts.saturating_sub(total)),
            ..Burden::NOTHING
        };
        whole.put(Stage::Undivided, total, gate.is_certified);
        return whole;
    }
    burden.put(rest, total.saturating_sub(parts), gate.is_certified);
    burden
}

/// What inputs and claims of single stages add up to.
fn reckoned(making: Making, inputs: &Burden, claims: &Claims) -> Burden {
    let acquisition = claims.stage(Stage::MaterialAcquisition);
    let production = claims.stage(Stage::Production);
    let mut burden = match acquisition {
        Some(claim) => {
            let mut burden = Burden {
                coverage: Some(Coverage::by(claim.is_certified)),
                ..Burden::NOTHING
            };
            let kilograms = claim.per_unit.saturating_mul(making.units);
            burden.put(Stage::MaterialAcquisition, kilograms, claim.is_certified);
            burden
        }
        None if making.has_inputs => Burden {
            understated: None,
            ..inputs.clone()
        },
        None => Burden::UNCLAIMED,
    };
    if let Some(claim) = production {
        let kilograms = claim.per_unit.saturating_mul(making.units);
        burden.put(Stage::Production, kilograms, claim.is_certified);
    } else {
        burden.is_open = true;
        burden.acquisition_is_open |= making.is_material;
    }
    burden
}
