//! Contradictions: what the register could not make sense of, told as what is wrong with the record. One fault often leaves
//! several gaps; only the first cause is told.
//!
//! The ledger's own rules exclude all of these. They come with events that are missing, or from a ledger under someone else's code.

use std::collections::{BTreeMap, BTreeSet};

use trace::{EventKey, EventType, ShipmentId, SubjectId};

use super::ways::Ways;
use super::{Figures, Finding, Severity};
use crate::{Gap, Register, Shipment, Step};

/// The findings in what the register could not resolve. What is in a loop is told of there.
pub(super) fn find(
    register: &Register,
    ways: &Ways<'_>,
    in_loops: &BTreeSet<SubjectId>,
) -> Vec<Finding> {
    let gaps = Gaps::sorted(register);
    let mut found = Vec::new();
    for (subject, events) in &gaps.unknown {
        if register.asset(*subject).is_none() {
            found.push(never_made(register, *subject, events));
        }
    }
    for (subject, events) in &gaps.existing {
        found.extend(made_twice(register, in_loops, *subject, events));
    }
    for (asset, events) in &gaps.short {
        let doubtful = gaps.unknown.contains_key(asset) || gaps.existing.contains_key(asset);
        if !doubtful {
            found.extend(shortfalls(register, ways, &gaps, *asset, events));
        }
    }
    for (shipment, events) in &gaps.ended {
        let shipment = register.shipments().get(shipment);
        found.extend(shipment.and_then(|known| received_twice(known, events)));
    }
    found.extend(gaps.of_subjects(register));
    found
}

/// What did not fit, by what it is about.
#[derive(Default)]
struct Gaps {
    unknown: BTreeMap<SubjectId, Vec<EventKey>>,
    existing: BTreeMap<SubjectId, Vec<EventKey>>,
    short: BTreeMap<SubjectId, Vec<EventKey>>,
    ended: BTreeMap<ShipmentId, Vec<EventKey>>,
    /// Events about a shipment that does not fit: what they move does not fit either.
    astray: BTreeSet<EventKey>,
    /// Events that say something about their own subjects only.
    others: BTreeMap<EventKey, Figures>,
}

impl Gaps {
    fn sorted(register: &Register) -> Self {
        let mut all = Self::default();
        for gap in register.unresolved() {
            let event = gap.event;
            match gap.gap {
                Gap::UnknownSubject(subject) => all.unknown.entry(subject).or_default().push(event),
                Gap::SubjectExists(subject) => all.existing.entry(subject).or_default().push(event),
                Gap::Shortfall(asset) => all.short.entry(asset).or_default().push(event),
                Gap::AlreadyReceived(shipment) => {
                    all.ended.entry(shipment).or_default().push(event);
                    all.astray.insert(event);
                }
                Gap::UnknownShipment(_) => {
                    all.others.insert(event, Figures::ReceivedUnsent);
                    all.astray.insert(event);
                }
                Gap::ShipmentExists(_) => {
                    all.others.insert(event, Figures::RecordedTwice);
                    all.astray.insert(event);
                }
                // An event that does not come after the one before it was left out; it has no history to be shown in.
                Gap::OutOfOrder => {}
                Gap::AttestationExists(_) | Gap::AlreadyRevoked(_) => {
                    all.others.insert(event, Figures::RecordedTwice);
                }
                Gap::UnknownAttestation(_) | Gap::UnknownRecall(_) | Gap::UnknownEvent(_) => {
                    all.others.insert(event, Figures::UnknownReference);
                }
            }
        }
        all
    }

    /// The findings that are about whatever the events are about, found in one pass over the histories.
    fn of_subjects(&self, register: &Register) -> Vec<Finding> {
        if self.others.is_empty() {
            return Vec::new();
        }
        let mut subjects: BTreeMap<EventKey, Vec<SubjectId>> = BTreeMap::new();
        let known = (register.assets().keys())
            .chain(register.parties().keys())
            .chain(register.locations().keys());
        for subject in known {
            for step in register.history(*subject) {
                if self.others.contains_key(&step.event) {
                    subjects.entry(step.event).or_default().push(*subject);
                }
            }
        }
        (subjects.into_iter())
            .filter_map(|(event, assets)| {
                let figures = self.others.get(&event)?.clone();
                let severity = match figures {
                    Figures::ReceivedUnsent => Severity::Error,
                    _ => Severity::Warning,
                };
                Some(Finding {
                    severity,
                    subject: *assets.first()?,
                    assets,
                    events: vec![event],
                    figures,
                })
            })
            .collect()
    }
}

fn never_made(register: &Register, subject: SubjectId, events: &[EventKey]) -> Finding {
    let known = register.party(subject).is_some() || register.location(subject).is_some();
    let mut assets = vec![subject];
    for event in events {
        let process = register.transformations().get(event);
        assets.extend(process.iter().flat_map(|process| &process.outputs));
    }
    let used = |step: &Step| step.micro.is_some();
    let severity = if !known && register.history(subject).iter().any(used) {
        Severity::Error
    } else {
        Severity::Warning
    };
    Finding {
        severity,
        subject,
        assets,
        events: events.to_vec(),
        figures: Figures::NeverMade,
    }
}

fn made_twice(
    register: &Register,
    in_loops: &BTreeSet<SubjectId>,
    subject: SubjectId,
    events: &[EventKey],
) -> Option<Finding> {
    if in_loops.contains(&subject) {
        return None;
    }
    let first = register.history(subject).first()?.event;
    Some(Finding {
        severity: Severity::Error,
        subject,
        assets: vec![subject],
        events: [&[first], events].concat(),
        figures: Figures::MadeTwice,
    })
}

fn received_twice(shipment: &Shipment, events: &[EventKey]) -> Option<Finding> {
    let end = (shipment.received.as_ref())
        .or(shipment.rejection.as_ref().map(|rejection| &rejection.step))?;
    Some(Finding {
        severity: Severity::Error,
        subject: shipment.items.first()?.asset,
        assets: shipment.items.iter().map(|item| item.asset).collect(),
        events: [&[shipment.shipped.event, end.event], events].concat(),
        figures: Figures::ReceivedTwice {
            shipment: shipment.id,
        },
    })
}

/// What it means that more of an asset was moved than was there: at most one finding of each sort.
fn shortfalls(
    register: &Register,
    ways: &Ways<'_>,
    gaps: &Gaps,
    id: SubjectId,
    events: &[EventKey],
) -> Vec<Finding> {
    let Some(asset) = register.asset(id) else {
        return Vec::new();
    };
    let made = asset.detail.quantity.micro;
    let short: BTreeSet<EventKey> = (events.iter())
        .filter(|event| !gaps.astray.contains(event))
        .copied()
        .collect();
    let mut found: BTreeMap<&'static str, Finding> = BTreeMap::new();
    let mut before = Before::default();
    for step in register.history(id) {
        if short.contains(&step.event) {
            let figures = before.meaning(asset.used_micro, made, ways, id, step);
            let entry = found.entry(figures.code()).or_insert_with(|| Finding {
                severity: Severity::Error,
                subject: id,
                assets: vec![id],
                events: vec![before.witness(&figures).unwrap_or(asset.made_by)],
                figures,
            });
            entry.events.push(step.event);
            let process = register.transformations().get(&step.event);
            let outputs = process.into_iter().flat_map(|process| &process.outputs);
            entry.assets.extend(outputs.filter(|output| **output != id));
        }
        before.take_in(step, asset.made_by);
    }
    found.into_values().collect()
}

/// What had happened to an asset before a step.
#[derive(Default)]
struct Before {
    packed: u64,
    last_packed: Option<EventKey>,
    last_used: Option<EventKey>,
}

impl Before {
    fn take_in(&mut self, step: &Step, made_by: EventKey) {
        let micro = step.micro.unwrap_or(0);
        match step.event_type {
            EventType::Packed if step.micro.is_some() => {
                self.packed = self.packed.saturating_add(micro);
                self.last_packed = Some(step.event);
            }
            EventType::Unpacked => self.packed = self.packed.saturating_sub(micro),
            EventType::Transformed if step.event != made_by => self.last_used = Some(step.event),
            _ => {}
        }
    }

    /// Why there was not enough for a step.
    fn meaning(
        &self,
        used: u64,
        made: u64,
        ways: &Ways<'_>,
        id: SubjectId,
        step: &Step,
    ) -> Figures {
        let moved = step.micro.unwrap_or(0);
        let shipment = ways.of(step.event);
        match (step.event_type, shipment) {
            (EventType::Transformed, _) if used > made => Figures::DoubleUse { made, used },
            (EventType::Packed, _) if self.packed > 0 => Figures::PackedTwice,
            (EventType::Received | EventType::Rejected, Some(shipment)) => {
                let item = shipment.items.iter().find(|item| item.asset == id);
                Figures::ReceivedMore {
                    shipment: shipment.id,
                    shipped: item.map_or(0, |item| item.micro),
                    received: moved,
                }
            }
            _ => Figures::MovedWithoutHaving { moved },
        }
    }

    /// The earlier event that shows it best.
    fn witness(&self, figures: &Figures) -> Option<EventKey> {
        match figures {
            Figures::DoubleUse { .. } => self.last_used,
            Figures::PackedTwice => self.last_packed,
            _ => None,
        }
    }
}
