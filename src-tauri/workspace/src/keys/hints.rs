//! Why a key does not sign, and what to do about it.

use keystore::KeystoreError;
use signature::{Certificate, CertificateError, KeyError};

use crate::{Failure, FailureKind};

/// The certificate is not valid at this time.
pub(super) fn expired(certificate: &Certificate, now: u64) -> Failure {
    let name = certificate.display_name();
    let early = now < certificate.not_before();
    let (said, at) = if early {
        ("is not valid before", certificate.not_before())
    } else {
        ("expired on", certificate.not_after())
    };
    Failure::new(
        FailureKind::InputUnusable,
        format!("the certificate of {name} {said} {}", super::second(at)),
        if early {
            "Check this computer's clock, or wait."
        } else {
            "Ask your certification authority for a new certificate, or make a new key with `waymark keys create`."
        },
    )
}

/// A key could not be opened; `what` is the file or the address.
pub(super) fn refused(error: &KeystoreError, what: &str) -> Failure {
    let (kind, hint) = judge(error);
    Failure::new(kind, format!("{what}: {error}"), hint)
}

fn judge(error: &KeystoreError) -> (FailureKind, &'static str) {
    match error {
        KeystoreError::Key(error) => judge_key(error),
        KeystoreError::Certificate(error) => judge_certificate(error),
        KeystoreError::Pkcs12(_) | KeystoreError::Pkcs12Keys(_) => (
            FailureKind::InputUnusable,
            "Export the key again as PKCS#12 (.p12, .pfx), with its certificates and no other key.",
        ),
        KeystoreError::Uri(_) => (
            FailureKind::Usage,
            "Name the key as pkcs11:token=LABEL;object=KEY?module-path=/path/of/the/driver.so",
        ),
        KeystoreError::Module { .. } => (
            FailureKind::InputMissing,
            "Install the token's driver and name its library after module-path=.",
        ),
        KeystoreError::NoToken(_) => (
            FailureKind::InputMissing,
            "Plug the token in, and check token= in its address.",
        ),
        KeystoreError::SeveralTokens(_) => (
            FailureKind::Usage,
            "Add serial= or slot-id= to the address, or unplug the other.",
        ),
        KeystoreError::PinNeeded(_) => (
            FailureKind::PassphraseNeeded,
            "Put the PIN in WAYMARK_PIN, or in a file and name it with --pin-file.",
        ),
        KeystoreError::PinWrong(_) => (
            FailureKind::PassphraseWrong,
            "Check the PIN. Most tokens lock after three wrong ones.",
        ),
        KeystoreError::PinLocked(_) => (
            FailureKind::NoPermission,
            "Unlock the token with its PUK, or ask who administers it.",
        ),
        KeystoreError::NoTokenKey(_) | KeystoreError::SeveralTokenKeys(_) => (
            FailureKind::InputMissing,
            "Name one key with object= or id= in the address.",
        ),
        KeystoreError::NoTokenCertificate(_) => (
            FailureKind::InputMissing,
            "Name a file with its certificate: `waymark keys import ADDRESS --certificate FILE`.",
        ),
        KeystoreError::Token(_) => (
            FailureKind::ReadOrWrite,
            "Plug the token in again and try once more.",
        ),
        _ => (
            FailureKind::InputUnusable,
            "Name a PEM file with a private key (PKCS#8) and its certificate, a PKCS#12 file, or a token's key.",
        ),
    }
}

fn judge_key(error: &KeyError) -> (FailureKind, &'static str) {
    match error {
        KeyError::PassphraseNeeded => (
            FailureKind::PassphraseNeeded,
            "Put the passphrase in WAYMARK_PASSPHRASE, or in a file and name it with --passphrase-file.",
        ),
        KeyError::WrongPassphrase => (
            FailureKind::PassphraseWrong,
            "Check the passphrase and the key file.",
        ),
        KeyError::Certificate(error) => judge_certificate(error),
        KeyError::Mismatch => (
            FailureKind::InputUnusable,
            "Put the certificate of this very key into the file.",
        ),
        KeyError::UnsupportedAlgorithm(_) => (
            FailureKind::InputUnusable,
            "Keys that sign here are ECDSA P-256 or P-384, or RSA of 2048 to 4096 bits.",
        ),
        KeyError::PrivateKeyCount => (
            FailureKind::InputUnusable,
            "The file must hold one private key in PKCS#8 (BEGIN PRIVATE KEY): `openssl pkcs8 -topk8` converts others.",
        ),
        _ => (
            FailureKind::InputUnusable,
            "Name a PEM file with a private key (PKCS#8) and its certificate, such as `waymark keys create` makes, or a PKCS#12 file.",
        ),
    }
}

fn judge_certificate(error: &CertificateError) -> (FailureKind, &'static str) {
    let hint = match error {
        CertificateError::NotForSigning => {
            "Ask your certification authority for a certificate with the key usage digitalSignature or nonRepudiation."
        }
        CertificateError::NotForDocuments => {
            "Ask your certification authority for a certificate for signing documents or email, not for a server."
        }
        CertificateError::RsaSize(_)
        | CertificateError::RsaExponent
        | CertificateError::WeakAlgorithm(_) => {
            "Ask your certification authority for a certificate of a key that is strong enough: RSA of 2048 to 4096 bits, or ECDSA P-256 or P-384."
        }
        CertificateError::UnsupportedAlgorithm(_) => {
            "Keys that sign here are ECDSA P-256 or P-384, or RSA of 2048 to 4096 bits."
        }
        _ => "Ask for the certificate again.",
    };
    (FailureKind::InputUnusable, hint)
}
