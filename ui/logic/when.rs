//! Times in forms: a record holds RFC 3339, a person reads and writes `2026-11-23 21:14 +01:00`, or leaves the offset to the clock.

use super::calendar::Civil;

/// A moment as RFC 3339 to the second, by a clock so many minutes ahead of UTC.
pub(crate) fn rfc(unix: i64, offset_minutes: i64) -> String {
    let at = Civil::at(unix, offset_minutes);
    let seconds = unix.rem_euclid(60);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{seconds:02}{}",
        at.year,
        at.month,
        at.day,
        at.hour,
        at.minute,
        offset(offset_minutes)
    )
}

/// An offset as RFC 3339 has it, such as `+01:00`.
pub(crate) fn offset(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What a record holds, as people read it. What is no time stays as it is.
pub(crate) fn shown(held: &str) -> String {
    let Some((date, rest)) = held.split_once('T') else {
        return held.to_owned();
    };
    let (time, zone) = zone_of(rest);
    if date.len() != 10 || time.len() < 5 || zone.is_empty() {
        return held.to_owned();
    }
    let zone = if zone == "Z" { "+00:00" } else { zone };
    let time = time.strip_suffix(":00").filter(|time| time.len() == 5);
    let time = time.unwrap_or(zone_of(rest).0);
    format!("{date} {time} {zone}")
}

/// What a person wrote, as a record holds it. Without an offset, this one is meant. What is no time stays as it is.
pub(crate) fn held(written: &str, offset_minutes: i64) -> String {
    let written = written.trim();
    let Some((date, rest)) = written.split_once([' ', 'T']) else {
        return written.to_owned();
    };
    let (time, zone) = zone_of(rest);
    let time = time.trim();
    let is_time =
        |length| time.len() == length && time.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let seconds = if is_time(5) {
        ":00"
    } else if is_time(8) {
        ""
    } else {
        return written.to_owned();
    };
    let zone = match zone.trim() {
        "" => offset(offset_minutes),
        zone => zone.to_owned(),
    };
    format!("{date}T{time}{seconds}{zone}")
}

/// A time and the offset behind it, which may be missing.
fn zone_of(text: &str) -> (&str, &str) {
    let at = text.find(['+', '-', 'Z']).unwrap_or(text.len());
    text.split_at(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_its_offset() {
        assert_eq!(rfc(1_795_468_445, 420), "2026-11-24T04:14:05+07:00");
        assert_eq!(rfc(0, -210), "1969-12-31T20:30:00-03:30");
    }

    #[test]
    fn what_is_shown_can_be_written_again() {
        for held_text in ["2026-11-24T04:14:05+07:00", "2026-11-24T04:14:00-03:30"] {
            assert_eq!(held(&shown(held_text), 0), held_text);
        }
        assert_eq!(
            shown("2026-11-24T04:14:00+07:00"),
            "2026-11-24 04:14 +07:00"
        );
        assert_eq!(shown("2026-11-24T04:14:00Z"), "2026-11-24 04:14 +00:00");
        assert_eq!(held("2026-11-24 04:14", 60), "2026-11-24T04:14:00+01:00");
    }

    #[test]
    fn what_is_no_time_stays() {
        for text in ["", "yesterday", "2026-11", "2026-11-24 4 pm", "é T é"] {
            assert_eq!(held(text, 0), text.trim());
            assert_eq!(shown(text), text);
        }
    }
}
