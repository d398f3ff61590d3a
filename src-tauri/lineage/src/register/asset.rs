//! One asset as the register knows it: how it was made and where its quantity is now. Not what it was made from (that
//! is [`Transformation`](super::Transformation)) and not what it is claimed to be.

use std::collections::BTreeMap;

use alloy_primitives::B256;
use trace::{AssetDetail, EventKey, EventTime, Mass, ShipmentId, SubjectId};

use super::Step;
use crate::graph::Amount;

/// An asset and where its quantity is.
///
/// A lot divides: part of it may be used, part in one hand, part in another. All sums saturate, because a ledger under
/// someone else's code may say anything.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asset {
    /// How its maker described it.
    pub detail: AssetDetail,
    /// Who made it.
    pub maker: SubjectId,
    /// The event that made it; a key of [`Register::transformations`](super::Register::transformations) if it has
    /// recorded inputs.
    pub made_by: EventKey,
    /// Where it was made, if that was recorded.
    pub made_at: Option<SubjectId>,
    /// When it was made.
    pub made_on: EventTime,
    /// How much of it parties hold, by party, in millionths of its unit; no zeros.
    pub held: BTreeMap<SubjectId, u64>,
    /// How much of it is under way, by shipment; no zeros.
    pub in_transit: BTreeMap<ShipmentId, u64>,
    /// How much of it is packed, by parent; no zeros.
    pub packed_in: BTreeMap<SubjectId, u64>,
    /// How much of it was used up in transformations.
    pub used_micro: u64,
    /// The recalls of it, in chain order, lifted ones included.
    pub recalls: Vec<Recall>,
}

/// What the graph needs to know of an asset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Weight {
    /// The event that made it.
    pub(crate) made_by: EventKey,
    /// The mass of one whole unit; `None` where none is known.
    pub(crate) of_one: Option<Mass>,
}

impl Weight {
    /// Of an asset that lies open.
    pub(crate) fn of(asset: &Asset) -> Self {
        Self {
            made_by: asset.made_by,
            of_one: asset.detail.mass_of_one(),
        }
    }

    /// So many millionths of its unit, with their mass.
    pub(crate) fn amount(&self, micro: u64) -> Amount {
        let mass = self.of_one.map(|one| one.times_micro(micro));
        Amount { micro, mass }
    }
}

/// A recall of an asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recall {
    /// The event.
    pub event: EventKey,
    /// Who recalled it.
    pub party: SubjectId,
    /// When.
    pub time: EventTime,
    /// Why; hostile text.
    pub reason: String,
    /// The digest of the event, by which the recall is lifted.
    pub digest: B256,
    /// Its end, if it was lifted.
    pub lifted: Option<Lifting>,
}

/// The end of a recall.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lifting {
    /// The event.
    pub step: Step,
    /// Why; hostile text.
    pub reason: String,
}

/// Where an asset is, in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whereabouts {
    /// All that is left is in this party's hands.
    Held(SubjectId),
    /// All that is left is under way.
    InTransit(ShipmentId),
    /// All that is left is packed in this parent.
    PackedIn(SubjectId),
    /// What is left is in more than one of these states or hands.
    Spread,
    /// Nothing is left.
    UsedUp,
}

impl Asset {
    /// The recall to heed: the first that is in force, or else the first of those that were.
    pub fn recall(&self) -> Option<&Recall> {
        let in_force = self.recalls.iter().find(|recall| recall.lifted.is_none());
        in_force.or_else(|| self.recalls.first())
    }

    /// Whether a recall of it is in force.
    pub fn is_recalled(&self) -> bool {
        self.recalls.iter().any(|recall| recall.lifted.is_none())
    }

    /// How much of it is not used up, in millionths of its unit.
    pub fn left_micro(&self) -> u64 {
        self.detail.quantity.micro.saturating_sub(self.used_micro)
    }

    /// The mass of all of it as it was made; `None` where no mass is known.
    pub fn mass(&self) -> Option<Mass> {
        self.detail.mass_of(self.detail.quantity.micro)
    }

    /// Where it is.
    pub fn whereabouts(&self) -> Whereabouts {
        let mut places = (self.held.keys().copied().map(Whereabouts::Held))
            .chain(self.in_transit.keys().copied().map(Whereabouts::InTransit))
            .chain(self.packed_in.keys().copied().map(Whereabouts::PackedIn));
        match (places.next(), places.next()) {
            (None, _) => Whereabouts::UsedUp,
            (Some(only), None) => only,
            (Some(_), Some(_)) => Whereabouts::Spread,
        }
    }
}

/// Adds to the amount under a key.
pub(super) fn put<K: Ord>(amounts: &mut BTreeMap<K, u64>, key: K, micro: u64) {
    if micro > 0 {
        let amount = amounts.entry(key).or_default();
        *amount = amount.saturating_add(micro);
    }
}

/// Takes from the amount under a key; says whether that much was there. What was there is gone in either case.
pub(super) fn take<K: Ord>(amounts: &mut BTreeMap<K, u64>, key: &K, micro: u64) -> bool {
    let there = amounts.get(key).copied().unwrap_or(0);
    match there.checked_sub(micro) {
        Some(rest) if rest > 0 => {
            if let Some(amount) = amounts.get_mut(key) {
                *amount = rest;
            }
            true
        }
        rest => {
            amounts.remove(key);
            rest.is_some()
        }
    }
}
