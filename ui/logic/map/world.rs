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
    /// Reads a TopoJSON file with the objects `countries` and `land`.
    pub(crate) fn read(text: &str) -> Result<Self, serde_json::Error> {
        let topology = Topology::read(text)?;
        let lines: Vec<Vec<Point>> = (topology.arcs.iter())
            .map(|arc| arc.iter().copied().map(project).collect())
            .collect();
        Ok(Self {
            levels: LEVELS.map(|(_, nearest)| Level::new(&topology, &lines, nearest)),
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
    fn new(topology: &Topology, lines: &[Vec<Point>], nearest: f64) -> Self {
        // The lines are thinned one by one, so that neighbours keep fitting together.
        let lines: Vec<_> = lines.iter().map(|line| thinned(line, nearest)).collect();
        let land = topology.land.iter().filter_map(|polygon| {
            let mut path = String::new();
            let mut bounds = Bounds::NOTHING;
            for references in polygon {
                let ring = ring(&lines, references);
                let own = Bounds::of(&ring);
                if own.across() >= nearest * SMALLEST && ring.len() > 2 {
                    write_line(&mut path, &ring);
                    path.push('Z');
                    bounds = bounds.and(own);
                }
            }
            (!path.is_empty()).then_some(Shape { bounds, path })
        });
        let borders = topology.borders.iter().filter_map(|index| {
            let line = lines.get(*index)?;
            let mut path = String::new();
            write_line(&mut path, line);
            let bounds = Bounds::of(line);
            Some(Shape { bounds, path })
        });
        Self {
            land: land.collect(),
            borders: borders.collect(),
        }
    }
}

/// A ring from the lines it is made of; each begins where the one before ended.
fn ring(lines: &[Vec<Point>], references: &[i32]) -> Vec<Point> {
    let mut ring: Vec<Point> = Vec::new();
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

/// The line without points that lie nearer than this to the one before; its ends stay.
fn thinned(line: &[Point], nearest: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(line.len());
    for (index, point) in line.iter().enumerate() {
        let is_end = index + 1 == line.len();
        let is_far = |last: &Point| last.distance(*point) >= nearest;
        if is_end || kept.last().is_none_or(is_far) {
            kept.push(*point);
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

    #[test]
    fn thinning_keeps_the_ends_and_leaves_no_crowd() {
        let line: Vec<_> = (0..100_i32)
            .map(|step| Point {
                x: f64::from(step) * 0.1,
                y: 0.0,
            })
            .collect();
        let thin = thinned(&line, 1.0);
        assert_eq!((thin.first(), thin.last()), (line.first(), line.last()));
        assert!(thin.len() < 13);
        assert_eq!(thinned(&line, 0.0), line);
    }

    #[test]
    fn closer_is_finer() {
        assert_eq!(World::level(0.5), 0);
        assert_eq!(World::level(3.0), 1);
        assert_eq!(World::level(20.0), 2);
    }
}
