//! Whoever holds a signing key: key files (PEM), PKCS#12 files and PKCS#11 tokens, each as a [`signature::Signer`].
//!
//! A crate of its own, because it belongs to the machine it runs on: it loads a token's driver, and signs RSA with a
//! library in C. `signature` stays bytes in, bytes out, and compiles for browsers, which verify only. Where keys lie,
//! what they are called and where passphrases come from is not known here.

mod error;
mod pkcs12;
mod rsa;
mod token;
mod uri;

use signature::{Certificate, KeyError, KeyFile, MAX_CHAIN, Signer, SigningKey};

pub use error::KeystoreError;
pub use pkcs12::is_pkcs12;
pub use rsa::RsaKey;
pub use token::{TokenKey, open_token};
pub use uri::{TokenUri, UriError};

/// Opens a file that holds a key: PEM with a private key in PKCS#8 and certificates, or PKCS#12.
pub fn open_file(bytes: &[u8], passphrase: Option<&str>) -> Result<Box<dyn Signer>, KeystoreError> {
    if is_pkcs12(bytes) {
        return from_file(&pkcs12::read(bytes, passphrase)?);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| KeystoreError::NoKeyFile)?;
    if !text.contains("-----BEGIN ") {
        return Err(KeystoreError::NoKeyFile);
    }
    from_file(&KeyFile::read(text, passphrase)?)
}

/// The certificates in a text (PEM), for keys whose own place holds none.
pub fn certificates(text: &str) -> Result<Vec<Certificate>, KeystoreError> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let length = rest[start..].find(END).ok_or(KeyError::Pem)? + END.len();
        let certificate = Certificate::from_pem(&rest[start..start + length]);
        found.push(certificate.map_err(KeyError::Certificate)?);
        if found.len() > MAX_CHAIN + 1 {
            return Err(KeyError::CertificateCount.into());
        }
        rest = &rest[start + length..];
    }
    Ok(found)
}

/// The key of an opened file, whatever its kind.
fn from_file(file: &KeyFile) -> Result<Box<dyn Signer>, KeystoreError> {
    match SigningKey::from_file(file) {
        Ok(key) => Ok(Box::new(key)),
        Err(KeyError::UnsupportedAlgorithm(oid)) if oid == rsa::RSA_ENCRYPTION => {
            Ok(Box::new(RsaKey::from_file(file)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// The authorities above a certificate, as far as they are among `others`: each issued the one before.
fn issuers(certificate: &Certificate, others: &[Certificate]) -> Vec<Certificate> {
    let mut found: Vec<Certificate> = Vec::new();
    while found.len() < MAX_CHAIN {
        let last = found.last().unwrap_or(certificate);
        let next = others.iter().find(|each| {
            *each != last && !found.contains(each) && last.check_issued_by(each).is_ok()
        });
        match next {
            Some(next) if !last.is_self_issued() => found.push(next.clone()),
            _ => break,
        }
    }
    found
}

#[cfg(test)]
mod tests;
