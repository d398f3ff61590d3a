//! A link to a lineage as text, such as `waymark://lineage?epc=https%3A%2F%2Fid.gs1.org%2F…&as-of=18204`. It names the asset
//! and what of it is looked at, and no workspace: whoever holds the same ledger sees the same.

use std::fmt::Write;

use protocol::Direction;

const START: &str = "waymark://lineage?";
/// Longer texts are no links; canonical names of 10 kB fit.
const LONGEST: usize = 64_000;

/// What a link leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Link {
    /// The asset looked from.
    pub(crate) epc: String,
    /// Which way.
    pub(crate) direction: Direction,
    /// As known at this block; `None` for the newest.
    pub(crate) as_of: Option<u64>,
}

impl Link {
    /// As text.
    pub(crate) fn write(&self) -> String {
        let mut text = format!("{START}epc={}", escaped(&self.epc));
        if let Some(block) = self.as_of {
            text.push_str("&as-of=");
            text.push_str(&block.to_string());
        }
        match self.direction {
            Direction::Up => {}
            Direction::Down => text.push_str("&look=down"),
            Direction::Both => text.push_str("&look=both"),
        }
        text
    }

    /// From text, with whatever blanks came along; `None` for anything that is no link of this kind. Words that it does
    /// not know are skipped, so that a later version's links still lead to the asset.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let query = text.trim().strip_prefix(START)?;
        if query.len() > LONGEST {
            return None;
        }
        let mut link = Self {
            epc: String::new(),
            direction: Direction::Up,
            as_of: None,
        };
        for (name, value) in query.split('&').filter_map(|part| part.split_once('=')) {
            match (name, value) {
                ("epc", value) => link.epc = unescaped(value)?,
                ("as-of", value) => link.as_of = Some(value.parse().ok()?),
                ("look", "down") => link.direction = Direction::Down,
                ("look", "both") => link.direction = Direction::Both,
                _ => {}
            }
        }
        (!link.epc.is_empty()).then_some(link)
    }
}

/// RFC 3986: everything but unreserved characters as `%XX`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = after.get(..2)?;
            let digits = std::str::from_utf8(digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_to_where_it_was_made() {
        for (epc, direction, as_of) in [
            (
                "https://id.gs1.org/01/09506000134352/10/PT-2291",
                Direction::Up,
                None,
            ),
            ("urn:x:a&b=c %41", Direction::Down, Some(18_204)),
            ("urn:x:שלום/🜛", Direction::Both, Some(0)),
        ] {
            let link = Link {
                epc: epc.to_owned(),
                direction,
                as_of,
            };
            let text = link.write();
            assert!(text.is_ascii() && !text.contains(' '), "{text}");
            assert_eq!(Link::read(&format!("  {text}\n")), Some(link));
        }
    }

    #[test]
    fn what_is_no_link_is_told_apart() {
        for text in [
            "",
            "tin ingot",
            "https://id.gs1.org/01/1",
            "waymark://lineage?",
            "waymark://lineage?epc=",
            "waymark://lineage?epc=%F",
            "waymark://lineage?epc=%FF",
            "waymark://lineage?epc=a&as-of=soon",
        ] {
            assert_eq!(Link::read(text), None, "{text}");
        }
        let long = format!("{START}epc={}", "a".repeat(LONGEST));
        assert_eq!(Link::read(&long), None);
    }

    #[test]
    fn words_of_later_versions_are_skipped() {
        let link = Link::read("waymark://lineage?epc=urn%3Ax&zoom=3&look=around").unwrap();
        assert_eq!((link.epc.as_str(), link.as_of), ("urn:x", None));
    }
}
