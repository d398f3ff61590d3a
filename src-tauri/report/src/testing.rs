//! Events for the tests of this crate, the parameters of a report on them, and evidence for any run of events.

use alloy_consensus::{Header as Fields, Receipt, ReceiptEnvelope, ReceiptWithBloom, TxType};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, B256, Log};
use evidence::{Bundle, Header, Network, Picked, Receipts};
use trace::{
    AssetDetail, AssetKind, Epc, EventBody, EventKey, EventTime, Granularity, Party, Quantity,
    Record, SubjectId, TraceEvent, Unit,
};

use crate::{
    AsOf, IssuedAt, Issuer, Locale, Paper, Parameters, Proven, Recipient, Signer, Template,
};

const DAY: u64 = 86_400;
/// 1 Aug 2026.
const START: u64 = 1_785_542_400;
const CONTRACT: Address = Address::repeat_byte(0xc0);

/// The story of a chip, as far as it is told in public.
pub(crate) fn chips() -> Vec<TraceEvent> {
    scenario::replay(&scenario::chips())
}

/// The gateway that the story ends with.
pub(crate) const GATEWAY: &str = "https://id.gs1.org/01/03770029102005/21/000417";

/// The pallet that it was shipped on.
pub(crate) const PALLET: &str = "https://id.gs1.org/00/037700290000004170";

/// The one asset of [`lone`].
pub(crate) const LONE: &str = "https://example.org/lone";

/// One party that made one lot of something from nothing, both called by this name.
pub(crate) fn lone(name: &str, unit: Unit) -> Vec<TraceEvent> {
    let maker = Party {
        epc: Epc::parse("https://example.org/maker").unwrap(),
        account: Address::repeat_byte(7),
        title: name.to_owned(),
        gln: String::new(),
        place: name.to_owned(),
        country: "FR".to_owned(),
    };
    let asset = AssetDetail {
        epc: Epc::parse(LONE).unwrap(),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: name.to_owned(),
        quantity: Quantity {
            micro: 1_500_000,
            unit,
        },
        unit_mass: None,
    };
    let record = record();
    let party = SubjectId::of(&maker.epc);
    let bodies = [
        EventBody::PartyRegistered(maker),
        EventBody::Commissioned {
            party,
            asset,
            record,
        },
    ];
    (0..)
        .zip(bodies)
        .map(|(block, body)| TraceEvent {
            key: EventKey {
                block,
                log_index: 0,
            },
            transaction: None,
            block_time: START + block,
            digest: ledger::body_digest(&body),
            body,
        })
        .collect()
}

/// The subject with this name.
pub(crate) fn id(name: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(name).unwrap())
}

/// A record without a place.
pub(crate) fn record() -> Record {
    Record {
        time: EventTime {
            unix_millis: START * 1000,
            zone_offset_minutes: 120,
        },
        location: None,
        biz_step: "commissioning".to_owned(),
        event_hash: None,
        document: Vec::new(),
    }
}

/// The parameters of a report on an asset, as of the last of these events.
pub(crate) fn parameters(subject: &str, events: &[TraceEvent], locale: Locale) -> Parameters {
    let last = events.last().unwrap();
    Parameters {
        template: Template::Provenance.name().to_owned(),
        number: "WM-2026-000417-02".to_owned(),
        subject: subject.to_owned(),
        shipment: None,
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
        paper: Paper::A4,
        assurance: Proven::Included,
        documents: Vec::new(),
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
