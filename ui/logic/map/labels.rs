//! Which marks get their name beside them, and on which side: as many as there is room for, those that count most first.

use super::projection::Point;

/// The side of the mark that its name stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Right,
    Left,
    Below,
    Above,
}

/// A mark that would like its name to be shown, in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Point,
    pub(crate) radius: f64,
    /// The width of its name as it is drawn.
    pub(crate) width: f64,
}

const HEIGHT: f64 = 15.0;
const GAP: f64 = 4.0;

#[derive(Clone, Copy)]
struct Rectangle {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Rectangle {
    fn meets(self, other: Self) -> bool {
        self.left < other.left + other.width
            && other.left < self.left + self.width
            && self.top < other.top + other.height
            && other.top < self.top + self.height
    }
}

/// The side for each mark's name, in their order; `None` where there is no room. The marks come in the order of how much
/// they count.
pub(crate) fn placed(marks: &[Mark]) -> Vec<Option<Side>> {
    let around = |mark: &Mark| Rectangle {
        left: mark.at.x - mark.radius,
        top: mark.at.y - mark.radius,
        width: 2.0 * mark.radius,
        height: 2.0 * mark.radius,
    };
    let mut taken: Vec<Rectangle> = marks.iter().map(around).collect();
    let mut sides = Vec::with_capacity(marks.len());
    for mark in marks {
        let free = [Side::Right, Side::Left, Side::Below, Side::Above]
            .into_iter()
            .map(|side| (side, beside(mark, side)))
            .find(|(_, name)| !taken.iter().any(|other| name.meets(*other)));
        if let Some((_, name)) = free {
            taken.push(name);
        }
        sides.push(free.map(|(side, _)| side));
    }
    sides
}

fn beside(mark: &Mark, side: Side) -> Rectangle {
    let off = mark.radius + GAP;
    let (left, top) = match side {
        Side::Right => (mark.at.x + off, mark.at.y - HEIGHT / 2.0),
        Side::Left => (mark.at.x - off - mark.width, mark.at.y - HEIGHT / 2.0),
        Side::Below => (mark.at.x - mark.width / 2.0, mark.at.y + off - 2.0),
        Side::Above => (mark.at.x - mark.width / 2.0, mark.at.y - off - HEIGHT + 2.0),
    };
    Rectangle {
        left,
        top,
        width: mark.width,
        height: HEIGHT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(x: f64, y: f64) -> Mark {
        Mark {
            at: Point { x, y },
            radius: 8.0,
            width: 60.0,
        }
    }

    #[test]
    fn a_name_stands_at_the_right_where_there_is_room() {
        assert_eq!(placed(&[mark(0.0, 0.0)]), [Some(Side::Right)]);
    }

    #[test]
    fn no_name_covers_a_mark_or_another_name() {
        let marks = [
            mark(0.0, 0.0),
            mark(30.0, 0.0),
            mark(0.0, 12.0),
            mark(30.0, 14.0),
            mark(15.0, 6.0),
        ];
        let sides = placed(&marks);
        assert_eq!(sides[0], Some(Side::Left), "its right is taken");
        let names: Vec<_> = marks
            .iter()
            .zip(&sides)
            .filter_map(|(mark, side)| Some(beside(mark, (*side)?)))
            .collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!names[index + 1..].iter().any(|other| name.meets(*other)));
        }
        assert!(names.len() < marks.len(), "not all have room");
    }
}
