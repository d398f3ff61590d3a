//! A key file: a private key in PKCS#8 (RFC 5958), plain or encrypted with PBES2 (RFC 8018), and certificates, all in
//! PEM (RFC 7468). What kind of key it is does not matter here.

use std::fmt;

use crate::{certificate::Certificate, container::MAX_CHAIN, error::KeyError};
use der::{Decode, pem::LineEnding};
use pkcs8::{
    EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument,
    pkcs5::{
        self, EncryptionScheme,
        pbes2::{Kdf, Parameters},
        scrypt,
    },
};

const PLAIN: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// N = 2^14, r = 8, p = 5: as strong as the larger settings OWASP names beside it, and within the 32 MiB that OpenSSL
/// allows itself when it reads such a key.
const SCRYPT: (u8, u32, u32) = (14, 8, 5);
/// No key file may ask for more memory than this.
const MAX_SCRYPT_BYTES: u64 = 512 * 1024 * 1024;
const MAX_SCRYPT_PARALLELISM: u16 = 64;
const MAX_PBKDF2_ROUNDS: u32 = 20_000_000;

/// One block of a PEM text: its label and the lines with their boundaries.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    pub(crate) text: &'a str,
}

/// The blocks of a PEM text in their order. What stands between blocks is passed over, as RFC 7468 allows.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block<'_>>, KeyError> {
    const BEGIN: &str = "-----BEGIN ";
    const DASHES: &str = "-----";
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let block = &rest[start..];
        let after = &block[BEGIN.len()..];
        let label = &after[..after.find(DASHES).ok_or(KeyError::Pem)?];
        let end = format!("-----END {label}-----");
        let length = block.find(&end).ok_or(KeyError::Pem)? + end.len();
        found.push(Block {
            label,
            text: &block[..length],
        });
        rest = &block[length..];
    }
    Ok(found)
}

/// Whether a block's label says that it holds a private key of a kind read here.
pub(crate) fn is_private_key(label: &str) -> bool {
    label == PLAIN || label == ENCRYPTED
}

/// A key file that was opened: a private key of any kind, and certificates, its own among them. The private part is
/// wiped from memory when it is dropped.
pub struct KeyFile {
    pkcs8: SecretDocument,
    certificates: Vec<Certificate>,
}

impl KeyFile {
    /// Opens a key file's text.
    pub fn read(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        let blocks = blocks(text)?;
        let mut keys = blocks.iter().filter(|block| is_private_key(block.label));
        let (Some(key), None) = (keys.next(), keys.next()) else {
            return Err(KeyError::PrivateKeyCount);
        };
        let certificates = blocks
            .iter()
            .filter(|block| block.label == "CERTIFICATE")
            .map(|block| Ok(Certificate::from_pem(block.text)?))
            .collect::<Result<Vec<_>, KeyError>>()?;
        if certificates.is_empty() || certificates.len() > 1 + MAX_CHAIN {
            return Err(KeyError::CertificateCount);
        }
        Ok(Self {
            pkcs8: read_private_key(key, passphrase)?,
            certificates,
        })
    }

    /// A private key (DER of `PrivateKeyInfo`) and certificates that come from elsewhere.
    pub fn from_parts(pkcs8: &[u8], certificates: Vec<Certificate>) -> Result<Self, KeyError> {
        if certificates.is_empty() || certificates.len() > 1 + MAX_CHAIN {
            return Err(KeyError::CertificateCount);
        }
        Ok(Self {
            pkcs8: SecretDocument::try_from(pkcs8).map_err(|_| KeyError::Malformed)?,
            certificates,
        })
    }

    /// The private key: the DER of its `PrivateKeyInfo`.
    pub fn pkcs8(&self) -> &[u8] {
        self.pkcs8.as_bytes()
    }

    /// The certificates, in the order of the file.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The certificate of the key with this public half (what `subjectPublicKey` holds: the point, or the `RSAPublicKey`),
    /// which must allow signing; and the others, in the order of the file.
    pub fn certificates_of(
        &self,
        public_key: &[u8],
    ) -> Result<(Certificate, Vec<Certificate>), KeyError> {
        let is_own = |each: &&Certificate| {
            let tbs = each.parsed().tbs_certificate();
            tbs.subject_public_key_info().subject_public_key.raw_bytes() == public_key
        };
        let own = self.certificates.iter().find(is_own);
        let own = own.ok_or(KeyError::Mismatch)?.clone();
        own.key_kind()?;
        own.check_may_sign()?;
        let chain = self.certificates.iter();
        let chain = chain.filter(|each| **each != own);
        Ok((own.clone(), chain.cloned().collect()))
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyFile")
            .field("certificates", &self.certificates)
            .finish_non_exhaustive()
    }
}

/// Reads the private key out of its block.
fn read_private_key(
    block: &Block<'_>,
    passphrase: Option<&str>,
) -> Result<SecretDocument, KeyError> {
    let (_, document) = SecretDocument::from_pem(block.text).map_err(|_| KeyError::Pem)?;
    if block.label == PLAIN {
        PrivateKeyInfoRef::from_der(document.as_bytes()).map_err(|_| KeyError::Malformed)?;
        return Ok(document);
    }
    let passphrase = passphrase.ok_or(KeyError::PassphraseNeeded)?;
    let info = EncryptedPrivateKeyInfoRef::from_der(document.as_bytes())
        .map_err(|_| KeyError::Malformed)?;
    check_cost(&info.encryption_algorithm)?;
    let opened = info.decrypt(passphrase).map_err(|error| match error {
        pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::DecryptFailed) => KeyError::WrongPassphrase,
        pkcs8::Error::EncryptedPrivateKey(_) => KeyError::UnsupportedEncryption,
        // The padding was right by chance, what it held is no DER.
        _ => KeyError::WrongPassphrase,
    })?;
    // A wrong passphrase passes the padding check once in 256 times; what comes out is then no PKCS#8.
    match PrivateKeyInfoRef::from_der(opened.as_bytes()) {
        Ok(_) => Ok(opened),
        Err(_) => Err(KeyError::WrongPassphrase),
    }
}

/// Refuses to stretch a passphrase at any price a file asks, and settings that the algorithm does not have.
fn check_cost(scheme: &EncryptionScheme) -> Result<(), KeyError> {
    let parameters = scheme.pbes2().ok_or(KeyError::UnsupportedEncryption)?;
    let acceptable = match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) => (1..=MAX_PBKDF2_ROUNDS).contains(&pbkdf2.iteration_count),
        Kdf::Scrypt(scrypt) => {
            let cost = scrypt.cost_parameter;
            let memory = cost
                .saturating_mul(u64::from(scrypt.block_size))
                .saturating_mul(128);
            cost.is_power_of_two()
                && (1..=MAX_SCRYPT_BYTES).contains(&memory)
                && (1..=MAX_SCRYPT_PARALLELISM).contains(&scrypt.parallelization)
        }
        _ => false,
    };
    if acceptable {
        Ok(())
    } else {
        Err(KeyError::UnsupportedEncryption)
    }
}

/// Writes a private key as PEM: plain, or with a passphrase encrypted (PBES2 with scrypt and AES-256-CBC).
pub(crate) fn write_private_key(
    key: &SecretDocument,
    passphrase: Option<&str>,
) -> Result<String, KeyError> {
    let pem = match passphrase {
        None => key.to_pem(PLAIN, LineEnding::LF),
        Some(passphrase) => encrypt(key, passphrase)?.to_pem(ENCRYPTED, LineEnding::LF),
    }
    .map_err(|_| KeyError::Malformed)?;
    Ok(pem.to_string())
}

fn encrypt(document: &SecretDocument, passphrase: &str) -> Result<SecretDocument, KeyError> {
    let mut salt = [0; 16];
    let mut start = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| KeyError::Randomness)?;
    getrandom::fill(&mut start).map_err(|_| KeyError::Randomness)?;
    let (log_n, r, p) = SCRYPT;
    let parameters = scrypt::Params::new(log_n, r, p)
        .ok()
        .and_then(|cost| Parameters::generate_scrypt_aes256cbc(cost, &salt, start).ok())
        .ok_or(KeyError::UnsupportedEncryption)?;
    PrivateKeyInfoRef::from_der(document.as_bytes())
        .map_err(|_| KeyError::Malformed)?
        .encrypt_with_params(parameters, passphrase)
        .map_err(|_| KeyError::UnsupportedEncryption)
}
