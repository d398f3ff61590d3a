//! What a declaration of recycled content and carbon footprint says, as plain data.

use lineage::{Coverage, Stage};
use rust_decimal::Decimal;
use trace::Unit;

use super::regulation::Element;
use crate::model::{
    AssetLine, AttestationLine, Bounds, Finding, Object, PartyLine, Recycled, Scope,
};

/// What a declaration of recycled content and carbon footprint says.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Statement {
    pub(super) object: Object,
    pub(super) scope: Scope,
    /// How much of the whole object is recycled; `None` where the records do not bound it at all.
    pub(super) recycled: Option<Recycled>,
    /// The materials: those that the regulation names first, in its order and whether or not any is on record; then the others, the
    /// greatest share first.
    pub(super) materials: Vec<MaterialLine>,
    /// Every claim of recycled content along the lineage that is in force, in the order in which they were made.
    pub(super) claims: Vec<ShareClaim>,
    /// The carbon footprint; `None` where nobody claims any on its way.
    pub(super) footprint: Option<FootprintTold>,
    pub(super) findings: Vec<Finding>,
    pub(super) parties: Vec<PartyLine>,
    pub(super) assets: Vec<AssetLine>,
    pub(super) attestations: Vec<AttestationLine>,
}

/// A material in the object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct MaterialLine {
    pub(super) name: MaterialName,
    /// How much of it there is; `None` for a material of the regulation that is not on record.
    pub(super) content: Option<Content>,
}

/// What a material goes by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum MaterialName {
    /// One that the regulation names.
    Element(Element),
    /// Another, by the name in a claim or what people call an asset of its class; hostile text.
    Called(String),
    /// All the small ones together.
    Others,
    /// From nothing recorded.
    Unrecorded,
}

/// How much of a material there is, and how much of it is recycled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Content {
    /// Its share of the object's mass, 0 to 1.
    pub(super) share: Bounds,
    /// The same in kilograms, where known.
    pub(super) kilograms: Option<Bounds>,
    /// The recycled share of the material, 0 to 1, in all.
    pub(super) recycled: Bounds,
    /// Of it from what consumers have done with.
    pub(super) post_consumer: Bounds,
    /// Of it from the waste of other processes.
    pub(super) pre_consumer: Bounds,
    /// The share, in proportion, that nobody gives a source for.
    pub(super) untraced: Decimal,
}

impl Content {
    /// Whether the records bound the recycled share at all.
    pub(super) fn is_bounded(&self) -> bool {
        !self.recycled.lower.is_zero() || self.recycled.upper != Decimal::ONE
    }
}

/// A claim of recycled content beside what the records can carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ShareClaim {
    /// What it is about.
    pub(super) asset: String,
    /// The share claimed, as it stands: it may be above 1.
    pub(super) claimed: Decimal,
    pub(super) by: String,
    pub(super) certified: bool,
    /// The standard it was made by; hostile text.
    pub(super) method: String,
    /// What the records can carry.
    pub(super) share: Bounds,
}

impl ShareClaim {
    /// Whether more is claimed than the records can carry. Bounds are rounded in the last of 28 digits: both are compared to nine.
    pub(super) fn is_above(&self) -> bool {
        self.claimed.round_dp(9) > self.share.upper.round_dp(9)
    }
}

/// A carbon footprint by life-cycle stage, in kilograms of CO₂ equivalent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FootprintTold {
    /// Of the whole object.
    pub(super) kilograms: Decimal,
    /// Of one unit of it, and the unit; `None` where the object is one piece.
    pub(super) per_unit: Option<(Decimal, Unit)>,
    /// Whether that is a least: something on the way is under no claim.
    pub(super) is_open: bool,
    /// By stage: those of the regulation always, the others where they have a share.
    pub(super) stages: Vec<StageLine>,
    /// What certifiers claim of the whole.
    pub(super) verified: Decimal,
    /// How much of the mass is under claims; `None` where masses are unknown.
    pub(super) coverage: Option<Coverage>,
    /// By how much the claims on its parts go beyond the claim on the object.
    pub(super) understated: Option<Decimal>,
}

/// What one stage weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct StageLine {
    pub(super) stage: Stage,
    /// `None` where nobody claims anything of it.
    pub(super) kilograms: Option<Decimal>,
    /// Of it, what certifiers claim.
    pub(super) verified: Decimal,
}

impl FootprintTold {
    /// The share of the mass that is under claims about these very goods.
    pub(super) fn primary_data_share(&self) -> Option<Decimal> {
        (self.coverage).map(|coverage| Decimal::ONE.saturating_sub(coverage.uncovered))
    }
}
