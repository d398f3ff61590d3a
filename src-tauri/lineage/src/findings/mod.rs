//! Findings: what is wrong with a record, the figures and events that show it, and what to do.
//!
//! A finding is about the record, not about the world: it says that two things on the ledger cannot both be so, or that
//! something is missing. One file for each family of rules, tested beside it; every rule takes one pass over what it looks at, so
//! that a million events are read through in a moment. Whoever shows a finding may use the English words of
//! [`Finding::title`] and its neighbours or write their own from [`Figures`].

mod contradiction;
mod early;
mod expiry;
mod figures;
mod loops;
mod over_claim;
mod recalled;
mod revocation;
mod shipment;
mod standing;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod units;
mod ways;
mod words;
mod yields;

use trace::{EventKey, SubjectId};

pub use figures::Figures;

use crate::{Lineage, Register};

/// How many events a finding shows at most: the first and the last say it, and hostile events may be many.
const MAX_EVENTS: usize = 40;

/// How grave a finding is, the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The record contradicts itself or what is physically possible.
    Error,
    /// Something to look into.
    Warning,
}

/// Something that is wrong with the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What it is about: an asset, a party or a location.
    pub subject: SubjectId,
    /// The assets it is a matter of, at least one: of a smelter's attestation, those that the smelter made.
    pub assets: Vec<SubjectId>,
    /// The events that show it, in chain order.
    pub events: Vec<EventKey>,
    /// What is wrong, with the figures that show it.
    pub figures: Figures,
}

/// All findings, the gravest first, then in chain order. `second` (Unix time) is when they are judged.
pub fn findings(register: &Register, lineage: &Lineage, second: u64) -> Vec<Finding> {
    let ways = ways::Ways::new(register);
    let mut found = over_claim::find(register, second);
    found.extend(revocation::find(register, second));
    found.extend(expiry::find(register));
    found.extend(shipment::find(register, second));
    found.extend(recalled::find(register, lineage, &ways));
    found.extend(yields::find(register));
    found.extend(units::find(register));
    let (loops, in_loops) = loops::find(register);
    found.extend(loops);
    found.extend(early::find(register, &in_loops));
    found.extend(contradiction::find(register, &ways, &in_loops));
    for finding in &mut found {
        finding.events.sort_unstable();
        finding.events.dedup();
        shorten(&mut finding.events);
    }
    found.sort_by(|left, right| {
        (left.severity, left.events.last(), left.subject).cmp(&(
            right.severity,
            right.events.last(),
            right.subject,
        ))
    });
    found
}

/// Keeps the first and the last events of many.
fn shorten(events: &mut Vec<EventKey>) {
    if events.len() > MAX_EVENTS {
        let from = events.len() - MAX_EVENTS / 2;
        events.drain(MAX_EVENTS / 2..from);
    }
}
