//! X.509 certificates (RFC 5280) as far as a signature needs them: who, for how long, with which key, issued by whom.
//! No path building and no revocation.

use std::fmt;

use der::{Decode, DecodePem, Encode, EncodePem, pem::LineEnding};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_cert::{ext::pkix::KeyUsage, name::Name};

use crate::error::CertificateError;

/// `id-ecPublicKey`, RFC 5480.
pub(crate) const EC_PUBLIC_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// `secp256r1` (P-256), RFC 5480.
pub(crate) const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// `ecdsa-with-SHA256`, RFC 5758.
pub(crate) const ECDSA_WITH_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Larger certificates are not read: no honest one comes near.
const MAX_CERTIFICATE_BYTES: usize = 12 * 1024;
/// A name is cut here before it is shown.
const MAX_NAME_CHARS: usize = 256;

/// How a certificate's key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// ECDSA over P-256 with SHA-256.
    EcdsaP256Sha256,
}

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

    /// How the certificate's key signs; an error names the algorithm that is not implemented.
    pub fn algorithm(&self) -> Result<SignatureAlgorithm, CertificateError> {
        let info = self.parsed.tbs_certificate().subject_public_key_info();
        key_algorithm(&info.algorithm)
    }

    /// Checks that the signature on this certificate was made with `issuer`'s key, and that the names agree.
    pub fn check_issued_by(&self, issuer: &Certificate) -> Result<(), CertificateError> {
        let tbs = self.parsed.tbs_certificate();
        let outer = self.parsed.signature_algorithm();
        if tbs.issuer() != issuer.parsed.tbs_certificate().subject() || tbs.signature() != outer {
            return Err(CertificateError::NotIssuedBy);
        }
        if outer.oid != ECDSA_WITH_SHA256 {
            return Err(CertificateError::UnsupportedAlgorithm(
                outer.oid.to_string(),
            ));
        }
        let message = tbs.to_der().map_err(|_| CertificateError::Malformed)?;
        let value = self.parsed.signature().as_bytes();
        let signature = value
            .and_then(|value| Signature::from_der(value).ok())
            .ok_or(CertificateError::NotIssuedBy)?;
        let key = issuer.verifying_key()?;
        key.verify(&message, &signature)
            .map_err(|_| CertificateError::NotIssuedBy)
    }

    /// Checks that key usage, where it is stated, allows signing (digitalSignature or nonRepudiation).
    pub fn check_may_sign(&self) -> Result<(), CertificateError> {
        match self.parsed.tbs_certificate().get_extension::<KeyUsage>() {
            Ok(None) => Ok(()),
            Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => Ok(()),
            Ok(Some(_)) => Err(CertificateError::NotForSigning),
            Err(_) => Err(CertificateError::Malformed),
        }
    }

    /// The P-256 key of the certificate.
    pub(crate) fn verifying_key(&self) -> Result<VerifyingKey, CertificateError> {
        let SignatureAlgorithm::EcdsaP256Sha256 = self.algorithm()?;
        let info = self.parsed.tbs_certificate().subject_public_key_info();
        info.subject_public_key
            .as_bytes()
            .and_then(|point| VerifyingKey::from_sec1_bytes(point).ok())
            .ok_or(CertificateError::Malformed)
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

/// The way a public key's algorithm identifier says it signs.
fn key_algorithm(
    algorithm: &AlgorithmIdentifierOwned,
) -> Result<SignatureAlgorithm, CertificateError> {
    if algorithm.oid != EC_PUBLIC_KEY {
        return Err(CertificateError::UnsupportedAlgorithm(
            algorithm.oid.to_string(),
        ));
    }
    let curve = algorithm
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok())
        .ok_or(CertificateError::Malformed)?;
    if curve == SECP256R1 {
        Ok(SignatureAlgorithm::EcdsaP256Sha256)
    } else {
        Err(CertificateError::UnsupportedAlgorithm(curve.to_string()))
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
