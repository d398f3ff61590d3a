//! X.509 certificates (RFC 5280) as far as a signature needs them: who, for how long, with which key, issued by whom.
//! No path building and no revocation.

use std::fmt;

use der::{Decode, DecodePem, Encode, EncodePem, pem::LineEnding};
use sha2::{Digest, Sha256};
use spki::ObjectIdentifier;
use x509_cert::{
    ext::pkix::{ExtendedKeyUsage, KeyUsage},
    name::Name,
};

use crate::{
    algorithm::SignatureAlgorithm,
    error::CertificateError,
    public_key::{KeyKind, PublicKey},
};

/// Larger certificates are not read: no honest one comes near.
const MAX_CERTIFICATE_BYTES: usize = 12 * 1024;
/// A name is cut here before it is shown.
const MAX_NAME_CHARS: usize = 256;

/// The extended key usages that allow a person or an organisation to sign documents: any, email protection (RFC 5280,
/// 4.2.1.12), document signing (RFC 9336), and what Microsoft and Adobe gave out before there was that one.
const DOCUMENT_USAGES: [ObjectIdentifier; 5] = [
    ObjectIdentifier::new_unwrap("2.5.29.37.0"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5"),
];

/// An X.509 certificate, kept together with the exact bytes it came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

impl Certificate {
    /// Reads a DER certificate. Encodings that would not come out the same again are refused, because everything
    /// that names a certificate names the hash of its bytes.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MAX_CERTIFICATE_BYTES {
            return Err(CertificateError::Malformed);
        }
        let parsed =
            x509_cert::Certificate::from_der(der).map_err(|_| CertificateError::Malformed)?;
        Self::from_parsed(parsed).and_then(|certificate| {
            if certificate.der == der {
                Ok(certificate)
            } else {
                Err(CertificateError::Malformed)
            }
        })
    }

    /// Reads one PEM `CERTIFICATE` block.
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        let parsed =
            x509_cert::Certificate::from_pem(pem).map_err(|_| CertificateError::Malformed)?;
        let certificate = Self::from_parsed(parsed)?;
        Self::from_der(&certificate.der)
    }

    pub(crate) fn from_parsed(parsed: x509_cert::Certificate) -> Result<Self, CertificateError> {
        let der = parsed.to_der().map_err(|_| CertificateError::Malformed)?;
        Ok(Self { der, parsed })
    }

    /// The certificate's DER bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as one PEM block with a line feed at its end.
    pub fn to_pem(&self) -> String {
        // What was decoded or built here always encodes again.
        self.parsed.to_pem(LineEnding::LF).unwrap_or_default()
    }

    pub(crate) fn parsed(&self) -> &x509_cert::Certificate {
        &self.parsed
    }

    /// SHA-256 over the DER bytes: the name of a certificate in a list of trusted ones.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// Whom the certificate is for, as RFC 4514 writes it (`CN=…,O=…,C=…`), cut at 256 characters.
    pub fn subject(&self) -> String {
        shown(&self.parsed.tbs_certificate().subject().to_string())
    }

    /// Who issued the certificate, as RFC 4514 writes it, cut at 256 characters.
    pub fn issuer(&self) -> String {
        shown(&self.parsed.tbs_certificate().issuer().to_string())
    }

    /// The subject's common name, or else its organisation, or else the whole subject.
    pub fn display_name(&self) -> String {
        display_name(self.parsed.tbs_certificate().subject())
    }

    /// The issuer's common name, or else its organisation, or else the whole issuer.
    pub fn issuer_display_name(&self) -> String {
        display_name(self.parsed.tbs_certificate().issuer())
    }

    /// First second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub fn not_before(&self) -> u64 {
        let validity = self.parsed.tbs_certificate().validity();
        validity.not_before.to_unix_duration().as_secs()
    }

    /// Last second of validity, in seconds since 1970-01-01T00:00:00Z.
    pub fn not_after(&self) -> u64 {
        let validity = self.parsed.tbs_certificate().validity();
        validity.not_after.to_unix_duration().as_secs()
    }

    /// Whether the certificate names itself as its issuer. Says nothing about its signature.
    pub fn is_self_issued(&self) -> bool {
        let tbs = self.parsed.tbs_certificate();
        tbs.subject() == tbs.issuer()
    }

    /// What kind of key the certificate carries; an error names what is weak or not implemented.
    pub fn key_kind(&self) -> Result<KeyKind, CertificateError> {
        self.public_key().map(|key| key.kind())
    }

    /// The algorithm that this crate signs with where the certificate's key is one of its own.
    pub fn algorithm(&self) -> Result<SignatureAlgorithm, CertificateError> {
        self.key_kind().map(KeyKind::usual_algorithm)
    }

    /// How the certificate's key signs, in words such as `RSA 3072 with SHA-256`; empty for a key that signs no report.
    pub fn algorithm_name(&self) -> String {
        self.key_kind().map_or_else(
            |_| String::new(),
            |kind| format!("{kind} with {}", kind.usual_algorithm().digest),
        )
    }

    /// Checks a signature value over `message` with the certificate's key.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        value: &[u8],
    ) -> Result<(), CertificateError> {
        self.canonical_value(algorithm, message, value).map(|_| ())
    }

    /// Checks a signature value over `message`, and brings it into its one form: DER with low `s` for ECDSA; RSA values
    /// have one form only.
    pub fn canonical_value(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        value: &[u8],
    ) -> Result<Vec<u8>, CertificateError> {
        self.public_key()?
            .canonical_value(algorithm, message, value)
    }

    /// Checks that the signature on this certificate was made with `issuer`'s key, and that the names agree.
    pub fn check_issued_by(&self, issuer: &Certificate) -> Result<(), CertificateError> {
        let tbs = self.parsed.tbs_certificate();
        let outer = self.parsed.signature_algorithm();
        if tbs.issuer() != issuer.parsed.tbs_certificate().subject() || tbs.signature() != outer {
            return Err(CertificateError::NotIssuedBy);
        }
        let algorithm = SignatureAlgorithm::from_identifier(outer)?;
        let message = tbs.to_der().map_err(|_| CertificateError::Malformed)?;
        let value = self.parsed.signature().as_bytes();
        let value = value.ok_or(CertificateError::NotIssuedBy)?;
        issuer
            .verify(algorithm, &message, value)
            .map_err(|error| match error {
                CertificateError::WrongValue | CertificateError::OtherAlgorithm => {
                    CertificateError::NotIssuedBy
                }
                other => other,
            })
    }

    /// Checks that key usage (digitalSignature or nonRepudiation) and extended key usage, where they are stated, allow
    /// signing documents.
    pub fn check_may_sign(&self) -> Result<(), CertificateError> {
        match self.parsed.tbs_certificate().get_extension::<KeyUsage>() {
            Ok(None) => {}
            Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => {}
            Ok(Some(_)) => return Err(CertificateError::NotForSigning),
            Err(_) => return Err(CertificateError::Malformed),
        }
        match self.extended_key_usages()? {
            Some((_, usages)) if !usages.iter().any(|it| DOCUMENT_USAGES.contains(it)) => {
                Err(CertificateError::NotForDocuments)
            }
            _ => Ok(()),
        }
    }

    /// The purposes that the certificate is limited to (RFC 5280, 4.2.1.12), and whether the limit is marked critical;
    /// `None` where none are stated.
    pub fn extended_key_usages(
        &self,
    ) -> Result<Option<(bool, Vec<ObjectIdentifier>)>, CertificateError> {
        self.parsed
            .tbs_certificate()
            .get_extension::<ExtendedKeyUsage>()
            .map(|found| found.map(|(critical, usages)| (critical, usages.0)))
            .map_err(|_| CertificateError::Malformed)
    }

    fn public_key(&self) -> Result<PublicKey, CertificateError> {
        PublicKey::from_info(self.parsed.tbs_certificate().subject_public_key_info())
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject())
            .field("fingerprint", &hex::encode(self.fingerprint()))
            .finish_non_exhaustive()
    }
}

fn display_name(name: &Name) -> String {
    let part = |found: der::Result<Option<x509_cert::ext::pkix::name::DirectoryString>>| {
        found
            .ok()
            .flatten()
            .map(|text| text.value().into_owned())
            .filter(|text| !text.trim().is_empty())
    };
    let text = part(name.common_name()).or_else(|| part(name.organization()));
    shown(&text.unwrap_or_else(|| name.to_string()))
}

/// Text out of a certificate made fit to be shown: cut, and without characters that hide or reorder others.
fn shown(text: &str) -> String {
    let misleading = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars()
        .take(MAX_NAME_CHARS)
        .map(|c| if misleading(c) { '\u{fffd}' } else { c })
        .collect()
}
