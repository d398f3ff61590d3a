//! Numbers, quantities, ranges and dates as people read them: thin spaces between thousands, a unit always, bounds rounded outward.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use rust_decimal::{Decimal, RoundingStrategy};
use trace::{EventTime, Quantity, Unit};

use crate::words::Words;
use lineage::Bounds;

/// Between thousands (ISO 80000-1, 7.3.1): narrow, and no line breaks at it.
const THIN: char = '\u{202f}';
/// Between a number and its unit (ISO 80000-1, 7.1.4): no line breaks at it.
const TIE: char = '\u{a0}';

/// What differs by less than this differs by the division that made it.
const SLACK: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

impl Words {
    /// A whole number.
    pub(crate) fn whole(&self, number: u64) -> String {
        self.decimal(Decimal::from(number))
    }

    /// How many.
    pub(crate) fn count(&self, number: usize) -> String {
        self.whole(u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// A decimal number, all its digits.
    pub(crate) fn decimal(&self, number: Decimal) -> String {
        let plain = number.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        if number.is_sign_negative() && !number.is_zero() {
            text.push('−');
        }
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(THIN);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(self.decimal_sign);
            text.push_str(fraction);
        }
        text
    }

    /// A recorded quantity, exact.
    pub(crate) fn quantity(&self, quantity: &Quantity) -> String {
        let symbol = self.unit(&quantity.unit);
        format!("{}{TIE}{symbol}", self.decimal(quantity.number()))
    }

    /// What people write behind a number.
    pub(crate) fn unit<'a>(&'a self, unit: &'a Unit) -> &'a str {
        match unit.code() {
            "H87" => self.pieces,
            _ => unit.symbol(),
        }
    }

    /// A share of 0 to 1 in per cent.
    pub(crate) fn percent(&self, share: Decimal) -> String {
        let percent = share * Decimal::ONE_HUNDRED;
        let rounded = percent.round_dp_with_strategy(
            places_of_percent(percent),
            RoundingStrategy::MidpointAwayFromZero,
        );
        format!("{}{TIE}%", self.decimal(rounded.normalize()))
    }

    /// The most that a share can be, in per cent, rounded up.
    pub(crate) fn percent_at_most(&self, share: Decimal) -> String {
        let percent = share * Decimal::ONE_HUNDRED - SLACK;
        let rounded = percent.round_dp_with_strategy(
            places_of_percent(percent),
            RoundingStrategy::ToPositiveInfinity,
        );
        format!(
            "{}{TIE}%",
            self.decimal(rounded.max(Decimal::ZERO).normalize())
        )
    }

    /// A range of shares in per cent, such as `19–27 %`.
    pub(crate) fn percents(&self, bounds: &Bounds) -> String {
        let (lower, upper) = (
            bounds.lower * Decimal::ONE_HUNDRED,
            bounds.upper * Decimal::ONE_HUNDRED,
        );
        format!(
            "{}{TIE}%",
            self.range(lower, upper, places_of_percent(upper))
        )
    }

    /// A range of masses in the unit that suits its upper end.
    pub(crate) fn masses(&self, kilograms: &Bounds) -> String {
        let (factor, symbol) = mass_unit(kilograms.upper);
        let (lower, upper) = (kilograms.lower * factor, kilograms.upper * factor);
        format!(
            "{}{TIE}{symbol}",
            self.range(lower, upper, places_of(upper))
        )
    }

    /// One mass in the unit that suits it.
    pub(crate) fn mass(&self, kilograms: Decimal) -> String {
        let (factor, symbol) = mass_unit(kilograms);
        let value = kilograms * factor;
        let rounded =
            value.round_dp_with_strategy(places_of(value), RoundingStrategy::MidpointAwayFromZero);
        format!("{}{TIE}{symbol}", self.decimal(rounded))
    }

    /// Two bounds, rounded outward so that neither is tightened.
    fn range(&self, lower: Decimal, upper: Decimal, places: u32) -> String {
        let low = (lower + SLACK)
            .round_dp_with_strategy(places, RoundingStrategy::ToNegativeInfinity)
            .max(Decimal::ZERO);
        let high = (upper - SLACK)
            .round_dp_with_strategy(places, RoundingStrategy::ToPositiveInfinity)
            .max(low);
        if upper - lower < SLACK {
            let only = upper.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
            return self.decimal(only);
        }
        let low = if low.is_zero() { Decimal::ZERO } else { low };
        format!("{}–{}", self.decimal(low), self.decimal(high))
    }

    /// A day at the place where it was, such as `12 Oct 2026`; a dash beyond year 9999.
    pub(crate) fn date(&self, time: EventTime) -> String {
        zoned(time).map_or_else(
            || "–".to_owned(),
            |at| {
                let month = self
                    .months
                    .get(usize::from(at.month().unsigned_abs()).saturating_sub(1))
                    .copied()
                    .unwrap_or_default();
                format!(
                    "{}{}\u{a0}{month}\u{a0}{}",
                    at.day(),
                    self.day_sign,
                    at.year()
                )
            },
        )
    }

    /// A day and time with its zone, such as `12 Oct 2026, 14:02 UTC`.
    pub(crate) fn instant(&self, time: EventTime) -> String {
        let Some(at) = zoned(time) else {
            return "–".to_owned();
        };
        let zone = if time.zone_offset_minutes == 0 {
            "UTC".to_owned()
        } else {
            format!("UTC{}", time.offset_text().replace('-', "−"))
        };
        format!(
            "{}, {:02}:{:02}\u{a0}{zone}",
            self.date(time),
            at.hour(),
            at.minute()
        )
    }

    /// A second since 1970 as a day and time in UTC.
    pub(crate) fn utc_instant(&self, unix_seconds: u64) -> String {
        self.instant(utc(unix_seconds))
    }
}

/// A second since 1970, told in UTC.
pub(crate) fn utc(unix_seconds: u64) -> EventTime {
    EventTime {
        unix_millis: unix_seconds.saturating_mul(1000),
        zone_offset_minutes: 0,
    }
}

fn zoned(time: EventTime) -> Option<jiff::Zoned> {
    let offset = Offset::from_seconds(i32::from(time.zone_offset_minutes) * 60).ok()?;
    let millis = i64::try_from(time.unix_millis).ok()?;
    let at = Timestamp::from_millisecond(millis).ok()?;
    Some(at.to_zoned(TimeZone::fixed(offset)))
}

/// How many kilograms' worth one unit is, and what it is called: between 1 and 1 000 of it where possible.
fn mass_unit(kilograms: Decimal) -> (Decimal, &'static str) {
    if kilograms >= Decimal::ONE || kilograms.is_zero() {
        (Decimal::ONE, "kg")
    } else if kilograms >= Decimal::new(1, 3) {
        (Decimal::from(1_000), "g")
    } else if kilograms >= Decimal::new(1, 6) {
        (Decimal::from(1_000_000), "mg")
    } else {
        (Decimal::from(1_000_000_000), "µg")
    }
}

/// Decimals that leave three significant digits.
fn places_of(value: Decimal) -> u32 {
    if value >= Decimal::ONE_HUNDRED {
        0
    } else if value >= Decimal::TEN {
        1
    } else {
        2
    }
}

/// Decimals that leave two significant digits of a share.
fn places_of_percent(percent: Decimal) -> u32 {
    if percent >= Decimal::TEN {
        0
    } else if percent >= Decimal::ONE {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;

    fn bounds(lower: i64, upper: i64, scale: u32) -> Bounds {
        Bounds {
            lower: Decimal::new(lower, scale),
            proportional: Decimal::new(lower + upper, scale) / Decimal::TWO,
            upper: Decimal::new(upper, scale),
        }
    }

    #[test]
    fn bounds_are_rounded_outward_and_never_tightened() {
        let words = Words::of(Locale::En);
        assert_eq!(words.percents(&bounds(1429, 4000, 4)), "14–40\u{a0}%");
        assert_eq!(words.percents(&bounds(1999, 2001, 4)), "19–21\u{a0}%");
        assert_eq!(words.percents(&bounds(0, 42, 4)), "0–0.42\u{a0}%");
        assert_eq!(words.percents(&bounds(1, 1, 0)), "100\u{a0}%");
        let third = Bounds {
            lower: Decimal::ONE / Decimal::from(3),
            proportional: Decimal::ONE,
            upper: Decimal::from(2) / Decimal::from(3),
        };
        assert_eq!(words.percents(&third), "33–67\u{a0}%");
    }

    #[test]
    fn masses_choose_their_unit() {
        let words = Words::of(Locale::En);
        assert_eq!(words.masses(&bounds(33, 47, 4)), "3.30–4.70\u{a0}g");
        assert_eq!(words.mass(Decimal::new(21, 5)), "210\u{a0}mg");
        assert_eq!(words.mass(Decimal::new(1_050, 0)), "1\u{202f}050\u{a0}kg");
        assert_eq!(words.mass(Decimal::new(4, 9)), "4.00\u{a0}µg");
        assert_eq!(words.mass(Decimal::ZERO), "0\u{a0}kg");
    }

    #[test]
    fn numbers_and_dates_follow_the_language() {
        let time = EventTime {
            unix_millis: 1_791_813_720_000,
            zone_offset_minutes: 120,
        };
        let told = |locale| {
            let words = Words::of(locale);
            (
                words.decimal(Decimal::new(-12_345_678, 3)),
                words.date(time),
            )
        };
        assert_eq!(
            told(Locale::En),
            (
                "−12\u{202f}345.678".to_owned(),
                "12\u{a0}Oct\u{a0}2026".to_owned()
            )
        );
        assert_eq!(
            told(Locale::De),
            (
                "−12\u{202f}345,678".to_owned(),
                "12.\u{a0}Okt.\u{a0}2026".to_owned()
            )
        );
        assert_eq!(
            told(Locale::Fr),
            (
                "−12\u{202f}345,678".to_owned(),
                "12\u{a0}oct.\u{a0}2026".to_owned()
            )
        );
        assert_eq!(
            Words::of(Locale::En).instant(time),
            "12\u{a0}Oct\u{a0}2026, 16:02\u{a0}UTC+02:00"
        );
        assert_eq!(Words::of(Locale::En).utc_instant(u64::MAX), "–");
    }
}
