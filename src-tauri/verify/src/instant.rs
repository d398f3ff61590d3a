//! Instants in words, the same on every machine.

use trace::EventTime;

/// Seconds since 1970 as `2026-10-12 08:00 UTC`; the bare number where the calendar does not reach.
pub(crate) fn instant(unix_seconds: u64) -> String {
    let time = EventTime {
        unix_millis: unix_seconds.saturating_mul(1000),
        zone_offset_minutes: 0,
    };
    let text = time.utc_text();
    match text.get(..16) {
        Some(minute) => format!("{} UTC", minute.replace('T', " ")),
        None => unix_seconds.to_string(),
    }
}
