//! A verdict as the window and the page in a browser show it, in one language. Nothing is decided here.

use protocol::{ProofFact, StepView};
use report::Locale;

use crate::{Outcome, ReportFacts, Step, StepOutcome, Verdict, Wording};

/// The language that a tag such as `de` names; English for any other.
pub fn language(tag: &str) -> Locale {
    match tag {
        "de" => Locale::De,
        "fr" => Locale::Fr,
        _ => Locale::En,
    }
}

/// The verdict on the file of this name.
pub fn shown(file: &str, verdict: &Verdict, locale: Locale) -> protocol::Verdict {
    let said = |words: &Wording| words.in_language(locale).to_owned();
    protocol::Verdict {
        file: cut(file),
        outcome: match verdict.outcome {
            Outcome::Valid => protocol::Outcome::Valid,
            Outcome::Invalid => protocol::Outcome::Invalid,
            Outcome::CannotTell => protocol::Outcome::CannotTell,
        },
        demonstration: verdict.demonstration.is_one(),
        changed_since: verdict.changed_since,
        headline: said(&verdict.headline()),
        steps: verdict
            .steps
            .iter()
            .map(|step| shown_step(step, locale))
            .collect(),
        report: verdict.facts.as_ref().map(facts),
        trust: verdict.trust.as_ref().map(said).unwrap_or_default(),
        open: verdict.facts.as_ref().is_some_and(|facts| facts.open),
    }
}

/// One step.
pub fn shown_step(step: &Step, locale: Locale) -> StepView {
    let proof = step.proof.iter().map(|fact| ProofFact {
        what: fact.what.in_language(locale).to_owned(),
        value: fact.value.in_language(locale).to_owned(),
        exact: fact.exact,
    });
    StepView {
        number: step.code.number(),
        code: step.code.word().to_owned(),
        title: step.code.title().into_language(locale),
        outcome: match step.outcome {
            StepOutcome::Valid => protocol::StepOutcome::Valid,
            StepOutcome::Invalid => protocol::StepOutcome::Invalid,
            StepOutcome::CannotTell => protocol::StepOutcome::CannotTell,
            StepOutcome::NotChecked => protocol::StepOutcome::NotChecked,
        },
        reason: step.reason.in_language(locale).to_owned(),
        proof: proof.collect(),
    }
}

fn facts(facts: &ReportFacts) -> protocol::ReportFacts {
    protocol::ReportFacts {
        number: cut(&facts.number),
        issuer: cut(&facts.issuer),
        object: cut(&facts.object),
        epc: cut(&facts.subject),
        issued_unix: facts.issued_at.cast_signed(),
        signer: Some(cut(&facts.signer)),
    }
}

/// A hostile text, cut and harmless.
fn cut(text: &str) -> String {
    Wording::hostile(text).into_language(Locale::En)
}
