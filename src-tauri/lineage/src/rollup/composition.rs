//! What assets are made of, worked out from the roots up: iterative, each asset once, and loops in hostile events end as
//! untraced mass.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use rust_decimal::Decimal;
use trace::{AssetKind, SubjectId};

use super::bounds::{Bounds, Scale, blend};
use super::source::{Source, source_of};
use crate::graph::total;
use crate::{Register, Transformation};

/// What one asset is made of, in shares of its mass.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    /// From recycled roots.
    pub(super) recycled: Bounds,
    /// From roots that nobody says the source of, or from nothing recorded.
    pub(super) untraced: Bounds,
    /// From nothing recorded: more came out than went in, or went in unweighed or unknown.
    pub(super) unrecorded: Bounds,
    /// From each root; empty unless asked for.
    pub(super) roots: BTreeMap<SubjectId, Bounds>,
    /// Whether all masses on the way are known.
    pub(super) is_weighed: bool,
}

impl Composition {
    fn unrecorded() -> Self {
        Self {
            recycled: Bounds::UNKNOWN,
            untraced: Bounds::ONE,
            unrecorded: Bounds::ONE,
            roots: BTreeMap::new(),
            is_weighed: true,
        }
    }

    fn root(id: SubjectId, source: Source, wants_roots: bool) -> Self {
        let recycled = match source {
            Source::Unstated => Bounds::UNKNOWN,
            Source::Primary => Bounds::ZERO,
            Source::PostConsumer | Source::PreConsumer | Source::Recycled => Bounds::ONE,
        };
        let untraced = match source {
            Source::Unstated => Bounds::ONE,
            _ => Bounds::ZERO,
        };
        Self {
            recycled,
            untraced,
            unrecorded: Bounds::ZERO,
            roots: wants_roots
                .then_some((id, Bounds::ONE))
                .into_iter()
                .collect(),
            is_weighed: true,
        }
    }

    /// What comes of these parts.
    fn mixed(parts: &[(Option<Decimal>, Rc<Self>)], made: Option<Decimal>) -> Self {
        let masses: Vec<_> = parts.iter().map(|part| part.0).collect();
        let scale = Scale::new(&masses, made);
        let channel = |pick: fn(&Self) -> &Bounds, unrecorded| {
            let shares = parts.iter().map(|(mass, part)| (*mass, pick(part)));
            blend(&scale, shares, unrecorded)
        };
        let mut by_root: BTreeMap<SubjectId, Vec<(Option<Decimal>, &Bounds)>> = BTreeMap::new();
        for (mass, part) in parts {
            for (root, share) in &part.roots {
                by_root.entry(*root).or_default().push((*mass, share));
            }
        }
        Self {
            recycled: channel(|part| &part.recycled, Bounds::UNKNOWN),
            untraced: channel(|part| &part.untraced, Bounds::ONE),
            unrecorded: channel(|part| &part.unrecorded, Bounds::ONE),
            roots: (by_root.into_iter())
                .map(|(root, shares)| (root, blend(&scale, shares.into_iter(), Bounds::ZERO)))
                .collect(),
            is_weighed: scale.is_complete() && parts.iter().all(|(_, part)| part.is_weighed),
        }
    }
}

/// Something that an asset is made of.
pub(super) struct Ingredient {
    pub(super) asset: SubjectId,
    pub(super) mass: Option<Decimal>,
}

/// The masses of a transformation's inputs in their order; an input that did not exist by then has none.
pub(super) fn inputs(register: &Register, transformation: &Transformation) -> Vec<Ingredient> {
    (transformation.inputs.iter())
        .map(|input| Ingredient {
            asset: input.asset,
            mass: (register.asset(input.asset))
                .filter(|asset| asset.made_by < transformation.event)
                .and_then(|asset| asset.detail.mass_of(input.micro)?.kilograms()),
        })
        .collect()
}

/// The mass of all that a transformation made.
pub(super) fn made(register: &Register, transformation: &Transformation) -> Option<Decimal> {
    let masses: Vec<_> = (transformation.outputs.iter())
        .map(|output| register.asset(*output)?.mass())
        .collect();
    total(&masses)?.kilograms()
}

/// What is packed in an asset now.
pub(super) fn contents(register: &Register, asset: SubjectId) -> Vec<Ingredient> {
    (register.contents(asset))
        .map(|(child, stay)| Ingredient {
            asset: child,
            mass: (register.asset(child))
                .and_then(|known| known.detail.mass_of(stay.micro)?.kilograms()),
        })
        .collect()
}

/// Works out what assets are made of and remembers it.
pub(super) struct Kitchen<'a> {
    register: &'a Register,
    /// The second at which claims must be in force.
    second: u64,
    wants_roots: bool,
    done: HashMap<SubjectId, Rc<Composition>>,
}

impl<'a> Kitchen<'a> {
    pub(super) fn new(register: &'a Register, second: u64, wants_roots: bool) -> Self {
        Self {
            register,
            second,
            wants_roots,
            done: HashMap::new(),
        }
    }

    /// What an asset is made of; for an unknown one, nothing recorded.
    pub(super) fn composition(&mut self, asset: SubjectId) -> Rc<Composition> {
        let mut entered = HashSet::new();
        let mut stack = vec![asset];
        while let Some(top) = stack.last().copied() {
            if self.done.contains_key(&top) {
                stack.pop();
            } else if entered.insert(top) {
                let missing = (self.ingredients(top).into_iter())
                    .filter(|next| !self.done.contains_key(next) && !entered.contains(next));
                stack.extend(missing);
            } else {
                // All that could be worked out before it is; what is still missing closes a loop.
                let composition = Rc::new(self.compose(top));
                self.done.insert(top, composition);
                stack.pop();
            }
        }
        self.part(asset)
    }

    fn ingredients(&self, asset: SubjectId) -> Vec<SubjectId> {
        let inputs = (self.register.making(asset))
            .map(|making| inputs(self.register, making))
            .unwrap_or_default();
        (inputs.iter())
            .chain(&contents(self.register, asset))
            .map(|ingredient| ingredient.asset)
            .collect()
    }

    fn part(&self, asset: SubjectId) -> Rc<Composition> {
        let known = self.done.get(&asset).cloned();
        known.unwrap_or_else(|| Rc::new(Composition::unrecorded()))
    }

    fn parts(&self, ingredients: &[Ingredient]) -> Vec<(Option<Decimal>, Rc<Composition>)> {
        (ingredients.iter())
            .map(|ingredient| (ingredient.mass, self.part(ingredient.asset)))
            .collect()
    }

    /// What an asset is made of, once that is known of its ingredients.
    fn compose(&self, id: SubjectId) -> Composition {
        let Some(asset) = self.register.asset(id) else {
            return Composition::unrecorded();
        };
        let own = if let Some(making) = self.register.making(id) {
            let parts = self.parts(&inputs(self.register, making));
            Composition::mixed(&parts, made(self.register, making))
        } else {
            let (source, _) = source_of(self.register, id, self.second);
            Composition::root(id, source, self.wants_roots)
        };
        let mut parts = self.parts(&contents(self.register, id));
        if parts.is_empty() {
            return own;
        }
        // A logistic unit is what is in it; its own packaging is left out.
        if asset.detail.kind != AssetKind::LogisticUnit {
            let mass = asset.mass().and_then(trace::Mass::kilograms);
            parts.push((mass, Rc::new(own)));
        }
        let whole = (parts.iter()).try_fold(Decimal::ZERO, |sum, (mass, _)| {
            Some(sum.saturating_add((*mass)?))
        });
        Composition::mixed(&parts, whole)
    }
}
