//! PAdES signatures over PDF files, the keys that make them, and the strict reading of what we signed ourselves.
//!
//! Bytes in, bytes out: no clock, no file, no network. Time is passed in; only making a key and encrypting one
//! draw randomness, from the operating system.
//!
//! The road of a signature: [`prepare`] places an empty signature in an incremental update (a pure function, so a
//! verifier can place it again and compare), [`Prepared::digest`] and [`SignedAttributes`] give what must be signed,
//! and [`assemble`] puts the signature value in. [`sign`] walks it with a key at hand; a token or a key vault walks
//! it in two halves.
//!
//! With a timestamp authority [`sign_at_level`] goes further, up to PAdES B-LTA, and [`prepare_second`] lets a second
//! person sign.
//!
//! [`inspect`] accepts one shape only: PAdES baseline signatures (ETSI EN 319 142-1) as this crate writes them, covering
//! the whole file, each part in its one canonical encoding. It judges integrity. It does not judge trust: whether the certificate
//! is one the user trusts is for the caller, who gets the certificate.

mod algorithm;
mod base;
mod certificate;
mod container;
mod error;
mod field;
mod identity;
mod inspect;
mod key;
mod layout;
mod level;
mod material;
mod path;
mod pem;
mod placement;
mod public_key;
mod revocation;
mod rsa;
mod signing;
mod standing;
mod syntax;
mod timestamp;
mod update;

pub use algorithm::{DigestAlgorithm, Scheme, SignatureAlgorithm, digest_info};
pub use certificate::Certificate;
pub use container::{MAX_CHAIN, SignedAttributes};
pub use error::{CertificateError, KeyError, SignatureError, SigningError};
pub use field::{Purpose, SignatureField};
pub use identity::Identity;
pub use inspect::{Countersignature, Signed, inspect};
pub use key::{Curve, SigningKey};
pub use level::{Authority, Level, LevelError, NotALevel, Unavailable, sign_at_level};
pub use path::{PathError, path_to};
pub use pem::KeyFile;
pub use placement::{MAX_PDF_BYTES, Prepared, RESERVED_BYTES, matches, prepare, prepare_second};
pub use public_key::{KeyKind, ecdsa_value};
pub use revocation::{MAX_REVOCATION_BYTES, RevocationAnswer, RevocationError, RevocationSource};
pub use signing::{Signer, assemble, sign};
pub use timestamp::{StatedTime, Timestamp, TimestampError, TimestampRequest};

#[cfg(test)]
mod sample;
