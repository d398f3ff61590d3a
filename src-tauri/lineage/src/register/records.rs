//! What the register keeps beside assets: transformations, packings, shipments, attestations, the steps of a history,
//! and what it could not resolve.

use alloy_primitives::B256;
use trace::{
    AttestationId, Claim, EventKey, EventTime, EventType, Portion, ShipmentId, SubjectId,
    TraceEvent,
};

/// One event in the history of a subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The event.
    pub event: EventKey,
    /// What sort of event.
    pub event_type: EventType,
    /// When it happened; for an entry in the directory, the block's time.
    pub time: EventTime,
    /// The block's time in seconds since 1970.
    pub block_time: u64,
    /// How much of the subject it moved, in millionths of its unit, where it moved some.
    pub micro: Option<u64>,
}

impl Step {
    /// The second at which it happened, as far as that can be believed: an event cannot have happened after it was
    /// recorded.
    pub fn second(&self) -> u64 {
        self.time.unix_seconds().min(self.block_time)
    }
}

/// Inputs that became outputs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transformation {
    /// The event.
    pub event: EventKey,
    /// Who did it.
    pub party: SubjectId,
    /// Where, if that was recorded.
    pub location: Option<SubjectId>,
    /// When.
    pub time: EventTime,
    /// What was used up, each asset once; an asset that the register did not know at that point is among them.
    pub inputs: Vec<Portion>,
    /// The assets it made.
    pub outputs: Vec<SubjectId>,
}

/// A child's stay in a parent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packing {
    /// The event that began the stay.
    pub event: EventKey,
    /// How much of the child is in the parent, in millionths of its unit; 0 once the stay has ended.
    pub micro: u64,
    /// The event that took the last of it out.
    pub ended: Option<EventKey>,
}

/// Goods on their way from one party to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shipment {
    /// Its number.
    pub id: ShipmentId,
    /// The sender.
    pub from: SubjectId,
    /// The party it is meant for.
    pub to: SubjectId,
    /// The goods.
    pub items: Vec<Portion>,
    /// When it left.
    pub shipped: Step,
    /// Where it left, if that was recorded.
    pub shipped_at: Option<SubjectId>,
    /// When it arrived; `None` while it is under way, and for good if it was sent back.
    pub received: Option<Step>,
    /// Its end, if it was refused.
    pub rejection: Option<Rejection>,
}

impl Shipment {
    /// Whether the goods neither arrived nor were sent back.
    pub const fn is_under_way(&self) -> bool {
        self.received.is_none() && self.rejection.is_none()
    }
}

/// The refusal of goods; they are the sender's again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    /// The event.
    pub step: Step,
    /// Why; hostile text.
    pub reason: String,
}

/// What who wrote an event said later: that it is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The event that says so.
    pub event: EventKey,
    /// Who says so.
    pub party: SubjectId,
    /// When.
    pub time: EventTime,
    /// Why; hostile text.
    pub reason: String,
}

/// A claim and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attestation {
    /// Its number.
    pub id: AttestationId,
    /// What the claim is about.
    pub subject: SubjectId,
    /// Who asserts it.
    pub party: SubjectId,
    /// Whether that party held the certifier's role; otherwise it is a declaration of its own.
    pub certified: bool,
    /// The claim.
    pub claim: Claim,
    /// The event that made it.
    pub made: Step,
    /// Its revocation, if it was taken back.
    pub revocation: Option<Revocation>,
}

impl Attestation {
    /// Whether it is in force at this second (Unix time), as far as the register's events know.
    pub fn in_force_at(&self, second: u64) -> bool {
        self.revocation.is_none() && self.claim.is_valid_at(second)
    }
}

/// The end of an attestation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revocation {
    /// The event.
    pub step: Step,
    /// Why; hostile text.
    pub reason: String,
}

/// Something an event said that the register could not make sense of. The ledger's own rules exclude all of these, so
/// each means missing events or another contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unresolved {
    /// The event.
    pub event: EventKey,
    /// What kind of gap.
    pub gap: Gap,
}

/// Kinds of gap between an event and what was known before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// No such subject was known.
    UnknownSubject(SubjectId),
    /// No such attestation was known.
    UnknownAttestation(AttestationId),
    /// No such shipment was known.
    UnknownShipment(ShipmentId),
    /// The subject was there already; the first stays.
    SubjectExists(SubjectId),
    /// The attestation was there already; the first stays.
    AttestationExists(AttestationId),
    /// The shipment was there already; the first stays.
    ShipmentExists(ShipmentId),
    /// The attestation had been revoked before; the first revocation stays.
    AlreadyRevoked(AttestationId),
    /// The shipment had been received or sent back before; its first end stays.
    AlreadyReceived(ShipmentId),
    /// No such recall of the asset was in force.
    UnknownRecall(SubjectId),
    /// No event with this digest was known.
    UnknownEvent(B256),
    /// More of the asset was moved than was there to move.
    Shortfall(SubjectId),
    /// The event does not come after the one before it; it was left out.
    OutOfOrder,
}

impl Gap {
    /// The gap as its number and what it is about.
    pub(super) const fn parts(self) -> (u8, B256) {
        match self {
            Self::UnknownSubject(SubjectId(id)) => (0, id),
            Self::UnknownAttestation(AttestationId(id)) => (1, id),
            Self::UnknownShipment(ShipmentId(id)) => (2, id),
            Self::SubjectExists(SubjectId(id)) => (3, id),
            Self::AttestationExists(AttestationId(id)) => (4, id),
            Self::ShipmentExists(ShipmentId(id)) => (5, id),
            Self::AlreadyRevoked(AttestationId(id)) => (6, id),
            Self::AlreadyReceived(ShipmentId(id)) => (7, id),
            Self::UnknownRecall(SubjectId(id)) => (8, id),
            Self::UnknownEvent(digest) => (9, digest),
            Self::Shortfall(SubjectId(id)) => (10, id),
            Self::OutOfOrder => (11, B256::ZERO),
        }
    }

    /// The gap of these parts; `None` for a number that no gap has.
    pub(super) const fn of_parts(number: u8, id: B256) -> Option<Self> {
        Some(match number {
            0 => Self::UnknownSubject(SubjectId(id)),
            1 => Self::UnknownAttestation(AttestationId(id)),
            2 => Self::UnknownShipment(ShipmentId(id)),
            3 => Self::SubjectExists(SubjectId(id)),
            4 => Self::AttestationExists(AttestationId(id)),
            5 => Self::ShipmentExists(ShipmentId(id)),
            6 => Self::AlreadyRevoked(AttestationId(id)),
            7 => Self::AlreadyReceived(ShipmentId(id)),
            8 => Self::UnknownRecall(SubjectId(id)),
            9 => Self::UnknownEvent(id),
            10 => Self::Shortfall(SubjectId(id)),
            11 => Self::OutOfOrder,
            _ => return None,
        })
    }
}

/// The step that an event is in the history of a subject.
pub(super) fn step(event: &TraceEvent, micro: Option<u64>) -> Step {
    let time = event.body.record().map_or_else(
        || EventTime {
            unix_millis: event.block_time.saturating_mul(1000),
            zone_offset_minutes: 0,
        },
        |record| record.time,
    );
    Step {
        event: event.key,
        event_type: event.body.event_type(),
        time,
        block_time: event.block_time,
        micro,
    }
}

/// The portions with each asset once, in the order of first mention; amounts of one asset are added.
pub(super) fn merged(portions: &[Portion]) -> Vec<Portion> {
    let mut merged: Vec<Portion> = Vec::with_capacity(portions.len());
    let mut places = std::collections::BTreeMap::new();
    for portion in portions {
        let place = *places.entry(portion.asset).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(known) => known.micro = known.micro.saturating_add(portion.micro),
            None => merged.push(*portion),
        }
    }
    merged
}
