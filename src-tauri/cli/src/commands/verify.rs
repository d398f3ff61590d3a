//! `waymark verify`.

use std::process::ExitCode;

use ::verify::{Asked, Outcome, Verdict};
use protocol::{StepOutcome, StepView};
use serde::Serialize;
use workspace::{Failure, Presented, Reading};

use super::now;
use crate::args::Verify;
use crate::output;

/// What a script reads.
#[derive(Serialize)]
struct Answer<'verdict> {
    outcome: &'static str,
    demonstration: bool,
    changed_since: bool,
    headline: &'verdict str,
    steps: Vec<AnswerStep<'verdict>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<AnswerReport<'verdict>>,
    trust: Option<&'verdict str>,
}

#[derive(Serialize)]
struct AnswerStep<'verdict> {
    number: u8,
    code: &'verdict str,
    outcome: &'static str,
    reason: &'verdict str,
    proof: Vec<AnswerFact<'verdict>>,
}

#[derive(Serialize)]
struct AnswerFact<'verdict> {
    what: &'verdict str,
    value: &'verdict str,
}

#[derive(Serialize)]
struct AnswerReport<'verdict> {
    number: &'verdict str,
    issuer: &'verdict str,
    epc: &'verdict str,
    signer: &'verdict str,
}

/// Exit 0 valid, 1 invalid, 2 cannot tell.
pub(crate) fn run(asked: &Verify) -> Result<ExitCode, Failure> {
    let trust = asked
        .trust
        .as_deref()
        .map(workspace::read_trust)
        .transpose()?;
    let presented = Presented::read(&asked.file)?;
    let with = asked.with.as_deref();
    let read = with.map(|path| Reading::open(path, trust.as_ref(), now()));
    let read = read.transpose()?;
    let later = |asked: &Asked<'_>| read.as_ref()?.later(asked);
    let verdict = presented.verify(trust.as_ref(), Some(&later), &mut |_| {});
    let language = asked.lang.into();
    let shown = presented.view(&verdict, language);
    if asked.json {
        output::json(&answer(&verdict, &shown))?;
    } else {
        print(&shown)?;
    }
    if let Some(out) = &asked.save {
        presented.save(&verdict, out, now(), language)?;
        if !asked.json {
            output::lines([format!("The verdict is in {}.", out.display())])?;
        }
    }
    Ok(ExitCode::from(match verdict.outcome {
        Outcome::Valid => 0,
        Outcome::Invalid => 1,
        Outcome::CannotTell => 2,
    }))
}

fn answer<'verdict>(
    verdict: &'verdict Verdict,
    shown: &'verdict protocol::Verdict,
) -> Answer<'verdict> {
    let steps = shown.steps.iter().zip(&verdict.steps);
    Answer {
        outcome: verdict.outcome.word(),
        demonstration: shown.demonstration,
        changed_since: shown.changed_since,
        headline: &shown.headline,
        steps: steps
            .map(|(shown, step)| AnswerStep {
                number: shown.number,
                code: &shown.code,
                outcome: step.outcome.word(),
                reason: &shown.reason,
                proof: proof(shown),
            })
            .collect(),
        report: verdict.facts.as_ref().map(|facts| AnswerReport {
            number: &facts.number,
            issuer: &facts.issuer,
            epc: &facts.subject,
            signer: &facts.signer,
        }),
        trust: verdict.trust.as_ref().map(|_| shown.trust.as_str()),
    }
}

fn proof(step: &StepView) -> Vec<AnswerFact<'_>> {
    let facts = step.proof.iter().map(|fact| AnswerFact {
        what: &fact.what,
        value: &fact.value,
    });
    facts.collect()
}

fn print(verdict: &protocol::Verdict) -> Result<(), Failure> {
    let steps = verdict.steps.iter().map(|step| {
        let mark = match step.outcome {
            StepOutcome::Valid => "✓",
            StepOutcome::Invalid => "✗",
            StepOutcome::CannotTell => "?",
            StepOutcome::NotChecked => "–",
        };
        format!(
            "{mark} {}  {}\n     {}",
            step.number, step.title, step.reason
        )
    });
    let trust = (!verdict.trust.is_empty()).then(|| format!("Trust: {}", verdict.trust));
    output::lines(
        std::iter::once(verdict.headline.clone())
            .chain(steps)
            .chain(trust),
    )
}
