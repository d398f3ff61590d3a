//! How many blocks to ask for at once: more as long as it goes well, half when it was too much. Pure.

/// Blocks of the first request.
const START: u64 = 200;
/// Added after each success.
const MORE: u64 = 50;
/// The most that is asked for; what one batch holds is in memory at once.
const MOST: u64 = 2_000;

/// The size of requests: additive increase, multiplicative decrease, or what the node proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace(u64);

impl Default for Pace {
    fn default() -> Self {
        Self(START)
    }
}

impl Pace {
    /// How many blocks to ask for; at least one.
    pub(crate) fn blocks(self) -> u64 {
        self.0
    }

    /// It went well.
    pub(crate) fn went_well(&mut self) {
        self.0 = (self.0 + MORE).min(MOST);
    }

    /// It was too much; `hint` is what the node says it would serve. `false` if there is no less to ask for.
    pub(crate) fn too_much(&mut self, hint: Option<u64>) -> bool {
        let before = self.0;
        self.0 = hint
            .filter(|blocks| *blocks < before)
            .unwrap_or(before / 2)
            .max(1);
        self.0 < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_down_to_one_and_then_gives_up() {
        let mut pace = Pace::default();
        let mut sizes = vec![];
        while pace.too_much(None) {
            sizes.push(pace.blocks());
        }
        assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1]);
    }

    #[test]
    fn takes_a_hint_only_downwards() {
        let mut pace = Pace::default();
        assert!(pace.too_much(Some(32)));
        assert_eq!(pace.blocks(), 32);
        assert!(pace.too_much(Some(1_000_000)));
        assert_eq!(pace.blocks(), 16);
        assert!(pace.too_much(Some(0)));
        assert_eq!(pace.blocks(), 1);
    }

    #[test]
    fn grows_to_a_bound() {
        let mut pace = Pace::default();
        (0..1000).for_each(|_| pace.went_well());
        assert_eq!(pace.blocks(), MOST);
    }
}
