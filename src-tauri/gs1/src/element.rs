//! Element strings: Application Identifiers with their values, written with brackets for people or with separators for scanners
//! (GS1 General Specifications, sections 4.1 and 7.8).

use crate::SEPARATOR;
use crate::application::{Application, leading, named};
use crate::error::{Gs1Error, cut};

/// One Application Identifier and what follows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    application: &'static Application,
    ai: String,
    value: String,
}

impl Element {
    /// Takes a value that has the form its identifier asks for.
    pub fn new(ai: &str, value: &str) -> Result<Self, Gs1Error> {
        let unknown = || Gs1Error::UnknownIdentifier(cut(ai));
        let application = named(ai).ok_or_else(unknown)?;
        application.check(ai, value)?;
        Ok(Self {
            application,
            ai: ai.to_owned(),
            value: value.to_owned(),
        })
    }

    /// The Application Identifier, such as `10`.
    pub fn ai(&self) -> &str {
        &self.ai
    }

    /// What the General Specifications print beside it, such as `BATCH/LOT`.
    pub fn title(&self) -> &'static str {
        self.application.title
    }

    /// The value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// Elements in the order in which they were written; no identifier is there twice.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ElementString(Vec<Element>);

impl ElementString {
    /// Takes identifiers and values.
    pub fn from_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Gs1Error> {
        let mut elements = Self::default();
        for (ai, value) in pairs {
            elements.add(Element::new(ai, value)?)?;
        }
        if elements.0.is_empty() {
            return Err(Gs1Error::Empty);
        }
        Ok(elements)
    }

    /// Reads `(01)09521234543213(10)ABC`. A bracket that belongs to a value is written `\(`; blanks between elements do not count.
    pub fn parse_bracketed(text: &str) -> Result<Self, Gs1Error> {
        let mut elements = Self::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let unknown = || Gs1Error::UnknownIdentifier(cut(rest));
            let (ai, behind) = bracket(rest).ok_or_else(unknown)?;
            let end = next_bracket(behind).unwrap_or(behind.len());
            let (value, following) = behind.split_at(end);
            let value = value.trim().replace("\\(", "(");
            elements.add(Element::new(ai, &value)?)?;
            rest = following;
        }
        if elements.0.is_empty() {
            return Err(Gs1Error::Empty);
        }
        Ok(elements)
    }

    /// Reads what a scanner gives behind the symbology identifier: values of variable length end with a separator.
    pub fn parse_raw(text: &str) -> Result<Self, Gs1Error> {
        let mut elements = Self::default();
        let mut rest = text.trim_matches(SEPARATOR);
        while !rest.is_empty() {
            let unknown = || Gs1Error::UnknownIdentifier(cut(rest));
            let (application, ai) = leading(rest).ok_or_else(unknown)?;
            let behind = rest.get(ai.len()..).unwrap_or_default();
            let separated = behind.find(SEPARATOR).unwrap_or(behind.len());
            let end = application
                .predefined()
                .map_or(separated, |length| separated.min(length));
            let (value, following) = behind
                .split_at_checked(end)
                .ok_or_else(|| Gs1Error::NotAName(cut(text)))?;
            elements.add(Element::new(ai, value)?)?;
            rest = following.trim_start_matches(SEPARATOR);
        }
        if elements.0.is_empty() {
            return Err(Gs1Error::Empty);
        }
        Ok(elements)
    }

    fn add(&mut self, element: Element) -> Result<(), Gs1Error> {
        match self.value(&element.ai) {
            None => self.0.push(element),
            Some(first) if first == element.value => {}
            Some(first) => {
                return Err(Gs1Error::Repeated {
                    ai: element.ai.clone(),
                    first: cut(first),
                    second: cut(&element.value),
                });
            }
        }
        Ok(())
    }

    /// The elements.
    pub fn elements(&self) -> &[Element] {
        &self.0
    }

    /// The value behind an Application Identifier.
    pub fn value(&self, ai: &str) -> Option<&str> {
        let found = self.0.iter().find(|element| element.ai == ai)?;
        Some(&found.value)
    }

    /// As people read it, such as `(01)09521234543213(10)ABC`.
    pub fn to_bracketed(&self) -> String {
        let written = self
            .0
            .iter()
            .map(|element| format!("({}){}", element.ai, element.value.replace('(', "\\(")));
        written.collect()
    }

    /// As it goes into a symbol behind the first FNC1: values of variable length end with a separator, unless they are the last.
    /// What needs no separator comes first.
    pub fn to_raw(&self) -> String {
        let (fixed, variable): (Vec<&Element>, Vec<&Element>) =
            (self.0.iter()).partition(|element| element.application.predefined().is_some());
        let written = |elements: &[&Element]| -> Vec<String> {
            let each = elements.iter();
            each.map(|element| format!("{}{}", element.ai, element.value))
                .collect()
        };
        let separator = SEPARATOR.to_string();
        written(&fixed).concat() + &written(&variable).join(&separator)
    }
}

/// The Application Identifier in brackets with which a text begins, and what stands behind it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let (ai, behind) = text.strip_prefix('(')?.split_once(')')?;
    Some((ai, behind))
}

/// Where the next element begins: at a bracket that no backslash precedes.
fn next_bracket(text: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        if character == '(' && before != '\\' {
            return Some(at);
        }
        before = character;
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn brackets_part_elements() {
        let read =
            ElementString::parse_bracketed(" (01) 09521234543213 (10) ABC-1 (3103)000250").unwrap();
        assert_eq!(read.value("01"), Some("09521234543213"));
        assert_eq!(read.value("10"), Some("ABC-1"));
        assert_eq!(
            read.to_bracketed(),
            "(01)09521234543213(10)ABC-1(3103)000250"
        );
        let bracket = ElementString::parse_bracketed("(10)A\\(1)").unwrap();
        assert_eq!(bracket.value("10"), Some("A(1)"));
        assert_eq!(bracket.to_bracketed(), "(10)A\\(1)");
    }

    #[test]
    fn separators_end_what_has_no_length_of_its_own() {
        let raw = "010952123454321310ABC\u{1d}17261231";
        let read = ElementString::parse_raw(raw).unwrap();
        assert_eq!(read.to_bracketed(), "(01)09521234543213(10)ABC(17)261231");
        assert_eq!(
            read.to_raw(),
            "01095212345432131726123110ABC",
            "what needs no separator comes first"
        );
        let odd = ElementString::parse_raw("\u{1d}0109521234543213\u{1d}21X7\u{1d}").unwrap();
        assert_eq!(odd.to_bracketed(), "(01)09521234543213(21)X7");
    }

    #[test]
    fn bent_strings_are_refused_with_the_reason() {
        let code = |text: &str| ElementString::parse_raw(text).unwrap_err().code();
        assert_eq!(code("0109521234543214"), "check-digit");
        assert_eq!(code("01095212345"), "length");
        assert_eq!(code("0109521234543213ZZ"), "unknown-identifier");
        assert_eq!(code("11269931"), "date");
        assert_eq!(code("10A\u{1d}10B"), "repeated");
        assert_eq!(code("10A B"), "character");
        assert_eq!(code(""), "empty");
        assert_eq!(code("01é"), "character");
        let bracketed = |text: &str| ElementString::parse_bracketed(text).unwrap_err().code();
        assert_eq!(bracketed("(01"), "unknown-identifier");
        assert_eq!(bracketed("(10)"), "length");
        assert_eq!(bracketed("(é)A"), "unknown-identifier");
    }
}
