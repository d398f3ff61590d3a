//! Small stories for the tests of templates: an event at a time, each in a block of its own, a day apart.

use alloy_primitives::{Address, B256};
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventBody, EventKey, EventTime,
    Granularity, MICRO, Mass, Party, Portion, Quantity, Record, ShipmentId, SubjectId, TraceEvent,
    Unit,
};

/// 1 Jan 2026.
const START: u64 = 1_767_225_600;
pub(super) const DAY: u64 = 86_400;

/// A story.
#[derive(Default)]
pub(super) struct Book {
    pub(super) events: Vec<TraceEvent>,
}

/// The name of something with this word.
pub(super) fn name(word: &str) -> String {
    format!("https://example.org/{word}")
}

pub(super) fn id(word: &str) -> SubjectId {
    crate::testing::id(&name(word))
}

/// Whole units of something.
pub(super) fn some(word: &str, units: u64) -> Portion {
    Portion {
        asset: id(word),
        micro: units * MICRO,
    }
}

/// A lot of so many kilograms.
pub(super) fn lot(word: &str, kilograms: u64) -> AssetDetail {
    AssetDetail {
        epc: Epc::parse(&name(word)).unwrap(),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: word.to_owned(),
        quantity: Quantity {
            micro: kilograms * MICRO,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

/// One item, of so many grams if that is known.
pub(super) fn item(word: &str, description: &str, grams: Option<u64>) -> AssetDetail {
    AssetDetail {
        kind: AssetKind::Product,
        granularity: Granularity::Item,
        description: description.to_owned(),
        quantity: Quantity {
            micro: MICRO,
            unit: Unit::piece(),
        },
        unit_mass: grams.map(|grams| Mass::from_milligrams(grams * 1000)),
        ..lot(word, 0)
    }
}

/// One pallet.
pub(super) fn pallet(word: &str) -> AssetDetail {
    AssetDetail {
        kind: AssetKind::LogisticUnit,
        granularity: Granularity::LogisticUnit,
        ..item(word, word, None)
    }
}

/// A claim in words.
pub(super) fn says(kind: ClaimKind, statement: &str) -> Claim {
    Claim {
        kind,
        value_micro: 0,
        unit: String::new(),
        statement: statement.to_owned(),
        method: String::new(),
        valid_from: None,
        valid_until: None,
        document_hash: None,
    }
}

/// A share of recycled content in per cent.
pub(super) fn recycled(percent: i64) -> Claim {
    Claim {
        value_micro: percent * 1_000_000,
        unit: "P1".to_owned(),
        ..says(ClaimKind::RecycledContent, "")
    }
}

/// Grams of CO₂ equivalent for one unit.
pub(super) fn carbon(grams: i64, statement: &str) -> Claim {
    Claim {
        value_micro: grams * 1000,
        unit: "KGM".to_owned(),
        ..says(ClaimKind::CarbonFootprint, statement)
    }
}

impl Book {
    fn put(&mut self, body: EventBody) {
        let block = u64::try_from(self.events.len()).unwrap() + 1;
        self.events.push(TraceEvent {
            key: EventKey {
                block,
                log_index: 0,
            },
            transaction: None,
            block_time: START + block * DAY,
            digest: ledger::body_digest(&body),
            body,
        });
    }

    /// What is recorded with the next event: it happened when its block was made.
    fn record(&self) -> Record {
        let block = u64::try_from(self.events.len()).unwrap() + 1;
        Record {
            time: EventTime {
                unix_millis: (START + block * DAY) * 1000,
                zone_offset_minutes: 0,
            },
            location: None,
            biz_step: "other".to_owned(),
            event_hash: None,
            document: Vec::new(),
        }
    }

    fn number(&self) -> B256 {
        B256::left_padding_from(&self.events.len().to_be_bytes())
    }

    pub(super) fn party(&mut self, word: &str) {
        self.put(EventBody::PartyRegistered(Party {
            epc: Epc::parse(&name(word)).unwrap(),
            account: Address::repeat_byte(7),
            title: word.to_owned(),
            gln: String::new(),
            place: String::new(),
            country: String::new(),
        }));
    }

    pub(super) fn commission(&mut self, party: &str, asset: AssetDetail) {
        let (party, record) = (id(party), self.record());
        self.put(EventBody::Commissioned {
            party,
            asset,
            record,
        });
    }

    pub(super) fn transform(&mut self, party: &str, inputs: &[Portion], outputs: &[AssetDetail]) {
        let (party, record) = (id(party), self.record());
        self.put(EventBody::Transformed {
            party,
            inputs: inputs.to_vec(),
            outputs: outputs.to_vec(),
            record,
        });
    }

    pub(super) fn pack(&mut self, party: &str, parent: &str, children: &[Portion]) {
        let (party, parent, record) = (id(party), id(parent), self.record());
        self.put(EventBody::Packed {
            party,
            parent,
            children: children.to_vec(),
            record,
        });
    }

    pub(super) fn ship(&mut self, from: &str, to: &str, items: &[Portion]) -> ShipmentId {
        let (party, to_party, record) = (id(from), id(to), self.record());
        let shipment = ShipmentId(self.number());
        self.put(EventBody::Shipped {
            shipment,
            party,
            to_party,
            items: items.to_vec(),
            record,
        });
        shipment
    }

    pub(super) fn receive(
        &mut self,
        shipment: ShipmentId,
        (from, to): (&str, &str),
        items: &[Portion],
    ) {
        let (from_party, party, record) = (id(from), id(to), self.record());
        self.put(EventBody::Received {
            shipment,
            party,
            from_party,
            items: items.to_vec(),
            record,
        });
    }

    pub(super) fn reject(
        &mut self,
        shipment: ShipmentId,
        (from, to): (&str, &str),
        items: &[Portion],
        reason: &str,
    ) {
        let (from_party, party, record) = (id(from), id(to), self.record());
        self.put(EventBody::Rejected {
            shipment,
            party,
            from_party,
            items: items.to_vec(),
            reason: reason.to_owned(),
            record,
        });
    }

    /// A claim of an asset's maker, or of a certifier.
    pub(super) fn attest(&mut self, party: &str, subject: &str, claim: Claim, certified: bool) {
        let (party, subject, record) = (id(party), id(subject), self.record());
        let attestation = AttestationId(self.number());
        self.put(EventBody::Attested {
            attestation,
            subject,
            party,
            certified,
            claim,
            record,
        });
    }
}
