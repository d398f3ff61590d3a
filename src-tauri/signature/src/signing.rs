//! Putting a signature into a prepared document, whoever holds the key: a [`Signer`] is asked for one value.

use std::{fmt, ops::Range};

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
    Made::by(prepared, signer, signer.chain())?.finish(None)
}

/// Completes a prepared document with a signature value made elsewhere.
///
/// `value` is what [`Signer::sign`] gives for [`SignedAttributes::to_be_signed`], for these certificates and for
/// [`Prepared::digest`]; it is checked before it is used, and of ECDSA's two equivalent forms the low one is written.
/// `chain` leads up from the certificate, each the issuer of the one before.
pub fn assemble(
    prepared: Prepared,
    certificate: &Certificate,
    chain: &[Certificate],
    algorithm: SignatureAlgorithm,
    value: &[u8],
) -> Result<Vec<u8>, SigningError> {
    let statement = Statement {
        certificate: certificate.clone(),
        chain: chain.to_vec(),
        algorithm,
        token: None,
    };
    Made::new(prepared, statement, |_| Ok(value.to_vec()))?.finish(None)
}

/// A signature value that was checked and is not yet put into its document.
#[derive(Debug)]
pub(crate) struct Made {
    prepared: Prepared,
    statement: Statement,
    digest: Vec<u8>,
    value: Vec<u8>,
}

impl Made {
    /// Lets a signer make the value. Of `others` those that lead up from its certificate are carried along.
    pub(crate) fn by(
        prepared: Prepared,
        signer: &dyn Signer,
        others: &[Certificate],
    ) -> Result<Self, SigningError> {
        let statement = Statement {
            certificate: signer.certificate().clone(),
            chain: container::in_order(signer.certificate(), others),
            algorithm: signer.algorithm()?,
            token: None,
        };
        Self::new(prepared, statement, |message| {
            signer.sign(message).map_err(SigningError::NotSigned)
        })
    }

    fn new(
        prepared: Prepared,
        statement: Statement,
        value: impl FnOnce(&[u8]) -> Result<Vec<u8>, SigningError>,
    ) -> Result<Self, SigningError> {
        statement.certificate.check_may_sign()?;
        if statement.chain.len() > MAX_CHAIN {
            return Err(SigningError::ChainTooLong(statement.chain.len()));
        }
        let digest = prepared.digest(statement.algorithm.digest);
        let attributes = SignedAttributes::new(&statement.certificate, &statement.chain, &digest)
            .ok_or(SigningError::Encoding)?;
        let value = value(attributes.to_be_signed())?;
        let value = container::canonical_value(&statement, attributes.to_be_signed(), &value)
            .map_err(|error| match error {
                SignatureError::Certificate(error) => SigningError::Certificate(error),
                _ => SigningError::WrongSignature,
            })?;
        Ok(Self {
            prepared,
            statement,
            digest,
            value,
        })
    }

    /// What a timestamp of the signature is made over.
    pub(crate) fn imprint(&self) -> [u8; 32] {
        container::imprint(&self.value)
    }

    /// Puts the signature into its document, with a timestamp's token where there is one.
    pub(crate) fn finish(mut self, token: Option<Vec<u8>>) -> Result<Vec<u8>, SigningError> {
        self.statement.token = token;
        let encoded = container::encode(&self.statement, &self.digest, &self.value)
            .map_err(|_| SigningError::Encoding)?;
        let Prepared {
            mut bytes, digits, ..
        } = self.prepared;
        fill(&mut bytes, &digits, &encoded)?;
        Ok(bytes)
    }
}

/// Writes a container into the room that was left for it.
pub(crate) fn fill(
    bytes: &mut [u8],
    digits: &Range<usize>,
    encoded: &[u8],
) -> Result<(), SigningError> {
    if encoded.len() > RESERVED_BYTES {
        return Err(SigningError::NoRoom(encoded.len()));
    }
    let written = digits.start..digits.start + 2 * encoded.len();
    bytes[written].copy_from_slice(hex::encode_upper(encoded).as_bytes());
    Ok(())
}
