//! Over-claim: more recycled content claimed than the inputs on record can carry.

use rust_decimal::Decimal;
use trace::{ClaimKind, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Attestation, Register, RollUp};

/// Per cent, UN/ECE Recommendation 20.
const PERCENT: &str = "P1";

pub(super) fn find(register: &Register, second: u64) -> Vec<Finding> {
    let shares = || {
        (register.attestations().values()).filter(|claim| {
            claim.revocation.is_none()
                && claim.claim.kind == ClaimKind::RecycledContent
                && claim.claim.unit == PERCENT
                && register.asset(claim.subject).is_some()
        })
    };
    let mut found: Vec<_> = shares()
        .filter_map(|claim| judge_alone(register, claim))
        .collect();
    let claims: Vec<_> = shares()
        .filter(|claim| is_a_share(claim) && register.making(claim.subject).is_some())
        .collect();
    let roll_up = RollUp::new(register, second);
    let contents = roll_up.recycled_contents(claims.iter().map(|claim| claim.subject));
    found.extend(
        (claims.iter().zip(contents))
            .filter_map(|(claim, (_, content))| judge(register, claim, content?.share.upper)),
    );
    found
}

/// Whether what is claimed can be a share of anything.
fn is_a_share(claim: &Attestation) -> bool {
    (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&claim.claim.value())
}

/// A claim that nothing can meet, whatever was put in.
fn judge_alone(register: &Register, claim: &Attestation) -> Option<Finding> {
    if is_a_share(claim) {
        return None;
    }
    Some(Finding {
        severity: Severity::Error,
        subject: claim.subject,
        assets: vec![claim.subject],
        events: vec![register.asset(claim.subject)?.made_by, claim.made.event],
        figures: Figures::ImpossibleClaim {
            attestation: claim.id,
            claimed: claim.claim.value().checked_div(Decimal::ONE_HUNDRED)?,
        },
    })
}

fn judge(register: &Register, attestation: &Attestation, most: Decimal) -> Option<Finding> {
    let claimed = attestation
        .claim
        .value()
        .checked_div(Decimal::ONE_HUNDRED)?;
    // Bounds are rounded in the last of 28 digits: a claim of exactly the upper bound is not above it.
    if claimed.round_dp(9) <= most.round_dp(9) {
        return None;
    }
    let subject: SubjectId = attestation.subject;
    Some(Finding {
        severity: Severity::Error,
        subject,
        assets: vec![subject],
        events: vec![register.asset(subject)?.made_by, attestation.made.event],
        figures: Figures::OverClaim {
            attestation: attestation.id,
            claimed,
            most,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, recycled, tin};

    #[test]
    fn a_claim_above_the_upper_bound_is_found() {
        let found = find(&tin().register(), 0);
        let [finding] = &found[..] else {
            panic!("one finding, not {}", found.len());
        };
        assert_eq!(finding.subject, id("ingot"));
        let Figures::OverClaim { claimed, most, .. } = &finding.figures else {
            panic!("an over-claim");
        };
        assert_eq!(*claimed, Decimal::new(62, 2));
        assert_eq!(most.round_dp(4), Decimal::new(40, 2));
    }

    #[test]
    fn a_claim_within_the_bounds_or_taken_back_is_not() {
        let mut book = tin();
        let only_the_first = find(&book.register(), 0);
        book.attest("smelter", "ingot", recycled(40));
        let claim = book.attest("smelter", "ingot", recycled(90));
        assert_eq!(find(&book.register(), 0).len(), 2);
        book.revoke("smelter", claim, "ingot");
        assert_eq!(find(&book.register(), 0), only_the_first);
    }

    #[test]
    fn a_root_claims_of_itself() {
        let mut book = tin();
        let before = find(&book.register(), 0);
        book.attest("recycler", "dross", recycled(100));
        assert_eq!(
            find(&book.register(), 0),
            before,
            "nothing on record speaks against it"
        );
    }

    #[test]
    fn a_share_is_between_nothing_and_everything() {
        let mut book = tin();
        let before = find(&book.register(), 0).len();
        for percent in [0, 100] {
            book.attest("recycler", "dross", recycled(percent));
        }
        assert_eq!(find(&book.register(), 0).len(), before);
        for percent in [101, -1] {
            book.attest("recycler", "dross", recycled(percent));
        }
        let found = find(&book.register(), 0);
        let codes: Vec<_> = found.iter().map(|found| found.figures.code()).collect();
        assert_eq!(
            codes,
            ["impossible-claim", "impossible-claim", "over-claim"]
        );
    }
}
