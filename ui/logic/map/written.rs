//! How masses and coordinates are written on the map.

use protocol::Locale;

use crate::logic::format;

/// U+202F, between a number and its unit.
const NARROW: char = '\u{202f}';

/// A mass summed up in floating point: whole kilograms from a hundred on, and three figures below; grams below one.
pub(crate) fn kilograms(kilograms: f64, locale: Locale) -> String {
    let (value, unit) = if kilograms >= 1.0 || kilograms <= 0.0 {
        (kilograms, "kg")
    } else {
        (kilograms * 1000.0, "g")
    };
    let plain = match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    };
    let plain = match plain.split_once('.') {
        Some(_) => plain.trim_end_matches('0').trim_end_matches('.'),
        None => &plain,
    };
    format!("{}{NARROW}{unit}", format::number(plain, locale))
}

/// Degrees with the letter of the half of the globe, such as `2.067° S, 105.164° E`.
pub(crate) fn coordinates(latitude: f64, longitude: f64, locale: Locale) -> String {
    let east = if locale == Locale::De { 'O' } else { 'E' };
    let west = if locale == Locale::Fr { 'O' } else { 'W' };
    let degrees = |value: f64, positive: char, negative: char| {
        let letter = if value < 0.0 { negative } else { positive };
        let plain = format!("{:.3}", value.abs());
        format!("{}°{NARROW}{letter}", format::number(&plain, locale))
    };
    format!(
        "{}, {}",
        degrees(latitude, 'N', 'S'),
        degrees(longitude, east, west)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mass_has_the_figures_that_tell() {
        let said = |value| kilograms(value, Locale::En).replace(NARROW, " ");
        assert_eq!(said(1050.4), "1\u{2009}050 kg");
        assert_eq!(said(22.5), "22.5 kg");
        assert_eq!(said(3.0), "3 kg");
        assert_eq!(said(0.355), "355 g");
        assert_eq!(said(0.000_42), "0.42 g");
        assert_eq!(kilograms(2.25, Locale::De), "2,25\u{202f}kg");
    }

    #[test]
    fn coordinates_name_their_half_of_the_globe() {
        let said = |locale| coordinates(-2.067, 105.164, locale).replace(NARROW, " ");
        assert_eq!(said(Locale::En), "2.067° S, 105.164° E");
        assert_eq!(said(Locale::De), "2,067° S, 105,164° O");
        let west = coordinates(38.5714, -7.9137, Locale::Fr).replace(NARROW, " ");
        assert_eq!(west, "38,571° N, 7,914° O");
    }
}
