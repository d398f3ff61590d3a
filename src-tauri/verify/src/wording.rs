//! What is said, in every language at once: a verdict is made once and read by whoever wants to.

use std::fmt;

use report::Locale;

use crate::words::Words;

/// The most characters of a text from a file or ledger that go into a sentence.
const LONGEST: usize = 120;

/// A text in English, German and French. What came from a file stands in all three as it is, cut and harmless.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wording {
    en: String,
    de: String,
    fr: String,
}

impl Wording {
    /// A text that is the same in every language: a figure, a hash, a name.
    pub fn plain(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        Self {
            en: text.clone(),
            de: text.clone(),
            fr: text,
        }
    }

    /// A hostile text: cut, and without what would steer a terminal or turn the reading direction.
    pub(crate) fn hostile(text: &str) -> Self {
        let clean = |letter: &char| !letter.is_control() && !turns_direction(*letter);
        let mut letters = text.chars().filter(clean);
        let mut shown: String = letters.by_ref().take(LONGEST).collect();
        if letters.next().is_some() {
            shown.push('…');
        }
        Self::plain(shown)
    }

    /// A sentence of the tables without anything to fill in.
    pub(crate) fn of(sentence: fn(&Words) -> &'static str) -> Self {
        Self::with(sentence, &[])
    }

    /// A sentence of the tables with its placeholders filled. What is filled in is never read as a template.
    pub(crate) fn with(sentence: fn(&Words) -> &'static str, fill: &[Self]) -> Self {
        let told = |locale| {
            let fill: Vec<&str> = fill.iter().map(|one| one.in_language(locale)).collect();
            filled(sentence(Words::of(locale)), &fill)
        };
        Self {
            en: told(Locale::En),
            de: told(Locale::De),
            fr: told(Locale::Fr),
        }
    }

    /// These one after the other.
    pub(crate) fn joined(parts: &[Self], between: &str) -> Self {
        let told = |locale| {
            let parts: Vec<&str> = parts.iter().map(|one| one.in_language(locale)).collect();
            parts.join(between)
        };
        Self {
            en: told(Locale::En),
            de: told(Locale::De),
            fr: told(Locale::Fr),
        }
    }

    /// The same with a full stop.
    pub(crate) fn ended(self) -> Self {
        Self {
            en: self.en + ".",
            de: self.de + ".",
            fr: self.fr + ".",
        }
    }

    /// The text in one language.
    pub fn in_language(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::De => &self.de,
            Locale::Fr => &self.fr,
        }
    }

    /// The same, taken out.
    pub fn into_language(self, locale: Locale) -> String {
        match locale {
            Locale::En => self.en,
            Locale::De => self.de,
            Locale::Fr => self.fr,
        }
    }
}

/// In English.
impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl From<u64> for Wording {
    fn from(number: u64) -> Self {
        Self::plain(number)
    }
}

impl From<usize> for Wording {
    fn from(number: usize) -> Self {
        Self::plain(number)
    }
}

/// Format characters that would reorder or hide text (Unicode 16, 23.2).
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn filled(template: &str, fill: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let (inside, behind) = rest[at + 1..].split_once('}').unwrap_or_default();
        let place: Option<usize> = inside.parse().ok();
        out.push_str(
            place
                .and_then(|at| fill.get(at))
                .copied()
                .unwrap_or_default(),
        );
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_never_a_template_and_never_steers() {
        assert_eq!(filled("{1} and {0}.", &["{1}", "b"]), "b and {1}.");
        let hostile = Wording::hostile("a\u{1b}[31m\u{202e}b");
        assert_eq!(hostile.to_string(), "a[31mb");
        let long = Wording::hostile(&"x".repeat(1000)).to_string();
        assert_eq!(
            (long.chars().count(), long.ends_with('…')),
            (LONGEST + 1, true)
        );
    }
}
