//! How many blocks to ask for at once: more as long as it goes well and answers are short, less when it was too much.
//! Pure.

/// Successes after which a size that was refused without a reason is tried again.
const FORGET_AFTER: u32 = 64;

/// What a pace starts with and stays within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Blocks of the first request.
    pub(crate) start: u64,
    /// Added after a success, once a size was refused; until then the size is taken four times.
    pub(crate) more: u64,
    /// The most blocks that are asked for.
    pub(crate) most: u64,
    /// The longest answer that is aimed at, in bytes: what is in flight is in memory at once.
    pub(crate) bytes: usize,
}

/// The size of requests: additive increase, multiplicative decrease, or what the node proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    bounds: Bounds,
    blocks: u64,
    /// The smallest size that was refused, or one more than what the node says it serves.
    refused: Option<u64>,
    /// Whether the node named the limit itself, so that it need not be tried again.
    named: bool,
    successes: u32,
}

impl Pace {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            blocks: bounds.start.clamp(1, bounds.most),
            refused: None,
            named: false,
            successes: 0,
        }
    }

    /// How many blocks to ask for; at least one.
    pub(crate) fn blocks(self) -> u64 {
        self.blocks
    }

    /// A request for so many blocks went well, and its answer had so many bytes.
    pub(crate) fn went_well(&mut self, asked: u64, bytes: usize) {
        if bytes > self.bounds.bytes {
            let share = u128::from(asked) * self.bounds.bytes as u128 / bytes as u128;
            let fitting = u64::try_from(share).unwrap_or(u64::MAX).max(1);
            self.blocks = self.blocks.min(fitting);
            return;
        }
        if asked < self.blocks {
            // The last blocks of a chain, or a request from before the size grew, say nothing about the size.
            return;
        }
        self.successes = self.successes.saturating_add(1);
        if self.successes > FORGET_AFTER && !self.named {
            self.refused = None;
        }
        let per_block = (bytes as u64).div_ceil(asked.max(1)).max(1);
        let fitting = (self.bounds.bytes as u64 / per_block).max(1);
        let grown = match self.refused {
            None => self.blocks.saturating_mul(4),
            Some(refused) => (self.blocks + self.bounds.more).min(refused - 1),
        };
        let grown = grown.min(self.bounds.most).min(fitting);
        self.blocks = self.blocks.max(grown);
    }

    /// A request for so many blocks was too much; `hint` is what the node says it would serve. `false` if there is no
    /// less to ask for.
    pub(crate) fn too_much(&mut self, asked: u64, hint: Option<u64>) -> bool {
        let hint = hint.filter(|blocks| (1..asked).contains(blocks));
        self.successes = 0;
        self.named = hint.is_some();
        self.refused = Some(hint.map_or(asked, |blocks| blocks + 1).max(2));
        self.blocks = hint.unwrap_or(asked / 2).max(1).min(self.blocks);
        asked > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        start: 200,
        more: 50,
        most: 2_000,
        bytes: 1_000_000,
    };

    fn refuse(pace: &mut Pace, hint: Option<u64>) -> bool {
        pace.too_much(pace.blocks(), hint)
    }

    fn succeed(pace: &mut Pace, times: usize) -> Vec<u64> {
        let one = |_| {
            pace.went_well(pace.blocks(), 1);
            pace.blocks()
        };
        (0..times).map(one).collect()
    }

    #[test]
    fn halves_down_to_one_and_then_gives_up() {
        let mut pace = Pace::new(BOUNDS);
        let mut sizes = vec![];
        while refuse(&mut pace, None) {
            sizes.push(pace.blocks());
        }
        assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1]);
    }

    #[test]
    fn takes_a_hint_only_downwards() {
        let mut pace = Pace::new(BOUNDS);
        assert!(refuse(&mut pace, Some(32)));
        assert_eq!(pace.blocks(), 32);
        assert!(refuse(&mut pace, Some(1_000_000)));
        assert_eq!(pace.blocks(), 16);
        assert!(refuse(&mut pace, Some(0)));
        assert_eq!(pace.blocks(), 8);
    }

    #[test]
    fn grows_fast_to_a_bound_until_it_is_refused() {
        let mut pace = Pace::new(BOUNDS);
        assert_eq!(succeed(&mut pace, 5), [800, 2000, 2000, 2000, 2000]);
        refuse(&mut pace, None);
        assert_eq!(succeed(&mut pace, 3), [1050, 1100, 1150]);
    }

    #[test]
    fn a_limit_that_the_node_names_is_kept_to() {
        let mut pace = Pace::new(BOUNDS);
        refuse(&mut pace, Some(100));
        assert!(succeed(&mut pace, 500).iter().all(|size| *size == 100));
    }

    #[test]
    fn a_refused_size_is_tried_again_after_a_while_only() {
        let mut pace = Pace::new(BOUNDS);
        refuse(&mut pace, None);
        let sizes = succeed(&mut pace, 100);
        let again = sizes.iter().position(|size| *size >= 200).unwrap();
        assert!(again > 50, "{again}");
    }

    #[test]
    fn long_answers_shrink_the_size_to_what_fits() {
        let mut pace = Pace::new(BOUNDS);
        pace.went_well(200, 4_000_000);
        assert_eq!(pace.blocks(), 50);
        // Nearly full: growing is bounded by what would fit, not by four.
        pace.went_well(50, 900_000);
        assert_eq!(pace.blocks(), 55);
        pace.went_well(55, usize::MAX);
        assert_eq!(pace.blocks(), 1);
    }

    #[test]
    fn a_short_request_does_not_make_it_grow() {
        let mut pace = Pace::new(BOUNDS);
        pace.went_well(3, 10);
        assert_eq!(pace.blocks(), 200);
    }
}
