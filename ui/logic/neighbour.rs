//! Which card the arrow keys go to from another.

use protocol::LineageNode;

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

/// The index of the nearest card in that direction. Being beside counts more than being near, so that a row of cards is
/// walked along before another row is entered.
pub(crate) fn next(nodes: &[LineageNode], from: usize, arrow: Arrow) -> Option<usize> {
    let (x, y) = middle(nodes.get(from)?);
    let distance = |node: &LineageNode| {
        let (other_x, other_y) = middle(node);
        let (dx, dy) = (other_x - x, other_y - y);
        let (ahead, aside) = match arrow {
            Arrow::Left => (-dx, dy),
            Arrow::Right => (dx, dy),
            Arrow::Up => (-dy, dx),
            Arrow::Down => (dy, dx),
        };
        (ahead > 1.0).then(|| ahead + 2.0 * aside.abs())
    };
    nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| Some((index, distance(node)?)))
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(index, _)| index)
}

fn middle(node: &LineageNode) -> (f64, f64) {
    (node.x + node.width / 2.0, node.y + node.height / 2.0)
}

#[cfg(test)]
mod tests {
    use protocol::{Amount, AssetKind, Assurance};

    use super::*;

    fn node(x: f64, y: f64) -> LineageNode {
        LineageNode {
            epc: String::new(),
            name: String::new(),
            kind: AssetKind::Material,
            quantity: Amount {
                number: "1".into(),
                unit: "kg".into(),
            },
            place: String::new(),
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

    #[test]
    fn arrows_go_to_the_nearest_card_ahead() {
        let nodes = [
            node(0.0, 0.0),
            node(200.0, 0.0),
            node(200.0, 80.0),
            node(0.0, 300.0),
        ];
        assert_eq!(next(&nodes, 0, Arrow::Right), Some(1));
        assert_eq!(next(&nodes, 1, Arrow::Down), Some(2));
        assert_eq!(next(&nodes, 2, Arrow::Left), Some(0));
        assert_eq!(next(&nodes, 0, Arrow::Left), None);
        assert_eq!(next(&nodes, 9, Arrow::Left), None);
    }
}
