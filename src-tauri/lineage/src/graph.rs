//! The lineage graph: assets, joined by what was made from what and what is packed in what. Arcs point from material
//! to product: from input to output, and from child to parent. Traversal is `trail`; sums along the graph are `rollup`;
//! what of it is shown is `visible`.
//!
//! A transformation is a vertex of its own between its inputs and its outputs, so that one of 1,000 inputs and 50,000
//! outputs costs 51,000 arcs and not 50 million. Nothing is ever removed: a stay that has ended leaves an arc that carries
//! nothing.

use std::collections::HashMap;

use alloy_primitives::B256;
use foldhash::fast::RandomState;
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use rust_decimal::Decimal;
use trace::{EventBody, EventKey, Mass, SubjectId, TraceEvent};

use crate::register::Weight;
use crate::{Packing, Register, Transformation};

/// How two assets are joined.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LinkKind {
    /// The first was used up to make the second.
    Transformed,
    /// The first is packed in the second.
    Packed,
}

impl LinkKind {
    /// The word for it in JSON and on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Transformed => "transformed",
            Self::Packed => "packed",
        }
    }
}

/// How one asset is joined to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Link {
    /// How the two are joined.
    pub(crate) kind: LinkKind,
    /// The event that joined them.
    pub(crate) event: EventKey,
    /// How much of the first went in.
    pub(crate) amount: Amount,
    /// The mass of all that went into the event; `None` if any mass is unknown, and for packed goods, whose company
    /// changes.
    pub(crate) whole: Option<Mass>,
}

/// How much of an asset goes along an arc.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Amount {
    /// In millionths of its unit.
    pub(crate) micro: u64,
    /// The mass of that; `None` where none is known.
    pub(crate) mass: Option<Mass>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Vertex {
    Asset(SubjectId),
    /// A transformation, with the mass of all that went into it if every mass is known.
    Making(EventKey, Option<Mass>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Arc {
    /// From an asset to the transformation that used it.
    Input(Amount),
    /// From a transformation to what it made.
    Output,
    /// From a child to its parent, with the event that began the stay; nothing is in the parent once it has ended.
    Stay(EventKey, Amount),
}

/// The graph of all assets of a register. Load it once, then keep it up with [`Lineage::apply`].
#[derive(Clone, Default, Debug)]
pub struct Lineage {
    pub(crate) graph: DiGraph<Vertex, Arc>,
    places: HashMap<SubjectId, NodeIndex, RandomState>,
    /// The first event that is drawn though it is pending: see [`Lineage::with_pending`].
    pub(crate) pending_from: Option<EventKey>,
}

impl Lineage {
    /// The graph of a register.
    pub fn new(register: &Register) -> Self {
        let assets = register.assets().len();
        let vertices = assets + register.transformations().len();
        let mut lineage = Self {
            graph: DiGraph::with_capacity(vertices, vertices + register.packings().len()),
            places: HashMap::with_capacity_and_hasher(assets, RandomState::default()),
            pending_from: None,
        };
        let mut weights = Vec::with_capacity(assets);
        for (id, weight) in register.weights() {
            lineage.place(*id);
            weights.push(weight);
        }
        // The first vertices are the assets, in the order of their weights.
        let weight = |at: NodeIndex| weights.get(at.index()).copied();
        for (_, transformation) in register.transformations().visit() {
            lineage.transform(&transformation, |at, _| weight(at));
        }
        for ((parent, child), packing) in register.packings().visit() {
            // Each pair comes once, and is not in the graph yet.
            if let Some((from, to)) = lineage.ends(*child, *parent) {
                lineage
                    .graph
                    .add_edge(from, to, stay(weight(from), &packing));
            }
        }
        lineage
    }

    /// Keeps up with one event that the register has just taken in.
    pub fn apply(&mut self, register: &Register, event: &TraceEvent) {
        match &event.body {
            EventBody::Commissioned { asset, .. } => {
                let id = asset.id();
                if register.asset(id).is_some() {
                    self.place(id);
                }
            }
            EventBody::Transformed { .. } => {
                if let Some(transformation) = register.transformations().get(&event.key) {
                    for output in &transformation.outputs {
                        self.place(*output);
                    }
                    self.transform(transformation, |_, id| weight(register, id));
                }
            }
            EventBody::Packed {
                parent, children, ..
            }
            | EventBody::Unpacked {
                parent, children, ..
            } => {
                for child in children {
                    self.repack(register, child.asset, *parent);
                }
            }
            _ => {}
        }
    }

    /// How many assets it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds no asset.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(crate) fn find(&self, asset: SubjectId) -> Option<NodeIndex> {
        self.places.get(&asset).copied()
    }

    /// The asset at a vertex; `None` for a transformation.
    pub(crate) fn asset_at(&self, vertex: NodeIndex) -> Option<SubjectId> {
        match self.graph[vertex] {
            Vertex::Asset(id) => Some(id),
            Vertex::Making(..) => None,
        }
    }

    /// The asset at a vertex that is known to be one; of a transformation, an id that nothing has.
    pub(crate) fn id(&self, vertex: NodeIndex) -> SubjectId {
        (self.asset_at(vertex)).unwrap_or(SubjectId(B256::ZERO))
    }

    /// One more than the highest index of a vertex.
    pub(crate) fn bound(&self) -> usize {
        self.graph.node_count()
    }

    /// The vertices next to one, assets and transformations as they come, in no particular order; stays that have ended
    /// are passed over.
    pub(crate) fn beside(
        &self,
        vertex: NodeIndex,
        way: Direction,
    ) -> impl Iterator<Item = (NodeIndex, &Arc)> {
        (self.graph.edges_directed(vertex, way))
            .filter(|arc| !matches!(arc.weight(), Arc::Stay(_, Amount { micro: 0, .. })))
            .map(move |arc| (other_end(&arc, way), arc.weight()))
    }

    /// The transformation at a vertex, with the mass of all that went into it; `None` for an asset.
    pub(crate) fn making(&self, vertex: NodeIndex) -> Option<(EventKey, Option<Mass>)> {
        match self.graph[vertex] {
            Vertex::Asset(_) => None,
            Vertex::Making(event, whole) => Some((event, whole)),
        }
    }

    /// The assets joined to one on a side, by how they are joined, in the order of event and id.
    pub(crate) fn links(&self, asset: NodeIndex, way: Direction) -> Vec<(NodeIndex, Link)> {
        self.links_but(asset, way, |_| false)
    }

    /// The same without the transformations that `skipped` says yes to.
    pub(crate) fn links_but(
        &self,
        asset: NodeIndex,
        way: Direction,
        mut skipped: impl FnMut(NodeIndex) -> bool,
    ) -> Vec<(NodeIndex, Link)> {
        let mut links = Vec::new();
        for (beside, arc) in self.beside(asset, way) {
            if let Arc::Stay(event, amount) = *arc {
                let kind = LinkKind::Packed;
                let whole = None;
                let link = Link {
                    kind,
                    event,
                    amount,
                    whole,
                };
                links.push((beside, link));
            } else if !skipped(beside) {
                self.through(beside, arc, way, &mut links);
            }
        }
        links.sort_unstable_by_key(|(other, link)| (link.event, link.kind, self.id(*other)));
        links
    }

    /// The assets on the far side of a transformation that was reached by an arc.
    fn through(
        &self,
        making: NodeIndex,
        by: &Arc,
        way: Direction,
        links: &mut Vec<(NodeIndex, Link)>,
    ) {
        let Vertex::Making(event, whole) = self.graph[making] else {
            return;
        };
        links.extend(self.beside(making, way).filter_map(|(other, arc)| {
            let ((Arc::Input(amount), Arc::Output) | (Arc::Output, Arc::Input(amount))) = (by, arc)
            else {
                return None;
            };
            let link = Link {
                kind: LinkKind::Transformed,
                event,
                amount: *amount,
                whole,
            };
            Some((other, link))
        }));
    }

    pub(crate) fn place(&mut self, asset: SubjectId) -> NodeIndex {
        *(self.places.entry(asset)).or_insert_with(|| self.graph.add_node(Vertex::Asset(asset)))
    }

    /// Adds a transformation, and gives its vertex; `weight` is asked for an input by its vertex and its id.
    pub(crate) fn transform(
        &mut self,
        transformation: &Transformation,
        weight: impl Fn(NodeIndex, SubjectId) -> Option<Weight>,
    ) -> NodeIndex {
        let event = transformation.event;
        let making = self.graph.add_node(Vertex::Making(event, None));
        let mut whole = Some(Mass::default());
        for input in &transformation.inputs {
            // An input that did not exist yet when it was used is a gap, not an arc: the graph stays free of loops.
            let known = (self.find(input.asset))
                .and_then(|from| Some((from, weight(from, input.asset)?)))
                .filter(|(_, weight)| weight.made_by < event);
            let amount = known.map(|(_, weight)| weight.amount(input.micro));
            let mass = amount.and_then(|amount| amount.mass);
            whole = whole.zip(mass).map(|(sum, mass)| sum.plus(mass));
            if let Some(((from, _), amount)) = known.zip(amount) {
                self.graph.add_edge(from, making, Arc::Input(amount));
            }
        }
        self.graph[making] = Vertex::Making(event, whole);
        for output in &transformation.outputs {
            if let Some(to) = self.find(*output) {
                self.graph.add_edge(making, to, Arc::Output);
            }
        }
        making
    }

    /// Brings the arc from a child to its parent in line with the register.
    fn repack(&mut self, register: &Register, child: SubjectId, parent: SubjectId) {
        let packing = register.packings().get(&(parent, child));
        let (Some((from, to)), Some(packing)) = (self.ends(child, parent), packing) else {
            return;
        };
        let stay = stay(weight(register, child), packing);
        match self.graph.find_edge(from, to) {
            Some(arc) => self.graph[arc] = stay,
            None => drop(self.graph.add_edge(from, to, stay)),
        }
    }

    pub(crate) fn ends(
        &self,
        child: SubjectId,
        parent: SubjectId,
    ) -> Option<(NodeIndex, NodeIndex)> {
        self.find(child).zip(self.find(parent))
    }
}

pub(crate) fn weight(register: &Register, asset: SubjectId) -> Option<Weight> {
    let asset = register.assets().peek(&asset)?;
    Some(Weight::of(&asset))
}

/// The arc of a child's stay in a parent, as the register knows it.
fn stay(child: Option<Weight>, packing: &Packing) -> Arc {
    let micro = packing.micro;
    let mass = child.and_then(|weight| weight.amount(micro).mass);
    Arc::Stay(packing.event, Amount { micro, mass })
}

fn other_end<E: EdgeRef>(arc: &E, way: Direction) -> E::NodeId {
    match way {
        Direction::Incoming => arc.source(),
        Direction::Outgoing => arc.target(),
    }
}

/// The sum, if all are known.
pub(crate) fn total<'a>(masses: impl IntoIterator<Item = &'a Option<Mass>>) -> Option<Mass> {
    masses
        .into_iter()
        .try_fold(Mass::default(), |sum, mass| Some(sum.plus((*mass)?)))
}

/// A part as a share of the whole; `None` if either is unknown or the whole is nothing.
pub(crate) fn share(part: Option<Mass>, whole: Option<Mass>) -> Option<Decimal> {
    part?.kilograms()?.checked_div(whole?.kilograms()?)
}
