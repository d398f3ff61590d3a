//! The lineage as cards and steps: assets that nobody could tell apart in a drawing share one card.

use std::collections::{BTreeMap, BTreeSet};

use lineage::{LinkKind, Register, Trail};
use trace::{AssetKind, SubjectId};

use super::names::{called, place_of};
use super::{Card, Edge, Figure, Gravity};

/// What assets on one card have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    kind: AssetKind,
    name: String,
    maker: SubjectId,
    place: String,
    unit: String,
    finding: Option<Gravity>,
    inputs: Vec<SubjectId>,
    uses: Vec<SubjectId>,
}

/// The figure of a trail; `gravest` is the gravest finding about each asset.
pub(super) fn figure(
    register: &Register,
    trail: &Trail,
    gravest: &BTreeMap<SubjectId, Gravity>,
) -> Figure {
    let mut figure = Figure::default();
    let mut alike: BTreeMap<Likeness, usize> = BTreeMap::new();
    let mut cards: BTreeMap<SubjectId, usize> = BTreeMap::new();
    let neighbours = Neighbours::of(trail);
    for node in &trail.nodes {
        let Some(likeness) = likeness(register, &neighbours, node.id, gravest) else {
            continue;
        };
        let Some(asset) = register.asset(node.id) else {
            continue;
        };
        let quantity = &asset.detail.quantity;
        if let Some(index) = alike.get(&likeness) {
            let card = &mut figure.cards[*index];
            card.count += 1;
            card.quantity.micro = card.quantity.micro.saturating_add(quantity.micro);
            cards.insert(node.id, *index);
            continue;
        }
        cards.insert(node.id, figure.cards.len());
        figure.cards.push(Card {
            id: node.id,
            kind: likeness.kind,
            name: likeness.name.clone(),
            quantity: quantity.clone(),
            place: likeness.place.clone(),
            count: 1,
            finding: likeness.finding,
        });
        alike.insert(likeness, figure.cards.len() - 1);
    }
    figure.edges = edges(trail, &cards);
    figure
}

/// What went into each asset of a trail, and what was made of it.
#[derive(Default)]
struct Neighbours {
    inputs: BTreeMap<SubjectId, BTreeSet<SubjectId>>,
    uses: BTreeMap<SubjectId, BTreeSet<SubjectId>>,
}

impl Neighbours {
    fn of(trail: &Trail) -> Self {
        let mut known = Self::default();
        for edge in &trail.edges {
            known.inputs.entry(edge.to).or_default().insert(edge.from);
            known.uses.entry(edge.from).or_default().insert(edge.to);
        }
        known
    }
}

fn likeness(
    register: &Register,
    neighbours: &Neighbours,
    id: SubjectId,
    gravest: &BTreeMap<SubjectId, Gravity>,
) -> Option<Likeness> {
    let asset = register.asset(id)?;
    let list = |known: &BTreeMap<SubjectId, BTreeSet<SubjectId>>| {
        let found = known.get(&id).into_iter().flatten();
        found.copied().collect::<Vec<_>>()
    };
    let place = place_of(register, asset.made_at, asset.maker);
    let place = match place.split_once(',') {
        Some((town, _)) => town.to_owned(),
        None => place,
    };
    Some(Likeness {
        kind: asset.detail.kind,
        name: called(register, id),
        maker: asset.maker,
        place,
        unit: asset.detail.quantity.unit.code().to_owned(),
        finding: gravest.get(&id).copied(),
        inputs: list(&neighbours.inputs),
        uses: list(&neighbours.uses),
    })
}

/// The steps between cards, each pair once with the shares of all its steps added up.
fn edges(trail: &Trail, cards: &BTreeMap<SubjectId, usize>) -> Vec<Edge> {
    let mut edges: BTreeMap<(usize, usize), Edge> = BTreeMap::new();
    for step in &trail.edges {
        let (Some(from), Some(to)) = (cards.get(&step.from), cards.get(&step.to)) else {
            continue;
        };
        let packing = step.kind == LinkKind::Packed;
        edges
            .entry((*from, *to))
            .and_modify(|edge| {
                edge.packing &= packing;
                edge.share = edge
                    .share
                    .zip(step.share_of_mass)
                    .map(|(sum, share)| sum.saturating_add(share));
            })
            .or_insert(Edge {
                from: *from,
                to: *to,
                share: step.share_of_mass,
                packing,
            });
    }
    edges.into_values().collect()
}
