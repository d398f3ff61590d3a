//! What is summed up on the map: what a place made, what came and went, and what flows between two marks.

use std::collections::BTreeMap;

use protocol::{AssetKind, MapFlow, MapMade, MapView, Position};

use super::projection::Geo;

/// The kinds, in the order of their colours around a mark.
pub(crate) const KINDS: [AssetKind; 4] = [
    AssetKind::Material,
    AssetKind::Component,
    AssetKind::Product,
    AssetKind::LogisticUnit,
];

/// What marks are sized by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Measure {
    /// The mass.
    #[default]
    Mass,
    /// The number of assets.
    Number,
}

/// Something summed up, by kind.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Sum {
    /// Assets, or movements of assets.
    pub(crate) count: u64,
    /// The mass of those whose mass is known.
    pub(crate) kilograms: f64,
    /// How many of them have no known mass.
    pub(crate) unweighed: u64,
    /// How many of them are under way.
    pub(crate) under_way: u64,
    /// The count of each kind, in the order of [`KINDS`].
    pub(crate) kinds: [u64; 4],
    /// The mass of each kind.
    pub(crate) masses: [f64; 4],
}

impl Sum {
    fn add(&mut self, kind: AssetKind, count: u32, kilograms: f64, unweighed: u32) {
        self.count += u64::from(count);
        self.kilograms += kilograms;
        self.unweighed += u64::from(unweighed);
        if let Some(index) = KINDS.iter().position(|of| *of == kind) {
            self.kinds[index] += u64::from(count);
            self.masses[index] += kilograms;
        }
    }

    fn add_made(&mut self, made: &MapMade) {
        self.add(made.kind, made.assets, made.kilograms, made.unweighed);
    }

    fn add_flow(&mut self, flow: &MapFlow) {
        self.add(flow.kind, flow.movements, flow.kilograms, flow.unweighed);
        self.under_way += u64::from(flow.under_way);
    }

    fn add_sum(&mut self, other: &Self) {
        self.count += other.count;
        self.kilograms += other.kilograms;
        self.unweighed += other.unweighed;
        self.under_way += other.under_way;
        for index in 0..KINDS.len() {
            self.kinds[index] += other.kinds[index];
            self.masses[index] += other.masses[index];
        }
    }

    /// How much it is by this measure.
    #[allow(clippy::cast_precision_loss)] // only drawn
    pub(crate) fn size(&self, measure: Measure) -> f64 {
        match measure {
            Measure::Mass => self.kilograms,
            Measure::Number => self.count as f64,
        }
    }

    /// The share of each kind by this measure; by number where nothing has a mass. All zero for nothing.
    #[allow(clippy::cast_precision_loss)] // only drawn
    pub(crate) fn shares(&self, measure: Measure) -> [f64; 4] {
        let parts = if measure == Measure::Mass && self.kilograms > 0.0 {
            self.masses
        } else {
            self.kinds.map(|count| count as f64)
        };
        let whole: f64 = parts.iter().sum();
        parts.map(|part| if whole > 0.0 { part / whole } else { 0.0 })
    }

    /// The kind that most of it is.
    pub(crate) fn main_kind(&self, measure: Measure) -> AssetKind {
        let shares = self.shares(measure);
        let most = KINDS.iter().zip(shares).max_by(|a, b| a.1.total_cmp(&b.1));
        most.map_or(AssetKind::Material, |(kind, _)| *kind)
    }
}

/// What there is to say about each place, by index.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct PlaceSums {
    /// What was made there.
    pub(crate) made: Sum,
    /// What came from other places.
    pub(crate) arrived: Sum,
    /// What went to other places.
    pub(crate) left: Sum,
}

impl PlaceSums {
    /// All of these together.
    pub(crate) fn total<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut total = Self::default();
        for part in parts {
            total.made.add_sum(&part.made);
            total.arrived.add_sum(&part.arrived);
            total.left.add_sum(&part.left);
        }
        total
    }

    /// Whether there is anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.made.count + self.arrived.count + self.left.count == 0
    }
}

/// Every place's sums, of one kind or of all.
pub(crate) fn of_places(view: &MapView, kind: Option<AssetKind>) -> Vec<PlaceSums> {
    let mut sums = vec![PlaceSums::default(); view.places.len()];
    for (place, sums) in view.places.iter().zip(&mut sums) {
        for made in place.made.iter().filter(|made| is_of(made.kind, kind)) {
            sums.made.add_made(made);
        }
    }
    for flow in view.flows.iter().filter(|flow| is_of(flow.kind, kind)) {
        if let Some(sums) = sums.get_mut(index(flow.from)) {
            sums.left.add_flow(flow);
        }
        if let Some(sums) = sums.get_mut(index(flow.to)) {
            sums.arrived.add_flow(flow);
        }
    }
    sums
}

/// What flows between groups of places, by the group of each place; within a group nothing flows. `None` is no group.
pub(crate) fn between(
    view: &MapView,
    kind: Option<AssetKind>,
    group_of: &[Option<usize>],
) -> BTreeMap<(usize, usize), Sum> {
    let mut sums: BTreeMap<(usize, usize), Sum> = BTreeMap::new();
    let group = |place: u32| group_of.get(index(place)).copied().flatten();
    for flow in view.flows.iter().filter(|flow| is_of(flow.kind, kind)) {
        let (Some(from), Some(to)) = (group(flow.from), group(flow.to)) else {
            continue;
        };
        if from != to {
            sums.entry((from, to)).or_default().add_flow(flow);
        }
    }
    sums
}

fn is_of(kind: AssetKind, wanted: Option<AssetKind>) -> bool {
    wanted.is_none_or(|wanted| wanted == kind)
}

/// An index that crossed from the backend.
pub(crate) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// Where a place is, if that is known.
pub(crate) fn geo(position: Position) -> Option<Geo> {
    match position {
        Position::Registered {
            latitude,
            longitude,
        } => Some(Geo {
            latitude,
            longitude,
        }),
        Position::NoCoordinates | Position::NoPlace => None,
    }
}

/// A radius or thickness whose square grows with the value, so that area is what is compared.
pub(crate) fn scaled(value: f64, largest: f64, range: (f64, f64)) -> f64 {
    if largest <= 0.0 || value <= 0.0 || value.is_nan() {
        return range.0;
    }
    let share = (value / largest).clamp(0.0, 1.0).sqrt();
    range.0 + (range.1 - range.0) * share
}

#[cfg(test)]
pub(super) mod tests {
    use protocol::{FlowBasis, MapPlace};

    use super::*;

    pub(crate) fn place(title: &str, made: &[(AssetKind, u32, f64)]) -> MapPlace {
        MapPlace {
            epc: format!("https://example.org/{title}"),
            title: title.into(),
            town: title.into(),
            country: "XX".into(),
            party: "=Party".into(),
            position: Position::Registered {
                latitude: 1.0,
                longitude: 2.0,
            },
            made: (made.iter())
                .map(|(kind, assets, kilograms)| MapMade {
                    kind: *kind,
                    assets: *assets,
                    kilograms: *kilograms,
                    unweighed: 0,
                })
                .collect(),
            assets: Vec::new(),
        }
    }

    fn flow(from: u32, to: u32, kind: AssetKind, kilograms: f64) -> MapFlow {
        MapFlow {
            from,
            to,
            kind,
            movements: 2,
            under_way: 1,
            kilograms,
            unweighed: 0,
        }
    }

    pub(crate) fn sample() -> MapView {
        MapView {
            subject: None,
            basis: FlowBasis::Shipped,
            places: vec![
                place("mine", &[(AssetKind::Material, 3, 900.0)]),
                place(
                    "works",
                    &[
                        (AssetKind::Material, 1, 100.0),
                        (AssetKind::Component, 4, 300.0),
                    ],
                ),
                place("shop", &[]),
            ],
            flows: vec![
                flow(0, 1, AssetKind::Material, 800.0),
                flow(1, 2, AssetKind::Component, 250.0),
                flow(1, 2, AssetKind::Material, 50.0),
            ],
        }
    }

    #[test]
    fn a_place_sums_up_what_it_made_and_what_came_and_went() {
        let sums = of_places(&sample(), None);
        assert_eq!((sums[1].made.count, sums[1].left.count), (5, 4));
        assert!((sums[1].arrived.kilograms - 800.0).abs() < 1e-9);
        assert_eq!(sums[1].made.kinds, [1, 4, 0, 0]);
        assert_eq!(sums[1].made.main_kind(Measure::Mass), AssetKind::Component);
        let shares = sums[2].made.shares(Measure::Mass);
        assert!(shares.iter().all(|share| share.abs() < 1e-9), "{shares:?}");
    }

    #[test]
    fn one_kind_alone_is_summed_up_alone() {
        let sums = of_places(&sample(), Some(AssetKind::Component));
        assert!(sums[0].is_empty());
        assert_eq!(sums[1].made.count, 4);
        assert!((sums[2].arrived.kilograms - 250.0).abs() < 1e-9);
    }

    #[test]
    fn what_stays_within_a_group_does_not_flow() {
        let apart = between(&sample(), None, &[Some(0), Some(1), Some(2)]);
        assert!((apart[&(1, 2)].kilograms - 300.0).abs() < 1e-9);
        assert_eq!(apart[&(1, 2)].under_way, 2);
        let together = between(&sample(), None, &[Some(0), Some(0), Some(1)]);
        assert_eq!(together.len(), 1);
        assert!(between(&sample(), None, &[Some(0), None]).is_empty());
    }

    #[test]
    fn areas_are_compared_and_nothing_is_smallest() {
        let range = (4.0, 24.0);
        assert!((scaled(25.0, 100.0, range) - 14.0).abs() < 1e-9);
        assert!((scaled(0.0, 100.0, range) - 4.0).abs() < 1e-9);
        assert!((scaled(f64::NAN, 100.0, range) - 4.0).abs() < 1e-9);
    }
}
