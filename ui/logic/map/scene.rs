//! What is drawn over the world at one zoom: marks with their names, and the flows between them. Positions are in pixels
//! from the map's corner; where the camera has moved that corner to is added by whoever draws.

use protocol::{AssetKind, MapView};

use super::{
    arc::{self, Arc},
    cluster::{self, Spot},
    figures::{self, Measure, PlaceSums, Sum},
    labels::{self, Side},
    projection::{Geo, Point, project},
};

/// The radius of a mark, from nothing to the most.
const RADIUS: (f64, f64) = (5.0, 19.0);
/// The thickness of a flow, from nothing to the most.
const THICKNESS: (f64, f64) = (1.1, 6.0);
/// More flows than this are no picture any more; the largest are drawn.
const MOST_FLOWS: usize = 400;
/// The width of a name's letter, about.
const LETTER: f64 = 6.4;
/// A name is cut after about so many letters (the style says after how many pixels).
const LONGEST_NAME: usize = 22;

/// Everything drawn over the world.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Scene {
    /// The marks, those that count most first.
    pub(crate) marks: Vec<Mark>,
    /// The flows, the smallest first, so that the larger lie above.
    pub(crate) flows: Vec<Flow>,
    /// How many flows are not drawn, because there are too many.
    pub(crate) undrawn: usize,
}

/// One place, or several that lie too near to each other to be told apart.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Mark {
    /// The places, by index, the one that counts most first.
    pub(crate) places: Vec<usize>,
    /// The middle.
    pub(crate) at: Point,
    pub(crate) radius: f64,
    /// What was made in these places, and what came and went; what went between them counts as both.
    pub(crate) sums: PlaceSums,
    /// The side that the name stands on, if there is room for it.
    pub(crate) side: Option<Side>,
}

impl Mark {
    /// The place that the mark stands at.
    pub(crate) fn lead(&self) -> usize {
        self.places.first().copied().unwrap_or_default()
    }
}

/// What goes from one mark to another.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Flow {
    /// The mark it leaves, by index.
    pub(crate) from: usize,
    /// The mark it goes to, by index.
    pub(crate) to: usize,
    pub(crate) sum: Sum,
    pub(crate) thickness: f64,
    pub(crate) arc: Arc,
}

/// Where each place is; nothing for one whose coordinates are not known.
pub(crate) fn positions(view: &MapView) -> Vec<Option<Geo>> {
    let places = view.places.iter();
    places.map(|place| figures::geo(place.position)).collect()
}

impl Scene {
    /// What is drawn of one kind, or of all, at a zoom.
    pub(crate) fn new(
        view: &MapView,
        kind: Option<AssetKind>,
        measure: Measure,
        zoom: f64,
    ) -> Self {
        let geos = positions(view);
        let sums = figures::of_places(view, kind);
        let size = |index: usize| sums.get(index).map_or(0.0, |sums| sums.made.size(measure));
        let spots: Vec<Spot> = geos
            .iter()
            .enumerate()
            .filter(|(index, _)| sums.get(*index).is_some_and(|sums| !sums.is_empty()))
            .filter_map(|(place, geo)| {
                Some(Spot {
                    place,
                    at: project((*geo)?),
                    weight: size(place),
                })
            })
            .collect();
        let marks = marks(view, &cluster::clusters(&spots, zoom), &sums, measure, zoom);
        let mut group_of = vec![None; view.places.len()];
        for (group, mark) in marks.iter().enumerate() {
            for place in &mark.places {
                group_of[*place] = Some(group);
            }
        }
        let mut flows: Vec<((usize, usize), Sum)> = figures::between(view, kind, &group_of)
            .into_iter()
            .collect();
        flows.sort_by(|(_, a), (_, b)| a.size(measure).total_cmp(&b.size(measure)));
        let undrawn = flows.len().saturating_sub(MOST_FLOWS);
        let flows = flows.split_off(undrawn);
        Self {
            flows: arcs(&flows, &marks, &geos, measure, zoom),
            marks,
            undrawn,
        }
    }

    /// The mark that a place is under.
    pub(crate) fn mark_of(&self, place: usize) -> Option<(usize, &Mark)> {
        let marks = self.marks.iter().enumerate();
        marks
            .into_iter()
            .find(|(_, mark)| mark.places.contains(&place))
    }

    /// The mark nearest in a direction, from the mark at an index; across counts double, so that what lies straight ahead
    /// wins.
    pub(crate) fn beside(&self, index: usize, (dx, dy): (f64, f64)) -> Option<usize> {
        let from = self.marks.get(index)?.at;
        let far = |mark: &Mark| {
            let (x, y) = (mark.at.x - from.x, mark.at.y - from.y);
            let (along, across) = (x * dx + y * dy, (x * dy - y * dx).abs());
            (along > 1.0 && across <= 2.5 * along).then_some(along + 2.0 * across)
        };
        let others = self.marks.iter().enumerate().filter(|(at, _)| *at != index);
        let ranked = others.filter_map(|(at, mark)| Some((at, far(mark)?)));
        ranked.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
    }
}

fn marks(
    view: &MapView,
    clusters: &[cluster::Cluster],
    sums: &[PlaceSums],
    measure: Measure,
    zoom: f64,
) -> Vec<Mark> {
    let mut marks: Vec<Mark> = clusters
        .iter()
        .map(|cluster| {
            let within = cluster.places.iter().filter_map(|place| sums.get(*place));
            Mark {
                places: cluster.places.clone(),
                at: Point {
                    x: cluster.at.x * zoom,
                    y: cluster.at.y * zoom,
                },
                radius: 0.0,
                sums: PlaceSums::total(within),
                side: None,
            }
        })
        .collect();
    let largest = |marks: &[Mark]| {
        let sizes = marks.iter().map(|mark| mark.sums.made.size(measure));
        sizes.fold(0.0, f64::max)
    };
    let most = largest(&marks);
    for mark in &mut marks {
        mark.radius = figures::scaled(mark.sums.made.size(measure), most, RADIUS);
    }
    let named: Vec<_> = marks
        .iter()
        .map(|mark| labels::Mark {
            at: mark.at,
            radius: mark.radius,
            width: width(view, mark),
        })
        .collect();
    for (mark, side) in marks.iter_mut().zip(labels::placed(&named)) {
        mark.side = side;
    }
    marks
}

/// How wide a mark's name is, with the number of further places.
#[allow(clippy::cast_precision_loss)] // a few dozen letters
fn width(view: &MapView, mark: &Mark) -> f64 {
    let place = view.places.get(mark.lead());
    let letters = place.map_or(0, |place| town(place).chars().count());
    let more = if mark.places.len() > 1 { 3 } else { 0 };
    (letters.min(LONGEST_NAME) + more) as f64 * LETTER
}

/// What a mark is called: the town, or the place's own name where no town is recorded.
pub(crate) fn town(place: &protocol::MapPlace) -> &str {
    if place.town.is_empty() {
        &place.title
    } else {
        &place.town
    }
}

fn arcs(
    flows: &[((usize, usize), Sum)],
    marks: &[Mark],
    geos: &[Option<Geo>],
    measure: Measure,
    zoom: f64,
) -> Vec<Flow> {
    let most = flows.last().map_or(0.0, |(_, sum)| sum.size(measure));
    let place_of = |mark: &Mark| geos.get(mark.lead()).copied().flatten();
    flows
        .iter()
        .filter_map(|((from, to), sum)| {
            let (leaves, reaches) = (marks.get(*from)?, marks.get(*to)?);
            let thickness = figures::scaled(sum.size(measure), most, THICKNESS);
            let radii = (leaves.radius, reaches.radius);
            Some(Flow {
                from: *from,
                to: *to,
                sum: *sum,
                thickness,
                arc: arc::arc(
                    place_of(leaves)?,
                    place_of(reaches)?,
                    zoom,
                    radii,
                    thickness,
                ),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::Position;

    use super::{super::figures::tests::sample, *};

    fn spread() -> MapView {
        let mut view = sample();
        let at = [(-2.0, 105.0), (51.0, 4.0), (51.2, 4.3)];
        for (place, (latitude, longitude)) in view.places.iter_mut().zip(at) {
            place.position = Position::Registered {
                latitude,
                longitude,
            };
        }
        view
    }

    #[test]
    fn near_places_are_one_mark_until_one_looks_closer() {
        let far = Scene::new(&spread(), None, Measure::Mass, 1.0);
        assert_eq!((far.marks.len(), far.flows.len()), (2, 1));
        let near = Scene::new(&spread(), None, Measure::Mass, 40.0);
        assert_eq!((near.marks.len(), near.flows.len()), (3, 2));
        assert_eq!(far.mark_of(2).map(|(_, mark)| mark.lead()), Some(1));
    }

    #[test]
    fn more_mass_is_a_larger_mark_and_a_thicker_line() {
        let scene = Scene::new(&spread(), None, Measure::Mass, 40.0);
        assert_eq!(scene.marks[0].lead(), 0, "the mine made most");
        assert!(scene.marks[0].radius > scene.marks[1].radius);
        let last = scene.flows.last();
        assert!(last.is_some_and(|flow| (flow.thickness - THICKNESS.1).abs() < 1e-9));
    }

    #[test]
    fn a_place_that_is_nowhere_is_not_drawn() {
        let mut view = spread();
        view.places[1].position = Position::NoCoordinates;
        let scene = Scene::new(&view, None, Measure::Number, 40.0);
        assert!(scene.mark_of(1).is_none());
        assert!(scene.flows.is_empty());
    }

    #[test]
    fn arrows_find_the_mark_beside() {
        let scene = Scene::new(&spread(), None, Measure::Mass, 40.0);
        let at = |place| scene.mark_of(place).map(|(index, _)| index);
        let mine = at(0).unwrap_or_default();
        let west = scene.beside(mine, (-1.0, 0.0));
        assert!(west == at(1) || west == at(2));
        assert_eq!(scene.beside(mine, (1.0, 0.0)), None);
    }
}
