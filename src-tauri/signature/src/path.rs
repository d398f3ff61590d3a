//! From a certificate up to a root that the user named (RFC 5280, section 6, as far as signatures of documents need it):
//! strict, small, and offline. Policies and limits of names are not interpreted; a certificate that insists on them is
//! refused. Revocation is looked at elsewhere, and what the first certificate may be used for is for the caller.

use std::collections::BTreeSet;

use der::{Decode, asn1::OctetString, oid::AssociatedOid};
use spki::ObjectIdentifier;
use thiserror::Error;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier,
};

use crate::{certificate::Certificate, container::MAX_CHAIN, error::CertificateError};

/// Signatures that are checked before a search is given up: certificates can be made that issued each other.
const MAX_CHECKS: usize = 64;
/// `id-ce-nameConstraints`, RFC 5280, 4.2.1.10.
const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");
/// The extensions that may be critical: subject alternative name, key usage, basic constraints and extended key usage are
/// looked at or need not be; policies and the inhibition of any policy bind only those who ask for a policy.
const UNDERSTOOD: [ObjectIdentifier; 6] = [
    ObjectIdentifier::new_unwrap("2.5.29.15"),
    ObjectIdentifier::new_unwrap("2.5.29.17"),
    ObjectIdentifier::new_unwrap("2.5.29.19"),
    ObjectIdentifier::new_unwrap("2.5.29.32"),
    ObjectIdentifier::new_unwrap("2.5.29.37"),
    ObjectIdentifier::new_unwrap("2.5.29.54"),
];

/// Why a certificate does not lead to one of the roots. Every variant names the certificate that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PathError {
    /// There is no certificate of the issuer, neither among the roots nor beside the signer's.
    #[error("the certificate of {issuer}, who issued that of {whose}, is not at hand")]
    NoIssuer {
        /// Whose certificate it is.
        whose: String,
        /// Who issued it.
        issuer: String,
    },
    /// The time is outside of the certificate's validity.
    #[error("the certificate of {whose} was not valid at that time")]
    NotValid {
        /// Whose certificate it is.
        whose: String,
    },
    /// The issuer's certificate is not one of an authority (basicConstraints).
    #[error("{whose} is no certification authority, and issued a certificate nevertheless")]
    NotAnAuthority {
        /// Whose certificate it is.
        whose: String,
    },
    /// The issuer's key may not sign certificates (keyUsage).
    #[error("the certificate of {whose} does not allow issuing certificates")]
    MayNotIssue {
        /// Whose certificate it is.
        whose: String,
    },
    /// There are more authorities below one than it allows (pathLenConstraint).
    #[error("{whose} allows fewer authorities below itself")]
    TooDeep {
        /// Whose certificate it is.
        whose: String,
    },
    /// The authority allows certain names only, which is not interpreted here.
    #[error("{whose} may issue for certain names only, which cannot be checked")]
    NamesLimited {
        /// Whose certificate it is.
        whose: String,
    },
    /// A critical extension is not known.
    #[error("the certificate of {whose} has the critical extension {oid}, which is not known")]
    UnknownCritical {
        /// Whose certificate it is.
        whose: String,
        /// The extension.
        oid: String,
    },
    /// A certificate on the way is not usable, or its signature does not hold.
    #[error("the certificate of {whose}: {error}")]
    Certificate {
        /// Whose certificate it is.
        whose: String,
        /// What is wrong with it.
        error: CertificateError,
    },
    /// There are more certificates on the way, or more ways, than are followed.
    #[error("there are more certificates between the signer and a root than are followed")]
    TooLong,
}

/// The way from `leaf` to one of `roots` over `others`, in any order: `leaf` first and the root last. A leaf that is
/// itself one of the roots is the whole way.
///
/// Each certificate on it was valid `at` (seconds since 1970-01-01T00:00:00Z) and issued by the next, which is a
/// certification authority and allowed that many below.
pub fn path_to(
    leaf: &Certificate,
    others: &[Certificate],
    roots: &[Certificate],
    at: u64,
) -> Result<Vec<Certificate>, PathError> {
    check_validity(leaf, at)?;
    check_extensions(leaf)?;
    let mut search = Search {
        others,
        roots,
        at,
        checks: MAX_CHECKS,
        path: vec![leaf],
    };
    search.climb()?;
    Ok(search.path.into_iter().cloned().collect())
}

struct Search<'a> {
    others: &'a [Certificate],
    roots: &'a [Certificate],
    at: u64,
    checks: usize,
    path: Vec<&'a Certificate>,
}

impl<'a> Search<'a> {
    /// Goes on from the last certificate of the path until that is a root; the path is as before where there is no way.
    fn climb(&mut self) -> Result<(), PathError> {
        let Some(&last) = self.path.last() else {
            return Err(PathError::TooLong);
        };
        if self.roots.contains(last) {
            return Ok(());
        }
        if self.path.len() > MAX_CHAIN + 1 {
            return Err(PathError::TooLong);
        }
        let mut why = PathError::NoIssuer {
            whose: last.display_name(),
            issuer: last.issuer_display_name(),
        };
        for candidate in self.roots.iter().chain(self.others) {
            if !is_named_by(candidate, last) || self.path.contains(&candidate) {
                continue;
            }
            match self.step(last, candidate) {
                Ok(()) => return Ok(()),
                Err(error) if matches!(why, PathError::NoIssuer { .. }) => why = error,
                Err(_) => {}
            }
        }
        Err(why)
    }

    fn step(&mut self, last: &Certificate, issuer: &'a Certificate) -> Result<(), PathError> {
        self.checks = self.checks.checked_sub(1).ok_or(PathError::TooLong)?;
        last.check_issued_by(issuer)
            .map_err(|error| PathError::Certificate {
                whose: last.display_name(),
                error,
            })?;
        self.check_authority(issuer)?;
        self.path.push(issuer);
        self.climb().inspect_err(|_| {
            self.path.pop();
        })
    }

    /// Whether `issuer` may stand above the certificates of the path.
    fn check_authority(&self, issuer: &Certificate) -> Result<(), PathError> {
        let whose = || issuer.display_name();
        check_validity(issuer, self.at)?;
        check_extensions(issuer)?;
        let constraints: Option<BasicConstraints> = extension(issuer)?;
        let constraints = constraints.filter(|found| found.ca);
        let constraints =
            constraints.ok_or_else(|| PathError::NotAnAuthority { whose: whose() })?;
        let usage: Option<KeyUsage> = extension(issuer)?;
        if usage.is_some_and(|usage| !usage.key_cert_sign()) {
            return Err(PathError::MayNotIssue { whose: whose() });
        }
        let below = self.path.iter().skip(1);
        let below = below.filter(|each| !each.is_self_issued()).count();
        match constraints.path_len_constraint {
            Some(allowed) if below > usize::from(allowed) => {
                Err(PathError::TooDeep { whose: whose() })
            }
            _ => Ok(()),
        }
    }
}

fn check_validity(certificate: &Certificate, at: u64) -> Result<(), PathError> {
    if (certificate.not_before()..=certificate.not_after()).contains(&at) {
        return Ok(());
    }
    Err(PathError::NotValid {
        whose: certificate.display_name(),
    })
}

/// No extension twice (RFC 5280, 4.2), none that limits names, and none critical that is not understood.
fn check_extensions(certificate: &Certificate) -> Result<(), PathError> {
    let whose = || certificate.display_name();
    let mut seen = BTreeSet::new();
    let extensions = certificate.parsed().tbs_certificate().extensions();
    for extension in extensions.into_iter().flatten() {
        let oid = extension.extn_id;
        if !seen.insert(oid) {
            return Err(malformed(certificate));
        }
        if oid == NAME_CONSTRAINTS {
            return Err(PathError::NamesLimited { whose: whose() });
        }
        if extension.critical && !UNDERSTOOD.contains(&oid) {
            return Err(PathError::UnknownCritical {
                whose: whose(),
                oid: oid.to_string(),
            });
        }
    }
    Ok(())
}

fn extension<'a, T: AssociatedOid + Decode<'a>>(
    certificate: &'a Certificate,
) -> Result<Option<T>, PathError> {
    certificate
        .parsed()
        .tbs_certificate()
        .get_extension::<T>()
        .map(|found| found.map(|(_, value)| value))
        .map_err(|_| malformed(certificate))
}

fn malformed(certificate: &Certificate) -> PathError {
    PathError::Certificate {
        whose: certificate.display_name(),
        error: CertificateError::Malformed,
    }
}

/// Whether `certificate` names `candidate` as its issuer; where both name the key, that must agree as well.
fn is_named_by(candidate: &Certificate, certificate: &Certificate) -> bool {
    let (own, other) = (
        certificate.parsed().tbs_certificate(),
        candidate.parsed().tbs_certificate(),
    );
    if own.issuer() != other.subject() {
        return false;
    }
    let wanted: Option<OctetString> = extension::<AuthorityKeyIdentifier>(certificate)
        .ok()
        .flatten()
        .and_then(|found| found.key_identifier);
    let has: Option<OctetString> = extension::<SubjectKeyIdentifier>(candidate)
        .ok()
        .flatten()
        .map(|found| found.0);
    match (wanted, has) {
        (Some(wanted), Some(has)) => wanted == has,
        _ => true,
    }
}

#[cfg(test)]
mod tests;
