//! What somebody who has read the ledger further than the report adds to its status.

use report::Proven;
use report::model::Change;
use trace::EventTime;

use super::{ISSUED, step};
use crate::testing::validators;
use crate::{
    Asked, Given, Later, Outcome, Said, StepCode, StepOutcome, Turn, Verdict, verify_with,
};

const ON: EventTime = EventTime {
    unix_millis: 1_790_000_000_000,
    zone_offset_minutes: 0,
};

fn known() -> Later {
    Later {
        until: ISSUED.parameters.as_of.number + 50,
        until_time: 1_790_000_000,
        assurance: Proven::Sealed,
        anchored: None,
        turn: None,
        changes: Vec::new(),
    }
}

fn told(later: Option<&Later>) -> Verdict {
    let trust = ISSUED.chain.trust_seals(validators());
    let ask = |asked: &Asked<'_>| {
        assert_eq!(asked.number, ISSUED.parameters.number);
        assert!(!asked.histories.is_empty());
        later.cloned()
    };
    let given = Given {
        trust: Some(&trust),
        later: Some(&ask),
    };
    let mut heard = Vec::new();
    let verdict = verify_with(&ISSUED.pdf, &given, &mut |step| heard.push(step.code));
    assert_eq!(heard, StepCode::ALL, "each step is told, in order");
    verdict
}

fn status(verdict: &Verdict) -> (StepOutcome, &str) {
    step(verdict, StepCode::Status)
}

#[test]
fn nothing_newer_is_said_to_be_unknown() {
    let (outcome, reason) = {
        let verdict = told(None);
        let (outcome, reason) = status(&verdict);
        (outcome, reason.to_owned())
    };
    assert_eq!(outcome, StepOutcome::Valid);
    assert!(reason.contains("Unknown since"), "{reason}");
    let older = Later {
        until: ISSUED.parameters.as_of.number - 1,
        ..known()
    };
    assert!(status(&told(Some(&older))).1.contains("Unknown since"));
    let verdict = told(Some(&known()));
    assert!(status(&verdict).1.contains("Nothing was taken back since"));
    assert!(!verdict.changed_since);
}

#[test]
fn what_was_recalled_since_is_told_and_the_report_was_right_all_the_same() {
    let changes = vec![Change::Recalled {
        asset: "Solder lot 9".to_owned(),
        on: ON,
        lifted: None,
    }];
    let verdict = told(Some(&Later { changes, ..known() }));
    assert!(status(&verdict).1.contains("Solder lot 9 was recalled"));
    assert_eq!(verdict.outcome, Outcome::Valid);
    assert!(verdict.changed_since);
    assert!(verdict.headline().to_string().contains("since then"));
}

#[test]
fn a_report_that_its_issuer_took_back_is_not_valid() {
    let said = Said {
        by: "Lumière Edge SAS".to_owned(),
        block: 900,
        on: ON,
    };
    let withdrawn = Turn::Withdrawn {
        reason: "The mass was wrong".to_owned(),
        said: said.clone(),
    };
    let replaced = Turn::Replaced {
        by_number: "WM-2026-000002".to_owned(),
        by_base: alloy_primitives::B256::ZERO,
        reason: "Newer figures".to_owned(),
        said,
    };
    for (turn, named) in [
        (withdrawn, "The mass was wrong"),
        (replaced, "WM-2026-000002"),
    ] {
        let verdict = told(Some(&Later {
            turn: Some(turn),
            ..known()
        }));
        let (outcome, reason) = status(&verdict);
        assert_eq!(outcome, StepOutcome::Invalid);
        assert!(reason.contains(named) && reason.contains("900"), "{reason}");
        assert_eq!(verdict.outcome, Outcome::Invalid);
    }
}
