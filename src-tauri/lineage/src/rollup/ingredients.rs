//! What an asset was made from and what is packed in it, with masses. It blends nothing; that is `mixture`.

use std::collections::{BTreeSet, HashSet};

use rust_decimal::Decimal;
use trace::{AssetKind, EventKey, Mass, SubjectId};

use crate::graph::total;
use crate::{Register, Transformation};

/// Something that an asset is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ingredient {
    pub(crate) asset: SubjectId,
    /// How much of it, in millionths of its unit.
    pub(crate) micro: u64,
    /// The same in kilograms, where that is known.
    pub(crate) mass: Option<Decimal>,
}

/// A transformation's inputs in their order; one that did not exist by then has no mass.
pub(crate) fn inputs(register: &Register, transformation: &Transformation) -> Vec<Ingredient> {
    (transformation.inputs.iter())
        .map(|input| Ingredient {
            asset: input.asset,
            micro: input.micro,
            mass: (register.asset(input.asset))
                .filter(|asset| asset.made_by < transformation.event)
                .and_then(|asset| asset.detail.mass_of(input.micro)?.kilograms()),
        })
        .collect()
}

/// The mass of all that a transformation made.
pub(crate) fn made(register: &Register, transformation: &Transformation) -> Option<Decimal> {
    let masses: Vec<_> = (transformation.outputs.iter())
        .map(|output| register.asset(*output)?.mass())
        .collect();
    total(&masses)?.kilograms()
}

/// What is packed in an asset now.
pub(crate) fn contents(register: &Register, asset: SubjectId) -> Vec<Ingredient> {
    (register.contents(asset))
        .map(|(child, stay)| Ingredient {
            asset: child,
            micro: stay.micro,
            mass: (register.asset(child))
                .and_then(|known| known.detail.mass_of(stay.micro)?.kilograms()),
        })
        .collect()
}

/// The mass of an asset as it was made, with what is packed in it, in kilograms; of a logistic unit with contents these
/// alone. `None` where any of it is unknown.
pub(crate) fn kilograms(register: &Register, asset: SubjectId) -> Option<Decimal> {
    let known = register.asset(asset)?;
    let contents = contents(register, asset);
    let packed = sum(&contents)?;
    if known.detail.kind == AssetKind::LogisticUnit && !contents.is_empty() {
        return Some(packed);
    }
    let own = known.mass().and_then(Mass::kilograms)?;
    Some(own.saturating_add(packed))
}

/// The mass of all of them, if all are known.
pub(crate) fn sum(ingredients: &[Ingredient]) -> Option<Decimal> {
    (ingredients.iter()).try_fold(Decimal::ZERO, |sum, ingredient| {
        Some(sum.saturating_add(ingredient.mass?))
    })
}

/// All that an asset is made of, each asset once, itself first; in no other order that means anything.
#[derive(Debug)]
pub(crate) struct Upstream {
    /// The assets; the first is the one asked for.
    pub(crate) assets: Vec<SubjectId>,
    /// The events that made them and packed them.
    pub(crate) events: BTreeSet<EventKey>,
}

impl Upstream {
    pub(crate) fn of(register: &Register, asset: SubjectId) -> Self {
        let mut upstream = Self {
            assets: vec![asset],
            events: BTreeSet::new(),
        };
        let mut seen = HashSet::from([asset]);
        let mut done = HashSet::new();
        let mut at = 0;
        while let Some(next) = upstream.assets.get(at).copied() {
            at += 1;
            upstream
                .events
                .extend(register.asset(next).map(|known| known.made_by));
            // All outputs of one transformation have the same inputs: they are looked at once.
            if let Some(making) = register.making(next)
                && done.insert(making.event)
            {
                let inputs = making.inputs.iter().map(|input| input.asset);
                upstream
                    .assets
                    .extend(inputs.filter(|input| seen.insert(*input)));
            }
            for (child, stay) in register.contents(next) {
                upstream.events.insert(stay.event);
                if seen.insert(child) {
                    upstream.assets.push(child);
                }
            }
        }
        upstream
    }
}

/// All that an asset is made of and itself last, each asset after what it is made of; where events go in a circle, the
/// circle is cut somewhere.
pub(crate) fn post_order(register: &Register, asset: SubjectId) -> Vec<SubjectId> {
    post_order_but(register, asset, |_| false)
}

/// The same without what is known already.
pub(crate) fn post_order_but(
    register: &Register,
    asset: SubjectId,
    is_known: impl Fn(SubjectId) -> bool,
) -> Vec<SubjectId> {
    let mut order = Vec::new();
    let mut entered = HashSet::new();
    let mut left = HashSet::new();
    let mut looked_at = HashSet::new();
    let mut stack = vec![asset];
    while let Some(top) = stack.last().copied() {
        if is_known(top) || left.contains(&top) {
            stack.pop();
        } else if entered.insert(top) {
            let making = register.making(top);
            // All outputs of one transformation have the same inputs: they are looked at once.
            let making = making.filter(|making| looked_at.insert(making.event));
            let inputs = making.map_or(&[][..], |making| &making.inputs);
            let next = (inputs.iter().map(|input| input.asset))
                .chain(register.contents(top).map(|(child, _)| child));
            stack.extend(next.filter(|next| !entered.contains(next)));
        } else {
            left.insert(top);
            order.push(top);
            stack.pop();
        }
    }
    order
}
