//! What a record is checked against: the register, with what is signed here and not on the ledger yet on top.

use alloy_primitives::{Address, B256};
use field::{Acting, AssetFacts, Known, RecordedEvent, ShipmentFacts, ShipmentStatus};
use ledger::Role;
use lineage::{Register, Whereabouts};
use outbox::{Documents, Kept, Record};
use protocol::field::FieldState as State;
use trace::{EventBody, EventKey, EventType, Portion, ShipmentId, Strand, SubjectId, TraceEvent};

use crate::Workspace;

/// What is known, with what is pending.
pub(crate) struct Facts<'a> {
    workspace: &'a Workspace,
    /// With what is pending on top.
    pub(crate) register: Register,
    /// What is pending, in order.
    pending: Vec<EventBody>,
    documents: Documents,
}

/// Whether a record in this state will be on the ledger, as far as its writer is concerned, and is not yet.
pub(crate) const fn is_pending(state: State) -> bool {
    matches!(state, State::Signed | State::Sent)
}

impl<'a> Facts<'a> {
    /// What is known, with these records on top, in their order: those before `before`, where that is a record's number.
    pub(crate) fn new(
        workspace: &'a Workspace,
        records: &[Record],
        kept: &[Kept],
        before: Option<u64>,
    ) -> Self {
        let mut register = Register::clone(&workspace.register);
        let mut pending = Vec::new();
        for kept in kept {
            let counts = records.iter().any(|record| {
                record.id == kept.record
                    && is_pending(record.state)
                    && !record.progress.cancelling
                    && before.is_none_or(|before| record.number < before)
            });
            if counts {
                let body = numbered(&kept.event, kept.carried.id);
                register.apply(&pending_event(workspace, &body, pending.len()));
                pending.push(body);
            }
        }
        Self {
            workspace,
            register,
            pending,
            documents: workspace.document_store(),
        }
    }

    fn shipment_status(&self, id: ShipmentId) -> Option<(ShipmentFacts, bool)> {
        let shipment = self.register.shipments().get(&id)?;
        let status = match (&shipment.received, &shipment.rejection) {
            (Some(step), _) => ShipmentStatus::Arrived(step.second()),
            (None, Some(rejection)) => ShipmentStatus::SentBack(rejection.step.second()),
            (None, None) => ShipmentStatus::UnderWay,
        };
        let facts = ShipmentFacts {
            from: shipment.from,
            to: shipment.to,
            items: shipment.items.clone(),
            status,
        };
        Some((facts, shipment.is_under_way()))
    }
}

/// The event of a record that is not on the ledger: numbered by the record's own hash where the ledger would number it.
pub(super) fn numbered(body: &EventBody, id: B256) -> EventBody {
    let mut body = body.clone();
    match &mut body {
        EventBody::Shipped { shipment, .. } => *shipment = ShipmentId(id),
        EventBody::Attested { attestation, .. } => *attestation = trace::AttestationId(id),
        _ => {}
    }
    body
}

/// It stands behind everything that is held, at no later time: at what second claims are judged no device's clock decides.
pub(super) fn pending_event(workspace: &Workspace, body: &EventBody, place: usize) -> TraceEvent {
    TraceEvent {
        key: EventKey {
            block: workspace.newest_block().saturating_add(1),
            log_index: u32::try_from(place).unwrap_or(u32::MAX),
        },
        transaction: None,
        block_time: workspace.register.latest_time(),
        digest: ledger::body_digest(body),
        body: body.clone(),
    }
}

impl interchange::Names for Facts<'_> {
    fn epc(&self, subject: SubjectId) -> Option<String> {
        let epc = crate::view::subject_epc(&self.register, subject);
        (epc != subject.to_string()).then_some(epc)
    }

    fn unit(&self, subject: SubjectId) -> Option<String> {
        let asset = self.register.asset(subject)?;
        Some(asset.detail.quantity.unit.code().to_owned())
    }
}

impl Known for Facts<'_> {
    fn is_party(&self, id: SubjectId) -> bool {
        self.register.party(id).is_some()
    }

    fn is_location(&self, id: SubjectId) -> bool {
        self.register.location(id).is_some()
    }

    fn asset(&self, id: SubjectId) -> Option<AssetFacts> {
        let asset = self.register.asset(id)?;
        let in_force = asset.recall().filter(|recall| recall.lifted.is_none());
        let holder = match asset.whereabouts() {
            Whereabouts::Held(party) => Some(party),
            _ => None,
        };
        Some(AssetFacts {
            unit: asset.detail.quantity.unit.clone(),
            made_micro: asset.detail.quantity.micro,
            made_on: asset.made_on,
            maker: asset.maker,
            holder,
            packed_in: asset.packed_in.keys().copied().collect(),
            has_contents: self.register.contents(id).next().is_some(),
            recalled: in_force.map(|recall| (recall.party, crate::view::shorten(&recall.reason))),
        })
    }

    fn held(&self, asset: SubjectId, party: SubjectId) -> u64 {
        let held = self.register.asset(asset).map(|asset| &asset.held);
        held.and_then(|held| held.get(&party)).copied().unwrap_or(0)
    }

    fn packed(&self, parent: SubjectId, child: SubjectId) -> u64 {
        let packed = self.register.asset(child).map(|child| &child.packed_in);
        packed
            .and_then(|packed| packed.get(&parent))
            .copied()
            .unwrap_or(0)
    }

    fn shipment(&self, id: ShipmentId) -> Option<ShipmentFacts> {
        self.shipment_status(id).map(|(facts, _)| facts)
    }

    fn event(&self, name: &str) -> Option<RecordedEvent> {
        let (block, log_index) = name.split_once('/')?;
        let key = EventKey {
            block: block.trim().parse().ok()?,
            log_index: log_index.trim().parse().ok()?,
        };
        let event = self.workspace.event(key)?;
        Some(RecordedEvent {
            digest: event.digest,
            party: event.body.actor(),
            histories: ledger::extends(&event.body),
        })
    }

    fn acting(&self, device: Address, party: SubjectId) -> Acting {
        self.workspace.acting(device, party)
    }

    fn lacks(&self, party: SubjectId, role: Role) -> Option<u64> {
        self.workspace.lacks_role(party, role)
    }

    fn head(&self, subject: SubjectId, strand: Strand) -> Option<(B256, u64)> {
        let newest = self.workspace.newest_block();
        let steps = self.register.history(subject).iter();
        let mut digests = Vec::new();
        for step in steps.filter(|step| step.event.block <= newest) {
            let event = self.workspace.event(step.event)?;
            if ledger::extends(&event.body).contains(&(subject, strand)) {
                digests.push(event.digest);
            }
        }
        for body in &self.pending {
            if !ledger::extends(body).contains(&(subject, strand)) {
                continue;
            }
            if matches!(body, EventBody::Shipped { .. } | EventBody::Attested { .. }) {
                // The ledger puts a number into it that nobody knows yet.
                return None;
            }
            digests.push(ledger::body_digest(body));
        }
        Some(ledger::fold_head(digests))
    }

    fn has_document(&self, sha256: B256) -> bool {
        self.documents.has(sha256)
    }
}

impl Workspace {
    /// For whom a device acts, as far as is synced.
    pub(crate) fn acting(&self, device: Address, party: SubjectId) -> Acting {
        let own = self.register.party(party);
        if own.is_some_and(|party| party.account == device) {
            return Acting::Own;
        }
        let spoken = [EventType::Delegated, EventType::DelegationWithdrawn];
        let steps = self.register.history(party).iter().rev();
        for step in steps.filter(|step| spoken.contains(&step.event_type)) {
            match self.event(step.event).map(|event| event.body) {
                Some(EventBody::Delegated {
                    device: of, until, ..
                }) if of == device => return Acting::Until(until),
                Some(EventBody::DelegationWithdrawn { device: of, .. }) if of == device => {
                    return Acting::Withdrawn;
                }
                _ => {}
            }
        }
        Acting::No
    }

    /// The parties that a device acts for, or did.
    pub(crate) fn delegations(&self, device: Address) -> Vec<(SubjectId, Acting)> {
        let parties = self.register.parties().keys();
        parties
            .map(|party| (*party, self.acting(device, *party)))
            .filter(|(_, acting)| *acting != Acting::No)
            .collect()
    }
}

/// The goods of a shipment as people name them, the first few.
pub(crate) fn first_names(register: &Register, items: &[Portion]) -> Vec<String> {
    let names = items.iter().take(3);
    names
        .map(|item| crate::view::subject_name(register, item.asset))
        .collect()
}

/// The number of a shipment as it is typed.
pub(crate) fn shipment_number(id: ShipmentId) -> String {
    id.0.to_string()
}
