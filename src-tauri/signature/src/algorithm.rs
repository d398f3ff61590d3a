//! The signature algorithms that are known, and the one way in which each is written (RFC 4055, RFC 5758, RFC 8017).
//! What is weak is refused by its name. No keys here, and nothing is computed but hashes.

use std::fmt;

use der::{
    Any, Encode, Sequence,
    asn1::{AnyRef, Null},
};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};

use crate::error::CertificateError;

/// `id-sha256` and its neighbours, RFC 5754.
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
/// `ecdsa-with-SHA256` and its neighbours, RFC 5758.
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");
/// `rsaEncryption`, RFC 3279: the name of RSA keys, and in older CMS of their signatures.
pub(crate) const RSA_ENCRYPTION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `sha256WithRSAEncryption` and its neighbours, RFC 4055.
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
/// `id-RSASSA-PSS` and `id-mgf1`, RFC 4055.
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");

/// What is known and too weak: collisions of these hashes can be made.
const WEAK: [(&str, &str); 6] = [
    ("1.2.840.113549.1.1.4", "RSA with MD5"),
    ("1.2.840.113549.1.1.5", "RSA with SHA-1"),
    ("1.3.14.3.2.29", "RSA with SHA-1"),
    ("1.2.840.10045.4.1", "ECDSA with SHA-1"),
    ("1.3.14.3.2.26", "SHA-1"),
    ("1.2.840.113549.2.5", "MD5"),
];

/// A hash function of FIPS 180-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl DigestAlgorithm {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// The hash of the parts, one after the other.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn over<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            for part in parts {
                hash.update(part);
            }
            hash.finalize().to_vec()
        }
        match self {
            Self::Sha256 => over::<Sha256>(parts),
            Self::Sha384 => over::<Sha384>(parts),
            Self::Sha512 => over::<Sha512>(parts),
        }
    }

    /// How many bytes a hash has.
    pub const fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    pub(crate) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => SHA256,
            Self::Sha384 => SHA384,
            Self::Sha512 => SHA512,
        }
    }

    /// As CMS writes it (RFC 5754, section 2): without parameters.
    pub(crate) const fn identifier(self) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned {
            oid: self.oid(),
            parameters: None,
        }
    }

    /// Reads an identifier; its parameters are left out or NULL, which mean the same (RFC 5754, section 2).
    pub(crate) fn from_identifier(
        identifier: &AlgorithmIdentifierOwned,
    ) -> Result<Self, CertificateError> {
        let plain = identifier.parameters.as_ref().is_none_or(Any::is_null);
        let known = Self::ALL.into_iter().find(|it| it.oid() == identifier.oid);
        known
            .filter(|_| plain)
            .ok_or_else(|| unknown(identifier.oid))
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        })
    }
}

/// How a key makes a signature value of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// ECDSA (FIPS 186-5), its value in DER (RFC 3279, `Ecdsa-Sig-Value`).
    Ecdsa,
    /// RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2).
    RsaPkcs1,
    /// RSASSA-PSS (RFC 8017, section 8.1) with MGF1 of the same hash and a salt as long as the hash.
    RsaPss,
}

/// A scheme with the hash that it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignatureAlgorithm {
    /// The scheme.
    pub scheme: Scheme,
    /// The hash.
    pub digest: DigestAlgorithm,
}

/// `RSASSA-PSS-params` of RFC 4055. What is left out means SHA-1 there, so all of it must be stated here; the
/// trailer has one value only, its default, which is not written.
#[derive(Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0")]
    hash: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1")]
    mask: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "2")]
    salt_length: u16,
}

impl SignatureAlgorithm {
    /// A scheme over a hash.
    pub const fn new(scheme: Scheme, digest: DigestAlgorithm) -> Self {
        Self { scheme, digest }
    }

    /// Reads the identifier of a signature, as certificates and CMS have it; its parameters must be the canonical ones.
    pub fn from_identifier(
        identifier: &AlgorithmIdentifierOwned,
    ) -> Result<Self, CertificateError> {
        use DigestAlgorithm::{Sha256, Sha384, Sha512};
        use Scheme::{Ecdsa, RsaPkcs1};
        let found = match identifier.oid {
            ECDSA_SHA256 => Self::new(Ecdsa, Sha256),
            ECDSA_SHA384 => Self::new(Ecdsa, Sha384),
            ECDSA_SHA512 => Self::new(Ecdsa, Sha512),
            RSA_SHA256 => Self::new(RsaPkcs1, Sha256),
            RSA_SHA384 => Self::new(RsaPkcs1, Sha384),
            RSA_SHA512 => Self::new(RsaPkcs1, Sha512),
            RSA_PSS => return pss(identifier),
            other => return Err(unknown(other)),
        };
        let parameters = identifier.parameters.as_ref();
        let canonical = match found.scheme {
            Scheme::Ecdsa => parameters.is_none(),
            _ => parameters.is_some_and(Any::is_null),
        };
        canonical
            .then_some(found)
            .ok_or(CertificateError::Parameters)
    }

    /// Reads the algorithm of a CMS signer: older CMS names the kind of key only (`rsaEncryption`), and the hash beside it.
    pub fn from_signer(
        signature: &AlgorithmIdentifierOwned,
        digest: &AlgorithmIdentifierOwned,
    ) -> Result<Self, CertificateError> {
        let digest = DigestAlgorithm::from_identifier(digest)?;
        if signature.oid == RSA_ENCRYPTION {
            let plain = signature.parameters.as_ref().is_none_or(Any::is_null);
            return plain
                .then_some(Self::new(Scheme::RsaPkcs1, digest))
                .ok_or(CertificateError::Parameters);
        }
        let found = Self::from_identifier(signature)?;
        (found.digest == digest)
            .then_some(found)
            .ok_or(CertificateError::Parameters)
    }

    /// The identifier in its one form.
    pub fn identifier(self) -> der::Result<AlgorithmIdentifierOwned> {
        use DigestAlgorithm::{Sha256, Sha384, Sha512};
        let (oid, parameters) = match (self.scheme, self.digest) {
            (Scheme::Ecdsa, Sha256) => (ECDSA_SHA256, None),
            (Scheme::Ecdsa, Sha384) => (ECDSA_SHA384, None),
            (Scheme::Ecdsa, Sha512) => (ECDSA_SHA512, None),
            (Scheme::RsaPkcs1, Sha256) => (RSA_SHA256, Some(Any::null())),
            (Scheme::RsaPkcs1, Sha384) => (RSA_SHA384, Some(Any::null())),
            (Scheme::RsaPkcs1, Sha512) => (RSA_SHA512, Some(Any::null())),
            (Scheme::RsaPss, digest) => (RSA_PSS, Some(pss_parameters(digest)?)),
        };
        Ok(AlgorithmIdentifierOwned { oid, parameters })
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Ecdsa => "ECDSA",
            Scheme::RsaPkcs1 => "RSA",
            Scheme::RsaPss => "RSASSA-PSS",
        };
        write!(f, "{scheme} with {}", self.digest)
    }
}

fn pss(identifier: &AlgorithmIdentifierOwned) -> Result<SignatureAlgorithm, CertificateError> {
    let parameters = identifier
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.decode_as::<PssParameters>().ok())
        .ok_or(CertificateError::Parameters)?;
    let digest = DigestAlgorithm::from_identifier(&parameters.hash)?;
    let mask = parameters
        .mask
        .parameters
        .as_ref()
        .and_then(|inner| inner.decode_as::<AlgorithmIdentifierOwned>().ok())
        .ok_or(CertificateError::Parameters)?;
    let canonical = parameters.mask.oid == MGF1
        && DigestAlgorithm::from_identifier(&mask) == Ok(digest)
        && usize::from(parameters.salt_length) == digest.length();
    canonical
        .then_some(SignatureAlgorithm::new(Scheme::RsaPss, digest))
        .ok_or(CertificateError::Parameters)
}

/// The hashes inside have NULL for parameters (RFC 4055, section 2.1).
fn pss_parameters(digest: DigestAlgorithm) -> der::Result<Any> {
    let hash = AlgorithmIdentifierOwned {
        oid: digest.oid(),
        parameters: Some(Any::null()),
    };
    let mask = AlgorithmIdentifierOwned {
        oid: MGF1,
        parameters: Some(Any::encode_from(&hash)?),
    };
    Any::encode_from(&PssParameters {
        hash,
        mask,
        salt_length: u16::try_from(digest.length()).unwrap_or_default(),
    })
}

/// `DigestInfo` of RFC 8017, section 9.2: the hash with its name, which PKCS#1 v1.5 pads and signs.
/// Tokens that only pad and sign are given this.
///
/// `None` if it cannot be encoded, which does not happen with a hash.
pub fn digest_info(digest: DigestAlgorithm, hash: &[u8]) -> Option<Vec<u8>> {
    #[derive(Sequence)]
    struct DigestInfo<'a> {
        algorithm: spki::AlgorithmIdentifier<AnyRef<'a>>,
        #[asn1(type = "OCTET STRING")]
        digest: &'a [u8],
    }
    DigestInfo {
        algorithm: spki::AlgorithmIdentifier {
            oid: digest.oid(),
            parameters: Some(Null.into()),
        },
        digest: hash,
    }
    .to_der()
    .ok()
}

/// The refusal of an algorithm that is not known, or known to be weak.
pub(crate) fn unknown(oid: ObjectIdentifier) -> CertificateError {
    let dotted = oid.to_string();
    let weak = WEAK.into_iter().find(|(known, _)| *known == dotted);
    match weak {
        Some((_, name)) => CertificateError::WeakAlgorithm(name),
        None => CertificateError::UnsupportedAlgorithm(dotted),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use der::Decode;

    use super::*;

    fn all() -> impl Iterator<Item = SignatureAlgorithm> {
        [Scheme::Ecdsa, Scheme::RsaPkcs1, Scheme::RsaPss]
            .into_iter()
            .flat_map(|scheme| {
                DigestAlgorithm::ALL
                    .into_iter()
                    .map(move |digest| SignatureAlgorithm::new(scheme, digest))
            })
    }

    #[test]
    fn every_algorithm_comes_back_from_its_identifier() {
        for algorithm in all() {
            let der = algorithm.identifier().unwrap().to_der().unwrap();
            let read = AlgorithmIdentifierOwned::from_der(&der).unwrap();
            assert_eq!(SignatureAlgorithm::from_identifier(&read), Ok(algorithm));
        }
    }

    #[test]
    fn other_parameters_are_refused() {
        for algorithm in all() {
            let mut identifier = algorithm.identifier().unwrap();
            identifier.parameters = match algorithm.scheme {
                Scheme::Ecdsa => Some(Any::null()),
                _ => None,
            };
            assert_eq!(
                SignatureAlgorithm::from_identifier(&identifier),
                Err(CertificateError::Parameters),
                "{algorithm}"
            );
        }
    }

    #[test]
    fn a_pss_salt_or_mask_of_another_kind_is_refused() {
        let hash = |digest: DigestAlgorithm| digest.identifier();
        let with = |mask: DigestAlgorithm, salt_length| {
            let parameters = PssParameters {
                hash: hash(DigestAlgorithm::Sha256),
                mask: AlgorithmIdentifierOwned {
                    oid: MGF1,
                    parameters: Some(Any::encode_from(&hash(mask)).unwrap()),
                },
                salt_length,
            };
            SignatureAlgorithm::from_identifier(&AlgorithmIdentifierOwned {
                oid: RSA_PSS,
                parameters: Some(Any::encode_from(&parameters).unwrap()),
            })
        };
        let sound = SignatureAlgorithm::new(Scheme::RsaPss, DigestAlgorithm::Sha256);
        assert_eq!(with(DigestAlgorithm::Sha256, 32), Ok(sound));
        for (mask, salt) in [
            (DigestAlgorithm::Sha512, 32),
            (DigestAlgorithm::Sha256, 20),
            (DigestAlgorithm::Sha256, 0),
        ] {
            assert_eq!(with(mask, salt), Err(CertificateError::Parameters));
        }
    }

    #[test]
    fn weak_hashes_are_refused_by_name() {
        let named = |oid: &str| {
            SignatureAlgorithm::from_identifier(&AlgorithmIdentifierOwned {
                oid: ObjectIdentifier::new(oid).unwrap(),
                parameters: Some(Any::null()),
            })
        };
        assert_eq!(
            named("1.2.840.113549.1.1.5"),
            Err(CertificateError::WeakAlgorithm("RSA with SHA-1"))
        );
        assert_eq!(
            named("1.3.101.112"),
            Err(CertificateError::UnsupportedAlgorithm("1.3.101.112".into()))
        );
    }

    #[test]
    fn older_cms_names_the_hash_beside_the_key() {
        let rsa = AlgorithmIdentifierOwned {
            oid: RSA_ENCRYPTION,
            parameters: Some(Any::null()),
        };
        let sha512 = DigestAlgorithm::Sha512.identifier();
        let read = SignatureAlgorithm::from_signer(&rsa, &sha512).unwrap();
        assert_eq!(read.to_string(), "RSA with SHA-512");
        let ecdsa = SignatureAlgorithm::new(Scheme::Ecdsa, DigestAlgorithm::Sha256);
        assert_eq!(
            SignatureAlgorithm::from_signer(&ecdsa.identifier().unwrap(), &sha512),
            Err(CertificateError::Parameters)
        );
    }
}
