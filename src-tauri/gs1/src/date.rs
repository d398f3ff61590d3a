//! Dates of six digits (GS1 General Specifications, section 7.12). It reads no clock: the year that tells the century is given.

/// A date as (11), (13), (15) and (17) carry it: two digits of the year, and perhaps no day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ShortDate {
    /// The last two digits of the year.
    pub year_of_century: u8,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31; `None` where only the month is told.
    pub day: Option<u8>,
}

impl ShortDate {
    /// Reads `YYMMDD`; a day of `00` is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |at: usize| text.get(at..at + 2)?.parse::<u8>().ok();
        let (year_of_century, month, day) = (part(0)?, part(2)?, part(4)?);
        let sound = (1..=12).contains(&month) && day <= days(year_of_century, month);
        sound.then_some(Self {
            year_of_century,
            month,
            day: (day > 0).then_some(day),
        })
    }

    /// The whole year, seen from a year: no more than 49 years before and 50 years after it.
    pub fn year(self, seen_from: i16) -> i16 {
        let short = i16::from(self.year_of_century);
        let century = seen_from - seen_from.rem_euclid(100);
        match short - seen_from.rem_euclid(100) {
            51..=99 => century - 100 + short,
            -99..=-50 => century + 100 + short,
            _ => century + short,
        }
    }
}

/// The days of a month. Of the years that two digits can mean now, each fourth is a leap year, 2000 among them.
fn days(year: u8, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_a_day_or_a_month() {
        let date = ShortDate::parse("280229").unwrap();
        assert_eq!((date.month, date.day), (2, Some(29)));
        assert_eq!(ShortDate::parse("261200").unwrap().day, None);
        for wrong in ["270229", "261301", "260631", "2601", "26010a", "é1010"] {
            assert_eq!(ShortDate::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_century_is_the_nearer_one() {
        let year = |short: &str, now| ShortDate::parse(short).unwrap().year(now);
        // The examples of section 7.12.
        assert_eq!(year("760101", 2026), 2076);
        assert_eq!(year("770101", 2026), 1977);
        assert_eq!(year("010101", 2099), 2101);
        assert_eq!(year("990101", 2026), 1999);
        assert_eq!(year("260101", 2026), 2026);
    }
}
