//! What is taken for a timestamp and what is not.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::{
    CertificateError,
    path::PathError,
    sample::authority::{ANSWERS, Issued, NOW, Sample, TIMESTAMPS},
};

const IMPRINT: [u8; 32] = [0xa5; 32];

fn request() -> TimestampRequest {
    TimestampRequest::new(IMPRINT, [0xff; 8])
}

fn reply(authority: &Sample) -> Vec<u8> {
    let others = [&authority.root.certificate, &authority.person.certificate];
    sample::reply(&request().to_der(), NOW, &authority.stamper, &others)
}

#[test]
fn a_token_is_written_anew_and_then_has_one_form() {
    let authority = Sample::new();
    let reply = reply(&authority);
    let raw = request().open(&reply).unwrap();
    assert_eq!(check(&raw, &IMPRINT), Err(TimestampError::NotCanonical));
    let token = request().accept(&reply, &[]).unwrap();
    assert!(
        token.len() < raw.len(),
        "the certificate that nobody needs is gone"
    );
    let told = check(&token, &IMPRINT).unwrap();
    assert_eq!((told.time, told.serial.as_str()), (NOW, "1234"));
    assert_eq!(told.authority, authority.stamper.certificate);
    assert_eq!(token::canonical(&token, &[]), Ok(token));
}

#[test]
fn an_answer_to_something_else_is_refused() {
    let authority = Sample::new();
    let reply = reply(&authority);
    let other = TimestampRequest::new(IMPRINT, [1; 8]);
    assert_eq!(other.accept(&reply, &[]), Err(TimestampError::OtherNonce));
    let other = TimestampRequest::new([0; 32], [0xff; 8]);
    assert_eq!(other.accept(&reply, &[]), Err(TimestampError::OtherImprint));
    let token = request().accept(&reply, &[]).unwrap();
    assert_eq!(check(&token, &[0; 32]), Err(TimestampError::OtherImprint));
    assert_eq!(
        request().accept(&sample::refusal(), &[]),
        Err(TimestampError::Refused("no more today".into()))
    );
    assert!(request().accept(b"<html>", &[]).is_err());
    assert!(request().accept(&vec![0x30; 70_000], &[]).is_err());
}

#[test]
fn only_a_certificate_for_timestamps_alone_stamps() {
    let authority = Sample::new();
    let with = |purpose| {
        let stamper = authority.issue(
            "Stamper",
            Issued {
                serial: 9,
                purpose,
                ..Issued::default()
            },
        );
        let root = [&authority.root.certificate];
        let reply = sample::reply(&request().to_der(), NOW, &stamper, &root);
        request().accept(&reply, &[]).map(|_| ())
    };
    assert_eq!(with(Some((TIMESTAMPS, true))), Ok(()));
    for purpose in [None, Some((TIMESTAMPS, false)), Some((ANSWERS, true))] {
        assert_eq!(with(purpose), Err(TimestampError::NotForTimestamps));
    }
}

#[test]
fn the_way_to_a_root_must_be_there_and_valid_then() {
    let authority = Sample::new();
    let ask = |now, others: &[&Certificate], more: &[Certificate]| {
        let reply = sample::reply(&request().to_der(), now, &authority.stamper, others);
        request().accept(&reply, more).map(|_| ())
    };
    assert!(matches!(
        ask(NOW, &[], &[]),
        Err(TimestampError::Path(PathError::NoIssuer { .. }))
    ));
    let root = &authority.root.certificate;
    assert_eq!(ask(NOW, &[], std::slice::from_ref(root)), Ok(()));
    let after = authority.stamper.certificate.not_after() + 1;
    assert!(matches!(
        ask(after, &[root], &[]),
        Err(TimestampError::Path(PathError::NotValid { .. }))
    ));
    let stranger = Sample::new().root.certificate;
    assert!(ask(NOW, &[&stranger], &[]).is_err());
    assert_eq!(
        TimestampError::Certificate(CertificateError::Malformed).to_string(),
        "the authority's certificate: the certificate cannot be read"
    );
}

#[test]
fn a_change_of_any_byte_of_a_token_is_found() {
    let authority = Sample::new();
    let mut token = request().accept(&reply(&authority), &[]).unwrap();
    for at in 0..token.len() {
        let honest = token[at];
        token[at] ^= 1 << (at % 8);
        assert!(check(&token, &IMPRINT).is_err(), "byte {at}");
        token[at] = honest;
    }
    assert!(check(&token, &IMPRINT).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn hostile_answers_are_refused_without_panic(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        thread_local! {
            static REPLY: Vec<u8> = reply(&Sample::new());
        }
        let mut bytes = REPLY.with(Clone::clone);
        for (index, byte) in hits {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = request().accept(&bytes, &[]);
        let _ = request().accept(&bytes[..cut.index(bytes.len())], &[]);
        let _ = check(&bytes, &IMPRINT);
    }
}
