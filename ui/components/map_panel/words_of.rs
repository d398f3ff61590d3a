//! Places and sums in words, the same wherever the map says them.

use protocol::{FlowBasis, MapPlace, Position};

use crate::{
    locales::{current, t, tf, tn},
    logic::map::{figures::Sum, written},
};

/// Such as `Muntok, ID`; the place's own name where no town is recorded.
pub(crate) fn place(place: &MapPlace) -> String {
    if place.town.is_empty() {
        return place.title.clone();
    }
    if place.country.is_empty() {
        return place.town.clone();
    }
    format!("{}, {}", place.town, place.country)
}

/// Such as `1 050 kg in 3 assets`, or `420 kg in 2 movements`.
pub(crate) fn sum(sum: &Sum, is_made: bool) -> String {
    let count = if is_made {
        tn("count.assets.one", "count.assets.many", sum.count)
    } else {
        tn("map.movements.one", "map.movements.many", sum.count)
    };
    if sum.kilograms <= 0.0 {
        return count;
    }
    let mass = written::kilograms(sum.kilograms, current());
    tf("map.mass-in", &[("mass", &mass), ("count", &count)])
}

/// What the sum leaves out, if anything.
pub(crate) fn unweighed(sum: &Sum) -> Option<String> {
    (sum.unweighed > 0).then(|| tn("map.unweighed.one", "map.unweighed.many", sum.unweighed))
}

/// Where a place is and how that is known, or why it is not known.
pub(crate) fn position(position: Position) -> String {
    match position {
        Position::Registered {
            latitude,
            longitude,
        } => tf(
            "map.registered",
            &[("at", &written::coordinates(latitude, longitude, current()))],
        ),
        Position::NoCoordinates => t("map.no-coordinates").to_owned(),
        Position::NoPlace => t("map.no-place").to_owned(),
    }
}

/// Where a place is, for a column that says how that is known.
pub(crate) fn coordinates(position: Position) -> String {
    match position {
        Position::Registered {
            latitude,
            longitude,
        } => written::coordinates(latitude, longitude, current()),
        Position::NoCoordinates | Position::NoPlace => t("map.undrawn").to_owned(),
    }
}

/// What a flow on this map is.
pub(crate) fn basis(basis: FlowBasis) -> &'static str {
    t(match basis {
        FlowBasis::Shipped => "map.basis-shipped",
        FlowBasis::Used => "map.basis-used",
    })
}
