//! Step 7: what had become of the things that the report speaks of, as far as the evidence can know.

use report::model::Change;
use report::{Basis, Parameters};
use trace::EventTime;

use super::{sentence, step};
use crate::verdict::{Step, StepCode, StepOutcome};

/// How many changes are named; the rest is counted.
const NAMED: usize = 3;

/// The most characters of a name from the ledger that go into a sentence.
const NAME: usize = 60;

/// `completeness` is the answer to whether nothing was left out: of histories with gaps nobody can say how they end.
pub(super) fn check(basis: &Basis, parameters: &Parameters, completeness: &Step) -> Step {
    let answer = |outcome, reason: String| step(StepCode::Status, outcome, reason);
    let declaration = match basis.declaration() {
        Ok(declaration) => declaration,
        Err(error) => return answer(StepOutcome::CannotTell, sentence(&error)),
    };
    if completeness.outcome != StepOutcome::Valid {
        return answer(
            StepOutcome::CannotTell,
            "Whether anything was revoked, corrected or recalled cannot be said while events may have been left out."
                .into(),
        );
    }
    let known = known_until(parameters);
    let later =
        "What came after that is in a newer report, or in a workspace that was synced since.";
    let changes: Vec<String> = declaration.changes.iter().map(told).collect();
    if changes.is_empty() {
        return answer(
            StepOutcome::Valid,
            format!(
                "Known up to {known}: nothing that the report speaks of was revoked, corrected or recalled. {later}"
            ),
        );
    }
    let more = changes.len().saturating_sub(NAMED);
    let mut told = changes[..changes.len() - more].join("; ");
    if more > 0 {
        told = format!("{told}; and {more} more");
    }
    answer(
        StepOutcome::Valid,
        format!("Known up to {known}, and shown in the report: {told}. {later}"),
    )
}

/// The block and its time, such as `block 812 of 2026-10-12 08:00 UTC`.
fn known_until(parameters: &Parameters) -> String {
    let as_of = &parameters.as_of;
    let time = EventTime {
        unix_millis: as_of.time.saturating_mul(1000),
        zone_offset_minutes: 0,
    };
    let text = time.utc_text();
    match text.get(..16) {
        Some(minute) => format!("block {} of {} UTC", as_of.number, minute.replace('T', " ")),
        None => format!("block {}", as_of.number),
    }
}

/// What was taken back, in words.
fn told(change: &Change) -> String {
    match change {
        Change::Revoked {
            statement,
            subject,
            on,
        } => format!(
            "“{}” about {} was revoked on {}",
            shown(statement),
            shown(subject),
            on.local_date()
        ),
        Change::Recalled { asset, on, lifted } => {
            let recalled = format!("{} was recalled on {}", shown(asset), on.local_date());
            match lifted {
                Some(lifted) => format!("{recalled}, lifted on {}", lifted.local_date()),
                None => recalled,
            }
        }
        Change::Corrected { subject, on } => format!(
            "a record about {} was called wrong on {}",
            shown(subject),
            on.local_date()
        ),
    }
}

/// A text from the ledger, cut, and without what would steer a terminal.
fn shown(text: &str) -> String {
    let clean = text.chars().filter(|letter| !letter.is_control());
    let mut shown: String = clean.take(NAME).collect();
    if shown.chars().count() == NAME {
        shown.push('…');
    }
    shown
}
