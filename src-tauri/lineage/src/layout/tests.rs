//! What must hold of every drawing.

#![allow(clippy::unwrap_used)]

use alloy_primitives::B256;
use proptest::prelude::*;
use trace::SubjectId;

use super::{Before, Box, Layout, Spacing, layout, layout_after};

const SPACING: Spacing = Spacing {
    between_layers: 40.0,
    between_boxes: 12.0,
    beside_edges: 8.0,
};

fn boxes(count: usize) -> Vec<Box> {
    (0..count)
        .map(|at| Box {
            id: SubjectId(B256::left_padding_from(&at.to_be_bytes())),
            width: if at % 5 == 0 { 150.0 } else { 110.0 },
            height: if at % 3 == 0 { 60.0 } else { 40.0 },
        })
        .collect()
}

fn drawn(count: usize, edges: &[(usize, usize)]) -> Layout {
    layout(&boxes(count), edges, SPACING, &|| false).unwrap()
}

/// No two boxes touch, no edge runs behind a box, and all lies within the drawing.
fn check(drawing: &Layout, edges: &[(usize, usize)]) {
    for (at, one) in drawing.boxes.iter().enumerate() {
        assert!(one.x >= 0.0 && one.y >= -1e-6 && one.x + one.width <= drawing.width + 1e-6);
        assert!(one.y + one.height <= drawing.height + 1e-6);
        for other in &drawing.boxes[at + 1..] {
            let apart = one.layer != other.layer
                || one.y + one.height < other.y + 1e-6
                || other.y + other.height < one.y + 1e-6;
            assert!(apart, "{one:?} and {other:?} overlap");
        }
    }
    for ((route, (from, to)), back) in (drawing.edges.iter().zip(edges)).zip(&drawing.backwards) {
        let mut route = route.clone();
        if *back {
            route.reverse();
        }
        for pair in route.windows(2) {
            let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
            assert!(x1 <= x2, "edges go to the right");
            for (at, passed) in drawing.boxes.iter().enumerate() {
                // A curve between the two points may be anywhere between their heights.
                let within = x1 < passed.x + passed.width && x2 > passed.x;
                let (top, bottom) = (y1.min(y2), y1.max(y2));
                let behind = within && bottom > passed.y && top < passed.y + passed.height;
                assert!(
                    !behind || at == *from || at == *to,
                    "an edge runs behind box {at}"
                );
            }
        }
    }
}

#[test]
fn material_is_left_and_product_right() {
    let drawing = drawn(4, &[(0, 1), (1, 3), (2, 3)]);
    let layers: Vec<_> = drawing.boxes.iter().map(|placed| placed.layer).collect();
    assert_eq!(
        layers,
        [0, 1, 1, 2],
        "what is built in late stands right before the product"
    );
    check(&drawing, &[(0, 1), (1, 3), (2, 3)]);
}

#[test]
fn what_was_made_of_one_lot_stands_right_behind_it() {
    let edges = [(0, 1), (0, 2), (2, 3), (3, 4)];
    let drawing = drawn(5, &edges);
    assert_eq!(drawing.boxes[1].layer, 1);
    check(&drawing, &edges);
}

#[test]
fn a_chain_is_straight() {
    let edges = [(0, 1), (1, 2), (2, 5), (3, 5), (4, 5), (5, 6)];
    let drawing = drawn(7, &edges);
    for route in &drawing.edges[..2] {
        assert!((route[0].1 - route[route.len() - 1].1).abs() < 1.0);
    }
}

#[test]
fn a_long_edge_goes_round_the_boxes_between() {
    let edges = [(0, 1), (1, 2), (2, 3), (0, 3)];
    let drawing = drawn(4, &edges);
    assert_eq!(
        drawing.edges[3].len(),
        6,
        "two layers passed, two points in each"
    );
    check(&drawing, &edges);
}

#[test]
fn a_ladder_is_untangled() {
    let edges: Vec<_> = (0..6).map(|at| (at, 11 - at)).collect();
    let drawing = drawn(12, &edges);
    for route in &drawing.edges {
        assert!(
            (route[0].1 - route[1].1).abs() < 1.0,
            "every edge is straight"
        );
    }
}

#[test]
fn one_edge_of_a_circle_leads_back_and_a_loop_has_no_way() {
    let edges = [(0, 1), (1, 2), (2, 0), (1, 1), (7, 0)];
    let drawing = drawn(3, &edges);
    let routed: Vec<_> = drawing
        .edges
        .iter()
        .map(|route| !route.is_empty())
        .collect();
    assert_eq!(routed, [true, true, true, false, false]);
    let back = drawing.backwards.iter().filter(|back| **back).count();
    assert_eq!(back, 1);
    check(&drawing, &edges);
    assert_eq!(drawn(0, &[]), Layout::default());
}

#[test]
fn an_edge_on_no_circle_never_leads_back() {
    // Two circles, joined by an edge that lies on neither.
    let edges = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)];
    let drawing = drawn(4, &edges);
    assert!(!drawing.backwards[2]);
    assert_eq!(drawing.backwards.iter().filter(|back| **back).count(), 2);
    check(&drawing, &edges);
}

#[test]
fn a_long_chain_and_a_wide_fan_are_drawn() {
    let chain: Vec<_> = (1..5_000).map(|at| (at - 1, at)).collect();
    assert_eq!(drawn(5_000, &chain).layers.len(), 5_000);
    let fan: Vec<_> = (1..5_000).map(|at| (0, at)).collect();
    assert_eq!(drawn(5_000, &fan).layers.len(), 2);
}

#[test]
fn what_was_drawn_before_stays_where_it_was() {
    // A fan, and then more behind its first blade: nothing has to move for it.
    let few = [(0, 1), (0, 2), (0, 3)];
    let first = drawn(4, &few);
    let before: Vec<_> = (first.boxes.iter())
        .map(|at| Some(Before { x: at.x, y: at.y }))
        .chain([None, None])
        .collect();
    let more = [(0, 1), (0, 2), (0, 3), (1, 4), (4, 5)];
    let then = layout_after(&boxes(6), &more, &before, SPACING, &|| false).unwrap();
    check(&then, &more);
    let moved = then.boxes[0].y - first.boxes[0].y;
    for (old, new) in first.boxes.iter().zip(&then.boxes) {
        assert!((new.y - old.y - moved).abs() < 1.0, "{old:?} {new:?}");
    }
}

#[test]
fn it_stops_when_told_to() {
    assert_eq!(
        layout(&boxes(4), &[(0, 3), (1, 2)], SPACING, &|| true),
        None
    );
}

/// Every two that share a layer in both drawings stand in the same order.
fn keeps_order(first: &Layout, then: &Layout) -> bool {
    let boxes = || first.boxes.iter().zip(&then.boxes);
    boxes().all(|(old, new)| {
        boxes()
            .filter(|(other, _)| other.layer == old.layer)
            .filter(|(_, other)| other.layer == new.layer)
            .all(|(other_old, other_new)| (other_old.y < old.y) == (other_new.y < new.y))
    })
}

proptest! {
    #[test]
    fn every_drawing_is_sound(raw in prop::collection::vec((0_usize..24, 0_usize..24), 0..60)) {
        let drawing = drawn(24, &raw);
        check(&drawing, &raw);
        prop_assert_eq!(drawn(24, &raw), drawing);
    }

    #[test]
    fn forward_edges_are_never_turned(raw in prop::collection::vec((0_usize..24, 0_usize..24), 0..60)) {
        let forward: Vec<_> = raw.into_iter().filter(|(from, to)| from < to).collect();
        prop_assert!(drawn(24, &forward).backwards.iter().all(|back| !back));
    }

    #[test]
    fn what_was_drawn_before_keeps_its_order(
        raw in prop::collection::vec((0_usize..24, 0_usize..24), 0..60),
        known in 1_usize..24,
    ) {
        let few: Vec<_> = (raw.iter().copied())
            .filter(|(from, to)| *from < known && *to < known)
            .collect();
        let first = drawn(known, &few);
        let mut before: Vec<_> = (first.boxes.iter())
            .map(|at| Some(Before { x: at.x, y: at.y }))
            .collect();
        before.resize(24, None);
        let then = layout_after(&boxes(24), &raw, &before, SPACING, &|| false).unwrap();
        check(&then, &raw);
        prop_assert!(keeps_order(&first, &then));
        prop_assert_eq!(layout_after(&boxes(24), &raw, &before, SPACING, &|| false).unwrap(), then);
    }
}
