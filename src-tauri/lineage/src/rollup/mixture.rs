//! How marked matter mixes along the lineage, worked out from the roots up: iterative, each asset and each transformation
//! once, and loops in hostile events end as matter of nowhere.
//!
//! All matter of an asset bears exactly one mark each: the root it came from, a country, a smelter, a source. A [`Marking`]
//! says which marks there are; how their shares pass through a process is [`blend`]'s one rule. Since the shares of all
//! marks add up to the whole, what the others cannot be is what one must be, and bounds are tightened by that.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::rc::Rc;

use rust_decimal::Decimal;
use trace::{AssetKind, EventKey, Mass, SubjectId};

use super::bounds::{Bounds, Scale, blend};
use super::ingredients::{Ingredient, contents, inputs, made, post_order_but, sum};
use crate::{Register, Transformation};

/// Which mark matter bears on its way.
pub(crate) trait Marking {
    /// A mark.
    type Mark: Ord + Clone + Debug;

    /// The mark of matter of which nothing is recorded.
    fn nowhere(&self) -> Self::Mark;

    /// The mark of an asset without recorded inputs.
    fn root(&self, asset: SubjectId) -> Self::Mark;

    /// The mark of matter once it goes into a transformation.
    fn entering(&self, mark: &Self::Mark, _into: &Transformation) -> Self::Mark {
        mark.clone()
    }

    /// The mark of matter once it is in an asset that a transformation made.
    fn made(&self, mark: &Self::Mark, _asset: SubjectId) -> Self::Mark {
        mark.clone()
    }
}

/// Whether a mark is among those that are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Counts {
    /// It is.
    Yes,
    /// Nobody knows: as nothing for the lower bound and in proportion, as all of it for the upper bound.
    Perhaps,
    /// It is not.
    No,
}

impl Counts {
    /// Yes or no.
    pub(crate) const fn yes_if(it_is: bool) -> Self {
        if it_is { Self::Yes } else { Self::No }
    }
}

/// Something that goes into a mixture, and its mass in kilograms.
type Part<M> = (Option<Decimal>, Rc<Mixture<M>>);

/// What one asset is made of: the shares of its mass by mark.
#[derive(Clone, Debug)]
pub(crate) struct Mixture<M> {
    pub(crate) shares: BTreeMap<M, Bounds>,
    /// Whether all masses on the way are known.
    pub(crate) is_weighed: bool,
}

impl<M: Ord + Clone> Mixture<M> {
    fn only(mark: M) -> Self {
        Self {
            shares: BTreeMap::from([(mark, Bounds::ONE)]),
            is_weighed: true,
        }
    }

    /// What comes of these parts.
    fn mixed(parts: &[Part<M>], made: Option<Decimal>, nowhere: &M) -> Self {
        let masses: Vec<_> = parts.iter().map(|part| part.0).collect();
        let scale = Scale::new(&masses, made);
        let mut by_mark: BTreeMap<&M, Vec<(Option<Decimal>, &Bounds)>> = BTreeMap::new();
        for (mass, part) in parts {
            for (mark, share) in part.shares.iter().filter(|(mark, _)| *mark != nowhere) {
                by_mark.entry(mark).or_default().push((*mass, share));
            }
        }
        let mut shares: BTreeMap<M, Bounds> = (by_mark.into_iter())
            .map(|(mark, of)| (mark.clone(), blend(&scale, of.into_iter(), Bounds::ZERO)))
            .collect();
        let unrecorded = parts.iter().map(|(mass, part)| {
            let share = part.shares.get(nowhere).unwrap_or(&Bounds::ZERO);
            (*mass, share)
        });
        shares.insert(nowhere.clone(), blend(&scale, unrecorded, Bounds::ONE));
        let is_weighed = scale.is_complete() && parts.iter().all(|(_, part)| part.is_weighed);
        Self { shares, is_weighed }.marked(M::clone)
    }

    /// The same with other marks; matter whose marks become one is added up. Marks without a share are left out.
    fn marked(&self, mark: impl Fn(&M) -> M) -> Self {
        let mut groups: BTreeMap<M, Bounds> = BTreeMap::new();
        for (old, share) in &self.shares {
            let group = groups.entry(mark(old)).or_insert(Bounds::ZERO);
            *group = group.plus(*share);
        }
        let all = groups
            .values()
            .fold(Bounds::ZERO, |all, one| all.plus(*one));
        Self {
            shares: (groups.into_iter())
                .map(|(mark, share)| (mark, share.beside(all)))
                .filter(|(_, share)| *share != Bounds::ZERO)
                .collect(),
            is_weighed: self.is_weighed,
        }
    }

    /// The sums of the shares of the marks that count, perhaps count and do not count.
    fn sums(&self, counts: impl Fn(&M) -> Option<Counts>) -> [Bounds; 3] {
        let mut sums = [Bounds::ZERO; 3];
        for (mark, share) in &self.shares {
            let sum = match counts(mark) {
                Some(Counts::Yes) => 0,
                Some(Counts::Perhaps) => 1,
                Some(Counts::No) => 2,
                None => continue,
            };
            sums[sum] = sums[sum].plus(*share);
        }
        sums
    }

    /// The share of all marks that count.
    pub(crate) fn share(&self, counts: impl Fn(&M) -> Counts) -> Bounds {
        let [yes, perhaps, no] = self.sums(|mark| Some(counts(mark)));
        let all = yes.plus(perhaps).plus(no);
        let certain = yes.beside(all);
        let possible = yes.plus(perhaps).beside(all);
        Bounds {
            upper: possible.upper,
            ..certain
        }
        .in_order()
    }

    /// The share of all marks that count in the part of the mixture that `counts` says something of.
    pub(crate) fn share_within(&self, counts: impl Fn(&M) -> Option<Counts>) -> Bounds {
        let [yes, perhaps, no] = self.sums(counts);
        let all = yes.plus(perhaps).plus(no);
        let possible = yes.upper.saturating_add(perhaps.upper);
        // Least where there is little of it beside much of the rest, most the other way about.
        let beside_least = yes
            .lower
            .saturating_add(perhaps.upper)
            .saturating_add(no.upper);
        let ratio = |part: Decimal, whole: Decimal| part.checked_div(whole);
        Bounds {
            lower: ratio(yes.lower, beside_least).unwrap_or(Decimal::ZERO),
            proportional: ratio(yes.proportional, all.proportional).unwrap_or(Decimal::ZERO),
            upper: ratio(possible, possible.saturating_add(no.lower)).unwrap_or(Decimal::ZERO),
        }
        .in_order()
    }
}

/// Works out what assets are made of and remembers it.
pub(crate) struct Kitchen<'a, R: Marking> {
    register: &'a Register,
    marking: R,
    done: HashMap<SubjectId, Rc<Mixture<R::Mark>>>,
    /// What a transformation made, before any output of it is marked.
    transformed: HashMap<EventKey, Rc<Mixture<R::Mark>>>,
}

impl<'a, R: Marking> Kitchen<'a, R> {
    pub(crate) fn new(register: &'a Register, marking: R) -> Self {
        Self {
            register,
            marking,
            done: HashMap::new(),
            transformed: HashMap::new(),
        }
    }

    /// The marking it works by.
    pub(crate) const fn marking(&self) -> &R {
        &self.marking
    }

    /// What an asset is made of; an unknown one of matter of nowhere.
    pub(crate) fn mixture(&mut self, asset: SubjectId) -> Rc<Mixture<R::Mark>> {
        let order = post_order_but(self.register, asset, |known| self.done.contains_key(&known));
        for next in order {
            // What is still missing of its ingredients closes a loop.
            let mixture = Rc::new(self.mix(next));
            self.done.insert(next, mixture);
        }
        self.part(asset)
    }

    fn part(&self, asset: SubjectId) -> Rc<Mixture<R::Mark>> {
        let known = self.done.get(&asset).cloned();
        known.unwrap_or_else(|| Rc::new(Mixture::only(self.marking.nowhere())))
    }

    fn parts(&self, ingredients: &[Ingredient]) -> Vec<Part<R::Mark>> {
        (ingredients.iter())
            .map(|ingredient| (ingredient.mass, self.part(ingredient.asset)))
            .collect()
    }

    /// What a transformation made, once that is known of its inputs.
    fn transformation(&mut self, making: &Transformation) -> Rc<Mixture<R::Mark>> {
        if let Some(known) = self.transformed.get(&making.event) {
            return Rc::clone(known);
        }
        let mut parts = self.parts(&inputs(self.register, making));
        for (_, part) in &mut parts {
            let entering = |mark: &R::Mark| self.marking.entering(mark, making);
            if part.shares.keys().any(|mark| entering(mark) != *mark) {
                *part = Rc::new(part.marked(entering));
            }
        }
        let nowhere = self.marking.nowhere();
        let made = made(self.register, making);
        let mixture = Rc::new(Mixture::mixed(&parts, made, &nowhere));
        self.transformed.insert(making.event, Rc::clone(&mixture));
        mixture
    }

    /// What an asset is made of, once that is known of its ingredients.
    fn mix(&mut self, id: SubjectId) -> Mixture<R::Mark> {
        let register = self.register;
        let Some(asset) = register.asset(id) else {
            return Mixture::only(self.marking.nowhere());
        };
        let own = match register.making(id) {
            Some(making) => {
                let mixture = self.transformation(making);
                mixture.marked(|mark| self.marking.made(mark, id))
            }
            None => Mixture::only(self.marking.root(id)),
        };
        let contents = contents(register, id);
        if contents.is_empty() {
            return own;
        }
        let mut parts = self.parts(&contents);
        let mut whole = sum(&contents);
        // A logistic unit is what is in it; its own packaging is left out.
        if asset.detail.kind != AssetKind::LogisticUnit {
            let mass = asset.mass().and_then(Mass::kilograms);
            whole = whole.and_then(|whole| Some(whole.saturating_add(mass?)));
            parts.push((mass, Rc::new(own)));
        }
        Mixture::mixed(&parts, whole, &self.marking.nowhere())
    }
}
