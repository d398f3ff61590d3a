//! The register: everything known of assets, parties, places, claims and shipments after a run of events.
//!
//! Feed it the events up to a block and it is the register as of that block. It believes the order of the events and
//! nothing else: what does not fit is kept as [`Unresolved`] and never stops it. It judges nothing; that is `findings`.

mod amend;
mod asset;
mod calendar;
mod digests;
mod fold;
mod pack;
mod packed;
mod records;
mod snapshot;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::collections::BTreeMap;

use trace::{
    AttestationId, ClaimKind, EventKey, Location, Party, ShipmentId, SubjectId, TraceEvent,
};

use digests::Digests;

pub(crate) use asset::Weight;
pub use asset::{Asset, Lifting, Recall, Whereabouts};
pub use calendar::{BlockEvents, Calendar};
pub use records::{
    Attestation, Correction, Gap, Packing, Rejection, Revocation, Shipment, Step, Transformation,
    Unresolved,
};
pub use table::Table;

/// How deep boxes stand in boxes at most, when the one is looked for who holds them.
const DEEPEST: usize = 100;

/// What the events so far add up to.
///
/// Most of it lies packed once it was [settled](Register::settle), and is unpacked where it is looked at. A copy shares what is
/// packed: whoever goes through all of it does so in a copy, and lets the memory go with that.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Register {
    assets: Table<SubjectId, Asset>,
    parties: BTreeMap<SubjectId, Party>,
    locations: BTreeMap<SubjectId, Location>,
    attestations: Table<AttestationId, Attestation>,
    attestations_about: Table<SubjectId, Vec<AttestationId>>,
    shipments: Table<ShipmentId, Shipment>,
    transformations: Table<EventKey, Transformation>,
    /// By parent, then child.
    packings: Table<(SubjectId, SubjectId), Packing>,
    histories: Table<SubjectId, Vec<Step>>,
    digests: Digests,
    /// By the event that is wrong.
    corrections: BTreeMap<EventKey, Vec<Correction>>,
    unresolved: Vec<Unresolved>,
    calendar: Calendar,
    latest: Option<(EventKey, u64)>,
    /// The latest second at which an event says it happened.
    last_happened: u64,
}

impl Register {
    /// The register after these events, which come in chain order.
    pub fn from_events<'a>(events: impl IntoIterator<Item = &'a TraceEvent>) -> Self {
        let mut register = Self::default();
        for event in events {
            register.apply(event);
        }
        register
    }

    /// All assets by id.
    pub const fn assets(&self) -> &Table<SubjectId, Asset> {
        &self.assets
    }

    /// All assets by id with what the graph needs of them, ascending.
    pub(crate) fn weights(&self) -> impl Iterator<Item = (&SubjectId, Weight)> {
        self.assets.skim(Weight::of, packed::read_weight)
    }

    /// One asset.
    pub fn asset(&self, id: SubjectId) -> Option<&Asset> {
        self.assets.get(&id)
    }

    /// All parties by id.
    pub const fn parties(&self) -> &BTreeMap<SubjectId, Party> {
        &self.parties
    }

    /// One party.
    pub fn party(&self, id: SubjectId) -> Option<&Party> {
        self.parties.get(&id)
    }

    /// All locations by id.
    pub const fn locations(&self) -> &BTreeMap<SubjectId, Location> {
        &self.locations
    }

    /// One location.
    pub fn location(&self, id: SubjectId) -> Option<&Location> {
        self.locations.get(&id)
    }

    /// All attestations by number.
    pub const fn attestations(&self) -> &Table<AttestationId, Attestation> {
        &self.attestations
    }

    /// The attestations about a subject, in chain order, revoked ones included.
    pub fn attestations_about(&self, subject: SubjectId) -> impl Iterator<Item = &Attestation> {
        self.attestations_about
            .get(&subject)
            .into_iter()
            .flatten()
            .filter_map(|id| self.attestations.get(id))
    }

    /// The claim of this kind that speaks for a subject at this second: of those in force a certified one before a
    /// declared one, then the later before the earlier.
    pub fn claim_in_force(
        &self,
        subject: SubjectId,
        kind: &ClaimKind,
        second: u64,
    ) -> Option<&Attestation> {
        self.attestations_about(subject)
            .filter(|attestation| {
                attestation.claim.kind == *kind && attestation.in_force_at(second)
            })
            .max_by_key(|attestation| (attestation.certified, attestation.made.event))
    }

    /// All shipments by number.
    pub const fn shipments(&self) -> &Table<ShipmentId, Shipment> {
        &self.shipments
    }

    /// All transformations by event.
    pub const fn transformations(&self) -> &Table<EventKey, Transformation> {
        &self.transformations
    }

    /// The transformation that made an asset; `None` if it was commissioned without recorded inputs, or is unknown.
    pub fn making(&self, asset: SubjectId) -> Option<&Transformation> {
        self.transformations.get(&self.asset(asset)?.made_by)
    }

    /// All stays of a child in a parent, ended ones included, by parent and child.
    pub const fn packings(&self) -> &Table<(SubjectId, SubjectId), Packing> {
        &self.packings
    }

    /// What is in a parent now: child and stay.
    pub fn contents(&self, parent: SubjectId) -> impl Iterator<Item = (SubjectId, &Packing)> {
        let lowest = SubjectId([0; 32].into());
        let highest = SubjectId([0xff; 32].into());
        self.packings
            .range((parent, lowest)..=(parent, highest))
            .filter(|(_, packing)| packing.micro > 0)
            .map(|((_, child), packing)| (*child, packing))
    }

    /// What happened to a subject, in chain order; empty for an unknown one.
    pub fn history(&self, subject: SubjectId) -> &[Step] {
        self.histories.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// The corrections of an event, in chain order; empty for one that nobody has called wrong.
    pub fn corrections(&self, event: EventKey) -> &[Correction] {
        self.corrections.get(&event).map_or(&[], Vec::as_slice)
    }

    /// What did not fit, in chain order.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// When events were recorded, and how many.
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The latest second (Unix time) at which an event says that it happened; 0 before the first.
    pub const fn last_happened(&self) -> u64 {
        self.last_happened
    }

    /// The last event.
    pub fn latest_event(&self) -> Option<EventKey> {
        self.latest.map(|(key, _)| key)
    }

    /// The block time of the last event in seconds since 1970; 0 before the first.
    pub fn latest_time(&self) -> u64 {
        self.latest.map_or(0, |(_, time)| time)
    }

    /// Who answers for an asset now: its one holder, or the one holder of what it is packed in, or the sender while it
    /// is under way. `None` if it is spread over several hands, used up, unknown, or in a box in a hundred boxes.
    pub fn holder(&self, asset: SubjectId) -> Option<SubjectId> {
        let mut at = asset;
        // Nothing stands that deep in boxes; a chain of parents that does not end goes in a circle.
        for _ in 0..DEEPEST {
            match self.assets.peek(&at)?.whereabouts() {
                Whereabouts::Held(party) => return Some(party),
                Whereabouts::InTransit(shipment) => {
                    return self.shipments.peek(&shipment).map(|known| known.from);
                }
                Whereabouts::PackedIn(parent) => at = parent,
                Whereabouts::Spread | Whereabouts::UsedUp => return None,
            }
        }
        None
    }
}
