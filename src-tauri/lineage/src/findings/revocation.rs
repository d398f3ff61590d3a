//! Revoked attestation: something that assets rely on was taken back by whoever had attested it.

use std::collections::BTreeMap;

use trace::{ClaimKind, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Attestation, Register};

pub(super) fn find(register: &Register, second: u64) -> Vec<Finding> {
    let revoked: Vec<_> = (register.attestations().values())
        .filter(|attestation| attestation.revocation.is_some())
        .filter(|attestation| !is_own_correction(register, attestation))
        .filter(|attestation| !is_made_good(register, attestation, second))
        .collect();
    let mut relying = revoked.iter().map(|of| (of.subject, Vec::new())).collect();
    fill(register, &mut relying);
    (revoked.into_iter())
        .filter_map(|attestation| judge(attestation, relying.get(&attestation.subject)?))
        .collect()
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

/// Whether a later attestation in force takes its place: of the same kind, said by no less a party, and where the kind has
/// no number of its own, in the same words.
fn is_made_good(register: &Register, revoked: &Attestation, second: u64) -> bool {
    let kind = &revoked.claim.kind;
    let has_a_number = matches!(
        kind,
        ClaimKind::RecycledContent | ClaimKind::CarbonFootprint
    );
    let words = |claim: &trace::Claim| claim.statement.trim().to_lowercase();
    (register.attestations_about(revoked.subject)).any(|other| {
        other.made.event > revoked.made.event
            && other.in_force_at(second)
            && other.certified >= revoked.certified
            && other.claim.kind == *kind
            && (has_a_number || words(&other.claim) == words(&revoked.claim))
    })
}

/// Adds the assets that an attestation about each subject speaks for: itself, what the party made, what was made at the
/// place.
fn fill(register: &Register, relying: &mut BTreeMap<SubjectId, Vec<SubjectId>>) {
    for (id, asset) in register.assets() {
        for subject in [Some(*id), Some(asset.maker), asset.made_at] {
            if let Some(assets) = subject.and_then(|subject| relying.get_mut(&subject)) {
                assets.push(*id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use trace::{AttestationId, EventBody};

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
