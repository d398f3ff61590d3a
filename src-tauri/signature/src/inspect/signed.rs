//! What is told of a signed file, once it was found to be whole.

use crate::{
    algorithm::SignatureAlgorithm, certificate::Certificate, field::Purpose, level::Level,
    revocation::RevocationAnswer, timestamp::Timestamp,
};

/// A file whose signatures are whole, and what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The signer's certificate: names, validity, fingerprint. Whether it is trusted is not decided here.
    pub certificate: Certificate,
    /// The certificates that lead up from it as far as the signature carries them, each checked to have issued the one
    /// before.
    pub chain: Vec<Certificate>,
    /// How the signature was made.
    pub algorithm: SignatureAlgorithm,
    /// Whether the certificate is signed by its own key; checked, not only claimed.
    pub self_signed: bool,
    /// The name the signature states.
    pub name: String,
    /// The reason the signature states.
    pub reason: String,
    /// The place the signature states.
    pub location: String,
    /// The time the signer states, in seconds since 1970-01-01T00:00:00Z. Nobody else vouches for it.
    pub time: u64,
    /// What the signature is for.
    pub purpose: Purpose,
    /// A timestamp of the signature.
    pub timestamp: Option<Timestamp>,
    /// Length of the document before the signature was added to it: the file's first bytes.
    pub base_length: usize,
    /// The signature of a second person, over the first one's file.
    pub countersignature: Option<Countersignature>,
    /// What the file has, all its signatures alike.
    pub level: Level,
    /// From B-LT on, what is known about revocation: one answer for each certificate that has an issuer.
    pub revocation: Vec<RevocationAnswer>,
    /// B-LTA's timestamp over the whole file.
    pub archive: Option<Timestamp>,
}

/// A second person's signature over a file that somebody signed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Countersignature {
    /// The second signer's certificate. Whether it is trusted is not decided here.
    pub certificate: Certificate,
    /// The certificates that lead up from it as far as the signature carries them.
    pub chain: Vec<Certificate>,
    /// How the signature was made.
    pub algorithm: SignatureAlgorithm,
    /// Whether the certificate is signed by its own key; checked, not only claimed.
    pub self_signed: bool,
    /// The name the signature states.
    pub name: String,
    /// The reason the signature states.
    pub reason: String,
    /// The place the signature states.
    pub location: String,
    /// The time the signer states, in seconds since 1970-01-01T00:00:00Z. Nobody else vouches for it.
    pub time: u64,
    /// A timestamp of the signature.
    pub timestamp: Option<Timestamp>,
}

impl Signed {
    /// Whether the time that the signer states, and the timestamp's where there is one, lie within the certificate's
    /// validity.
    pub fn time_within_validity(&self) -> bool {
        within_validity(&self.certificate, self.time, self.timestamp.as_ref())
    }
}

impl Signed {
    /// Whether a second person can still sign: the first one approved, and nothing closes the file.
    pub fn is_open(&self) -> bool {
        self.purpose == Purpose::Approve
            && self.countersignature.is_none()
            && self.level <= Level::T
    }
}

impl Countersignature {
    /// As [`Signed::time_within_validity`].
    pub fn time_within_validity(&self) -> bool {
        within_validity(&self.certificate, self.time, self.timestamp.as_ref())
    }
}

fn within_validity(certificate: &Certificate, stated: u64, stamp: Option<&Timestamp>) -> bool {
    let validity = certificate.not_before()..=certificate.not_after();
    validity.contains(&stated) && stamp.is_none_or(|it| validity.contains(&it.time))
}
