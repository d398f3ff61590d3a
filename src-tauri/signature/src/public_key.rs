//! The public keys that certificates carry (RFC 3279, RFC 5480), and what they say of a signature.

use std::fmt;

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use spki::{ObjectIdentifier, SubjectPublicKeyInfoOwned};

use crate::{
    algorithm::{DigestAlgorithm, RSA_ENCRYPTION, Scheme, SignatureAlgorithm, unknown},
    error::CertificateError,
    rsa::RsaPublicKey,
};

/// `id-ecPublicKey`, RFC 5480.
pub(crate) const EC_PUBLIC_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// `secp256r1` (P-256), RFC 5480.
pub(crate) const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// `secp384r1` (P-384), RFC 5480.
pub(crate) const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// What kind of key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind {
    /// An elliptic-curve key over P-256 (SP 800-186).
    P256,
    /// An elliptic-curve key over P-384.
    P384,
    /// An RSA key.
    Rsa {
        /// Length of its modulus.
        bits: usize,
    },
}

impl KeyKind {
    /// The algorithm such a key signs reports with: the hash as strong as the curve, and for RSA what every reader knows.
    pub const fn usual_algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::P256 => SignatureAlgorithm::new(Scheme::Ecdsa, DigestAlgorithm::Sha256),
            Self::P384 => SignatureAlgorithm::new(Scheme::Ecdsa, DigestAlgorithm::Sha384),
            Self::Rsa { .. } => SignatureAlgorithm::new(Scheme::RsaPkcs1, DigestAlgorithm::Sha256),
        }
    }
}

/// The DER form (RFC 3279, `Ecdsa-Sig-Value`) of a value that is given as `r` and `s` side by side, as tokens give it.
/// `None` if it is none for this kind of key.
pub fn ecdsa_value(kind: KeyKind, sides: &[u8]) -> Option<Vec<u8>> {
    match kind {
        KeyKind::P256 => p256::ecdsa::Signature::from_slice(sides)
            .ok()
            .map(|value| value.to_der().as_bytes().to_vec()),
        KeyKind::P384 => p384::ecdsa::Signature::from_slice(sides)
            .ok()
            .map(|value| value.to_der().as_bytes().to_vec()),
        KeyKind::Rsa { .. } => None,
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::P256 => f.write_str("ECDSA P-256"),
            Self::P384 => f.write_str("ECDSA P-384"),
            Self::Rsa { bits } => write!(f, "RSA {bits}"),
        }
    }
}

/// A public key.
#[derive(Clone, Debug)]
pub(crate) enum PublicKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(RsaPublicKey),
}

impl PublicKey {
    /// Reads a key out of a certificate.
    pub(crate) fn from_info(info: &SubjectPublicKeyInfoOwned) -> Result<Self, CertificateError> {
        let bytes = info
            .subject_public_key
            .as_bytes()
            .ok_or(CertificateError::Malformed)?;
        let parameters = info.algorithm.parameters.as_ref();
        if info.algorithm.oid == RSA_ENCRYPTION {
            return match parameters {
                Some(parameters) if parameters.is_null() => {
                    RsaPublicKey::from_der(bytes).map(Self::Rsa)
                }
                _ => Err(CertificateError::Parameters),
            };
        }
        if info.algorithm.oid != EC_PUBLIC_KEY {
            return Err(unknown(info.algorithm.oid));
        }
        let curve = parameters
            .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok())
            .ok_or(CertificateError::Malformed)?;
        match curve {
            SECP256R1 => p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes)
                .map(Self::P256)
                .map_err(|_| CertificateError::Malformed),
            SECP384R1 => p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes)
                .map(Self::P384)
                .map_err(|_| CertificateError::Malformed),
            other => Err(unknown(other)),
        }
    }

    pub(crate) const fn kind(&self) -> KeyKind {
        match self {
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
            Self::Rsa(key) => KeyKind::Rsa { bits: key.bits() },
        }
    }

    /// Checks a signature value over `message`, and brings it into its one form: of ECDSA's two values the low one, in DER.
    pub(crate) fn canonical_value(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        value: &[u8],
    ) -> Result<Vec<u8>, CertificateError> {
        let SignatureAlgorithm { scheme, digest } = algorithm;
        let hash = digest.digest(&[message]);
        let canonical = match (self, scheme) {
            (Self::P256(key), Scheme::Ecdsa) => p256::ecdsa::Signature::from_der(value)
                .ok()
                .filter(|value| key.verify_prehash(&hash, value).is_ok())
                .map(|value| value.normalize_s().to_der().as_bytes().to_vec()),
            (Self::P384(key), Scheme::Ecdsa) => p384::ecdsa::Signature::from_der(value)
                .ok()
                .filter(|value| key.verify_prehash(&hash, value).is_ok())
                .map(|value| value.normalize_s().to_der().as_bytes().to_vec()),
            (Self::Rsa(key), Scheme::RsaPkcs1) => key
                .accepts_pkcs1(digest, &hash, value)
                .then(|| value.to_vec()),
            (Self::Rsa(key), Scheme::RsaPss) => key
                .accepts_pss(digest, &hash, value)
                .then(|| value.to_vec()),
            _ => return Err(CertificateError::OtherAlgorithm),
        };
        canonical.ok_or(CertificateError::WrongValue)
    }
}
