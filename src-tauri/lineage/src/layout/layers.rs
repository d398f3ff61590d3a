//! Which box stands in which layer, and the dummies that keep a place for edges passing through.

use super::{Box, Spacing};

/// A box, or an edge's place in a layer that it passes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) layer: usize,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) is_dummy: bool,
}

/// A graph in layers: every link joins two neighbouring layers.
#[derive(Debug)]
pub(super) struct Layered {
    /// The boxes in the order in which they came, then the dummies.
    pub(super) slots: Vec<Slot>,
    /// The slots on each edge's way, its boxes included; empty for an edge that is not drawn.
    pub(super) ways: Vec<Vec<usize>>,
    /// The slots of each layer from the top.
    pub(super) order: Vec<Vec<usize>>,
    /// The slots that each slot is joined to on its left.
    pub(super) left: Vec<Vec<usize>>,
    /// The slots that each slot is joined to on its right.
    pub(super) right: Vec<Vec<usize>>,
}

impl Layered {
    pub(super) fn new(boxes: &[Box], edges: &[(usize, usize)], spacing: Spacing) -> Self {
        let drawn = without_circles(boxes.len(), edges);
        let layer_of = layers(boxes.len(), edges, &drawn);
        let slots = (boxes.iter().zip(&layer_of))
            .map(|(of, layer)| Slot {
                layer: *layer,
                width: of.width,
                height: of.height,
                is_dummy: false,
            })
            .collect();
        let mut layered = Self {
            slots,
            ways: Vec::with_capacity(edges.len()),
            order: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
        };
        for (edge, drawn) in edges.iter().zip(drawn) {
            let way = if drawn {
                layered.way(*edge, spacing)
            } else {
                Vec::new()
            };
            layered.ways.push(way);
        }
        layered.link();
        layered.fill_order();
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
            });
        }
        way.push(to);
        way
    }

    fn link(&mut self) {
        self.left = vec![Vec::new(); self.slots.len()];
        self.right = vec![Vec::new(); self.slots.len()];
        for way in &self.ways {
            for pair in way.windows(2) {
                self.right[pair[0]].push(pair[1]);
                self.left[pair[1]].push(pair[0]);
            }
        }
    }

    /// The first order: by a walk from the right, so that what goes into one thing begins together.
    fn fill_order(&mut self) {
        let depth = self
            .slots
            .iter()
            .map(|slot| slot.layer + 1)
            .max()
            .unwrap_or(0);
        self.order = vec![Vec::new(); depth];
        let mut seen = vec![false; self.slots.len()];
        let mut starts: Vec<usize> = (0..self.slots.len()).collect();
        starts.sort_by_key(|slot| (std::cmp::Reverse(self.slots[*slot].layer), *slot));
        for start in starts {
            let mut stack = vec![start];
            while let Some(slot) = stack.pop() {
                if !std::mem::replace(&mut seen[slot], true) {
                    self.order[self.slots[slot].layer].push(slot);
                    stack.extend(self.left[slot].iter().rev());
                }
            }
        }
    }
}

/// Which edges are drawn: not loops, not edges that name no box, and of a circle not the one that closes it.
fn without_circles(count: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut drawn: Vec<bool> = (edges.iter())
        .map(|(from, to)| from != to && *from < count && *to < count)
        .collect();
    let mut outgoing = vec![Vec::new(); count];
    for (at, (from, _)) in edges.iter().enumerate().filter(|(at, _)| drawn[*at]) {
        outgoing[*from].push(at);
    }
    // 0: not seen, 1: on the way down, 2: done. An edge to a box on the way down closes a circle.
    let mut state = vec![0_u8; count];
    for start in 0..count {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 {
                if state[node] != 0 {
                    continue;
                }
                state[node] = 1;
            }
            let Some(edge) = outgoing[node].get(next) else {
                state[node] = 2;
                continue;
            };
            stack.push((node, next + 1));
            let to = edges[*edge].1;
            match state[to] {
                0 => stack.push((to, 0)),
                1 => drawn[*edge] = false,
                _ => {}
            }
        }
    }
    drawn
}

/// The layer of every box: as far right as its longest way to the right allows, but what has more on its left than on its
/// right stands as near to that as it can. Material that is built in late thus stands right before the product, and what was
/// made of one lot stands right behind it.
fn layers(count: usize, edges: &[(usize, usize)], drawn: &[bool]) -> Vec<usize> {
    let mut incoming = vec![Vec::new(); count];
    let mut outgoing = vec![0_usize; count];
    for ((from, to), _) in edges.iter().zip(drawn).filter(|(_, drawn)| **drawn) {
        incoming[*to].push(*from);
        outgoing[*from] += 1;
    }
    let mut open = outgoing.clone();
    let mut to_the_right = vec![0_usize; count];
    let mut from_the_right: Vec<usize> = (0..count).filter(|node| open[*node] == 0).collect();
    let mut done = 0;
    while let Some(node) = from_the_right.get(done).copied() {
        done += 1;
        for from in &incoming[node] {
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
        if incoming[node].len() > outgoing[node] {
            let nearest = incoming[node].iter().map(|from| layers[*from] + 1).max();
            layers[node] = nearest.unwrap_or(layers[node]);
        }
    }
    layers
}
