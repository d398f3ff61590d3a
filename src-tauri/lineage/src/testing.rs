//! A short way to write down events in tests. One event per block; time moves by [`Book::on`].

use alloy_primitives::B256;
use proptest::prelude::*;
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventBody, EventKey, EventTime,
    Granularity, Location, MICRO, Mass, Party, Portion, Quantity, Record, ShipmentId, SubjectId,
    TraceEvent, Unit,
};

use crate::Register;

/// One day in seconds.
pub(crate) const DAY: u64 = 86_400;

/// The id of an asset, a party or a location by its short test name.
pub(crate) fn id(name: &str) -> SubjectId {
    SubjectId::of(&epc(name))
}

fn epc(name: &str) -> Epc {
    Epc::parse(&format!("https://example.org/{name}")).unwrap()
}

/// Kilograms as a portion.
pub(crate) fn kg(name: &str, kilograms: u64) -> Portion {
    Portion {
        asset: id(name),
        micro: kilograms * MICRO,
    }
}

/// A lot counted in kilograms.
pub(crate) fn lot(name: &str, kilograms: u64) -> AssetDetail {
    AssetDetail {
        epc: epc(name),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: name.to_owned(),
        quantity: Quantity {
            micro: kilograms * MICRO,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

/// Pieces of this many grams each, or of unknown mass.
pub(crate) fn pieces(name: &str, count: u64, grams: Option<u64>) -> AssetDetail {
    AssetDetail {
        epc: epc(name),
        kind: AssetKind::Component,
        granularity: Granularity::Lot,
        description: name.to_owned(),
        quantity: Quantity {
            micro: count * MICRO,
            unit: Unit::piece(),
        },
        unit_mass: grams.map(|grams| Mass::from_milligrams(grams * 1000)),
    }
}

/// A pallet.
pub(crate) fn pallet(name: &str) -> AssetDetail {
    AssetDetail {
        kind: AssetKind::LogisticUnit,
        granularity: Granularity::LogisticUnit,
        ..pieces(name, 1, None)
    }
}

/// A claim without a number.
pub(crate) fn statement(kind: ClaimKind, words: &str) -> Claim {
    Claim {
        kind,
        value_micro: 0,
        unit: String::new(),
        statement: words.to_owned(),
        method: String::new(),
        valid_from: None,
        valid_until: None,
        document_hash: None,
    }
}

/// A claim that so many per cent are recycled.
pub(crate) fn recycled(percent: i64) -> Claim {
    Claim {
        value_micro: percent * 1_000_000,
        unit: "P1".to_owned(),
        ..statement(ClaimKind::RecycledContent, "recycled content")
    }
}

/// Events in the making.
#[derive(Default, Debug)]
pub(crate) struct Book {
    pub(crate) events: Vec<TraceEvent>,
    day: u64,
    place: Option<SubjectId>,
    numbers: u64,
}

impl Book {
    /// The register of all events so far.
    pub(crate) fn register(&self) -> Register {
        Register::from_events(&self.events)
    }

    /// From now on events happen on this day since 1970.
    pub(crate) fn on(&mut self, day: u64) -> &mut Self {
        self.day = day;
        self
    }

    /// From now on events happen at this place.
    pub(crate) fn at(&mut self, place: &str) -> &mut Self {
        self.place = Some(id(place));
        self
    }

    fn record(&self) -> Record {
        Record {
            time: EventTime {
                unix_millis: self.day * DAY * 1000,
                zone_offset_minutes: 0,
            },
            location: self.place,
            biz_step: String::new(),
            event_hash: None,
            document: Vec::new(),
        }
    }

    /// Adds any event in a block of its own.
    pub(crate) fn push(&mut self, body: EventBody) -> EventKey {
        let key = EventKey {
            block: self.events.len() as u64 + 1,
            log_index: 0,
        };
        self.events.push(TraceEvent {
            key,
            transaction: None,
            block_time: self.day * DAY,
            digest: B256::right_padding_from(&key.block.to_be_bytes()),
            body,
        });
        key
    }

    pub(crate) fn party(&mut self, name: &str) -> EventKey {
        self.push(EventBody::PartyRegistered(Party {
            epc: epc(name),
            account: alloy_primitives::Address::ZERO,
            title: name.to_owned(),
            gln: String::new(),
            place: String::new(),
            country: String::new(),
        }))
    }

    pub(crate) fn location(&mut self, name: &str, party: &str) -> EventKey {
        self.push(EventBody::LocationRegistered(Location {
            epc: epc(name),
            party: id(party),
            title: name.to_owned(),
            gln: String::new(),
            place: String::new(),
            country: String::new(),
            latitude_e6: 0,
            longitude_e6: 0,
        }))
    }

    pub(crate) fn commission(&mut self, party: &str, asset: AssetDetail) -> EventKey {
        let record = self.record();
        self.push(EventBody::Commissioned {
            party: id(party),
            asset,
            record,
        })
    }

    pub(crate) fn transform(
        &mut self,
        party: &str,
        inputs: &[Portion],
        outputs: &[AssetDetail],
    ) -> EventKey {
        let record = self.record();
        self.push(EventBody::Transformed {
            party: id(party),
            inputs: inputs.to_vec(),
            outputs: outputs.to_vec(),
            record,
        })
    }

    pub(crate) fn pack(&mut self, party: &str, parent: &str, children: &[Portion]) -> EventKey {
        let record = self.record();
        self.push(EventBody::Packed {
            party: id(party),
            parent: id(parent),
            children: children.to_vec(),
            record,
        })
    }

    pub(crate) fn unpack(&mut self, party: &str, parent: &str, children: &[Portion]) -> EventKey {
        let record = self.record();
        self.push(EventBody::Unpacked {
            party: id(party),
            parent: id(parent),
            children: children.to_vec(),
            record,
        })
    }

    fn number(&mut self) -> B256 {
        self.numbers += 1;
        B256::with_last_byte(u8::try_from(self.numbers).unwrap())
    }

    pub(crate) fn ship(&mut self, from: &str, to: &str, items: &[Portion]) -> ShipmentId {
        let shipment = ShipmentId(self.number());
        let record = self.record();
        self.push(EventBody::Shipped {
            shipment,
            party: id(from),
            to_party: id(to),
            items: items.to_vec(),
            record,
        });
        shipment
    }

    pub(crate) fn receive(
        &mut self,
        shipment: ShipmentId,
        (from, to): (&str, &str),
        items: &[Portion],
    ) -> EventKey {
        let record = self.record();
        self.push(EventBody::Received {
            shipment,
            party: id(to),
            from_party: id(from),
            items: items.to_vec(),
            record,
        })
    }

    pub(crate) fn reject(
        &mut self,
        shipment: ShipmentId,
        (from, to): (&str, &str),
        items: &[Portion],
    ) -> EventKey {
        let record = self.record();
        self.push(EventBody::Rejected {
            shipment,
            party: id(to),
            from_party: id(from),
            items: items.to_vec(),
            reason: "wet".to_owned(),
            record,
        })
    }

    pub(crate) fn observe(&mut self, party: &str, items: &[Portion]) -> EventKey {
        let record = self.record();
        self.push(EventBody::Observed {
            party: id(party),
            shipment: None,
            items: items.to_vec(),
            record,
        })
    }

    /// The digest of an earlier event.
    fn digest(&self, event: EventKey) -> B256 {
        let known = self.events.iter().find(|known| known.key == event);
        known.map_or(B256::ZERO, |known| known.digest)
    }

    pub(crate) fn lift(&mut self, party: &str, asset: &str, recall: EventKey) -> EventKey {
        let record = self.record();
        self.push(EventBody::Lifted {
            recall: self.digest(recall),
            asset: id(asset),
            party: id(party),
            reason: "measured again".to_owned(),
            record,
        })
    }

    pub(crate) fn correct(&mut self, party: &str, wrong: EventKey, subject: &str) -> EventKey {
        let record = self.record();
        self.push(EventBody::Corrected {
            corrected: self.digest(wrong),
            party: id(party),
            histories: vec![(id(subject), trace::Strand::Journey)],
            reason: "not that much".to_owned(),
            record,
        })
    }

    pub(crate) fn attest(&mut self, party: &str, subject: &str, claim: Claim) -> AttestationId {
        let attestation = AttestationId(self.number());
        let record = self.record();
        self.push(EventBody::Attested {
            attestation,
            subject: id(subject),
            party: id(party),
            certified: false,
            claim,
            record,
        });
        attestation
    }

    pub(crate) fn origin(&mut self, party: &str, subject: &str, words: &str) -> AttestationId {
        self.attest(party, subject, statement(ClaimKind::Origin, words))
    }

    pub(crate) fn revoke(&mut self, party: &str, what: AttestationId, subject: &str) -> EventKey {
        let record = self.record();
        self.push(EventBody::Revoked {
            attestation: what,
            subject: id(subject),
            party: id(party),
            reason: "audit failed".to_owned(),
            record,
        })
    }

    pub(crate) fn recall(&mut self, party: &str, asset: &str) -> EventKey {
        let record = self.record();
        self.push(EventBody::Recalled {
            asset: id(asset),
            party: id(party),
            reason: "cracks".to_owned(),
            record,
        })
    }
}

/// The worked example of bounds: 900 kg primary and 420 kg recycled become 1 050 kg, claimed to be 62 % recycled.
pub(crate) fn tin() -> Book {
    let mut book = Book::default();
    book.on(10);
    for party in ["miner", "recycler", "smelter", "paste", "auditor"] {
        book.party(party);
    }
    book.location("muntok", "smelter");
    book.commission("miner", lot("ore", 900));
    book.origin("miner", "ore", "primary");
    book.commission("recycler", lot("dross", 420));
    book.origin("recycler", "dross", "post-consumer");
    for (from, goods, mass) in [("miner", "ore", 900), ("recycler", "dross", 420)] {
        let way = book.ship(from, "smelter", &[kg(goods, mass)]);
        book.receive(way, (from, "smelter"), &[kg(goods, mass)]);
    }
    book.at("muntok").on(20);
    book.transform(
        "smelter",
        &[kg("ore", 900), kg("dross", 420)],
        &[lot("ingot", 1050)],
    );
    book.attest("smelter", "ingot", recycled(62));
    book
}

/// Everything that the ledger's rules would refuse, in any order.
pub(crate) fn lawless() -> impl Strategy<Value = Book> {
    let names = ["a", "b", "c", "d"];
    let pick = (
        0..12_usize,
        0..4_usize,
        0..4_usize,
        prop_oneof![0..5_u64, Just(u64::MAX / MICRO)],
    );
    prop::collection::vec(pick, 0..40).prop_map(move |steps| {
        let mut book = Book::default();
        let mut last_way = None;
        for (what, first, second, amount) in steps {
            let (first, second) = (names[first], names[second]);
            match what {
                0 => {
                    book.commission(first, lot(second, amount));
                }
                1 => {
                    book.transform(first, &[kg(second, amount)], &[lot(first, amount)]);
                }
                2 => {
                    book.pack(first, second, &[kg(first, amount)]);
                }
                3 => {
                    book.unpack(first, second, &[kg(first, amount)]);
                }
                4 => last_way = Some(book.ship(first, second, &[kg(second, amount)])),
                5 => {
                    if let Some(way) = last_way {
                        book.receive(way, (first, second), &[kg(second, amount)]);
                    }
                }
                6 => {
                    book.attest(first, second, recycled(50));
                }
                7 => {
                    book.recall(first, second);
                }
                8 => {
                    if let Some(way) = last_way {
                        book.reject(way, (first, second), &[kg(second, amount)]);
                    }
                }
                9 => {
                    book.observe(first, &[kg(second, amount)]);
                }
                10 => {
                    let block = amount.min(40);
                    let some = EventKey {
                        block,
                        log_index: 0,
                    };
                    book.correct(first, some, second);
                    book.lift(first, second, some);
                }
                _ => {
                    book.party(first);
                }
            }
        }
        book
    })
}
