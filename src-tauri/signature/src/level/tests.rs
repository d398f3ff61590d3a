//! Signing at each level, with an authority of a few lines; and that every change of such a file is found.
#![allow(clippy::unwrap_used)]

use lopdf::xref::XrefType;

use super::*;
use crate::{
    Purpose, RevocationSource, SignatureField, SigningKey, inspect, matches, prepare,
    prepare_second,
    sample::{
        self,
        authority::{LIST, NOW, Sample},
    },
};

fn field(purpose: Purpose) -> SignatureField {
    SignatureField {
        purpose,
        ..sample::field()
    }
}

fn signed_as(
    purpose: Purpose,
    signer: &SigningKey,
    level: Option<Level>,
    authority: Option<&dyn Authority>,
) -> Result<(Vec<u8>, Level), LevelError> {
    let prepared = prepare(&sample::table_document(), &field(purpose)).unwrap();
    sign_at_level(prepared, signer, level, authority)
}

fn signed(authority: &Sample, level: Level) -> Result<Vec<u8>, LevelError> {
    let key = authority.key();
    signed_as(Purpose::Certify, &key, Some(level), Some(authority)).map(|(bytes, _)| bytes)
}

#[test]
fn every_level_says_what_it_proves() {
    let authority = Sample::new();
    let root = std::slice::from_ref(&authority.root.certificate);
    for kind in [
        XrefType::CrossReferenceTable,
        XrefType::CrossReferenceStream,
    ] {
        let base = sample::document(kind);
        for level in Level::ALL {
            let prepared = prepare(&base, &sample::field()).unwrap();
            let (bytes, reached) =
                sign_at_level(prepared, &authority.key(), Some(level), Some(&authority)).unwrap();
            let told = inspect(&bytes).unwrap();
            assert_eq!((reached, told.level), (level, level));
            assert_eq!(told.chain, root);
            assert_eq!(told.timestamp.is_some(), level >= Level::T);
            assert_eq!(told.archive.is_some(), level == Level::Lta);
            if let Some(timestamp) = told.timestamp {
                assert_eq!(timestamp.time, NOW);
                assert_eq!(timestamp.policy, "1.2.3.4.1");
                assert_eq!(timestamp.authority, authority.stamper.certificate);
                assert_eq!(timestamp.chain, root);
            }
            let about: Vec<_> = told.revocation.iter().map(|it| &it.certificate).collect();
            let expected = [
                &authority.person.certificate,
                &authority.stamper.certificate,
            ];
            assert_eq!(
                about,
                if level >= Level::Lt {
                    &expected[..]
                } else {
                    &[]
                }
            );
            assert!(matches(&base, &sample::field(), &bytes));
            lopdf::Document::load_mem(&bytes).unwrap();
        }
    }
}

#[test]
fn the_highest_level_is_the_one_that_is_possible() {
    let authority = Sample::new();
    let own = sample::key();
    let reached = |purpose, signer: &SigningKey, authority: Option<&dyn Authority>| {
        signed_as(purpose, signer, None, authority).unwrap().1
    };
    assert_eq!(reached(Purpose::Certify, &own, None), Level::B);
    // Nobody can revoke a certificate that issued itself.
    assert_eq!(
        reached(Purpose::Certify, &own, Some(&authority)),
        Level::Lta
    );
    assert_eq!(
        reached(Purpose::Certify, &authority.key(), Some(&authority)),
        Level::Lta
    );
    assert_eq!(reached(Purpose::Approve, &own, Some(&authority)), Level::T);
    let silent = authority.issue("Nobody to ask", sample::authority::Issued::default());
    let silent = silent.key(&authority.root.certificate);
    assert_eq!(
        reached(Purpose::Certify, &silent, Some(&authority)),
        Level::T
    );
}

#[test]
fn what_is_asked_for_is_done_or_said() {
    let authority = Sample::new();
    let own = sample::key();
    let asked = |purpose, level, authority: Option<&dyn Authority>| {
        signed_as(purpose, &own, Some(level), authority).unwrap_err()
    };
    assert_eq!(
        asked(Purpose::Certify, Level::T, None),
        LevelError::NoAuthority(Level::T)
    );
    assert_eq!(
        asked(Purpose::Approve, Level::Lt, Some(&authority)),
        LevelError::Open(Level::Lt)
    );
    authority.is_down.set(true);
    for level in [Some(Level::T), None] {
        let error = signed_as(Purpose::Certify, &own, level, Some(&authority)).unwrap_err();
        assert!(matches!(error, LevelError::Unavailable(_)), "{error}");
    }
    assert!(signed_as(Purpose::Certify, &own, Some(Level::B), Some(&authority)).is_ok());
    assert_eq!("b-lta".parse(), Ok(Level::Lta));
    assert_eq!("B-LTA".parse::<Level>(), Err(NotALevel));
}

/// A second person's signature on a file that one person approved.
#[test]
fn clocks_that_disagree_make_no_file() {
    let authority = Sample::new();
    let stated = sample::field().time;
    for stamped in [stated - 301, stated + 86_401] {
        authority.now.set(stamped);
        let answer = signed(&authority, Level::T);
        assert_eq!(answer, Err(LevelError::Clock { stated, stamped }));
    }
    for stamped in [stated - 300, stated + 86_400] {
        authority.now.set(stamped);
        assert!(signed(&authority, Level::T).is_ok());
    }
}

fn countersigned(first: &[u8], signer: &SigningKey, authority: &Sample, level: Level) -> Vec<u8> {
    let field = SignatureField {
        name: "Second Person".into(),
        time: NOW + 60,
        ..sample::field()
    };
    let prepared = prepare_second(first, &field).unwrap();
    sign_at_level(prepared, signer, Some(level), Some(authority))
        .unwrap()
        .0
}

#[test]
fn a_second_person_signs_what_the_first_one_approved() {
    let authority = Sample::new();
    let (own, other) = (sample::key(), authority.key());
    let first = |level| {
        signed_as(Purpose::Approve, &own, Some(level), Some(&authority))
            .unwrap()
            .0
    };
    for (one, two, both) in [
        (Level::B, Level::B, Level::B),
        (Level::T, Level::T, Level::T),
        (Level::B, Level::T, Level::B),
        (Level::T, Level::Lta, Level::Lta),
    ] {
        let bytes = countersigned(&first(one), &other, &authority, two);
        let told = inspect(&bytes).unwrap();
        assert_eq!(told.level, both, "{one} and {two}");
        assert_eq!(&told.certificate, own.certificate());
        assert_eq!(told.purpose, Purpose::Approve);
        let second = told.countersignature.unwrap();
        assert_eq!(&second.certificate, other.certificate());
        assert_eq!(
            (second.name.as_str(), second.time),
            ("Second Person", NOW + 60)
        );
        assert_eq!(second.timestamp.is_some(), two >= Level::T);
        assert!(matches(
            &sample::table_document(),
            &field(Purpose::Approve),
            &bytes
        ));
    }
}

#[test]
fn who_may_not_sign_second_is_told_why() {
    let authority = Sample::new();
    let own = sample::key();
    let refused = |bytes: &[u8]| match prepare_second(bytes, &sample::field()) {
        Err(SigningError::NotForCountersigning(why)) => why,
        other => panic!("{other:?}"),
    };
    let certified = signed(&authority, Level::B).unwrap();
    assert!(refused(&certified).contains("certifies"));
    let (approved, _) = signed_as(Purpose::Approve, &own, Some(Level::B), None).unwrap();
    let twice = countersigned(&approved, &own, &authority, Level::B);
    assert!(refused(&twice).contains("two persons"));
    assert!(refused(b"%PDF-1.7").contains("not whole"));
    // A first signature without a timestamp cannot be kept for long.
    let prepared = prepare_second(&approved, &sample::field()).unwrap();
    let error = sign_at_level(prepared, &own, Some(Level::Lt), Some(&authority)).unwrap_err();
    assert!(matches!(error, LevelError::NotAccepted(_)), "{error}");
}

#[test]
fn a_certificate_that_was_revoked_signs_nothing_that_is_kept() {
    let authority = Sample::new();
    let list = |list: Vec<u8>| {
        authority.lists.borrow_mut().insert(LIST.to_owned(), list);
        signed(&authority, Level::Lt)
    };
    let why = |result: Result<Vec<u8>, LevelError>| result.unwrap_err().to_string();
    // The person's serial number is 2, the timestamp authority's 3; the signature is of the 23rd.
    let revoked = why(list(authority.list((23, 24), &[(2, 20)])));
    assert!(
        revoked.contains("Zoë Müller") && revoked.contains("revoked before"),
        "{revoked}"
    );
    let revoked = why(list(authority.list((23, 24), &[(3, 23)])));
    assert!(revoked.contains("Sample timestamps"), "{revoked}");
    let old = why(list(authority.list((20, 22), &[])));
    assert!(old.contains("another time"), "{old}");
    let other = Sample::new().list((23, 24), &[]);
    let other = why(list(other));
    assert!(other.contains("not signed by"), "{other}");
    assert!(why(list(b"no list".to_vec())).contains("cannot be read"));
    let later = list(authority.list((25, 26), &[(2, 24)])).unwrap();
    let told = inspect(&later).unwrap();
    assert_eq!(told.revocation[0].revoked_since, Some(1_795_478_400));
}

#[test]
fn an_answer_about_one_certificate_is_preferred_to_a_list() {
    let authority = Sample::with(true);
    let told = inspect(&signed(&authority, Level::Lta).unwrap()).unwrap();
    let sources: Vec<_> = told.revocation.iter().map(|it| it.source).collect();
    assert_eq!(sources, [RevocationSource::Ocsp, RevocationSource::Crl]);
    // Where the responder does not know, the list is asked.
    let mut answer = authority.answer.get();
    answer.is_known = false;
    authority.answer.set(answer);
    let told = inspect(&signed(&authority, Level::Lt).unwrap()).unwrap();
    let sources: Vec<_> = told.revocation.iter().map(|it| it.source).collect();
    assert_eq!(sources, [RevocationSource::Crl, RevocationSource::Crl]);
}

/// Every byte of what is small and covered by no signature, and samples of the rest.
fn sampled(bytes: &[u8]) -> Vec<usize> {
    let total = bytes.len();
    let base = sample::table_document().len();
    let mut places: Vec<usize> = (0..base).step_by(97).collect();
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    let mut at = base;
    while at < total {
        let run = bytes[at..]
            .iter()
            .take_while(|byte| is_digit(**byte))
            .count();
        if run > 1000 {
            // A container: its contents densely, its padding here and there, both its ends.
            let filled = bytes[at..at + run].iter().rposition(|byte| *byte != b'0');
            let filled = filled.unwrap_or_default();
            places.extend((at..at + filled).step_by(47));
            places.extend((at + filled..at + run).step_by(1499));
            places.extend([at + run - 1]);
            at += run;
        } else {
            places.extend(at.is_multiple_of(7).then_some(at));
            at += 1;
        }
    }
    places
}

fn check_every_change_is_found(mut bytes: Vec<u8>) {
    assert!(inspect(&bytes).is_ok());
    for at in sampled(&bytes) {
        let honest = bytes[at];
        // A letter's case is one bit, and the change most easily overlooked.
        let bit = if honest.is_ascii_uppercase() {
            0x20
        } else {
            1 << (at % 8)
        };
        bytes[at] = honest ^ bit;
        assert!(inspect(&bytes).is_err(), "byte {at}, bit {bit:02x}");
        bytes[at] = honest;
    }
    assert!(inspect(&bytes).is_ok());
}

#[test]
fn a_change_of_any_byte_of_b_lta_is_found() {
    check_every_change_is_found(signed(&Sample::with(true), Level::Lta).unwrap());
}

#[test]
fn a_change_of_any_byte_of_b_lt_is_found() {
    check_every_change_is_found(signed(&Sample::with(true), Level::Lt).unwrap());
}

#[test]
fn a_change_of_any_byte_of_a_countersigned_file_is_found() {
    let authority = Sample::new();
    let own = sample::key();
    let (first, _) = signed_as(Purpose::Approve, &own, Some(Level::T), Some(&authority)).unwrap();
    check_every_change_is_found(countersigned(
        &first,
        &authority.key(),
        &authority,
        Level::Lt,
    ));
}

#[test]
fn nothing_can_be_cut_off_or_put_on_and_parts_of_two_files_do_not_mix() {
    let authority = Sample::new();
    let kept = signed(&authority, Level::Lta).unwrap();
    for length in (0..kept.len()).step_by(1009) {
        let told = inspect(&kept[..length]);
        assert!(told.is_err(), "{length}");
    }
    for more in [&b"\n"[..], b"0", b"%%EOF\n"] {
        assert!(matches!(
            inspect(&[&kept, more].concat()),
            Err(SignatureError::Coverage { .. })
        ));
    }
    // What keeps one file verifiable does not keep another one.
    let lower = signed(&authority, Level::T).unwrap();
    let higher = signed(&authority, Level::Lt).unwrap();
    let mixed = [&lower[..], &higher[lower.len()..]].concat();
    assert_eq!(lower.len(), signed(&authority, Level::T).unwrap().len());
    assert!(inspect(&mixed).is_err());
    // Without the last update a file is still whole, of the level below: it says less, and nothing wrong.
    let file = inspect::read(&kept).unwrap();
    let start = crate::layout::last_container(&kept).unwrap();
    let start = crate::layout::timestamp_update(&kept, &start.digits).unwrap();
    assert_eq!(file.signed.level, Level::Lta);
    assert_eq!(inspect(&kept[..start]).unwrap().level, Level::Lt);
}
