//! `waymark verify`.

use std::path::Path;
use std::process::ExitCode;

use ::verify::{Outcome, Step, StepOutcome, Verdict};
use serde::Serialize;
use workspace::Failure;

use crate::output;

/// What a script reads.
#[derive(Serialize)]
struct Answer<'verdict> {
    outcome: &'static str,
    demonstration: bool,
    headline: String,
    steps: Vec<AnswerStep<'verdict>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<AnswerReport<'verdict>>,
    trust: Option<&'verdict str>,
}

#[derive(Serialize)]
struct AnswerStep<'verdict> {
    number: u8,
    code: &'static str,
    outcome: &'static str,
    reason: &'verdict str,
}

#[derive(Serialize)]
struct AnswerReport<'verdict> {
    number: &'verdict str,
    issuer: &'verdict str,
    epc: &'verdict str,
    signer: &'verdict str,
}

/// Exit 0 valid, 1 invalid, 2 cannot tell.
pub(crate) fn run(file: &Path, trust: Option<&Path>, json: bool) -> Result<ExitCode, Failure> {
    let trust = trust.map(workspace::read_trust).transpose()?;
    let verdict = workspace::verify_file(file, trust.as_ref())?;
    if json {
        output::json(&answer(&verdict))?;
    } else {
        print(&verdict)?;
    }
    Ok(ExitCode::from(match verdict.outcome {
        Outcome::Valid => 0,
        Outcome::Invalid => 1,
        Outcome::CannotTell => 2,
    }))
}

fn answer(verdict: &Verdict) -> Answer<'_> {
    let step = |step| {
        let Step {
            code,
            outcome,
            reason,
        }: &Step = step;
        AnswerStep {
            number: code.number(),
            code: code.word(),
            outcome: outcome.word(),
            reason,
        }
    };
    Answer {
        outcome: verdict.outcome.word(),
        demonstration: verdict.demonstration.is_one(),
        headline: verdict.headline(),
        steps: verdict.steps.iter().map(step).collect(),
        report: verdict.facts.as_ref().map(|facts| AnswerReport {
            number: &facts.number,
            issuer: &facts.issuer,
            epc: &facts.subject,
            signer: &facts.signer,
        }),
        trust: verdict.trust.as_deref(),
    }
}

fn print(verdict: &Verdict) -> Result<(), Failure> {
    let steps = verdict.steps.iter().map(|step| {
        let mark = match step.outcome {
            StepOutcome::Valid => "✓ holds      ",
            StepOutcome::Invalid => "✗ fails      ",
            StepOutcome::CannotTell => "? cannot tell",
            StepOutcome::NotChecked => "– not checked",
        };
        format!(
            "{} {mark}  {}\n                   {}",
            step.code.number(),
            step.code.title(),
            step.reason
        )
    });
    let trust = verdict
        .trust
        .as_ref()
        .map(|trust| format!("Trust used: {trust}"));
    output::lines(
        std::iter::once(verdict.headline())
            .chain(steps)
            .chain(trust),
    )
}
