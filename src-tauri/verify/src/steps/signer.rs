//! Step 2: who signed, and whether the user accepts them.

use alloy_primitives::B256;
use signature::Signed;

use super::{Contents, exact, fact, step};
use crate::demonstration::demonstration_key;
use crate::verdict::{Fact, Step, StepCode, StepOutcome};
use crate::{Trust, Wording, instant};

pub(super) fn check(contents: &Contents, trust: Option<&Trust>, demonstration: bool) -> Step {
    let certificate = &contents.signed.certificate;
    let name = Wording::hostile(&certificate.display_name());
    let answer = |outcome, reason| {
        step(StepCode::Signer, outcome, reason).with_proof(of_certificate(contents))
    };
    if let Some(difference) = difference(contents, demonstration) {
        let reason = Wording::with(|words| words.signer_differs, &[difference]);
        return answer(StepOutcome::Invalid, reason);
    }
    if !contents.signed.time_within_validity() {
        let reason = Wording::with(|words| words.signer_expired, &[name]);
        return answer(StepOutcome::Invalid, reason);
    }
    let Some(trust) = trust else {
        let reason = Wording::with(|words| words.signer_no_trust, &[name]);
        return answer(StepOutcome::CannotTell, reason);
    };
    if !trust.accepts_signer(B256::from(certificate.fingerprint())) {
        let (root, way) = way_to_root(contents, trust);
        let (outcome, reason) = match root {
            Some(root) => (
                StepOutcome::Valid,
                Wording::with(|words| words.signer_by_root, &[name, root]),
            ),
            None => (
                StepOutcome::CannotTell,
                Wording::with(|words| words.signer_not_accepted, &[name]),
            ),
        };
        return answer(outcome, reason).with_proof(way);
    }
    let by = Wording::of(|words| words.fact_by_fingerprint);
    let reason = if demonstration {
        Wording::with(|words| words.signer_demonstration, &[name])
    } else {
        Wording::with(|words| words.signer_accepted, &[name])
    };
    answer(StepOutcome::Valid, reason).with_proof([fact(|words| words.fact_accepted_by, by)])
}

/// The root that the signer's certificate leads to, and the way there; without a root why there is none, where roots
/// are named.
fn way_to_root(contents: &Contents, trust: &Trust) -> (Option<Wording>, Vec<Fact>) {
    let way = match trust.way_to_root(&contents.signed) {
        Ok(way) => way,
        Err(_) if trust.roots.is_empty() => return (None, Vec::new()),
        Err(error) => {
            let why = Wording::hostile(&error.to_string());
            return (None, vec![fact(|words| words.fact_way, why)]);
        }
    };
    let names: Vec<Wording> = way
        .iter()
        .map(|each| Wording::hostile(&each.display_name()))
        .collect();
    let by = Wording::of(|words| words.fact_by_root);
    let mut proof = vec![
        fact(|words| words.fact_accepted_by, by),
        fact(|words| words.fact_way, Wording::joined(&names, " → ")),
    ];
    if let Some(certificate) = way.last() {
        let fingerprint = hex::encode(certificate.fingerprint());
        proof.push(exact(|words| words.fact_root, fingerprint));
    }
    (names.last().cloned(), proof)
}

fn of_certificate(contents: &Contents) -> Vec<Fact> {
    let signed = &contents.signed;
    let certificate = &signed.certificate;
    let issuer = if signed.self_signed {
        Wording::of(|words| words.fact_self_signed)
    } else {
        Wording::hostile(&certificate.issuer())
    };
    let validity = Wording::with(
        |words| words.from_until,
        &[
            Wording::plain(instant(certificate.not_before())),
            Wording::plain(instant(certificate.not_after())),
        ],
    );
    vec![
        fact(
            |words| words.fact_subject,
            Wording::hostile(&certificate.subject()),
        ),
        fact(|words| words.fact_issuer, issuer),
        exact(
            |words| words.fact_certificate,
            hex::encode(certificate.fingerprint()),
        ),
        fact(
            |words| words.fact_algorithm,
            Wording::plain(signed.algorithm),
        ),
        fact(|words| words.fact_validity, validity),
    ]
}

/// What the parameters say of the signer that the signature does not bear out.
fn difference(contents: &Contents, demonstration: bool) -> Option<Wording> {
    let stated = &contents.parameters.signer;
    let signed = &contents.signed;
    let fingerprint = hex::encode(signed.certificate.fingerprint());
    if stated.certificate.len() < 16 || !fingerprint.starts_with(&stated.certificate) {
        Some(Wording::of(|words| words.differs_certificate))
    } else if stated.name != signed.certificate.display_name() {
        Some(Wording::of(|words| words.differs_name))
    } else if stated.self_signed != signed.self_signed {
        Some(Wording::of(|words| words.differs_issuer))
    } else if stated.demonstration != demonstration {
        Some(Wording::of(|words| words.differs_public))
    } else {
        None
    }
}

pub(super) fn is_demonstration(signed: &Signed) -> bool {
    demonstration_key().is_ok_and(|key| key.certificate() == &signed.certificate)
}
