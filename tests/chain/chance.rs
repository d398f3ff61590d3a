//! Chance that can be repeated: the same seed, the same numbers. Nothing for secrets.

/// `SplitMix64`, by Sebastiano Vigna.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// One of these.
    pub(crate) fn one_of<'all, T>(&mut self, all: &'all [T]) -> &'all T {
        let last = u64::try_from(all.len() - 1).unwrap();
        &all[usize::try_from(self.between(0, last)).unwrap()]
    }
}

/// Whether the long runs are asked for.
pub(crate) fn long() -> bool {
    std::env::var_os("WAYMARK_LONG").is_some_and(|value| value == "1")
}
