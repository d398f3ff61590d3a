//! Asks timestamp authorities (RFC 3161), OCSP responders (RFC 6960) and the points where lists of revoked certificates
//! lie, over HTTP. The only crate that talks to them.
//!
//! It carries bytes and judges none: answers are limited in length here and checked in `signature`. It sends hashes
//! and serial numbers, never a document.

mod client;
mod settings;

pub use client::Http;
pub use settings::{Settings, SettingsError};

#[cfg(test)]
mod tests;
