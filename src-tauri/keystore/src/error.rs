//! What can go wrong with whoever holds a key; no hints, those are the caller's.

use std::path::PathBuf;

use signature::{CertificateError, KeyError};
use thiserror::Error;

use crate::uri::UriError;

/// Why there is no key to sign with.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeystoreError {
    /// The file is neither PEM nor PKCS#12.
    #[error("the file holds no key: it is neither PEM nor PKCS#12")]
    NoKeyFile,
    /// A key file, or what came out of a PKCS#12 file, is not usable.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The PKCS#12 file is damaged, or made in a way that is not supported; says which.
    #[error("the PKCS#12 file cannot be read: {0}")]
    Pkcs12(String),
    /// The PKCS#12 file holds no private key, or more than one; holds how many.
    #[error("the PKCS#12 file holds {0} private keys instead of one")]
    Pkcs12Keys(usize),
    /// The address of a token's key is none.
    #[error("the address of the token's key: {0}")]
    Uri(#[from] UriError),
    /// The token's driver cannot be loaded; says why.
    #[error("the token's driver {path} cannot be loaded: {why}")]
    Module {
        /// The driver.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// No token that is plugged in answers to the name; holds those that are there.
    #[error("no such token is plugged in (found: {})", listed(.0))]
    NoToken(Vec<String>),
    /// More than one token answers to the name.
    #[error("more than one token answers to that: {}", listed(.0))]
    SeveralTokens(Vec<String>),
    /// The token asks for a PIN and none was given.
    #[error("the token {0} asks for its PIN")]
    PinNeeded(String),
    /// The token does not accept the PIN.
    #[error("the token {0} does not accept the PIN")]
    PinWrong(String),
    /// The PIN was wrong too often.
    #[error("the PIN of the token {0} is locked")]
    PinLocked(String),
    /// The token has no private key of that name; holds the names of those it has.
    #[error("the token has no such key (it has: {})", listed(.0))]
    NoTokenKey(Vec<String>),
    /// More than one key answers to the name.
    #[error("more than one of the token's keys answers to that: {}", listed(.0))]
    SeveralTokenKeys(Vec<String>),
    /// The token has the key, and no certificate for it.
    #[error("the token has no certificate for its key {0}")]
    NoTokenCertificate(String),
    /// The certificate of the token's key is not usable.
    #[error("the certificate of the token's key: {0}")]
    Certificate(#[from] CertificateError),
    /// The token answered with an error; says which.
    #[error("the token: {0}")]
    Token(String),
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "none".into()
    } else {
        names.join(", ")
    }
}
