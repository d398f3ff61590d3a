//! Where a chart puts its figures: round steps on an axis of counts, and places on it.

/// How many steps an axis has at most.
const STEPS: u32 = 4;

/// Round values from 0 up to or just beyond the greatest, ascending; at least two.
pub(crate) fn ticks(greatest: u32) -> Vec<u32> {
    let wanted = greatest.div_ceil(STEPS).max(1);
    let rounds = (0..10).flat_map(|power| [1, 2, 5].map(|first| first * 10_u64.pow(power)));
    let step = rounds
        .filter_map(|round| u32::try_from(round).ok())
        .find(|round| *round >= wanted)
        .unwrap_or(u32::MAX);
    let mut ticks = vec![0];
    let mut last = 0_u32;
    while last < greatest.max(1) {
        last = last.saturating_add(step);
        ticks.push(last);
    }
    ticks
}

/// The share of a count in the whole axis, from 0 to 1.
pub(crate) fn along(count: u32, whole: u32) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    (f64::from(count) / f64::from(whole)).clamp(0.0, 1.0)
}

/// A place along an axis for an attribute of SVG, such as `42.50%`.
pub(crate) fn percent(share: f64) -> String {
    let share = if share.is_finite() { share } else { 0.0 };
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_round_and_holds_its_greatest() {
        assert_eq!(ticks(24), [0, 10, 20, 30]);
        assert_eq!(ticks(4), [0, 1, 2, 3, 4]);
        assert_eq!(ticks(0), [0, 1]);
        for greatest in [1, 7, 99, 1_000, 399_999, u32::MAX] {
            let ticks = ticks(greatest);
            assert!(ticks.last().is_some_and(|last| *last >= greatest));
            assert!((2..=5).contains(&ticks.len()), "{ticks:?}");
        }
    }

    #[test]
    fn places_stay_on_the_axis() {
        assert_eq!(percent(0.425), "42.50%");
        assert_eq!(percent(f64::NAN), "0.00%");
        assert_eq!(percent(7.0), "100.00%");
        assert!((along(5, 10) - 0.5).abs() < f64::EPSILON);
        assert!(along(1, 0).abs() < f64::EPSILON);
    }
}
