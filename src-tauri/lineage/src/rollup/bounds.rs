//! Shares as ranges, and the one rule by which they pass through a process. It knows masses and shares, not assets.
//!
//! A process takes parts of mass *mᵢ* (total *T*), each with a share between *lᵢ* and *uᵢ* and in proportion *pᵢ*, and
//! makes *M*. What is missing, *T − M*, is loss and may have come from anything; so the share of what was made lies between
//! `max(0, Σ mᵢ·lᵢ − loss) / M` and `min(M, Σ mᵢ·uᵢ) / M`, and in proportion it is `Σ mᵢ·pᵢ / T`. What there is too much of, *M − T*,
//! came from something that was not recorded. This takes no lot to be the same throughout, as mass balance (ISO 22095)
//! does not either: a bound holds for every way in which a loss can have fallen.

use rust_decimal::Decimal;

/// A share that is known to lie in a range, each of the three from 0 to 1 and in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The least it can be: untraced mass counts as 0 and losses fell worst.
    pub lower: Decimal,
    /// What it is if losses fell on all inputs alike; untraced mass counts as 0.
    pub proportional: Decimal,
    /// The most it can be: untraced mass counts as 1 and losses fell best.
    pub upper: Decimal,
}

impl Bounds {
    /// Nothing.
    pub const ZERO: Self = Self::exactly(Decimal::ZERO);
    /// All of it.
    pub const ONE: Self = Self::exactly(Decimal::ONE);
    /// Nobody knows; counted as nothing in proportion.
    pub const UNKNOWN: Self = Self {
        lower: Decimal::ZERO,
        proportional: Decimal::ZERO,
        upper: Decimal::ONE,
    };

    /// A share that is known.
    pub const fn exactly(share: Decimal) -> Self {
        Self {
            lower: share,
            proportional: share,
            upper: share,
        }
    }

    /// Nobody knows more than that it is no more than so much.
    pub(super) fn up_to(proportional: Decimal, upper: Decimal) -> Self {
        Self {
            lower: Decimal::ZERO,
            proportional,
            upper,
        }
        .in_order()
    }

    /// The share in these bounds of an amount, such as the kilograms of a material in an asset.
    #[must_use]
    pub fn times(self, amount: Decimal) -> Self {
        // Most shares on a ledger are nothing or all, and known: multiplying 28 digits is what takes time here.
        let part = |share: Decimal| {
            if share.is_zero() {
                Decimal::ZERO
            } else if share == Decimal::ONE {
                amount
            } else {
                share.saturating_mul(amount)
            }
        };
        let lower = part(self.lower);
        let beside = |share: Decimal| {
            if share == self.lower {
                lower
            } else {
                part(share)
            }
        };
        Self {
            lower,
            proportional: beside(self.proportional),
            upper: beside(self.upper),
        }
    }

    /// In per cent.
    #[must_use]
    pub fn percent(self) -> Self {
        self.times(Decimal::ONE_HUNDRED)
    }

    /// The sum of both, which may be more than a whole.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            lower: self.lower.saturating_add(other.lower),
            proportional: self.proportional.saturating_add(other.proportional),
            upper: self.upper.saturating_add(other.upper),
        }
    }

    /// The same, tightened by what is beside it: of `all`, which is the sum of this and the others, the others leave at least
    /// and at most so much of the whole.
    pub(super) fn beside(self, all: Self) -> Self {
        let least = Decimal::ONE.saturating_sub(all.upper.saturating_sub(self.upper));
        let most = Decimal::ONE.saturating_sub(all.lower.saturating_sub(self.lower));
        Self {
            lower: self.lower.max(least),
            proportional: self.proportional,
            upper: self.upper.min(most),
        }
        .in_order()
    }

    /// The same within 0 and 1 and in order, after rounding in the last place may have bent that.
    pub(super) fn in_order(self) -> Self {
        let proportional = self.proportional.clamp(Decimal::ZERO, Decimal::ONE);
        Self {
            lower: self.lower.clamp(Decimal::ZERO, proportional),
            proportional,
            upper: self.upper.clamp(proportional, Decimal::ONE),
        }
    }
}

/// The masses of a process, in kilograms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// The sum of the known masses of its parts.
    pub(super) used: Decimal,
    /// Whether the masses of all its parts are known.
    pub(super) all_known: bool,
    /// How many parts it has.
    pub(super) parts: usize,
    /// The mass of what it made; `None` where that is unknown or nothing.
    pub(super) made: Option<Decimal>,
}

impl Scale {
    pub(crate) fn new(parts: &[Option<Decimal>], made: Option<Decimal>) -> Self {
        Self {
            used: (parts.iter().flatten())
                .fold(Decimal::ZERO, |sum, mass| sum.saturating_add(*mass)),
            all_known: parts.iter().all(Option::is_some),
            parts: parts.len(),
            made: made.filter(|made| *made > Decimal::ZERO),
        }
    }

    /// Whether all masses are known, so that the bounds say what they can.
    pub(super) const fn is_complete(&self) -> bool {
        self.all_known && self.made.is_some()
    }

    /// How much more was made than can have come from its parts.
    fn surplus(&self) -> Decimal {
        let made = self.made.unwrap_or(Decimal::ZERO);
        made.saturating_sub(self.used).max(Decimal::ZERO)
    }
}

/// The share in what a process made, from the shares in its parts; `unrecorded` is the share in what came from nowhere.
pub(crate) fn blend<'a>(
    scale: &Scale,
    parts: impl Iterator<Item = (Option<Decimal>, &'a Bounds)>,
    unrecorded: Bounds,
) -> Bounds {
    let mut sums = Bounds::ZERO;
    let mut unweighed_is_none = true;
    let mut all_whole = scale.parts > 0;
    let mut count = 0;
    let mut single = unrecorded;
    for (mass, share) in parts {
        count += 1;
        single = *share;
        all_whole &= share.lower == Decimal::ONE;
        match mass {
            Some(mass) => sums = sums.plus(share.times(mass)),
            None => unweighed_is_none &= share.upper.is_zero(),
        }
    }
    // A part that is not among those named has no share at all.
    all_whole &= count == scale.parts;
    let sums = sums.plus(unrecorded.times(scale.surplus()));
    let proportional = if count == 1 && scale.parts == 1 && !scale.all_known {
        single.proportional
    } else {
        let whole = scale.used.max(scale.made.unwrap_or(Decimal::ZERO));
        (sums.proportional.checked_div(whole)).unwrap_or(unrecorded.proportional)
    };
    let (lower, upper) = match scale.made {
        Some(made) if scale.all_known => {
            let loss = scale.used.saturating_sub(made).max(Decimal::ZERO);
            (
                of(sums.lower.saturating_sub(loss), made),
                of(sums.upper, made),
            )
        }
        // Without all masses only the extremes are certain.
        made => (
            Decimal::from(u8::from(all_whole && scale.surplus().is_zero())),
            match made {
                Some(made) if unweighed_is_none => of(sums.upper, made),
                _ => Decimal::from(u8::from(!(unweighed_is_none && sums.upper.is_zero()))),
            },
        ),
    };
    Bounds {
        lower,
        proportional,
        upper,
    }
    .in_order()
}

fn of(part: Decimal, whole: Decimal) -> Decimal {
    part.checked_div(whole).unwrap_or(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mix(parts: &[(Option<u32>, Bounds)], made: Option<u32>, unrecorded: Bounds) -> Bounds {
        let masses: Vec<_> = parts.iter().map(|part| part.0.map(Decimal::from)).collect();
        let scale = Scale::new(&masses, made.map(Decimal::from));
        let shares = parts.iter().map(|(_, share)| share);
        blend(&scale, masses.iter().copied().zip(shares), unrecorded)
    }

    fn check(bounds: Bounds, expected: [&str; 3]) {
        let shown = [bounds.lower, bounds.proportional, bounds.upper].map(|share| {
            (share * Decimal::ONE_HUNDRED)
                .round_dp(1)
                .normalize()
                .to_string()
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_loss_may_have_come_from_either_input() {
        let inputs = [(Some(900), Bounds::ZERO), (Some(420), Bounds::ONE)];
        check(
            mix(&inputs, Some(1050), Bounds::UNKNOWN),
            ["14.3", "31.8", "40"],
        );
        check(
            mix(&inputs, Some(1320), Bounds::UNKNOWN),
            ["31.8", "31.8", "31.8"],
        );
        check(
            mix(&inputs, Some(300), Bounds::UNKNOWN),
            ["0", "31.8", "100"],
        );
    }

    #[test]
    fn what_came_from_nowhere_may_be_anything() {
        let inputs = [(Some(60), Bounds::ONE)];
        check(
            mix(&inputs, Some(100), Bounds::UNKNOWN),
            ["60", "60", "100"],
        );
        check(mix(&inputs, Some(100), Bounds::ZERO), ["60", "60", "60"]);
        check(mix(&[], Some(100), Bounds::UNKNOWN), ["0", "0", "100"]);
    }

    #[test]
    fn without_masses_only_the_extremes_are_certain() {
        let both = [(None, Bounds::ONE), (Some(5), Bounds::ZERO)];
        check(mix(&both, Some(10), Bounds::UNKNOWN), ["0", "0", "100"]);
        let none = [(None, Bounds::ZERO), (Some(5), Bounds::ZERO)];
        check(mix(&none, Some(5), Bounds::UNKNOWN), ["0", "0", "0"]);
        let all = [(None, Bounds::ONE)];
        check(mix(&all, None, Bounds::UNKNOWN), ["100", "100", "100"]);
        check(mix(&both, None, Bounds::UNKNOWN), ["0", "0", "100"]);
    }

    fn share() -> impl Strategy<Value = Bounds> {
        (0..=100_u32, 0..=100_u32, 0..=100_u32).prop_map(|(one, two, three)| {
            let mut three = [one, two, three];
            three.sort_unstable();
            let [lower, proportional, upper] = three.map(|share| Decimal::new(share.into(), 2));
            Bounds {
                lower,
                proportional,
                upper,
            }
        })
    }

    fn mass() -> impl Strategy<Value = Option<u32>> {
        prop_oneof![1 => Just(None), 8 => (0..10_000_u32).prop_map(Some)]
    }

    proptest! {
        #[test]
        fn always_in_order(
            parts in prop::collection::vec((mass(), share()), 0..6),
            made in mass(),
            unrecorded in prop_oneof![Just(Bounds::ZERO), Just(Bounds::ONE), Just(Bounds::UNKNOWN)],
        ) {
            let mixed = mix(&parts, made, unrecorded);
            prop_assert!(Decimal::ZERO <= mixed.lower);
            prop_assert!(mixed.lower <= mixed.proportional);
            prop_assert!(mixed.proportional <= mixed.upper);
            prop_assert!(mixed.upper <= Decimal::ONE);
        }

        /// Whatever the inputs really held and however the loss really fell, the truth lies within the bounds.
        #[test]
        fn the_truth_is_inside(
            parts in prop::collection::vec((1..1_000_u32, 0..=1_000_u32, share()), 1..5),
            made in 1..3_000_u32,
            fall in prop::collection::vec(0..=1_000_u32, 10),
        ) {
            // The true share of each input lies somewhere in its bounds.
            let held: Vec<Decimal> = parts.iter().map(|(mass, at, share)| {
                let at = Decimal::new((*at).into(), 3);
                (share.lower + (share.upper - share.lower) * at) * Decimal::from(*mass)
            }).collect();
            let total: u32 = parts.iter().map(|part| part.0).sum();
            prop_assume!(made <= total);
            // The loss takes from the wanted and the other matter in a fixed order, as much as each can give.
            let mut loss = Decimal::from(total - made);
            let mut left: Vec<(Decimal, bool)> = Vec::new();
            for (part, wanted) in parts.iter().zip(&held) {
                left.push((*wanted, true));
                left.push((Decimal::from(part.0) - wanted, false));
            }
            let mut order: Vec<usize> = (0..left.len()).collect();
            order.sort_by_key(|place| fall[*place]);
            for place in order {
                let taken = left[place].0.min(loss);
                left[place].0 -= taken;
                loss -= taken;
            }
            let truth: Decimal = left.iter().filter(|part| part.1).map(|part| part.0).sum();
            let truth = truth / Decimal::from(made);
            let inputs: Vec<_> = parts.iter().map(|part| (Some(part.0), part.2)).collect();
            let mixed = mix(&inputs, Some(made), Bounds::UNKNOWN);
            let slack = Decimal::new(1, 20);
            prop_assert!(mixed.lower <= truth + slack && truth <= mixed.upper + slack, "{truth} not in {mixed:?}");
        }
    }
}
