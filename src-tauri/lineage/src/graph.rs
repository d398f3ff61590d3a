//! The lineage graph: assets, joined by what was made from what and what is packed in what. Arcs point from material
//! to product: from input to output, and from child to parent. Traversal is `trail`; sums along the graph are `rollup`.

use std::collections::HashMap;

use petgraph::Direction;
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use petgraph::visit::EdgeRef;
use rust_decimal::Decimal;
use trace::{EventBody, EventKey, Mass, SubjectId, TraceEvent};

use crate::{Register, Transformation};

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

/// One arc of the graph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// How the two are joined.
    pub kind: LinkKind,
    /// The event that joined them.
    pub event: EventKey,
    /// How much of the first went in, in millionths of its unit.
    pub micro: u64,
    /// The mass of that; `None` where none is known.
    pub mass: Option<Mass>,
    /// That mass as a share of all that went into the event, from 0 to 1; `None` if any mass is unknown, and for packed
    /// goods, whose company changes.
    pub share: Option<Decimal>,
}

/// The graph of all assets of a register. Load it once, then keep it up with [`Lineage::apply`].
#[derive(Clone, Default, Debug)]
pub struct Lineage {
    graph: StableDiGraph<SubjectId, Link>,
    places: HashMap<SubjectId, NodeIndex>,
}

impl Lineage {
    /// The graph of a register.
    pub fn new(register: &Register) -> Self {
        let mut lineage = Self {
            graph: StableDiGraph::with_capacity(
                register.assets().len(),
                register.transformations().len() * 2,
            ),
            places: HashMap::with_capacity(register.assets().len()),
        };
        for id in register.assets().keys() {
            lineage.place(*id);
        }
        for transformation in register.transformations().values() {
            lineage.transform(register, transformation);
        }
        for (parent, child) in register.packings().keys() {
            lineage.repack(register, *child, *parent);
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
                    self.transform(register, transformation);
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
        self.graph.node_count()
    }

    /// Whether it holds no asset.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn find(&self, asset: SubjectId) -> Option<NodeIndex> {
        self.places.get(&asset).copied()
    }

    pub(crate) fn id(&self, node: NodeIndex) -> SubjectId {
        self.graph[node]
    }

    /// One more than the highest index of a node.
    pub(crate) fn bound(&self) -> usize {
        use petgraph::visit::NodeIndexable;
        self.graph.node_bound()
    }

    /// The arcs into or out of a node with the node at their other end, in the order of event and id.
    pub(crate) fn links(&self, node: NodeIndex, way: Direction) -> Vec<(NodeIndex, &Link)> {
        let mut links: Vec<_> = (self.graph.edges_directed(node, way))
            .map(|edge| {
                let other = match way {
                    Direction::Incoming => edge.source(),
                    Direction::Outgoing => edge.target(),
                };
                (other, edge.weight())
            })
            .collect();
        links.sort_unstable_by_key(|(other, link)| (link.event, link.kind, self.graph[*other]));
        links
    }

    fn place(&mut self, asset: SubjectId) -> NodeIndex {
        *(self.places.entry(asset)).or_insert_with(|| self.graph.add_node(asset))
    }

    fn transform(&mut self, register: &Register, transformation: &Transformation) {
        let masses: Vec<Option<Mass>> = (transformation.inputs.iter())
            .map(|input| register.asset(input.asset)?.detail.mass_of(input.micro))
            .collect();
        let total = total(&masses);
        for (input, mass) in transformation.inputs.iter().zip(&masses) {
            // An input that did not exist yet when it was used is a gap, not an arc: the graph stays free of loops.
            let Some(from) = (register.asset(input.asset))
                .filter(|asset| asset.made_by < transformation.event)
                .and_then(|_| self.find(input.asset))
            else {
                continue;
            };
            let link = Link {
                kind: LinkKind::Transformed,
                event: transformation.event,
                micro: input.micro,
                mass: *mass,
                share: share(*mass, total),
            };
            for output in &transformation.outputs {
                if let Some(to) = self.find(*output) {
                    self.graph.add_edge(from, to, link.clone());
                }
            }
        }
    }

    /// Brings the arc from a child to its parent in line with the register; no arc where the stay has ended.
    fn repack(&mut self, register: &Register, child: SubjectId, parent: SubjectId) {
        let (Some(from), Some(to)) = (self.find(child), self.find(parent)) else {
            return;
        };
        let known = (self.graph.edges_connecting(from, to))
            .find(|edge| edge.weight().kind == LinkKind::Packed)
            .map(|edge| edge.id());
        let packing = register.packings().get(&(parent, child));
        let Some(stay) = packing.filter(|stay| stay.micro > 0) else {
            if let Some(edge) = known {
                self.graph.remove_edge(edge);
            }
            return;
        };
        let link = Link {
            kind: LinkKind::Packed,
            event: stay.event,
            micro: stay.micro,
            mass: (register.asset(child)).and_then(|asset| asset.detail.mass_of(stay.micro)),
            share: None,
        };
        match known {
            Some(edge) => self.graph[edge] = link,
            None => drop(self.graph.add_edge(from, to, link)),
        }
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
