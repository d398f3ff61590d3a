//! Where the mass of an asset came from, by root.

use std::collections::HashSet;

use rust_decimal::Decimal;
use trace::SubjectId;

use super::RollUp;
use super::bounds::Bounds;
use super::ingredients::{Upstream, kilograms};
use super::mixture::{Kitchen, Marking};
use super::shares::settle;
use super::source::{Source, source_of};
use super::weights::{tracked, weights};

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

impl RollUp<'_> {
    /// Where the mass of an asset came from, by root; `None` if there is no such asset.
    ///
    /// In a lineage of very many assets and roots the bounds of the small shares are wider than they need be: only so many
    /// are worked out one by one (see `weights`).
    pub fn origins(&self, asset: SubjectId) -> Option<Origins> {
        self.register.asset(asset)?;
        let upstream = Upstream::of(self.register, asset);
        let is_root = |id: &SubjectId| {
            self.register.asset(*id).is_some() && self.register.making(*id).is_none()
        };
        let roots: Vec<_> = (upstream.assets.iter().copied()).filter(is_root).collect();
        Some(self.origins_tracked(asset, roots, tracked(upstream.assets.len())))
    }

    pub(super) fn origins_tracked(
        &self,
        asset: SubjectId,
        mut roots: Vec<SubjectId>,
        most: usize,
    ) -> Origins {
        let mut small = Vec::new();
        if roots.len() > most {
            let weights = weights(self.register, asset);
            let weight = |id: &SubjectId| weights.get(id).copied().unwrap_or(Decimal::ZERO);
            roots.sort_unstable_by_key(|id| (std::cmp::Reverse(weight(id)), *id));
            let rest = roots.split_off(most).into_iter();
            small = rest.map(|id| (id, weight(&id))).collect();
        }
        let marking = ByRoot(roots.into_iter().collect());
        let mixture = Kitchen::new(self.register, marking).mixture(asset);
        let kilograms = kilograms(self.register, asset);
        let share = |mark: &Root| mixture.shares.get(mark).copied().unwrap_or(Bounds::ZERO);
        let mut shares: Vec<_> = (mixture.shares.iter())
            .filter_map(|(root, share)| match root {
                Root::Of(root) => self.origin_share(*root, *share),
                Root::Small | Root::Nowhere => None,
            })
            .collect();
        let all_small = share(&Root::Small);
        let small = (small.into_iter()).filter(|(_, weight)| !weight.is_zero());
        shares.extend(small.filter_map(|(root, weight)| {
            self.origin_share(root, Bounds::up_to(weight, all_small.upper))
        }));
        shares.sort_by(|left, right| {
            (right.share.proportional.cmp(&left.share.proportional))
                .then_with(|| left.root.cmp(&right.root))
        });
        let mut unrecorded = share(&Root::Nowhere);
        let of_roots = shares.iter_mut().map(|share| &mut share.share);
        settle(of_roots.chain([&mut unrecorded]));
        for share in &mut shares {
            share.kilograms = kilograms.map(|all| share.share.times(all));
        }
        Origins {
            kilograms,
            shares,
            unrecorded,
            is_weighed: mixture.is_weighed,
        }
    }

    fn origin_share(&self, root: SubjectId, share: Bounds) -> Option<OriginShare> {
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
            kilograms: None,
        })
    }
}

/// Marks matter by its root, of those that are tracked.
#[derive(Clone, Debug)]
struct ByRoot(HashSet<SubjectId>);

/// A root.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Root {
    /// One that is tracked.
    Of(SubjectId),
    /// One of those that are not.
    Small,
    /// None.
    Nowhere,
}

impl Marking for ByRoot {
    type Mark = Root;

    fn nowhere(&self) -> Root {
        Root::Nowhere
    }

    fn root(&self, asset: SubjectId) -> Root {
        if self.0.contains(&asset) {
            Root::Of(asset)
        } else {
            Root::Small
        }
    }
}
