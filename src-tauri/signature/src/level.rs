//! The levels of PAdES baseline signatures (ETSI EN 319 142-1), and signing at one of them with the help of a timestamp
//! authority. Who asks the authority, and how, is not known here.

use std::{fmt, str::FromStr};

use thiserror::Error;

use crate::{
    algorithm::DigestAlgorithm,
    certificate::Certificate,
    container,
    error::{SignatureError, SigningError},
    inspect::{self, File},
    material::{Material, Question, Subject, questions},
    placement::{MAX_PDF_BYTES, Prepared, covered_digest, place_timestamp},
    revocation::{
        RevocationError, canonical_ocsp, crl_addresses, issuer_addresses, ocsp_addresses,
        ocsp_request,
    },
    signing::{Made, Signer, fill},
    timestamp::{self, StatedTime, Timestamp, TimestampError, TimestampRequest},
    update::Written,
};

/// How much a file proves by itself, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// PAdES B-B: who signed what.
    B,
    /// PAdES B-T: and that the signature existed at a certain time.
    T,
    /// PAdES B-LT: and that no certificate had been revoked by then.
    Lt,
    /// PAdES B-LTA: and all of this closed off by one more timestamp.
    Lta,
}

impl Level {
    /// All levels, the lowest first.
    pub const ALL: [Self; 4] = [Self::B, Self::T, Self::Lt, Self::Lta];

    /// Its short name: `b-b`, `b-t`, `b-lt` or `b-lta`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::B => "b-b",
            Self::T => "b-t",
            Self::Lt => "b-lt",
            Self::Lta => "b-lta",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PAdES {}", self.code().to_uppercase())
    }
}

/// A word that is no level.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not one of b-b, b-t, b-lt and b-lta")]
pub struct NotALevel;

impl FromStr for Level {
    type Err = NotALevel;

    fn from_str(text: &str) -> Result<Self, NotALevel> {
        let mut all = Self::ALL.into_iter();
        all.find(|level| level.code() == text).ok_or(NotALevel)
    }
}

/// Why an authority gave no answer; says what happened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Unavailable(pub String);

/// Whoever asks timestamp authorities, responders and lists. All answers are checked by the caller.
pub trait Authority {
    /// Sends a request of the media type `application/timestamp-query` to the timestamp authority.
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, Unavailable>;

    /// Sends a request of the media type `application/ocsp-request` to a responder, at an address that a certificate names.
    fn ocsp(&self, address: &str, request: &[u8]) -> Result<Vec<u8>, Unavailable>;

    /// Gets a list of revoked certificates, or an issuer's certificate, from an address that a certificate names.
    fn get(&self, address: &str) -> Result<Vec<u8>, Unavailable>;

    /// Certificates that may be missing on the way from the timestamp authority, or the signer, to a root.
    fn certificates(&self) -> &[Certificate] {
        &[]
    }
}

/// Why a file could not be signed at a level.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LevelError {
    /// The level needs a timestamp authority, and there is none.
    #[error("{0} needs a timestamp authority, and none is set")]
    NoAuthority(Level),
    /// More than B-T was asked for before a second person has signed.
    #[error("{0} closes the file, and a second person is to sign it still")]
    Open(Level),
    /// The timestamp authority gave no answer.
    #[error("the timestamp authority: {0}")]
    Unavailable(#[from] Unavailable),
    /// Its answer is not a timestamp.
    #[error("the timestamp authority's answer: {0}")]
    Timestamp(#[from] TimestampError),
    /// The time of signing and the authority's are too far apart for one to bear out the other.
    #[error(
        "the timestamp authority's clock and this one disagree: signed at {stated}, stamped at {stamped} (Unix seconds)"
    )]
    Clock {
        /// When it was signed by this machine's clock, in seconds since 1970-01-01T00:00:00Z.
        stated: u64,
        /// When it was by the authority's.
        stamped: u64,
    },
    /// Nobody says whether a certificate was revoked.
    #[error("the revocation of {whose}: {why}")]
    Revocation {
        /// Whose certificate it is.
        whose: String,
        /// What happened.
        why: String,
    },
    /// The document could not be signed.
    #[error("{0}")]
    Signing(#[from] SigningError),
    /// What was made is not what is accepted here. Nothing is written then.
    #[error("the signed file would not be accepted: {0}")]
    NotAccepted(#[from] SignatureError),
}

/// Signs a prepared document at a level, and tells which.
///
/// Without a level it is the highest possible: B-B where there is no authority; else B-LTA, or B-T where a certificate
/// does not name where to ask about it, or where a second person is to sign still.
pub fn sign_at_level(
    prepared: Prepared,
    signer: &dyn Signer,
    level: Option<Level>,
    authority: Option<&dyn Authority>,
) -> Result<(Vec<u8>, Level), LevelError> {
    let is_open = prepared.is_open;
    if let Some(level) = level
        && is_open
        && level > Level::T
    {
        return Err(LevelError::Open(level));
    }
    let authority = match (level, authority) {
        (None, None) | (Some(Level::B), _) => None,
        (Some(level), None) => return Err(LevelError::NoAuthority(level)),
        (_, some) => some,
    };
    let Some(authority) = authority else {
        let bytes = Made::by(prepared, signer, signer.chain())?.finish(None)?;
        return accepted(bytes);
    };
    let mut others = signer.chain().to_vec();
    others.extend_from_slice(authority.certificates());
    complete(signer.certificate(), &mut others, authority);
    let made = Made::by(prepared, signer, &others)?;
    let token = stamp(made.imprint(), authority)?;
    let bytes = made.finish(Some(token))?;
    let file = inspect::read(&bytes)?;
    let level = match level {
        Some(level) => level,
        None if !is_open && can_be_asked(&file.subjects) => Level::Lta,
        None => Level::T,
    };
    accepted(extend(bytes, file, level, authority)?)
}

/// A file is given away only if it would be accepted.
fn accepted(bytes: Vec<u8>) -> Result<(Vec<u8>, Level), LevelError> {
    let signed = inspect::inspect(&bytes)?;
    check_clock(signed.time, signed.timestamp.as_ref())?;
    if let Some(second) = &signed.countersignature {
        check_clock(second.time, second.timestamp.as_ref())?;
    }
    Ok((bytes, signed.level))
}

/// A verifier would not believe a time that the timestamp does not bear out.
fn check_clock(stated: u64, stamp: Option<&Timestamp>) -> Result<(), LevelError> {
    match stamp {
        Some(stamp) if stamp.bears_out(stated) != StatedTime::BorneOut => Err(LevelError::Clock {
            stated,
            stamped: stamp.time,
        }),
        _ => Ok(()),
    }
}

/// Adds what is missing to a file of level T.
fn extend(
    mut bytes: Vec<u8>,
    file: File,
    level: Level,
    authority: &dyn Authority,
) -> Result<Vec<u8>, LevelError> {
    if level < Level::Lt {
        return Ok(bytes);
    }
    let pool = ask_about(&file.subjects, authority)?;
    let pool: Vec<&[u8]> = pool.iter().map(Vec::as_slice).collect();
    let material = Material::gather(&file.subjects, None, &pool)?;
    let written = material.place(&bytes, file.standing)?;
    append(&mut bytes, &written)?;
    if level == Level::Lta {
        let written = place_timestamp(&bytes, written.standing)?;
        append(&mut bytes, &written)?;
        let digits = written.digits.ok_or(SigningError::Encoding)?;
        let imprint = covered_digest(&bytes, &digits, DigestAlgorithm::Sha256);
        let imprint = imprint.try_into().map_err(|_| SigningError::Encoding)?;
        fill(&mut bytes, &digits, &stamp(imprint, authority)?)?;
    }
    Ok(bytes)
}

fn append(bytes: &mut Vec<u8>, written: &Written) -> Result<(), SigningError> {
    bytes.extend_from_slice(&written.bytes);
    if bytes.len() > MAX_PDF_BYTES {
        return Err(SigningError::TooLarge);
    }
    Ok(())
}

/// A token for this imprint, in the form in which it goes into files.
fn stamp(imprint: [u8; 32], authority: &dyn Authority) -> Result<Vec<u8>, LevelError> {
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce)
        .map_err(|_| Unavailable("the operating system gave no randomness".into()))?;
    let request = TimestampRequest::new(imprint, nonce);
    let answer = authority.timestamp(&request.to_der())?;
    let own = timestamp::certificates(&request.open(&answer)?)?;
    let mut others = own.clone();
    others.extend_from_slice(authority.certificates());
    complete(&own[0], &mut others, authority);
    Ok(request.accept(&answer, &others)?)
}

/// Gets the issuers' certificates that are missing, as far as certificates say where they are. What cannot be got is
/// missing in the end, and that is said there.
fn complete(certificate: &Certificate, others: &mut Vec<Certificate>, authority: &dyn Authority) {
    for _ in 0..container::MAX_CHAIN {
        let chain = container::in_order(certificate, others);
        let last = chain.last().unwrap_or(certificate);
        if last.is_self_issued() {
            return;
        }
        let found = issuer_addresses(last).into_iter().find_map(|address| {
            let issuer = Certificate::from_der(&authority.get(&address).ok()?).ok()?;
            last.check_issued_by(&issuer).ok()?;
            Some(issuer)
        });
        match found {
            Some(issuer) => others.push(issuer),
            None => return,
        }
    }
}

/// Whether there is somebody to ask about every certificate.
fn can_be_asked(subjects: &[Subject]) -> bool {
    questions(subjects, None).iter().all(|question| {
        let certificate = question.certificate;
        let has_address =
            !ocsp_addresses(certificate).is_empty() || !crl_addresses(certificate).is_empty();
        question.issuer.is_some() && has_address
    })
}

/// Lists and answers about every certificate that has an issuer.
fn ask_about(subjects: &[Subject], authority: &dyn Authority) -> Result<Vec<Vec<u8>>, LevelError> {
    let mut pool: Vec<Vec<u8>> = Vec::new();
    for question in questions(subjects, None) {
        if pool.iter().any(|der| question.ask(der).is_ok()) {
            continue;
        }
        let der = ask(&question, authority).map_err(|why| LevelError::Revocation {
            whose: question.certificate.display_name(),
            why,
        })?;
        pool.push(der);
    }
    Ok(pool)
}

/// The first answer that shows that the certificate was in force: responders are asked first, their answers are short.
fn ask(question: &Question<'_>, authority: &dyn Authority) -> Result<Vec<u8>, String> {
    let certificate = question.certificate;
    let issuer = question
        .issuer
        .ok_or_else(|| RevocationError::NoIssuer.to_string())?;
    let request = ocsp_request(certificate, issuer).unwrap_or_default();
    let answers = ocsp_addresses(certificate).into_iter().map(|address| {
        let answer = authority
            .ocsp(&address, &request)
            .map_err(|error| error.to_string())?;
        canonical_ocsp(&answer, issuer).map_err(|error| error.to_string())
    });
    let lists = crl_addresses(certificate)
        .into_iter()
        .map(|address| authority.get(&address).map_err(|error| error.to_string()));
    let mut why = "it does not say where to ask".to_owned();
    for found in answers.chain(lists) {
        let checked = found.and_then(|der| match question.ask(&der) {
            Ok(_) => Ok(der),
            Err(error) => Err(error.to_string()),
        });
        match checked {
            Ok(der) => return Ok(der),
            Err(error) => why = error,
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests;
