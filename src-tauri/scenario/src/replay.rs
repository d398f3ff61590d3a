//! A story played through without a node: the events that the ledger would log, on a chain made up for them.

use std::collections::BTreeMap;

use alloy_primitives::{B256, keccak256};
use ledger::Role;
use trace::{AttestationId, EventBody, EventKey, Portion, ShipmentId, SubjectId, TraceEvent};

use crate::story::{Action, Resolved, Step, Story};

/// The key that the accounts of a replay follow from; everybody knows it.
const OPERATOR_KEY: B256 = B256::repeat_byte(0x57);

/// The events of a story: the directory first, then each step, one block each, whose time is that of the step.
///
/// Always the same for the same story. A step that speaks of a party, shipment or attestation that no earlier step made
/// is left out.
pub fn replay(story: &Story) -> Vec<TraceEvent> {
    let accounts = (story.parties.iter())
        .map(|party| EventBody::PartyRegistered(party.party(party.account(OPERATOR_KEY))));
    let places =
        (story.locations.iter()).map(|place| EventBody::LocationRegistered(place.entry.clone()));
    let directory: Vec<_> = accounts.chain(places).collect();

    let start = story.steps.first().map_or(0, |step| step.at.unix_seconds());
    let opening = start.saturating_sub(directory.len() as u64);
    let mut play = Play::default();
    let setup = (opening..).zip(directory);
    let told = (story.steps.iter()).filter_map(|step| {
        let body = play.body(story, step)?;
        Some((step.at.unix_seconds(), body))
    });
    (1..)
        .zip(setup.chain(told))
        .map(|(block, (block_time, body))| TraceEvent {
            key: EventKey {
                block,
                log_index: 0,
            },
            transaction: Some(number("transaction", block)),
            block_time,
            digest: ledger::body_digest(&body),
            body,
        })
        .collect()
}

/// What the ledger remembers between steps.
#[derive(Default)]
pub(crate) struct Play {
    resolved: Resolved,
    shipments: BTreeMap<ShipmentId, (SubjectId, Vec<Portion>)>,
    attestations: BTreeMap<AttestationId, SubjectId>,
}

impl Play {
    /// What the ledger logs for the next step.
    pub(crate) fn body(&mut self, story: &Story, step: &Step) -> Option<EventBody> {
        let actor = story.party(&step.actor)?;
        let body = self.event(step, actor.id(), actor.roles.contains(&Role::Certifier))?;
        match &body {
            EventBody::Shipped {
                shipment,
                party,
                items,
                ..
            } => {
                self.shipments.insert(*shipment, (*party, items.clone()));
            }
            EventBody::Attested {
                attestation,
                subject,
                ..
            } => {
                self.attestations.insert(*attestation, *subject);
            }
            _ => {}
        }
        self.resolved.learn(step, &body);
        Some(body)
    }

    fn event(&self, step: &Step, party: SubjectId, certified: bool) -> Option<EventBody> {
        let record = step.record();
        Some(match step.action.clone() {
            Action::Commission(asset) => EventBody::Commissioned {
                party,
                asset,
                record,
            },
            Action::Transform { inputs, outputs } => EventBody::Transformed {
                party,
                inputs,
                outputs,
                record,
            },
            Action::Pack { parent, children } => EventBody::Packed {
                party,
                parent,
                children,
                record,
            },
            Action::Unpack { parent, children } => EventBody::Unpacked {
                party,
                parent,
                children,
                record,
            },
            Action::Ship { items, to, .. } => EventBody::Shipped {
                shipment: ShipmentId(number("shipment", self.shipments.len() as u64)),
                party,
                to_party: to,
                items,
                record,
            },
            Action::Receive { shipment } => {
                let shipment = self.resolved.shipment(&shipment).ok()?;
                let (from_party, items) = self.shipments.get(&shipment)?.clone();
                EventBody::Received {
                    shipment,
                    party,
                    from_party,
                    items,
                    record,
                }
            }
            Action::Attest { subject, claim, .. } => EventBody::Attested {
                attestation: AttestationId(number("attestation", self.attestations.len() as u64)),
                subject,
                party,
                certified,
                claim,
                record,
            },
            Action::Revoke {
                attestation,
                reason,
            } => {
                let attestation = self.resolved.attestation(&attestation).ok()?;
                EventBody::Revoked {
                    attestation,
                    subject: *self.attestations.get(&attestation)?,
                    party,
                    reason,
                    record,
                }
            }
            Action::Recall { asset, reason } => EventBody::Recalled {
                asset,
                party,
                reason,
                record,
            },
        })
    }
}

/// A made-up number for what a ledger or chain would number itself.
fn number(of: &str, count: u64) -> B256 {
    keccak256([of.as_bytes(), &count.to_be_bytes()].concat())
}
