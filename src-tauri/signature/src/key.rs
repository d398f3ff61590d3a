//! A signing key: a P-256 private key and its certificate, and the one text file that holds both.
//! Where such files live and where passphrases come from is not known here.

use std::fmt;

use p256::{
    SecretKey,
    ecdsa::{self, signature::Signer},
};

use crate::{
    certificate::Certificate,
    error::KeyError,
    identity::{Identity, self_signed},
    pem,
};

/// A P-256 private key with its certificate. The private part is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct SigningKey {
    secret: SecretKey,
    certificate: Certificate,
}

impl SigningKey {
    /// Makes a new key with randomness from the operating system, and a self-signed certificate for it.
    pub fn create(identity: &Identity) -> Result<Self, KeyError> {
        loop {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|_| KeyError::Randomness)?;
            // One draw in 2^32 is not below the group's order: draw again.
            if SecretKey::from_slice(&secret).is_ok() {
                return Self::from_secret(&secret, identity);
            }
        }
    }

    /// Makes the key of a given secret (32 bytes, big endian, between 1 and the group's order) with a self-signed
    /// certificate. The same inputs give the same bytes: this is for public development keys and for tests.
    pub fn from_secret(secret: &[u8; 32], identity: &Identity) -> Result<Self, KeyError> {
        let secret = SecretKey::from_slice(secret).map_err(|_| KeyError::Malformed)?;
        let certificate = self_signed(&ecdsa::SigningKey::from(&secret), identity)?;
        Ok(Self {
            secret,
            certificate,
        })
    }

    /// Reads a key file: one PKCS#8 private key, plain or encrypted, and one certificate, in any order.
    pub fn from_pem(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        let blocks = pem::blocks(text)?;
        let mut certificates = blocks.iter().filter(|block| block.label == "CERTIFICATE");
        let mut keys = blocks
            .iter()
            .filter(|block| pem::is_private_key(block.label));
        let (Some(key), None) = (keys.next(), keys.next()) else {
            return Err(KeyError::PrivateKeyCount);
        };
        let (Some(certificate), None) = (certificates.next(), certificates.next()) else {
            return Err(KeyError::CertificateCount);
        };
        let certificate = Certificate::from_pem(certificate.text)?;
        certificate.check_may_sign()?;
        let certified = certificate.verifying_key()?;
        let secret = pem::read_private_key(key, passphrase)?;
        if *ecdsa::SigningKey::from(&secret).verifying_key() != certified {
            return Err(KeyError::Mismatch);
        }
        Ok(Self {
            secret,
            certificate,
        })
    }

    /// The key file's text: the private key, encrypted where a passphrase is given, and then the certificate.
    pub fn to_pem(&self, passphrase: Option<&str>) -> Result<String, KeyError> {
        let mut text = pem::write_private_key(&self.secret, passphrase)?;
        text.push_str(&self.certificate.to_pem());
        Ok(text)
    }

    /// The key's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Signs a message with ECDSA and SHA-256, the nonce made as RFC 6979 says: the same message gives the same
    /// signature. Of the two equivalent values of `s` the low one is given.
    ///
    /// Returns the DER form (RFC 3279, `Ecdsa-Sig-Value`).
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let value: ecdsa::Signature = ecdsa::SigningKey::from(&self.secret).sign(message);
        value.normalize_s().to_der().as_bytes().to_vec()
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

    /// A certificate of a P-384 key, made with OpenSSL: a kind that is not implemented.
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
    fn a_kind_of_key_that_is_not_implemented_is_named() {
        let key = sample::key().to_pem(None).unwrap();
        let (private, _) = key.split_at(key.find("-----BEGIN CERTIFICATE").unwrap());
        let secp384r1 = CertificateError::UnsupportedAlgorithm("1.3.132.0.34".into());
        assert_eq!(
            SigningKey::from_pem(&format!("{private}{P384}"), None).err(),
            Some(KeyError::Certificate(secp384r1))
        );
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
        let first = SigningKey::create(&sample::identity()).unwrap();
        let second = SigningKey::create(&sample::identity()).unwrap();
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
