//! Names of things: one canonical spelling for each, the GS1 Digital Link URI.
//!
//! An EPC URN converts to it (GS1 Tag Data Standard 2.0, section 6; GS1 Digital Link URI Syntax 1.4); any other URI stays as
//! it is. In a link, all characters but letters, digits and `-._` are percent-encoded, however they were written. Two spellings of
//! one thing thereby give one name. It does not resolve or look anything up.

use std::fmt::{self, Write};
use std::str::FromStr;

use thiserror::Error;

/// A text that names nothing.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum EpcError {
    /// Empty, or longer than [`Epc::MAX_LEN`] bytes.
    #[error("a name has 1 to 256 bytes; this one has {0}")]
    Length(usize),
    /// It has no scheme, or a character that a URI cannot have.
    #[error("{0:?} is not a URI")]
    NotUri(String),
    /// It is an EPC URN, but its parts do not fit its scheme.
    #[error("{0:?} is not a well-formed EPC")]
    Malformed(String),
}

/// The canonical name of an asset, a party or a location.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Epc(String);

const RESOLVER: &str = "https://id.gs1.org/";

impl Epc {
    /// The longest name that the ledger takes, in bytes.
    pub const MAX_LEN: usize = 256;

    /// Reads any spelling and keeps the canonical one.
    pub fn parse(text: &str) -> Result<Self, EpcError> {
        if text.is_empty() || text.len() > Self::MAX_LEN {
            return Err(EpcError::Length(text.len()));
        }
        let shown = || text.chars().take(80).collect::<String>();
        if !is_uri(text) {
            return Err(EpcError::NotUri(shown()));
        }
        match canonical(text) {
            Some(name) if name.len() <= Self::MAX_LEN => Ok(Self(name)),
            Some(name) => Err(EpcError::Length(name.len())),
            None => Err(EpcError::Malformed(shown())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part that people tell things apart by: the lot, the serial number, the SSCC; else the last segment.
    pub fn reference(&self) -> &str {
        self.0.rsplit(['/', ':']).next().unwrap_or(&self.0)
    }
}

impl FromStr for Epc {
    type Err = EpcError;

    fn from_str(text: &str) -> Result<Self, EpcError> {
        Self::parse(text)
    }
}

impl fmt::Display for Epc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_fits = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let rest_fits = rest
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    scheme_fits && !rest.is_empty() && rest_fits
}

/// The canonical spelling, or `None` if it is an EPC URN or GS1 link whose parts do not fit.
fn canonical(text: &str) -> Option<String> {
    if let Some(path) = text.strip_prefix(RESOLVER) {
        return link_is_sound(path).then(|| link(path))?;
    }
    let Some(urn) = text.strip_prefix("urn:epc:") else {
        return Some(text.to_owned());
    };
    let (kind, rest) = urn.split_once(':')?;
    // A serial number can have a colon in it.
    let (scheme, body) = rest.split_once(':').unwrap_or((rest, ""));
    let path = match (kind, scheme) {
        ("id", "sgtin") => trade_item(body, "21"),
        ("class", "lgtin") => trade_item(body, "10"),
        ("id", "sscc") => logistic_unit(body),
        ("id", "sgln") => location(body),
        ("id", "pgln") => party(body),
        // Other EPC schemes have no form here yet: they name what they name as they stand.
        _ => return Some(text.to_owned()),
    }?;
    Some(format!("{RESOLVER}{path}"))
}

/// The link with this path, every part of which is spelled in the one way; what stands behind the path stays as it is.
fn link(path: &str) -> Option<String> {
    let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let parts: Option<Vec<String>> = path.split('/').map(spelled).collect();
    Some(format!("{RESOLVER}{}{rest}", parts?.join("/")))
}

/// A value as a link's path has it, with everything but letters, digits and `-._` percent-encoded (RFC 3986, 2.1; EPC URNs escape
/// in the same way); `None` where a percent sign begins no escape.
fn spelled(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(mut byte) = rest.next() {
        if byte == b'%' {
            let mut half = || char::from(rest.next()?).to_digit(16);
            byte = u8::try_from(half()? * 16 + half()?).ok()?;
        }
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Some(out)
}

/// Whether the GS1 key that opens the path has its right length and check digit.
fn link_is_sound(path: &str) -> bool {
    let mut segments = path.split('/');
    let (Some(identifier), Some(key)) = (segments.next(), segments.next()) else {
        return false;
    };
    let length = match identifier {
        "00" => 18,
        "01" => 14,
        "414" | "417" => 13,
        _ => return true,
    };
    key.len() == length
        && is_digits(key)
        && check_digit(&key[..length - 1]) == key.as_bytes()[length - 1] as char
}

fn trade_item(body: &str, qualifier: &str) -> Option<String> {
    let (company, rest) = body.split_once('.')?;
    let (item, serial) = rest.split_once('.')?;
    if !is_digits(company)
        || !is_digits(item)
        || company.len() + item.len() != 13
        || serial.is_empty()
    {
        return None;
    }
    let (indicator, reference) = item.split_at(1);
    let key = format!("{indicator}{company}{reference}");
    let serial = spelled(serial)?;
    Some(format!(
        "01/{key}{}/{qualifier}/{serial}",
        check_digit(&key)
    ))
}

fn logistic_unit(body: &str) -> Option<String> {
    let (company, serial) = body.split_once('.')?;
    if !is_digits(company) || !is_digits(serial) || company.len() + serial.len() != 17 {
        return None;
    }
    let (extension, reference) = serial.split_at(1);
    let key = format!("{extension}{company}{reference}");
    Some(format!("00/{key}{}", check_digit(&key)))
}

fn location(body: &str) -> Option<String> {
    let (company, rest) = body.split_once('.')?;
    let (reference, extension) = rest.split_once('.')?;
    let key = global_location_number(company, reference)?;
    match extension {
        "" => None,
        "0" => Some(format!("414/{key}")),
        extension => Some(format!("414/{key}/254/{}", spelled(extension)?)),
    }
}

fn party(body: &str) -> Option<String> {
    let (company, reference) = body.split_once('.')?;
    Some(format!(
        "417/{}",
        global_location_number(company, reference)?
    ))
}

fn global_location_number(company: &str, reference: &str) -> Option<String> {
    let key = format!("{company}{reference}");
    (key.len() == 12 && is_digits(&key)).then(|| format!("{key}{}", check_digit(&key)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The check digit behind these digits (GS1 General Specifications, section 7.9); whatever is no digit counts for nothing.
pub fn check_digit(digits: &str) -> char {
    let sum: u32 = digits
        .chars()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight)
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn check(spelling: &str, canonical: &str) {
        assert_eq!(Epc::parse(spelling).unwrap().as_str(), canonical);
        assert_eq!(
            Epc::parse(canonical).unwrap().as_str(),
            canonical,
            "the canonical form is its own"
        );
    }

    #[test]
    fn urns_become_digital_links() {
        // The examples of the GS1 Tag Data Standard.
        check(
            "urn:epc:id:sgtin:0614141.112345.400",
            "https://id.gs1.org/01/10614141123459/21/400",
        );
        check(
            "urn:epc:class:lgtin:4012345.012345.998877",
            "https://id.gs1.org/01/04012345123456/10/998877",
        );
        check(
            "urn:epc:id:sscc:0614141.1234567890",
            "https://id.gs1.org/00/106141412345678908",
        );
        check(
            "urn:epc:id:sgln:0614141.12345.400",
            "https://id.gs1.org/414/0614141123452/254/400",
        );
        check(
            "urn:epc:id:sgln:0614141.12345.0",
            "https://id.gs1.org/414/0614141123452",
        );
        check(
            "urn:epc:id:pgln:0614141.12345",
            "https://id.gs1.org/417/0614141123452",
        );
    }

    #[test]
    fn one_lot_has_one_name_however_its_characters_are_written() {
        let plus = "https://id.gs1.org/01/04012345123456/10/L%2B1";
        check("urn:epc:class:lgtin:4012345.012345.L+1", plus);
        check("urn:epc:class:lgtin:4012345.012345.L%2b1", plus);
        check("https://id.gs1.org/01/04012345123456/10/L+1", plus);
        check(
            "urn:epc:class:lgtin:4012345.012345.L:1",
            "https://id.gs1.org/01/04012345123456/10/L%3A1",
        );
        check("https://id.gs1.org/01/04012345123456/10/L%2b%31", plus);
        // A slash within a serial number is no end of it.
        check(
            "urn:epc:id:sgtin:0614141.112345.4%2F0",
            "https://id.gs1.org/01/10614141123459/21/4%2F0",
        );
        check(
            "urn:epc:id:sgln:0614141.12345.B*2",
            "https://id.gs1.org/414/0614141123452/254/B%2A2",
        );
        for bent in ["4%", "4%2", "4%zz"] {
            let refused = Epc::parse(&format!("urn:epc:id:sgtin:0614141.112345.{bent}"));
            assert!(matches!(refused, Err(EpcError::Malformed(_))), "{bent}");
        }
    }

    #[test]
    fn other_names_stay_as_they_are() {
        check(
            "https://example.org/things/7",
            "https://example.org/things/7",
        );
        check("urn:epc:id:gid:1.2.3", "urn:epc:id:gid:1.2.3");
    }

    #[test]
    fn bent_names_are_refused() {
        let refused = |text: &str| Epc::parse(text).unwrap_err();
        assert!(matches!(refused(""), EpcError::Length(0)));
        assert!(matches!(refused(&"x:".repeat(200)), EpcError::Length(400)));
        assert!(matches!(refused("no scheme"), EpcError::NotUri(_)));
        assert!(matches!(refused("a:<script>"), EpcError::NotUri(_)));
        assert!(matches!(
            refused("urn:epc:id:sgtin:0614141.12.400"),
            EpcError::Malformed(_)
        ));
        assert!(matches!(
            refused("urn:epc:id:sscc:06141é1.1234567890"),
            EpcError::NotUri(_)
        ));
        let wrong_check_digit = "https://id.gs1.org/01/10614141123450/21/400";
        assert!(matches!(refused(wrong_check_digit), EpcError::Malformed(_)));
    }

    #[test]
    fn a_reference_is_what_tells_things_apart() {
        assert_eq!(
            Epc::parse("urn:epc:id:sgtin:0614141.112345.400")
                .unwrap()
                .reference(),
            "400"
        );
    }
}
