//! Attestations that say the same of the same subject, together: by them one sees whether one that ended was followed by another.

use std::collections::{BTreeMap, BTreeSet};

use trace::{ClaimKind, SubjectId};

use crate::{Attestation, Register};

/// Of whom, what kind, and in which words; kinds that have a number need no words.
type Saying<'a> = (SubjectId, &'a ClaimKind, String);

/// The attestations about these subjects, those that say the same together, each group in chain order.
pub(super) fn sayings<'a>(
    register: &'a Register,
    subjects: &BTreeSet<SubjectId>,
) -> Vec<Vec<&'a Attestation>> {
    let mut groups: BTreeMap<Saying<'a>, Vec<&Attestation>> = BTreeMap::new();
    for subject in subjects {
        for attestation in register.attestations_about(*subject) {
            let claim = &attestation.claim;
            let has_a_number = matches!(
                claim.kind,
                ClaimKind::RecycledContent | ClaimKind::CarbonFootprint
            );
            let words = if has_a_number {
                String::new()
            } else {
                claim.statement.trim().to_lowercase()
            };
            let group = groups.entry((*subject, &claim.kind, words)).or_default();
            group.push(attestation);
        }
    }
    groups.into_values().collect()
}

/// For each of these subjects the assets that an attestation about it speaks for: itself, what the party made, what was made at
/// the place.
pub(super) fn spoken_for(
    register: &Register,
    subjects: &BTreeSet<SubjectId>,
) -> BTreeMap<SubjectId, Vec<SubjectId>> {
    let mut all: BTreeMap<SubjectId, Vec<SubjectId>> =
        subjects.iter().map(|of| (*of, Vec::new())).collect();
    if all.is_empty() {
        return all;
    }
    for (id, asset) in register.assets() {
        for subject in [Some(*id), Some(asset.maker), asset.made_at] {
            if let Some(assets) = subject.and_then(|subject| all.get_mut(&subject)) {
                assets.push(*id);
            }
        }
    }
    all
}
