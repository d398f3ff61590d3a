//! What Regulation (EU) 2023/1542 of 12 July 2023 concerning batteries (OJ L 191, 28.7.2023, p. 1) asks for, as far as it is printed:
//! the minimum shares of Article 8(2) and (3). It judges nothing: whether a product is a battery that these apply to, no ledger says.

use rust_decimal::Decimal;
use trace::EventTime;

use crate::figures::utc;

/// A material that Article 8 sets a minimum share for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Element {
    Cobalt,
    Lead,
    Lithium,
    Nickel,
}

/// A minimum share from a day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Threshold {
    /// The share, 0 to 1.
    pub(super) share: Decimal,
    /// Seconds since 1970 of the day's beginning.
    from: u64,
}

/// 18 August 2031: Article 8(2).
const FIRST: u64 = 1_944_777_600;
/// 18 August 2036: Article 8(3).
const SECOND: u64 = 2_102_630_400;

impl Element {
    /// In the order of Article 8(2).
    pub(super) const ALL: [Self; 4] = [Self::Cobalt, Self::Lead, Self::Lithium, Self::Nickel];

    /// The material that a record names: its whole name in one of the languages of the pages, or its symbol. A compound is not the
    /// element: of cobalt sulphate the regulation counts the cobalt, and the record does not say how much that is.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "cobalt" | "kobalt" | "co" => Self::Cobalt,
            "lead" | "blei" | "plomb" | "pb" => Self::Lead,
            "lithium" | "li" => Self::Lithium,
            "nickel" | "ni" => Self::Nickel,
            _ => return None,
        })
    }

    /// The minimum shares of Article 8(2), then of Article 8(3).
    pub(super) fn thresholds(self) -> [Threshold; 2] {
        let percent = match self {
            Self::Cobalt => [16, 26],
            Self::Lead => [85, 85],
            Self::Lithium => [6, 12],
            Self::Nickel => [6, 15],
        };
        let [first, second] = percent.map(|percent| Decimal::new(percent, 2));
        [
            Threshold {
                share: first,
                from: FIRST,
            },
            Threshold {
                share: second,
                from: SECOND,
            },
        ]
    }
}

impl Threshold {
    /// The day from which it applies.
    pub(super) fn from(self) -> EventTime {
        utc(self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use crate::words::Words;

    #[test]
    fn the_shares_and_days_are_those_of_article_8() {
        let told: Vec<_> = (Element::ALL.iter())
            .map(|element| element.thresholds().map(|threshold| threshold.share))
            .map(|[first, second]| (first.to_string(), second.to_string()))
            .collect();
        let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
        assert_eq!(
            told,
            [
                pair("0.16", "0.26"),
                pair("0.85", "0.85"),
                pair("0.06", "0.12"),
                pair("0.06", "0.15")
            ]
        );
        let [first, second] = Element::Lead.thresholds();
        let words = Words::of(Locale::En);
        assert_eq!(words.date(first.from()), "18\u{a0}Aug\u{a0}2031");
        assert_eq!(words.date(second.from()), "18\u{a0}Aug\u{a0}2036");
    }

    #[test]
    fn a_compound_is_not_the_element() {
        assert_eq!(Element::named(" Kobalt "), Some(Element::Cobalt));
        assert_eq!(Element::named("plomb"), Some(Element::Lead));
        for other in ["cobalt sulphate", "leaded glass", "", "nickel-iron"] {
            assert_eq!(Element::named(other), None, "{other}");
        }
    }
}
