//! What is not shown next to what is: counted for every card and side, each asset once.

use std::collections::{HashMap, HashSet};

use petgraph::graph::NodeIndex;

use super::group::{Card, Cards};
use super::{Side, Sight, Stub};
use crate::graph::Arc;

/// The stubs of every card, upwards and downwards.
pub(super) fn stubs(sight: &Sight<'_>, cards: &Cards) -> Vec<[Stub; 2]> {
    let mut counting = Counting {
        sight,
        cards,
        beyond: [HashMap::new(), HashMap::new()],
    };
    (cards.list.iter())
        .map(|card| Side::BOTH.map(|side| counting.stub(card, side)))
        .collect()
}

/// How many different assets are next to what was reached and were not walked to.
pub(super) fn beyond(sight: &Sight<'_>) -> usize {
    let mut seen = HashSet::new();
    let mut count = 0;
    for side in Side::BOTH {
        let mut passed = HashSet::new();
        for asset in &sight.reach.assets {
            for (next, arc) in sight.lineage.beside(*asset, side.way()) {
                let mut meet = |asset: NodeIndex| {
                    count += usize::from(sight.reach.place(asset).is_none() && seen.insert(asset));
                };
                if matches!(arc, Arc::Stay(..)) {
                    meet(next);
                } else if passed.insert(next) {
                    (sight.lineage.beside(next, side.way())).for_each(|(far, _)| meet(far));
                }
            }
        }
    }
    count
}

struct Counting<'a> {
    sight: &'a Sight<'a>,
    cards: &'a Cards,
    /// By side: what lies beyond each transformation, counted once for all that pass it.
    beyond: [HashMap<NodeIndex, Stub>; 2],
}

impl Counting<'_> {
    fn stub(&mut self, card: &Card, side: Side) -> Stub {
        let mut makings = HashSet::new();
        let mut stays = Vec::new();
        for place in &card.members {
            let asset = self.sight.reach.assets[*place];
            for (next, arc) in self.sight.lineage.beside(asset, side.way()) {
                if matches!(arc, Arc::Stay(..)) {
                    stays.push(next);
                } else {
                    makings.insert(next);
                }
            }
        }
        // Everything is made once: what different transformations made is different.
        let apart = stays.is_empty() && (side == Side::Down || makings.len() <= 1);
        if apart {
            let stubs = makings.into_iter().map(|making| self.behind(making, side));
            return stubs.fold(Stub::default(), Stub::and);
        }
        let far = (makings.iter())
            .flat_map(|making| self.sight.lineage.beside(*making, side.way()))
            .map(|(far, _)| far);
        let all: HashSet<NodeIndex> = stays.iter().copied().chain(far).collect();
        (all.into_iter()).fold(Stub::default(), |sum, asset| sum.and(self.one(asset)))
    }

    fn behind(&mut self, making: NodeIndex, side: Side) -> Stub {
        if let Some(known) = self.beyond[side as usize].get(&making) {
            return *known;
        }
        let stub = (self.sight.lineage.beside(making, side.way()))
            .fold(Stub::default(), |sum, (far, _)| sum.and(self.one(far)));
        self.beyond[side as usize].insert(making, stub);
        stub
    }

    fn one(&self, asset: NodeIndex) -> Stub {
        let mut stub = Stub::default();
        match self.sight.reach.place(asset) {
            None => stub.beyond = 1,
            Some(place) if self.sight.is_filtered[place] => stub.filtered = 1,
            Some(place) if self.cards.shown_by[place].is_none() => stub.over_limit = 1,
            Some(_) => {}
        }
        stub
    }
}

impl Stub {
    const fn and(self, other: Self) -> Self {
        Self {
            beyond: self.beyond + other.beyond,
            filtered: self.filtered + other.filtered,
            over_limit: self.over_limit + other.over_limit,
        }
    }
}
