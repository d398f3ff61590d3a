//! RSA private keys, in AWS-LC: signing needs constant time, which the crate `rsa` does not have (RUSTSEC-2023-0071). The
//! library is in the tree already, below TLS.

use std::fmt;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use signature::{Certificate, KeyError, KeyFile, Signer};

use crate::{error::KeystoreError, issuers};

/// `rsaEncryption`, RFC 3279.
pub(crate) const RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.1";

/// An RSA private key of 2048 to 4096 bits with its certificate. It signs with PKCS#1 v1.5 and SHA-256, which every
/// reader knows, and which gives the same value for the same message.
pub struct RsaKey {
    key: RsaKeyPair,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl RsaKey {
    /// The key of a file that was opened.
    pub fn from_file(file: &KeyFile) -> Result<Self, KeystoreError> {
        let key = RsaKeyPair::from_pkcs8(file.pkcs8()).map_err(|_| KeyError::Malformed)?;
        let (certificate, others) = file.certificates_of(key.public_key().as_ref())?;
        Ok(Self {
            chain: issuers(&certificate, &others),
            key,
            certificate,
        })
    }
}

impl Signer for RsaKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let mut value = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut value)
            .map_err(|error| error.to_string())?;
        Ok(value)
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaKey")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}
