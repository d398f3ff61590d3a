//! Step 6: the pages, computed again from the evidence, are these pages, to the last byte: glyphs, typefaces and all.

use report::Basis;
use signature::SignatureField;

use super::integrity::bytes;
use super::{Contents, detail, exact, fact, sha256, step};
use crate::Wording;
use crate::report_facts::signature_field;
use crate::steps::differences::differences;
use crate::verdict::{Step, StepCode, StepOutcome};

/// How many differences are named; more say no more.
const NAMED: usize = 6;

pub(super) fn check(pdf: &[u8], contents: &Contents, basis: &Basis) -> Step {
    let answer = |outcome, reason| step(StepCode::Pages, outcome, reason);
    let template = fact(
        |words| words.fact_template,
        Wording::hostile(&contents.parameters.template),
    );
    let computed = match basis.render() {
        Ok(computed) => computed,
        Err(error) => {
            let reason = Wording::of(|words| words.pages_undrawn);
            return answer(StepOutcome::Invalid, reason).with_proof([template, detail(&error)]);
        }
    };
    let found = pdf.get(..contents.signed.base_length).unwrap_or_default();
    // What the signature is for is in it, and covered by it; everything else of its field follows from the parameters.
    let field = SignatureField {
        purpose: contents.signed.purpose,
        ..signature_field(&contents.parameters)
    };
    let whole = signature::matches(&computed, &field, pdf);
    let done = if whole {
        answer(StepOutcome::Valid, Wording::of(|words| words.pages_same))
    } else {
        answer(StepOutcome::Invalid, told(&differences(found, &computed)))
    };
    let done = done.with_proof([
        template,
        fact(|words| words.fact_recomputed, bytes(computed.len())),
        exact(
            |words| words.fact_computed_hash,
            hex::encode(sha256(&computed)),
        ),
    ]);
    if whole {
        return done;
    }
    done.with_proof([exact(
        |words| words.fact_found_hash,
        hex::encode(sha256(found)),
    )])
}

/// The report is of a template that this version does not have: newer ones may say.
pub(super) fn unknown(template: &str) -> Step {
    let name = Wording::hostile(template);
    let reason = Wording::with(|words| words.template_unknown, std::slice::from_ref(&name));
    step(StepCode::Pages, StepOutcome::CannotTell, reason)
        .with_proof([fact(|words| words.fact_template, name)])
}

fn told(differences: &[Wording]) -> Wording {
    let lead = Wording::of(|words| words.pages_differ);
    let mut named: Vec<Wording> = differences.iter().take(NAMED).cloned().collect();
    if differences.len() > NAMED {
        let more = (differences.len() - NAMED).into();
        named.push(Wording::with(|words| words.and_more, &[more]));
    }
    let all = Wording::joined(&named, "; ");
    Wording::joined(&[lead, all], " ").ended()
}
