//! The edges between cards: the arcs between their members, added up, and ways that lead through hidden assets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use trace::{EventKey, Mass};

use super::group::Cards;
use super::{Sight, VisibleEdge};
use crate::LinkKind;
use crate::graph::{Amount, Arc, share, total};

/// So many edges for every card that a picture bears.
const EDGES_PER_CARD: usize = 4;
/// So many steps through hidden assets are taken at most, whatever is hidden.
const STEPS_THROUGH_HIDDEN: usize = 2_000_000;

/// The edges, and how many there was no room for.
pub(super) struct Edges {
    pub(super) edges: Vec<VisibleEdge>,
    pub(super) over_limit: usize,
}

pub(super) fn edges(sight: &Sight<'_>, cards: &Cards) -> Edges {
    let mut adding = Adding {
        sight,
        cards,
        most: sight.scope.most.max(1).saturating_mul(EDGES_PER_CARD),
        sums: HashMap::new(),
        over_limit: 0,
    };
    adding.makings();
    adding.stays();
    if sight.hidden.filtered > 0 {
        adding.through_hidden();
    }
    let mut edges: Vec<_> = (adding.sums.into_iter())
        .map(|(key, sum)| sum.edge(key))
        .collect();
    edges.sort_unstable_by_key(|edge| (edge.to, edge.event, edge.from, edge.kind));
    Edges {
        edges,
        over_limit: adding.over_limit,
    }
}

/// What is one edge: all that joins two cards in one manner and is on the ledger, or all of that which is pending.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct EdgeKey {
    from: usize,
    to: usize,
    kind: LinkKind,
    is_pending: bool,
}

/// What goes along an edge.
#[derive(Clone, Copy)]
struct Sum {
    event: EventKey,
    links: usize,
    amount: Amount,
    /// The mass of all that went into where the edge leads to.
    whole: Option<Mass>,
    through: usize,
}

impl Sum {
    fn and(&mut self, other: &Self) {
        self.event = self.event.min(other.event);
        self.links += other.links;
        self.amount = both(self.amount, other.amount);
        self.whole = plus(self.whole, other.whole);
    }

    fn edge(self, key: EdgeKey) -> VisibleEdge {
        VisibleEdge {
            from: key.from,
            to: key.to,
            kind: key.kind,
            is_pending: key.is_pending,
            event: self.event,
            links: self.links,
            micro: self.amount.micro,
            mass: self.amount.mass,
            share_of_mass: share(self.amount.mass, self.whole),
            through: self.through,
        }
    }
}

fn both(one: Amount, other: Amount) -> Amount {
    Amount {
        micro: one.micro.saturating_add(other.micro),
        mass: plus(one.mass, other.mass),
    }
}

fn plus(one: Option<Mass>, other: Option<Mass>) -> Option<Mass> {
    one.zip(other).map(|(one, other)| one.plus(other))
}

/// By what a way through hidden assets leaves its card, and whether any part of the way is pending.
type Begun = (EventKey, LinkKind, bool);

struct Adding<'a> {
    sight: &'a Sight<'a>,
    cards: &'a Cards,
    most: usize,
    sums: HashMap<EdgeKey, Sum>,
    over_limit: usize,
}

impl Adding<'_> {
    fn card(&self, vertex: NodeIndex) -> Option<usize> {
        self.cards.shown_by[self.sight.reach.place(vertex)?]
    }

    /// The vertices of all assets that are shown.
    fn shown(&self) -> Vec<NodeIndex> {
        let assets = &self.sight.reach.assets;
        (self.cards.list.iter())
            .flat_map(|card| card.members.iter().map(|place| assets[*place]))
            .collect()
    }

    /// The edges through transformations, each looked at once.
    fn makings(&mut self) {
        let mut seen = HashSet::new();
        for asset in self.shown() {
            for (making, arc) in self.sight.lineage.beside(asset, Direction::Incoming) {
                if matches!(arc, Arc::Output) && seen.insert(making) {
                    self.making(making);
                }
            }
        }
    }

    fn making(&mut self, making: NodeIndex) {
        let lineage = self.sight.lineage;
        let Some((event, whole)) = lineage.making(making) else {
            return;
        };
        let mut outputs: BTreeMap<usize, usize> = BTreeMap::new();
        for (output, _) in lineage.beside(making, Direction::Outgoing) {
            if let Some(card) = self.card(output) {
                *outputs.entry(card).or_default() += 1;
            }
        }
        let mut inputs: BTreeMap<usize, (usize, Amount)> = BTreeMap::new();
        for (input, arc) in lineage.beside(making, Direction::Incoming) {
            if let (Some(card), Arc::Input(amount)) = (self.card(input), arc) {
                count(&mut inputs, card, *amount);
            }
        }
        for (from, (members, amount)) in inputs {
            for (to, made) in &outputs {
                let sum = Sum {
                    event,
                    links: members * made,
                    amount,
                    whole,
                    through: 0,
                };
                let key = EdgeKey {
                    from,
                    to: *to,
                    kind: LinkKind::Transformed,
                    is_pending: lineage.is_pending(event),
                };
                self.add(key, &sum);
            }
        }
    }

    /// The edges from what is packed to what it is packed in.
    fn stays(&mut self) {
        for parent in self.shown() {
            let Some(to) = self.card(parent) else {
                continue;
            };
            let contents: Vec<_> = (self.sight.lineage.beside(parent, Direction::Incoming))
                .filter_map(|(child, arc)| match arc {
                    Arc::Stay(event, amount) => Some((child, *event, *amount)),
                    _ => None,
                })
                .collect();
            // What is pending has no share in anything, nor has it any influence on the shares of the rest.
            let lineage = self.sight.lineage;
            let (pending, held): (Vec<_>, Vec<_>) =
                (contents.into_iter()).partition(|(_, event, _)| lineage.is_pending(*event));
            let whole = total(held.iter().map(|(.., amount)| &amount.mass));
            self.inside(to, &held, whole, false);
            self.inside(to, &pending, None, true);
        }
    }

    /// The edges from some of what is packed in a card.
    fn inside(
        &mut self,
        to: usize,
        contents: &[(NodeIndex, EventKey, Amount)],
        whole: Option<Mass>,
        is_pending: bool,
    ) {
        let mut inside: BTreeMap<usize, (usize, Amount)> = BTreeMap::new();
        let mut events: BTreeMap<usize, EventKey> = BTreeMap::new();
        for (child, event, amount) in contents {
            if let Some(card) = self.card(*child) {
                count(&mut inside, card, *amount);
                let first = events.entry(card).or_insert(*event);
                *first = (*event).min(*first);
            }
        }
        for (from, (links, amount)) in inside {
            let sum = Sum {
                event: events[&from],
                links,
                amount,
                whole,
                through: 0,
            };
            let key = EdgeKey {
                from,
                to,
                kind: LinkKind::Packed,
                is_pending,
            };
            self.add(key, &sum);
        }
    }

    /// Adds to an edge, if there is room for it. Nothing leads from a card to itself.
    fn add(&mut self, key: EdgeKey, sum: &Sum) {
        let is_full = self.sums.len() >= self.most;
        match self.sums.get_mut(&key) {
            Some(known) => known.and(sum),
            None if key.from == key.to => {}
            None if is_full => self.over_limit += 1,
            None => drop(self.sums.insert(key, *sum)),
        }
    }

    /// Joins cards between which there are hidden assets and nothing else.
    fn through_hidden(&mut self) {
        let direct: HashSet<_> = self.sums.keys().map(|key| (key.from, key.to)).collect();
        let mut steps = STEPS_THROUGH_HIDDEN;
        for from in 0..self.cards.list.len() {
            for (key, sum) in self.beyond_hidden(from, &mut steps) {
                if !direct.contains(&(key.from, key.to)) {
                    self.add(key, &sum);
                }
            }
            if steps == 0 {
                self.over_limit += 1;
                return;
            }
        }
    }

    /// The cards to which ways lead from one through hidden assets, each by its shortest way.
    fn beyond_hidden(&self, from: usize, steps: &mut usize) -> Vec<(EdgeKey, Sum)> {
        let assets = &self.sight.reach.assets;
        let mut found = Vec::new();
        let mut seen: HashSet<NodeIndex> = HashSet::new();
        let mut cards = BTreeSet::from([from]);
        let mut queue: VecDeque<(NodeIndex, usize, Option<Begun>)> =
            (self.cards.list[from].members.iter())
                .map(|place| (assets[*place], 0, None))
                .collect();
        while let Some((at, through, begun)) = queue.pop_front() {
            for (next, event, kind) in self.hops(at, &mut seen, steps) {
                let (first, kind, is_pending) = begun.unwrap_or((event, kind, false));
                let is_pending = is_pending || self.sight.lineage.is_pending(event);
                let Some(place) = self.sight.reach.place(next) else {
                    continue;
                };
                if self.sight.is_filtered[place] {
                    if seen.insert(next) {
                        queue.push_back((next, through + 1, Some((first, kind, is_pending))));
                    }
                } else if let Some(to) = self.cards.shown_by[place]
                    && through > 0
                    && cards.insert(to)
                {
                    let key = EdgeKey {
                        from,
                        to,
                        kind,
                        is_pending,
                    };
                    found.push((key, way_through(first, through)));
                }
            }
        }
        found
    }

    /// The assets one step on, those behind a transformation the first time that it is passed only.
    fn hops(
        &self,
        at: NodeIndex,
        seen: &mut HashSet<NodeIndex>,
        steps: &mut usize,
    ) -> Vec<(NodeIndex, EventKey, LinkKind)> {
        let links =
            (self.sight.lineage).links_but(at, Direction::Outgoing, |making| !seen.insert(making));
        let taken = links.len().min(*steps);
        *steps -= taken;
        (links.into_iter().take(taken))
            .map(|(next, link)| (next, link.event, link.kind))
            .collect()
    }
}

fn way_through(event: EventKey, through: usize) -> Sum {
    Sum {
        event,
        links: 0,
        amount: Amount::default(),
        whole: None,
        through,
    }
}

fn count(sums: &mut BTreeMap<usize, (usize, Amount)>, card: usize, amount: Amount) {
    (sums.entry(card))
        .and_modify(|(members, sum)| {
            *members += 1;
            *sum = both(*sum, amount);
        })
        .or_insert((1, amount));
}
