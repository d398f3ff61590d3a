//! Small drawings for tests.

use protocol::{
    Amount, AssetKind, Assurance, EdgeKind, HiddenCount, LineageChoices, LineageEdge, LineageNode,
    LineageView, Moment,
};

/// A card of 100 × 40 at a place.
pub(crate) fn node(name: &str, x: f64, y: f64) -> LineageNode {
    LineageNode {
        epc: format!("urn:x:{name}"),
        name: name.to_owned(),
        kind: AssetKind::Material,
        quantity: Amount {
            number: "1".into(),
            unit: "kg".into(),
        },
        place: String::new(),
        maker: String::new(),
        made_on: Moment::default(),
        group: None,
        chips: Vec::new(),
        assurance: Assurance::Sealed,
        findings: None,
        step: 0,
        layer: 0,
        x,
        y,
        width: 100.0,
        height: 40.0,
        hidden_up: 0,
        hidden_down: 0,
    }
}

/// An edge along these points.
pub(crate) fn joined(from: u32, to: u32, points: Vec<[f64; 2]>) -> LineageEdge {
    LineageEdge {
        from,
        to,
        kind: EdgeKind::Transformed,
        amount: None,
        through: 0,
        closes_circle: false,
        pending: false,
        share: None,
        points,
    }
}

/// Cards named `0`, `1`, … at these places, joined from right border to left border; looked at from the last.
pub(crate) fn view(places: &[(f64, f64)], edges: &[(u32, u32)]) -> LineageView {
    let nodes: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(index, (x, y))| node(&index.to_string(), *x, *y))
        .collect();
    let at = |index: u32| &nodes[usize::try_from(index).unwrap_or_default()];
    let edges = edges
        .iter()
        .map(|(from, to)| {
            let (left, right) = (at(*from), at(*to));
            let points = vec![
                [left.x + left.width, left.y + left.height / 2.0],
                [right.x, right.y + right.height / 2.0],
            ];
            joined(*from, *to, points)
        })
        .collect();
    LineageView {
        focus: nodes
            .last()
            .map(|node| node.epc.clone())
            .unwrap_or_default(),
        width: nodes
            .iter()
            .map(|node| node.x + node.width)
            .fold(0.0, f64::max),
        height: nodes
            .iter()
            .map(|node| node.y + node.height)
            .fold(0.0, f64::max),
        nodes,
        edges,
        layers: vec![0.0],
        hidden: HiddenCount::default(),
        choices: LineageChoices::default(),
    }
}
