//! Revoked attestation: something that assets rely on was taken back by whoever had attested it.

use std::collections::BTreeSet;

use trace::{EventKey, SubjectId};

use super::standing::{sayings, spoken_for};
use super::{Figures, Finding, Severity};
use crate::{Attestation, Register};

pub(super) fn find(register: &Register, second: u64) -> Vec<Finding> {
    let subjects: BTreeSet<SubjectId> = (register.attestations().values())
        .filter(|attestation| attestation.revocation.is_some())
        .map(|attestation| attestation.subject)
        .collect();
    let relying = spoken_for(register, &subjects);
    let mut found = Vec::new();
    for group in sayings(register, &subjects) {
        let followed = Followed::by(&group, second);
        for attestation in group {
            if attestation.revocation.is_some()
                && !is_own_correction(register, attestation)
                && !followed.makes_good(attestation)
                && let Some(assets) = relying.get(&attestation.subject)
            {
                found.extend(judge(attestation, assets));
            }
        }
    }
    found
}

fn judge(attestation: &Attestation, assets: &[SubjectId]) -> Option<Finding> {
    let revocation = attestation.revocation.as_ref()?;
    (!assets.is_empty()).then(|| Finding {
        severity: Severity::Error,
        subject: attestation.subject,
        assets: assets.to_vec(),
        events: vec![attestation.made.event, revocation.step.event],
        figures: Figures::RevokedAttestation {
            attestation: attestation.id,
        },
    })
}

/// Whoever declares something of an asset and takes it back corrects himself; a certifier's revocation is more than that.
fn is_own_correction(register: &Register, attestation: &Attestation) -> bool {
    !attestation.certified && register.asset(attestation.subject).is_some()
}

/// The last attestations in force among those that say the same.
struct Followed {
    /// By a certifier.
    certified: Option<EventKey>,
    /// By anybody.
    any: Option<EventKey>,
}

impl Followed {
    fn by(group: &[&Attestation], second: u64) -> Self {
        let last = |only_certified: bool| {
            (group.iter())
                .filter(|one| one.in_force_at(second) && (one.certified || !only_certified))
                .map(|one| one.made.event)
                .max()
        };
        Self {
            certified: last(true),
            any: last(false),
        }
    }

    /// Whether a later attestation in force, by no less a party, takes the place of one.
    fn makes_good(&self, revoked: &Attestation) -> bool {
        let last = if revoked.certified {
            self.certified
        } else {
            self.any
        };
        last > Some(revoked.made.event)
    }
}

#[cfg(test)]
mod tests {
    use trace::{AttestationId, ClaimKind, EventBody};

    use super::*;
    use crate::testing::{Book, id, recycled, statement, tin};

    fn found(book: &Book) -> Vec<Finding> {
        find(&book.register(), 0)
    }

    fn conformant(book: &mut Book, subject: &str) -> AttestationId {
        let claim = statement(ClaimKind::Conformity, "RMAP conformant smelter");
        let attestation = book.attest("auditor", subject, claim);
        if let Some(EventBody::Attested { certified, .. }) =
            book.events.last_mut().map(|event| &mut event.body)
        {
            *certified = true;
        }
        attestation
    }

    #[test]
    fn what_a_smelter_made_is_touched_by_the_loss_of_its_attestation() {
        for subject in ["smelter", "muntok"] {
            let mut book = tin();
            let attestation = conformant(&mut book, subject);
            assert_eq!(found(&book), [], "in force");
            book.revoke("auditor", attestation, subject);
            let found = found(&book);
            let [finding] = &found[..] else {
                panic!("one finding, not {}", found.len());
            };
            assert_eq!(finding.subject, id(subject));
            assert!(finding.assets.contains(&id("ingot")));
            assert!(!finding.assets.contains(&id("ore")), "the miner made that");
        }
    }

    #[test]
    fn a_new_attestation_in_its_place_makes_it_good() {
        let mut book = tin();
        let first = conformant(&mut book, "smelter");
        book.revoke("auditor", first, "smelter");
        let other = statement(ClaimKind::Conformity, "ISO 14001");
        book.attest("auditor", "smelter", other);
        assert_eq!(found(&book).len(), 1, "that says something else");
        let same = statement(ClaimKind::Conformity, "RMAP conformant smelter");
        book.attest("smelter", "smelter", same);
        assert_eq!(found(&book).len(), 1, "anybody can say so of himself");
        let second = conformant(&mut book, "smelter");
        assert_eq!(found(&book), []);
        book.revoke("auditor", second, "smelter");
        assert_eq!(found(&book).len(), 2, "and that one is gone again");
    }

    #[test]
    fn to_correct_oneself_is_no_finding() {
        let mut book = tin();
        let wrong = book.attest("smelter", "ingot", recycled(90));
        book.revoke("smelter", wrong, "ingot");
        assert_eq!(found(&book), []);
    }

    #[test]
    fn an_attestation_nothing_relies_on_is_no_finding() {
        let mut book = tin();
        let attestation = conformant(&mut book, "auditor");
        book.revoke("auditor", attestation, "auditor");
        assert_eq!(found(&book), []);
    }
}
