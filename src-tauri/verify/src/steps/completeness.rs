//! Step 5: nothing was left out of the histories that the report speaks of.

use report::{Basis, Completeness};

use super::{sentence, step};
use crate::verdict::{Step, StepCode, StepOutcome};

/// `blocks` is the answer to whether the blocks are trusted: a proof about a block that nobody vouches for proves nothing.
pub(super) fn check(basis: &Basis, blocks: &Step) -> Step {
    let answer = |outcome, reason: String| step(StepCode::Completeness, outcome, reason);
    match basis.completeness() {
        Err(error) => answer(StepOutcome::Invalid, sentence(error)),
        Ok(Completeness::NotProven) => answer(
            StepOutcome::CannotTell,
            "The evidence carries no proof of the ledger's state, so that events may have been left out: ask for a report made with one."
                .into(),
        ),
        Ok(Completeness::Proven { block, histories }) if blocks.outcome == StepOutcome::Valid => {
            answer(
                StepOutcome::Valid,
                format!(
                    "Up to block {block} the evidence holds every event of the {histories} histories that the report speaks of: they come to the running hashes in the ledger's state."
                ),
            )
        }
        Ok(Completeness::Proven { block, .. }) => answer(
            StepOutcome::CannotTell,
            format!(
                "The evidence agrees with the ledger's state at block {block}, but nobody whom you trust vouches for that block."
            ),
        ),
    }
}
