//! Which lists and answers show that a certificate was in force.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::sample::authority::{ANSWERS, Issued, NOW, Party, Sample};

fn used(at: u64) -> Moment {
    Moment {
        used: at,
        closed: None,
    }
}

fn ask(authority: &Sample, der: &[u8], moment: Moment) -> Result<Option<u64>, RevocationError> {
    let certificate = &authority.person.certificate;
    let answer = check(der, certificate, &authority.root.certificate, moment)?;
    Ok(answer.revoked_since)
}

/// The responder's answer in the form in which it goes into files.
fn answer(
    authority: &Sample,
    responder: &Party,
    change: impl Fn(&mut sample::Answer),
) -> Result<Vec<u8>, RevocationError> {
    let mut answer = sample::Answer::default();
    change(&mut answer);
    let root = &authority.root.certificate;
    let der = sample::response(&authority.person.certificate, root, responder, answer);
    canonical_ocsp(&der, root)
}

#[test]
fn a_list_counts_around_its_time_only() {
    let authority = Sample::new();
    let list = authority.list((23, 24), &[(2, 23)]);
    // Of the 23rd to the 24th of November 2026, both at midnight.
    let (from, to) = (1_795_392_000, 1_795_478_400);
    assert_eq!(
        ask(&authority, &list, used(from)),
        Err(RevocationError::Revoked(from))
    );
    assert_eq!(ask(&authority, &list, used(from - 1)), Ok(Some(from)));
    assert_eq!(
        ask(&authority, &list, used(to + 1)),
        Err(RevocationError::OtherTime)
    );
    let list = authority.list((23, 24), &[]);
    assert_eq!(ask(&authority, &list, used(to)), Ok(None));
    let closed = |closed| Moment {
        used: from,
        closed: Some(closed),
    };
    assert_eq!(ask(&authority, &list, closed(from)), Ok(None));
    assert_eq!(
        ask(&authority, &list, closed(from - 301)),
        Err(RevocationError::OtherTime)
    );
}

#[test]
fn a_list_about_another_issuers_certificates_says_nothing() {
    let (authority, other) = (Sample::new(), Sample::new());
    let list = other.list((23, 24), &[]);
    assert_eq!(
        ask(&authority, &list, used(NOW)),
        Err(RevocationError::NotIssuedBy)
    );
    let mut list = authority.list((23, 24), &[]);
    *list.last_mut().unwrap() ^= 1;
    assert_eq!(
        ask(&authority, &list, used(NOW)),
        Err(RevocationError::NotIssuedBy)
    );
}

#[test]
fn an_answer_counts_as_a_list_does() {
    let authority = Sample::new();
    let with = |change: fn(&mut sample::Answer)| {
        let der = answer(&authority, &authority.responder, change)?;
        ask(&authority, &der, used(NOW))
    };
    assert_eq!(with(|_| ()), Ok(None));
    assert_eq!(
        with(|it| it.revoked = Some(NOW)),
        Err(RevocationError::Revoked(NOW))
    );
    assert_eq!(with(|it| it.revoked = Some(NOW + 1)), Ok(Some(NOW + 1)));
    assert_eq!(
        with(|it| it.is_known = false),
        Err(RevocationError::OtherCertificate)
    );
    assert_eq!(
        with(|it| it.this_update = NOW - 3600),
        Err(RevocationError::OtherTime)
    );
    assert_eq!(
        with(|it| (it.this_update, it.next_update) = (NOW - 3600, Some(NOW + 60))),
        Ok(None)
    );
}

#[test]
fn only_the_issuer_and_whom_it_named_for_it_answer() {
    let authority = Sample::new();
    assert!(answer(&authority, &authority.root, |_| ()).is_ok());
    let usual = Issued {
        serial: 5,
        purpose: Some((ANSWERS, false)),
        no_check: true,
        ..Issued::default()
    };
    let with = |issued| answer(&authority, &authority.issue("Responder", issued), |_| ());
    assert!(with(usual).is_ok());
    for other in [
        Issued {
            purpose: None,
            ..usual
        },
        Issued {
            no_check: false,
            ..usual
        },
    ] {
        assert_eq!(with(other), Err(RevocationError::NotIssuedBy));
    }
    let stranger = Sample::new().responder;
    assert_eq!(
        answer(&authority, &stranger, |_| ()),
        Err(RevocationError::NotIssuedBy)
    );
}

#[test]
fn an_answer_has_one_form_and_every_change_of_it_is_found() {
    let authority = Sample::new();
    let root = &authority.root.certificate;
    let raw = sample::response(
        &authority.person.certificate,
        root,
        &authority.responder,
        sample::Answer::default(),
    );
    assert_eq!(
        ask(&authority, &raw, used(NOW)),
        Err(RevocationError::Malformed)
    );
    let mut der = canonical_ocsp(&raw, root).unwrap();
    assert_eq!(canonical_ocsp(&der, root).as_ref(), Ok(&der));
    for at in 0..der.len() {
        let honest = der[at];
        der[at] ^= 1 << (at % 8);
        assert!(ask(&authority, &der, used(NOW)).is_err(), "byte {at}");
        der[at] = honest;
    }
    let mut list = authority.list((23, 24), &[(7, 1)]);
    for at in 0..list.len() {
        let honest = list[at];
        list[at] ^= 1 << (at % 8);
        assert!(
            ask(&authority, &list, used(NOW)).is_err(),
            "byte {at} of the list"
        );
        list[at] = honest;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn hostile_bytes_are_refused_without_panic(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        is_list: bool,
    ) {
        thread_local! {
            static SAMPLE: (Sample, Vec<u8>, Vec<u8>) = {
                let authority = Sample::new();
                let list = authority.list((23, 24), &[(7, 1)]);
                let der = answer(&authority, &authority.responder, |_| ()).unwrap();
                (authority, list, der)
            };
        }
        SAMPLE.with(|(authority, list, der)| {
            let mut bytes = if is_list { list.clone() } else { der.clone() };
            for (index, byte) in hits {
                let at = index.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = ask(authority, &bytes, used(NOW));
            let _ = canonical_ocsp(&bytes, &authority.root.certificate);
        });
    }
}
