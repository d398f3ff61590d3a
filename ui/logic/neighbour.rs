//! Which card the arrow keys go to from another: along the edges to the left and right, within a layer up and down.

use protocol::{LineageNode, LineageView};

/// Where an arrow key points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Arrow {
    Left,
    Right,
    Up,
    Down,
}

impl Arrow {
    /// From the name of a key as browsers give it.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        match key {
            "ArrowLeft" => Some(Self::Left),
            "ArrowRight" => Some(Self::Right),
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            _ => None,
        }
    }
}

/// The index of the card to go to: to the left what it was made from and to the right what was made from it, the one
/// most level with it; up and down the next card of its layer. Nothing where the drawing ends.
pub(crate) fn next(view: &LineageView, from: usize, arrow: Arrow) -> Option<usize> {
    match arrow {
        Arrow::Left => joined(view, from, |edge| (edge.to, edge.from)),
        Arrow::Right => joined(view, from, |edge| (edge.from, edge.to)),
        Arrow::Up => beside(view, from, -1.0),
        Arrow::Down => beside(view, from, 1.0),
    }
}

fn joined(
    view: &LineageView,
    from: usize,
    ends: impl Fn(&protocol::LineageEdge) -> (u32, u32),
) -> Option<usize> {
    let here = middle(view.nodes.get(from)?);
    let index = |end: u32| usize::try_from(end).ok();
    view.edges
        .iter()
        .map(ends)
        .filter(|(near, _)| index(*near) == Some(from))
        .filter_map(|(_, far)| index(far).filter(|far| *far != from))
        .filter_map(|far| Some((far, (middle(view.nodes.get(far)?) - here).abs())))
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(far, _)| far)
}

fn beside(view: &LineageView, from: usize, way: f64) -> Option<usize> {
    let start = view.nodes.get(from)?;
    let ahead = |node: &LineageNode| (middle(node) - middle(start)) * way;
    view.nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.layer == start.layer && ahead(node) > 1.0)
        .min_by(|(_, a), (_, b)| ahead(a).total_cmp(&ahead(b)))
        .map(|(index, _)| index)
}

fn middle(node: &LineageNode) -> f64 {
    node.y + node.height / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::samples::view;

    /// 0 and 1 go into 2, which goes into 4; 3 stands below 2 and is joined to nothing.
    fn tin() -> LineageView {
        let mut drawn = view(
            &[
                (0.0, 0.0),
                (0.0, 80.0),
                (200.0, 30.0),
                (200.0, 300.0),
                (400.0, 0.0),
            ],
            &[(0, 2), (1, 2), (2, 4)],
        );
        for (node, layer) in drawn.nodes.iter_mut().zip([0, 0, 1, 1, 2]) {
            node.layer = layer;
        }
        drawn
    }

    #[test]
    fn left_and_right_follow_the_edges() {
        let drawn = tin();
        assert_eq!(next(&drawn, 2, Arrow::Left), Some(0), "the more level one");
        assert_eq!(next(&drawn, 1, Arrow::Right), Some(2));
        assert_eq!(next(&drawn, 2, Arrow::Right), Some(4));
        assert_eq!(next(&drawn, 3, Arrow::Right), None, "no edge, no way");
        assert_eq!(next(&drawn, 0, Arrow::Left), None);
    }

    #[test]
    fn up_and_down_stay_in_the_layer() {
        let drawn = tin();
        assert_eq!(next(&drawn, 0, Arrow::Down), Some(1));
        assert_eq!(next(&drawn, 2, Arrow::Down), Some(3));
        assert_eq!(next(&drawn, 3, Arrow::Up), Some(2));
        assert_eq!(next(&drawn, 4, Arrow::Down), None);
    }

    #[test]
    fn a_loop_and_a_card_that_is_not_there_lead_nowhere() {
        let mut drawn = tin();
        drawn.edges[0].to = 0;
        assert_eq!(next(&drawn, 0, Arrow::Right), None);
        assert_eq!(next(&drawn, 99, Arrow::Right), None);
    }
}
