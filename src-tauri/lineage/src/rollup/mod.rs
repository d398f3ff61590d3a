//! Roll-ups along the lineage: where the mass of an asset came from, how much of it is recycled, what it weighs on the
//! climate, and which attestations bear on it.
//!
//! All of it is decimal arithmetic, and shares of mass are in bounds (see [`Bounds`]): a number is never more certain than the
//! record. Three things are taken as given: a portion of a lot is made of what the lot is made of; the outputs of one
//! transformation share its inputs alike; a logistic unit is what is in it now, without its own packaging.

mod basis;
mod bounds;
mod burden;
mod footprint;
mod ingredients;
mod material;
mod matter;
mod mixture;
mod origins;
mod recycled;
mod shares;
mod source;
mod stage;
mod standing;
mod weights;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::collections::BTreeSet;

use trace::{ClaimKind, EventKey, SubjectId};

use crate::{Attestation, Register};
use ingredients::kilograms;
use material::ByMaterial;
use shares::{ByCountry, BySmelter};

pub use basis::{Basis, Figure};
pub use bounds::Bounds;
pub(crate) use bounds::{Scale, blend};
pub use burden::Coverage;
pub use footprint::{Footprint, StageShare};
pub use material::{Material, MaterialContent};
pub use origins::{OriginShare, Origins};
pub use recycled::{RecycledByKind, RecycledContent};
pub use shares::{Country, Share, Shares, Smelting};
pub use source::Source;
pub use stage::Stage;
pub use standing::{Bearing, Standing, Status};

pub(crate) use ingredients::{Upstream, post_order};
pub(crate) use matter::{BySource, Matter, origin_claims};
pub(crate) use mixture::{Counts, Kitchen, Marking, Mixture};

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
        let mut kitchen = Kitchen::new(self.register, self.by_source());
        (assets.into_iter())
            .map(|asset| {
                let content = (self.register.asset(asset))
                    .map(|_| RecycledContent::of(&kitchen.mixture(asset)));
                (asset, content)
            })
            .collect()
    }

    /// How much of an asset is recycled, from what consumers or processes have done with; `None` if there is no such asset.
    pub fn recycled_by_kind(&self, asset: SubjectId) -> Option<Figure<RecycledByKind>> {
        self.register.asset(asset)?;
        let mixture = Kitchen::new(self.register, self.by_source()).mixture(asset);
        Some(Figure {
            value: RecycledByKind::of(&mixture),
            basis: self.basis(asset)?,
        })
    }

    /// The materials in an asset, the greatest share first, and how much of each is recycled; `None` if there is no such
    /// asset.
    pub fn recycled_by_material(&self, asset: SubjectId) -> Option<Figure<Vec<MaterialContent>>> {
        self.register.asset(asset)?;
        let upstream = Upstream::of(self.register, asset);
        let marking = ByMaterial::along(self.by_source(), asset, &upstream);
        let mut kitchen = Kitchen::new(self.register, marking);
        let mixture = kitchen.mixture(asset);
        let mut contents = material::contents(&mixture, self.register, &upstream.assets);
        let kilograms = kilograms(self.register, asset);
        for content in &mut contents {
            content.kilograms = kilograms.map(|all| content.share.times(all));
        }
        let name = |asset: &SubjectId| Some(kitchen.marking().name(*asset)?.1);
        let names: Vec<_> = upstream.assets.iter().filter_map(name).collect();
        let mut events = self.said_of_sources(upstream);
        events.extend(names);
        Some(Figure {
            value: contents,
            basis: Basis::new(events),
        })
    }

    /// The mass of an asset by the country that it came from; `None` if there is no such asset. What is of unknown country may
    /// be of any: it counts for every upper bound.
    pub fn countries(&self, asset: SubjectId) -> Option<Figure<Shares<Country>>> {
        let upstream = Upstream::of(self.register, asset);
        let by_country = ByCountry::along(self.register, asset, &upstream);
        let entry = |asset: &SubjectId| {
            let root =
                (self.register.asset(*asset)).filter(|_| self.register.making(*asset).is_none())?;
            let entry = self.register.history(root.made_at?).first()?;
            Some(entry.event)
        };
        let mut events = upstream.events;
        events.extend(upstream.assets.iter().filter_map(entry));
        let may_be_any = |country: &Country| !matches!(country, Country::Known(_));
        Some(Figure {
            value: self.divided(asset, by_country, may_be_any)?,
            basis: Basis::new(events),
        })
    }

    /// The mass of an asset by the last smelter or refiner that it passed; `None` if there is no such asset.
    pub fn smelters(&self, asset: SubjectId) -> Option<Figure<Shares<Smelting>>> {
        let upstream = Upstream::of(self.register, asset);
        let by_smelter = BySmelter::along(self.register, &upstream);
        let mut events = upstream.events;
        events.extend(by_smelter.said_by());
        let may_be_any = |smelting: &Smelting| *smelting == Smelting::Unrecorded;
        Some(Figure {
            value: self.divided(asset, by_smelter, may_be_any)?,
            basis: Basis::new(events),
        })
    }

    /// What [`Self::origins`] and [`Self::recycled_content`] rest on; `None` if there is no such asset.
    pub fn basis(&self, asset: SubjectId) -> Option<Basis> {
        self.register.asset(asset)?;
        let upstream = Upstream::of(self.register, asset);
        Some(Basis::new(self.said_of_sources(upstream)))
    }

    const fn by_source(&self) -> BySource<'a> {
        BySource {
            register: self.register,
            second: self.second,
        }
    }

    fn divided<R: Marking>(
        &self,
        asset: SubjectId,
        marking: R,
        perhaps: impl Fn(&R::Mark) -> bool,
    ) -> Option<Shares<R::Mark>> {
        self.register.asset(asset)?;
        let mixture = Kitchen::new(self.register, marking).mixture(asset);
        let kilograms = kilograms(self.register, asset);
        Some(Shares::of(&mixture, kilograms, perhaps))
    }

    /// The events of a lineage and the origin claims along it.
    fn said_of_sources(&self, upstream: Upstream) -> BTreeSet<EventKey> {
        let mut events = upstream.events;
        for asset in &upstream.assets {
            events.extend(origin_claims(self.register, *asset, self.second));
        }
        events
    }

    /// The claim in force on an asset's carbon footprint, a certified one before a declared one, the latest of those.
    pub fn carbon_footprint(&self, asset: SubjectId) -> Option<&'a Attestation> {
        (self.register).claim_in_force(asset, &ClaimKind::CarbonFootprint, self.second)
    }
}
