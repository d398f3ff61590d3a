//! What was taken back of the things told: revoked, recalled, corrected. Whether that is a finding is for others.

use lineage::Register;
use trace::{EventBody, EventTime, Strand, SubjectId};

use super::names::called;
use super::telling::Telling;
use super::{Change, Finding, Gravity, Told};

/// What was taken back, in the order of attestations, assets, records.
pub(super) fn changes(telling: &Telling, register: &Register) -> Vec<Change> {
    let is_told = |subject: SubjectId| {
        let of_subject = (subject, Strand::Identity)..=(subject, Strand::Journey);
        telling.histories.range(of_subject).next().is_some()
    };
    let mut attestations: Vec<_> = (register.attestations().values())
        .filter(|attestation| is_told(attestation.subject))
        .collect();
    attestations.sort_by_key(|attestation| attestation.made.event);
    let revoked = attestations.into_iter().filter_map(|attestation| {
        Some(Change::Revoked {
            statement: attestation.claim.statement.clone(),
            subject: called(register, attestation.subject),
            on: attestation.revocation.as_ref()?.step.time,
        })
    });
    let assets = register.assets().iter().filter(|(id, _)| is_told(**id));
    let recalled = assets.flat_map(|(id, asset)| {
        asset.recalls.iter().map(|recall| Change::Recalled {
            asset: called(register, *id),
            on: recall.time,
            lifted: recall.lifted.as_ref().map(|lifted| lifted.step.time),
        })
    });
    let corrected = corrections(telling).map(|wrong| Change::Corrected {
        subject: called(register, wrong.subject),
        on: wrong.on,
    });
    revoked.chain(recalled).chain(corrected).collect()
}

/// The records that were called wrong, as findings, each with what it is about.
pub(super) fn wrong(telling: &Telling, register: &Register) -> Vec<(Finding, Vec<SubjectId>)> {
    corrections(telling)
        .map(|wrong| {
            let told = Told::Corrected {
                subject: called(register, wrong.subject),
                by: called(register, wrong.by),
                on: wrong.on,
                reason: wrong.reason.to_owned(),
            };
            let gravity = Gravity::Warn;
            (Finding { gravity, told }, vec![wrong.subject])
        })
        .collect()
}

/// A record that its author called wrong.
struct Wrong<'a> {
    /// The first thing that it is about and that is spoken of.
    subject: SubjectId,
    by: SubjectId,
    on: EventTime,
    reason: &'a str,
}

fn corrections(telling: &Telling) -> impl Iterator<Item = Wrong<'_>> {
    telling.events.iter().filter_map(|event| {
        let EventBody::Corrected {
            party,
            histories,
            reason,
            record,
            ..
        } = &event.body
        else {
            return None;
        };
        let mut told = histories
            .iter()
            .filter(|history| telling.histories.contains(history));
        Some(Wrong {
            subject: told.next()?.0,
            by: *party,
            on: record.time,
            reason,
        })
    })
}
