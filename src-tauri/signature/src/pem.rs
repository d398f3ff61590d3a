//! The private key's half of a key file: PKCS#8 (RFC 5958) in PEM (RFC 7468), plain or encrypted with PBES2 (RFC 8018).

use der::{Decode, pem::LineEnding};
use p256::SecretKey;
use pkcs8::{
    EncodePrivateKey, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument,
    pkcs5::{
        self, EncryptionScheme,
        pbes2::{Kdf, Parameters},
        scrypt,
    },
};
use spki::ObjectIdentifier;

use crate::{
    certificate::{EC_PUBLIC_KEY, SECP256R1},
    error::KeyError,
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

/// Reads the private key out of its block.
pub(crate) fn read_private_key(
    block: &Block<'_>,
    passphrase: Option<&str>,
) -> Result<SecretKey, KeyError> {
    let (_, document) = SecretDocument::from_pem(block.text).map_err(|_| KeyError::Pem)?;
    if block.label == PLAIN {
        return read_plain(&document);
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
    match read_plain(&opened) {
        Err(KeyError::Malformed) => Err(KeyError::WrongPassphrase),
        other => other,
    }
}

fn read_plain(document: &SecretDocument) -> Result<SecretKey, KeyError> {
    let info = PrivateKeyInfoRef::from_der(document.as_bytes()).map_err(|_| KeyError::Malformed)?;
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
    if curve != SECP256R1 {
        return Err(KeyError::UnsupportedAlgorithm(curve.to_string()));
    }
    SecretKey::try_from(info).map_err(|_| KeyError::Malformed)
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
    key: &SecretKey,
    passphrase: Option<&str>,
) -> Result<String, KeyError> {
    let document = key.to_pkcs8_der().map_err(|_| KeyError::Malformed)?;
    let (label, document) = match passphrase {
        None => (PLAIN, document),
        Some(passphrase) => (ENCRYPTED, encrypt(&document, passphrase)?),
    };
    let pem = document
        .to_pem(label, LineEnding::LF)
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
