//! The steps, each a question with its answer and reason; later ones stand on earlier ones.

use alloy_primitives::B256;
use evidence::{Bundle, DescentError};
use report::Parameters;
use signature::Signed;

use crate::demonstration::demonstration_key;
use crate::report_facts::{ReportFacts, signature_field};
use crate::verdict::{Step, StepCode, StepOutcome, Verdict};
use crate::{Trust, TrustedNetwork};

/// Verifies a report against what the user trusts; without trust an untouched report is "cannot tell".
pub fn verify(pdf: &[u8], trust: Option<&Trust>) -> Verdict {
    let mut steps = Vec::with_capacity(StepCode::ALL.len());
    let mut facts = None;
    let mut demonstration = false;
    match integrity(pdf) {
        Err(reason) => steps.push(step(StepCode::Integrity, StepOutcome::Invalid, reason)),
        Ok(contents) => {
            demonstration = is_demonstration(&contents.signed);
            facts = Some(ReportFacts::new(
                &contents.bundle,
                &contents.parameters,
                &contents.signed,
            ));
            steps.push(step(
                StepCode::Integrity,
                StepOutcome::Valid,
                "The signature covers the whole file and no byte was changed after it.",
            ));
            steps.push(signer(&contents, trust, demonstration));
            let inclusion = inclusion(&contents.bundle);
            let holds = inclusion.outcome == StepOutcome::Valid;
            steps.push(inclusion);
            if holds {
                steps.push(blocks(&contents, trust));
                steps.push(completeness());
                steps.push(pages(pdf, &contents));
                steps.push(status());
            }
        }
    }
    fill_unchecked(&mut steps);
    Verdict {
        outcome: Verdict::outcome_of(&steps),
        steps,
        facts,
        demonstration,
        trust: trust.map(describe_trust),
    }
}

/// What is inside an untouched report.
struct Contents {
    signed: Signed,
    bundle: Bundle,
    parameters: Parameters,
}

fn step(code: StepCode, outcome: StepOutcome, reason: impl Into<String>) -> Step {
    Step {
        code,
        outcome,
        reason: reason.into(),
    }
}

fn fill_unchecked(steps: &mut Vec<Step>) {
    for code in StepCode::ALL {
        if !steps.iter().any(|step| step.code == code) {
            steps.push(step(
                code,
                StepOutcome::NotChecked,
                "Not checked, because an earlier step does not hold.",
            ));
        }
    }
}

fn integrity(pdf: &[u8]) -> Result<Contents, String> {
    let signed = signature::inspect(pdf).map_err(|error| sentence(&error))?;
    let not_ours = |error: report::ReportError| {
        format!("It is signed, but it is not a Waymark report: {error}.")
    };
    let attachments = report::attachments(&pdf[..signed.base_length]).map_err(not_ours)?;
    let bundle =
        Bundle::from_json(&attachments.evidence).map_err(|error| not_ours(error.into()))?;
    let parameters = Parameters::from_json(&attachments.parameters).map_err(not_ours)?;
    Ok(Contents {
        signed,
        bundle,
        parameters,
    })
}

fn signer(contents: &Contents, trust: Option<&Trust>, demonstration: bool) -> Step {
    let answer = |outcome, reason: String| step(StepCode::Signer, outcome, reason);
    let certificate = &contents.signed.certificate;
    let name = certificate.display_name();
    if let Some(difference) = signer_difference(contents, demonstration) {
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
fn signer_difference(contents: &Contents, demonstration: bool) -> Option<&'static str> {
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

fn is_demonstration(signed: &Signed) -> bool {
    demonstration_key().is_ok_and(|key| key.certificate() == &signed.certificate)
}

fn inclusion(bundle: &Bundle) -> Step {
    match bundle.logs() {
        Ok(logs) if logs.is_empty() => step(
            StepCode::Inclusion,
            StepOutcome::Invalid,
            "The evidence holds no event of the ledger.",
        ),
        Ok(logs) => step(
            StepCode::Inclusion,
            StepOutcome::Valid,
            format!(
                "{} records are proven by the receipts of their blocks.",
                logs.len()
            ),
        ),
        Err(error) => step(StepCode::Inclusion, StepOutcome::Invalid, sentence(&error)),
    }
}

fn blocks(contents: &Contents, trust: Option<&Trust>) -> Step {
    let answer = |outcome, reason: String| step(StepCode::Blocks, outcome, reason);
    let bundle = &contents.bundle;
    if let Err(reason) = as_of_is_in(bundle, &contents.parameters) {
        return answer(StepOutcome::Invalid, reason);
    }
    let Some(trust) = trust else {
        return answer(
            StepOutcome::CannotTell,
            "No trust was named: give the trust file with a block of this network that you trust."
                .into(),
        );
    };
    if let Some(difference) = network_difference(bundle, &trust.network) {
        return answer(
            StepOutcome::CannotTell,
            format!(
                "The report is of another network than the one you trust: {difference} differs."
            ),
        );
    }
    let Some(block) = trust.block else {
        return answer(
            StepOutcome::CannotTell,
            "Your trust names no block of this network: name one.".into(),
        );
    };
    match bundle.descends_to(block.number, block.hash) {
        Ok(()) => answer(
            StepOutcome::Valid,
            format!(
                "Every block leads to block {}, whose hash you trust.",
                block.number
            ),
        ),
        Err(error @ (DescentError::TooEarly { .. } | DescentError::NotReached { .. })) => answer(
            StepOutcome::CannotTell,
            format!(
                "{} Trust a block at or after the last event.",
                sentence(&error)
            ),
        ),
        Err(error) => answer(StepOutcome::Invalid, sentence(&error)),
    }
}

/// The report speaks "as of" a block: it must be one of those that the evidence leads through.
fn as_of_is_in(bundle: &Bundle, parameters: &Parameters) -> Result<(), String> {
    let headers = bundle.headers().map_err(|error| sentence(&error))?;
    let as_of = &parameters.as_of;
    let found = headers
        .iter()
        .find(|header| header.number() == as_of.number);
    match found {
        Some(header) if header.hash() == as_of.hash && header.timestamp() == as_of.time => Ok(()),
        _ => Err(format!(
            "The report speaks as of block {}, which is not in its evidence.",
            as_of.number
        )),
    }
}

fn network_difference(bundle: &Bundle, trusted: &TrustedNetwork) -> Option<&'static str> {
    let network = &bundle.network;
    let checks = [
        (network.chain_id == trusted.chain_id, "the chain id"),
        (network.genesis == trusted.genesis, "the first block"),
        (network.contract == trusted.contract, "the ledger's address"),
        (network.code_hash == trusted.code_hash, "the ledger's code"),
    ];
    checks
        .into_iter()
        .find(|(same, _)| !same)
        .map(|(_, what)| what)
}

fn completeness() -> Step {
    step(
        StepCode::Completeness,
        StepOutcome::NotChecked,
        "Not checked yet: this version does not prove that no event was left out.",
    )
}

fn pages(pdf: &[u8], contents: &Contents) -> Step {
    let answer = |outcome, reason: &str| step(StepCode::Pages, outcome, reason);
    match report::render(&contents.bundle, &contents.parameters) {
        Ok(base) if signature::matches(&base, &signature_field(&contents.parameters), pdf) => {
            answer(
                StepOutcome::Valid,
                "The pages were computed again from the evidence and are the same, byte for byte.",
            )
        }
        Ok(_) => answer(
            StepOutcome::Invalid,
            "The pages are not the ones that follow from the evidence: what they say was written by hand.",
        ),
        Err(error) => step(StepCode::Pages, StepOutcome::Invalid, sentence(&error)),
    }
}

fn status() -> Step {
    step(
        StepCode::Status,
        StepOutcome::NotChecked,
        "Not checked yet: this version does not look for revocations and recalls since the report was issued.",
    )
}

fn describe_trust(trust: &Trust) -> String {
    let network = &trust.network;
    match trust.block {
        Some(block) => format!(
            "{}, chain {}, block {} {}",
            network.label, network.chain_id, block.number, block.hash
        ),
        None => format!("{}, chain {}, no block", network.label, network.chain_id),
    }
}

/// An error as a sentence: with a capital and a full stop.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}
