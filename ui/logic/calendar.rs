//! From seconds since 1970 to days and hours of the proleptic Gregorian calendar. Knows no names and no time zones.

/// A moment as a clock on the wall shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// From 1.
    pub(crate) month: u8,
    /// From 1.
    pub(crate) day: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
}

impl Civil {
    /// What a clock shows that is `offset_minutes` ahead of UTC.
    pub(crate) fn at(unix: i64, offset_minutes: i64) -> Self {
        let local = unix.saturating_add(offset_minutes * 60);
        let (day_number, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = date(day_number);
        let small = |value: i64| u8::try_from(value).unwrap_or(0);
        Self {
            year,
            month: small(month),
            day: small(day),
            hour: small(second / 3600),
            minute: small(second % 3600 / 60),
        }
    }

    /// Whether both are on one day.
    pub(crate) fn same_day(self, other: Self) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }
}

/// Days since 1970 of a date; `None` of one that no calendar has.
pub(crate) fn day_number(year: i64, month: u8, day: u8) -> Option<i64> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let (month_index, day_index) = (i64::from(month), i64::from(day));
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = (month_index + 9).rem_euclid(12);
    let day_of_year = (153 * shifted_month + 2) / 5 + day_index - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let number = era * 146_097 + day_of_era - 719_468;
    (date(number) == (year, month_index, day_index)).then_some(number)
}

/// Year, month and day from days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(unix: i64, offset: i64, expect: (i64, u8, u8, u8, u8)) {
        let civil = Civil::at(unix, offset);
        assert_eq!(
            (civil.year, civil.month, civil.day, civil.hour, civil.minute),
            expect
        );
    }

    #[test]
    fn known_moments() {
        check(0, 0, (1970, 1, 1, 0, 0));
        check(1_791_813_720, 0, (2026, 10, 12, 14, 2));
        check(1_709_164_800, 0, (2024, 2, 29, 0, 0));
        check(-1, 0, (1969, 12, 31, 23, 59));
    }

    #[test]
    fn the_offset_moves_the_day() {
        check(1_798_761_000, 0, (2026, 12, 31, 23, 50));
        check(1_798_761_000, 60, (2027, 1, 1, 0, 50));
        check(1_798_761_000, -330, (2026, 12, 31, 18, 20));
    }

    #[test]
    fn absurd_moments_do_no_harm() {
        Civil::at(i64::MAX, 840);
        Civil::at(i64::MIN, -840);
    }

    #[test]
    fn dates_and_days_are_each_other() {
        for number in (-200_000..200_000).step_by(37) {
            let (year, month, day) = date(number);
            let (month, day) = (u8::try_from(month).unwrap(), u8::try_from(day).unwrap());
            assert_eq!(day_number(year, month, day), Some(number));
        }
        assert_eq!(day_number(2026, 2, 29), None, "no leap year");
        assert_eq!(day_number(2024, 2, 29), Some(19_782));
        assert_eq!(day_number(2026, 13, 1), None);
        assert_eq!(day_number(2026, 0, 1), None);
        assert_eq!(day_number(2026, 4, 0), None);
    }
}
