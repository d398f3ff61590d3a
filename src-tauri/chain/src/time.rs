//! The time of a block as people count it. It reads no clock.

/// Seconds since 1970 do not get there for 30 million years; nanoseconds were there in January 1970.
const NANOSECONDS_FROM: u64 = 1_000_000_000_000_000;

/// The seconds since 1970 that a header's timestamp means: Raft networks of `GoQuorum` write nanoseconds.
pub fn normalised_time(timestamp: u64) -> u64 {
    if timestamp >= NANOSECONDS_FROM {
        timestamp / 1_000_000_000
    } else {
        timestamp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_become_seconds_and_seconds_stay() {
        assert_eq!(normalised_time(0), 0);
        assert_eq!(normalised_time(1_790_000_000), 1_790_000_000);
        assert_eq!(normalised_time(1_790_000_000_123_456_789), 1_790_000_000);
        assert_eq!(normalised_time(u64::MAX), 18_446_744_073);
    }
}
