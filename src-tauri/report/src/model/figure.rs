//! The lineage as cards and steps: assets that nobody could tell apart in a drawing share one card.

use std::collections::BTreeMap;

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
    for node in &trail.nodes {
        let Some(likeness) = likeness(register, trail, node.id, gravest) else {
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

fn likeness(
    register: &Register,
    trail: &Trail,
    id: SubjectId,
    gravest: &BTreeMap<SubjectId, Gravity>,
) -> Option<Likeness> {
    let asset = register.asset(id)?;
    let neighbours = |of: &dyn Fn(&lineage::TrailEdge) -> Option<SubjectId>| {
        let mut found: Vec<SubjectId> = trail.edges.iter().filter_map(of).collect();
        found.sort_unstable();
        found.dedup();
        found
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
        inputs: neighbours(&|edge| (edge.to == id).then_some(edge.from)),
        uses: neighbours(&|edge| (edge.from == id).then_some(edge.to)),
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
