//! Events by month of UTC.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::MonthCount;
use store::EventOutline;
use trace::EventType;

/// How many months are told at most.
const MOST: usize = 24;

/// How many events of each sort there are in each month.
#[derive(Debug, Default)]
pub(super) struct Months(BTreeMap<i32, [u32; 3]>);

impl Months {
    /// Counts an event; one that nothing explains is not counted.
    pub(super) fn count(&mut self, event: &EventOutline) {
        if let (Some(month), Some(sort)) = (month(second(event)), sort(&event.event_type)) {
            self.0.entry(month).or_default()[sort] += 1;
        }
    }

    /// The months up to that of the newest event, oldest first and without gaps, and how many events are older than these.
    pub(super) fn told(&self) -> (Vec<MonthCount>, u32) {
        let known = &self.0;
        let (Some(first), Some(last)) = (
            known.keys().next().copied(),
            known.keys().next_back().copied(),
        ) else {
            return (Vec::new(), 0);
        };
        let told = i32::try_from(MOST).unwrap_or(i32::MAX);
        let from = first.max(last.saturating_sub(told - 1));
        let earlier = known.range(..from).flat_map(|(_, counts)| counts).sum();
        let count = |month: i32| {
            let [made, moved, said] = known.get(&month).copied().unwrap_or_default();
            MonthCount {
                year: i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX),
                month: u8::try_from(month.rem_euclid(12) + 1).unwrap_or(1),
                made,
                moved,
                said,
            }
        };
        ((from..=last).map(count).collect(), earlier)
    }
}

/// When an event happened, as far as that can be believed: not after it was recorded.
fn second(event: &EventOutline) -> u64 {
    let recorded = chain::normalised_time(event.block_time);
    event
        .event_time
        .map_or(recorded, |millis| (millis / 1000).min(recorded))
}

/// Months since the year 0; `None` for a moment beyond the calendar.
fn month(second: u64) -> Option<i32> {
    let moment = Timestamp::from_second(i64::try_from(second).ok()?).ok()?;
    let date = moment.to_zoned(TimeZone::UTC).date();
    Some(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
}

/// What is made, what moves things, and what is said.
const SORTS: [&[EventType]; 3] = [
    &[
        EventType::Commissioned,
        EventType::Transformed,
        EventType::Packed,
        EventType::Unpacked,
    ],
    &[
        EventType::Shipped,
        EventType::Received,
        EventType::Rejected,
        EventType::Observed,
    ],
    &[
        EventType::PartyRegistered,
        EventType::LocationRegistered,
        EventType::Attested,
        EventType::Revoked,
        EventType::Recalled,
        EventType::Lifted,
        EventType::Corrected,
        EventType::Anchored,
        EventType::Delegated,
        EventType::DelegationWithdrawn,
    ],
];

/// Made, moved or said.
fn sort(event_type: &str) -> Option<usize> {
    let of = |sort: &&[EventType]| sort.iter().any(|known| known.word() == event_type);
    SORTS.iter().position(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chip_s_story_is_told_without_gaps() {
        let events = scenario::replay(&scenario::chips());
        let mut counted = Months::default();
        for event in &events {
            counted.count(&EventOutline {
                key: event.key,
                block_time: event.block_time,
                event_type: event.body.event_type().word().to_owned(),
                event_time: event.body.record().map(|record| record.time.unix_millis),
            });
        }
        let (months, earlier) = counted.told();
        let counted: u32 = (months.iter())
            .map(|month| month.made + month.moved + month.said)
            .sum();
        assert_eq!((counted + earlier) as usize, events.len());
        for pair in months.windows(2) {
            let index = |month: &MonthCount| i32::from(month.year) * 12 + i32::from(month.month);
            assert_eq!(index(&pair[1]), index(&pair[0]) + 1);
        }
    }

    #[test]
    fn a_moment_beyond_the_calendar_is_in_no_month() {
        assert_eq!(month(u64::MAX), None);
        assert_eq!(month(0), Some(1970 * 12));
    }
}
