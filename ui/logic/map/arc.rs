//! The way from one place to another: along the great circle, with a slight bow, so that the way there and the way back are
//! two lines.

use super::projection::{Geo, Point, project};

/// How many stretches a great circle is drawn with.
const STRETCHES: u32 = 40;
/// How far the bow leaves the great circle, as a share of the length and in pixels at most.
const BOW: (f64, f64) = (0.1, 22.0);

/// Lines on the screen, without the offset of the camera, and the direction at their end.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Arc {
    /// The line; two where it leaves the map at one side and comes in again at the other.
    pub(crate) path: String,
    /// The arrow's three corners at the end; none where the places are too near to each other for a line between them.
    pub(crate) head: Option<[Point; 3]>,
    /// A point in the middle of the way, for what is said about it.
    pub(crate) middle: Point,
}

/// The arc between two places at a zoom, between their marks of these radii, drawn with a line of this thickness.
pub(crate) fn arc(from: Geo, to: Geo, zoom: f64, radii: (f64, f64), thickness: f64) -> Arc {
    let mut lines = great_circle(from, to, zoom);
    if let [line] = lines.as_mut_slice() {
        bend(line);
    }
    if let Some(first) = lines.first_mut() {
        cut_start(first, radii.0);
    }
    let length = 4.5 + 1.6 * thickness;
    let mut head = None;
    if let Some(last) = lines.last_mut() {
        last.reverse();
        cut_start(last, radii.1 + 1.0);
        let tip = last.first().copied();
        cut_start(last, length);
        let neck = last.first().copied();
        last.reverse();
        head = tip
            .zip(neck)
            .and_then(|(tip, neck)| arrow(tip, neck, thickness));
    }
    let path = lines.iter().map(|line| written(line)).collect();
    let longest = lines.iter().max_by_key(|line| line.len());
    let middle = longest.and_then(|line| line.get(line.len() / 2).copied());
    Arc {
        path,
        head,
        middle: middle.unwrap_or_else(|| on_screen(from, zoom)),
    }
}

fn on_screen(place: Geo, zoom: f64) -> Point {
    let point = project(place);
    Point {
        x: point.x * zoom,
        y: point.y * zoom,
    }
}

/// Points along the great circle, in one line, or in two where it crosses the antimeridian.
fn great_circle(from: Geo, to: Geo, zoom: f64) -> Vec<Vec<Point>> {
    let (a, b) = (vector(from), vector(to));
    let cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]).clamp(-1.0, 1.0);
    let angle = cosine.acos();
    // Between a place and itself, and between antipodes, there is no one great circle.
    if angle.sin() < 1e-6 {
        return vec![vec![on_screen(from, zoom), on_screen(to, zoom)]];
    }
    let mut lines = vec![vec![on_screen(from, zoom)]];
    let mut last = from;
    for step in 1..=STRETCHES {
        let share = f64::from(step) / f64::from(STRETCHES);
        let (near, far) = (
            ((1.0 - share) * angle).sin() / angle.sin(),
            (share * angle).sin() / angle.sin(),
        );
        let mixed = [0, 1, 2].map(|axis| near * a[axis] + far * b[axis]);
        let now = if step == STRETCHES { to } else { place(mixed) };
        if (now.longitude - last.longitude).abs() > 180.0 {
            let (out, back) = edge(last, now);
            if let Some(line) = lines.last_mut() {
                line.push(on_screen(out, zoom));
            }
            lines.push(vec![on_screen(back, zoom)]);
        }
        if let Some(line) = lines.last_mut() {
            line.push(on_screen(now, zoom));
        }
        last = now;
    }
    lines
}

/// Where a way leaves the map, and where it comes in again.
fn edge(last: Geo, now: Geo) -> (Geo, Geo) {
    let side = 180.0_f64.copysign(last.longitude);
    let (before, after) = (side - last.longitude, now.longitude + side);
    let share = (before / (before + after)).clamp(0.0, 1.0);
    let share = if share.is_nan() { 0.5 } else { share };
    let latitude = last.latitude + share * (now.latitude - last.latitude);
    let at = |longitude| Geo {
        latitude,
        longitude,
    };
    (at(side), at(-side))
}

fn vector(place: Geo) -> [f64; 3] {
    let (latitude, longitude) = (place.latitude.to_radians(), place.longitude.to_radians());
    [
        latitude.cos() * longitude.cos(),
        latitude.cos() * longitude.sin(),
        latitude.sin(),
    ]
}

fn place(vector: [f64; 3]) -> Geo {
    let [x, y, z] = vector;
    Geo {
        latitude: z.atan2(x.hypot(y)).to_degrees(),
        longitude: y.atan2(x).to_degrees(),
    }
}

/// Moves the line to the right of its direction, most in the middle.
fn bend(line: &mut [Point]) {
    let (Some(first), Some(last)) = (line.first().copied(), line.last().copied()) else {
        return;
    };
    let length = first.distance(last);
    if length < 1e-9 || line.len() < 2 {
        return;
    }
    let bow = (BOW.0 * length).min(BOW.1);
    let (right_x, right_y) = (
        -(last.y - first.y) / length * bow,
        (last.x - first.x) / length * bow,
    );
    #[allow(clippy::cast_precision_loss)] // a few dozen
    let count = (line.len() - 1) as f64;
    for (index, point) in (0_u32..).zip(line.iter_mut()) {
        let share = (f64::from(index) / count * std::f64::consts::PI).sin();
        point.x += right_x * share;
        point.y += right_y * share;
    }
}

/// Takes this length off the line's beginning; a shorter line becomes its end.
fn cut_start(line: &mut Vec<Point>, mut length: f64) {
    while line.len() > 1 {
        let stretch = line[0].distance(line[1]);
        if stretch > length {
            let share = length / stretch;
            line[0].x += (line[1].x - line[0].x) * share;
            line[0].y += (line[1].y - line[0].y) * share;
            return;
        }
        length -= stretch;
        line.remove(0);
    }
}

fn arrow(tip: Point, neck: Point, thickness: f64) -> Option<[Point; 3]> {
    let length = tip.distance(neck);
    if length < 1.0 {
        return None;
    }
    let half = 2.4 + thickness * 0.85;
    let (across_x, across_y) = (
        -(tip.y - neck.y) / length * half,
        (tip.x - neck.x) / length * half,
    );
    let corner = |sign: f64| Point {
        x: neck.x + across_x * sign,
        y: neck.y + across_y * sign,
    };
    Some([tip, corner(1.0), corner(-1.0)])
}

fn written(line: &[Point]) -> String {
    use std::fmt::Write;
    let mut path = String::new();
    if line.len() < 2 {
        return path;
    }
    for (index, point) in line.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        // Writing to a string never fails.
        let _ = write!(path, "{letter}{:.1} {:.1}", point.x, point.y);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const MUNTOK: Geo = Geo {
        latitude: -2.067,
        longitude: 105.164,
    };
    const GHENT: Geo = Geo {
        latitude: 51.081,
        longitude: 3.728,
    };
    const TOKYO: Geo = Geo {
        latitude: 35.7,
        longitude: 139.7,
    };
    const SEATTLE: Geo = Geo {
        latitude: 47.6,
        longitude: -122.3,
    };

    #[test]
    fn there_and_back_are_two_lines() {
        let there = arc(MUNTOK, GHENT, 1.0, (5.0, 5.0), 2.0);
        let back = arc(GHENT, MUNTOK, 1.0, (5.0, 5.0), 2.0);
        assert!(there.middle.distance(back.middle) > 10.0);
    }

    #[test]
    fn the_line_stays_clear_of_both_marks_and_points_at_its_end() {
        let drawn = arc(MUNTOK, GHENT, 2.0, (12.0, 9.0), 3.0);
        let head = drawn.head.unwrap_or_else(|| panic!("an arrow"));
        let to = on_screen(GHENT, 2.0);
        let gap = head[0].distance(to);
        assert!((9.0..12.0).contains(&gap), "{gap}");
        assert!(head[1].distance(to) > gap && head[2].distance(to) > gap);
    }

    #[test]
    fn over_the_pacific_the_line_leaves_and_comes_in_again() {
        let drawn = arc(TOKYO, SEATTLE, 1.0, (4.0, 4.0), 1.0);
        assert_eq!(drawn.path.matches('M').count(), 2, "{}", drawn.path);
        let widest = great_circle(TOKYO, SEATTLE, 1.0)
            .iter()
            .flat_map(|line| line.windows(2).map(|pair| pair[0].distance(pair[1])))
            .fold(0.0, f64::max);
        assert!(widest < 40.0, "no stretch goes across the map: {widest}");
    }

    #[test]
    fn places_under_each_other_need_no_line() {
        let same = arc(GHENT, GHENT, 1.0, (9.0, 9.0), 2.0);
        assert_eq!((same.path.as_str(), same.head), ("", None));
        let antipode = Geo {
            latitude: -51.081,
            longitude: 3.728 - 180.0,
        };
        assert!(
            !arc(GHENT, antipode, 1.0, (1.0, 1.0), 1.0)
                .path
                .contains("NaN")
        );
    }
}
