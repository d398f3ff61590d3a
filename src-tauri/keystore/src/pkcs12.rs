//! PKCS#12 files (RFC 7292), as certification authorities and browsers hand them out: one private key, its certificate and
//! those above it, under one passphrase. What it costs to try a passphrase is limited by the library.

use p12_keystore::{Pkcs12Archive, error::Error};
use signature::{Certificate, KeyError, KeyFile};

use crate::error::KeystoreError;

/// Whether bytes look like a PKCS#12 file: a DER sequence that begins with version 3.
pub fn is_pkcs12(bytes: &[u8]) -> bool {
    // SEQUENCE, its length in any form, INTEGER 3.
    let header = match bytes {
        [0x30, length, ..] if *length < 0x80 => 2,
        [0x30, length, ..] => 2 + usize::from(length & 0x7f),
        _ => return false,
    };
    bytes.get(header..header + 3) == Some(&[2, 1, 3])
}

/// Opens a PKCS#12 file. One without a passphrase has an empty one.
pub(crate) fn read(bytes: &[u8], passphrase: Option<&str>) -> Result<KeyFile, KeystoreError> {
    let archive = Pkcs12Archive::from_pkcs12(bytes, passphrase.unwrap_or_default())
        .map_err(|error| refused(&error, passphrase.is_some()))?;
    let [bag] = archive.keys.as_slice() else {
        return Err(KeystoreError::Pkcs12Keys(archive.keys.len()));
    };
    let certificates = archive
        .certs
        .iter()
        .map(|bag| Certificate::from_der(bag.cert.as_der()).map_err(KeyError::Certificate))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(KeyFile::from_parts(bag.key.as_der(), certificates)?)
}

fn refused(error: &Error, given: bool) -> KeystoreError {
    match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) if given => {
            KeyError::WrongPassphrase.into()
        }
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => {
            KeyError::PassphraseNeeded.into()
        }
        Error::UnsupportedEncryptionScheme
        | Error::UnsupportedMacAlgorithm
        | Error::InvalidParameters => KeyError::UnsupportedEncryption.into(),
        other => KeystoreError::Pkcs12(other.to_string()),
    }
}
