//! The packed forms of what the register keeps, one below the other. A change here, or in what the fold makes of events, asks
//! for another [`VERSION`](super::snapshot::VERSION).

use alloy_primitives::B256;
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventKey, EventTime, EventType,
    Granularity, MICRO, Mass, Portion, Quantity, ShipmentId, SubjectId, Unit,
};

use super::asset::{Asset, Lifting, Recall, Weight};
use super::pack::{Pack, Packer, Unpacker};
use super::records::{Attestation, Packing, Rejection, Revocation, Shipment, Step, Transformation};

/// The types of event by their number.
const EVENT_TYPES: [EventType; 18] = [
    EventType::PartyRegistered,
    EventType::LocationRegistered,
    EventType::Commissioned,
    EventType::Transformed,
    EventType::Packed,
    EventType::Unpacked,
    EventType::Shipped,
    EventType::Received,
    EventType::Attested,
    EventType::Revoked,
    EventType::Recalled,
    EventType::Rejected,
    EventType::Observed,
    EventType::Lifted,
    EventType::Corrected,
    EventType::Anchored,
    EventType::Delegated,
    EventType::DelegationWithdrawn,
];

impl Pack<SubjectId> for Asset {
    fn pack(&self, to: &mut Packer) {
        detail(to, &self.detail);
        party(to, self.maker);
        event(to, self.made_by);
        to.option(self.made_at, party);
        time(to, self.made_on);
        to.list(self.held.iter(), |to, (holder, micro)| {
            party(to, *holder);
            to.number(*micro);
        });
        to.list(self.in_transit.iter(), |to, (shipment, micro)| {
            to.hash(&shipment.0);
            to.number(*micro);
        });
        to.list(self.packed_in.iter(), |to, (parent, micro)| {
            to.hash(&parent.0);
            to.number(*micro);
        });
        to.number(self.used_micro);
        to.list(self.recalls.iter(), recall);
    }

    fn unpack(_: &SubjectId, from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            detail: read_detail(from)?,
            maker: read_party(from)?,
            made_by: read_event(from)?,
            made_at: from.option(read_party)?,
            made_on: read_time(from)?,
            held: from.list(|from| Some((read_party(from)?, from.number()?)))?,
            in_transit: from.list(|from| Some((ShipmentId(from.hash()?), from.number()?)))?,
            packed_in: from.list(|from| Some((SubjectId(from.hash()?), from.number()?)))?,
            used_micro: from.number()?,
            recalls: from.list(read_recall)?,
        })
    }
}

impl Pack<AttestationId> for Attestation {
    fn pack(&self, to: &mut Packer) {
        to.hash(&self.subject.0);
        party(to, self.party);
        to.byte(u8::from(self.certified));
        claim(to, &self.claim);
        step(to, &self.made);
        to.option(self.revocation.as_ref(), |to, revocation| {
            step(to, &revocation.step);
            to.run(revocation.reason.as_bytes());
        });
    }

    fn unpack(id: &AttestationId, from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            id: *id,
            subject: SubjectId(from.hash()?),
            party: read_party(from)?,
            certified: from.byte()? == 1,
            claim: read_claim(from)?,
            made: read_step(from)?,
            revocation: from.option(|from| {
                Some(Revocation {
                    step: read_step(from)?,
                    reason: from.text_run()?,
                })
            })?,
        })
    }
}

impl Pack<ShipmentId> for Shipment {
    fn pack(&self, to: &mut Packer) {
        party(to, self.from);
        party(to, self.to);
        to.list(self.items.iter(), portion);
        step(to, &self.shipped);
        to.option(self.shipped_at, party);
        to.option(self.received.as_ref(), step);
        to.option(self.rejection.as_ref(), |to, rejection| {
            step(to, &rejection.step);
            to.run(rejection.reason.as_bytes());
        });
    }

    fn unpack(id: &ShipmentId, from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            id: *id,
            from: read_party(from)?,
            to: read_party(from)?,
            items: from.list(read_portion)?,
            shipped: read_step(from)?,
            shipped_at: from.option(read_party)?,
            received: from.option(read_step)?,
            rejection: from.option(|from| {
                Some(Rejection {
                    step: read_step(from)?,
                    reason: from.text_run()?,
                })
            })?,
        })
    }
}

impl Pack<EventKey> for Transformation {
    fn pack(&self, to: &mut Packer) {
        party(to, self.party);
        to.option(self.location, party);
        time(to, self.time);
        to.list(self.inputs.iter(), portion);
        to.list(self.outputs.iter(), |to, output| to.hash(&output.0));
    }

    fn unpack(key: &EventKey, from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            event: *key,
            party: read_party(from)?,
            location: from.option(read_party)?,
            time: read_time(from)?,
            inputs: from.list(read_portion)?,
            outputs: from.list(|from| from.hash().map(SubjectId))?,
        })
    }
}

impl Pack<(SubjectId, SubjectId)> for Packing {
    fn pack(&self, to: &mut Packer) {
        event(to, self.event);
        to.number(self.micro);
        to.option(self.ended, event);
    }

    fn unpack(_: &(SubjectId, SubjectId), from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            event: read_event(from)?,
            micro: from.number()?,
            ended: from.option(read_event)?,
        })
    }
}

/// A history: each step as its distance from the one before.
impl Pack<SubjectId> for Vec<Step> {
    fn pack(&self, to: &mut Packer) {
        let mut before = FIRST_STEP;
        to.list(self.iter(), |to, next| {
            step_after(to, next, &before);
            before = *next;
        });
    }

    fn unpack(_: &SubjectId, from: &mut Unpacker<'_>) -> Option<Self> {
        let mut before = FIRST_STEP;
        from.list(|from| {
            before = read_step_after(from, &before)?;
            Some(before)
        })
    }
}

impl Pack<SubjectId> for Vec<AttestationId> {
    fn pack(&self, to: &mut Packer) {
        to.list(self.iter(), |to, id| to.hash(&id.0));
    }

    fn unpack(_: &SubjectId, from: &mut Unpacker<'_>) -> Option<Self> {
        from.list(|from| from.hash().map(AttestationId))
    }
}

fn detail(to: &mut Packer, detail: &AssetDetail) {
    // Names of one class differ in their last segment.
    let name = detail.epc.as_str();
    let (class, serial) = name.split_at(name.rfind('/').map_or(0, |slash| slash + 1));
    to.word(class.as_bytes());
    to.run(serial.as_bytes());
    to.byte(detail.kind.code());
    to.byte(detail.granularity.code());
    to.word(detail.description.as_bytes());
    to.number(detail.quantity.micro);
    to.word(detail.quantity.unit.code().as_bytes());
    to.option(detail.unit_mass, |to, mass| {
        let halves = mass.micrograms().to_le_bytes();
        let (halves, _) = halves.as_chunks();
        for half in halves {
            to.number(u64::from_le_bytes(*half));
        }
    });
}

/// The front of a packed asset, as far as the graph needs it.
pub(super) fn read_weight(from: &mut Unpacker<'_>) -> Option<Weight> {
    let _name = (from.word()?, from.run()?);
    let _kind = (from.byte()?, from.byte()?);
    let _description = from.word()?;
    let _quantity = from.number()?;
    let unit = Unit::new(str::from_utf8(from.word()?).ok()?).ok()?;
    let recorded = from.option(read_mass)?;
    let _maker = read_party(from)?;
    Some(Weight {
        made_by: read_event(from)?,
        of_one: unit.mass_of(MICRO).or(recorded),
    })
}

fn read_mass(from: &mut Unpacker<'_>) -> Option<Mass> {
    let low = u128::from(from.number()?);
    let high = u128::from(from.number()?);
    Some(Mass::from_micrograms(low | high << 64))
}

fn read_detail(from: &mut Unpacker<'_>) -> Option<AssetDetail> {
    let name = [from.text()?, from.text_run()?].concat();
    Some(AssetDetail {
        epc: Epc::parse(&name).ok()?,
        kind: AssetKind::try_from(from.byte()?).ok()?,
        granularity: Granularity::try_from(from.byte()?).ok()?,
        description: from.text()?,
        quantity: {
            let micro = from.number()?;
            let unit = Unit::new(&from.text()?).ok()?;
            Quantity { micro, unit }
        },
        unit_mass: from.option(read_mass)?,
    })
}

fn claim(to: &mut Packer, claim: &Claim) {
    to.word(claim.kind.word().as_bytes());
    to.signed(claim.value_micro);
    to.word(claim.unit.as_bytes());
    to.word(claim.statement.as_bytes());
    to.word(claim.method.as_bytes());
    to.option(claim.valid_from, Packer::number);
    to.option(claim.valid_until, Packer::number);
    to.option(claim.document_hash.as_ref(), Packer::hash);
}

fn read_claim(from: &mut Unpacker<'_>) -> Option<Claim> {
    Some(Claim {
        kind: ClaimKind::from_word(&from.text()?),
        value_micro: from.signed()?,
        unit: from.text()?,
        statement: from.text()?,
        method: from.text()?,
        valid_from: from.option(Unpacker::number)?,
        valid_until: from.option(Unpacker::number)?,
        document_hash: from.option(Unpacker::hash)?,
    })
}

fn recall(to: &mut Packer, recall: &Recall) {
    event(to, recall.event);
    party(to, recall.party);
    time(to, recall.time);
    to.run(recall.reason.as_bytes());
    to.hash(&recall.digest);
    to.option(recall.lifted.as_ref(), |to, lifted| {
        step(to, &lifted.step);
        to.run(lifted.reason.as_bytes());
    });
}

fn read_recall(from: &mut Unpacker<'_>) -> Option<Recall> {
    Some(Recall {
        event: read_event(from)?,
        party: read_party(from)?,
        time: read_time(from)?,
        reason: from.text_run()?,
        digest: from.hash()?,
        lifted: from.option(|from| {
            Some(Lifting {
                step: read_step(from)?,
                reason: from.text_run()?,
            })
        })?,
    })
}

const FIRST_STEP: Step = Step {
    event: EventKey::FIRST,
    event_type: EventType::PartyRegistered,
    time: EventTime {
        unix_millis: 0,
        zone_offset_minutes: 0,
    },
    block_time: 0,
    micro: None,
};

fn step(to: &mut Packer, step: &Step) {
    step_after(to, step, &FIRST_STEP);
}

fn read_step(from: &mut Unpacker<'_>) -> Option<Step> {
    read_step_after(from, &FIRST_STEP)
}

fn step_after(to: &mut Packer, step: &Step, before: &Step) {
    to.apart(step.event.block, before.event.block);
    to.number(step.event.log_index.into());
    to.byte(step.event_type as u8);
    to.apart(step.block_time, before.block_time);
    to.apart(step.time.unix_millis, step.block_time.wrapping_mul(1000));
    to.signed(step.time.zone_offset_minutes.into());
    to.option(step.micro, Packer::number);
}

fn read_step_after(from: &mut Unpacker<'_>, before: &Step) -> Option<Step> {
    let block = from.apart(before.event.block)?;
    let log_index = u32::try_from(from.number()?).ok()?;
    let event_type = *EVENT_TYPES.get(usize::from(from.byte()?))?;
    let block_time = from.apart(before.block_time)?;
    Some(Step {
        event: EventKey { block, log_index },
        event_type,
        time: EventTime {
            unix_millis: from.apart(block_time.wrapping_mul(1000))?,
            zone_offset_minutes: i16::try_from(from.signed()?).ok()?,
        },
        block_time,
        micro: from.option(Unpacker::number)?,
    })
}

fn time(to: &mut Packer, time: EventTime) {
    to.number(time.unix_millis);
    to.signed(time.zone_offset_minutes.into());
}

fn read_time(from: &mut Unpacker<'_>) -> Option<EventTime> {
    Some(EventTime {
        unix_millis: from.number()?,
        zone_offset_minutes: i16::try_from(from.signed()?).ok()?,
    })
}

fn event(to: &mut Packer, key: EventKey) {
    to.number(key.block);
    to.number(key.log_index.into());
}

fn read_event(from: &mut Unpacker<'_>) -> Option<EventKey> {
    Some(EventKey {
        block: from.number()?,
        log_index: u32::try_from(from.number()?).ok()?,
    })
}

fn portion(to: &mut Packer, portion: &Portion) {
    to.hash(&portion.asset.0);
    to.number(portion.micro);
}

fn read_portion(from: &mut Unpacker<'_>) -> Option<Portion> {
    Some(Portion {
        asset: SubjectId(from.hash()?),
        micro: from.number()?,
    })
}

/// A party or a place: there are few beside assets.
fn party(to: &mut Packer, id: SubjectId) {
    to.word(id.0.as_slice());
}

fn read_party(from: &mut Unpacker<'_>) -> Option<SubjectId> {
    B256::try_from(from.word()?).ok().map(SubjectId)
}
