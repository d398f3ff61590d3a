//! A lineage, laid out as cards and edges.

use std::collections::BTreeMap;

use lineage::{Box, Layout, Register, Spacing, Trail, layout};
use protocol::{ActivityBin, LineageEdge, LineageNode, LineageQuery, LineageView};
use trace::SubjectId;

use super::trail::{edge_kind, find, not_yet};
use super::words;
use crate::{Failure, FailureKind, Workspace};

/// A card in CSS pixels at 100 %.
const CARD: (f64, f64) = (172.0, 66.0);
const SPACING: Spacing = Spacing {
    between_layers: 72.0,
    between_boxes: 18.0,
    beside_edges: 10.0,
};
/// More cards than this are no picture any more.
const MAX_CARDS: usize = 2_000;
const ACTIVITY_BINS: u64 = 48;

impl Workspace {
    /// The lineage of an asset, laid out.
    pub fn drawing(&self, query: &LineageQuery) -> Result<LineageView, Failure> {
        let focus = self.asset_id(&query.epc)?;
        let (register, lineage) = self.as_of(query.as_of)?;
        let trail = find(&lineage, focus, query.direction, query.depth)
            .ok_or_else(|| not_yet(&query.epc, query.as_of))?;
        if trail.nodes.len() > MAX_CARDS {
            return Err(Failure::new(
                FailureKind::Usage,
                format!(
                    "the lineage has {} assets, more than a picture can show",
                    trail.nodes.len()
                ),
                "Choose a smaller depth, or look at the table.",
            ));
        }
        let drawn = place(&trail);
        let place_of: BTreeMap<SubjectId, u32> = (0_u32..)
            .zip(&trail.nodes)
            .map(|(at, node)| (node.id, at))
            .collect();
        Ok(LineageView {
            focus: words::subject_epc(&register, focus),
            nodes: self.cards(&register, &trail, &drawn),
            edges: edges(&register, &trail, &drawn, &place_of),
            width: drawn.width,
            height: drawn.height,
            layers: drawn.layers.clone(),
        })
    }

    fn cards(&self, register: &Register, trail: &Trail, drawn: &Layout) -> Vec<LineageNode> {
        let marks = self.finding_marks();
        let contents = self
            .roll_up()
            .recycled_contents(trail.nodes.iter().map(|node| node.id));
        let card = |((node, placed), (_, content)): (
            (&lineage::TrailNode, &lineage::Placed),
            &(SubjectId, _),
        )| {
            let asset = register.asset(node.id)?;
            Some(LineageNode {
                epc: asset.detail.epc.to_string(),
                name: words::asset_name(asset),
                kind: words::kind(asset.detail.kind),
                quantity: words::amount(&asset.detail.quantity),
                place: words::town(register, asset.made_at),
                chips: self.chips(node.id, Option::as_ref(content)),
                assurance: words::assurance(self.assurance(asset.made_by)),
                findings: marks.get(&node.id).copied(),
                step: node.depth,
                layer: u32::try_from(placed.layer).unwrap_or(u32::MAX),
                x: placed.x,
                y: placed.y,
                width: placed.width,
                height: placed.height,
                hidden_up: u32::try_from(node.hidden_up).unwrap_or(u32::MAX),
                hidden_down: u32::try_from(node.hidden_down).unwrap_or(u32::MAX),
            })
        };
        trail
            .nodes
            .iter()
            .zip(&drawn.boxes)
            .zip(&contents)
            .filter_map(card)
            .collect()
    }

    /// How many events each stretch of the chain holds, oldest first.
    pub fn activity(&self) -> Vec<ActivityBin> {
        let recorded = self.register.calendar();
        let (Some(first), Some(last)) = (recorded.iter().next(), self.register.latest_event())
        else {
            return Vec::new();
        };
        let from = first.block;
        let width = ((last.block - from) / ACTIVITY_BINS + 1).max(1);
        let mut bins: Vec<ActivityBin> = Vec::new();
        for held in recorded.iter() {
            let until_block = from + ((held.block - from) / width + 1) * width - 1;
            let at_unix = chain::normalised_time(held.time).cast_signed();
            // Empty stretches carry the time of the last event before them.
            while bins.last().is_some_and(|bin| bin.until_block < until_block) {
                let next = bins
                    .last()
                    .map_or(until_block, |bin| bin.until_block + width);
                let at_unix = bins.last().map_or(at_unix, |bin| bin.at_unix);
                bins.push(ActivityBin {
                    until_block: next,
                    at_unix,
                    events: 0,
                });
            }
            if bins.is_empty() {
                bins.push(ActivityBin {
                    until_block,
                    at_unix,
                    events: 0,
                });
            }
            if let Some(bin) = bins.last_mut() {
                bin.events += u32::try_from(held.events).unwrap_or(u32::MAX);
                bin.at_unix = at_unix;
            }
        }
        // The last stretch is not over yet: it reaches to what is held, not beyond.
        if let Some(bin) = bins.last_mut() {
            bin.until_block = self.newest_block();
        }
        bins
    }
}

fn place(trail: &Trail) -> Layout {
    let place_of: BTreeMap<SubjectId, usize> = trail
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.id, at))
        .collect();
    let boxes: Vec<Box> = trail
        .nodes
        .iter()
        .map(|node| Box {
            id: node.id,
            width: CARD.0,
            height: CARD.1,
        })
        .collect();
    let ends = |edge: &lineage::TrailEdge| {
        let nowhere = trail.nodes.len();
        let index = |id: &SubjectId| place_of.get(id).copied().unwrap_or(nowhere);
        (index(&edge.from), index(&edge.to))
    };
    let edges: Vec<(usize, usize)> = trail.edges.iter().map(ends).collect();
    // Nobody cancels a drawing of this size: it is there before one could.
    layout(&boxes, &edges, SPACING, &|| false).unwrap_or_default()
}

fn edges(
    register: &Register,
    trail: &Trail,
    drawn: &Layout,
    place_of: &BTreeMap<SubjectId, u32>,
) -> Vec<LineageEdge> {
    let view = |(edge, route): (&lineage::TrailEdge, &Vec<(f64, f64)>)| {
        Some(LineageEdge {
            from: *place_of.get(&edge.from)?,
            to: *place_of.get(&edge.to)?,
            kind: edge_kind(edge.kind),
            amount: register
                .asset(edge.from)
                .map(|asset| words::amount_of(asset, edge.micro)),
            share: edge.share_of_mass.map(words::float),
            points: route.iter().map(|(x, y)| [*x, *y]).collect(),
        })
    };
    trail
        .edges
        .iter()
        .zip(&drawn.edges)
        .filter(|(_, route)| !route.is_empty())
        .filter_map(view)
        .collect()
}
