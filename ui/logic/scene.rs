//! What of a drawing lies in sight and what lies under the pointer. Knows rectangles and lines; neither cards nor paper.

use protocol::LineageView;

use super::{curve, viewport::Area};

/// A drawing, ready to be asked. Looking at every rectangle is quicker for ten thousand of them than keeping a tree of them,
/// which each new drawing would have to build.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scene {
    cards: Vec<Area>,
    wires: Vec<Area>,
}

impl Scene {
    /// Of a drawing.
    pub(crate) fn new(view: &LineageView) -> Self {
        let cards = view.nodes.iter().map(|node| Area {
            x: node.x,
            y: node.y,
            width: node.width,
            height: node.height,
        });
        Self {
            cards: cards.collect(),
            wires: view.edges.iter().map(|edge| around(&edge.points)).collect(),
        }
    }

    /// Where a card lies.
    pub(crate) fn card(&self, index: usize) -> Option<Area> {
        self.cards.get(index).copied()
    }

    /// The cards that are at least partly in the area.
    pub(crate) fn cards_in(&self, area: Area) -> impl Iterator<Item = usize> + '_ {
        in_sight(&self.cards, area)
    }

    /// The edges that may pass through the area.
    pub(crate) fn wires_in(&self, area: Area) -> impl Iterator<Item = usize> + '_ {
        in_sight(&self.wires, area)
    }

    /// The card at a point; of two, the one drawn later.
    pub(crate) fn card_at(&self, x: f64, y: f64) -> Option<usize> {
        self.cards.iter().rposition(|card| card.holds(x, y))
    }

    /// The edge nearest to a point, if it is within reach.
    pub(crate) fn wire_at(&self, view: &LineageView, x: f64, y: f64, reach: f64) -> Option<usize> {
        let near = Area {
            x: x - reach,
            y: y - reach,
            width: 2.0 * reach,
            height: 2.0 * reach,
        };
        self.wires_in(near)
            .filter_map(|index| {
                let far = curve::distance(&view.edges.get(index)?.points, [x, y]);
                (far <= reach).then_some((index, far))
            })
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
            .map(|(index, _)| index)
    }
}

fn in_sight(all: &[Area], area: Area) -> impl Iterator<Item = usize> + '_ {
    all.iter()
        .enumerate()
        .filter(move |(_, one)| one.meets(area))
        .map(|(index, _)| index)
}

/// The smallest area around all points; nowhere, so that it meets nothing, where there are none.
fn around(points: &[[f64; 2]]) -> Area {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for point in points {
        for axis in [0, 1] {
            low[axis] = low[axis].min(point[axis]);
            high[axis] = high[axis].max(point[axis]);
        }
    }
    Area {
        x: low[0],
        y: low[1],
        width: high[0] - low[0],
        height: high[1] - low[1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::samples::{joined, view};

    /// Three cards of 100 × 40 in a row, 200 apart, and one far below.
    fn row() -> LineageView {
        view(
            &[(0.0, 0.0), (200.0, 0.0), (400.0, 0.0), (0.0, 5000.0)],
            &[(0, 1), (1, 2), (3, 2)],
        )
    }

    fn area(x: f64, y: f64, width: f64, height: f64) -> Area {
        Area {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn only_what_is_in_sight_is_drawn() {
        let scene = Scene::new(&row());
        let seen = |area| scene.cards_in(area).collect::<Vec<_>>();
        assert_eq!(seen(area(-10.0, -10.0, 150.0, 100.0)), [0]);
        assert_eq!(seen(area(90.0, 10.0, 320.0, 20.0)), [0, 1, 2]);
        assert_eq!(seen(area(0.0, 1000.0, 1000.0, 1000.0)), [0_usize; 0]);
        assert_eq!(
            scene
                .wires_in(area(0.0, 1000.0, 1000.0, 1000.0))
                .collect::<Vec<_>>(),
            [2],
            "an edge can pass where no card is"
        );
        assert_eq!(
            scene
                .wires_in(area(0.0, 0.0, 90.0, 40.0))
                .collect::<Vec<_>>(),
            [0_usize; 0]
        );
    }

    #[test]
    fn the_pointer_finds_cards_and_edges() {
        let drawn = row();
        let scene = Scene::new(&drawn);
        assert_eq!(scene.card_at(250.0, 39.0), Some(1));
        assert_eq!(scene.card_at(150.0, 20.0), None);
        assert_eq!(scene.wire_at(&drawn, 150.0, 22.0, 4.0), Some(0));
        assert_eq!(scene.wire_at(&drawn, 150.0, 30.0, 4.0), None);
    }

    #[test]
    fn an_edge_that_could_not_be_drawn_is_nowhere() {
        let mut drawn = row();
        drawn.edges.push(joined(0, 0, Vec::new()));
        let scene = Scene::new(&drawn);
        let everything = area(-1e9, -1e9, 2e9, 2e9);
        assert_eq!(scene.wires_in(everything).count(), 3);
    }
}
