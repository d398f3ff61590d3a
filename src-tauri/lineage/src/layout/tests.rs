//! What must hold of every drawing.

#![allow(clippy::unwrap_used)]

use alloy_primitives::B256;
use proptest::prelude::*;
use trace::SubjectId;

use super::{Box, Layout, Spacing, layout};

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
    for (route, (from, to)) in drawing.edges.iter().zip(edges) {
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
fn circles_and_loops_are_left_out_and_harm_nothing() {
    let edges = [(0, 1), (1, 2), (2, 0), (1, 1), (7, 0)];
    let drawing = drawn(3, &edges);
    let routed: Vec<_> = drawing
        .edges
        .iter()
        .map(|route| !route.is_empty())
        .collect();
    assert_eq!(routed, [true, true, false, false, false]);
    check(&drawing, &edges);
    assert_eq!(drawn(0, &[]), Layout::default());
}

#[test]
fn it_stops_when_told_to() {
    assert_eq!(
        layout(&boxes(4), &[(0, 3), (1, 2)], SPACING, &|| true),
        None
    );
}

proptest! {
    #[test]
    fn every_drawing_is_sound(raw in prop::collection::vec((0_usize..24, 0_usize..24), 0..60)) {
        let drawing = drawn(24, &raw);
        check(&drawing, &raw);
        prop_assert_eq!(drawn(24, &raw), drawing);
    }
}
