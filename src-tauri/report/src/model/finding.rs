//! Findings of the register, with names in the place of ids.

use std::collections::BTreeSet;

use lineage::{Figures, Register, Severity};
use trace::{Strand, SubjectId};

use super::histories::History;
use super::names::called;
use super::{Finding, Gravity, Told};

/// What is wrong with these assets, the gravest first, each with the assets that it is a matter of. Goods on their way are told of
/// where the histories show where they went: of a lot that many share, the rest of it may be anywhere.
pub(super) fn findings(
    register: &Register,
    found: &[lineage::Finding],
    assets: &BTreeSet<SubjectId>,
    histories: &BTreeSet<History>,
) -> Vec<(Finding, Vec<SubjectId>)> {
    found
        .iter()
        .filter_map(|found| {
            let of_journeys = matches!(found.figures, Figures::MissingReceive { .. });
            let concerned: Vec<SubjectId> = (found.assets.iter().copied())
                .filter(|asset| assets.contains(asset))
                .filter(|asset| !of_journeys || histories.contains(&(*asset, Strand::Journey)))
                .collect();
            if concerned.is_empty() {
                return None;
            }
            let gravity = match found.severity {
                Severity::Error => Gravity::Bad,
                Severity::Warning => Gravity::Warn,
            };
            let told = told(register, found, concerned.len())?;
            Some((Finding { gravity, told }, concerned))
        })
        .collect()
}

fn told(register: &Register, found: &lineage::Finding, assets: usize) -> Option<Told> {
    let name = |subject| called(register, subject);
    Some(match &found.figures {
        Figures::OverClaim {
            attestation,
            claimed,
            most,
        } => Told::OverClaim {
            asset: name(found.subject),
            by: name(register.attestations().get(attestation)?.party),
            claimed: *claimed,
            most: *most,
        },
        Figures::RevokedAttestation { attestation } => {
            let known = register.attestations().get(attestation)?;
            let revocation = known.revocation.as_ref()?;
            Told::Revoked {
                statement: known.claim.statement.clone(),
                subject: name(known.subject),
                by: name(known.party),
                on: revocation.step.time,
                assets,
                reason: revocation.reason.clone(),
            }
        }
        Figures::MissingReceive { shipment, days } => {
            let known = register.shipments().get(shipment)?;
            Told::NotReceived {
                goods: name(found.subject),
                from: name(known.from),
                to: name(known.to),
                on: known.shipped.time,
                days: *days,
            }
        }
        Figures::Recalled { used_after } => {
            let recall = register.asset(found.subject)?.recall()?;
            Told::Recalled {
                asset: name(found.subject),
                by: name(recall.party),
                on: recall.time,
                reason: recall.reason.clone(),
                used_after: *used_after,
                lifted: recall.lifted.as_ref().map(|lifted| lifted.step.time),
            }
        }
        Figures::OutputExceedsInput { input, output } => Told::OutputExceedsInput {
            asset: name(found.subject),
            input: *input,
            output: *output,
        },
        // A report tells of the rules above. The others look at what a report leaves out, such as a lot's other journeys, and
        // would find fault with the gaps.
        _ => return None,
    })
}
