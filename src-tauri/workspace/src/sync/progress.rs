//! How far a sync has come, how fast it goes and how long it will take. The clock that it reads measures, and decides nothing.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Over how long the rate is taken: long enough to be calm, short enough to follow a node that slows down.
const WINDOW: Duration = Duration::from_secs(10);

/// The shortest time that says something about the rate.
const SOME_TIME: f64 = 1.0;

/// What a sync is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncPhase {
    /// Blocks come in.
    Fetching,
    /// What came in before is proven.
    Proving,
}

/// How far a sync has come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SyncProgress {
    /// What it is doing.
    pub phase: SyncPhase,
    /// The newest block done.
    pub block: u64,
    /// The last block to do.
    pub head: u64,
    /// How many events came in so far.
    pub events: u64,
    /// Blocks per second over the last seconds.
    pub blocks_per_second: f64,
    /// Events per second over the last seconds.
    pub events_per_second: f64,
    /// Seconds that are left at this rate; `None` while that cannot be told.
    pub seconds_left: Option<u64>,
}

/// Measures a sync.
#[derive(Debug, Default)]
pub(super) struct Meter {
    seen: VecDeque<(Instant, u64, u64)>,
}

impl Meter {
    /// Takes note of how far it has come.
    pub(super) fn note(
        &mut self,
        phase: SyncPhase,
        block: u64,
        head: u64,
        events: u64,
    ) -> SyncProgress {
        self.note_at(Instant::now(), phase, (block, head), events)
    }

    fn note_at(
        &mut self,
        now: Instant,
        phase: SyncPhase,
        (block, head): (u64, u64),
        events: u64,
    ) -> SyncProgress {
        // After a reorganisation the count of blocks goes back, and what was measured before says nothing.
        if self
            .seen
            .back()
            .is_some_and(|(_, before, _)| *before > block)
        {
            self.seen.clear();
        }
        self.seen.push_back((now, block, events));
        while self.seen.len() > 2 && self.seen.front().is_some_and(|(at, ..)| now - *at > WINDOW) {
            self.seen.pop_front();
        }
        let (since, from_block, from_events) = self.seen[0];
        let elapsed = (now - since).as_secs_f64();
        let blocks_per_second = rate(block - from_block, elapsed);
        SyncProgress {
            phase,
            block,
            head,
            events,
            blocks_per_second,
            events_per_second: rate(events.saturating_sub(from_events), elapsed),
            seconds_left: left(head.saturating_sub(block), blocks_per_second),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // only shown
fn rate(count: u64, seconds: f64) -> f64 {
    if seconds >= SOME_TIME {
        count as f64 / seconds
    } else {
        0.0
    }
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // only shown
fn left(blocks: u64, per_second: f64) -> Option<u64> {
    (per_second > 0.0).then(|| (blocks as f64 / per_second).ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(steps: &[(u64, u64, u64)]) -> SyncProgress {
        let start = Instant::now();
        let mut meter = Meter::default();
        let mut last = None;
        for (seconds, block, events) in steps {
            let at = start + Duration::from_secs(*seconds);
            last = Some(meter.note_at(at, SyncPhase::Fetching, (*block, 10_000), *events));
        }
        last.expect("there are steps")
    }

    #[test]
    fn rate_and_time_left_are_those_of_the_last_seconds() {
        let at = feed(&[
            (0, 0, 0),
            (2, 5_000, 9_000),
            (30, 5_100, 9_100),
            (40, 6_100, 9_600),
        ]);
        assert_eq!((at.blocks_per_second, at.events_per_second), (100.0, 50.0));
        assert_eq!(at.seconds_left, Some(39));
    }

    #[test]
    fn nothing_is_foretold_from_one_step_or_from_an_instant() {
        assert_eq!(feed(&[(5, 100, 3)]).seconds_left, None);
        let instant = feed(&[(5, 100, 3), (5, 164, 9)]);
        assert_eq!(
            (instant.blocks_per_second, instant.seconds_left),
            (0.0, None)
        );
    }

    #[test]
    fn a_reorganisation_begins_the_measure_anew() {
        let at = feed(&[(0, 900, 0), (1, 800, 0), (2, 850, 10)]);
        assert_eq!((at.blocks_per_second, at.events_per_second), (50.0, 10.0));
    }
}
