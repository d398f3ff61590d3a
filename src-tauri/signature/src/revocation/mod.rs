//! Whether a certificate was revoked: lists (CRL, RFC 5280) and answers about one certificate (OCSP, RFC 6960), read
//! strictly. Fetching them is not done here.

mod addresses;
mod crl;
mod ocsp;

pub(crate) use addresses::{crl_addresses, issuer_addresses, ocsp_addresses};
pub(crate) use ocsp::{canonical as canonical_ocsp, request as ocsp_request};

#[cfg(test)]
pub(crate) use ocsp::sample;
#[cfg(test)]
mod tests;

use der::{Decode, Header, SliceReader, Tag};
use thiserror::Error;

use crate::{certificate::Certificate, error::CertificateError};

/// Larger lists and answers are neither fetched nor read.
pub const MAX_REVOCATION_BYTES: usize = 8 * 1024 * 1024;
/// How far the clocks of two authorities may be apart, in seconds.
const SKEW: u64 = 300;

/// Why a list or an answer does not show that a certificate was in force.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RevocationError {
    /// It cannot be read, or not in its only encoding.
    #[error("it cannot be read")]
    Malformed,
    /// It is another issuer's, or says nothing about this certificate.
    #[error("it is not about this certificate")]
    OtherCertificate,
    /// It covers only some certificates or some reasons, or has conditions that are not understood.
    #[error("it does not speak of all reasons for which this certificate can be revoked")]
    Partial,
    /// It was not signed by who may speak for the issuer.
    #[error("it was not signed by the certificate's issuer or for it")]
    NotIssuedBy,
    /// It is too old for the time in question, or too young.
    #[error("it speaks of another time")]
    OtherTime,
    /// The responder gives no answer; holds its status.
    #[error("the responder gives no answer (status {0})")]
    NoAnswer(u8),
    /// The certificate was revoked by then; holds when, in seconds since 1970-01-01T00:00:00Z.
    #[error("the certificate had been revoked before")]
    Revoked(u64),
    /// It has no issuer at hand whose word would count.
    #[error("the certificate's issuer is not known")]
    NoIssuer,
    /// Nothing says whether this certificate was revoked.
    #[error("nothing says whether the certificate was revoked")]
    Missing,
    /// A certificate in it is not usable.
    #[error("{0}")]
    Certificate(#[from] CertificateError),
}

/// Where the answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationSource {
    /// A list of the issuer's revoked certificates.
    Crl,
    /// A responder's answer about this certificate.
    Ocsp,
}

/// What is known about the revocation of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationAnswer {
    /// The certificate.
    pub certificate: Certificate,
    /// Where the answer comes from.
    pub source: RevocationSource,
    /// As of when the issuer speaks, in seconds since 1970-01-01T00:00:00Z.
    pub this_update: u64,
    /// Until when it wanted to be asked again, if it says so.
    pub next_update: Option<u64>,
    /// When the certificate was revoked, if that was after the time in question.
    pub revoked_since: Option<u64>,
}

/// The times about which something has to be known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// When the certificate was used.
    pub(crate) used: u64,
    /// When the answers were closed off, where a timestamp proves it.
    pub(crate) closed: Option<u64>,
}

/// What an issuer says, before it is held against a moment.
struct Said {
    source: RevocationSource,
    this_update: u64,
    next_update: Option<u64>,
    revoked: Option<u64>,
}

/// Checks one list or answer: does it show that `certificate`, of `issuer`, was in force at that moment?
pub(crate) fn check(
    der: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
    moment: Moment,
) -> Result<RevocationAnswer, RevocationError> {
    let said = if is_ocsp(der) {
        ocsp::read(der, certificate, issuer)?
    } else {
        crl::read(der, certificate, issuer)?
    };
    // Without a next update the answer was as new as can be when it was given (RFC 6960, section 4.2.2.1).
    let good_until = said
        .next_update
        .unwrap_or(said.this_update.saturating_add(SKEW));
    let fits = said.this_update <= good_until
        && good_until >= moment.used
        // After it expired a certificate may be struck from the list.
        && said.this_update <= certificate.not_after()
        && moment.closed.is_none_or(|closed| said.this_update <= closed.saturating_add(SKEW));
    if !fits {
        return Err(RevocationError::OtherTime);
    }
    match said.revoked {
        Some(since) if since <= moment.used => Err(RevocationError::Revoked(since)),
        revoked_since => Ok(RevocationAnswer {
            certificate: certificate.clone(),
            source: said.source,
            this_update: said.this_update,
            next_update: said.next_update,
            revoked_since,
        }),
    }
}

/// An OCSP response begins with an enumerated status, a list with another sequence.
pub(crate) fn is_ocsp(der: &[u8]) -> bool {
    let inner = || {
        let mut reader = SliceReader::new(der).ok()?;
        Header::decode(&mut reader).ok()?;
        Header::decode(&mut reader).ok()
    };
    inner().is_some_and(|header| header.tag() == Tag::Enumerated)
}
