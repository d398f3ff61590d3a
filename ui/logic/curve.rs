//! From the points of an edge to the line that is drawn.

use std::fmt::Write;

/// One stroke of the pen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Stroke {
    /// Lift it and go to a point.
    Move([f64; 2]),
    /// A straight line to a point.
    Line([f64; 2]),
    /// A cubic curve: two control points and its end.
    Curve([f64; 2], [f64; 2], [f64; 2]),
}

/// A smooth line through the points. Each stretch leaves and arrives level, so that it meets cards at a right angle and
/// never bulges beyond the points it joins.
pub(crate) fn strokes(points: &[[f64; 2]]) -> impl Iterator<Item = Stroke> + '_ {
    let start = points.first().map(|point| Stroke::Move(*point));
    let stretches = points.windows(2).map(|pair| {
        let ([x0, y0], [x1, y1]) = (pair[0], pair[1]);
        if (y0 - y1).abs() < 0.5 {
            return Stroke::Line([x1, y1]);
        }
        let half = f64::midpoint(x0, x1);
        Stroke::Curve([half, y0], [half, y1], [x1, y1])
    });
    start.into_iter().chain(stretches)
}

/// The same as SVG path commands.
pub(crate) fn smooth(points: &[[f64; 2]]) -> String {
    let mut path = String::new();
    for stroke in strokes(points) {
        // Writing into a string cannot fail.
        let _ = match stroke {
            Stroke::Move([x, y]) => write!(path, "M{x:.1} {y:.1}"),
            Stroke::Line([x, y]) => write!(path, "L{x:.1} {y:.1}"),
            Stroke::Curve([ax, ay], [bx, by], [x, y]) => {
                write!(path, "C{ax:.1} {ay:.1} {bx:.1} {by:.1} {x:.1} {y:.1}")
            }
        };
    }
    path
}

/// How thick an edge is for its share of the mass, in pixels; thin where no share is known.
pub(crate) fn thickness(share: Option<f64>) -> f64 {
    1.25 + 3.25 * share.unwrap_or(0.0).clamp(0.0, 1.0)
}

/// How far a point is from the line; without end where there is no line.
pub(crate) fn distance(points: &[[f64; 2]], [x, y]: [f64; 2]) -> f64 {
    const STEPS: i32 = 16;
    let mut nearest = f64::INFINITY;
    let mut last = None;
    let mut to = |point: [f64; 2]| {
        if let Some(from) = last {
            nearest = nearest.min(from_segment(from, point, [x, y]));
        }
        last = Some(point);
    };
    let mut at = [0.0, 0.0];
    for stroke in strokes(points) {
        match stroke {
            Stroke::Move(point) | Stroke::Line(point) => {
                to(point);
                at = point;
            }
            Stroke::Curve(a, b, end) => {
                for step in 1..=STEPS {
                    to(bezier(at, a, b, end, f64::from(step) / f64::from(STEPS)));
                }
                at = end;
            }
        }
    }
    nearest
}

fn bezier(from: [f64; 2], a: [f64; 2], b: [f64; 2], to: [f64; 2], t: f64) -> [f64; 2] {
    let u = 1.0 - t;
    [0, 1].map(|axis| {
        u * u * u * from[axis]
            + 3.0 * u * u * t * a[axis]
            + 3.0 * u * t * t * b[axis]
            + t * t * t * to[axis]
    })
}

fn from_segment([x0, y0]: [f64; 2], [x1, y1]: [f64; 2], [x, y]: [f64; 2]) -> f64 {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (((x - x0) * dx + (y - y0) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (x - x0 - along * dx).hypot(y - y0 - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_stretches_are_straight_and_others_leave_level() {
        assert_eq!(smooth(&[[0.0, 5.0], [10.0, 5.0]]), "M0.0 5.0L10.0 5.0");
        assert_eq!(
            smooth(&[[0.0, 0.0], [10.0, 20.0]]),
            "M0.0 0.0C5.0 0.0 5.0 20.0 10.0 20.0"
        );
    }

    #[test]
    fn no_point_gives_no_line() {
        assert_eq!(smooth(&[]), "");
        assert_eq!(smooth(&[[1.0, 2.0]]), "M1.0 2.0");
        assert!(distance(&[], [0.0, 0.0]).is_infinite());
        assert!(distance(&[[1.0, 2.0]], [0.0, 0.0]).is_infinite());
    }

    #[test]
    fn more_mass_is_a_thicker_edge() {
        assert!(thickness(Some(0.9)) > thickness(Some(0.1)));
        assert!((thickness(None) - thickness(Some(0.0))).abs() < f64::EPSILON);
        assert!((thickness(Some(7.0)) - thickness(Some(1.0))).abs() < f64::EPSILON);
    }

    #[test]
    fn a_point_is_as_far_from_a_line_as_it_looks() {
        let level = [[0.0, 10.0], [100.0, 10.0]];
        assert!((distance(&level, [50.0, 14.0]) - 4.0).abs() < 1e-9);
        assert!((distance(&level, [103.0, 14.0]) - 5.0).abs() < 1e-9);
        let bent = [[0.0, 0.0], [100.0, 100.0]];
        assert!(distance(&bent, [50.0, 50.0]) < 1.0);
        assert!(distance(&bent, [10.0, 90.0]) > 30.0);
    }
}
