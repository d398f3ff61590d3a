//! How figures, moments and names are written, by language. Words come from `locales`.

use protocol::{Amount, Locale, Moment};

use super::calendar::Civil;

/// U+2009, between groups of digits.
const THIN: char = '\u{2009}';
/// U+202F, between a number and its unit: a line never breaks there.
const NARROW: char = '\u{202f}';
const TRUE_MINUS: char = '−';

const MONTHS: [(Locale, [&str; 12]); 3] = [
    (
        Locale::En,
        [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ],
    ),
    (
        Locale::De,
        [
            "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
            "Dez.",
        ],
    ),
    (
        Locale::Fr,
        [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
            "nov.", "déc.",
        ],
    ),
];

/// A plain decimal number with thin spaces between thousands and the language's decimal mark. What is not a number is
/// returned as it is.
pub(crate) fn number(plain: &str, locale: Locale) -> String {
    let (negative, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return plain.to_owned();
    }
    let mut out = String::new();
    if negative {
        out.push(TRUE_MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(if locale == Locale::En { '.' } else { ',' });
        out.push_str(fraction);
    }
    out
}

/// A whole number with thin spaces between thousands.
pub(crate) fn count(value: u64) -> String {
    number(&value.to_string(), Locale::En)
}

/// A number with its unit.
pub(crate) fn amount(amount: &Amount, locale: Locale) -> String {
    let number = number(&amount.number, locale);
    if amount.unit.is_empty() {
        return number;
    }
    format!("{number}{NARROW}{}", amount.unit)
}

/// A share between 0 and 1 as per cent: whole, or with one decimal below 10 %.
pub(crate) fn share(share: f64, locale: Locale) -> String {
    format!("{}{NARROW}%", per_cent(share, locale))
}

/// Two shares as a range, such as `14–40 %`.
pub(crate) fn share_range(lower: f64, upper: f64, locale: Locale) -> String {
    let (from, to) = (per_cent(lower, locale), per_cent(upper, locale));
    if from == to {
        return format!("{to}{NARROW}%");
    }
    format!("{from}–{to}{NARROW}%")
}

fn per_cent(share: f64, locale: Locale) -> String {
    let value = (share * 100.0).clamp(0.0, 999.0);
    let rounded = (value * 10.0).round() / 10.0;
    let plain = if rounded >= 10.0 || rounded.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{rounded:.1}")
    };
    number(&plain, locale)
}

/// A day, such as `12 Oct 2026`.
pub(crate) fn day(civil: Civil, locale: Locale) -> String {
    let month = month(civil.month, locale);
    let dot = if locale == Locale::De { "." } else { "" };
    format!("{}{dot} {month} {}", civil.day, civil.year)
}

/// A month in short, from 1, such as `Oct`.
pub(crate) fn month(month: u8, locale: Locale) -> &'static str {
    let months = MONTHS
        .iter()
        .find(|(of, _)| *of == locale)
        .map_or(&MONTHS[0].1, |(_, months)| months);
    months
        .get(usize::from(month).saturating_sub(1))
        .unwrap_or(&"")
}

/// The month (from 1) that a word names in one of the languages, short or whole; its case and its dot do not matter.
pub(crate) fn month_named(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let names = |short: &str| word.starts_with(short.trim_end_matches('.').to_lowercase().as_str());
    let found = |(_, months): &(Locale, [&str; 12])| months.iter().position(|short| names(short));
    let at = MONTHS.iter().find_map(found)?;
    u8::try_from(at + 1).ok()
}

/// A day and a minute, such as `12 Oct 2026, 14:02`.
pub(crate) fn day_and_time(civil: Civil, locale: Locale) -> String {
    format!("{}, {}", day(civil, locale), time(civil))
}

/// A minute, such as `14:02`.
pub(crate) fn time(civil: Civil) -> String {
    format!("{:02}:{:02}", civil.hour, civil.minute)
}

/// The day of an event, where it happened.
pub(crate) fn moment_day(moment: Moment, locale: Locale) -> String {
    day(
        Civil::at(moment.unix, i64::from(moment.offset_minutes)),
        locale,
    )
}

/// The day of an event as programs read it, such as `2026-10-12` (ISO 8601).
pub(crate) fn iso_day(moment: Moment) -> String {
    let civil = Civil::at(moment.unix, i64::from(moment.offset_minutes));
    format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
}

/// When an event happened, with the place's offset, such as `12 Oct 2026, 14:02 UTC+07:00`.
pub(crate) fn moment_full(moment: Moment, locale: Locale) -> String {
    let offset = i64::from(moment.offset_minutes);
    let civil = Civil::at(moment.unix, offset);
    let sign = if offset < 0 { TRUE_MINUS } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    format!(
        "{} UTC{sign}{hours:02}:{minutes:02}",
        day_and_time(civil, locale)
    )
}

/// An identifier shortened in the middle to at most `most` characters. Its whole is for copying.
pub(crate) fn middle(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most || most < 3 {
        return text.to_owned();
    }
    let head = (most - 1) / 2;
    let tail = most - 1 - head;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(length - tail).collect();
    format!("{start}…{end}")
}

/// A stretch of time such as `365 d 02 h`, `2 h 05 min`, `3 min 10 s` or `8 s`; the units are the same in all languages.
pub(crate) fn duration(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}\u{a0}s"),
        (0, minutes, seconds) => format!("{minutes}\u{a0}min {seconds:02}\u{a0}s"),
        (hours @ 48.., ..) => format!("{}\u{a0}d {:02}\u{a0}h", hours / 24, hours % 24),
        (hours, minutes, _) => format!("{hours}\u{a0}h {minutes:02}\u{a0}min"),
    }
}

/// The length of a file, such as `182 kB`.
pub(crate) fn bytes(length: u64, locale: Locale) -> String {
    let (tenths, unit) = match length {
        0..1000 => return format!("{length}{NARROW}B"),
        1000..1_000_000 => (length / 100, "kB"),
        _ => (length / 100_000, "MB"),
    };
    let plain = if tenths >= 100 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    format!("{}{NARROW}{unit}", number(&plain, locale))
}

/// The last part of a path of either system.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The host of an address, as people name who is there; the whole address if it has none.
pub(crate) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() { address } else { host }
}

/// A name that every file system takes, for a report: letters, digits, spaces, dots and hyphens of the words given.
pub(crate) fn report_file_name(number: &str, object: &str) -> String {
    let mut words = String::new();
    for part in [number, object] {
        for character in part.trim().chars().take(60) {
            let kept = character.is_alphanumeric() || "-_. ".contains(character);
            words.push(if kept { character } else { '-' });
        }
        words.push(' ');
    }
    let words = words.trim().trim_start_matches('.');
    if words.is_empty() {
        return "Waymark report.pdf".to_owned();
    }
    format!("{words}.pdf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(number("1050", Locale::En), "1\u{2009}050");
        assert_eq!(number("19310.25", Locale::De), "19\u{2009}310,25");
        assert_eq!(number("999", Locale::Fr), "999");
        assert_eq!(number("-1234567", Locale::En), "−1\u{2009}234\u{2009}567");
    }

    #[test]
    fn what_is_no_number_stays_as_it_is() {
        for text in ["", "-", "1e9", "12,5", "<b>", "٣"] {
            assert_eq!(number(text, Locale::De), text);
        }
    }

    #[test]
    fn units_are_always_written() {
        let mass = Amount {
            number: "1050".into(),
            unit: "kg".into(),
        };
        assert_eq!(amount(&mass, Locale::En), "1\u{2009}050\u{202f}kg");
    }

    #[test]
    fn shares_keep_a_decimal_where_it_tells() {
        assert_eq!(share(0.319, Locale::En), "32\u{202f}%");
        assert_eq!(share(0.021, Locale::De), "2,1\u{202f}%");
        assert_eq!(share(0.0, Locale::En), "0\u{202f}%");
        assert_eq!(share(0.0998, Locale::En), "10\u{202f}%");
        assert_eq!(share_range(0.1428, 0.4, Locale::En), "14–40\u{202f}%");
        assert_eq!(share_range(0.4, 0.4, Locale::En), "40\u{202f}%");
        assert_eq!(share(f64::NAN, Locale::En), "NaN\u{202f}%");
    }

    #[test]
    fn days_are_unambiguous_in_every_language() {
        let civil = Civil::at(1_791_813_720, 0);
        assert_eq!(day(civil, Locale::En), "12 Oct 2026");
        assert_eq!(day(civil, Locale::De), "12. Okt. 2026");
        assert_eq!(day_and_time(civil, Locale::Fr), "12 oct. 2026, 14:02");
    }

    #[test]
    fn an_event_is_told_in_the_time_of_its_place() {
        let moment = Moment {
            unix: 1_791_813_720,
            offset_minutes: 420,
        };
        assert_eq!(
            moment_full(moment, Locale::En),
            "12 Oct 2026, 21:02 UTC+07:00"
        );
        let west = Moment {
            offset_minutes: -210,
            ..moment
        };
        assert_eq!(
            moment_full(west, Locale::En),
            "12 Oct 2026, 10:32 UTC−03:30"
        );
    }

    #[test]
    fn identifiers_lose_their_middle() {
        assert_eq!(middle("0x1234567890", 20), "0x1234567890");
        assert_eq!(middle("abcdefghij", 5), "ab…ij");
        assert_eq!(middle("äöüßéè", 3), "ä…è");
    }

    #[test]
    fn lengths_of_files() {
        assert_eq!(bytes(999, Locale::En), "999\u{202f}B");
        assert_eq!(bytes(182_400, Locale::En), "182\u{202f}kB");
        assert_eq!(bytes(1_240_000, Locale::De), "1,2\u{202f}MB");
    }

    #[test]
    fn report_names_hold_nothing_a_path_could() {
        assert_eq!(
            report_file_name("WM-2026-0007", "Edge gateway EG-200 · 000417"),
            "WM-2026-0007 Edge gateway EG-200 - 000417.pdf"
        );
        assert_eq!(
            report_file_name("", "../../etc/passwd"),
            "-..-etc-passwd.pdf"
        );
        assert_eq!(report_file_name("", ""), "Waymark report.pdf");
        assert_eq!(file_name(r"C:\reports\a.pdf"), "a.pdf");
        assert_eq!(file_name("/home/x/b.pdf"), "b.pdf");
    }
}
