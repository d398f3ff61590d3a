//! Step 3: every event that the report tells is in a block, by the proof of its receipt.

use evidence::Bundle;

use super::{detail, fact, step};
use crate::Wording;
use crate::verdict::{Step, StepCode, StepOutcome};

/// So many records were read out of the evidence, the proof of every receipt checked.
pub(super) fn check(bundle: &Bundle, records: usize) -> Step {
    let answer = |outcome, reason| step(StepCode::Inclusion, outcome, reason);
    if records == 0 {
        let reason = Wording::of(|words| words.no_event);
        return answer(StepOutcome::Invalid, reason);
    }
    let with_receipts = || {
        bundle
            .blocks
            .iter()
            .filter(|block| !block.receipts.is_empty())
    };
    let blocks = with_receipts().count();
    let proofs: usize = with_receipts().map(|block| block.receipts.len()).sum();
    let reason = Wording::with(|words| words.included, &[records.into(), blocks.into()]);
    answer(StepOutcome::Valid, reason).with_proof([
        fact(|words| words.fact_records, records),
        fact(|words| words.fact_event_blocks, blocks),
        fact(|words| words.fact_proofs, proofs),
    ])
}

/// The evidence could not be read out.
pub(super) fn fails(error: &impl std::fmt::Display) -> Step {
    let reason = Wording::of(|words| words.evidence_fails);
    step(StepCode::Inclusion, StepOutcome::Invalid, reason).with_proof([detail(error)])
}
