//! Putting a signature into a prepared document, whoever holds the key: a [`Signer`] is asked for one value.

use std::fmt;

use crate::{
    algorithm::SignatureAlgorithm,
    certificate::Certificate,
    container::{self, MAX_CHAIN, SignedAttributes, Statement},
    error::{CertificateError, SignatureError, SigningError},
    key::SigningKey,
    placement::{Prepared, RESERVED_BYTES},
};

/// Whoever holds a private key and signs with it: a key file, a token, a vault.
pub trait Signer: fmt::Debug + Send + Sync {
    /// The key's certificate.
    fn certificate(&self) -> &Certificate;

    /// The certificates of the authorities above it, as far as the key's holder has them.
    fn chain(&self) -> &[Certificate];

    /// How the key signs.
    fn algorithm(&self) -> Result<SignatureAlgorithm, CertificateError> {
        self.certificate().algorithm()
    }

    /// The signature value over a message, not yet hashed: `Ecdsa-Sig-Value` in DER (RFC 3279), or for RSA as many bytes
    /// as the modulus has. An error says why there is none.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String>;
}

impl Signer for SigningKey {
    fn certificate(&self) -> &Certificate {
        Self::certificate(self)
    }

    fn chain(&self) -> &[Certificate] {
        Self::chain(self)
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        Ok(Self::sign(self, message))
    }
}

/// Signs a prepared document. With a key whose values are always the same (ECDSA as RFC 6979 has it, RSA with PKCS#1
/// v1.5), the same document gives the same bytes.
pub fn sign(prepared: Prepared, signer: &dyn Signer) -> Result<Vec<u8>, SigningError> {
    let certificate = signer.certificate();
    certificate.check_may_sign()?;
    let algorithm = signer.algorithm()?;
    let attributes = SignedAttributes::new(certificate, &prepared.digest(algorithm.digest))
        .ok_or(SigningError::Encoding)?;
    let value = signer
        .sign(attributes.to_be_signed())
        .map_err(SigningError::NotSigned)?;
    assemble(prepared, certificate, signer.chain(), algorithm, &value)
}

/// Completes a prepared document with a signature value made elsewhere.
///
/// `value` is what [`Signer::sign`] gives for [`SignedAttributes::to_be_signed`], for this certificate and for
/// [`Prepared::digest`]; it is checked before it is used, and of ECDSA's two equivalent forms the low one is written.
pub fn assemble(
    prepared: Prepared,
    certificate: &Certificate,
    chain: &[Certificate],
    algorithm: SignatureAlgorithm,
    value: &[u8],
) -> Result<Vec<u8>, SigningError> {
    certificate.check_may_sign()?;
    if chain.len() > MAX_CHAIN {
        return Err(SigningError::ChainTooLong(chain.len()));
    }
    let statement = Statement {
        certificate: certificate.clone(),
        chain: chain.to_vec(),
        algorithm,
    };
    let digest = prepared.digest(algorithm.digest);
    let attributes = SignedAttributes::new(certificate, &digest).ok_or(SigningError::Encoding)?;
    let value = container::canonical_value(&statement, attributes.to_be_signed(), value).map_err(
        |error| match error {
            SignatureError::Certificate(error) => SigningError::Certificate(error),
            _ => SigningError::WrongSignature,
        },
    )?;
    let encoded =
        container::encode(&statement, &digest, &value).map_err(|_| SigningError::Encoding)?;
    if encoded.len() > RESERVED_BYTES {
        return Err(SigningError::NoRoom(encoded.len()));
    }
    let Prepared { mut bytes, digits } = prepared;
    let written = digits.start..digits.start + 2 * encoded.len();
    bytes[written].copy_from_slice(hex::encode_upper(encoded).as_bytes());
    Ok(bytes)
}
