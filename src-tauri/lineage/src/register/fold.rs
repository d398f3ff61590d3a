//! How each event changes the register. One function per event; none can fail or panic.

use std::collections::BTreeMap;

use trace::{
    AssetDetail, AttestationId, EventBody, Portion, Record, ShipmentId, SubjectId, TraceEvent,
};

use super::Register;
use super::asset::{Asset, put, take};
use super::records::{
    Attestation, Gap, Packing, Revocation, Shipment, Transformation, Unresolved, merged, step,
};

impl Register {
    /// Takes in the next event. An event that does not come after the last one is left out and noted.
    pub fn apply(&mut self, event: &TraceEvent) {
        if self.latest.is_some_and(|(key, _)| event.key <= key) {
            self.note(event, Gap::OutOfOrder);
            return;
        }
        self.latest = Some((event.key, event.block_time));
        self.calendar.note(event.key.block, event.block_time);
        if let Some(record) = event.body.record() {
            self.last_happened = self.last_happened.max(record.time.unix_seconds());
        }
        self.digests.insert(event.digest, event.key);
        match &event.body {
            EventBody::PartyRegistered(party) => {
                let id = party.id();
                self.enter(event, id);
                self.parties.entry(id).or_insert_with(|| party.clone());
            }
            EventBody::LocationRegistered(location) => {
                let id = location.id();
                self.enter(event, id);
                self.locations.entry(id).or_insert_with(|| location.clone());
            }
            EventBody::Commissioned {
                party,
                asset,
                record,
            } => {
                self.make(event, *party, asset, record);
            }
            EventBody::Transformed {
                party,
                inputs,
                outputs,
                record,
            } => {
                self.transform(event, *party, inputs, outputs, record);
            }
            EventBody::Packed {
                party,
                parent,
                children,
                ..
            } => {
                self.pack(event, *party, *parent, children);
            }
            EventBody::Unpacked {
                party,
                parent,
                children,
                ..
            } => {
                self.unpack(event, *party, *parent, children);
            }
            EventBody::Shipped {
                shipment,
                party,
                to_party,
                items,
                record,
            } => {
                self.ship(event, *shipment, (*party, *to_party), items, record);
            }
            EventBody::Received {
                shipment,
                party,
                items,
                ..
            } => {
                self.receive(event, *shipment, *party, items);
            }
            EventBody::Attested { attestation, .. } => self.attest(event, *attestation),
            EventBody::Revoked {
                attestation,
                subject,
                reason,
                ..
            } => {
                self.revoke(event, *attestation, *subject, reason);
            }
            EventBody::Recalled { .. } => self.recall(event),
            EventBody::Rejected { .. } => self.reject(event),
            EventBody::Observed { items, .. } => {
                for item in merged(items) {
                    self.log_known(event, item.asset, None);
                }
            }
            EventBody::Lifted { .. } => self.lift(event),
            EventBody::Corrected { .. } => self.correct(event),
            EventBody::Anchored { party, .. }
            | EventBody::Delegated { party, .. }
            | EventBody::DelegationWithdrawn { party, .. } => self.log_known(event, *party, None),
        }
    }

    pub(super) fn note(&mut self, event: &TraceEvent, gap: Gap) {
        let event = event.key;
        self.unresolved.push(Unresolved { event, gap });
    }

    fn knows(&self, subject: SubjectId) -> bool {
        self.assets.contains_key(&subject)
            || self.parties.contains_key(&subject)
            || self.locations.contains_key(&subject)
    }

    fn log(&mut self, event: &TraceEvent, subject: SubjectId, micro: Option<u64>) {
        let history = self.histories.get_or_insert(subject, Vec::new());
        history.push(step(event, micro));
    }

    /// Adds the event to the history of a subject that should be there already.
    pub(super) fn log_known(&mut self, event: &TraceEvent, subject: SubjectId, micro: Option<u64>) {
        if !self.knows(subject) {
            self.note(event, Gap::UnknownSubject(subject));
        }
        self.log(event, subject, micro);
    }

    /// Adds the event to the history of a subject that should be new; says whether it is.
    fn enter(&mut self, event: &TraceEvent, subject: SubjectId) -> bool {
        let is_new = !self.knows(subject);
        if !is_new {
            self.note(event, Gap::SubjectExists(subject));
        }
        self.log(event, subject, None);
        is_new
    }

    fn make(
        &mut self,
        event: &TraceEvent,
        maker: SubjectId,
        detail: &AssetDetail,
        record: &Record,
    ) -> Option<SubjectId> {
        let id = detail.id();
        if !self.enter(event, id) {
            return None;
        }
        let mut held = BTreeMap::new();
        put(&mut held, maker, detail.quantity.micro);
        let asset = Asset {
            detail: detail.clone(),
            maker,
            made_by: event.key,
            made_at: record.location,
            made_on: record.time,
            held,
            in_transit: BTreeMap::new(),
            packed_in: BTreeMap::new(),
            used_micro: 0,
            recalls: Vec::new(),
        };
        self.assets.insert(id, asset);
        Some(id)
    }

    fn transform(
        &mut self,
        event: &TraceEvent,
        party: SubjectId,
        inputs: &[Portion],
        outputs: &[AssetDetail],
        record: &Record,
    ) {
        let inputs = merged(inputs);
        for input in &inputs {
            self.move_out(event, party, *input);
            if let Some(asset) = self.assets.get_mut(&input.asset) {
                asset.used_micro = asset.used_micro.saturating_add(input.micro);
            }
        }
        let outputs = outputs
            .iter()
            .filter_map(|detail| self.make(event, party, detail, record))
            .collect();
        let transformation = Transformation {
            event: event.key,
            party,
            location: record.location,
            time: record.time,
            inputs,
            outputs,
        };
        self.transformations.insert(event.key, transformation);
    }

    /// Logs that some of an asset leaves a party's hands, and takes it from them.
    fn move_out(&mut self, event: &TraceEvent, party: SubjectId, portion: Portion) {
        self.log_known(event, portion.asset, Some(portion.micro));
        if let Some(asset) = self.assets.get_mut(&portion.asset)
            && !take(&mut asset.held, &party, portion.micro)
        {
            self.note(event, Gap::Shortfall(portion.asset));
        }
    }

    fn pack(
        &mut self,
        event: &TraceEvent,
        party: SubjectId,
        parent: SubjectId,
        children: &[Portion],
    ) {
        self.log_known(event, parent, None);
        for child in merged(children) {
            self.move_out(event, party, child);
            if let Some(asset) = self.assets.get_mut(&child.asset) {
                put(&mut asset.packed_in, parent, child.micro);
            }
            if !self.assets.contains_key(&parent) || !self.assets.contains_key(&child.asset) {
                continue;
            }
            let begun = Packing {
                event: event.key,
                micro: 0,
                ended: None,
            };
            let stay = self.packings.get_or_insert((parent, child.asset), begun);
            if stay.ended.is_some() {
                *stay = begun;
            }
            stay.micro = stay.micro.saturating_add(child.micro);
        }
    }

    fn unpack(
        &mut self,
        event: &TraceEvent,
        party: SubjectId,
        parent: SubjectId,
        children: &[Portion],
    ) {
        self.log_known(event, parent, None);
        for child in merged(children) {
            self.log_known(event, child.asset, Some(child.micro));
            if let Some(asset) = self.assets.get_mut(&child.asset) {
                let was_there = take(&mut asset.packed_in, &parent, child.micro);
                put(&mut asset.held, party, child.micro);
                if !was_there {
                    self.note(event, Gap::Shortfall(child.asset));
                }
            }
            if let Some(stay) = self.packings.get_mut(&(parent, child.asset)) {
                stay.micro = stay.micro.saturating_sub(child.micro);
                if stay.micro == 0 {
                    stay.ended.get_or_insert(event.key);
                }
            }
        }
    }

    fn ship(
        &mut self,
        event: &TraceEvent,
        id: ShipmentId,
        (from, to): (SubjectId, SubjectId),
        items: &[Portion],
        record: &Record,
    ) {
        let items = merged(items);
        for item in &items {
            self.move_out(event, from, *item);
            if let Some(asset) = self.assets.get_mut(&item.asset) {
                put(&mut asset.in_transit, id, item.micro);
            }
        }
        if self.shipments.contains_key(&id) {
            self.note(event, Gap::ShipmentExists(id));
            return;
        }
        let shipment = Shipment {
            id,
            from,
            to,
            items,
            shipped: step(event, None),
            shipped_at: record.location,
            received: None,
            rejection: None,
        };
        self.shipments.insert(id, shipment);
    }

    fn receive(&mut self, event: &TraceEvent, id: ShipmentId, party: SubjectId, items: &[Portion]) {
        self.arrive(event, id, party, items);
        if let Some(shipment) = self.ending(event, id) {
            shipment.received = Some(step(event, None));
        }
    }

    /// Goods come out of a shipment into a party's hands.
    pub(super) fn arrive(
        &mut self,
        event: &TraceEvent,
        id: ShipmentId,
        party: SubjectId,
        items: &[Portion],
    ) {
        for item in merged(items) {
            self.log_known(event, item.asset, Some(item.micro));
            if let Some(asset) = self.assets.get_mut(&item.asset) {
                let was_there = take(&mut asset.in_transit, &id, item.micro);
                put(&mut asset.held, party, item.micro);
                if !was_there {
                    self.note(event, Gap::Shortfall(item.asset));
                }
            }
        }
    }

    /// The shipment that an event ends; `None`, and noted, if there is none under way.
    pub(super) fn ending(&mut self, event: &TraceEvent, id: ShipmentId) -> Option<&mut Shipment> {
        let known = self.shipments.get(&id).map(Shipment::is_under_way);
        match known {
            None => self.note(event, Gap::UnknownShipment(id)),
            Some(false) => self.note(event, Gap::AlreadyReceived(id)),
            Some(true) => return self.shipments.get_mut(&id),
        }
        None
    }

    fn attest(&mut self, event: &TraceEvent, id: AttestationId) {
        let EventBody::Attested {
            subject,
            party,
            certified,
            claim,
            ..
        } = &event.body
        else {
            return;
        };
        self.log_known(event, *subject, None);
        if self.attestations.contains_key(&id) {
            self.note(event, Gap::AttestationExists(id));
            return;
        }
        let attestation = Attestation {
            id,
            subject: *subject,
            party: *party,
            certified: *certified,
            claim: claim.clone(),
            made: step(event, None),
            revocation: None,
        };
        self.attestations.insert(id, attestation);
        let about = self.attestations_about.get_or_insert(*subject, Vec::new());
        about.push(id);
    }

    fn revoke(&mut self, event: &TraceEvent, id: AttestationId, subject: SubjectId, reason: &str) {
        self.log_known(event, subject, None);
        match self.attestations.get_mut(&id) {
            None => self.note(event, Gap::UnknownAttestation(id)),
            Some(attestation) if attestation.revocation.is_some() => {
                self.note(event, Gap::AlreadyRevoked(id));
            }
            Some(attestation) => {
                attestation.revocation = Some(Revocation {
                    step: step(event, None),
                    reason: reason.to_owned(),
                });
            }
        }
    }
}
