//! Ways to a root: found over authorities in any order, and refused by name wherever one of them may not stand there.

#![allow(clippy::unwrap_used)]

use rcgen::{
    BasicConstraints as Constraints, CertificateParams, CustomExtension, DnType, GeneralSubtree,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
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
