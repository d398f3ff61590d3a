//! How far a scope reaches: a breadth-first walk over assets and transformations, without the filter, which hides but does
//! not stop. Nothing is judged here.

use std::collections::VecDeque;

use petgraph::graph::NodeIndex;

use super::{Scope, Side, Unseen};
use crate::Lineage;

/// The walk ends after so many assets: nobody looks at more, and nobody should wait for them.
const FARTHEST: usize = 250_000;

/// The assets that a scope reaches.
pub(super) struct Reach {
    /// In the order in which they were met, the nearer first.
    pub(super) assets: Vec<NodeIndex>,
    /// Steps from the start of each.
    pub(super) steps: Vec<i32>,
    /// By vertex: one more than its place in `assets`, 0 for what was not reached.
    places: Vec<u32>,
}

impl Reach {
    pub(super) fn of(lineage: &Lineage, scope: &Scope<'_>) -> Result<Self, Unseen> {
        let mut walk = Walk::new(lineage, scope);
        if let Some((one, other)) = scope.between {
            let ends = lineage.find(one).zip(lineage.find(other));
            let (one, other) = ends.ok_or(Unseen::NoSuchAsset)?;
            let (last, ways) = ways_between(lineage, one, other).ok_or(Unseen::NoWay)?;
            walk.ways = Some(ways);
            walk.start(last, &[Side::Up], u32::MAX);
        } else {
            let start = lineage.find(scope.focus).ok_or(Unseen::NoSuchAsset)?;
            walk.start(start, scope.ways.sides(), scope.depth.unwrap_or(u32::MAX));
        }
        walk.go();
        Ok(walk.reach)
    }

    /// The place of a vertex in `assets`.
    pub(super) fn place(&self, vertex: NodeIndex) -> Option<usize> {
        let place = self.places.get(vertex.index()).copied().unwrap_or(0);
        (place as usize).checked_sub(1)
    }

    fn enter(&mut self, asset: NodeIndex, step: i32) {
        self.assets.push(asset);
        self.steps.push(step);
        // Fewer than `FARTHEST` are entered.
        self.places[asset.index()] = u32::try_from(self.assets.len()).unwrap_or(u32::MAX);
    }
}

/// A way to go: from an asset to a side, so many steps, on the ways of a path only or anywhere.
struct Leg {
    from: NodeIndex,
    side: Side,
    steps: u32,
    is_base: bool,
}

struct Walk<'a> {
    lineage: &'a Lineage,
    scope: &'a Scope<'a>,
    reach: Reach,
    legs: VecDeque<Leg>,
    /// By side and by vertex: the most steps that were still to go when it was left; first anywhere, then along a path.
    left: Vec<Vec<u32>>,
    /// By vertex: whether it lies on the path asked for, if one was.
    ways: Option<Vec<bool>>,
}

impl<'a> Walk<'a> {
    fn new(lineage: &'a Lineage, scope: &'a Scope<'a>) -> Self {
        let bound = lineage.bound();
        Self {
            lineage,
            scope,
            reach: Reach {
                assets: Vec::new(),
                steps: Vec::new(),
                places: vec![0; bound],
            },
            legs: VecDeque::new(),
            left: vec![vec![0; bound]; if scope.between.is_some() { 4 } else { 2 }],
            ways: None,
        }
    }

    fn start(&mut self, from: NodeIndex, sides: &[Side], steps: u32) {
        for side in sides.iter().copied() {
            self.legs.push_back(Leg {
                from,
                side,
                steps,
                is_base: true,
            });
        }
        self.enter(from, 0);
    }

    fn enter(&mut self, asset: NodeIndex, step: i32) {
        self.reach.enter(asset, step);
        if self.scope.expanded.is_empty() {
            return;
        }
        let id = self.lineage.id(asset);
        for side in Side::BOTH {
            if let Some(steps) = self.scope.expanded.get(&(id, side)) {
                self.legs.push_back(Leg {
                    from: asset,
                    side,
                    steps: *steps,
                    is_base: false,
                });
            }
        }
    }

    fn go(&mut self) {
        while let Some(leg) = self.legs.pop_front() {
            if self.goes_on(&leg) {
                self.walk(&leg);
            }
        }
    }

    fn goes_on(&mut self, leg: &Leg) -> bool {
        let collapsed = &self.scope.collapsed;
        let is_collapsed =
            !collapsed.is_empty() && collapsed.contains(&(self.lineage.id(leg.from), leg.side));
        let book = self.book(leg);
        !is_collapsed && is_more(&mut self.left[book], leg.from, leg.steps)
    }

    /// Which part of `left` a leg is noted in: one along a path passes by what another would meet.
    fn book(&self, leg: &Leg) -> usize {
        let along = leg.is_base && self.ways.is_some();
        leg.side as usize + if along { 2 } else { 0 }
    }

    fn walk(&mut self, leg: &Leg) {
        let step = (self.reach.place(leg.from)).map_or(0, |place| self.reach.steps[place]);
        let book = self.book(leg);
        let left = &mut self.left[book];
        let ways = self.ways.as_ref().filter(|_| leg.is_base);
        let on_way = |vertex: NodeIndex| ways.is_none_or(|ways| ways[vertex.index()]);
        let mut links = (self.lineage).links_but(leg.from, leg.side.way(), |making| {
            // What lies beyond a transformation was met when it was passed with as far to go.
            !on_way(making) || !is_more(left, making, leg.steps)
        });
        links.retain(|(next, _)| on_way(*next));
        for (next, _) in links {
            if self.reach.place(next).is_none() {
                if self.reach.assets.len() == FARTHEST {
                    return;
                }
                self.enter(next, step.saturating_add(leg.side.sign()));
            }
            self.legs.push_back(Leg {
                from: next,
                side: leg.side,
                steps: leg.steps - 1,
                is_base: leg.is_base,
            });
        }
    }
}

/// Notes how many steps are left at a vertex; says whether that is more than before.
fn is_more(left: &mut [u32], at: NodeIndex, steps: u32) -> bool {
    let known = &mut left[at.index()];
    let is_more = steps > *known;
    *known = steps.max(*known);
    is_more
}

/// The later of two assets, and by vertex whether it lies on a way from the one to the other; `None` if there is no way.
fn ways_between(
    lineage: &Lineage,
    one: NodeIndex,
    other: NodeIndex,
) -> Option<(NodeIndex, Vec<bool>)> {
    let from_one = all(lineage, one, Side::Down);
    let (first, last) = if from_one[other.index()] {
        (one, other)
    } else {
        (other, one)
    };
    let mut onwards = if first == one {
        from_one
    } else {
        all(lineage, first, Side::Down)
    };
    if !onwards[last.index()] {
        return None;
    }
    let back = all(lineage, last, Side::Up);
    for (on, back) in onwards.iter_mut().zip(back) {
        *on &= back;
    }
    Some((last, onwards))
}

/// By vertex: whether it can be reached.
fn all(lineage: &Lineage, start: NodeIndex, side: Side) -> Vec<bool> {
    let mut reached = vec![false; lineage.bound()];
    reached[start.index()] = true;
    let mut stack = vec![start];
    while let Some(vertex) = stack.pop() {
        for (next, _) in lineage.beside(vertex, side.way()) {
            if !std::mem::replace(&mut reached[next.index()], true) {
                stack.push(next);
            }
        }
    }
    reached
}
