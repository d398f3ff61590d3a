//! The GS1 identification keys that things, parties and places go by (GS1 General Specifications, section 1.4 and chapter 2).

use std::fmt;

use trace::check_digit;

use crate::error::{Gs1Error, cut};

/// A Global Trade Item Number in its 14-digit form; GTIN-8, -12 and -13 are filled with zeros on the left.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gtin(String);

impl Gtin {
    /// Reads 8, 12, 13 or 14 digits.
    pub fn parse(text: &str) -> Result<Self, Gs1Error> {
        digits("GTIN", text, &[8, 12, 13, 14])?;
        checked("GTIN", text)?;
        Ok(Self(format!("{text:0>14}")))
    }

    /// 14 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A Serial Shipping Container Code: 18 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Sscc(String);

impl Sscc {
    /// Reads 18 digits.
    pub fn parse(text: &str) -> Result<Self, Gs1Error> {
        digits("SSCC", text, &[18])?;
        checked("SSCC", text)?;
        Ok(Self(text.to_owned()))
    }

    /// 18 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A Global Location Number: 13 digits. It names a party or a place; which of them, the Application Identifier says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gln(String);

impl Gln {
    /// Reads 13 digits.
    pub fn parse(text: &str) -> Result<Self, Gs1Error> {
        digits("GLN", text, &[13])?;
        checked("GLN", text)?;
        Ok(Self(text.to_owned()))
    }

    /// 13 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A Global Returnable Asset Identifier: a zero, 13 digits, and up to 16 characters that tell one such thing from the next.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Grai(String);

impl Grai {
    /// Reads it as it stands behind (8003), with its leading zero.
    pub fn parse(text: &str) -> Result<Self, Gs1Error> {
        let (key, serial) = split(text, 14);
        digits("GRAI", key, &[14])?;
        if !key.starts_with('0') {
            let first = key.chars().next().unwrap_or(' ');
            return Err(Gs1Error::Character {
                what: "the first place of a GRAI, which is 0,".to_owned(),
                character: first,
            });
        }
        checked("GRAI", key)?;
        encodable("GRAI", serial, 0, 16)?;
        Ok(Self(text.to_owned()))
    }

    /// As it stands behind (8003).
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What tells one such thing from the next; empty where the identifier names the sort only.
    pub fn serial(&self) -> &str {
        split(&self.0, 14).1
    }
}

/// A Global Individual Asset Identifier: up to 30 characters, no check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Giai(String);

impl Giai {
    /// Reads it as it stands behind (8004).
    pub fn parse(text: &str) -> Result<Self, Gs1Error> {
        encodable("GIAI", text, 1, 30)?;
        Ok(Self(text.to_owned()))
    }

    /// As it stands behind (8004).
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! shown {
    ($($key:ty),*) => {$(
        impl fmt::Display for $key {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

shown!(Gtin, Sscc, Gln, Grai, Giai);

/// The text before and behind so many characters.
fn split(text: &str, characters: usize) -> (&str, &str) {
    let at = text
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at);
    text.split_at(at)
}

/// Only digits, and as many as one of `lengths` says.
pub(crate) fn digits(what: &str, text: &str, lengths: &[usize]) -> Result<(), Gs1Error> {
    if let Some(character) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(Gs1Error::Character {
            what: what.to_owned(),
            character,
        });
    }
    if lengths.contains(&text.len()) {
        return Ok(());
    }
    let wanted: Vec<String> = lengths.iter().map(ToString::to_string).collect();
    Err(Gs1Error::Length {
        what: what.to_owned(),
        wanted: format!("{} digits", wanted.join(" or ")),
        given: cut(text),
        found: text.len(),
    })
}

/// The last of these digits is the check digit of those before it.
pub(crate) fn checked(what: &'static str, text: &str) -> Result<(), Gs1Error> {
    let mut before = text.chars();
    let Some(found) = before.next_back() else {
        return Err(Gs1Error::Empty);
    };
    let expected = check_digit(before.as_str());
    if found == expected {
        return Ok(());
    }
    Err(Gs1Error::CheckDigit {
        what,
        given: cut(text),
        found,
        expected,
    })
}

/// Only characters of the GS1 encodable set 82 (GS1 General Specifications, figure 7.11-1), `least` to `most` of them.
pub(crate) fn encodable(what: &str, text: &str, least: usize, most: usize) -> Result<(), Gs1Error> {
    if let Some(character) = text.chars().find(|c| !is_encodable(*c)) {
        return Err(Gs1Error::Character {
            what: what.to_owned(),
            character,
        });
    }
    if (least..=most).contains(&text.len()) {
        return Ok(());
    }
    Err(Gs1Error::Length {
        what: what.to_owned(),
        wanted: format!("{least} to {most} characters"),
        given: cut(text),
        found: text.len(),
    })
}

fn is_encodable(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(character)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_general_specifications_are_read() {
        assert_eq!(
            Gtin::parse("9521234543213").unwrap().as_str(),
            "09521234543213"
        );
        assert_eq!(Gtin::parse("96385074").unwrap().as_str(), "00000096385074");
        assert_eq!(
            Gtin::parse("614141000036").unwrap().as_str(),
            "00614141000036"
        );
        assert!(Sscc::parse("106141412345678908").is_ok());
        assert!(Gln::parse("0614141123452").is_ok());
        let grai = Grai::parse("00614141123452A1").unwrap();
        assert_eq!(grai.serial(), "A1");
        assert!(Giai::parse("061414112345").is_ok());
    }

    #[test]
    fn a_wrong_check_digit_names_the_right_one() {
        assert_eq!(
            Gtin::parse("9521234543214").unwrap_err(),
            Gs1Error::CheckDigit {
                what: "GTIN",
                given: "9521234543214".to_owned(),
                found: '4',
                expected: '3'
            }
        );
        assert_eq!(
            Sscc::parse("106141412345678900").unwrap_err().to_string(),
            "the check digit of SSCC 106141412345678900 is 0; by the other digits it would be 8"
        );
    }

    #[test]
    fn what_is_no_key_is_told_why() {
        let told = |error: Gs1Error| error.to_string();
        assert_eq!(
            told(Gtin::parse("12345").unwrap_err()),
            "GTIN has 8 or 12 or 13 or 14 digits; \"12345\" has 5"
        );
        assert_eq!(
            told(Gln::parse("06141411234é2").unwrap_err()),
            "GLN cannot have 'é'"
        );
        assert!(matches!(
            Grai::parse("10614141123459"),
            Err(Gs1Error::Character { .. })
        ));
        assert!(matches!(
            Giai::parse("a b"),
            Err(Gs1Error::Character { .. })
        ));
        assert!(matches!(Giai::parse(""), Err(Gs1Error::Length { .. })));
    }
}
