//! Stamps by strangers and friends, stamps of another time, and second persons.

use signature::{Countersignature, Identity, SigningKey};

use super::*;
use crate::TrustedRoot;
use crate::steps::{Inside, integrity};
use crate::testing::Chain;
use crate::tests::ISSUED;

const DAY: u64 = 86_400;

/// What is in the sample's report, as it would be if something else were in it.
fn contents(change: impl FnOnce(&mut Signed)) -> Contents {
    let (inside, _) = integrity::check(&ISSUED.pdf).unwrap();
    let Inside::Known(mut contents) = inside else {
        panic!("the template is known");
    };
    change(&mut contents.signed);
    *contents
}

/// A certificate that somebody issued themselves.
fn certificate(name: &str, secret: u8) -> Certificate {
    let identity = Identity {
        common_name: name.into(),
        organisation: "Sample".into(),
        country: "FR".into(),
        purpose: None,
        serial: u128::from(secret),
        not_before: 1_600_000_000,
        not_after: 2_082_758_400,
    };
    let key = SigningKey::from_secret(&[secret; 32], &identity).unwrap();
    key.certificate().clone()
}

fn authority() -> Certificate {
    certificate("Sample timestamps", 3)
}

fn stamp(time: u64) -> Timestamp {
    Timestamp {
        time,
        policy: "1.2.3".into(),
        serial: "01".into(),
        authority: authority(),
        chain: Vec::new(),
    }
}

fn named(certificate: &Certificate) -> TrustedRoot {
    TrustedRoot {
        name: "whatever".into(),
        certificate: certificate.to_pem(),
    }
}

/// Trust in the sample's signer, and in the authority for timestamps.
fn trust_in_time() -> Trust {
    let mut trust = Chain::trust();
    trust.timestamp_roots.push(named(&authority()));
    trust
}

fn second(certificate: Certificate, time: u64) -> Countersignature {
    Countersignature {
        certificate,
        chain: Vec::new(),
        algorithm: ISSUED_ALGORITHM,
        self_signed: true,
        name: String::new(),
        reason: String::new(),
        location: String::new(),
        time,
        timestamp: None,
    }
}

const ISSUED_ALGORITHM: SignatureAlgorithm = SignatureAlgorithm {
    scheme: signature::Scheme::Ecdsa,
    digest: signature::DigestAlgorithm::Sha256,
};

fn judged(contents: &Contents, trust: &Trust) -> (StepOutcome, String) {
    let step = check(contents, Some(trust), true);
    (step.outcome, step.reason.to_string())
}

#[test]
fn the_word_of_an_authority_counts_for_who_trusts_it_for_timestamps() {
    let stamped = contents(|it| it.timestamp = Some(stamp(it.time + 2)));
    let (outcome, reason) = judged(&stamped, &Chain::trust());
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("Sample timestamps"), "{reason}");
    // Whoever may say who people are may not say what time it is.
    let mut of_signers = Chain::trust();
    of_signers.roots.push(named(&authority()));
    assert_eq!(judged(&stamped, &of_signers).0, StepOutcome::CannotTell);
    let (outcome, reason) = judged(&stamped, &trust_in_time());
    assert_eq!(outcome, StepOutcome::Valid);
    assert!(
        reason.contains("Sample timestamps (self-signed) vouches"),
        "{reason}"
    );
}

#[test]
fn who_may_say_what_time_it_is_may_not_say_who_people_are() {
    let mut trust = trust_in_time();
    trust.signers.clear();
    let signer = contents(|_| {}).signed.certificate;
    trust.timestamp_roots.push(named(&signer));
    assert_eq!(judged(&contents(|_| {}), &trust).0, StepOutcome::CannotTell);
    trust.roots.push(named(&signer));
    assert_eq!(judged(&contents(|_| {}), &trust).0, StepOutcome::Valid);
}

#[test]
fn a_time_that_the_stamp_does_not_bear_out_is_said() {
    let at = |seconds: i64| {
        contents(|it| it.timestamp = Some(stamp(it.time.saturating_add_signed(seconds))))
    };
    let trust = trust_in_time();
    let (outcome, reason) = judged(&at(-3_600), &trust);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains("existed on"), "{reason}");
    // A stranger can stamp what they like, and contradicts nobody.
    assert_eq!(
        judged(&at(-3_600), &Chain::trust()).0,
        StepOutcome::CannotTell
    );
    let (outcome, reason) = judged(&at(2 * 86_400), &trust);
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("more than a day later"), "{reason}");
    // Clocks differ a little.
    assert_eq!(judged(&at(-60), &trust).0, StepOutcome::Valid);
}

#[test]
fn what_closes_a_file_must_be_trusted_too_and_come_last() {
    let closed = |by: u64| {
        contents(|it| {
            it.timestamp = Some(stamp(it.time));
            it.archive = Some(stamp(it.time - DAY + by));
        })
    };
    assert_eq!(
        judged(&closed(DAY + 1), &trust_in_time()).0,
        StepOutcome::Valid
    );
    let (outcome, reason) = judged(&closed(0), &trust_in_time());
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains("over the whole file"), "{reason}");
    let stranger = contents(|it| {
        it.timestamp = Some(stamp(it.time));
        let mut last = stamp(it.time);
        last.authority = certificate("Somebody else", 4);
        it.archive = Some(last);
    });
    let (outcome, reason) = judged(&stranger, &trust_in_time());
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("Somebody else"), "{reason}");
}

#[test]
fn a_second_person_counts_like_the_first() {
    let person = certificate("Second Person", 5);
    let signed = contents(|it| it.countersignature = Some(second(person.clone(), it.time)));
    let (outcome, reason) = judged(&signed, &Chain::trust());
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(
        reason.contains("Second Person (self-signed), who signed second"),
        "{reason}"
    );
    let mut trust = Chain::trust();
    trust.roots.push(named(&person));
    let (outcome, reason) = judged(&signed, &trust);
    assert_eq!(outcome, StepOutcome::Valid);
    assert!(
        reason.contains("Countersigned by Second Person"),
        "{reason}"
    );
    let shown = check(&signed, Some(&trust), true).proof;
    let fingerprint = hex::encode(person.fingerprint());
    assert!(
        shown
            .iter()
            .any(|fact| fact.exact && fact.value.to_string() == fingerprint)
    );
    // Without trust nobody is accepted, and who signed second is still told.
    let open = check(&signed, None, true);
    assert_eq!(open.outcome, StepOutcome::CannotTell);
    assert!(
        open.proof
            .iter()
            .any(|fact| fact.value.to_string().contains("Second Person"))
    );
}

#[test]
fn a_second_signature_that_cannot_be_one_fails_whatever_is_trusted() {
    let same = contents(|it| {
        it.countersignature = Some(second(it.certificate.clone(), it.time));
    });
    let (outcome, reason) = judged(&same, &Chain::trust());
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains("no second person"), "{reason}");
    let person = certificate("Second Person", 5);
    for (time, why) in [
        (-3_600, "before the first"),
        (-1_000_000_000, "not valid at"),
    ] {
        let signed = contents(|it| {
            let time = it.time.saturating_add_signed(time);
            it.countersignature = Some(second(person.clone(), time));
        });
        let (outcome, reason) = judged(&signed, &Chain::trust());
        assert_eq!(outcome, StepOutcome::Invalid);
        assert!(reason.contains(why), "{reason}");
    }
}

#[test]
fn a_report_that_waits_for_a_second_person_says_so() {
    let open = contents(|it| it.purpose = signature::Purpose::Approve);
    let step = check(&open, Some(&Chain::trust()), true);
    assert_eq!(step.outcome, StepOutcome::Valid);
    let says = |fact: &Fact| fact.value.to_string().starts_with("nobody yet");
    assert!(step.proof.iter().any(says));
}
