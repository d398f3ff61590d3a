//! What a signature says about itself in the PDF, and how those texts and that time are written (ISO 32000-2, 7.9).

use std::time::Duration;

use crate::error::SigningError;

/// Longer texts are refused when signing and when reading.
const MAX_TEXT_CHARS: usize = 1024;

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It certifies the document: nothing may be added but what keeps the signature verifiable (ISO 32000-2, 12.8.2.2,
    /// `DocMDP` with P = 1).
    Certify,
    /// It approves the document: one more person may sign after it.
    Approve,
}

/// Where a signature stands in a document and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureField {
    /// The page that carries the field, counted from zero.
    pub page: usize,
    /// Left, bottom, right and top in points (1/72 inch) from the page's lower left corner; all zero for an invisible
    /// field. A field with an area is a transparent one over what the page itself draws: a viewer opens the signature
    /// when it is clicked.
    pub rect: [u16; 4],
    /// Who signs, at most 1 024 characters; may be empty.
    pub name: String,
    /// Why, at most 1 024 characters; may be empty.
    pub reason: String,
    /// Where, at most 1 024 characters; may be empty.
    pub location: String,
    /// The signing time the signer states, in seconds since 1970-01-01T00:00:00Z, before the year 10000.
    pub time: u64,
    /// What the signature is for.
    pub purpose: Purpose,
}

impl SignatureField {
    /// Whether the field takes no room on the page.
    pub fn is_invisible(&self) -> bool {
        let [left, bottom, right, top] = self.rect;
        left == right || bottom == top
    }

    pub(crate) fn check(&self) -> Result<(), SigningError> {
        let [left, bottom, right, top] = self.rect;
        if left > right || bottom > top {
            return Err(SigningError::Rectangle);
        }
        let texts = [
            (&self.name, "name"),
            (&self.reason, "reason"),
            (&self.location, "location"),
        ];
        for (text, what) in texts {
            if text.chars().count() > MAX_TEXT_CHARS {
                return Err(SigningError::TextTooLong(what));
            }
        }
        Ok(())
    }
}

/// A text string as UTF-16BE with a byte order mark, in upper-case hexadecimal without its brackets: one form for
/// every text, in which nothing can look like PDF syntax.
pub(crate) fn text_to_hex(text: &str) -> String {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
    hex::encode_upper(bytes)
}

/// Reads what [`text_to_hex`] writes, and nothing else.
pub(crate) fn text_from_hex(digits: &[u8]) -> Option<String> {
    let bytes = hex::decode(digits).ok()?;
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
        .collect::<Option<_>>()?;
    let text = String::from_utf16(units.strip_prefix(&[0xfeff])?).ok()?;
    let canonical = text.chars().count() <= MAX_TEXT_CHARS;
    (canonical && text_to_hex(&text).as_bytes() == digits).then_some(text)
}

/// A date without its parentheses, in UTC: `D:20261123091500Z`. `None` after the year 9999.
pub(crate) fn date_to_text(seconds: u64) -> Option<String> {
    let at = der::DateTime::from_unix_duration(Duration::from_secs(seconds)).ok()?;
    Some(format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minutes(),
        at.seconds()
    ))
}

/// Reads what [`date_to_text`] writes, and nothing else.
pub(crate) fn date_from_text(text: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    let digits = text.strip_prefix("D:")?.strip_suffix('Z')?;
    if digits.len() != 14 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits[at..at + 2].parse::<u8>().ok();
    let year = digits[..4].parse::<u16>().ok()?;
    let at = der::DateTime::new(year, two(4)?, two(6)?, two(8)?, two(10)?, two(12)?).ok()?;
    let seconds = at.unix_duration().as_secs();
    (date_to_text(seconds).as_deref() == Some(text)).then_some(seconds)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_written_in_utc() {
        let text = date_to_text(1_795_425_300).unwrap();
        assert_eq!(text, "D:20261123091500Z");
        assert_eq!(date_from_text(text.as_bytes()), Some(1_795_425_300));
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "D:20260230000000Z",
            "D:20261123246000Z",
            "D:20261123091500",
            "D:2026112309150Z",
            "D:20261123091500+01'00'",
            "D:+0261123091500Z",
        ] {
            assert_eq!(date_from_text(text.as_bytes()), None, "{text}");
        }
        assert_eq!(date_to_text(u64::MAX), None);
    }

    #[test]
    fn a_text_has_one_spelling() {
        assert_eq!(text_to_hex("é"), "FEFF00E9");
        assert_eq!(text_from_hex(b"FEFF00E9").as_deref(), Some("é"));
        assert_eq!(text_from_hex(b"feff00e9"), None);
        assert_eq!(text_from_hex(b"00E9"), None);
        assert_eq!(text_from_hex(b"FEFFD800"), None);
        assert_eq!(text_from_hex(b"FEFF00"), None);
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC{0,40}") {
            let digits = text_to_hex(&text);
            prop_assert_eq!(text_from_hex(digits.as_bytes()), Some(text));
        }

        #[test]
        fn any_digits_are_read_without_panic(digits in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = text_from_hex(&digits);
            let _ = date_from_text(&digits);
        }
    }
}
