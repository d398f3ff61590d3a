//! GS1 Digital Links: a key and what qualifies it in the path of a web address of any domain, attributes behind the question mark
//! (GS1 Digital Link Standard: URI Syntax 1.4).

use crate::element::ElementString;
use crate::error::{Gs1Error, cut};
use crate::key::{Gtin, digits};

/// What the canonical form begins with.
pub(crate) const RESOLVER: &str = "https://id.gs1.org/";

/// The keys with which the path of a link may begin, and what may qualify each, in the order of the standard.
const KEYS: &[(&str, &[&str])] = &[
    ("00", &[]),
    ("01", &["22", "10", "21", "235"]),
    ("401", &[]),
    ("402", &[]),
    ("414", &["254"]),
    ("417", &[]),
    ("8003", &[]),
    ("8004", &[]),
];

/// Reads a link; `None` where the address has no GS1 key in its path.
pub(crate) fn parse(text: &str) -> Option<Result<ElementString, Gs1Error>> {
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (_, path) = path.split_once('/')?;
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let start = (0..segments.len()).find(|start| begins_here(&segments[*start..]))?;
    Some(elements(&segments[start..], query))
}

/// Whether these segments are a key and pairs that may qualify it.
fn begins_here(segments: &[&str]) -> bool {
    let Some((_, qualifiers)) = KEYS.iter().find(|(key, _)| segments.first() == Some(key)) else {
        return false;
    };
    let like_a_key = match (segments[0], segments.get(1)) {
        (_, None) => false,
        ("8003" | "8004", Some(_)) => true,
        (_, Some(value)) => {
            digits("", value, &[8, 12, 13, 14, 17, 18]).is_ok() || segments[0] == "401"
        }
    };
    like_a_key
        && segments.len().is_multiple_of(2)
        && (segments.iter().skip(2).step_by(2)).all(|ai| qualifiers.contains(ai))
}

fn elements(segments: &[&str], query: &str) -> Result<ElementString, Gs1Error> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in segments.chunks(2) {
        let [ai, value] = pair else { continue };
        pairs.push(((*ai).to_owned(), decoded(value)?));
    }
    if let Some((ai, key)) = pairs.first_mut()
        && ai == "01"
    {
        Gtin::parse(key)?.as_str().clone_into(key);
    }
    for attribute in query.split(['&', ';']) {
        let Some((ai, value)) = attribute.split_once('=') else {
            continue;
        };
        // Names of attributes that are no known identifier belong to the resolver or its owner.
        if crate::application::named(ai).is_some() {
            pairs.push((ai.to_owned(), decoded(value)?));
        }
    }
    ElementString::from_pairs(
        pairs
            .iter()
            .map(|(ai, value)| (ai.as_str(), value.as_str())),
    )
}

/// Percent-encoding undone (RFC 3986, 2.1).
fn decoded(text: &str) -> Result<String, Gs1Error> {
    let wrong = || Gs1Error::NotAName(cut(text));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut half = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (half().ok_or_else(wrong)?, half().ok_or_else(wrong)?);
        bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// Everything but letters, digits and `-._` as percent-encoding, as the standard has it for values in a path.
fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

impl ElementString {
    /// The canonical link (`https://id.gs1.org/…`) with these keys and qualifiers in its path and all else behind the question mark;
    /// `None` where no element is a key that a link can begin with.
    pub fn to_link(&self) -> Option<String> {
        let (path, in_path) = self.path()?;
        let rest: Vec<String> = (self.elements().iter())
            .filter(|element| !in_path.contains(&element.ai()))
            .map(|element| format!("{}={}", element.ai(), encoded(element.value())))
            .collect();
        let query = if rest.is_empty() { "" } else { "?" };
        Some(format!("{RESOLVER}{path}{query}{}", rest.join("&")))
    }

    fn path(&self) -> Option<(String, Vec<&'static str>)> {
        let (key, qualifiers) = KEYS.iter().find(|(key, _)| self.value(key).is_some())?;
        let mut path = Vec::new();
        let mut used = Vec::new();
        for ai in std::iter::once(key).chain(qualifiers.iter()) {
            if let Some(value) = self.value(ai) {
                path.push(segments(ai, value));
                used.push(*ai);
            }
        }
        Some((path.join("/"), used))
    }
}

/// An identifier and its value as two segments of a path.
pub(crate) fn segments(ai: &str, value: &str) -> String {
    format!("{ai}/{}", encoded(value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(link: &str) -> String {
        parse(link).unwrap().unwrap().to_bracketed()
    }

    #[test]
    fn links_of_any_domain_are_read() {
        assert_eq!(
            read(
                "https://example.com/some/shop/01/9521234543213/10/ABC%2F1?17=261231&linkType=gs1:pip#x"
            ),
            "(01)09521234543213(10)ABC/1(17)261231"
        );
        assert_eq!(
            read("HTTPS://id.gs1.org/00/106141412345678908"),
            "(00)106141412345678908"
        );
        assert_eq!(
            read("https://id.gs1.org/414/0614141123452/254/32a%2Fb"),
            "(414)0614141123452(254)32a/b"
        );
    }

    #[test]
    fn other_addresses_are_no_links() {
        for other in [
            "https://example.org/things/7",
            "https://example.org",
            "https://example.org/01",
            "https://example.org/01/about",
            "https://example.org/01/09521234543213/about",
            "ftp://id.gs1.org/01/09521234543213",
            "urn:epc:id:sscc:0614141.1234567890",
        ] {
            assert!(parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn bent_links_are_refused() {
        let code = |link: &str| parse(link).unwrap().unwrap_err().code();
        assert_eq!(code("https://x.org/01/09521234543214"), "check-digit");
        assert_eq!(code("https://x.org/01/09521234543213/10/%zz"), "not-a-name");
        assert_eq!(code("https://x.org/01/09521234543213/10/%"), "not-a-name");
        assert_eq!(
            code("https://x.org/01/09521234543213/10/%C3%A9"),
            "character"
        );
        assert_eq!(code("https://x.org/01/09521234543213?11=991301"), "date");
    }

    #[test]
    fn the_canonical_link_has_keys_first() {
        let elements =
            ElementString::parse_bracketed("(21)7/8(3103)000250(10)L+1(01)09521234543213").unwrap();
        assert_eq!(
            elements.to_link().unwrap(),
            "https://id.gs1.org/01/09521234543213/10/L%2B1/21/7%2F8?3103=000250"
        );
        let none = ElementString::parse_bracketed("(10)L1").unwrap();
        assert_eq!(none.to_link(), None);
    }
}
