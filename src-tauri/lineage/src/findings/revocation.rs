//! Revoked attestation: something that assets rely on was taken back by whoever had attested it.

use trace::SubjectId;

use super::{Figures, Finding, Severity};
use crate::{Attestation, Register};

pub(super) fn find(register: &Register) -> Vec<Finding> {
    (register.attestations().values())
        .filter_map(|attestation| judge(register, attestation))
        .collect()
}

/// A declarer who corrects its own claim before anything was built on it is no finding; a certifier's revocation always is.
fn judge(register: &Register, attestation: &Attestation) -> Option<Finding> {
    let revocation = attestation.revocation.as_ref()?;
    let assets = reliant(register, attestation.subject);
    if assets.is_empty()
        || (!attestation.certified && register.asset(attestation.subject).is_some())
    {
        return None;
    }
    Some(Finding {
        severity: Severity::Error,
        subject: attestation.subject,
        assets,
        events: vec![attestation.made.event, revocation.step.event],
        figures: Figures::RevokedAttestation {
            attestation: attestation.id,
        },
    })
}

/// The assets that an attestation about this subject speaks for: itself, what the party made, what was made at the place.
fn reliant(register: &Register, subject: SubjectId) -> Vec<SubjectId> {
    (register.assets().iter())
        .filter(|(id, asset)| {
            **id == subject || asset.maker == subject || asset.made_at == Some(subject)
        })
        .map(|(id, _)| *id)
        .collect()
}

#[cfg(test)]
mod tests {
    use trace::ClaimKind;

    use super::*;
    use crate::testing::{id, statement, tin};

    #[test]
    fn what_a_smelter_made_is_touched_by_the_loss_of_its_attestation() {
        for subject in ["smelter", "muntok"] {
            let mut book = tin();
            let conformant = statement(ClaimKind::Conformity, "RMAP conformant smelter");
            let attestation = book.attest("auditor", subject, conformant);
            assert_eq!(find(&book.register()), [], "in force");
            book.revoke("auditor", attestation, subject);
            let found = find(&book.register());
            let [finding] = &found[..] else {
                panic!("one finding, not {}", found.len());
            };
            assert_eq!(finding.subject, id(subject));
            assert!(finding.assets.contains(&id("ingot")));
            assert!(!finding.assets.contains(&id("ore")), "the miner made that");
        }
    }

    #[test]
    fn an_attestation_nothing_relies_on_is_no_finding() {
        let mut book = tin();
        let words = statement(ClaimKind::Conformity, "clean hands");
        let attestation = book.attest("auditor", "auditor", words);
        book.revoke("auditor", attestation, "auditor");
        assert_eq!(find(&book.register()), []);
    }
}
