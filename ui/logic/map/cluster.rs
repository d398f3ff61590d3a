//! Places that would lie on top of each other on the screen, as one mark.

use std::collections::BTreeMap;

use super::projection::Point;

/// A place to be marked.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Spot {
    /// Which place.
    pub(crate) place: usize,
    /// Where it lies on the map.
    pub(crate) at: Point,
    /// How much it counts; the mark stands where the place lies that counts most.
    pub(crate) weight: f64,
}

/// Places under one mark, the one that counts most first.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Cluster {
    /// Where the mark stands.
    pub(crate) at: Point,
    /// The places.
    pub(crate) places: Vec<usize>,
}

/// Marks that lie nearer than this would cover each other, in pixels.
pub(crate) const REACH: f64 = 26.0;

/// The marks at a zoom. Every place is under exactly one, and no two marks are nearer than [`REACH`]. The order of the spots
/// is of no matter.
pub(crate) fn clusters(spots: &[Spot], zoom: f64) -> Vec<Cluster> {
    let mut order: Vec<&Spot> = spots.iter().collect();
    order.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.place.cmp(&b.place)));
    let reach = REACH / zoom.max(1e-6);
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for spot in order {
        let (column, row) = cell(spot.at, reach);
        let around = (column - 1..=column + 1)
            .flat_map(|column| (row - 1..=row + 1).map(move |row| (column, row)));
        let near = around
            .filter_map(|cell| cells.get(&cell))
            .flatten()
            .copied()
            .filter(|index| clusters[*index].at.distance(spot.at) < reach)
            .min_by(|a, b| {
                let far = |index: &usize| clusters[*index].at.distance(spot.at);
                far(a).total_cmp(&far(b))
            });
        if let Some(index) = near {
            clusters[index].places.push(spot.place);
        } else {
            cells.entry((column, row)).or_default().push(clusters.len());
            clusters.push(Cluster {
                at: spot.at,
                places: vec![spot.place],
            });
        }
    }
    clusters
}

#[allow(clippy::cast_possible_truncation)] // within the map's width over a pixel's
fn cell(at: Point, reach: f64) -> (i64, i64) {
    ((at.x / reach).floor() as i64, (at.y / reach).floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cloud of places without a pattern, from a fixed linear congruence.
    fn cloud(count: usize) -> Vec<Spot> {
        let mut state = 12_345_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24)
        };
        (0..count)
            .map(|place| Spot {
                place,
                at: Point {
                    x: next() * 900.0,
                    y: next() * 400.0,
                },
                weight: next(),
            })
            .collect()
    }

    #[test]
    fn every_place_is_under_one_mark_and_marks_keep_their_distance() {
        let spots = cloud(400);
        for zoom in [0.5, 1.0, 3.0, 12.0] {
            let found = clusters(&spots, zoom);
            let mut places: Vec<_> = found.iter().flat_map(|mark| &mark.places).collect();
            places.sort_unstable();
            assert!(places.into_iter().copied().eq(0..spots.len()), "at {zoom}");
            for (index, a) in found.iter().enumerate() {
                for b in &found[index + 1..] {
                    assert!(a.at.distance(b.at) * zoom >= REACH - 1e-9, "at {zoom}");
                }
            }
        }
    }

    #[test]
    fn the_order_is_of_no_matter() {
        let spots = cloud(60);
        let mut turned = spots.clone();
        turned.reverse();
        assert_eq!(clusters(&spots, 1.0), clusters(&turned, 1.0));
    }

    #[test]
    fn closer_up_more_marks_are_told_apart() {
        let spots = cloud(200);
        let counts: Vec<_> = [0.5, 2.0, 8.0, 32.0]
            .iter()
            .map(|zoom| clusters(&spots, *zoom).len())
            .collect();
        assert!(counts.is_sorted(), "{counts:?}");
        assert!(counts[0] < counts[3]);
    }

    #[test]
    fn the_mark_stands_where_most_is() {
        let spot = |place, x, weight| Spot {
            place,
            at: Point { x, y: 1.0 },
            weight,
        };
        let found = clusters(&[spot(0, 10.0, 1.0), spot(1, 12.0, 9.0)], 1.0);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].places, [1, 0]);
        assert!((found[0].at.x - 12.0).abs() < 1e-12);
    }
}
