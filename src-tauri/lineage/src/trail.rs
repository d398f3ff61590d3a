//! Trails: what an asset came from and what became of it, as nodes and arcs in a fixed order. Where a trail stops short
//! it says how many neighbours it leaves out.

use std::collections::VecDeque;

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use rust_decimal::Decimal;
use trace::{EventKey, Mass, SubjectId};

use crate::graph::{Lineage, Link, LinkKind, share, total};

/// A part of the lineage graph seen from one asset.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Trail {
    /// The assets: the one asked for, then those towards materials, then those towards products, each the nearer first.
    pub nodes: Vec<TrailNode>,
    /// The arcs between them, in the order of the node that they lead to, then of event.
    pub edges: Vec<TrailEdge>,
}

/// An asset on a trail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrailNode {
    /// The asset.
    pub id: SubjectId,
    /// Steps from the asset asked for: negative towards materials, positive towards products.
    pub depth: i32,
    /// How many assets that it was made from, or that are packed in it, are not on the trail.
    pub hidden_up: usize,
    /// How many assets that were made from it, or that it is packed in, are not on the trail.
    pub hidden_down: usize,
}

/// An arc on a trail, from material to product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrailEdge {
    /// The input or child.
    pub from: SubjectId,
    /// The output or parent.
    pub to: SubjectId,
    /// How the two are joined.
    pub kind: LinkKind,
    /// The event that joined them.
    pub event: EventKey,
    /// How much of `from` went in, in millionths of its unit. Where the event made several outputs this is what went
    /// into all of them.
    pub micro: u64,
    /// The mass of that; `None` where none is known.
    pub mass: Option<Mass>,
    /// That mass as a share of all that went into `to`, from 0 to 1; `None` where a mass is unknown.
    pub share_of_mass: Option<Decimal>,
}

impl Lineage {
    /// What an asset came from, at most so many steps back; `None` if there is no such asset.
    ///
    /// The contents of a logistic unit are what it came from; what an asset is packed in is not.
    pub fn up(&self, asset: SubjectId, depth: Option<u32>) -> Option<Trail> {
        let mut walk = Walk::new(self, self.find(asset)?);
        walk.go(Direction::Incoming, depth);
        Some(walk.trail())
    }

    /// What became of an asset, at most so many steps on; `None` if there is no such asset.
    pub fn down(&self, asset: SubjectId, depth: Option<u32>) -> Option<Trail> {
        let mut walk = Walk::new(self, self.find(asset)?);
        walk.go(Direction::Outgoing, depth);
        Some(walk.trail())
    }

    /// Both: what it came from and what became of it. Not what else became of its materials.
    pub fn both(&self, asset: SubjectId, depth: Option<u32>) -> Option<Trail> {
        let mut walk = Walk::new(self, self.find(asset)?);
        walk.go(Direction::Incoming, depth);
        walk.go(Direction::Outgoing, depth);
        Some(walk.trail())
    }

    /// Everything on the ways from one asset to another, as seen from the second; `None` if there is no way.
    pub fn between(&self, from: SubjectId, to: SubjectId) -> Option<Trail> {
        let (from, to) = (self.find(from)?, self.find(to)?);
        let mut onwards = Walk::new(self, from);
        onwards.go(Direction::Outgoing, None);
        onwards.depths[to.index()]?;
        let mut walk = Walk::new(self, to);
        walk.go(Direction::Incoming, None);
        (walk.order).retain(|node| onwards.depths[node.index()].is_some());
        for (depth, other) in walk.depths.iter_mut().zip(&onwards.depths) {
            *depth = depth.filter(|_| other.is_some());
        }
        Some(walk.trail())
    }

    /// All that an asset came from and the asset itself, in no particular order, without arcs or counts; empty if there
    /// is no such asset.
    pub fn ancestry(&self, asset: SubjectId) -> Vec<SubjectId> {
        let Some(start) = self.find(asset) else {
            return Vec::new();
        };
        let mut reached = vec![false; self.bound()];
        reached[start.index()] = true;
        let mut stack = vec![start];
        let mut found = Vec::new();
        while let Some(vertex) = stack.pop() {
            found.extend(self.asset_at(vertex));
            for (next, _) in self.beside(vertex, Direction::Incoming) {
                if !std::mem::replace(&mut reached[next.index()], true) {
                    stack.push(next);
                }
            }
        }
        found
    }
}

/// A breadth-first walk. Every node is visited once, so that a loop in hostile events ends like any other way.
struct Walk<'a> {
    lineage: &'a Lineage,
    start: NodeIndex,
    order: Vec<NodeIndex>,
    depths: Vec<Option<i32>>,
}

impl<'a> Walk<'a> {
    fn new(lineage: &'a Lineage, start: NodeIndex) -> Self {
        let mut depths = vec![None; lineage.bound()];
        depths[start.index()] = Some(0);
        Self {
            lineage,
            start,
            order: vec![start],
            depths,
        }
    }

    fn go(&mut self, way: Direction, limit: Option<u32>) {
        let sign = match way {
            Direction::Incoming => -1,
            Direction::Outgoing => 1,
        };
        let mut passed = vec![false; self.lineage.bound()];
        passed[self.start.index()] = true;
        let mut queue = VecDeque::from([(self.start, 0_u32)]);
        while let Some((node, steps)) = queue.pop_front() {
            if limit.is_some_and(|limit| steps >= limit) {
                continue;
            }
            let steps = steps + 1;
            // What lies beyond a transformation was met when it was passed for the first time.
            let links = (self.lineage).links_but(node, way, |making| {
                std::mem::replace(&mut passed[making.index()], true)
            });
            for (next, _) in links {
                // In a loop something can lie both ways; its depth is that of the first.
                if std::mem::replace(&mut passed[next.index()], true) {
                    continue;
                }
                queue.push_back((next, steps));
                let depth = &mut self.depths[next.index()];
                if depth.is_none() {
                    *depth = Some(sign * i32::try_from(steps).unwrap_or(i32::MAX));
                    self.order.push(next);
                }
            }
        }
    }

    fn trail(&self) -> Trail {
        let mut trail = Trail {
            nodes: Vec::with_capacity(self.order.len()),
            edges: Vec::new(),
        };
        for node in &self.order {
            let into = self.lineage.links(*node, Direction::Incoming);
            trail.nodes.push(TrailNode {
                id: self.lineage.id(*node),
                depth: self.depths[node.index()].unwrap_or(0),
                hidden_up: self.hidden(&into),
                hidden_down: self.hidden(&self.lineage.links(*node, Direction::Outgoing)),
            });
            self.push_edges(&mut trail.edges, *node, &into);
        }
        trail
    }

    /// How many different nodes at the other ends are not on the trail.
    fn hidden(&self, links: &[(NodeIndex, Link)]) -> usize {
        let mut hidden: Vec<_> = (links.iter())
            .map(|(other, _)| other.index())
            .filter(|other| self.depths[*other].is_none())
            .collect();
        hidden.sort_unstable();
        hidden.dedup();
        hidden.len()
    }

    fn push_edges(&self, edges: &mut Vec<TrailEdge>, to: NodeIndex, into: &[(NodeIndex, Link)]) {
        // What is pending has no share in anything, nor has it any influence on the shares of the rest.
        let is_pending = |link: &Link| self.lineage.is_pending(link.event);
        let packed = || {
            into.iter()
                .filter(|(_, link)| link.kind == LinkKind::Packed && !is_pending(link))
        };
        let contents = total(packed().map(|(_, link)| &link.amount.mass));
        for (from, link) in into {
            if self.depths[from.index()].is_none() {
                continue;
            }
            edges.push(TrailEdge {
                from: self.lineage.id(*from),
                to: self.lineage.id(to),
                kind: link.kind,
                event: link.event,
                micro: link.amount.micro,
                mass: link.amount.mass,
                share_of_mass: share(
                    link.amount.mass,
                    match link.kind {
                        LinkKind::Transformed => link.whole,
                        LinkKind::Packed => contents.filter(|_| !is_pending(link)),
                    },
                ),
            });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{Book, DAY, id, kg, lawless, lot, pallet, pieces, tin};

    fn names(trail: &Trail) -> Vec<(SubjectId, i32)> {
        trail
            .nodes
            .iter()
            .map(|node| (node.id, node.depth))
            .collect()
    }

    /// Tin goes into solder and on into two devices, one of which stands on a pallet.
    fn devices() -> Book {
        let mut book = tin();
        book.on(30);
        book.transform("smelter", &[kg("ingot", 260)], &[lot("solder", 250)]);
        book.commission("smelter", pieces("board", 10, Some(200)));
        book.transform(
            "smelter",
            &[kg("solder", 1), kg("board", 2)],
            &[pieces("one", 1, Some(300)), pieces("two", 1, Some(300))],
        );
        book.commission("smelter", pallet("pallet"));
        book.pack("smelter", "pallet", &[kg("one", 1)]);
        book
    }

    #[test]
    fn up_leads_to_materials_and_never_to_the_pallet() {
        let lineage = Lineage::new(&devices().register());
        let trail = lineage.up(id("one"), None).unwrap();
        assert_eq!(trail.nodes[0].id, id("one"));
        assert_eq!(
            trail.nodes[0].hidden_down, 1,
            "the pallet is said to be there"
        );
        let mut found = names(&trail);
        found.sort_unstable_by_key(|(_, depth)| -depth);
        let depths: Vec<i32> = found.iter().map(|(_, depth)| *depth).collect();
        assert_eq!(depths, [0, -1, -1, -2, -3, -3]);
        assert!(!found.iter().any(|(node, _)| *node == id("pallet")));

        let pallet = lineage.up(id("pallet"), None).unwrap();
        assert_eq!(pallet.nodes.len(), 7, "the contents and all they came from");
        assert_eq!(pallet.edges[0].kind, LinkKind::Packed);
        assert_eq!(pallet.edges[0].share_of_mass, Some(Decimal::ONE));
    }

    #[test]
    fn down_leads_to_all_uses() {
        let lineage = Lineage::new(&devices().register());
        let trail = lineage.down(id("ore"), None).unwrap();
        let found: Vec<_> = names(&trail);
        assert_eq!(found.len(), 6);
        assert_eq!(found.last(), Some(&(id("pallet"), 4)));
        assert_eq!(
            trail.nodes.iter().map(|node| node.hidden_up).sum::<usize>(),
            3,
            "the dross behind the ingot, and the boards behind either device"
        );
    }

    #[test]
    fn a_short_trail_counts_what_it_leaves_out() {
        let lineage = Lineage::new(&devices().register());
        let trail = lineage.both(id("solder"), Some(1)).unwrap();
        assert_eq!(names(&trail)[..2], [(id("solder"), 0), (id("ingot"), -1)]);
        assert_eq!(trail.nodes.len(), 4);
        assert_eq!(trail.nodes[1].hidden_up, 2);
        assert_eq!(trail.edges.len(), 3);
        assert!(lineage.up(id("nothing"), None).is_none());
    }

    #[test]
    fn arcs_carry_quantity_and_share_of_mass() {
        let lineage = Lineage::new(&tin().register());
        let trail = lineage.up(id("ingot"), None).unwrap();
        let dross = trail
            .edges
            .iter()
            .find(|edge| edge.from == id("dross"))
            .unwrap();
        assert_eq!(dross.micro, kg("dross", 420).micro);
        let share = dross.share_of_mass.unwrap();
        assert_eq!(share.round_dp(4).to_string(), "0.3182");
    }

    #[test]
    fn between_keeps_to_the_ways() {
        let lineage = Lineage::new(&devices().register());
        let way = lineage.between(id("ore"), id("two")).unwrap();
        let on_it: Vec<_> = way.nodes.iter().map(|node| node.id).collect();
        assert_eq!(on_it, ["two", "solder", "ingot", "ore"].map(id));
        assert_eq!(way.edges.len(), 3);
        assert!(lineage.between(id("two"), id("ore")).is_none());
    }

    #[test]
    fn unpacking_parts_child_and_parent() {
        let mut book = devices();
        book.unpack("smelter", "pallet", &[kg("one", 1)]);
        let lineage = Lineage::new(&book.register());
        assert_eq!(lineage.up(id("pallet"), None).unwrap().nodes.len(), 1);
    }

    #[test]
    fn a_loop_ends() {
        let mut book = Book::default();
        book.on(DAY);
        book.commission("maker", pallet("left"));
        book.commission("maker", pallet("right"));
        book.pack("maker", "left", &[kg("right", 1)]);
        book.pack("maker", "right", &[kg("left", 1)]);
        let lineage = Lineage::new(&book.register());
        let trail = lineage.both(id("left"), None).unwrap();
        assert_eq!((trail.nodes.len(), trail.edges.len()), (2, 2));
    }

    #[test]
    fn what_lies_behind_a_loop_is_found() {
        let mut book = Book::default();
        book.on(DAY);
        for name in ["left", "right", "outer"] {
            book.commission("maker", pallet(name));
        }
        book.pack("maker", "left", &[kg("right", 1)]);
        book.pack("maker", "right", &[kg("left", 1)]);
        book.pack("maker", "outer", &[kg("right", 1)]);
        let lineage = Lineage::new(&book.register());
        assert_eq!(lineage.both(id("left"), None).unwrap().nodes.len(), 3);
    }

    proptest! {
        #[test]
        fn keeping_up_is_loading_anew(book in lawless()) {
            let mut register = crate::Register::default();
            let mut grown = Lineage::default();
            for event in &book.events {
                register.apply(event);
                grown.apply(&register, event);
            }
            let fresh = Lineage::new(&register);
            prop_assert_eq!(grown.len(), fresh.len());
            for asset in register.assets().keys() {
                prop_assert_eq!(grown.both(*asset, None), fresh.both(*asset, None));
            }
        }
    }
}
