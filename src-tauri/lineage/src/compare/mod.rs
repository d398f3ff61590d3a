//! As known then, as known now: what events of a stretch of the chain changed about what was known before it, and what of that
//! undermines something that was said then, such as a report.
//!
//! It looks at events and a register and says which of them matter to whom. It does not look for reports and knows no files.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use trace::{AttestationId, EventBody, EventKey, EventType, SubjectId, TraceEvent};

use crate::{Lineage, Register};

/// What a change does to what was known before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sort {
    /// An attestation was taken back.
    Revoked,
    /// An asset was recalled.
    Recalled,
    /// A recall is over.
    Lifted,
    /// Who wrote an event said that it is wrong.
    Corrected,
    /// An attestation ran out by its own date.
    Expired,
    /// Something was attested.
    Attested,
    /// An asset was made.
    Made,
    /// Something was packed, moved or seen.
    Moved,
    /// The directory, a device or a document.
    Entered,
}

impl Sort {
    /// All of them, those that go back on something first.
    pub const ALL: [Self; 9] = [
        Self::Revoked,
        Self::Recalled,
        Self::Corrected,
        Self::Expired,
        Self::Lifted,
        Self::Attested,
        Self::Made,
        Self::Moved,
        Self::Entered,
    ];

    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Recalled => "recalled",
            Self::Lifted => "lifted",
            Self::Corrected => "corrected",
            Self::Expired => "expired",
            Self::Attested => "attested",
            Self::Made => "made",
            Self::Moved => "moved",
            Self::Entered => "entered",
        }
    }

    /// Whether it goes back on what was known, so that what was said before may hold no longer.
    pub const fn undermines(self) -> bool {
        matches!(
            self,
            Self::Revoked | Self::Recalled | Self::Corrected | Self::Expired
        )
    }

    const fn of(event: EventType) -> Self {
        match event {
            EventType::Revoked => Self::Revoked,
            EventType::Recalled => Self::Recalled,
            EventType::Lifted => Self::Lifted,
            EventType::Corrected => Self::Corrected,
            EventType::Attested => Self::Attested,
            EventType::Commissioned | EventType::Transformed => Self::Made,
            EventType::Packed
            | EventType::Unpacked
            | EventType::Shipped
            | EventType::Received
            | EventType::Rejected
            | EventType::Observed => Self::Moved,
            EventType::PartyRegistered
            | EventType::LocationRegistered
            | EventType::Anchored
            | EventType::Delegated
            | EventType::DelegationWithdrawn => Self::Entered,
        }
    }
}

/// Something that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What it does to what was known.
    pub sort: Sort,
    /// The event; of an attestation that ran out the one that made it.
    pub event: EventKey,
    /// When it changed what is known: the block's time, or the last second of an attestation.
    pub second: u64,
    /// What it is about.
    pub subjects: Vec<SubjectId>,
    /// The earlier events that it goes back on, where they are known.
    pub undoes: Vec<EventKey>,
}

impl Change {
    /// Whether it came after what was said as of this block and second.
    pub fn is_after(&self, block: u64, second: u64) -> bool {
        match self.sort {
            Sort::Expired => self.event.block <= block && self.second > second,
            _ => self.event.block > block,
        }
    }
}

/// What these events changed, in chain order. They come in chain order, and the register holds them.
pub fn changes<'a>(
    register: &Register,
    events: impl IntoIterator<Item = &'a TraceEvent>,
) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut corrected: BTreeSet<SubjectId> = BTreeSet::new();
    for event in events {
        let change = change(register, event);
        if change.sort == Sort::Corrected {
            corrected.extend(&change.subjects);
        }
        changes.push(change);
    }
    let wrong = wrong_events(register, &corrected);
    for change in &mut changes {
        if let Some(wrong) = wrong.get(&change.event) {
            change.undoes.extend(wrong);
        }
    }
    changes
}

fn change(register: &Register, event: &TraceEvent) -> Change {
    let undoes = match &event.body {
        EventBody::Revoked { attestation, .. } => {
            let known = register.attestations().get(attestation);
            known.map(|known| known.made.event)
        }
        EventBody::Lifted { asset, .. } => register.asset(*asset).and_then(|asset| {
            let ended_here = |recall: &&crate::Recall| {
                let lifted = recall.lifted.as_ref();
                lifted.is_some_and(|lifted| lifted.step.event == event.key)
            };
            asset
                .recalls
                .iter()
                .find(ended_here)
                .map(|recall| recall.event)
        }),
        _ => None,
    };
    Change {
        sort: Sort::of(event.body.event_type()),
        event: event.key,
        second: event.block_time,
        subjects: event.body.subjects(),
        undoes: undoes.into_iter().collect(),
    }
}

/// By correction, the events that it calls wrong: found in the histories of what was corrected, each read once.
fn wrong_events(
    register: &Register,
    subjects: &BTreeSet<SubjectId>,
) -> BTreeMap<EventKey, BTreeSet<EventKey>> {
    let mut wrong: BTreeMap<EventKey, BTreeSet<EventKey>> = BTreeMap::new();
    for subject in subjects {
        for step in register.history(*subject) {
            for correction in register.corrections(step.event) {
                wrong
                    .entry(correction.event)
                    .or_default()
                    .insert(step.event);
            }
        }
    }
    wrong
}

/// The attestations that ran out after one second and not after another, without being taken back or said again.
pub fn expiries(register: &Register, from: u64, to: u64) -> Vec<Change> {
    let ran_out = |until: u64| from <= until && until < to;
    let mut changes: Vec<Change> = (register.attestations().values())
        .filter(|known| known.revocation.is_none())
        .filter_map(|known| {
            let until = known.claim.valid_until.filter(|until| ran_out(*until))?;
            (!is_said_again(register, known.id, to)).then(|| Change {
                sort: Sort::Expired,
                event: known.made.event,
                second: until,
                subjects: vec![known.subject],
                undoes: Vec::new(),
            })
        })
        .collect();
    changes.sort_by_key(|change| (change.second, change.event));
    changes
}

/// Whether an attestation of the same kind about the same subject, by no less a party, is in force.
fn is_said_again(register: &Register, id: AttestationId, second: u64) -> bool {
    let Some(old) = register.attestations().get(&id) else {
        return false;
    };
    let newest = register.claim_in_force(old.subject, &old.claim.kind, second);
    newest.is_some_and(|newest| newest.certified >= old.certified)
}

/// What a statement about an asset rests on: the asset, what it came from, who made all that, and where.
pub fn rests_on(register: &Register, lineage: &Lineage, asset: SubjectId) -> BTreeSet<SubjectId> {
    let mut subjects = BTreeSet::new();
    for id in lineage.ancestry(asset) {
        subjects.insert(id);
        if let Some(known) = register.asset(id) {
            subjects.insert(known.maker);
            subjects.extend(known.made_at);
        }
    }
    subjects
}

/// Those of the changes that undermine what was said of these subjects as of a block with this time.
pub fn undermining<'a>(
    changes: &'a [Change],
    subjects: &BTreeSet<SubjectId>,
    (block, second): (u64, u64),
) -> Vec<&'a Change> {
    (changes.iter())
        .filter(|change| change.sort.undermines() && change.is_after(block, second))
        .filter(|change| change.subjects.iter().any(|about| subjects.contains(about)))
        .collect()
}
