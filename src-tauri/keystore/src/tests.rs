//! Key files and PKCS#12 files, made here and opened again; hostile ones are refused without panic. Tokens need one: they
//! are tested with the whole program.

#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use p12_keystore::{EncryptionAlgorithm, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use proptest::prelude::*;
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use signature::{CertificateError, KeyKind};

use super::*;

/// A private key (DER of PKCS#8, and PEM) and its self-signed certificate (DER and PEM).
struct Made {
    key: KeyPair,
    certificate: rcgen::Certificate,
}

fn made(key: KeyPair) -> Made {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Lumen");
    let certificate = params.self_signed(&key).unwrap();
    Made { key, certificate }
}

static RSA: LazyLock<Made> =
    LazyLock::new(|| made(KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()));

fn pkcs12(made: &Made, algorithm: EncryptionAlgorithm, passphrase: &str) -> Vec<u8> {
    let key = PrivateKey::from_der(&made.key.serialize_der()).unwrap();
    let certificate = p12_keystore::Certificate::from_der(made.certificate.der()).unwrap();
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new("1", key, [certificate]);
    store.add_entry("report", KeyStoreEntry::PrivateKeyChain(chain));
    let writer = store.writer(passphrase).encryption_algorithm(algorithm);
    writer
        .encryption_iterations(9)
        .mac_iterations(9)
        .write()
        .unwrap()
}

fn signs(key: &dyn Signer) -> Result<(), CertificateError> {
    let value = key.sign(b"message").unwrap();
    let algorithm = key.algorithm().unwrap();
    assert_eq!(
        key.sign(b"message").unwrap(),
        value,
        "it is always the same"
    );
    key.certificate().verify(algorithm, b"message", &value)
}

#[test]
fn an_rsa_key_file_signs() {
    let text = RSA.key.serialize_pem() + &RSA.certificate.pem();
    let key = open_file(text.as_bytes(), None).unwrap();
    assert_eq!(
        key.certificate().key_kind(),
        Ok(KeyKind::Rsa { bits: 2048 })
    );
    assert_eq!(signs(key.as_ref()), Ok(()));
    let other = made(KeyPair::generate().unwrap());
    let mixed = RSA.key.serialize_pem() + &other.certificate.pem();
    let refused = open_file(mixed.as_bytes(), None).err();
    assert_eq!(refused, Some(KeyError::Mismatch.into()));
}

#[test]
fn a_pkcs12_file_opens_with_its_passphrase_only() {
    for algorithm in [
        EncryptionAlgorithm::PbeWithHmacSha256AndAes256,
        EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc,
    ] {
        let file = pkcs12(&RSA, algorithm, "tin");
        assert!(is_pkcs12(&file));
        assert_eq!(
            signs(open_file(&file, Some("tin")).unwrap().as_ref()),
            Ok(())
        );
        let refused = |passphrase| open_file(&file, passphrase).err();
        assert_eq!(
            refused(Some("lead")),
            Some(KeyError::WrongPassphrase.into())
        );
        assert_eq!(refused(None), Some(KeyError::PassphraseNeeded.into()));
    }
    let elliptic = made(KeyPair::generate().unwrap());
    let file = pkcs12(
        &elliptic,
        EncryptionAlgorithm::PbeWithHmacSha256AndAes256,
        "tin",
    );
    let key = open_file(&file, Some("tin")).unwrap();
    assert_eq!(key.certificate().key_kind(), Ok(KeyKind::P256));
    assert_eq!(signs(key.as_ref()), Ok(()));
}

#[test]
fn what_is_no_key_file_is_refused() {
    for junk in [&b""[..], b"hello", &[0x30, 0x82], &[0xff; 40]] {
        assert_eq!(open_file(junk, None).err(), Some(KeystoreError::NoKeyFile));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bent_pkcs12_files_are_refused_without_panic(
        at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>(),
    ) {
        static HONEST: LazyLock<Vec<u8>> = LazyLock::new(|| {
            pkcs12(&RSA, EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, "tin")
        });
        let mut file = HONEST.clone();
        let at = at.index(file.len());
        file[at] = byte;
        let _ = open_file(&file, Some("tin"));
        let _ = open_file(&file[..cut.index(file.len())], Some("tin"));
    }
}
