//! Verifying a file on disk, and the verdict in the protocol's words.

use std::path::Path;

use protocol::{Outcome, ReportFacts, StepOutcome, StepView};
use verify::{Trust, Verdict};

use crate::Failure;
use crate::trust_file::read_limited;
use crate::view::shorten;

/// The largest file that is verified, in bytes.
const MAX_LEN: u64 = 256 << 20;

/// Verifies a file against what is trusted.
pub fn verify_file(path: &Path, trust: Option<&Trust>) -> Result<Verdict, Failure> {
    let pdf = read_limited(path, MAX_LEN)?;
    Ok(verify_bytes(&pdf, trust))
}

/// Verifies bytes against what is trusted.
pub fn verify_bytes(pdf: &[u8], trust: Option<&Trust>) -> Verdict {
    verify::verify(pdf, trust)
}

/// The verdict as the window shows it; `file` is the file's name.
pub fn verdict_view(file: &str, verdict: &Verdict) -> protocol::Verdict {
    protocol::Verdict {
        file: shorten(file),
        outcome: match verdict.outcome {
            verify::Outcome::Valid => Outcome::Valid,
            verify::Outcome::Invalid => Outcome::Invalid,
            verify::Outcome::CannotTell => Outcome::CannotTell,
        },
        demonstration: verdict.demonstration.is_one(),
        headline: verdict.headline(),
        steps: verdict.steps.iter().map(step_view).collect(),
        report: verdict.facts.as_ref().map(facts_view),
        trust: verdict.trust.clone().unwrap_or_default(),
    }
}

fn step_view(step: &verify::Step) -> StepView {
    StepView {
        number: step.code.number(),
        code: step.code.word().to_owned(),
        title: step.code.title().to_owned(),
        outcome: match step.outcome {
            verify::StepOutcome::Valid => StepOutcome::Valid,
            verify::StepOutcome::Invalid => StepOutcome::Invalid,
            verify::StepOutcome::CannotTell => StepOutcome::CannotTell,
            verify::StepOutcome::NotChecked => StepOutcome::NotChecked,
        },
        reason: shorten(&step.reason),
    }
}

fn facts_view(facts: &verify::ReportFacts) -> ReportFacts {
    ReportFacts {
        number: shorten(&facts.number),
        issuer: shorten(&facts.issuer),
        object: shorten(&facts.object),
        epc: shorten(&facts.subject),
        issued_unix: facts.issued_at.cast_signed(),
        signer: Some(shorten(&facts.signer)),
    }
}
