//! When something happened, as the person who recorded it saw the clock. Not a block's time and not "now".

use std::fmt;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// An instant with the zone offset of the place (EPCIS `eventTime` and `eventTimeZoneOffset`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub unix_millis: u64,
    /// Minutes east of UTC.
    pub zone_offset_minutes: i16,
}

impl EventTime {
    /// Whole seconds since 1970.
    pub const fn unix_seconds(self) -> u64 {
        self.unix_millis / 1000
    }

    /// The zone offset as EPCIS writes it, such as `+02:00`.
    pub fn offset_text(self) -> String {
        let minutes = self.zone_offset_minutes.unsigned_abs();
        let sign = if self.zone_offset_minutes < 0 {
            '-'
        } else {
            '+'
        };
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The instant in UTC as RFC 3339 with milliseconds, such as `2026-08-01T06:30:00.000Z`; empty beyond year 9999.
    pub fn utc_text(self) -> String {
        self.timestamp()
            .map_or_else(String::new, |at| format!("{at:.3}"))
    }

    /// The date at the place, such as `1 Aug 2026`; empty beyond year 9999.
    pub fn local_date(self) -> String {
        let offset =
            Offset::from_seconds(i32::from(self.zone_offset_minutes) * 60).unwrap_or(Offset::UTC);
        self.timestamp().map_or_else(String::new, |at| {
            at.to_zoned(TimeZone::fixed(offset))
                .strftime("%-d %b %Y")
                .to_string()
        })
    }

    fn timestamp(self) -> Option<Timestamp> {
        i64::try_from(self.unix_millis)
            .ok()
            .and_then(|millis| Timestamp::from_millisecond(millis).ok())
    }
}

impl fmt::Display for EventTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.utc_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_instants_and_local_dates() {
        let time = EventTime {
            unix_millis: 1_785_537_000_000,
            zone_offset_minutes: 420,
        };
        assert_eq!(time.utc_text(), "2026-07-31T22:30:00.000Z");
        assert_eq!(
            time.local_date(),
            "1 Aug 2026",
            "it was already August at the smelter"
        );
        assert_eq!(time.offset_text(), "+07:00");
        let west = EventTime {
            zone_offset_minutes: -210,
            ..time
        };
        assert_eq!(west.offset_text(), "-03:30");
    }

    #[test]
    fn a_hostile_instant_is_no_panic() {
        let time = EventTime {
            unix_millis: u64::MAX,
            zone_offset_minutes: i16::MIN,
        };
        assert_eq!(time.utc_text(), "");
        assert_eq!(time.local_date(), "");
    }
}
