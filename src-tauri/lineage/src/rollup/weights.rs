//! What each ancestor contributes to an asset in proportion, from the asset upwards: one pass, without bounds. By this is
//! decided what is tracked one by one where a lineage is so wide that bounds for everything would take too long.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;
use trace::{AssetKind, EventKey, Mass, SubjectId};

use super::ingredients::{Ingredient, contents, inputs, made, post_order};
use crate::Register;

/// How many shares are worked out at most, by assets times marks; a thousand assets may have two thousand marks.
const WORK: usize = 2_000_000;

/// How many marks are tracked in any case.
const LEAST: usize = 16;

/// How many marks are tracked one by one in a lineage of so many assets.
pub(super) fn tracked(assets: usize) -> usize {
    WORK.checked_div(assets).unwrap_or(WORK).max(LEAST)
}

/// The marks to track one by one of those that ancestors of an asset have: the `most` with the greatest shares in proportion.
/// Empty if there are no more than that, so that all are tracked.
pub(super) fn greatest<K: Ord + Clone>(
    register: &Register,
    asset: SubjectId,
    marks: &[(SubjectId, K)],
    most: usize,
) -> BTreeSet<K> {
    let distinct: BTreeSet<&K> = marks.iter().map(|(_, mark)| mark).collect();
    if distinct.len() <= most {
        return BTreeSet::new();
    }
    let weights = weights(register, asset);
    let mut sums: BTreeMap<&K, Decimal> = BTreeMap::new();
    for (id, mark) in marks {
        let sum = sums.entry(mark).or_default();
        *sum = sum.saturating_add(weights.get(id).copied().unwrap_or(Decimal::ZERO));
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|(left, one), (right, other)| other.cmp(one).then(left.cmp(right)));
    let kept = sums.into_iter().take(most);
    kept.map(|(mark, _)| mark.clone()).collect()
}

/// The share of each ancestor in an asset, in proportion; what goes in a circle is left out.
pub(super) fn weights(register: &Register, asset: SubjectId) -> HashMap<SubjectId, Decimal> {
    let mut order = post_order(register, asset);
    order.reverse();
    let mut sweep = Sweep {
        register,
        weights: HashMap::from([(asset, Decimal::ONE)]),
        outputs: HashMap::new(),
        into: HashMap::new(),
    };
    for id in &order {
        if let Some(making) = register.making(*id) {
            *sweep.outputs.entry(making.event).or_default() += 1;
        }
    }
    for id in order {
        sweep.pass(id);
    }
    sweep.weights
}

struct Sweep<'a> {
    register: &'a Register,
    weights: HashMap<SubjectId, Decimal>,
    /// How many outputs of a transformation are still to come.
    outputs: HashMap<EventKey, usize>,
    /// The share of what a transformation made, of the outputs so far.
    into: HashMap<EventKey, Decimal>,
}

impl Sweep<'_> {
    /// Hands the share of an asset on to what it is made of.
    fn pass(&mut self, id: SubjectId) {
        let weight = self.weights.get(&id).copied().unwrap_or(Decimal::ZERO);
        let register = self.register;
        let Some(asset) = register.asset(id) else {
            return;
        };
        let packed = contents(register, id);
        let mut own = weight;
        if !packed.is_empty() {
            let own_mass = match asset.detail.kind {
                AssetKind::LogisticUnit => Some(Decimal::ZERO),
                _ => asset.mass().and_then(Mass::kilograms),
            };
            own = self.share_out(&packed, own_mass, weight);
        }
        let Some(making) = register.making(id) else {
            return;
        };
        let into = self.into.entry(making.event).or_default();
        *into = into.saturating_add(own);
        let into = *into;
        // Only once all of its outputs are through, so that a transformation is looked at once.
        let left = self.outputs.entry(making.event).or_default();
        *left = left.saturating_sub(1);
        if *left == 0 {
            let inputs = inputs(register, making);
            let used = known(&inputs);
            let made = made(register, making).unwrap_or(used);
            let surplus = made.saturating_sub(used).max(Decimal::ZERO);
            self.share_out(&inputs, Some(surplus), into);
        }
    }

    /// Shares a weight out by mass; `beside` is the mass of what stays. Returns what that keeps.
    fn share_out(
        &mut self,
        parts: &[Ingredient],
        beside: Option<Decimal>,
        weight: Decimal,
    ) -> Decimal {
        let beside = beside.unwrap_or(Decimal::ZERO);
        let whole = known(parts).saturating_add(beside);
        let share = |mass: Decimal| {
            (mass.checked_div(whole)).map_or(Decimal::ZERO, |share| share.saturating_mul(weight))
        };
        for part in parts {
            let only = parts.len() == 1 && part.mass.is_none();
            let more = if only {
                weight
            } else {
                part.mass.map_or(Decimal::ZERO, share)
            };
            let sum = self.weights.entry(part.asset).or_default();
            *sum = sum.saturating_add(more);
        }
        share(beside)
    }
}

/// The mass of all parts that are weighed.
fn known(parts: &[Ingredient]) -> Decimal {
    (parts.iter().filter_map(|part| part.mass)).fold(Decimal::ZERO, Decimal::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Book, id, kg, lot, tin};

    #[test]
    fn shares_go_up_the_lineage_by_mass() {
        let mut book = tin();
        book.transform("smelter", &[kg("ingot", 50)], &[lot("bar", 100)]);
        let weights = weights(&book.register(), id("bar"));
        let of = |name: &str| weights[&id(name)].round_dp(3).normalize().to_string();
        assert_eq!(of("bar"), "1");
        assert_eq!(of("ingot"), "0.5", "the other half is from nowhere");
        assert_eq!(
            (of("ore"), of("dross")),
            ("0.341".to_owned(), "0.159".to_owned())
        );
    }

    #[test]
    fn the_greatest_are_tracked() {
        let mut book = Book::default();
        let lots = [("a", 10), ("b", 20), ("c", 15), ("d", 15)];
        for (name, mass) in lots {
            book.commission("miner", lot(name, mass));
        }
        let inputs = lots.map(|(name, mass)| kg(name, mass));
        book.transform("miner", &inputs, &[lot("bar", 60)]);
        let register = book.register();
        let marks = [("a", 1), ("b", 2), ("c", 3), ("d", 3)].map(|(name, mark)| (id(name), mark));
        let of_two = greatest(&register, id("bar"), &marks, 2);
        assert_eq!(
            of_two,
            BTreeSet::from([2, 3]),
            "the third has two lots, 30 kg"
        );
        let of_three = greatest(&register, id("bar"), &marks, 3);
        assert_eq!(of_three, BTreeSet::new(), "all fit");
    }
}
