//! Making a self-signed certificate for a key: the identity of an issuer who has no certification authority.

use std::time::Duration;

use der::{
    Encode, Sequence,
    asn1::{BitString, OctetString, PrintableStringRef, Utf8StringRef},
    flagset::FlagSet,
    oid::AssociatedOid,
};
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier, SubjectPublicKeyInfoOwned};
use x509_cert::{
    Version,
    attr::AttributeTypeAndValue,
    ext::{
        Extension,
        pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier},
    },
    name::{RdnSequence, RelativeDistinguishedName},
    serial_number::SerialNumber,
    time::{Time, Validity},
};

use crate::{algorithm::SignatureAlgorithm, certificate::Certificate, error::KeyError};

/// `id-at-commonName` and its neighbours, X.520.
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const ORGANISATIONAL_UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");

/// The upper bound of these names in RFC 5280, appendix A.1.
const MAX_NAME_CHARS: usize = 64;
/// Shown in every self-signed certificate's common name, so that nobody takes it for one that somebody vouched for.
const SELF_SIGNED: &str = " (self-signed)";

/// Who a new self-signed certificate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The person or the function that signs; ` (self-signed)` is added to it. At most 50 characters.
    pub common_name: String,
    /// The organisation, at most 64 characters.
    pub organisation: String,
    /// ISO 3166-1 alpha-2 code, two capital letters.
    pub country: String,
    /// What the key is for, where that must be said ("public development key"); the subject's organisational unit.
    pub purpose: Option<String>,
    /// Serial number, not zero.
    pub serial: u128,
    /// First second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub not_before: u64,
    /// Last second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub not_after: u64,
}

/// RFC 5280, section 4.1. The `x509-cert` crate reads this structure, and builds it only with SHA-1 on board.
#[derive(Sequence)]
struct ToBeSigned {
    #[asn1(context_specific = "0")]
    version: Version,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: RdnSequence,
    validity: Validity,
    subject: RdnSequence,
    subject_public_key_info: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3")]
    extensions: Vec<Extension>,
}

#[derive(Sequence)]
struct SignedCertificate {
    to_be_signed: ToBeSigned,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// Makes the certificate of a key for `identity`, signed by the key itself. The same inputs give the same bytes.
pub(crate) fn self_signed(
    info: SubjectPublicKeyInfoOwned,
    algorithm: SignatureAlgorithm,
    sign: impl Fn(&[u8]) -> Vec<u8>,
    identity: &Identity,
) -> Result<Certificate, KeyError> {
    let algorithm = algorithm.identifier().map_err(|_| KeyError::Malformed)?;
    let name = identity.name()?;
    let to_be_signed = ToBeSigned {
        version: Version::V3,
        serial_number: identity.serial_number()?,
        signature: algorithm.clone(),
        issuer: name.clone(),
        validity: identity.validity()?,
        subject: name,
        extensions: extensions(&info).map_err(|_| KeyError::Malformed)?,
        subject_public_key_info: info,
    };
    let message = to_be_signed.to_der().map_err(|_| KeyError::Malformed)?;
    let signature = BitString::from_bytes(&sign(&message)).map_err(|_| KeyError::Malformed)?;
    let der = SignedCertificate {
        to_be_signed,
        algorithm,
        signature,
    }
    .to_der()
    .map_err(|_| KeyError::Malformed)?;
    Ok(Certificate::from_der(&der)?)
}

impl Identity {
    fn name(&self) -> Result<RdnSequence, KeyError> {
        let country = self.country.as_bytes();
        if country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase) {
            return Err(KeyError::Identity("country"));
        }
        let common_name = format!(
            "{}{SELF_SIGNED}",
            checked(&self.common_name, "common name")?
        );
        let mut parts = vec![
            (COUNTRY, self.country.as_str(), "country"),
            (ORGANISATION, self.organisation.as_str(), "organisation"),
        ];
        if let Some(purpose) = &self.purpose {
            parts.push((ORGANISATIONAL_UNIT, purpose, "purpose"));
        }
        parts.push((COMMON_NAME, &common_name, "common name"));
        let mut name = RdnSequence::default();
        for (oid, text, what) in parts {
            let part = name_part(oid, checked(text, what)?);
            name.push(part.map_err(|_| KeyError::Identity(what))?);
        }
        Ok(name)
    }

    fn serial_number(&self) -> Result<SerialNumber, KeyError> {
        let bytes = self.serial.to_be_bytes();
        let significant = bytes.iter().position(|&byte| byte != 0);
        let start = significant.ok_or(KeyError::Identity("serial number"))?;
        SerialNumber::new(&bytes[start..]).map_err(|_| KeyError::Identity("serial number"))
    }

    fn validity(&self) -> Result<Validity, KeyError> {
        let time = |seconds| {
            der::DateTime::from_unix_duration(Duration::from_secs(seconds))
                .map(Time::from)
                .map_err(|_| KeyError::Identity("validity"))
        };
        if self.not_after <= self.not_before {
            return Err(KeyError::Identity("validity"));
        }
        Ok(Validity::new(time(self.not_before)?, time(self.not_after)?))
    }
}

fn checked<'a>(text: &'a str, what: &'static str) -> Result<&'a str, KeyError> {
    let fits = !text.trim().is_empty() && text.chars().count() <= MAX_NAME_CHARS;
    if fits && !text.chars().any(char::is_control) {
        Ok(text)
    } else {
        Err(KeyError::Identity(what))
    }
}

fn name_part(oid: ObjectIdentifier, text: &str) -> der::Result<RelativeDistinguishedName> {
    let value = if oid == COUNTRY {
        der::Any::from(PrintableStringRef::new(text)?)
    } else {
        der::Any::from(Utf8StringRef::new(text)?)
    };
    RelativeDistinguishedName::try_from(vec![AttributeTypeAndValue { oid, value }])
}

/// May sign and commit, may not issue certificates. Validators of PAdES want nonRepudiation.
fn extensions(info: &SubjectPublicKeyInfoOwned) -> der::Result<Vec<Extension>> {
    let mut usages: FlagSet<KeyUsages> = KeyUsages::DigitalSignature.into();
    usages |= KeyUsages::NonRepudiation;
    let constraints = BasicConstraints {
        ca: false,
        path_len_constraint: None,
    };
    // RFC 7093, section 2, method 1: the leftmost 160 bits of SHA-256 over the key.
    let hash = Sha256::digest(info.subject_public_key.raw_bytes());
    let identifier = SubjectKeyIdentifier(OctetString::new(&hash[..20])?);
    Ok(vec![
        extension(true, &constraints)?,
        extension(true, &KeyUsage(usages))?,
        extension(false, &identifier)?,
    ])
}

fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> der::Result<Extension> {
    Ok(Extension {
        extn_id: T::OID,
        critical,
        extn_value: OctetString::new(value.to_der()?)?,
    })
}
