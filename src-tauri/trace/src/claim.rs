//! Claims: values that someone asserts about a subject. Whether a claim holds is `lineage`'s question.

use std::fmt;

use alloy_primitives::B256;
use rust_decimal::Decimal;

/// What a claim is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ClaimKind {
    /// Share of recycled material by mass, in per cent (ISO 14021).
    RecycledContent,
    /// Greenhouse gases from cradle to gate, in kilograms of CO₂ equivalent per unit (ISO 14067).
    CarbonFootprint,
    /// Where a material was won: a mine, or post-consumer collection.
    Origin,
    /// A smelter or site meets a programme's rules.
    Conformity,
    /// Anything else; hostile text.
    Other(String),
}

impl ClaimKind {
    /// Reads the word that stands on the ledger.
    pub fn from_word(word: &str) -> Self {
        match word {
            "recycledContent" => Self::RecycledContent,
            "carbonFootprint" => Self::CarbonFootprint,
            "origin" => Self::Origin,
            "conformity" => Self::Conformity,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word that stands on the ledger.
    pub fn word(&self) -> &str {
        match self {
            Self::RecycledContent => "recycledContent",
            Self::CarbonFootprint => "carbonFootprint",
            Self::Origin => "origin",
            Self::Conformity => "conformity",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for ClaimKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::RecycledContent => "Recycled content",
            Self::CarbonFootprint => "Carbon footprint",
            Self::Origin => "Origin",
            Self::Conformity => "Conformity",
            Self::Other(word) => word,
        })
    }
}

/// A value that someone asserts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// What it is about.
    pub kind: ClaimKind,
    /// The value in millionths of its unit.
    pub value_micro: i64,
    /// The unit of the value: `P1` (per cent), `KGM` (kilograms of CO₂ equivalent), or empty when the claim has no number; hostile text.
    pub unit: String,
    /// The claim in words, such as `RMAP conformant smelter`, `primary`, `post-consumer`; hostile text.
    pub statement: String,
    /// The standard it was made by, such as `ISO 14067:2018`; hostile text.
    pub method: String,
    /// First second of validity (Unix time); `None` is open.
    pub valid_from: Option<u64>,
    /// Last second of validity (Unix time); `None` is open.
    pub valid_until: Option<u64>,
    /// SHA-256 of the document that carries the claim, if there is one.
    pub document_hash: Option<B256>,
}

impl Claim {
    /// The value as a decimal number.
    pub fn value(&self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.value_micro), 6).normalize()
    }

    /// Whether the claim is in force at this second (Unix time), revocation aside.
    pub fn is_valid_at(&self, second: u64) -> bool {
        self.valid_from.is_none_or(|from| from <= second)
            && self.valid_until.is_none_or(|until| second <= until)
    }
}
