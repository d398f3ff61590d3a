//! Which box stands in which layer, and the dummies that keep a place for edges passing through.

use std::cmp::Ordering;

use super::circles::backwards;
use super::{Before, Box, Spacing};

/// A box, or an edge's place in a layer that it passes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) layer: usize,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) is_dummy: bool,
    /// Where the middle of its box stood in the drawing before.
    pub(super) before: Option<f64>,
}

/// For every slot the slots that it is joined to on one side.
#[derive(Debug, Default)]
pub(super) struct Joined {
    starts: Vec<usize>,
    slots: Vec<usize>,
}

impl Joined {
    fn new(count: usize, links: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut starts = vec![0; count + 1];
        for (of, _) in links.clone() {
            starts[of + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut slots = vec![0; starts[count]];
        for (of, to) in links {
            slots[next[of]] = to;
            next[of] += 1;
        }
        Self { starts, slots }
    }

    /// The slots that one is joined to.
    pub(super) fn of(&self, slot: usize) -> &[usize] {
        &self.slots[self.starts[slot]..self.starts[slot + 1]]
    }
}

/// A graph in layers: every link joins two neighbouring layers.
#[derive(Debug)]
pub(super) struct Layered {
    /// The boxes in the order in which they came, then the dummies.
    pub(super) slots: Vec<Slot>,
    /// The slots on each edge's way from left to right, its boxes included; empty for an edge that is not drawn.
    pub(super) ways: Vec<Vec<usize>>,
    /// Whether each edge leads to the left.
    pub(super) backwards: Vec<bool>,
    /// The slots of each layer from the top.
    pub(super) order: Vec<Vec<usize>>,
    /// About where each slot stood in the drawing before, if there was one.
    pub(super) guessed: Option<Vec<f64>>,
    /// The slots that each slot is joined to on its left.
    pub(super) left: Joined,
    /// The slots that each slot is joined to on its right.
    pub(super) right: Joined,
}

impl Layered {
    pub(super) fn new(
        boxes: &[Box],
        edges: &[(usize, usize)],
        before: &[Option<Before>],
        spacing: Spacing,
    ) -> Self {
        let count = boxes.len();
        let is_drawn = |(from, to): (usize, usize)| from != to && from < count && to < count;
        let backwards = backwards(count, edges);
        let turned: Vec<Option<(usize, usize)>> = (edges.iter().zip(&backwards))
            .map(|((from, to), back)| {
                let edge = if *back { (*to, *from) } else { (*from, *to) };
                is_drawn(edge).then_some(edge)
            })
            .collect();
        let layer_of = layers(count, &turned);
        let slots = (boxes.iter().zip(&layer_of).enumerate())
            .map(|(at, (of, layer))| Slot {
                layer: *layer,
                width: of.width,
                height: of.height,
                is_dummy: false,
                before: (before.get(at).copied().flatten())
                    .map(|before| before.y + of.height / 2.0)
                    .filter(|middle| middle.is_finite()),
            })
            .collect();
        let mut layered = Self {
            slots,
            ways: Vec::with_capacity(edges.len()),
            backwards,
            order: Vec::new(),
            guessed: None,
            left: Joined::default(),
            right: Joined::default(),
        };
        for edge in turned {
            let way = edge.map_or_else(Vec::new, |edge| layered.way(edge, spacing));
            layered.ways.push(way);
        }
        layered.link();
        layered.guessed = layered.guess();
        layered.order = layered.first_order();
        layered
    }

    fn way(&mut self, (from, to): (usize, usize), spacing: Spacing) -> Vec<usize> {
        let passed = self.slots[from].layer + 1..self.slots[to].layer;
        let mut way = vec![from];
        for layer in passed {
            way.push(self.slots.len());
            self.slots.push(Slot {
                layer,
                width: 0.0,
                height: spacing.beside_edges,
                is_dummy: true,
                before: None,
            });
        }
        way.push(to);
        way
    }

    fn link(&mut self) {
        let links =
            (self.ways.iter()).flat_map(|way| way.windows(2).map(|pair| (pair[0], pair[1])));
        self.right = Joined::new(self.slots.len(), links.clone());
        self.left = Joined::new(self.slots.len(), links.map(|(from, to)| (to, from)));
    }

    /// By a walk from the right, so that what goes into one thing begins together; what stood in an earlier drawing as it
    /// stood there, and all else beside what it is joined to.
    fn first_order(&self) -> Vec<Vec<usize>> {
        let mut order = self.walked(&self.left, std::cmp::Reverse);
        if let Some(height) = &self.guessed {
            for layer in &mut order {
                layer.sort_by(|one, other| height[*one].total_cmp(&height[*other]));
            }
        }
        order
    }

    /// By a walk from the left, so that what came of one thing begins together.
    pub(super) fn walked_from_the_left(&self) -> Vec<Vec<usize>> {
        self.walked(&self.right, |layer| layer)
    }

    /// Which of two slots stood above the other; the earlier one where they stood alike.
    pub(super) fn compare_before(&self, one: usize, other: usize) -> Ordering {
        let stood = |slot: usize| self.slots[slot].before.unwrap_or(0.0);
        stood(one).total_cmp(&stood(other)).then(one.cmp(&other))
    }

    fn walked<K: Ord>(&self, joined: &Joined, first: impl Fn(usize) -> K) -> Vec<Vec<usize>> {
        let depth = (self.slots.iter().map(|slot| slot.layer + 1).max()).unwrap_or(0);
        let mut order = vec![Vec::new(); depth];
        let mut seen = vec![false; self.slots.len()];
        let mut starts: Vec<usize> = (0..self.slots.len()).collect();
        starts.sort_by_key(|slot| (first(self.slots[*slot].layer), *slot));
        for start in starts {
            let mut stack = vec![start];
            while let Some(slot) = stack.pop() {
                if !std::mem::replace(&mut seen[slot], true) {
                    order[self.slots[slot].layer].push(slot);
                    stack.extend(joined.of(slot).iter().rev());
                }
            }
        }
        order
    }

    /// Where each slot stood, or about where what it is joined to stood; `None` if nothing stood anywhere.
    fn guess(&self) -> Option<Vec<f64>> {
        let mut heights: Vec<Option<f64>> = self.slots.iter().map(|slot| slot.before).collect();
        let stood = |slot: &usize| heights[*slot].is_some();
        let mut wave: Vec<usize> = (0..self.slots.len()).filter(stood).collect();
        if wave.is_empty() {
            return None;
        }
        while !wave.is_empty() {
            let mut next: Vec<usize> = (wave.iter())
                .flat_map(|slot| self.beside(*slot))
                .filter(|slot| heights[*slot].is_none())
                .collect();
            next.sort_unstable();
            next.dedup();
            let guessed: Vec<Option<f64>> = (next.iter())
                .map(|slot| mean(self.beside(*slot).filter_map(|other| heights[other])))
                .collect();
            for (slot, height) in next.iter().zip(guessed) {
                heights[*slot] = height;
            }
            wave = next;
        }
        let known = heights.into_iter().map(|height| height.unwrap_or(0.0));
        Some(known.collect())
    }

    fn beside(&self, slot: usize) -> impl Iterator<Item = usize> {
        (self.left.of(slot).iter())
            .chain(self.right.of(slot))
            .copied()
    }
}

fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_usize);
    for number in numbers {
        sum += number;
        count += 1;
    }
    (count > 0).then(|| sum / super::as_float(count))
}

/// The layer of every box: as far right as its longest way to the right allows, but what has more on its left than on its
/// right stands as near to that as it can. Material that is built in late thus stands right before the product, and what was
/// made of one lot stands right behind it.
fn layers(count: usize, edges: &[Option<(usize, usize)>]) -> Vec<usize> {
    let drawn = || edges.iter().flatten().copied();
    let incoming = Joined::new(count, drawn().map(|(from, to)| (to, from)));
    let mut outgoing = vec![0_usize; count];
    for (from, _) in drawn() {
        outgoing[from] += 1;
    }
    let mut open = outgoing.clone();
    let mut to_the_right = vec![0_usize; count];
    let mut from_the_right: Vec<usize> = (0..count).filter(|node| open[*node] == 0).collect();
    let mut done = 0;
    while let Some(node) = from_the_right.get(done).copied() {
        done += 1;
        for from in incoming.of(node) {
            to_the_right[*from] = to_the_right[*from].max(to_the_right[node] + 1);
            open[*from] -= 1;
            if open[*from] == 0 {
                from_the_right.push(*from);
            }
        }
    }
    let deepest = to_the_right.iter().copied().max().unwrap_or(0);
    let mut layers: Vec<usize> = (to_the_right.iter()).map(|steps| deepest - steps).collect();
    // From left to right, so that what was pulled to the left pulls on.
    for node in from_the_right.into_iter().rev() {
        if incoming.of(node).len() > outgoing[node] {
            let nearest = incoming.of(node).iter().map(|from| layers[*from] + 1).max();
            layers[node] = nearest.unwrap_or(layers[node]);
        }
    }
    layers
}
