//! How much of a card is drawn at a zoom: level of detail.

/// What stands for an asset on the screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Level {
    /// A box in the colour of its kind.
    Box,
    /// A card with its name.
    Name,
    /// The whole card, as an element that can be read aloud.
    Whole,
}

/// Below this zoom the small print of a card cannot be read.
const WHOLE: f64 = 0.5;
/// Below this zoom its name cannot be read either.
const NAME: f64 = 0.3;
/// More elements than these make the window slow, and more cards than these nobody reads at once.
const MOST_ELEMENTS: usize = 400;

/// How much of each card is drawn when so many are in sight.
pub(crate) fn of(zoom: f64, in_sight: usize) -> Level {
    if zoom < NAME {
        Level::Box
    } else if zoom < WHOLE || in_sight > MOST_ELEMENTS {
        Level::Name
    } else {
        Level::Whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_the_more_is_drawn() {
        let zooms = [0.05, 0.2, 0.3, 0.45, 0.5, 1.0, 2.5];
        let levels = zooms.map(|zoom| of(zoom, 30));
        assert!(levels.is_sorted());
        assert_eq!(levels[0], Level::Box);
        assert_eq!(levels[6], Level::Whole);
    }

    #[test]
    fn too_many_at_once_are_not_elements() {
        assert_eq!(of(1.0, 10_000), Level::Name);
        assert_eq!(of(0.1, 10_000), Level::Box);
    }
}
