//! What of a lineage is shown: as far as somebody wants to see, without what a filter hides, with like siblings as one, and
//! never more than a picture bears. Whatever is not shown is counted.
//!
//! It decides what is shown and not where; that is `layout`. What an asset looks like is the caller's.

mod group;
mod joined;
mod reach;
mod scope;
mod stubs;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use rust_decimal::Decimal;
use trace::{EventKey, Mass, Quantity, SubjectId};

use crate::{Asset, Lineage, LinkKind, Register};

use group::Cards;
use reach::Reach;
use scope::Failed;
pub use scope::{Filter, Judge, Scope, Side, Ways};

/// The part of a lineage that is shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Visible {
    /// Assets and groups: the focus first, or the later end of a path, then the nearer before the farther.
    pub nodes: Vec<VisibleNode>,
    /// What joins them, by the node that it leads to, then by event.
    pub edges: Vec<VisibleEdge>,
    /// What is not shown.
    pub hidden: Hidden,
}

/// An asset, or several that are alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleNode {
    /// By what it is known from one picture to the next.
    pub key: NodeKey,
    /// The asset, or the assets of a group in the order in which they were made.
    pub members: Vec<SubjectId>,
    /// How much of it was made, the sum for a group; saturating.
    pub quantity: Quantity,
    /// The mass of that; `None` where none is known.
    pub mass: Option<Mass>,
    /// Steps from the start: negative towards materials, positive towards products.
    pub step: i32,
    /// What is not shown next to it, towards materials.
    pub up: Stub,
    /// What is not shown next to it, towards products.
    pub down: Stub,
}

/// By what a node is known from one picture to the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NodeKey {
    /// One asset.
    Asset(SubjectId),
    /// A group, by the first that was made of all that are alike, shown by itself or not.
    Group(SubjectId),
}

/// How many assets next to a node are not shown, and why; each asset once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stub {
    /// Not walked to: expanding the node shows them.
    pub beyond: usize,
    /// Hidden by the filter.
    pub filtered: usize,
    /// More than the picture bears.
    pub over_limit: usize,
}

/// What joins two nodes, from material to product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleEdge {
    /// Index into the nodes: the input or child.
    pub from: usize,
    /// Index into the nodes: the output or parent.
    pub to: usize,
    /// How the two are joined. Where an edge leads through hidden assets, how the first is joined to the hidden one.
    pub kind: LinkKind,
    /// Whether it is pending, or leads over something that is; what is on the ledger is an edge of its own.
    pub is_pending: bool,
    /// The first event that joined them.
    pub event: EventKey,
    /// How many pairs of assets it joins; 0 where it leads through hidden ones.
    pub links: usize,
    /// How much of `from` went in, in millionths of its unit, saturating; 0 where it leads through hidden assets. Where an
    /// event made several outputs this is what went into all of them.
    pub micro: u64,
    /// The mass of that; `None` where none is known.
    pub mass: Option<Mass>,
    /// That mass as a share of all that went into `to`, from 0 to 1; `None` where a mass is unknown.
    pub share_of_mass: Option<Decimal>,
    /// How many assets that the filter hides lie on the shortest way along it; 0 for a direct edge.
    pub through: usize,
}

/// What is not shown, in assets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Hidden {
    /// Reached, but hidden by the filter.
    pub filtered: usize,
    /// Of these, by their kind; an asset may be hidden for several reasons.
    pub by_kind: usize,
    /// By maker and holders.
    pub by_party: usize,
    /// By the place of making.
    pub by_place: usize,
    /// For want of a claim.
    pub by_claim: usize,
    /// By the caller's judge.
    pub by_other: usize,
    /// Next to what was reached, and not walked to.
    pub beyond: usize,
    /// Reached and wanted, but more than the picture bears.
    pub over_limit: usize,
    /// Edges that are more than the picture bears; at least so many.
    pub edges_over_limit: usize,
}

/// Why there is nothing to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unseen {
    /// There is no such asset.
    NoSuchAsset,
    /// No way leads from the one asset to the other, or back.
    NoWay,
}

impl Lineage {
    /// What a scope shows of the lineage of a register, which must be the register that this lineage was made of.
    ///
    /// It takes time in proportion to what is reached, at most 250,000 assets, however few of them are shown.
    pub fn visible(&self, register: &Register, scope: &Scope<'_>) -> Result<Visible, Unseen> {
        let reach = Reach::of(self, scope)?;
        let sight = Sight::new(self, register, scope, &reach);
        let cards = Cards::of(&sight);
        let edges = joined::edges(&sight, &cards);
        let stubs = stubs::stubs(&sight, &cards);
        let nodes = (cards.list.iter().zip(stubs))
            .map(|(card, [up, down])| sight.node(card, up, down))
            .collect();
        Ok(Visible {
            nodes,
            edges: edges.edges,
            hidden: Hidden {
                beyond: stubs::beyond(&sight),
                over_limit: cards.over_limit,
                edges_over_limit: edges.over_limit,
                ..sight.hidden
            },
        })
    }
}

/// What is reached, and what is known of it.
struct Sight<'a> {
    lineage: &'a Lineage,
    scope: &'a Scope<'a>,
    reach: &'a Reach,
    /// By place in the reach. Every asset of the lineage is in its register.
    assets: Vec<Option<&'a Asset>>,
    /// By place in the reach: whether the filter hides it.
    is_filtered: Vec<bool>,
    hidden: Hidden,
}

impl<'a> Sight<'a> {
    fn new(
        lineage: &'a Lineage,
        register: &'a Register,
        scope: &'a Scope<'a>,
        reach: &'a Reach,
    ) -> Self {
        let ids = || reach.assets.iter().map(|at| lineage.id(*at));
        let assets: Vec<_> = ids().map(|id| register.asset(id)).collect();
        let mut hidden = Hidden::default();
        let is_open = scope.filter.is_open();
        let is_filtered = (ids().zip(&assets))
            .map(|(id, asset)| match asset {
                Some(asset) if !is_open && !scope.is_named(id) => {
                    hidden.note(&scope.filter.failed(register, id, asset))
                }
                _ => false,
            })
            .collect();
        Self {
            lineage,
            scope,
            reach,
            assets,
            is_filtered,
            hidden,
        }
    }

    fn id(&self, place: usize) -> SubjectId {
        self.lineage.id(self.reach.assets[place])
    }

    fn node(&self, card: &group::Card, up: Stub, down: Stub) -> VisibleNode {
        let made = || card.members.iter().filter_map(|place| self.assets[*place]);
        let micro = made().fold(0_u64, |sum, asset| {
            sum.saturating_add(asset.detail.quantity.micro)
        });
        let mass = (made().map(Asset::mass))
            .reduce(|sum, mass| sum.zip(mass).map(|(sum, mass)| sum.plus(mass)));
        let unit = (made().next()).map_or_else(trace::Unit::piece, |asset| {
            asset.detail.quantity.unit.clone()
        });
        VisibleNode {
            key: card.key,
            members: card.members.iter().map(|place| self.id(*place)).collect(),
            quantity: Quantity { micro, unit },
            mass: mass.flatten(),
            step: self.reach.steps[card.met],
            up,
            down,
        }
    }
}

impl Hidden {
    /// Counts an asset that fails some parts of a filter; says whether it does.
    fn note(&mut self, failed: &Failed) -> bool {
        let Failed([kind, party, place, claim, other]) = *failed;
        let is_hidden = failed.0.contains(&true);
        self.filtered += usize::from(is_hidden);
        self.by_kind += usize::from(kind);
        self.by_party += usize::from(party);
        self.by_place += usize::from(place);
        self.by_claim += usize::from(claim);
        self.by_other += usize::from(other);
        is_hidden
    }
}
