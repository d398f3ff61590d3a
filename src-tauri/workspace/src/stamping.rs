//! How far a signature is to go (PAdES B-B to B-LTA) and whom to ask for it; and the second signature on a file that one
//! person approved. Asking is the authority's, what counts is `signature`'s; what to do when it fails is said here.

use std::env;
use std::path::{Path, PathBuf};

use authority::{Http, Settings};
use protocol::{Countersigned, SignatureLevel};
use signature::{
    Authority, Level, LevelError, Prepared, Purpose, SignatureField, Signer, SigningError,
};

use crate::folder::write_whole;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The environment variable that names the timestamp authority. A user and password may be in it, as in no argument.
const VARIABLE: &str = "WAYMARK_TIMESTAMP";
/// The largest file of certificates that is read, and the largest report, in bytes.
const MAX_CERTIFICATES: u64 = 1 << 20;
const MAX_REPORT: u64 = 256 << 20;

/// What the user says of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StampingChoice {
    /// `b-b`, `b-t`, `b-lt` or `b-lta`; `None` for the highest that is possible.
    pub level: Option<String>,
    /// The timestamp authority's address; `None` for the one of the environment, if there is one.
    pub timestamp: Option<String>,
    /// A PEM file of authorities that are trusted for connections beside the system's.
    pub ca: Option<PathBuf>,
    /// A PEM file of certificates that may be missing on the way to a root.
    pub issuers: Option<PathBuf>,
    /// Whether a second person is to sign.
    pub approval: bool,
}

/// What is wanted, with the files read. Certificates are PEM.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) level: Option<Level>,
    pub(crate) timestamp: Option<String>,
    pub(crate) ca: Option<String>,
    pub(crate) issuers: Option<String>,
    pub(crate) approval: bool,
}

impl Wanted {
    /// What the user says, or the environment does.
    pub(crate) fn said(choice: &StampingChoice) -> Result<Self, Failure> {
        let read = |path: &PathBuf| -> Result<String, Failure> {
            let pem = read_limited(path, MAX_CERTIFICATES)?;
            Ok(String::from_utf8_lossy(&pem).into_owned())
        };
        let address = choice.timestamp.clone().or_else(|| env::var(VARIABLE).ok());
        Ok(Self {
            level: level_of(choice.level.as_deref())?,
            timestamp: address.filter(|address| !address.trim().is_empty()),
            ca: choice.ca.as_ref().map(read).transpose()?,
            issuers: choice.issuers.as_ref().map(read).transpose()?,
            approval: choice.approval,
        })
    }

    /// Whom to ask for it. Nothing is sent yet.
    pub(crate) fn stamping(self) -> Result<Stamping, Failure> {
        // Who asks for B-B asks nobody.
        let address = self.timestamp.filter(|_| self.level != Some(Level::B));
        let asked = |address| {
            let settings = Settings {
                timestamp: address,
                ca_pem: self.ca.map(String::into_bytes),
                proxy: None,
                issuers_pem: self.issuers,
            };
            Http::new(settings).map_err(|error| {
                Failure::new(
                    FailureKind::Usage,
                    error.to_string(),
                    "Name the timestamp authority by its address (https://…), and certificates as PEM files.",
                )
            })
        };
        Ok(Stamping {
            level: self.level,
            authority: address.map(asked).transpose()?,
            approval: self.approval,
        })
    }
}

/// How signatures are made. The default asks nobody: PAdES B-B, certifying.
#[derive(Debug, Default)]
pub struct Stamping {
    level: Option<Level>,
    authority: Option<Http>,
    approval: bool,
}

impl Stamping {
    /// Takes what the user says, and reads the files named. Nothing is sent yet.
    pub fn new(choice: &StampingChoice) -> Result<Self, Failure> {
        Wanted::said(choice)?.stamping()
    }

    /// Whether a timestamp authority is asked.
    pub(crate) fn asks(&self) -> bool {
        self.authority.is_some()
    }

    /// What the first signature is for.
    pub(crate) fn purpose(&self) -> Purpose {
        if self.approval {
            Purpose::Approve
        } else {
            Purpose::Certify
        }
    }

    /// Signs, and asks whom that needs.
    pub(crate) fn sign(
        &self,
        prepared: Prepared,
        signer: &dyn Signer,
    ) -> Result<(Vec<u8>, Level), Failure> {
        let authority = self.authority.as_ref().map(|it| it as &dyn Authority);
        signature::sign_at_level(prepared, signer, self.level, authority)
            .map_err(|error| failed(&error))
    }
}

/// Adds a second person's signature to a report that one person approved. The file appears whole or not at all; without
/// `out` it takes the place of the one that was signed first.
pub fn countersign(
    file: &Path,
    out: Option<&Path>,
    signer: &dyn Signer,
    stamping: &Stamping,
    now: u64,
) -> Result<Countersigned, Failure> {
    let first = read_limited(file, MAX_REPORT)?;
    let field = SignatureField {
        page: 0,
        rect: [0; 4],
        name: signer.certificate().display_name(),
        reason: "Countersignature".to_owned(),
        location: String::new(),
        time: now,
        purpose: Purpose::Approve,
    };
    let prepared = signature::prepare_second(&first, &field).map_err(|error| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{}: {error}", file.display()),
            "A report that two persons sign is issued with --approval, and countersigned before it is kept for long.",
        )
    })?;
    check_second(&first, signer, now)?;
    let (bytes, level) = stamping.sign(prepared, signer)?;
    let told = signature::inspect(&bytes).map_err(Failure::internal)?;
    let out = out.unwrap_or(file);
    write_whole(out, &bytes)?;
    Ok(Countersigned {
        path: out.display().to_string(),
        level: level_word(level),
        first: told.certificate.display_name(),
        second: signer.certificate().display_name(),
    })
}

/// What a verifier would not believe is not written.
fn check_second(first: &[u8], signer: &dyn Signer, now: u64) -> Result<(), Failure> {
    let told = signature::inspect(first).map_err(Failure::internal)?;
    if &told.certificate == signer.certificate() {
        return Err(Failure::new(
            FailureKind::InputUnusable,
            format!("{} signed first", signer.certificate().display_name()),
            "Sign with a second person's key.",
        ));
    }
    if now < told.time {
        return Err(Failure::new(
            FailureKind::InputUnusable,
            "the first signature states a time that has not come yet",
            "Set this machine's clock, or that of whoever signed first.",
        ));
    }
    Ok(())
}

/// A level for the window.
pub(crate) fn level_word(level: Level) -> SignatureLevel {
    match level {
        Level::B => SignatureLevel::B,
        Level::T => SignatureLevel::T,
        Level::Lt => SignatureLevel::Lt,
        Level::Lta => SignatureLevel::Lta,
    }
}

pub(crate) fn level_of(name: Option<&str>) -> Result<Option<Level>, Failure> {
    name.map(level_named).transpose()
}

pub(crate) fn level_named(name: &str) -> Result<Level, Failure> {
    name.parse().map_err(|error| {
        Failure::new(
            FailureKind::Usage,
            format!("{name}: {error}"),
            "Leave --level out for the highest level that is possible.",
        )
    })
}

/// What to do when a level is not reached.
fn failed(error: &LevelError) -> Failure {
    let (kind, hint) = match error {
        LevelError::NoAuthority(_) => (
            FailureKind::Usage,
            "Name a timestamp authority with --timestamp URL or in WAYMARK_TIMESTAMP, or sign with --level b-b.",
        ),
        LevelError::Open(_) => (
            FailureKind::Usage,
            "Sign with --level b-t or b-b now; the second person's signature reaches the level.",
        ),
        LevelError::Unavailable(_) => (
            FailureKind::AuthorityUnreachable,
            "Try again when you are online, name another authority, or sign without a timestamp: --level b-b.",
        ),
        LevelError::Timestamp(_) => (
            FailureKind::AuthorityUnreachable,
            "If its root is not at hand, give its certificates with --issuers FILE; else name another authority, or sign with --level b-b.",
        ),
        LevelError::Clock { .. } => (
            FailureKind::InputUnusable,
            "Set this machine's clock, or name another authority.",
        ),
        LevelError::Revocation { .. } => (
            FailureKind::AuthorityUnreachable,
            "Try again later, give missing certificates with --issuers FILE, or sign with --level b-t.",
        ),
        LevelError::NotAccepted(_) => (
            FailureKind::InputUnusable,
            "Ask the authority that issued the certificate, or sign with a lower --level.",
        ),
        LevelError::Signing(SigningError::NotSigned(_)) => (
            FailureKind::InputUnusable,
            "Look after the key: is its token there, is its certificate still valid?",
        ),
        _ => return Failure::internal(error),
    };
    Failure::new(kind, error.to_string(), hint)
}
