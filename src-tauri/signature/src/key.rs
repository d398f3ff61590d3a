//! A signing key: a private key over P-256 or P-384 and its certificate, and the one text file that holds both.
//! Where such files live and where passphrases come from is not known here; nor are keys of other kinds, whose
//! holders implement [`crate::Signer`] elsewhere.

use std::fmt;

use p256::ecdsa::signature::Signer;
use pkcs8::{EncodePrivateKey, PrivateKeyInfoRef, SecretDocument};
use spki::{ObjectIdentifier, SubjectPublicKeyInfoOwned};

use crate::{
    certificate::Certificate,
    error::KeyError,
    identity::{Identity, self_signed},
    pem::{self, KeyFile},
    public_key::{EC_PUBLIC_KEY, KeyKind, SECP256R1, SECP384R1},
};

/// The curves on which keys are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Curve {
    /// P-256, which every reader knows.
    #[default]
    P256,
    /// P-384.
    P384,
}

/// The private part; wiped from memory when it is dropped.
#[derive(Clone)]
enum Secret {
    P256(p256::SecretKey),
    P384(p384::SecretKey),
}

/// A private key over P-256 or P-384 with its certificate and those of the authorities above it.
#[derive(Clone)]
pub struct SigningKey {
    secret: Secret,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl SigningKey {
    /// Makes a new key with randomness from the operating system, and a self-signed certificate for it.
    pub fn create(curve: Curve, identity: &Identity) -> Result<Self, KeyError> {
        loop {
            let mut bytes = [0; 48];
            let bytes = match curve {
                Curve::P256 => &mut bytes[..32],
                Curve::P384 => &mut bytes[..],
            };
            getrandom::fill(bytes).map_err(|_| KeyError::Randomness)?;
            // One draw in 2^32 is not below the group's order: draw again.
            if let Ok(secret) = Secret::from_slice(curve, bytes) {
                return Self::self_signed(secret, identity);
            }
        }
    }

    /// Makes the P-256 key of a given secret (32 bytes, big endian, between 1 and the group's order) with a self-signed
    /// certificate. The same inputs give the same bytes: this is for public development keys and for tests.
    pub fn from_secret(secret: &[u8; 32], identity: &Identity) -> Result<Self, KeyError> {
        Self::self_signed(Secret::from_slice(Curve::P256, secret)?, identity)
    }

    fn self_signed(secret: Secret, identity: &Identity) -> Result<Self, KeyError> {
        let certificate = self_signed(
            secret.public()?,
            secret.kind().usual_algorithm(),
            |message| secret.sign(message),
            identity,
        )?;
        Ok(Self {
            secret,
            certificate,
            chain: Vec::new(),
        })
    }

    /// Reads a key file: one PKCS#8 private key, plain or encrypted, its certificate, and those of the authorities above
    /// it where there are any, in any order.
    pub fn from_pem(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        Self::from_file(&KeyFile::read(text, passphrase)?)
    }

    /// The key of a file that was opened.
    pub fn from_file(file: &KeyFile) -> Result<Self, KeyError> {
        let secret = Secret::from_pkcs8(file.pkcs8())?;
        let info = secret.public()?;
        let (certificate, chain) = file.certificates_of(info.subject_public_key.raw_bytes())?;
        Ok(Self {
            secret,
            certificate,
            chain,
        })
    }

    /// The key file's text: the private key, encrypted where a passphrase is given, and then the certificates.
    pub fn to_pem(&self, passphrase: Option<&str>) -> Result<String, KeyError> {
        let mut text = pem::write_private_key(&self.secret.to_pkcs8()?, passphrase)?;
        text.push_str(&self.certificate.to_pem());
        for each in &self.chain {
            text.push_str(&each.to_pem());
        }
        Ok(text)
    }

    /// The key's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificates of the authorities above it, as far as the key file holds them.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// Signs a message with ECDSA and the hash as strong as the curve, the nonce made as RFC 6979 says: the same message
    /// gives the same signature. Of the two equivalent values of `s` the low one is given.
    ///
    /// Returns the DER form (RFC 3279, `Ecdsa-Sig-Value`).
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.secret.sign(message)
    }
}

impl Secret {
    fn from_slice(curve: Curve, bytes: &[u8]) -> Result<Self, KeyError> {
        match curve {
            Curve::P256 => p256::SecretKey::from_slice(bytes).map(Self::P256),
            Curve::P384 => p384::SecretKey::from_slice(bytes).map(Self::P384),
        }
        .map_err(|_| KeyError::Malformed)
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyError::Malformed)?;
        if info.algorithm.oid != EC_PUBLIC_KEY {
            return Err(KeyError::UnsupportedAlgorithm(
                info.algorithm.oid.to_string(),
            ));
        }
        let curve = info
            .algorithm
            .parameters
            .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok())
            .ok_or(KeyError::Malformed)?;
        match curve {
            SECP256R1 => p256::SecretKey::try_from(info).map(Self::P256),
            SECP384R1 => p384::SecretKey::try_from(info).map(Self::P384),
            other => return Err(KeyError::UnsupportedAlgorithm(other.to_string())),
        }
        .map_err(|_| KeyError::Malformed)
    }

    fn to_pkcs8(&self) -> Result<SecretDocument, KeyError> {
        match self {
            Self::P256(key) => key.to_pkcs8_der(),
            Self::P384(key) => key.to_pkcs8_der(),
        }
        .map_err(|_| KeyError::Malformed)
    }

    fn public(&self) -> Result<SubjectPublicKeyInfoOwned, KeyError> {
        match self {
            Self::P256(key) => SubjectPublicKeyInfoOwned::from_key(&key.public_key()),
            Self::P384(key) => SubjectPublicKeyInfoOwned::from_key(&key.public_key()),
        }
        .map_err(|_| KeyError::Malformed)
    }

    const fn kind(&self) -> KeyKind {
        match self {
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::P256(key) => {
                let value: p256::ecdsa::Signature =
                    p256::ecdsa::SigningKey::from(key).sign(message);
                value.normalize_s().to_der().as_bytes().to_vec()
            }
            Self::P384(key) => {
                let value: p384::ecdsa::Signature =
                    p384::ecdsa::SigningKey::from(key).sign(message);
                value.normalize_s().to_der().as_bytes().to_vec()
            }
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::{CertificateError, sample};

    /// A self-signed certificate of a P-384 key with a SHA-256 signature, made with OpenSSL.
    const P384: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIByjCCAVCgAwIBAgIUDpkhWL9lzy0LZGgieykXW0WCQGswCgYIKoZIzj0EAwIw\n\
HDELMAkGA1UEBhMCRlIxDTALBgNVBAMMBFAzODQwHhcNMjYxMTIzMDkzNzU0WhcN\n\
MzYxMTIwMDkzNzU0WjAcMQswCQYDVQQGEwJGUjENMAsGA1UEAwwEUDM4NDB2MBAG\n\
ByqGSM49AgEGBSuBBAAiA2IABE0Cu11/bMV76XEJXecoT2oHbYSsoIMyWEDanueg\n\
Wowm6QTKmPzZ4nO3gknBEjKCgiFRSqmw02sNlzMvB2BwjwRox2fKyBymnTe8GW6s\n\
pS03pK5rGd9+hXlAr2uR4LIEJaNTMFEwHQYDVR0OBBYEFDCxgq+yBvyq1a14uWQZ\n\
6wlUnpGkMB8GA1UdIwQYMBaAFDCxgq+yBvyq1a14uWQZ6wlUnpGkMA8GA1UdEwEB\n\
/wQFMAMBAf8wCgYIKoZIzj0EAwIDaAAwZQIwXF/ARknLkto3E6Muhre7EY/QSA7j\n\
ZbOYl1JKfnRoKhzta1+d22fbgXiwkq+qnNMfAjEA3HzaGCqqdqZDeLi0LRUk+TGE\n\
bTxLFgwtO7U8abW/Y6OnSUj6o0FdTslrEzHga0D6\n\
-----END CERTIFICATE-----\n\
";

    #[test]
    fn the_certificate_of_another_key_is_refused() {
        let key = sample::key().to_pem(None).unwrap();
        let (private, _) = key.split_at(key.find("-----BEGIN CERTIFICATE").unwrap());
        assert_eq!(
            SigningKey::from_pem(&format!("{private}{P384}"), None).err(),
            Some(KeyError::Mismatch)
        );
        let certificate = Certificate::from_pem(P384).unwrap();
        assert_eq!(certificate.key_kind(), Ok(KeyKind::P384));
        assert_eq!(certificate.check_issued_by(&certificate), Ok(()));
    }

    #[test]
    fn a_key_over_p384_signs_and_comes_back() {
        let key = SigningKey::create(Curve::P384, &sample::identity()).unwrap();
        let certificate = key.certificate();
        assert_eq!(certificate.key_kind(), Ok(KeyKind::P384));
        assert_eq!(certificate.check_issued_by(certificate), Ok(()));
        let algorithm = certificate.algorithm().unwrap();
        assert_eq!(algorithm.to_string(), "ECDSA with SHA-384");
        let value = key.sign(b"message");
        assert_eq!(certificate.verify(algorithm, b"message", &value), Ok(()));
        let text = key.to_pem(Some("tin")).unwrap();
        let read = SigningKey::from_pem(&text, Some("tin")).unwrap();
        assert_eq!(read.sign(b"message"), value);
    }

    #[test]
    fn a_plain_key_file_comes_back() {
        let key = sample::key();
        let text = key.to_pem(None).unwrap();
        let read = SigningKey::from_pem(&text, None).unwrap();
        assert_eq!(read.certificate(), key.certificate());
        assert_eq!(read.sign(b"message"), key.sign(b"message"));
        assert_eq!(read.to_pem(None).unwrap(), text);
    }

    #[test]
    fn an_encrypted_key_file_opens_with_its_passphrase_only() {
        let key = sample::key();
        let text = key.to_pem(Some("tin and tungsten")).unwrap();
        let open = |passphrase| SigningKey::from_pem(&text, passphrase).map(|key| key.sign(b"m"));
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assert_eq!(open(Some("tin and tungsten")), Ok(key.sign(b"m")));
        assert_eq!(open(Some("tin")), Err(KeyError::WrongPassphrase));
        assert_eq!(open(Some("")), Err(KeyError::WrongPassphrase));
        assert_eq!(open(None), Err(KeyError::PassphraseNeeded));
        assert_ne!(key.to_pem(Some("tin and tungsten")).unwrap(), text);
    }

    #[test]
    fn a_key_file_cannot_ask_for_any_price() {
        let key = sample::key();
        let text = key.to_pem(Some("tin")).unwrap();
        let blocks = pem::blocks(&text).unwrap();
        let (_, der) = der::pem::decode_vec(blocks[0].text.as_bytes()).unwrap();
        // The numbers N = 16384, r = 8, p = 5.
        let honest = [2, 2, 0x40, 0, 2, 1, 8, 2, 1, 5];
        let at = der.windows(10).position(|w| w == honest).unwrap();
        for (place, number) in [(3, 1), (6, 0), (9, 0), (9, 127)] {
            let mut der = der.clone();
            der[at + place] = number;
            let label = "ENCRYPTED PRIVATE KEY";
            let block = der::pem::encode_string(label, der::pem::LineEnding::LF, &der).unwrap();
            let file = format!("{block}{}", key.certificate().to_pem());
            let result = SigningKey::from_pem(&file, Some("tin")).err();
            assert_eq!(result, Some(KeyError::UnsupportedEncryption), "{place}");
        }
    }

    #[test]
    fn a_new_key_is_another_one_each_time() {
        let first = SigningKey::create(Curve::P256, &sample::identity()).unwrap();
        let second = SigningKey::create(Curve::P256, &sample::identity()).unwrap();
        assert_ne!(
            first.certificate().fingerprint(),
            second.certificate().fingerprint()
        );
    }

    #[test]
    fn a_key_file_must_be_complete_and_belong_together() {
        let key = sample::key().to_pem(None).unwrap();
        let other = SigningKey::from_secret(&[8; 32], &sample::identity()).unwrap();
        let at = key.find("-----BEGIN CERTIFICATE").unwrap();
        let (private, certificate) = key.split_at(at);
        let read = |text: &str| SigningKey::from_pem(text, None).map(|_| ());
        assert_eq!(read(&format!("{certificate}{private}")), Ok(()));
        assert_eq!(read(private), Err(KeyError::CertificateCount));
        assert_eq!(read(certificate), Err(KeyError::PrivateKeyCount));
        assert_eq!(read(&format!("{key}{key}")), Err(KeyError::PrivateKeyCount));
        let mixed = format!("{private}{}", other.certificate().to_pem());
        assert_eq!(read(&mixed), Err(KeyError::Mismatch));
        assert_eq!(read(&key[..key.len() - 10]), Err(KeyError::Pem));
        assert_eq!(read(""), Err(KeyError::PrivateKeyCount));
    }

    #[test]
    fn a_certificate_says_who_and_that_nobody_vouched() {
        let key = sample::key();
        let certificate = key.certificate();
        assert_eq!(
            certificate.subject(),
            "CN=Lumière Edge SAS (self-signed),OU=public development key,O=Lumière Edge SAS,C=FR"
        );
        assert_eq!(certificate.display_name(), "Lumière Edge SAS (self-signed)");
        assert_eq!(certificate.not_before(), 1_767_225_600);
        assert_eq!(certificate.not_after(), 2_524_608_000);
        assert!(certificate.is_self_issued());
        assert_eq!(certificate.check_issued_by(certificate), Ok(()));
        assert_eq!(certificate.check_may_sign(), Ok(()));
    }

    #[test]
    fn a_certificate_is_not_issued_by_a_namesake() {
        let other = SigningKey::from_secret(&[8; 32], &sample::identity()).unwrap();
        assert_eq!(
            sample::key()
                .certificate()
                .check_issued_by(other.certificate()),
            Err(CertificateError::NotIssuedBy)
        );
    }

    #[test]
    fn identities_that_no_certificate_can_carry_are_refused() {
        let make = |change: fn(&mut Identity)| {
            let mut identity = sample::identity();
            change(&mut identity);
            SigningKey::from_secret(&[7; 32], &identity).map(|_| ())
        };
        let wrong = |what| Err(KeyError::Identity(what));
        assert_eq!(make(|i| i.country = "fr".into()), wrong("country"));
        assert_eq!(make(|i| i.common_name = " ".into()), wrong("common name"));
        assert_eq!(
            make(|i| i.common_name = "x".repeat(51)),
            wrong("common name")
        );
        assert_eq!(
            make(|i| i.organisation = "a\nb".into()),
            wrong("organisation")
        );
        assert_eq!(make(|i| i.purpose = Some(String::new())), wrong("purpose"));
        assert_eq!(make(|i| i.serial = 0), wrong("serial number"));
        assert_eq!(make(|i| i.not_after = i.not_before), wrong("validity"));
        assert_eq!(make(|i| i.not_after = u64::MAX), wrong("validity"));
        assert_eq!(make(|i| i.serial = u128::MAX), Ok(()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn damaged_key_files_are_refused_without_panic(at in 0usize..1000, byte in 32u8..127, cut in 0usize..1000) {
            let mut text = sample::key().to_pem(None).unwrap();
            let at = at % text.len();
            text.replace_range(at..=at, std::str::from_utf8(&[byte]).unwrap());
            let _ = SigningKey::from_pem(&text, None);
            let _ = SigningKey::from_pem(&text[..cut % text.len()], None);
        }
    }
}
