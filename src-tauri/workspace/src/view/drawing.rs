//! A lineage, laid out as cards and edges.

use std::collections::BTreeMap;

use lineage::{
    Before, Box, Layout, NodeKey, Register, Spacing, Visible, VisibleNode, layout_after,
};
use protocol::{
    ActivityBin, BlockAt, GroupView, LineageEdge, LineageNode, LineageQuery, LineageView, Spot,
    Until,
};
use trace::SubjectId;

use super::badges::Badges;
use super::findings::Marks;
use super::sight::{count, hidden, id};
use super::trail::edge_kind;
use super::words;
use crate::{Failure, Workspace};

/// A card in CSS pixels at 100 %.
const CARD: (f64, f64) = (172.0, 66.0);
const SPACING: Spacing = Spacing {
    between_layers: 58.0,
    between_boxes: 18.0,
    beside_edges: 10.0,
};
const ACTIVITY_BINS: u64 = 48;

impl Workspace {
    /// The lineage of an asset, laid out; of what is known now, with what is pending.
    pub fn drawing(&self, query: &LineageQuery) -> Result<LineageView, Failure> {
        let known = self.known_at(query.as_of)?;
        let past_marks;
        let marks = if self.is_past(query.as_of) {
            past_marks = Marks::of(&known.findings);
            &past_marks
        } else {
            self.marks()
        };
        // Badges are of what is known; what is pending is drawn, and has none.
        let badges = Badges::of(&known.register, marks);
        let (register, lineage) = self.shown_at(query.as_of)?;
        let register = &*register;
        let sight = self.sight(query, register, &lineage)?;
        let drawn = place(&sight.seen, &query.before);
        Ok(LineageView {
            focus: words::subject_epc(register, self.shown_id(&query.epc)?),
            nodes: self.cards(register, badges, &sight.seen, &drawn),
            edges: edges(register, &sight.seen, &drawn),
            width: drawn.width,
            height: drawn.height,
            layers: drawn.layers.clone(),
            hidden: hidden(&sight.seen, query),
            choices: sight.choices,
        })
    }

    fn cards(
        &self,
        register: &Register,
        badges: Badges<'_>,
        seen: &Visible,
        drawn: &Layout,
    ) -> Vec<LineageNode> {
        let contents = badges.recycled(seen.nodes.iter().filter_map(first));
        let card = |((node, placed), (_, content)): (
            (&VisibleNode, &lineage::Placed),
            &(SubjectId, _),
        )| {
            let id = first(node)?;
            let asset = register.asset(id)?;
            Some(LineageNode {
                epc: asset.detail.epc.to_string(),
                name: words::asset_name(asset),
                kind: words::kind(asset.detail.kind),
                quantity: words::amount(&node.quantity),
                place: words::town(register, asset.made_at),
                maker: words::party_name(register, asset.maker),
                made_on: words::moment(asset.made_on),
                group: group(register, node),
                chips: badges.chips(id, Option::as_ref(content)),
                assurance: self.weakest(register, node, asset.made_by),
                findings: badges.mark(&node.members),
                step: node.step,
                layer: count(placed.layer),
                x: placed.x,
                y: placed.y,
                width: placed.width,
                height: placed.height,
                hidden_up: count(node.up.beyond),
                hidden_down: count(node.down.beyond),
            })
        };
        seen.nodes
            .iter()
            .zip(&drawn.boxes)
            .zip(&contents)
            .filter_map(card)
            .collect()
    }

    /// A group is as well proven as the worst proven of it.
    fn weakest(
        &self,
        register: &Register,
        node: &VisibleNode,
        made_by: trace::EventKey,
    ) -> protocol::Assurance {
        let members = node.members.iter().filter_map(|id| register.asset(*id));
        let weakest = members
            .map(|asset| words::assurance(self.assurance(asset.made_by)))
            .max();
        weakest.unwrap_or_else(|| words::assurance(self.assurance(made_by)))
    }

    /// The last block with events up to and with a block or a second; `None` where the record begins later.
    pub fn block_at(&self, until: Until) -> Option<BlockAt> {
        let time = |held: &lineage::BlockEvents| chain::normalised_time(held.time).cast_signed();
        // Block times ascend as their numbers do.
        let is_before = |held: &lineage::BlockEvents| match until {
            Until::Block(block) => held.block <= block,
            Until::Unix(second) => time(held) <= second,
        };
        let last = (self.register.calendar().iter())
            .take_while(is_before)
            .last()?;
        Some(BlockAt {
            block: last.block,
            at_unix: time(&last),
        })
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

fn first(node: &VisibleNode) -> Option<SubjectId> {
    node.members.first().copied()
}

fn group(register: &Register, node: &VisibleNode) -> Option<GroupView> {
    match node.key {
        NodeKey::Asset(_) => None,
        NodeKey::Group(key) => Some(GroupView {
            key: words::subject_epc(register, key),
            count: count(node.members.len()),
        }),
    }
}

/// Lays out what is seen, with what was drawn before where it was as far as that goes.
fn place(seen: &Visible, spots: &[Spot]) -> Layout {
    let spots: BTreeMap<NodeKey, Before> = (spots.iter())
        .filter_map(|spot| {
            let asset = id(&spot.epc)?;
            let key = if spot.is_group {
                NodeKey::Group(asset)
            } else {
                NodeKey::Asset(asset)
            };
            let is_place = spot.x.is_finite() && spot.y.is_finite();
            is_place.then_some((
                key,
                Before {
                    x: spot.x,
                    y: spot.y,
                },
            ))
        })
        .collect();
    let before: Vec<_> = (seen.nodes.iter())
        .map(|node| spots.get(&node.key).copied())
        .collect();
    let boxes: Vec<Box> = (seen.nodes.iter())
        .filter_map(|node| {
            Some(Box {
                id: first(node)?,
                width: CARD.0,
                height: CARD.1,
            })
        })
        .collect();
    let edges: Vec<(usize, usize)> = (seen.edges.iter())
        .map(|edge| (edge.from, edge.to))
        .collect();
    // Nobody cancels a drawing of this size: it is there before one could.
    layout_after(&boxes, &edges, &before, SPACING, &|| false).unwrap_or_default()
}

fn edges(register: &Register, seen: &Visible, drawn: &Layout) -> Vec<LineageEdge> {
    let view = |edge: &lineage::VisibleEdge, route: &[(f64, f64)], closes_circle: bool| {
        let from = first(seen.nodes.get(edge.from)?)?;
        let amount = (register.asset(from).filter(|_| edge.through == 0))
            .map(|asset| words::amount_of(asset, edge.micro));
        Some(LineageEdge {
            from: count(edge.from),
            to: count(edge.to),
            kind: edge_kind(edge.kind),
            amount,
            through: count(edge.through),
            closes_circle,
            pending: edge.is_pending,
            share: edge.share_of_mass.map(words::float),
            points: route.iter().map(|(x, y)| [*x, *y]).collect(),
        })
    };
    seen.edges
        .iter()
        .zip(&drawn.edges)
        .zip(&drawn.backwards)
        .filter(|((_, route), _)| !route.is_empty())
        .filter_map(|((edge, route), back)| view(edge, route, *back))
        .collect()
}
