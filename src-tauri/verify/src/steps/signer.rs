//! Step 2: who signed, and whether the user accepts them.

use alloy_primitives::B256;
use signature::Signed;

use super::{Contents, step};
use crate::Trust;
use crate::demonstration::demonstration_key;
use crate::verdict::{Step, StepCode, StepOutcome};

pub(super) fn check(contents: &Contents, trust: Option<&Trust>, demonstration: bool) -> Step {
    let answer = |outcome, reason: String| step(StepCode::Signer, outcome, reason);
    let certificate = &contents.signed.certificate;
    let name = certificate.display_name();
    if let Some(difference) = difference(contents, demonstration) {
        return answer(
            StepOutcome::Invalid,
            format!("The report says something else about its signer: {difference}."),
        );
    }
    if !contents.signed.time_within_validity() {
        return answer(
            StepOutcome::Invalid,
            format!("The certificate of {name} was not valid at the time of signing."),
        );
    }
    let Some(trust) = trust else {
        return answer(
            StepOutcome::CannotTell,
            format!(
                "Signed by {name}, but no trust was named: give the trust file with the signers you accept."
            ),
        );
    };
    if !trust.accepts_signer(B256::from(certificate.fingerprint())) {
        return answer(
            StepOutcome::CannotTell,
            format!(
                "{name} is not among the signers you accept: compare the certificate's fingerprint and add it."
            ),
        );
    }
    if demonstration {
        return answer(
            StepOutcome::Valid,
            format!(
                "Signed by {name}: a public demonstration key, which proves nothing about who signed."
            ),
        );
    }
    answer(
        StepOutcome::Valid,
        format!("Signed by {name}, whom you accept."),
    )
}

/// What the parameters say of the signer that the signature does not bear out.
fn difference(contents: &Contents, demonstration: bool) -> Option<&'static str> {
    let stated = &contents.parameters.signer;
    let certificate = &contents.signed.certificate;
    let fingerprint = hex::encode(certificate.fingerprint());
    let checks = [
        (stated.name == certificate.display_name(), "another name"),
        (
            stated.certificate.len() >= 16 && fingerprint.starts_with(&stated.certificate),
            "another certificate",
        ),
        (
            stated.self_signed == contents.signed.self_signed,
            "another issuer of the certificate",
        ),
        (
            stated.demonstration == demonstration,
            "whether the key is a public one",
        ),
    ];
    checks
        .into_iter()
        .find(|(holds, _)| !holds)
        .map(|(_, what)| what)
}

pub(super) fn is_demonstration(signed: &Signed) -> bool {
    demonstration_key().is_ok_and(|key| key.certificate() == &signed.certificate)
}
