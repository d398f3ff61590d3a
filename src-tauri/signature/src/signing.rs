//! Putting a signature into a prepared document: with a key at hand, or with a value that a token or a vault made.

use crate::{
    certificate::Certificate,
    container::{self, SignedAttributes},
    error::{SignatureError, SigningError},
    key::SigningKey,
    placement::{Prepared, RESERVED_BYTES},
};

/// Signs a prepared document. The same document and key give the same bytes.
pub fn sign(prepared: Prepared, key: &SigningKey) -> Result<Vec<u8>, SigningError> {
    let attributes = SignedAttributes::new(key.certificate(), &prepared.digest())
        .ok_or(SigningError::Encoding)?;
    let value = key.sign(attributes.to_be_signed());
    assemble(prepared, key.certificate(), &value)
}

/// Completes a prepared document with a signature value made elsewhere.
///
/// `value` is the DER form of the ECDSA signature over [`SignedAttributes::to_be_signed`], for this certificate and
/// for [`Prepared::digest`]; it is checked before it is used, and of its two equivalent forms the low one is written.
pub fn assemble(
    prepared: Prepared,
    certificate: &Certificate,
    value: &[u8],
) -> Result<Vec<u8>, SigningError> {
    certificate.check_may_sign()?;
    let digest = prepared.digest();
    let attributes = SignedAttributes::new(certificate, &digest).ok_or(SigningError::Encoding)?;
    let value = container::canonical_value(certificate, attributes.to_be_signed(), value).map_err(
        |error| match error {
            SignatureError::Certificate(error) => SigningError::Certificate(error),
            _ => SigningError::WrongSignature,
        },
    )?;
    let encoded =
        container::encode(certificate, &digest, &value).map_err(|_| SigningError::Encoding)?;
    if encoded.len() > RESERVED_BYTES {
        return Err(SigningError::NoRoom(encoded.len()));
    }
    let Prepared { mut bytes, digits } = prepared;
    let written = digits.start..digits.start + 2 * encoded.len();
    bytes[written].copy_from_slice(hex::encode_upper(encoded).as_bytes());
    Ok(bytes)
}
