//! A small story for the tests of this crate, the parameters of a report on it, and evidence for any run of events.

use alloy_consensus::{Header as Fields, Receipt, ReceiptEnvelope, ReceiptWithBloom, TxType};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, B256, Log};
use evidence::{Bundle, Header, Network, Picked, Receipts};
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventBody, EventKey, EventTime,
    Granularity, Location, MICRO, Mass, Party, Portion, Quantity, Record, ShipmentId, SubjectId,
    TraceEvent, Unit,
};

use crate::{AsOf, IssuedAt, Issuer, Locale, Parameters, Proven, Recipient, Signer, TEMPLATE};

const DAY: u64 = 86_400;
/// 1 Aug 2026.
const START: u64 = 1_785_542_400;
const CONTRACT: Address = Address::repeat_byte(0xc0);

/// The name of a thing of the story.
pub(crate) fn epc(name: &str) -> Epc {
    Epc::parse(&format!("https://example.org/{name}")).unwrap()
}

fn id(name: &str) -> SubjectId {
    SubjectId::of(&epc(name))
}

/// A lot in kilograms, or pieces that weigh so many milligrams each.
pub(crate) fn asset(
    name: &str,
    told: &str,
    kind: AssetKind,
    micro: u64,
    milligrams: Option<u64>,
) -> AssetDetail {
    let unit = if milligrams.is_some() {
        Unit::piece()
    } else {
        Unit::kilogram()
    };
    AssetDetail {
        epc: epc(name),
        kind,
        granularity: if micro == MICRO {
            Granularity::Item
        } else {
            Granularity::Lot
        },
        description: told.to_owned(),
        quantity: Quantity { micro, unit },
        unit_mass: milligrams.map(Mass::from_milligrams),
    }
}

fn kilograms(name: &str, told: &str, kilograms: u64) -> AssetDetail {
    asset(name, told, AssetKind::Material, kilograms * MICRO, None)
}

fn part(name: &str, micro: u64) -> Portion {
    Portion {
        asset: id(name),
        micro,
    }
}

/// Events in the making, one block each.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) events: Vec<TraceEvent>,
    day: u64,
    place: Option<SubjectId>,
}

impl Book {
    fn put(&mut self, body: EventBody) {
        let block = 18_000 + u64::try_from(self.events.len()).unwrap();
        self.events.push(TraceEvent {
            key: EventKey {
                block,
                log_index: 0,
            },
            transaction: None,
            block_time: START + self.day * DAY + 600,
            body,
        });
    }

    fn record(&self) -> Record {
        Record {
            time: EventTime {
                unix_millis: (START + self.day * DAY) * 1000,
                zone_offset_minutes: 120,
            },
            location: self.place,
            biz_step: "commissioning".to_owned(),
            event_hash: None,
            document: Vec::new(),
        }
    }

    pub(crate) fn party(&mut self, name: &str, title: &str, place: &str, country: &str) {
        let account = Address::from_slice(&id(name).0[..20]);
        let epc = epc(name);
        let (title, place, country) = (title.to_owned(), place.to_owned(), country.to_owned());
        let gln = "4012345000017".to_owned();
        self.put(EventBody::PartyRegistered(Party {
            epc,
            account,
            title: title.clone(),
            gln: gln.clone(),
            place: place.clone(),
            country: country.clone(),
        }));
        self.put(EventBody::LocationRegistered(Location {
            epc: self::epc(&format!("{name}-site")),
            party: id(name),
            title: format!("{title} site"),
            gln,
            place,
            country,
            latitude_e6: 0,
            longitude_e6: 0,
        }));
    }

    pub(crate) fn on(&mut self, day: u64, party: &str) -> &mut Self {
        self.day = day;
        self.place = Some(id(&format!("{party}-site")));
        self
    }

    pub(crate) fn commission(&mut self, party: &str, asset: AssetDetail) {
        let (party, record) = (id(party), self.record());
        self.put(EventBody::Commissioned {
            party,
            asset,
            record,
        });
    }

    pub(crate) fn make(&mut self, party: &str, inputs: Vec<Portion>, outputs: Vec<AssetDetail>) {
        let (party, record) = (id(party), self.record());
        self.put(EventBody::Transformed {
            party,
            inputs,
            outputs,
            record,
        });
    }

    pub(crate) fn send(&mut self, from: &str, to: &str, goods: Portion, arrives: bool) {
        let shipment = ShipmentId(B256::with_last_byte(
            u8::try_from(self.events.len()).unwrap(),
        ));
        let (party, other, record) = (id(from), id(to), self.record());
        self.put(EventBody::Shipped {
            shipment,
            party,
            to_party: other,
            items: vec![goods],
            record: record.clone(),
        });
        if arrives {
            self.day += 2;
            self.put(EventBody::Received {
                shipment,
                party: other,
                from_party: party,
                items: vec![goods],
                record,
            });
        }
    }

    pub(crate) fn attest(
        &mut self,
        party: &str,
        subject: &str,
        certified: bool,
        claim: Claim,
    ) -> AttestationId {
        let attestation = AttestationId(B256::with_last_byte(
            u8::try_from(self.events.len()).unwrap(),
        ));
        let (party, subject, record) = (id(party), id(subject), self.record());
        self.put(EventBody::Attested {
            attestation,
            subject,
            party,
            certified,
            claim,
            record,
        });
        attestation
    }
}

pub(crate) fn claim(kind: ClaimKind, value: i64, unit: &str, told: &str, method: &str) -> Claim {
    Claim {
        kind,
        value_micro: value,
        unit: unit.to_owned(),
        statement: told.to_owned(),
        method: method.to_owned(),
        valid_from: Some(START - 100 * DAY),
        valid_until: Some(START + 400 * DAY),
        document_hash: Some(B256::repeat_byte(0xd0)),
    }
}

/// Tin from a mine and from scrap, copper and glass become a gateway; the smelter's attestation is revoked, a claim is too high, a
/// shipment is missing and a lot is recalled.
pub(crate) fn gateway() -> Vec<TraceEvent> {
    let mut book = Book::default();
    for (name, title, place, country) in [
        ("mine", "PT Bangka Timah Muda", "Bangka", "ID"),
        ("recycler", "Kringloop Metalen NV", "Hoboken", "BE"),
        ("smelter", "PT Muntok Smelting", "Muntok", "ID"),
        ("copper", "Północ Miedź S.A.", "Legnica", "PL"),
        ("board", "Řezno Boards s.r.o.", "Brno", "CZ"),
        ("maker", "Lumière Edge SAS", "Lyon", "FR"),
        ("auditor", "Trustmark Assurance Ltd", "London", "GB"),
    ] {
        book.party(name, title, place, country);
    }
    book.on(0, "mine")
        .commission("mine", kilograms("ore", "Tin concentrate BT-118", 900));
    book.attest(
        "mine",
        "ore",
        false,
        claim(ClaimKind::Origin, 0, "", "primary, Bangka", ""),
    );
    book.on(1, "recycler")
        .commission("recycler", kilograms("scrap", "Solder dross KR-77", 420));
    book.attest(
        "recycler",
        "scrap",
        false,
        claim(
            ClaimKind::Origin,
            0,
            "",
            "post-consumer, e-waste",
            "ISO 14021:2016",
        ),
    );
    book.on(2, "copper")
        .commission("copper", kilograms("cathode", "Copper cathode PM-5", 2_000));
    book.attest(
        "copper",
        "cathode",
        true,
        claim(ClaimKind::Origin, 0, "", "primary", ""),
    );
    let smelter = book.attest(
        "auditor",
        "smelter",
        true,
        claim(
            ClaimKind::Conformity,
            0,
            "",
            "RMAP conformant smelter",
            "RMAP 2021",
        ),
    );
    book.on(5, "mine")
        .send("mine", "smelter", part("ore", 900 * MICRO), true);
    book.on(6, "recycler")
        .send("recycler", "smelter", part("scrap", 420 * MICRO), true);
    book.on(12, "smelter").make(
        "smelter",
        vec![part("ore", 900 * MICRO), part("scrap", 420 * MICRO)],
        vec![kilograms("ingot", "Tin ingot PT-2291", 1_050)],
    );
    book.attest(
        "smelter",
        "ingot",
        false,
        claim(
            ClaimKind::RecycledContent,
            62_000_000,
            "P1",
            "62 % recycled tin",
            "ISO 14021:2016",
        ),
    );
    book.on(20, "smelter")
        .send("smelter", "board", part("ingot", 100 * MICRO), true);
    book.send("copper", "board", part("cathode", 500 * MICRO), true);
    book.on(30, "board").make(
        "board",
        vec![part("ingot", 20 * MICRO), part("cathode", 160 * MICRO)],
        vec![asset(
            "boards",
            "Main board MB-7 rev C",
            AssetKind::Component,
            1_000 * MICRO,
            Some(180_000),
        )],
    );
    book.on(33, "board")
        .send("board", "maker", part("boards", 900 * MICRO), true);
    book.send("board", "maker", part("boards", 100 * MICRO), false);
    for number in 1..=4 {
        book.on(36, "maker").commission(
            "maker",
            asset(
                &format!("antenna{number}"),
                "Antenna AX",
                AssetKind::Component,
                MICRO,
                Some(12_000),
            ),
        );
    }
    let mut inputs = vec![part("boards", MICRO)];
    inputs.extend((1..=4).map(|number| part(&format!("antenna{number}"), MICRO)));
    book.on(40, "maker").make(
        "maker",
        inputs,
        vec![asset(
            "gateway",
            "Edge gateway EG-200, serial 000417",
            AssetKind::Product,
            MICRO,
            Some(240_000),
        )],
    );
    book.attest(
        "maker",
        "gateway",
        false,
        claim(
            ClaimKind::CarbonFootprint,
            6_200_000,
            "KGM",
            "cradle to gate",
            "ISO 14067:2018",
        ),
    );
    book.attest(
        "maker",
        "gateway",
        false,
        claim(
            ClaimKind::RecycledContent,
            45_000_000,
            "P1",
            "45 % recycled",
            "ISO 14021:2016",
        ),
    );
    book.on(63, "auditor");
    let (subject, party, record) = (id("smelter"), id("auditor"), book.record());
    book.put(EventBody::Revoked {
        attestation: smelter,
        subject,
        party,
        reason: "unannounced visit of 1 Oct 2026 found unlisted suppliers".to_owned(),
        record,
    });
    let (party, record) = (id("board"), book.on(65, "board").record());
    book.put(EventBody::Recalled {
        asset: id("boards"),
        party,
        reason: "cracked vias".to_owned(),
        record,
    });
    book.events
}

/// The parameters of a report on an asset, as of the last of these events.
pub(crate) fn parameters(subject: &str, events: &[TraceEvent], locale: Locale) -> Parameters {
    let last = events.last().unwrap();
    Parameters {
        template: TEMPLATE.to_owned(),
        number: "WM-2026-000417-02".to_owned(),
        subject: epc(subject).to_string(),
        as_of: AsOf {
            number: last.key.block,
            hash: B256::repeat_byte(0xab),
            time: last.block_time,
        },
        issued_at: IssuedAt {
            unix_seconds: last.block_time + DAY,
            zone_offset_minutes: 120,
        },
        issuer: Issuer {
            name: "Lumière Edge SAS".to_owned(),
            address: "14 rue Garibaldi, 69003 Lyon, France".to_owned(),
            gln: Some("3012345000017".to_owned()),
            function: "head of compliance".to_owned(),
        },
        recipient: Some(Recipient {
            name: "Nordhavn Energi A/S".to_owned(),
            address: "Sundkaj 9, 2150 Nordhavn, Denmark".to_owned(),
        }),
        signer: Signer {
            name: "Lumière Edge SAS".to_owned(),
            certificate: "3f9a07c21be04d55".to_owned(),
            algorithm: "ECDSA P-256 with SHA-256".to_owned(),
            self_signed: true,
            demonstration: true,
        },
        locale,
        assurance: Proven::Included,
    }
}

/// Evidence for events that each have a block of their own.
pub(crate) fn evidence(events: &[TraceEvent]) -> Bundle {
    let mut headers: Vec<Header> = Vec::new();
    let mut receipts = Vec::new();
    for event in events {
        let log = Log {
            address: CONTRACT,
            data: ledger::encode(&event.body),
        };
        let receipt = Receipt {
            status: true.into(),
            cumulative_gas_used: 21_000,
            logs: vec![log],
        };
        let envelope =
            ReceiptEnvelope::from_typed(TxType::Eip1559, ReceiptWithBloom::from(receipt));
        let of_block = Receipts::from_encoded(vec![envelope.encoded_2718()]).unwrap();
        let fields = Fields {
            parent_hash: headers.last().map_or(B256::ZERO, Header::hash),
            number: event.key.block,
            timestamp: event.block_time,
            receipts_root: of_block.root(),
            ..Fields::default()
        };
        headers.push(Header::from_rlp(&alloy_rlp::encode(fields)).unwrap());
        receipts.push(of_block);
    }
    let network = Network {
        chain_id: 2_026,
        genesis: B256::repeat_byte(1),
        contract: CONTRACT,
        code_hash: B256::repeat_byte(2),
    };
    let picked: Vec<Picked> = events
        .iter()
        .zip(&receipts)
        .map(|(event, receipts)| Picked {
            block: event.key.block,
            receipts,
            tx_indexes: &[0],
        })
        .collect();
    Bundle::build(network, &headers, &picked).unwrap()
}
