//! Expired attestation: something was made or used after the attestation that would speak for it had run out, and before
//! another took its place. What was made while it was in force stays spoken for.

use std::collections::{BTreeMap, BTreeSet};

use trace::{EventKey, EventType, SubjectId};

use super::standing::{sayings, spoken_for};
use super::{Figures, Finding, Severity};
use crate::{Attestation, Register, Step};

/// When something relied on an attestation, by which event, and what.
type Reliance = (u64, EventKey, SubjectId);

/// One finding for each attestation that something relied on after its time.
pub(super) fn find(register: &Register) -> Vec<Finding> {
    let subjects: BTreeSet<SubjectId> = (register.attestations().values())
        .filter(|known| known.claim.valid_until.is_some() && known.revocation.is_none())
        .map(|known| known.subject)
        .collect();
    let relying = reliances(register, &subjects);
    (sayings(register, &subjects).into_iter())
        .flat_map(|group| judge(&group, &relying))
        .collect()
}

/// What relies on attestations about each subject: on one about a party or place what was made there, on one about an asset
/// what was made of it.
fn reliances(
    register: &Register,
    subjects: &BTreeSet<SubjectId>,
) -> BTreeMap<SubjectId, Vec<Reliance>> {
    let made_of = |subject: SubjectId, made_by: EventKey| {
        let uses = register.history(subject).iter();
        uses.filter(|step| step.event_type == EventType::Transformed && step.event != made_by)
            .flat_map(|step| {
                let process = register.transformations().get(&step.event);
                let outputs = process.into_iter().flat_map(|process| &process.outputs);
                outputs.map(|output| (step.second(), step.event, *output))
            })
            .collect()
    };
    let made_there = |assets: Vec<SubjectId>| {
        let making = |asset: SubjectId| {
            let by = register.asset(asset)?.made_by;
            let mut steps = register.history(asset).iter();
            let second = steps.find(|step| step.event == by).map(Step::second)?;
            Some((second, by, asset))
        };
        assets.into_iter().filter_map(making).collect()
    };
    (spoken_for(register, subjects).into_iter())
        .map(|(subject, assets)| {
            let relying = match register.asset(subject) {
                Some(asset) => made_of(subject, asset.made_by),
                None => made_there(assets),
            };
            (subject, relying)
        })
        .collect()
}

/// The findings about attestations that say the same of the same subject. Where a certifier said it, only a certifier's words follow.
fn judge(group: &[&Attestation], relying: &BTreeMap<SubjectId, Vec<Reliance>>) -> Vec<Finding> {
    let certified = group.iter().any(|one| one.certified);
    let mut terms: Vec<Term<'_>> = (group.iter())
        .filter(|one| one.certified == certified && one.revocation.is_none())
        .map(|one| Term::of(one))
        .collect();
    terms.sort_by_key(|term| term.from);
    // From each beginning on, the one so far that lasts longest.
    for at in 1..terms.len() {
        if terms[at - 1].until > terms[at].until {
            (terms[at].until, terms[at].attestation) =
                (terms[at - 1].until, terms[at - 1].attestation);
        }
    }
    let mut late: BTreeMap<EventKey, (&Attestation, Vec<&Reliance>)> = BTreeMap::new();
    let all = group.first().and_then(|one| relying.get(&one.subject));
    for reliance in all.into_iter().flatten() {
        let begun = terms.partition_point(|term| term.from <= reliance.0);
        let Some(term) = begun.checked_sub(1).map(|at| &terms[at]) else {
            continue;
        };
        if term.until < reliance.0 {
            let entry = late.entry(term.attestation.made.event);
            let (_, relied) = entry.or_insert((term.attestation, Vec::new()));
            relied.push(reliance);
        }
    }
    late.into_values()
        .map(|(attestation, relied)| finding(attestation, &relied))
        .collect()
}

fn finding(attestation: &Attestation, relied: &[&Reliance]) -> Finding {
    let mut events = vec![attestation.made.event];
    events.extend(relied.iter().map(|(_, event, _)| *event));
    Finding {
        severity: Severity::Warning,
        subject: attestation.subject,
        assets: relied.iter().map(|(_, _, asset)| *asset).collect(),
        events,
        figures: Figures::ExpiredAttestation {
            attestation: attestation.id,
        },
    }
}

/// From when to when an attestation holds.
struct Term<'a> {
    from: u64,
    until: u64,
    attestation: &'a Attestation,
}

impl<'a> Term<'a> {
    fn of(attestation: &'a Attestation) -> Self {
        Self {
            from: attestation.claim.valid_from.unwrap_or(0),
            until: attestation.claim.valid_until.unwrap_or(u64::MAX),
            attestation,
        }
    }
}

#[cfg(test)]
mod tests {
    use trace::{Claim, ClaimKind};

    use super::*;
    use crate::testing::{DAY, id, kg, lot, statement, tin};

    fn until(words: &str, days: std::ops::RangeInclusive<u64>) -> Claim {
        Claim {
            valid_from: Some(days.start() * DAY),
            valid_until: Some(days.end() * DAY),
            ..statement(ClaimKind::Conformity, words)
        }
    }

    #[test]
    fn what_a_smelter_made_after_its_certificate_ran_out_is_found() {
        let mut book = tin();
        book.attest("auditor", "smelter", until("RMAP", 5..=25));
        assert_eq!(find(&book.register()), [], "the ingot is of day 20");
        book.on(30)
            .transform("smelter", &[kg("ingot", 10)], &[lot("late", 10)]);
        let found = find(&book.register());
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].subject, &found[0].assets[..]),
            (id("smelter"), &[id("late")][..])
        );
        book.attest("auditor", "smelter", until("ISO 14001", 26..=90));
        assert_eq!(find(&book.register()).len(), 1, "that says something else");
        book.attest("auditor", "smelter", until("rmap", 26..=90));
        assert_eq!(find(&book.register()), [], "renewed");
        book.on(100)
            .transform("smelter", &[kg("ingot", 10)], &[lot("later", 10)]);
        let found = find(&book.register());
        assert_eq!(found.len(), 2, "both certificates ran out");
        assert!(found.iter().all(|found| found.assets == [id("later")]));
    }

    #[test]
    fn what_was_made_before_a_certificate_began_is_no_finding() {
        let mut book = tin();
        book.attest("auditor", "smelter", until("RMAP", 22..=25));
        assert_eq!(find(&book.register()), []);
    }

    #[test]
    fn a_lot_used_after_its_attestation_ran_out_is_found() {
        let mut book = tin();
        book.attest("auditor", "ingot", until("conflict-free", 20..=25));
        book.on(24)
            .transform("smelter", &[kg("ingot", 10)], &[lot("early", 10)]);
        assert_eq!(find(&book.register()), []);
        book.on(30)
            .transform("smelter", &[kg("ingot", 10)], &[lot("late", 10)]);
        assert_eq!(find(&book.register())[0].assets, [id("late")]);
    }
}
