//! How often the edges of a drawing cross, counted from their coordinates alone, so that every program's drawing is judged by
//! the same eye. Edges that share a card are not compared: they have to meet.

/// An edge as it is drawn: the cards that it joins and the points that it passes.
pub(crate) struct Line {
    pub(crate) ends: (usize, usize),
    pub(crate) points: Vec<(f64, f64)>,
}

struct Segment {
    line: usize,
    from: (f64, f64),
    to: (f64, f64),
}

/// Pairs of segments of different edges that cross properly.
pub(crate) fn crossings(lines: &[Line]) -> usize {
    let mut segments: Vec<Segment> = (lines.iter().enumerate())
        .flat_map(|(line, of)| {
            of.points.windows(2).map(move |pair| {
                let (from, to) = if pair[0].0 <= pair[1].0 {
                    (pair[0], pair[1])
                } else {
                    (pair[1], pair[0])
                };
                Segment { line, from, to }
            })
        })
        .collect();
    segments.sort_by(|one, other| one.from.0.total_cmp(&other.from.0));
    let mut count = 0;
    let mut open: Vec<usize> = Vec::new();
    for at in 0..segments.len() {
        let left = segments[at].from.0;
        open.retain(|other| segments[*other].to.0 >= left);
        count += (open.iter())
            .filter(|other| do_cross(lines, &segments[at], &segments[**other]))
            .count();
        open.push(at);
    }
    count
}

fn do_cross(lines: &[Line], one: &Segment, other: &Segment) -> bool {
    let ((a, b), (c, d)) = (lines[one.line].ends, lines[other.line].ends);
    if one.line == other.line || a == c || a == d || b == c || b == d {
        return false;
    }
    let side = |of: &Segment, point: (f64, f64)| {
        (of.to.0 - of.from.0) * (point.1 - of.from.1)
            - (of.to.1 - of.from.1) * (point.0 - of.from.0)
    };
    side(one, other.from) * side(one, other.to) < 0.0
        && side(other, one.from) * side(other, one.to) < 0.0
}
