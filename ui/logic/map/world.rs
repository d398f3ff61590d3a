//! The world's coasts and borders as lines to draw, at three levels of detail.

use std::fmt::Write;

use super::{
    projection::{self, Geo, Point, project},
    topology::{Topology, line},
};
use crate::logic::viewport::Area;

/// The levels: from which zoom on, and how near to each other points may lie, in units of the map. About half a pixel at
/// the zoom at which the next level begins.
const LEVELS: [(f64, f64); 3] = [(0.0, 0.28), (2.2, 0.09), (6.5, 0.0)];

/// What is smaller than this many points' distance across is not drawn.
const SMALLEST: f64 = 1.6;

/// The coasts and borders, ready to draw.
#[derive(Debug)]
pub(crate) struct World {
    levels: [Level; 3],
    /// The edge of the map.
    pub(crate) sphere: String,
    /// Every thirtieth meridian and parallel.
    pub(crate) graticule: String,
}

#[derive(Debug)]
struct Level {
    land: Vec<Shape>,
    borders: Vec<Shape>,
}

/// A part of the drawing, as the data of an SVG path.
#[derive(Debug)]
struct Shape {
    bounds: Bounds,
    path: String,
}

/// The part of the world that is drawn.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Drawn {
    /// The land, to be filled by the even-odd rule.
    pub(crate) land: String,
    /// The lines between countries.
    pub(crate) borders: String,
}

impl World {
    /// Reads a `TopoJSON` file with the objects `countries` and `land`.
    pub(crate) fn read(text: &str) -> Result<Self, serde_json::Error> {
        let topology = Topology::read(text)?;
        Ok(Self {
            levels: LEVELS.map(|(_, nearest)| Level::new(&topology, nearest)),
            sphere: sphere(),
            graticule: graticule(),
        })
    }

    /// The level of detail for a zoom.
    pub(crate) fn level(zoom: f64) -> usize {
        LEVELS
            .iter()
            .rposition(|(from, _)| zoom >= *from)
            .unwrap_or(0)
    }

    /// What of a level lies in an area.
    pub(crate) fn drawn(&self, level: usize, area: Area) -> Drawn {
        let Some(level) = self.levels.get(level) else {
            return Drawn::default();
        };
        let within = |shapes: &[Shape]| {
            let seen = shapes.iter().filter(|shape| shape.bounds.meets(area));
            seen.map(|shape| shape.path.as_str()).collect()
        };
        Drawn {
            land: within(&level.land),
            borders: within(&level.borders),
        }
    }
}

impl Level {
    fn new(topology: &Topology, nearest: f64) -> Self {
        // The lines are thinned one by one, so that neighbours keep fitting together.
        let lines: Vec<_> = (topology.arcs.iter())
            .map(|line| thinned(line, nearest))
            .collect();
        let polygons = topology.land.iter().flatten();
        let rings = polygons.map(|references| ring(&lines, references));
        let land = rings.flat_map(|ring| within_the_map(&unrolled(&ring)));
        let land = land.filter_map(|ring| Shape::closed(&ring, nearest * SMALLEST));
        let borders = topology.borders.iter().filter_map(|index| {
            let line = lines.get(*index)?;
            let points: Vec<_> = line.iter().copied().map(project).collect();
            let mut path = String::new();
            write_line(&mut path, &points);
            let bounds = Bounds::of(&points);
            Some(Shape { bounds, path })
        });
        Self {
            land: land.collect(),
            borders: borders.collect(),
        }
    }
}

impl Shape {
    /// A ring as a path; nothing if it is smaller than this.
    fn closed(ring: &[Geo], smallest: f64) -> Option<Self> {
        let points: Vec<_> = ring.iter().copied().map(project).collect();
        let bounds = Bounds::of(&points);
        if points.len() < 3 || bounds.across() < smallest {
            return None;
        }
        let mut path = String::new();
        write_line(&mut path, &points);
        path.push('Z');
        Some(Self { bounds, path })
    }
}

/// A ring from the lines it is made of; each begins where the one before ended.
fn ring(lines: &[Vec<Geo>], references: &[i32]) -> Vec<Geo> {
    let mut ring: Vec<Geo> = Vec::new();
    for reference in references {
        let (index, is_backwards) = line(*reference);
        let Some(points) = lines.get(index) else {
            continue;
        };
        let skip = usize::from(!ring.is_empty());
        if is_backwards {
            ring.extend(points.iter().rev().skip(skip));
        } else {
            ring.extend(points.iter().skip(skip));
        }
    }
    ring
}

/// The ring with longitudes that go on beyond the antimeridian instead of jumping to its other side. Land around a pole
/// goes once around the globe, and is closed along the pole.
fn unrolled(ring: &[Geo]) -> Vec<Geo> {
    let mut turns = 0.0;
    let mut unrolled: Vec<Geo> = Vec::with_capacity(ring.len() + 2);
    let mut before: Option<Geo> = None;
    for place in ring {
        if let Some(before) = before {
            let step = place.longitude - before.longitude;
            if step.abs() > 180.0 {
                turns -= 360.0_f64.copysign(step);
            }
        }
        before = Some(*place);
        unrolled.push(Geo {
            longitude: place.longitude + turns,
            ..*place
        });
    }
    let ends = unrolled.first().copied().zip(unrolled.last().copied());
    if let Some((first, last)) = ends
        && (last.longitude - first.longitude).abs() > 180.0
    {
        let latitude = 90.0_f64.copysign(first.latitude);
        unrolled.extend([last, first].map(|end| Geo { latitude, ..end }));
    }
    unrolled
}

/// The ring, and once more a turn of the globe farther for what lies beyond either side of the map. Who draws it cuts it at
/// the map's edge.
fn within_the_map(ring: &[Geo]) -> Vec<Vec<Geo>> {
    let shifted = |turn: f64| {
        let moved = ring.iter().map(|place| Geo {
            longitude: place.longitude + turn,
            ..*place
        });
        moved.collect::<Vec<_>>()
    };
    let is_seen = |ring: &Vec<Geo>| {
        let is_west = ring.iter().all(|place| place.longitude <= -180.0);
        let is_east = ring.iter().all(|place| place.longitude >= 180.0);
        !is_west && !is_east
    };
    [-360.0, 0.0, 360.0]
        .map(shifted)
        .into_iter()
        .filter(is_seen)
        .collect()
}

/// The line without points that lie nearer on the map than this to the one before; its ends stay.
fn thinned(line: &[Geo], nearest: f64) -> Vec<Geo> {
    let mut kept: Vec<Geo> = Vec::with_capacity(line.len());
    for (index, place) in line.iter().enumerate() {
        let is_end = index + 1 == line.len();
        let is_far = |last: &Geo| project(*last).distance(project(*place)) >= nearest;
        if is_end || kept.last().is_none_or(is_far) {
            kept.push(*place);
        }
    }
    kept
}

fn write_line(path: &mut String, points: &[Point]) {
    for (index, point) in points.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        // Writing to a string never fails.
        let _ = write!(path, "{letter}{:.2} {:.2}", point.x, point.y);
    }
}

/// The meridians at both ends, from pole to pole and back.
fn sphere() -> String {
    let edge = |longitude: f64| {
        (-30..=30_i32).map(move |step| Geo {
            latitude: f64::from(step * 3),
            longitude,
        })
    };
    let points: Vec<_> = edge(-180.0).chain(edge(180.0).rev()).map(project).collect();
    let mut path = String::new();
    write_line(&mut path, &points);
    path.push('Z');
    path
}

fn graticule() -> String {
    let mut path = String::new();
    for longitude in (-150..=150_i32).step_by(30) {
        let meridian = (-90..=90_i32).step_by(3).map(|latitude| Geo {
            latitude: f64::from(latitude),
            longitude: f64::from(longitude),
        });
        write_line(&mut path, &meridian.map(project).collect::<Vec<_>>());
    }
    for latitude in (-60..=60_i32).step_by(30) {
        // Parallels are straight.
        let ends = [-180.0, 180.0].map(|longitude| {
            project(Geo {
                latitude: f64::from(latitude),
                longitude,
            })
        });
        write_line(&mut path, &ends);
    }
    path
}

/// A rectangle around something.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Bounds {
    const NOTHING: Self = Self {
        left: projection::WIDTH,
        top: projection::HEIGHT,
        right: 0.0,
        bottom: 0.0,
    };

    fn of(points: &[Point]) -> Self {
        let around = |bounds: Self, point: &Point| {
            bounds.and(Self {
                left: point.x,
                top: point.y,
                right: point.x,
                bottom: point.y,
            })
        };
        points.iter().fold(Self::NOTHING, around)
    }

    fn and(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn across(self) -> f64 {
        (self.right - self.left).max(self.bottom - self.top)
    }

    fn meets(self, area: Area) -> bool {
        self.left <= area.x + area.width
            && self.right >= area.x
            && self.top <= area.y + area.height
            && self.bottom >= area.y
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{super::topology::tests::ISLAND, *};

    const EVERYWHERE: Area = Area {
        x: 0.0,
        y: 0.0,
        width: projection::WIDTH,
        height: projection::HEIGHT,
    };

    #[test]
    fn an_island_is_one_closed_line_and_its_border_another() {
        let world = World::read(ISLAND).unwrap();
        let drawn = world.drawn(2, EVERYWHERE);
        assert_eq!(drawn.land.matches('M').count(), 1);
        assert!(drawn.land.ends_with('Z'));
        assert_eq!(drawn.land.matches('L').count(), 6, "{}", drawn.land);
        assert_eq!(drawn.borders.matches('M').count(), 1);
    }

    #[test]
    fn what_is_out_of_sight_is_not_drawn() {
        let world = World::read(ISLAND).unwrap();
        let corner = Area {
            width: 50.0,
            height: 50.0,
            ..EVERYWHERE
        };
        assert_eq!(world.drawn(2, corner), Drawn::default());
        assert_eq!(world.drawn(9, EVERYWHERE), Drawn::default());
    }

    fn row(longitudes: &[f64], latitude: f64) -> Vec<Geo> {
        let place = |longitude: &f64| Geo {
            latitude,
            longitude: *longitude,
        };
        longitudes.iter().map(place).collect()
    }

    #[test]
    fn thinning_keeps_the_ends_and_leaves_no_crowd() {
        let longitudes: Vec<_> = (0..100_i32).map(|step| f64::from(step) * 0.1).collect();
        let line = row(&longitudes, 0.0);
        let thin = thinned(&line, 3.0);
        assert_eq!((thin.first(), thin.last()), (line.first(), line.last()));
        assert!(thin.len() < 13);
        assert_eq!(thinned(&line, 0.0), line);
    }

    #[test]
    fn land_across_the_antimeridian_is_drawn_at_both_sides() {
        let ring = row(&[170.0, 179.0, -175.0, -179.0], 66.0);
        let unrolled = unrolled(&ring);
        assert_eq!(unrolled, row(&[170.0, 179.0, 185.0, 181.0], 66.0));
        let copies = within_the_map(&unrolled);
        assert_eq!(copies.len(), 2);
        assert!(copies[0].iter().all(|place| place.longitude <= -170.0));
    }

    #[test]
    fn land_around_a_pole_is_closed_along_it() {
        let ring = row(&[-180.0, -60.0, 60.0, 180.0], -78.0);
        let unrolled = unrolled(&ring);
        assert_eq!(unrolled.len(), 6);
        assert!(unrolled[4..].iter().all(|place| place.latitude <= -90.0));
    }

    #[test]
    fn closer_is_finer() {
        assert_eq!(World::level(0.5), 0);
        assert_eq!(World::level(3.0), 1);
        assert_eq!(World::level(20.0), 2);
    }
}
