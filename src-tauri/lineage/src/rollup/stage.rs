//! Stages of a life cycle, and the claims of carbon footprint that one asset has by them. It adds nothing up along the
//! lineage; that is `footprint`.

use rust_decimal::Decimal;
use trace::{ClaimKind, EventKey, MICRO, SubjectId};

use crate::{Attestation, Register};

/// A stage of the life cycle, as regulation (EU) 2023/1542, annex II, point 4 divides it.
///
/// A claim of carbon footprint is from cradle to gate unless its statement begins with the words of a stage: then it is of
/// that stage alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Raw material acquisition and pre-processing, up to the material.
    MaterialAcquisition,
    /// Making parts and products.
    Production,
    /// From the gate to the user.
    Distribution,
    /// Use.
    Use,
    /// End of life and recycling.
    EndOfLife,
    /// From cradle to gate, where the record does not tell acquisition and production apart.
    Undivided,
}

impl Stage {
    /// All of them in the order of life; the undivided last.
    pub const ALL: [Self; 6] = [
        Self::MaterialAcquisition,
        Self::Production,
        Self::Distribution,
        Self::Use,
        Self::EndOfLife,
        Self::Undivided,
    ];

    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MaterialAcquisition => "material acquisition",
            Self::Production => "production",
            Self::Distribution => "distribution",
            Self::Use => "use",
            Self::EndOfLife => "end of life",
            Self::Undivided => "undivided",
        }
    }

    /// The stage that the statement of a claim begins with, whatever its case; none if it is from cradle to gate.
    fn of_statement(statement: &str) -> Option<Self> {
        const WORDS: [(&str, Stage); 9] = [
            ("raw material acquisition", Stage::MaterialAcquisition),
            ("material acquisition", Stage::MaterialAcquisition),
            ("main product production", Stage::Production),
            ("production", Stage::Production),
            ("manufacturing", Stage::Production),
            ("distribution", Stage::Distribution),
            ("use", Stage::Use),
            ("end of life", Stage::EndOfLife),
            ("end-of-life", Stage::EndOfLife),
        ];
        let statement = statement.trim_start();
        (WORDS.into_iter())
            .find(|(words, _)| {
                let head = statement.get(..words.len());
                let rest = statement.get(words.len()..).unwrap_or_default();
                head.is_some_and(|head| head.eq_ignore_ascii_case(words))
                    && !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-')
            })
            .map(|(_, stage)| stage)
    }
}

/// What a claim says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claimed {
    /// Kilograms of CO₂ equivalent for one unit.
    pub(super) per_unit: Decimal,
    pub(super) is_certified: bool,
    event: EventKey,
}

/// The claims of carbon footprint that speak for an asset: of each stage a certified one before a declared one, then the
/// latest.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Claims {
    /// From cradle to gate.
    pub(super) gate: Option<Claimed>,
    /// By stage, in the order of [`Stage::ALL`].
    stages: [Option<Claimed>; 6],
}

impl Claims {
    pub(super) fn of(register: &Register, asset: SubjectId, second: u64) -> Self {
        let mut claims = Self::default();
        let in_force = (register.attestations_about(asset)).filter(|known| {
            known.claim.kind == ClaimKind::CarbonFootprint && known.in_force_at(second)
        });
        for attestation in in_force {
            let Some(claimed) = read(attestation) else {
                continue;
            };
            let place = match Stage::of_statement(&attestation.claim.statement) {
                None => &mut claims.gate,
                Some(stage) => &mut claims.stages[stage as usize],
            };
            // They come in chain order: a later one gives way to a certified one only.
            if place.is_none_or(|known| claimed.is_certified || !known.is_certified) {
                *place = Some(claimed);
            }
        }
        claims
    }

    pub(super) const fn stage(&self, stage: Stage) -> Option<Claimed> {
        self.stages[stage as usize]
    }

    /// The events that made them.
    pub(super) fn events(&self) -> impl Iterator<Item = EventKey> {
        ([self.gate].into_iter().chain(self.stages))
            .flatten()
            .map(|claimed| claimed.event)
    }
}

/// What a claim says, if it can be read: not less than nothing, in a unit of mass. (Less than nothing is what biogenic uptake
/// can make of a footprint; PACT v3 keeps that apart, and `pcfExcludingBiogenicUptake` is never negative.)
fn read(attestation: &Attestation) -> Option<Claimed> {
    let claim = &attestation.claim;
    let kilogram = match claim.unit.as_str() {
        "KGM" => Decimal::ONE,
        "GRM" => Decimal::new(1, 3),
        "TNE" => Decimal::ONE_THOUSAND,
        _ => return None,
    };
    (claim.value_micro >= 0).then(|| Claimed {
        per_unit: claim.value().saturating_mul(kilogram),
        is_certified: attestation.certified,
        event: attestation.made.event,
    })
}

/// A quantity in whole units.
pub(super) fn units(micro: u64) -> Decimal {
    Decimal::from(micro)
        .checked_div(Decimal::from(MICRO))
        .unwrap_or(Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_of_a_stage_if_it_says_so_first() {
        for (statement, stage) in [
            ("", None),
            ("cradle to gate", None),
            (
                "Raw material acquisition and pre-processing",
                Some(Stage::MaterialAcquisition),
            ),
            ("production", Some(Stage::Production)),
            (" Distribution: by rail", Some(Stage::Distribution)),
            ("End of life", Some(Stage::EndOfLife)),
            ("used for cars", None),
            ("use phase", Some(Stage::Use)),
            ("distribut\u{fc}on", None),
        ] {
            assert_eq!(Stage::of_statement(statement), stage, "{statement}");
        }
    }
}
