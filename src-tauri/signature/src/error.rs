//! What can go wrong with keys, with signing and with a signature that is read; no hints, those are the caller's.

use thiserror::Error;

use crate::{revocation::RevocationError, timestamp::TimestampError};

/// Why a certificate is not usable.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The bytes are not the DER encoding of an X.509 certificate (RFC 5280), or not its only encoding.
    #[error("the certificate cannot be read")]
    Malformed,
    /// The certificate's key or its signature uses an algorithm that is not implemented; holds its object identifier.
    #[error("the algorithm {0} is not supported")]
    UnsupportedAlgorithm(String),
    /// The algorithm is known and too weak; holds its name.
    #[error("{0} is too weak to be accepted")]
    WeakAlgorithm(&'static str),
    /// An algorithm's parameters are not the ones it must have.
    #[error("the algorithm's parameters are not the usual ones")]
    Parameters,
    /// The RSA key is shorter than 2048 bits or longer than 4096; holds its length in bits.
    #[error("RSA keys of {0} bits are not accepted, only those of 2048 to 4096")]
    RsaSize(usize),
    /// The RSA key's public exponent is even, or less than 65537.
    #[error("the RSA key's public exponent is not accepted")]
    RsaExponent,
    /// The signature names an algorithm of another kind of key.
    #[error("the signature's algorithm is not one of the certificate's key")]
    OtherAlgorithm,
    /// The signature value was not made over these bytes by the certificate's key.
    #[error("the signature value does not fit the certificate")]
    WrongValue,
    /// The signature on the certificate was not made by the key that was said to have made it.
    #[error("the signature on the certificate was not made by its issuer's key")]
    NotIssuedBy,
    /// Key usage is stated and allows neither digital signatures nor non-repudiation.
    #[error("the certificate does not allow its key to sign documents")]
    NotForSigning,
    /// Extended key usage is stated, and signing documents is not among the purposes.
    #[error("the certificate is for other purposes than signing documents")]
    NotForDocuments,
}

/// Why a key could not be read, made or written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A PEM block is damaged.
    #[error("the key file has a damaged PEM block")]
    Pem,
    /// There is no PKCS#8 private key in the text, or more than one.
    #[error("the key file must hold exactly one PKCS#8 private key")]
    PrivateKeyCount,
    /// There is no certificate in the text, or more than a chain of them.
    #[error(
        "the key file must hold the key's certificate, and at most {} others",
        crate::MAX_CHAIN
    )]
    CertificateCount,
    /// The key is encrypted and no passphrase was given.
    #[error("the private key is encrypted: a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the private key")]
    WrongPassphrase,
    /// The passphrase would have to be stretched with unreasonable memory or time, or in an unknown way.
    #[error("the private key is encrypted in a way that is not supported")]
    UnsupportedEncryption,
    /// The key is of a kind that is not implemented; holds its object identifier.
    #[error("the private key's algorithm {0} is not supported")]
    UnsupportedAlgorithm(String),
    /// The private key cannot be read.
    #[error("the private key cannot be read")]
    Malformed,
    /// The certificate is another key's.
    #[error("the certificate does not belong to the private key")]
    Mismatch,
    /// The certificate in the file is not usable.
    #[error("the key file's certificate: {0}")]
    Certificate(#[from] CertificateError),
    /// A value for a new certificate is empty, too long, or not allowed; says which.
    #[error("a certificate cannot be made with this {0}")]
    Identity(&'static str),
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness")]
    Randomness,
}

/// Why a PDF could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The bytes are not a PDF that can be extended; says why.
    #[error("the document cannot be signed: {0}")]
    Base(String),
    /// The file is larger than [`crate::MAX_PDF_BYTES`].
    #[error("the document is too large to be signed")]
    TooLarge,
    /// The document has a form or a signature already.
    #[error("the document already has a form or a signature")]
    HasForm,
    /// The page the signature should stand on does not exist.
    #[error("there is no page {page} in a document of {pages}")]
    NoPage {
        /// The page asked for, counted from zero.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// The rectangle is turned inside out.
    #[error("the signature's rectangle is not left, bottom, right, top")]
    Rectangle,
    /// A text is longer than a signature may carry; says which.
    #[error("the signature's {0} is too long")]
    TextTooLong(&'static str),
    /// The time is beyond the year 9999.
    #[error("the signing time is out of range")]
    Time,
    /// The certificate cannot sign this.
    #[error("the signer's certificate: {0}")]
    Certificate(#[from] CertificateError),
    /// More certificates of authorities than a container may carry; holds how many.
    #[error("{0} certificates of authorities are more than a signature can carry")]
    ChainTooLong(usize),
    /// The key, or the token that holds it, did not sign; says why.
    #[error("the key did not sign: {0}")]
    NotSigned(String),
    /// The signature value was not made over these attributes by the certificate's key.
    #[error("the signature value does not fit the certificate and the document")]
    WrongSignature,
    /// The file cannot take a second signature; says why.
    #[error("the file cannot be countersigned: {0}")]
    NotForCountersigning(&'static str),
    /// Certificate and signature need more room than is reserved.
    #[error("the signature needs {0} bytes, more than are reserved")]
    NoRoom(usize),
    /// The signature container could not be encoded.
    #[error("the signature container cannot be encoded")]
    Encoding,
}

/// Why a file's signature is not one of ours, whole and unaltered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The file does not begin as a PDF does.
    #[error("the file is not a PDF")]
    NotAPdf,
    /// The file is larger than [`crate::MAX_PDF_BYTES`].
    #[error("the file is too large to be checked")]
    TooLarge,
    /// There is no signature in the file (it may have been cut off).
    #[error("the file has no signature")]
    NoSignature,
    /// The signature is not placed as we place it; says what is wrong.
    #[error("the signature's structure is wrong: {0}")]
    Structure(&'static str),
    /// The signature leaves part of the file uncovered, or speaks of more than there is.
    #[error("the signature speaks of {covered} bytes, the file has {total}")]
    Coverage {
        /// How long the file was when it was signed, as the signature says.
        covered: u64,
        /// How long the file is.
        total: u64,
    },
    /// The document's bytes are not those that were signed.
    #[error("the document was changed after it was signed")]
    Changed,
    /// The signature value does not fit what was signed and the certificate.
    #[error("the signature was not made by the certificate's key")]
    WrongSignature,
    /// The signature's own bytes were altered without altering what they mean; says where.
    #[error("the signature is not in its canonical form: {0}")]
    NotCanonical(&'static str),
    /// The timestamp of the signature, or the one over the file, does not hold.
    #[error("the timestamp: {0}")]
    Timestamp(#[from] TimestampError),
    /// What the file carries about revoked certificates does not show that a certificate was in force.
    #[error("the revocation of {whose}: {error}")]
    Revocation {
        /// Whose certificate it is.
        whose: String,
        /// What is wrong.
        error: RevocationError,
    },
    /// The signer's certificate is not usable.
    #[error("the signer's certificate: {0}")]
    Certificate(#[from] CertificateError),
}
