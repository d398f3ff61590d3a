//! Timestamps of RFC 3161: what an authority is asked, what it answers, and the strict reading of its token.
//! Asking is not done here, and whether an authority is trusted is for the caller, who gets its certificates.

mod statement;
mod token;
mod wire;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub(crate) use token::{certificates, check};
pub use wire::TimestampRequest;

use thiserror::Error;

use crate::{certificate::Certificate, error::CertificateError, path::PathError};

/// A timestamp that is whole, made for exactly what it stands beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// When, in seconds since 1970-01-01T00:00:00Z; fractions are cut off.
    pub time: u64,
    /// The authority's policy, a dotted object identifier.
    pub policy: String,
    /// The token's serial number at its authority, in hexadecimal.
    pub serial: String,
    /// The authority's certificate: for timestamps only, valid at `time`.
    pub authority: Certificate,
    /// Who issued it and so on up to a root that issued itself; empty if the authority did so itself. Each was checked to
    /// have issued the one before. Whether the last one is trusted is not decided here.
    pub chain: Vec<Certificate>,
}

/// How far the clocks of a signer and of an authority may be apart, in seconds.
const SKEW: u64 = 300;
/// How long after the time that a signer states a timestamp still bears it out, in seconds: it is asked for at once.
const PROMPT: u64 = 24 * 60 * 60;

/// How the time that a signer states stands to the time of the signature's timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedTime {
    /// The timestamp was made then.
    BorneOut,
    /// The signature existed already when it says it was made.
    After,
    /// The signature says it was made more than a day before, which the timestamp cannot show.
    LongBefore,
}

impl Timestamp {
    /// Whether this timestamp bears out the time that the signer states, in seconds since 1970-01-01T00:00:00Z.
    pub fn bears_out(&self, stated: u64) -> StatedTime {
        if stated > self.time.saturating_add(SKEW) {
            StatedTime::After
        } else if stated.saturating_add(PROMPT) < self.time {
            StatedTime::LongBefore
        } else {
            StatedTime::BorneOut
        }
    }
}

/// Why an answer is no timestamp, or a token is not one for this.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// The authority says no; holds its words, cut.
    #[error("the timestamp authority refused: {0}")]
    Refused(String),
    /// The answer or the token cannot be read; says what.
    #[error("{0}")]
    Structure(&'static str),
    /// The token was made for something else.
    #[error("it was made for something else")]
    OtherImprint,
    /// The answer belongs to another request.
    #[error("the answer belongs to another request")]
    OtherNonce,
    /// The token's own contents were changed after the authority signed them.
    #[error("its contents were changed after it was made")]
    Changed,
    /// The value was not made by the authority's key.
    #[error("it was not signed by the authority's key")]
    WrongSignature,
    /// The authority's certificate is not for timestamps, or not only.
    #[error("the authority's certificate is not one for timestamps")]
    NotForTimestamps,
    /// A part that no signature covers is not written as it should be.
    #[error("it is not in its canonical form")]
    NotCanonical,
    /// The certificates up to a root are not all there or not in order.
    #[error("the authority's certificates: {0}")]
    Path(#[from] PathError),
    /// The authority's certificate is not usable.
    #[error("the authority's certificate: {0}")]
    Certificate(#[from] CertificateError),
}
