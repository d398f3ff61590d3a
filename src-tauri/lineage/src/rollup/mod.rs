//! Roll-ups by mass along the lineage: where the mass of an asset came from and how much of it is recycled.
//!
//! All of it is decimal arithmetic, and all of it is in bounds (see [`Bounds`]): a number is never more certain than the
//! record. Three things are taken as given: a portion of a lot is made of what the lot is made of; the outputs of one
//! transformation share its inputs alike; a logistic unit is what is in it now, without its own packaging.

mod bounds;
mod composition;
mod source;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use rust_decimal::Decimal;
use trace::{AssetKind, ClaimKind, SubjectId};

use crate::{Attestation, Register};
use composition::Kitchen;

pub use bounds::Bounds;
pub use source::Source;

pub(crate) use source::source_of;

/// How much of an asset is recycled, by mass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecycledContent {
    /// The recycled share.
    pub share: Bounds,
    /// The share, in proportion, that no claim in force gives a source for: it counts as 0 for the lower and as 1 for the
    /// upper bound.
    pub untraced: Decimal,
    /// Whether all masses on the way are known; if not, the bounds are as wide as that makes them.
    pub is_weighed: bool,
}

/// Where the mass of an asset came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origins {
    /// The mass of the whole asset as it was made, with what is packed in it, in kilograms; of a logistic unit its
    /// contents. `None` where it is unknown.
    pub kilograms: Option<Decimal>,
    /// One for each root, the greatest share in proportion first.
    pub shares: Vec<OriginShare>,
    /// The share that came from nothing recorded. In proportion it and all others add up to exactly 1.
    pub unrecorded: Bounds,
    /// Whether all masses on the way are known.
    pub is_weighed: bool,
}

/// The share of one root in an asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OriginShare {
    /// The root: an asset without recorded inputs.
    pub root: SubjectId,
    /// Who brought it onto the ledger.
    pub maker: SubjectId,
    /// Where, if that was recorded.
    pub location: Option<SubjectId>,
    /// What it is called; hostile text.
    pub description: String,
    /// What its origin claim says it is.
    pub source: Source,
    /// Whether a certifier says so, not only its holder.
    pub is_certified: bool,
    /// Its share of the asset's mass.
    pub share: Bounds,
    /// The same in kilograms of the whole asset, where the mass of that is known.
    pub kilograms: Option<Bounds>,
}

/// Roll-ups over a register, with claims as they are in force at one second.
#[derive(Clone, Copy, Debug)]
pub struct RollUp<'a> {
    register: &'a Register,
    second: u64,
}

impl<'a> RollUp<'a> {
    /// Roll-ups over this register; `second` (Unix time) decides which claims are in force.
    pub const fn new(register: &'a Register, second: u64) -> Self {
        Self { register, second }
    }

    /// How much of an asset is recycled; `None` if there is no such asset.
    pub fn recycled_content(&self, asset: SubjectId) -> Option<RecycledContent> {
        self.recycled_contents([asset]).pop()?.1
    }

    /// The same for many assets, working out what they have in common once; in the order asked.
    pub fn recycled_contents(
        &self,
        assets: impl IntoIterator<Item = SubjectId>,
    ) -> Vec<(SubjectId, Option<RecycledContent>)> {
        let mut kitchen = Kitchen::new(self.register, self.second, false);
        (assets.into_iter())
            .map(|asset| {
                let content = self.register.asset(asset).map(|_| {
                    let composition = kitchen.composition(asset);
                    RecycledContent {
                        share: composition.recycled,
                        untraced: composition.untraced.proportional,
                        is_weighed: composition.is_weighed,
                    }
                });
                (asset, content)
            })
            .collect()
    }

    /// Where the mass of an asset came from; `None` if there is no such asset.
    pub fn origins(&self, asset: SubjectId) -> Option<Origins> {
        self.register.asset(asset)?;
        let composition = Kitchen::new(self.register, self.second, true).composition(asset);
        let kilograms = self.kilograms(asset);
        let mut shares: Vec<_> = (composition.roots.iter())
            .filter_map(|(root, share)| self.origin_share(*root, *share, kilograms))
            .collect();
        shares.sort_by(|left, right| {
            (right.share.proportional.cmp(&left.share.proportional))
                .then_with(|| left.root.cmp(&right.root))
        });
        let mut origins = Origins {
            kilograms,
            shares,
            unrecorded: composition.unrecorded,
            is_weighed: composition.is_weighed,
        };
        origins.settle();
        Some(origins)
    }

    /// The claim in force on an asset's carbon footprint, a certified one before a declared one, the latest of those.
    pub fn carbon_footprint(&self, asset: SubjectId) -> Option<&'a Attestation> {
        (self.register).claim_in_force(asset, &ClaimKind::CarbonFootprint, self.second)
    }

    fn origin_share(
        &self,
        root: SubjectId,
        share: Bounds,
        kilograms: Option<Decimal>,
    ) -> Option<OriginShare> {
        let asset = self.register.asset(root)?;
        let (source, is_certified) = source_of(self.register, root, self.second);
        Some(OriginShare {
            root,
            maker: asset.maker,
            location: asset.made_at,
            description: asset.detail.description.clone(),
            source,
            is_certified,
            share,
            kilograms: kilograms.map(|all| share.times(all)),
        })
    }

    fn kilograms(&self, asset: SubjectId) -> Option<Decimal> {
        let known = self.register.asset(asset)?;
        let contents = composition::contents(self.register, asset);
        let packed = (contents.iter()).try_fold(Decimal::ZERO, |sum, child| {
            Some(sum.saturating_add(child.mass?))
        })?;
        if known.detail.kind == AssetKind::LogisticUnit && !contents.is_empty() {
            return Some(packed);
        }
        Some(known.mass()?.kilograms()?.saturating_add(packed))
    }
}

impl Origins {
    /// Gives what rounding in the last place left over to the greatest share, so that all add up to exactly 1.
    fn settle(&mut self) {
        let others = (self.shares.iter().skip(1))
            .fold(self.unrecorded.proportional, |sum, share| {
                sum.saturating_add(share.share.proportional)
            });
        let greatest = self.shares.first_mut().map(|share| &mut share.share);
        let (greatest, others) = match greatest {
            Some(greatest) => (greatest, others),
            None => (&mut self.unrecorded, Decimal::ZERO),
        };
        greatest.proportional = Decimal::ONE.saturating_sub(others);
        *greatest = greatest.in_order();
    }
}
