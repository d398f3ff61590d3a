//! Step 5: nothing was left out of the histories that the report speaks of.

use evidence::Bundle;
use report::{Basis, Completeness, Incomplete};

use super::{detail, exact, fact, step};
use crate::Wording;
use crate::verdict::{Fact, Step, StepCode, StepOutcome};

/// `blocks` is the answer to whether the blocks are trusted: a proof about a block that nobody vouches for proves nothing.
pub(super) fn check(bundle: &Bundle, basis: &Basis, blocks: &Step) -> Step {
    let answer = |outcome, reason| {
        step(StepCode::Completeness, outcome, reason).with_proof(of_state(bundle, basis))
    };
    match basis.completeness() {
        Err(error) => answer(StepOutcome::Invalid, left_out(error)).with_proof([detail(error)]),
        Ok(Completeness::NotProven) => {
            answer(StepOutcome::CannotTell, Wording::of(|words| words.no_state))
        }
        Ok(Completeness::Proven { block, histories }) if blocks.outcome == StepOutcome::Valid => {
            answer(
                StepOutcome::Valid,
                Wording::with(
                    |words| words.complete,
                    &[Wording::plain(block), Wording::plain(histories)],
                ),
            )
        }
        Ok(Completeness::Proven { block, .. }) => answer(
            StepOutcome::CannotTell,
            Wording::with(|words| words.state_unvouched, &[Wording::plain(block)]),
        ),
    }
}

fn left_out(error: &Incomplete) -> Wording {
    match error {
        Incomplete::Differs { name, .. } => {
            Wording::with(|words| words.left_out_of, &[Wording::hostile(name)])
        }
        _ => Wording::of(|words| words.left_out),
    }
}

/// Which state was compared with what.
fn of_state(bundle: &Bundle, basis: &Basis) -> Vec<Fact> {
    let Some(state) = &bundle.state else {
        return Vec::new();
    };
    let mut facts = vec![
        fact(|words| words.fact_state_block, state.block),
        fact(|words| words.fact_histories, basis.histories().len()),
        fact(|words| words.fact_slots, basis.slots().len()),
    ];
    let headers = bundle.headers().unwrap_or_default();
    let header = headers.iter().find(|header| header.number() == state.block);
    facts.extend(header.map(|header| exact(|words| words.fact_nodes, header.state_root())));
    facts
}
