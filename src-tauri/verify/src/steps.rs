//! The steps, each a question with its answer and reason; later ones stand on earlier ones.

mod blocks;
mod completeness;
mod signer;
mod status;

use evidence::Bundle;
use report::{Basis, Parameters};
use signature::Signed;

use crate::Trust;
use crate::report_facts::{ReportFacts, signature_field};
use crate::verdict::{Demonstration, Step, StepCode, StepOutcome, Verdict};

/// Verifies a report against what the user trusts; without trust an untouched report is "cannot tell".
pub fn verify(pdf: &[u8], trust: Option<&Trust>) -> Verdict {
    let mut demonstration = Demonstration::default();
    let (mut steps, facts) = match integrity(pdf) {
        Err(reason) => {
            let failed = step(StepCode::Integrity, StepOutcome::Invalid, reason);
            (vec![failed], None)
        }
        Ok(contents) => {
            demonstration.signer = signer::is_demonstration(&contents.signed);
            let (steps, facts) = checked(pdf, &contents, trust, &mut demonstration);
            (steps, Some(facts))
        }
    };
    fill_unchecked(&mut steps);
    Verdict {
        outcome: Verdict::outcome_of(&steps),
        steps,
        facts,
        demonstration,
        trust: trust.map(Trust::describe),
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

/// The steps of a file that is whole, and what it says of itself.
fn checked(
    pdf: &[u8],
    contents: &Contents,
    trust: Option<&Trust>,
    demonstration: &mut Demonstration,
) -> (Vec<Step>, ReportFacts) {
    let basis = Basis::new(&contents.bundle, &contents.parameters);
    let object = (basis.as_ref().ok())
        .and_then(|basis| basis.declaration().ok())
        .map(|declaration| declaration.object.name.clone());
    let facts = ReportFacts::new(&contents.parameters, &contents.signed, object);
    let mut steps = vec![
        step(
            StepCode::Integrity,
            StepOutcome::Valid,
            "The signature covers the whole file and no byte was changed after it.",
        ),
        signer::check(contents, trust, demonstration.signer),
    ];
    match basis {
        Err(error) => steps.push(step(
            StepCode::Inclusion,
            StepOutcome::Invalid,
            sentence(&error),
        )),
        Ok(basis) if basis.recorded() == 0 => steps.push(step(
            StepCode::Inclusion,
            StepOutcome::Invalid,
            "The evidence holds no event of the ledger.",
        )),
        Ok(basis) => {
            let blocks = blocks::check(&contents.bundle, &contents.parameters, trust);
            demonstration.seals = blocks.demonstration;
            let completeness = completeness::check(&basis, &blocks.step);
            steps.extend([
                step(
                    StepCode::Inclusion,
                    StepOutcome::Valid,
                    format!(
                        "{} records are proven by the receipts of their blocks.",
                        basis.recorded()
                    ),
                ),
                blocks.step,
            ]);
            let status = status::check(&basis, &contents.parameters, &completeness);
            steps.extend([completeness, pages(pdf, contents, &basis), status]);
        }
    }
    (steps, facts)
}

fn pages(pdf: &[u8], contents: &Contents, basis: &Basis) -> Step {
    let answer = |outcome, reason: &str| step(StepCode::Pages, outcome, reason);
    match basis.render() {
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

/// An error as a sentence: with a capital and a full stop.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}
