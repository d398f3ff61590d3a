//! What a timestamp says (`TSTInfo` of RFC 3161, section 2.4.2).

use der::{
    Any, Decode, Sequence, Tag, Tagged,
    asn1::{Int, OctetString},
};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_cert::ext::Extensions;

use super::TimestampError;
use crate::algorithm::DigestAlgorithm;

/// `MessageImprint`.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct MessageImprint {
    pub(super) algorithm: AlgorithmIdentifierOwned,
    pub(super) hash: OctetString,
}

#[derive(Sequence)]
pub(super) struct TstInfo {
    pub(super) version: u8,
    pub(super) policy: ObjectIdentifier,
    pub(super) imprint: MessageImprint,
    pub(super) serial: Int,
    pub(super) time: Any,
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(super) ordering: bool,
    pub(super) nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Sequence)]
pub(super) struct Accuracy {
    seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    milliseconds: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    microseconds: Option<u16>,
}

/// What is of interest of it.
pub(super) struct Statement {
    pub(super) policy: String,
    pub(super) serial: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(super) time: u64,
    pub(super) nonce: Option<Int>,
    imprint: MessageImprint,
}

impl Statement {
    pub(super) fn read(der: &[u8]) -> Result<Self, TimestampError> {
        let wrong = TimestampError::Structure("what the timestamp says cannot be read");
        let Ok(info) = TstInfo::from_der(der) else {
            return Err(wrong);
        };
        let extensions = info.extensions.iter().flatten();
        if info.version != 1 || extensions.into_iter().any(|extension| extension.critical) {
            return Err(wrong);
        }
        Ok(Self {
            policy: info.policy.to_string(),
            serial: hex::encode(info.serial.as_bytes()),
            time: generalized_time(&info.time).ok_or(wrong)?,
            nonce: info.nonce,
            imprint: info.imprint,
        })
    }

    pub(super) fn is_for(&self, imprint: &[u8; 32]) -> bool {
        DigestAlgorithm::from_identifier(&self.imprint.algorithm) == Ok(DigestAlgorithm::Sha256)
            && self.imprint.hash.as_bytes() == imprint
    }
}

/// A time that may have a fraction of a second (RFC 3161, section 2.4.2), which is cut off.
fn generalized_time(value: &Any) -> Option<u64> {
    if value.tag() != Tag::GeneralizedTime {
        return None;
    }
    let text = std::str::from_utf8(value.value()).ok()?.strip_suffix('Z')?;
    let (digits, fraction) = match text.split_once('.') {
        Some((digits, fraction)) => (digits, Some(fraction)),
        None => (text, None),
    };
    let decimal = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.len() != 14
        || !decimal(digits)
        || fraction.is_some_and(|fraction| !decimal(fraction) || fraction.ends_with('0'))
    {
        return None;
    }
    let two = |at: usize| digits[at..at + 2].parse::<u8>().ok();
    let year = digits[..4].parse::<u16>().ok()?;
    let at = der::DateTime::new(year, two(4)?, two(6)?, two(8)?, two(10)?, two(12)?).ok()?;
    Some(at.unix_duration().as_secs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Option<u64> {
        generalized_time(&Any::new(Tag::GeneralizedTime, text.as_bytes()).unwrap())
    }

    #[test]
    fn a_time_may_have_a_fraction_of_a_second() {
        assert_eq!(read("20261123091500Z"), Some(1_795_425_300));
        assert_eq!(read("20261123091500.25Z"), Some(1_795_425_300));
        for wrong in [
            "20261123091500",
            "20261123091500.Z",
            "20261123091500.250Z",
            "20261123091500+0100",
            "2026112309150Z",
            "20260230091500Z",
            "+0261123091500Z",
            "2026112309150\u{e9}Z",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
