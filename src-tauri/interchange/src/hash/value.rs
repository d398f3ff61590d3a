//! One spelling for values: times, numbers, words of the vocabulary and identifiers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::identifier;

/// Where the bare words of a field come from.
#[derive(Clone, Copy)]
pub(super) enum Words {
    None,
    BizStep,
    Disposition,
    BizTransaction,
    SourceOrDestination,
    Component,
    Measurement,
}

impl Words {
    const fn prefix(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::BizStep => Some("https://ref.gs1.org/cbv/BizStep-"),
            Self::Disposition => Some("https://ref.gs1.org/cbv/Disp-"),
            Self::BizTransaction => Some("https://ref.gs1.org/cbv/BTT-"),
            Self::SourceOrDestination => Some("https://ref.gs1.org/cbv/SDT-"),
            Self::Component => Some("https://ref.gs1.org/cbv/Comp-"),
            Self::Measurement => Some("https://gs1.org/voc/"),
        }
    }
}

/// Words of CBV 1.2 and what became of them.
const OLD_WORDS: [(&str, &str); 4] = [
    (
        "urn:epcglobal:cbv:bizstep:",
        "https://ref.gs1.org/cbv/BizStep-",
    ),
    ("urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"),
    ("urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"),
    ("urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"),
];

/// The prefixes that a document declares, beside those that EPCIS declares for all.
pub(super) struct Namespaces(BTreeMap<String, String>);

impl Namespaces {
    /// Those of a JSON-LD context and of one inside it.
    pub(super) fn of(contexts: [Option<&Value>; 2]) -> Self {
        let standard = [
            ("cbv", "https://ref.gs1.org/cbv/"),
            ("epcis", "https://ref.gs1.org/epcis/"),
            ("gs1", "https://gs1.org/voc/"),
        ];
        let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        let mut namespaces: BTreeMap<_, _> = standard.into_iter().map(owned).collect();
        for context in contexts.into_iter().flatten() {
            let entries = match context {
                Value::Array(entries) => entries.as_slice(),
                single => std::slice::from_ref(single),
            };
            for (prefix, uri) in entries.iter().filter_map(Value::as_object).flatten() {
                if let Some(uri) = uri.as_str() {
                    namespaces.insert(prefix.clone(), uri.to_owned());
                }
            }
        }
        Self(namespaces)
    }

    fn split<'t>(&self, text: &'t str) -> Option<(&str, &'t str)> {
        let (prefix, rest) = text.split_once(':')?;
        Some((self.0.get(prefix)?, rest))
    }

    /// A key with its namespace in curly brackets.
    pub(super) fn key(&self, key: &str) -> String {
        self.split(key)
            .map_or_else(|| key.to_owned(), |(uri, name)| format!("{{{uri}}}{name}"))
    }

    /// A value as the hash spells it; `None` for what is no value: lists, objects, null, empty text.
    pub(super) fn value(&self, value: &Value, words: Words) -> Option<String> {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) if number.is_f64() => number.as_f64()?.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        if text.is_empty() {
            return None;
        }
        if let (Some(prefix), false) = (words.prefix(), text.contains(':')) {
            return Some(format!("{prefix}{text}"));
        }
        if let Some((uri, name)) = self.split(&text) {
            return Some(format!("{uri}{name}"));
        }
        for (old, new) in OLD_WORDS {
            if let Some(word) = text.strip_prefix(old) {
                return Some(format!("{new}{word}"));
            }
        }
        Some(identifier::canonical(&text).unwrap_or_else(|| plain_number(&text).unwrap_or(text)))
    }
}

/// An instant in UTC with milliseconds, rounded half up; what is no instant stays as it is.
pub(super) fn time(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let Ok(instant) = text.parse::<Timestamp>() else {
        return (!text.is_empty()).then(|| text.to_owned());
    };
    let millis = (instant.as_nanosecond() + 500_000).div_euclid(1_000_000);
    let rounded = i64::try_from(millis)
        .ok()
        .and_then(|millis| Timestamp::from_millisecond(millis).ok())?;
    Some(format!("{rounded:.3}"))
}

/// A decimal number without plus sign, leading zeros and trailing zeros; `None` if it is none.
fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !(whole.is_empty() && fraction.is_empty())
        && whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit());
    if !is_number {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let fraction = fraction.trim_end_matches('0');
    let sign = if whole == "0" && fraction.is_empty() {
        ""
    } else {
        sign
    };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_rounded_half_up_in_utc() {
        let check = |text: &str, expected: &str| assert_eq!(time(&json!(text)).unwrap(), expected);
        check("2020-03-04T11:00:30+01:00", "2020-03-04T10:00:30.000Z");
        check("2023-02-02T11:04:03.1415Z", "2023-02-02T11:04:03.142Z");
        check("2023-02-02T11:04:03.1414Z", "2023-02-02T11:04:03.141Z");
        check("2023-12-31T23:59:59.9996Z", "2024-01-01T00:00:00.000Z");
        check("yesterday", "yesterday");
    }

    #[test]
    fn numbers_have_no_idle_zeros() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(plain_number(text).as_deref(), expected, "{text}");
        };
        check("1.0", Some("1"));
        check("0.3400", Some("0.34"));
        check("+007", Some("7"));
        check("-0.0", Some("0"));
        check(
            "123456789012345678901234567890",
            Some("123456789012345678901234567890"),
        );
        check("1 050", None);
        check(".", None);
        check("", None);
    }

    #[test]
    fn small_numbers_of_json_are_written_out() {
        let namespaces = Namespaces::of([None, None]);
        assert_eq!(
            namespaces.value(&json!(0.000_001), Words::None).as_deref(),
            Some("0.000001")
        );
    }
}
