//! A lineage as plain lists, and as Graphviz text.

use std::collections::BTreeMap;

use protocol::{Direction, TrailView};

use super::csv::{Cell, Csv};
use super::words;
use crate::{Failure, Workspace};

impl Workspace {
    /// What an asset came from or became, as known at a block; without one also what of that is pending.
    pub fn trail(
        &self,
        epc: &str,
        direction: Direction,
        depth: Option<u32>,
        as_of: Option<u64>,
    ) -> Result<TrailView, Failure> {
        let asset = self.shown_id(epc)?;
        let (register, lineage) = self.shown_at(as_of)?;
        let trail = find(&lineage, asset, direction, depth).ok_or_else(|| not_yet(epc, as_of))?;
        let nodes = trail.nodes.iter().filter_map(|node| {
            let found = register.asset(node.id)?;
            Some(protocol::TrailNode {
                epc: found.detail.epc.to_string(),
                name: words::asset_name(found),
                kind: words::kind(found.detail.kind),
                quantity: words::amount(&found.detail.quantity),
                maker: words::party_name(&register, found.maker),
                place: words::place(&register, found.made_at),
                made_on: words::moment(found.made_on),
                depth: node.depth,
                assurance: words::assurance(self.assurance(found.made_by)),
                pending: lineage.is_pending(found.made_by),
                hidden_up: u32::try_from(node.hidden_up).unwrap_or(u32::MAX),
                hidden_down: u32::try_from(node.hidden_down).unwrap_or(u32::MAX),
            })
        });
        let edges = trail.edges.iter().filter_map(|edge| {
            let from = register.asset(edge.from)?;
            let pending = lineage.is_pending(edge.event);
            Some(protocol::TrailEdge {
                from: from.detail.epc.to_string(),
                to: register.asset(edge.to)?.detail.epc.to_string(),
                kind: edge_kind(edge.kind),
                amount: words::amount_of(from, edge.micro),
                share: edge
                    .share_of_mass
                    .map(|share| share.round_dp(6).normalize().to_string()),
                pending,
                block: (!pending).then_some(edge.event.block),
                log_index: (!pending).then_some(edge.event.log_index),
            })
        });
        Ok(TrailView {
            epc: words::subject_epc(&register, asset),
            direction,
            as_of: self.known_to(as_of),
            nodes: nodes.collect(),
            edges: edges.collect(),
        })
    }

    /// The same as a table, CSV as of RFC 4180: a line for each asset, in the order of the list.
    pub fn trail_csv(
        &self,
        epc: &str,
        direction: Direction,
        depth: Option<u32>,
        as_of: Option<u64>,
    ) -> Result<String, Failure> {
        let trail = self.trail(epc, direction, depth, as_of)?;
        let mut csv = Csv::with_head(&[
            "step",
            "epc",
            "name",
            "kind",
            "quantity",
            "unit",
            "maker",
            "place",
            "made_on",
            "assurance",
            "goes_into",
        ]);
        let mut into: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for edge in &trail.edges {
            into.entry(&edge.from).or_default().push(&edge.to);
        }
        for node in &trail.nodes {
            let on = jiff::Timestamp::from_second(node.made_on.unix)
                .map_or_else(|_| String::new(), |at| at.to_string());
            let goes_into = into.get(node.epc.as_str());
            csv.line([
                Cell::number(node.depth),
                Cell::text(&node.epc),
                Cell::text(&node.name),
                Cell::number(super::recall::kind(node.kind)),
                Cell::number(&node.quantity.number),
                Cell::text(&node.quantity.unit),
                Cell::text(&node.maker),
                Cell::text(&node.place),
                Cell::number(on),
                Cell::number(format!("{:?}", node.assurance).to_lowercase()),
                Cell::text(goes_into.map_or_else(String::new, |into| into.join(" "))),
            ]);
        }
        Ok(csv.into_text())
    }

    /// The same as text in the DOT language.
    pub fn dot(
        &self,
        epc: &str,
        direction: Direction,
        depth: Option<u32>,
        as_of: Option<u64>,
    ) -> Result<String, Failure> {
        let asset = self.shown_id(epc)?;
        let (register, lineage) = self.shown_at(as_of)?;
        let trail = find(&lineage, asset, direction, depth).ok_or_else(|| not_yet(epc, as_of))?;
        Ok(lineage::dot(&trail, &register, &lineage))
    }

    /// The newest block that answers take into account.
    pub(crate) fn known_to(&self, as_of: Option<u64>) -> u64 {
        let newest = self.newest_block();
        as_of.map_or(newest, |block| block.min(newest))
    }
}

pub(super) fn edge_kind(kind: lineage::LinkKind) -> protocol::EdgeKind {
    match kind {
        lineage::LinkKind::Transformed => protocol::EdgeKind::Transformed,
        lineage::LinkKind::Packed => protocol::EdgeKind::Packed,
    }
}

pub(super) fn find(
    lineage: &lineage::Lineage,
    asset: trace::SubjectId,
    direction: Direction,
    depth: Option<u32>,
) -> Option<lineage::Trail> {
    match direction {
        Direction::Up => lineage.up(asset, depth),
        Direction::Down => lineage.down(asset, depth),
        Direction::Both => lineage.both(asset, depth),
    }
}

pub(crate) fn not_yet(epc: &str, as_of: Option<u64>) -> Failure {
    let shown: String = epc.chars().take(120).collect();
    let block = as_of.unwrap_or_default();
    Failure::new(
        crate::FailureKind::UnknownAsset,
        format!("{shown} did not exist at block {block}"),
        "Name a later block, or leave out the block to see what is known now.",
    )
}
