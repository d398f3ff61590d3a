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
mod tests {
    #![allow(clippy::unwrap_used)]

    use rcgen::{
        BasicConstraints as Constraints, CertificateParams, CustomExtension, DnType,
        GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
    };

    use super::*;

    /// 2026-11-23.
    const NOW: u64 = 1_795_425_300;

    fn params(name: &str, is_ca: IsCa) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = is_ca;
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2030, 1, 1);
        params.use_authority_key_identifier_extension = true;
        params
    }

    struct Party {
        certificate: Certificate,
        issuer: Issuer<'static, KeyPair>,
    }

    fn root(params: CertificateParams) -> Party {
        let key = KeyPair::generate().unwrap();
        let made = params.self_signed(&key).unwrap();
        Party {
            certificate: Certificate::from_der(made.der()).unwrap(),
            issuer: Issuer::new(params, key),
        }
    }

    fn issued(by: &Party, params: CertificateParams) -> Party {
        let key = KeyPair::generate().unwrap();
        let made = params.signed_by(&key, &by.issuer).unwrap();
        Party {
            certificate: Certificate::from_der(made.der()).unwrap(),
            issuer: Issuer::new(params, key),
        }
    }

    fn authority(name: &str) -> CertificateParams {
        params(name, IsCa::Ca(Constraints::Unconstrained))
    }

    fn person() -> CertificateParams {
        params("Zoë Müller", IsCa::ExplicitNoCa)
    }

    /// The way of a person's certificate to a root over one authority whose certificate is changed like this.
    fn with(change: impl Fn(&mut CertificateParams)) -> Result<usize, PathError> {
        let top = root(authority("Root"));
        let mut middle = authority("Middle");
        change(&mut middle);
        let middle = issued(&top, middle);
        let leaf = issued(&middle, person());
        path_to(
            &leaf.certificate,
            &[middle.certificate],
            &[top.certificate],
            NOW,
        )
        .map(|path| path.len())
    }

    fn middle() -> String {
        "Middle".into()
    }

    #[test]
    fn a_way_leads_over_authorities_in_any_order() {
        let top = root(authority("Root"));
        let upper = issued(&top, authority("Upper"));
        let lower = issued(&upper, authority("Lower"));
        let leaf = issued(&lower, person()).certificate;
        let stranger = root(authority("Root")).certificate;
        let others = [
            stranger,
            upper.certificate.clone(),
            lower.certificate.clone(),
        ];
        let way = [
            leaf.clone(),
            lower.certificate.clone(),
            upper.certificate.clone(),
            top.certificate.clone(),
        ];
        let roots = [top.certificate];
        assert_eq!(path_to(&leaf, &others, &roots, NOW).unwrap(), way);
        // An authority in between can be named as a root as well.
        let found = path_to(&leaf, &others, &[upper.certificate], NOW).unwrap();
        assert_eq!(found, way[..3]);
        let missing = PathError::NoIssuer {
            whose: "Lower".into(),
            issuer: "Upper".into(),
        };
        assert_eq!(
            path_to(&leaf, &[lower.certificate], &roots, NOW),
            Err(missing)
        );
    }

    #[test]
    fn who_is_named_is_the_whole_way() {
        let alone = root(person()).certificate;
        let found = path_to(&alone, &[], std::slice::from_ref(&alone), NOW);
        assert_eq!(found, Ok(vec![alone.clone()]));
        assert!(matches!(
            path_to(&alone, &[], &[], NOW),
            Err(PathError::NoIssuer { .. })
        ));
        let expired = PathError::NotValid {
            whose: "Zoë Müller".into(),
        };
        let later = 1_893_456_001;
        assert_eq!(
            path_to(&alone, &[], std::slice::from_ref(&alone), later),
            Err(expired)
        );
    }

    #[test]
    fn an_authority_must_be_one_and_valid() {
        assert_eq!(with(|_| {}), Ok(3));
        assert_eq!(
            with(|params| params.is_ca = IsCa::ExplicitNoCa),
            Err(PathError::NotAnAuthority { whose: middle() })
        );
        assert_eq!(
            with(|params| params.is_ca = IsCa::NoCa),
            Err(PathError::NotAnAuthority { whose: middle() })
        );
        assert_eq!(
            with(|params| params.key_usages = vec![KeyUsagePurpose::DigitalSignature]),
            Err(PathError::MayNotIssue { whose: middle() })
        );
        assert_eq!(
            with(|params| params.key_usages = vec![KeyUsagePurpose::KeyCertSign]),
            Ok(3)
        );
        assert_eq!(
            with(|params| params.not_after = date_time_ymd(2026, 6, 1)),
            Err(PathError::NotValid { whose: middle() })
        );
        assert_eq!(
            with(|params| params.not_before = date_time_ymd(2027, 6, 1)),
            Err(PathError::NotValid { whose: middle() })
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let oid = [1, 3, 6, 1, 4, 1, 99_999, 1];
        let custom = |critical| {
            with(|params| {
                let mut extension = CustomExtension::from_oid_content(&oid, vec![5, 0]);
                extension.set_criticality(critical);
                params.custom_extensions = vec![extension];
            })
        };
        assert_eq!(custom(false), Ok(3));
        assert_eq!(
            custom(true),
            Err(PathError::UnknownCritical {
                whose: middle(),
                oid: "1.3.6.1.4.1.99999.1".into()
            })
        );
        let limited = with(|params| {
            params.name_constraints = Some(NameConstraints {
                permitted_subtrees: vec![GeneralSubtree::DnsName("example".into())],
                excluded_subtrees: Vec::new(),
            });
        });
        assert_eq!(limited, Err(PathError::NamesLimited { whose: middle() }));
    }

    #[test]
    fn an_authority_can_limit_how_many_are_below() {
        let deep = |allowed| {
            let top = root(params("Root", IsCa::Ca(Constraints::Constrained(allowed))));
            let upper = issued(&top, authority("Upper"));
            let lower = issued(&upper, authority("Lower"));
            let leaf = issued(&lower, person());
            let others = [upper.certificate, lower.certificate];
            path_to(&leaf.certificate, &others, &[top.certificate], NOW).map(|path| path.len())
        };
        assert_eq!(deep(2), Ok(4));
        assert_eq!(
            deep(1),
            Err(PathError::TooDeep {
                whose: "Root".into()
            })
        );
    }

    #[test]
    fn a_namesake_did_not_issue_it() {
        let top = root(authority("Root"));
        let mut unnamed = person();
        unnamed.use_authority_key_identifier_extension = false;
        let leaf = issued(&top, unnamed).certificate;
        let namesake = root(authority("Root")).certificate;
        let refused = path_to(&leaf, &[], std::slice::from_ref(&namesake), NOW);
        assert_eq!(
            refused,
            Err(PathError::Certificate {
                whose: "Zoë Müller".into(),
                error: CertificateError::NotIssuedBy
            })
        );
        // It does not stand in the way of the right one.
        let roots = [namesake, top.certificate];
        assert_eq!(path_to(&leaf, &[], &roots, NOW).unwrap().len(), 2);
    }

    #[test]
    fn certificates_that_issue_each_other_are_not_followed_for_ever() {
        // Many authorities of one name and one key: each could have issued each.
        let key = KeyPair::generate().unwrap();
        let many: Vec<Certificate> = (0_u64..40)
            .map(|serial| {
                let mut params = authority("Ring");
                params.serial_number = Some((serial + 1).into());
                let made = params.self_signed(&key).unwrap();
                Certificate::from_der(made.der()).unwrap()
            })
            .collect();
        let elsewhere = [root(authority("Root")).certificate];
        assert!(path_to(&many[0], &many, &elsewhere, NOW).is_err());
    }
}
