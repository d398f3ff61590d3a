//! What a record builds upon, as it is known: kept when it is signed, and compared with what is known later.

use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};
use trace::{EventBody, ShipmentId, SubjectId};

use crate::{Acting, Known, Prepared, ShipmentStatus};

/// What is known of everything that a record builds upon.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Basis {
    /// For whom the device acts.
    pub acting: Acting,
    /// What it makes, moves, uses or sees.
    pub things: Vec<Thing>,
    /// The shipment that it is about.
    pub shipment: Option<Consignment>,
    /// Where the history stands that it is tied to: running hash and number of events.
    pub head: Option<(B256, u64)>,
}

/// What is known of one asset.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Thing {
    /// Its id.
    pub id: B256,
    /// Who made it; `None` if nothing of this id is known.
    pub maker: Option<B256>,
    /// How much of it the acting party holds, in millionths.
    pub held: u64,
    /// How much of it is in what it is taken out of.
    pub packed: u64,
    /// Its one holder.
    pub holder: Option<B256>,
    /// What it is packed in.
    pub packed_in: Vec<B256>,
    /// Who recalled it, and why.
    pub recalled: Option<(B256, String)>,
}

/// What is known of a shipment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consignment {
    /// Its number.
    pub id: B256,
    /// Whom it is meant for; `None` if no such shipment is known.
    pub to: Option<B256>,
    /// How it stands.
    pub status: Option<ShipmentStatus>,
}

impl Basis {
    /// What is known of what a record builds upon.
    pub fn of(prepared: &Prepared, device: Address, known: &impl Known) -> Self {
        let body = &prepared.body;
        let party = body.actor();
        let parent = match body {
            EventBody::Unpacked { parent, .. } => Some(*parent),
            _ => None,
        };
        let thing = |id: SubjectId| thing(id, party, parent, known);
        let tied = prepared.only_if_unchanged.then(|| ledger::extends(body));
        let first = tied.and_then(|histories| histories.first().copied());
        Self {
            acting: known.acting(device, party),
            things: subjects(body).into_iter().map(thing).collect(),
            shipment: shipment_of(body).map(|id| consignment(id, known)),
            head: first.and_then(|(subject, strand)| known.head(subject, strand)),
        }
    }

    pub(crate) fn thing(&self, id: SubjectId) -> Thing {
        let found = self.things.iter().find(|thing| thing.id == id.0);
        found.cloned().unwrap_or_default()
    }
}

fn subjects(body: &EventBody) -> Vec<SubjectId> {
    match body {
        // A party's or a place's own history stands against nothing.
        EventBody::Corrected { .. } => Vec::new(),
        body => body.subjects(),
    }
}

fn thing(id: SubjectId, party: SubjectId, parent: Option<SubjectId>, known: &impl Known) -> Thing {
    let packed = parent.map_or(0, |parent| known.packed(parent, id));
    let Some(facts) = known.asset(id) else {
        return Thing {
            id: id.0,
            packed,
            ..Thing::default()
        };
    };
    Thing {
        id: id.0,
        maker: Some(facts.maker.0),
        held: known.held(id, party),
        packed,
        holder: facts.holder.map(|holder| holder.0),
        packed_in: facts.packed_in.iter().map(|parent| parent.0).collect(),
        recalled: facts.recalled.map(|(by, reason)| (by.0, reason)),
    }
}

fn shipment_of(body: &EventBody) -> Option<ShipmentId> {
    match body {
        EventBody::Received { shipment, .. } | EventBody::Rejected { shipment, .. } => {
            Some(*shipment)
        }
        EventBody::Observed { shipment, .. } => *shipment,
        _ => None,
    }
}

fn consignment(id: ShipmentId, known: &impl Known) -> Consignment {
    let facts = known.shipment(id);
    Consignment {
        id: id.0,
        to: facts.as_ref().map(|facts| facts.to.0),
        status: facts.map(|facts| facts.status),
    }
}
