//! What a story is made of. How one is written down is in `teller`; what happens in one is in `chips`.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256};
use ledger::{Role, calls};
use thiserror::Error;
use trace::{
    AssetDetail, AttestationId, Claim, Epc, EventBody, EventTime, Location, Party, Portion, Record,
    ShipmentId, SubjectId,
};

use crate::keys::{account_of, party_key};

/// A story: who takes part, where, and what they record, in the order of time.
#[derive(Clone, Default, Debug)]
pub struct Story {
    /// Who takes part; registered first, by the operator.
    pub parties: Vec<StoryParty>,
    /// Where it happens; registered next.
    pub locations: Vec<StoryLocation>,
    /// What is recorded, earliest first.
    pub steps: Vec<Step>,
    /// The documents that claims name by their hash.
    pub documents: Vec<Document>,
}

impl Story {
    /// The party with this name.
    pub fn party(&self, name: &str) -> Option<&StoryParty> {
        self.parties.iter().find(|party| party.name == name)
    }

    /// What the operator, who administers the ledger, sends before the first step: all parties, their roles, all
    /// locations; in order.
    pub fn setup(&self, operator_key: B256) -> Vec<Vec<u8>> {
        let parties = self.parties.iter().flat_map(|party| {
            let account = party.account(operator_key);
            let entry = calls::register_party(&party.party(account), "");
            let roles = (party.roles.iter()).map(move |role| calls::grant_role(*role, account));
            std::iter::once(entry).chain(roles)
        });
        let locations = (self.locations.iter()).map(|place| calls::register_location(&place.entry));
        parties.chain(locations).collect()
    }
}

/// A party of a story.
#[derive(Clone, Debug)]
pub struct StoryParty {
    /// What the story calls it, and what its key is made from (see [`crate::party_key`]).
    pub name: &'static str,
    /// Its canonical name.
    pub epc: Epc,
    /// Its name as people write it.
    pub title: &'static str,
    /// Town.
    pub place: &'static str,
    /// Country, ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// What its account may do.
    pub roles: Vec<Role>,
}

impl StoryParty {
    /// The id of the party.
    pub fn id(&self) -> SubjectId {
        SubjectId::of(&self.epc)
    }

    /// Its account, which follows from the operator's key.
    pub fn account(&self, operator_key: B256) -> Address {
        account_of(party_key(operator_key, self.name))
    }

    /// The entry in the directory.
    pub fn party(&self, account: Address) -> Party {
        Party {
            epc: self.epc.clone(),
            account,
            title: self.title.to_owned(),
            gln: self.epc.reference().to_owned(),
            place: self.place.to_owned(),
            country: self.country.to_owned(),
        }
    }
}

/// A place of a story.
#[derive(Clone, Debug)]
pub struct StoryLocation {
    /// What the story calls the party that runs it.
    pub party: &'static str,
    /// The entry in the directory.
    pub entry: Location,
    /// Minutes east of UTC in winter and in summer.
    pub zone_offsets: [i16; 2],
}

/// One thing that a party records.
#[derive(Clone, Debug)]
pub struct Step {
    /// The name of the party that records it.
    pub actor: String,
    /// When it happens.
    pub at: EventTime,
    /// Where it happens.
    pub location: Option<SubjectId>,
    /// The CBV business step.
    pub biz_step: &'static str,
    /// The hash of its EPCIS event.
    pub event_hash: Option<B256>,
    /// What it records.
    pub action: Action,
}

/// What is recorded. Shipments and attestations, which the ledger numbers, go by a label until then.
#[derive(Clone, Debug)]
pub enum Action {
    /// An asset comes onto the ledger.
    Commission(AssetDetail),
    /// Inputs become outputs.
    Transform {
        /// What is used up.
        inputs: Vec<Portion>,
        /// What is made.
        outputs: Vec<AssetDetail>,
    },
    /// Children go into a parent.
    Pack {
        /// What they go into.
        parent: SubjectId,
        /// What goes in.
        children: Vec<Portion>,
    },
    /// Children come out of a parent.
    Unpack {
        /// What they come out of.
        parent: SubjectId,
        /// What comes out.
        children: Vec<Portion>,
    },
    /// Goods leave.
    Ship {
        /// The label of the shipment.
        label: String,
        /// The goods.
        items: Vec<Portion>,
        /// The party that they are meant for.
        to: SubjectId,
    },
    /// Goods arrive.
    Receive {
        /// The label of the shipment.
        shipment: String,
    },
    /// A claim is made.
    Attest {
        /// The label of the attestation.
        label: String,
        /// What the claim is about.
        subject: SubjectId,
        /// The claim.
        claim: Claim,
    },
    /// A claim is taken back.
    Revoke {
        /// The label of the attestation.
        attestation: String,
        /// Why.
        reason: String,
    },
    /// An asset is called back.
    Recall {
        /// The asset.
        asset: SubjectId,
        /// Why.
        reason: String,
    },
}

/// A document that a claim names by its hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Its file name.
    pub name: String,
    /// What it says.
    pub text: String,
    /// The SHA-256 of the text.
    pub sha256: B256,
}

/// A step speaks of something that no earlier step made.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum UnresolvedError {
    /// No shipment with this label was learned.
    #[error("shipment {0:?} is not known yet")]
    Shipment(String),
    /// No attestation with this label was learned.
    #[error("attestation {0:?} is not known yet")]
    Attestation(String),
}

/// What the ledger numbered so far, by the labels of the story.
#[derive(Clone, Default, Debug)]
pub struct Resolved {
    shipments: BTreeMap<String, ShipmentId>,
    attestations: BTreeMap<String, AttestationId>,
}

impl Resolved {
    /// Keeps the number that the ledger gave to what the step made. `event` is what the step's transaction logged.
    pub fn learn(&mut self, step: &Step, event: &EventBody) {
        match (&step.action, event) {
            (Action::Ship { label, .. }, EventBody::Shipped { shipment, .. }) => {
                self.shipments.insert(label.clone(), *shipment);
            }
            (Action::Attest { label, .. }, EventBody::Attested { attestation, .. }) => {
                self.attestations.insert(label.clone(), *attestation);
            }
            _ => {}
        }
    }

    /// The number of a shipment.
    pub fn shipment(&self, label: &str) -> Result<ShipmentId, UnresolvedError> {
        let known = self.shipments.get(label).copied();
        known.ok_or_else(|| UnresolvedError::Shipment(label.to_owned()))
    }

    /// The number of an attestation.
    pub fn attestation(&self, label: &str) -> Result<AttestationId, UnresolvedError> {
        let known = self.attestations.get(label).copied();
        known.ok_or_else(|| UnresolvedError::Attestation(label.to_owned()))
    }
}

impl Step {
    /// What is recorded besides the action itself.
    pub fn record(&self) -> Record {
        Record {
            time: self.at,
            location: self.location,
            biz_step: self.biz_step.to_owned(),
            event_hash: self.event_hash,
            document: Vec::new(),
        }
    }

    /// The call that records it, ready to be put into a transaction from the actor's account.
    pub fn calldata(&self, resolved: &Resolved) -> Result<Vec<u8>, UnresolvedError> {
        let record = &self.record();
        Ok(match &self.action {
            Action::Commission(asset) => calls::commission(asset, record),
            Action::Transform { inputs, outputs } => calls::transform(inputs, outputs, record),
            Action::Pack { parent, children } => calls::pack(*parent, children, record),
            Action::Unpack { parent, children } => calls::unpack(*parent, children, record),
            Action::Ship { items, to, .. } => calls::ship(items, *to, record),
            Action::Receive { shipment } => {
                calls::receive_shipment(resolved.shipment(shipment)?, record)
            }
            Action::Attest { subject, claim, .. } => calls::attest(*subject, claim, record),
            Action::Revoke {
                attestation,
                reason,
            } => calls::revoke(resolved.attestation(attestation)?, reason, record),
            Action::Recall { asset, reason } => calls::recall(*asset, reason, record),
        })
    }
}
