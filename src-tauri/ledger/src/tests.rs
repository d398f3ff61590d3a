//! What the crate promises of events, calls and histories as a whole.
#![allow(clippy::unwrap_used, clippy::too_many_lines)]

use alloy_primitives::{Address, B256, Bytes, Log, LogData, keccak256};
use alloy_sol_types::SolEvent;
use proptest::prelude::*;
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventBody, EventTime,
    Granularity, Location, Mass, Party, Portion, Quantity, Record, ShipmentId, Strand, SubjectId,
    Unit,
};

use crate::abi::TraceLedger as contract;
use crate::*;

fn log(data: LogData) -> Log {
    Log {
        address: Address::repeat_byte(0x11),
        data,
    }
}

fn record() -> Record {
    Record {
        time: EventTime {
            unix_millis: 1_785_537_000_000,
            zone_offset_minutes: -210,
        },
        location: Some(SubjectId(B256::repeat_byte(3))),
        biz_step: "commissioning".to_owned(),
        event_hash: Some(B256::repeat_byte(4)),
        document: b"{}".to_vec(),
    }
}

fn asset() -> AssetDetail {
    AssetDetail {
        epc: Epc::parse("urn:epc:class:lgtin:4012345.012345.998877").unwrap(),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: "Étain".to_owned(),
        quantity: Quantity::parse("1050.25", Unit::kilogram()).unwrap(),
        unit_mass: Some(Mass::from_milligrams(1_000_000)),
    }
}

fn every_event() -> Vec<EventBody> {
    let party = SubjectId(B256::repeat_byte(1));
    let portions = vec![
        Portion {
            asset: SubjectId(B256::repeat_byte(7)),
            micro: 1,
        },
        Portion {
            asset: SubjectId(B256::repeat_byte(8)),
            micro: Quantity::MAX_MICRO,
        },
    ];
    let tin = portions[0];
    let shipment = ShipmentId(B256::repeat_byte(9));
    let attestation = AttestationId(B256::repeat_byte(10));
    vec![
        EventBody::PartyRegistered(Party {
            epc: Epc::parse("urn:epc:id:pgln:4012345.00000").unwrap(),
            account: Address::repeat_byte(5),
            title: "Zinn & Söhne".to_owned(),
            gln: "4012345000009".to_owned(),
            place: "Freiberg".to_owned(),
            country: "DE".to_owned(),
        }),
        EventBody::LocationRegistered(Location {
            epc: Epc::parse("urn:epc:id:sgln:4012345.00001.0").unwrap(),
            party,
            title: String::new(),
            gln: String::new(),
            place: String::new(),
            country: String::new(),
            latitude_e6: -90_000_000,
            longitude_e6: 180_000_000,
        }),
        EventBody::Commissioned {
            party,
            asset: asset(),
            record: record(),
        },
        EventBody::Transformed {
            party,
            inputs: portions.clone(),
            outputs: vec![asset()],
            record: Record {
                location: None,
                event_hash: None,
                document: Vec::new(),
                ..record()
            },
        },
        EventBody::Packed {
            party,
            parent: SubjectId(B256::repeat_byte(2)),
            children: portions.clone(),
            record: record(),
        },
        EventBody::Unpacked {
            party,
            parent: SubjectId(B256::repeat_byte(2)),
            children: portions.clone(),
            record: record(),
        },
        EventBody::Shipped {
            shipment,
            party,
            to_party: SubjectId(B256::repeat_byte(6)),
            items: portions.clone(),
            record: record(),
        },
        EventBody::Received {
            shipment,
            party,
            from_party: SubjectId(B256::repeat_byte(6)),
            items: portions,
            record: record(),
        },
        EventBody::Attested {
            attestation,
            subject: SubjectId(B256::repeat_byte(2)),
            party,
            certified: true,
            claim: Claim {
                kind: ClaimKind::Other("waterUse".to_owned()),
                value_micro: -62_000_000,
                unit: "P1".to_owned(),
                statement: "post-consumer".to_owned(),
                method: "ISO 14021".to_owned(),
                valid_from: Some(1),
                valid_until: None,
                document_hash: Some(B256::repeat_byte(12)),
            },
            record: record(),
        },
        EventBody::Revoked {
            attestation,
            subject: party,
            party,
            reason: "audit failed".to_owned(),
            record: record(),
        },
        EventBody::Recalled {
            asset: asset().id(),
            party,
            reason: "cracks".to_owned(),
            record: record(),
        },
        EventBody::Rejected {
            shipment,
            party,
            from_party: SubjectId(B256::repeat_byte(6)),
            items: vec![tin],
            reason: "wet".to_owned(),
            record: record(),
        },
        EventBody::Observed {
            party,
            shipment: Some(shipment),
            items: vec![tin],
            record: record(),
        },
        EventBody::Observed {
            party,
            shipment: None,
            items: vec![tin],
            record: record(),
        },
        EventBody::Lifted {
            recall: B256::repeat_byte(13),
            asset: asset().id(),
            party,
            reason: "measured again".to_owned(),
            record: record(),
        },
        EventBody::Corrected {
            corrected: B256::repeat_byte(14),
            party,
            histories: vec![
                (tin.asset, Strand::Journey),
                (asset().id(), Strand::Identity),
            ],
            reason: "not 5 kg".to_owned(),
            record: record(),
        },
        EventBody::Anchored {
            party,
            document_hash: B256::repeat_byte(15),
            kind: "report".to_owned(),
            record: record(),
        },
        EventBody::Delegated {
            party,
            device: Address::repeat_byte(16),
            until: 1_790_000_000,
        },
        EventBody::DelegationWithdrawn {
            party,
            device: Address::repeat_byte(16),
        },
    ]
}

#[test]
fn every_event_survives_the_wire() {
    for body in every_event() {
        assert_eq!(decode(&log(encode(&body))), Ok(Some(body)));
    }
}

#[test]
fn other_logs_are_not_events_of_record() {
    assert_eq!(decode(&log(LogData::default())), Ok(None));
    let extension = HeadExtension {
        subject: SubjectId(B256::repeat_byte(1)),
        strand: Strand::Journey,
        digest: B256::repeat_byte(2),
        head: B256::repeat_byte(3),
        count: 4,
    };
    let head = log(encode_head(&extension));
    assert_eq!(decode(&head), Ok(None));
    assert_eq!(decode_head(&head), Ok(Some(extension)));
}

/// Decodes the commissioning of the asset after it was bent.
fn bent(bend: impl FnOnce(&mut contract::Commissioned)) -> Result<Option<EventBody>, DecodeError> {
    let body = EventBody::Commissioned {
        party: SubjectId(B256::repeat_byte(1)),
        asset: asset(),
        record: record(),
    };
    let mut event = contract::Commissioned::decode_log_data(&encode(&body)).unwrap();
    bend(&mut event);
    decode(&log(event.encode_log_data()))
}

#[test]
fn what_the_contract_would_not_take_is_refused() {
    let long = "x".repeat(limits::TEXT + 1);
    assert!(matches!(
        bent(|event| event.detail.description = long),
        Err(DecodeError::Length {
            field: "description",
            length: 257,
            ..
        })
    ));
    assert!(matches!(
        bent(|event| event.asset = B256::ZERO),
        Err(DecodeError::Id { .. })
    ));
    let urn = "urn:epc:class:lgtin:4012345.012345.998877";
    assert!(matches!(
        bent(|event| {
            event.asset = keccak256(urn);
            event.detail.name = urn.to_owned();
        }),
        Err(DecodeError::NotCanonical { .. })
    ));
    assert!(matches!(
        bent(|event| event.detail.name = "<script>".to_owned()),
        Err(DecodeError::Name(_))
    ));
    assert!(matches!(
        bent(|event| event.detail.kind = 4),
        Err(DecodeError::Code(_))
    ));
    assert!(matches!(
        bent(|event| event.detail.granularity = 1),
        Err(DecodeError::NotOnePiece(_))
    ));
    assert!(matches!(
        bent(|event| event.detail.quantity = 1 << 63),
        Err(DecodeError::Quantity(_))
    ));
    assert!(matches!(
        bent(|event| event.detail.unit = "kg".to_owned()),
        Err(DecodeError::Unit(_))
    ));
    assert!(matches!(
        bent(|event| event.record.eventTime = 0),
        Err(DecodeError::Time(0))
    ));
    assert!(matches!(
        bent(|event| event.record.zoneOffsetMinutes = i16::MIN),
        Err(DecodeError::ZoneOffset(_))
    ));
    assert!(matches!(
        bent(|event| event.record.document = Bytes::from(vec![0; limits::DOCUMENT + 1])),
        Err(DecodeError::Length {
            field: "document",
            ..
        })
    ));
}

#[test]
fn a_correction_names_histories_and_an_anchor_a_hash() {
    let bodies = every_event();
    let bent = |index: usize, bend: &dyn Fn(&mut EventBody)| {
        let mut body = bodies[index].clone();
        bend(&mut body);
        decode(&log(encode(&body)))
    };
    let many = |count: usize| {
        bent(15, &move |body| {
            if let EventBody::Corrected { histories, .. } = body {
                *histories = vec![histories[0]; count];
            }
        })
    };
    assert_eq!(many(0), Err(DecodeError::Histories(0)));
    assert_eq!(many(129), Err(DecodeError::Histories(129)));
    assert!(many(128).is_ok());
    let no_hash = bent(16, &|body| {
        if let EventBody::Anchored { document_hash, .. } = body {
            *document_hash = B256::ZERO;
        }
    });
    assert_eq!(no_hash, Err(DecodeError::NoHash));
    let for_ever = bent(17, &|body| {
        if let EventBody::Delegated { until, .. } = body {
            *until = u64::MAX;
        }
    });
    assert_eq!(for_ever, Err(DecodeError::Time(u64::MAX)));
}

#[test]
fn an_event_does_not_vanish_because_its_text_is_broken() {
    let mut data = encode(&every_event()[10]);
    let mut bytes = data.data.to_vec();
    let at = bytes.windows(6).position(|six| six == b"cracks").unwrap();
    bytes[at] = 0xff;
    data.data = bytes.into();
    let Ok(Some(EventBody::Recalled { reason, .. })) = decode(&log(data)) else {
        panic!("not a recall");
    };
    assert_eq!(reason, "\u{fffd}racks");
}

/// Two words that claim a list of 2⁶⁰ entries, or one list many times over, cost nothing.
#[test]
fn lists_that_claim_more_than_the_data_are_refused() {
    let mut data = encode(&every_event()[4]);
    let mut bytes = data.data.to_vec();
    let length = 4 * 32;
    bytes[length + 24..length + 32].copy_from_slice(&(1u64 << 60).to_be_bytes());
    data.data = bytes.into();
    assert!(matches!(decode(&log(data)), Err(DecodeError::Layout(_))));
    let huge = LogData::new_unchecked(
        vec![contract::Packed::SIGNATURE_HASH],
        vec![0; limits::LOG_DATA + 1].into(),
    );
    assert!(matches!(decode(&log(huge)), Err(DecodeError::Size(_))));
}

#[test]
fn bytes_behind_the_fields_are_refused() {
    let mut data = encode(&every_event()[2]);
    data.data = [data.data.as_ref(), &[0; 32]].concat().into();
    assert!(matches!(decode(&log(data)), Err(DecodeError::Layout(_))));
}

#[test]
fn an_event_has_one_topic() {
    let mut data = encode(&every_event()[2]);
    data = LogData::new_unchecked(vec![data.topics()[0], B256::ZERO], data.data);
    assert_eq!(decode(&log(data)), Err(DecodeError::Topics(2)));
}

fn topics() -> Vec<B256> {
    let mut topics: Vec<B256> = every_event()
        .iter()
        .map(|body| encode(body).topics()[0])
        .collect();
    topics.extend([
        contract::HeadExtended::SIGNATURE_HASH,
        contract::CaptureRefused::SIGNATURE_HASH,
    ]);
    topics
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(topic in prop::sample::select(topics()), data in prop::collection::vec(any::<u8>(), 0..2000)) {
        let log = log(LogData::new_unchecked(vec![topic], data.into()));
        let _ = decode(&log);
        let _ = decode_head(&log);
        let _ = decode_capture(&log);
        let _ = explain_revert(&log.data.data);
    }

    #[test]
    fn no_bent_word_makes_it_panic(event in 0usize..19, word in any::<prop::sample::Index>(), value in prop::collection::vec(any::<u8>(), 32), small in any::<bool>()) {
        let mut data = encode(&every_event()[event]);
        let mut bytes = data.data.to_vec();
        let at = word.index(bytes.len() / 32) * 32;
        let from = if small { 30 } else { 0 };
        bytes[at + from..at + 32].copy_from_slice(&value[from..]);
        data.data = bytes.into();
        if let Ok(Some(body)) = decode(&log(data.clone())) {
            prop_assert_eq!(decode(&log(encode(&body))), Ok(Some(body)));
        }
    }
}

#[test]
fn a_history_is_folded_from_its_events() {
    let digests = [B256::repeat_byte(1), B256::repeat_byte(2)];
    let event = log(encode(&every_event()[0]));
    let topic_and_data = [event.topics()[0].as_slice(), event.data.data.as_ref()].concat();
    assert_eq!(event_digest(&event), keccak256(topic_and_data));
    let first = keccak256([[0; 32], digests[0].0].concat());
    let second = keccak256([first.0, digests[1].0].concat());
    assert_eq!(fold_head(digests), (second, 2));
    assert_eq!(fold_head([]), (B256::ZERO, 0));
}

#[test]
fn an_event_extends_what_it_is_about_only() {
    let extended = |index: usize| extends(&every_event()[index]);
    assert_eq!(extended(2), [(asset().id(), Strand::Identity)]);
    assert_eq!(
        extended(3),
        [
            (SubjectId(B256::repeat_byte(7)), Strand::Journey),
            (SubjectId(B256::repeat_byte(8)), Strand::Journey),
            (asset().id(), Strand::Identity),
        ]
    );
    let EventBody::Corrected { histories, .. } = &every_event()[15] else {
        panic!("not a correction");
    };
    assert_eq!(extended(15), *histories, "what the wrong event extended");
    assert_eq!(
        extended(17),
        [(SubjectId(B256::repeat_byte(1)), Strand::Identity)]
    );
    assert_eq!(
        extended(4)[0],
        (SubjectId(B256::repeat_byte(2)), Strand::Journey)
    );
}
