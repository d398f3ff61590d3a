//! Bins with round borders for figures of one unit: even ones, or 1-2-5 steps where the figures lie far apart.

use protocol::CarbonBin;
use rust_decimal::Decimal;

/// How many even bins there are at most, about.
const ABOUT: i64 = 8;
/// Figures whose greatest is more than so many times their least are binned in 1-2-5 steps.
const FAR_APART: i64 = 40;

/// The bins that these figures fall into, lowest first and without gaps; the figures come in ascending order.
pub(super) fn of(values: &[Decimal]) -> Vec<CarbonBin> {
    let (Some(least), Some(greatest)) = (values.first(), values.last()) else {
        return Vec::new();
    };
    let edges = edges(*least, *greatest);
    let bin = |pair: &[Decimal]| {
        let below = |edge: Decimal| values.partition_point(|value| *value < edge);
        CarbonBin {
            from: pair[0].normalize().to_string(),
            to: pair[1].normalize().to_string(),
            count: u32::try_from(below(pair[1]) - below(pair[0])).unwrap_or(u32::MAX),
        }
    };
    edges.windows(2).map(bin).collect()
}

/// Borders that hold both figures, ascending; the last lies above the greatest.
fn edges(least: Decimal, greatest: Decimal) -> Vec<Decimal> {
    let is_far = least > Decimal::ZERO
        && greatest
            .checked_div(least)
            .is_none_or(|times| times > FAR_APART.into());
    if is_far {
        let rounds = rounds();
        let from = rounds.partition_point(|round| *round <= least).max(1) - 1;
        let to = rounds.partition_point(|round| *round <= greatest);
        return rounds[from..=to.min(rounds.len() - 1)].to_vec();
    }
    let span = greatest.saturating_sub(least);
    let span = if span.is_zero() { greatest.abs() } else { span };
    let wanted = span / Decimal::from(ABOUT);
    let step = rounds().into_iter().find(|round| *round >= wanted);
    let step = step.unwrap_or(span).max(Decimal::new(1, 6));
    let first = (least / step).floor() * step;
    let mut edges = vec![first];
    let mut end = first;
    while end <= greatest {
        end += step;
        edges.push(end);
    }
    edges
}

/// 0.000001, 0.000002, 0.000005, 0.00001, … 50 000 000 000 000: what a claim's millionths can be.
fn rounds() -> Vec<Decimal> {
    let decade = |power: u32| {
        let ten = Decimal::from(10_u64.pow(power)) / Decimal::from(1_000_000);
        [1, 2, 5].map(|first| ten * Decimal::from(first))
    };
    (0..=19).flat_map(decade).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shown(values: &[&str]) -> Vec<(String, String, u32)> {
        let values: Vec<Decimal> = values.iter().map(|value| value.parse().unwrap()).collect();
        let bins = of(&values).into_iter();
        bins.map(|bin| (bin.from, bin.to, bin.count)).collect()
    }

    #[test]
    fn near_figures_lie_in_even_bins() {
        let bins = shown(&["6.4", "7.9", "7.9", "38"]);
        assert_eq!(bins.first().unwrap(), &("5".into(), "10".into(), 3));
        assert_eq!(bins.last().unwrap(), &("35".into(), "40".into(), 1));
        assert_eq!(bins.len(), 7);
    }

    #[test]
    fn figures_far_apart_lie_in_growing_bins() {
        let bins = shown(&["0.02", "0.48", "2.1", "6.2"]);
        assert_eq!(bins.first().unwrap(), &("0.02".into(), "0.05".into(), 1));
        assert_eq!(bins.last().unwrap(), &("5".into(), "10".into(), 1));
    }

    #[test]
    fn one_figure_has_one_bin() {
        assert_eq!(shown(&["6.2"]), [("6".into(), "7".into(), 1)]);
        assert_eq!(shown(&["0"]).len(), 1);
        assert_eq!(shown(&[]), []);
    }

    #[test]
    fn every_figure_is_in_a_bin_however_far_they_lie_apart() {
        let micros = [
            i64::MIN,
            -7_000_000,
            -1,
            0,
            1,
            9,
            20_000,
            38_000_000,
            i64::MAX,
        ];
        for least in 0..micros.len() {
            for greatest in least..micros.len() {
                let values = micros[least..=greatest].iter();
                let values: Vec<Decimal> = values.map(|micro| Decimal::new(*micro, 6)).collect();
                let bins = of(&values);
                let counted: usize = bins.iter().map(|bin| bin.count as usize).sum();
                assert_eq!(counted, values.len());
                assert!(bins.len() <= 64, "{} bins", bins.len());
            }
        }
    }
}
