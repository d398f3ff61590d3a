//! From the points of an edge to the line that is drawn.

use std::fmt::Write;

/// A smooth line through the points, as SVG path commands. Each stretch leaves and arrives level, so that it meets cards
/// at a right angle and never bulges beyond the points it joins.
pub(crate) fn smooth(points: &[[f64; 2]]) -> String {
    let mut path = String::new();
    let Some([x, y]) = points.first() else {
        return path;
    };
    let _ = write!(path, "M{x:.1} {y:.1}");
    for pair in points.windows(2) {
        let ([x0, y0], [x1, y1]) = (pair[0], pair[1]);
        if (y0 - y1).abs() < 0.5 {
            let _ = write!(path, "L{x1:.1} {y1:.1}");
            continue;
        }
        let half = f64::midpoint(x0, x1);
        let _ = write!(path, "C{half:.1} {y0:.1} {half:.1} {y1:.1} {x1:.1} {y1:.1}");
    }
    path
}

/// How thick an edge is for its share of the mass, in pixels; thin where no share is known.
pub(crate) fn thickness(share: Option<f64>) -> f64 {
    1.25 + 3.25 * share.unwrap_or(0.0).clamp(0.0, 1.0)
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
    }

    #[test]
    fn more_mass_is_a_thicker_edge() {
        assert!(thickness(Some(0.9)) > thickness(Some(0.1)));
        assert!((thickness(None) - thickness(Some(0.0))).abs() < f64::EPSILON);
        assert!((thickness(Some(7.0)) - thickness(Some(1.0))).abs() < f64::EPSILON);
    }
}
