//! A device's clock beside the chain's. A wrong clock is said to be wrong; nothing is refused for it.

/// Clocks may differ this much, in seconds: a block every few minutes, and clocks set by hand.
const TOLERANCE: u64 = 900;

/// A clock that cannot be right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockSkew {
    /// By how many seconds it is ahead at least; negative: behind.
    pub ahead_seconds: i64,
}

/// Whether a device's clock was wrong when it signed.
///
/// It cannot have signed before the newest block that it knew was made (`known_time`), nor after the block was made that has its
/// record (`block_time`), nor in what is the future for whoever looks now.
pub fn clock_skew(
    signed_at: u64,
    known_time: Option<u64>,
    block_time: Option<u64>,
    now: u64,
) -> Option<ClockSkew> {
    let latest = block_time
        .unwrap_or(now)
        .min(now.max(block_time.unwrap_or(0)));
    let apart = |later: u64, earlier: u64| i64::try_from(later - earlier).unwrap_or(i64::MAX);
    if signed_at > latest.saturating_add(TOLERANCE) {
        return Some(ClockSkew {
            ahead_seconds: apart(signed_at, latest),
        });
    }
    let earliest = known_time?;
    (signed_at.saturating_add(TOLERANCE) < earliest).then(|| ClockSkew {
        ahead_seconds: -apart(earliest, signed_at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: u64 = 365 * 24 * 3600;
    const THEN: u64 = 1_790_000_000;

    #[test]
    fn a_year_ahead_or_behind_is_seen_and_minutes_are_not() {
        let skew = |signed| clock_skew(signed, Some(THEN), Some(THEN + 60), THEN + 100);
        assert_eq!(skew(THEN + 30), None);
        assert_eq!(skew(THEN + 600), None);
        assert_eq!(
            skew(THEN + YEAR),
            Some(ClockSkew {
                ahead_seconds: 31_535_940
            })
        );
        assert_eq!(
            skew(THEN - YEAR),
            Some(ClockSkew {
                ahead_seconds: -31_536_000
            })
        );
        assert_eq!(clock_skew(THEN, None, None, THEN + 5), None);
        assert_eq!(
            clock_skew(u64::MAX, None, None, 0).map(|skew| skew.ahead_seconds),
            Some(i64::MAX)
        );
    }
}
