//! That an event's digest here is the one of the log that the contract emits: the vectors of contracts/test/Vectors.t.sol.

use alloy_primitives::{Address, B256, b256, keccak256};
use trace::{EventBody, EventTime, Portion, Record, ShipmentId, Strand, SubjectId};

use crate::body_digest;

fn id(name: &str) -> SubjectId {
    SubjectId(keccak256(name))
}

fn party(word: &str) -> SubjectId {
    id(&format!("https://id.gs1.org/417/{word}"))
}

fn record() -> Record {
    Record {
        time: EventTime {
            unix_millis: 1_750_000_000_123,
            zone_offset_minutes: 120,
        },
        location: Some(id("https://id.gs1.org/414/plant")),
        biz_step: "commissioning".to_owned(),
        event_hash: Some(keccak256("event")),
        document: Vec::new(),
    }
}

const RECALLED: B256 = b256!("0x413bc7720a9bd31ba8174324eec6f711d3489409424526c95a857a1a3e477cd9");

/// Events and their digests as the contract has them.
fn vectors() -> Vec<(EventBody, B256)> {
    let tin = id("https://id.gs1.org/01/04012345000016/10/tin");
    let of_tin = |micro| vec![Portion { asset: tin, micro }];
    let (smelter, fab, guard) = (party("smelter"), party("fab"), party("guard"));
    let shipment = ShipmentId(b256!(
        "0x57edf9804c149517902b3408bb50aab93f82a7db9570f01c07a8262c6ad221dd"
    ));
    let device = Address::with_last_byte(0xd0);
    vec![
        (
            EventBody::Observed {
                party: smelter,
                shipment: Some(shipment),
                items: of_tin(2),
                record: record(),
            },
            b256!("0x7dce885de5d42d1b5702729888fd52fb148e2b67a1b7c5d31efefb590437f628"),
        ),
        (
            EventBody::Rejected {
                shipment,
                party: fab,
                from_party: smelter,
                items: of_tin(6),
                reason: "wet".to_owned(),
                record: record(),
            },
            b256!("0xc890ec68e2ec1364aa062906e1eee7ace4833ca47414a79566f05a496a857df5"),
        ),
        (
            EventBody::Recalled {
                asset: tin,
                party: guard,
                reason: "lead above limit".to_owned(),
                record: record(),
            },
            RECALLED,
        ),
        (
            EventBody::Lifted {
                recall: RECALLED,
                asset: tin,
                party: guard,
                reason: "measured again".to_owned(),
                record: record(),
            },
            b256!("0x5d88e4899ffdcb89319401f87af4d82562f80493a31f5e4aa7a5ed938182915f"),
        ),
        (
            EventBody::Corrected {
                corrected: RECALLED,
                party: guard,
                histories: vec![(tin, Strand::Identity)],
                reason: "not lead".to_owned(),
                record: record(),
            },
            b256!("0x0629522381cd36dba0a04496898662ae115f25a94e317e6e9c59c8a0777a3cb2"),
        ),
        (
            EventBody::Anchored {
                party: smelter,
                document_hash: keccak256("report"),
                kind: "report".to_owned(),
                record: record(),
            },
            b256!("0x1fa6a5bb0daed22e3adf4d38a3fb3d6bf40ae9a1e1c25eb34f8996f8ecedb1ec"),
        ),
        (
            EventBody::Delegated {
                party: smelter,
                device,
                until: 253_402_300_799,
            },
            b256!("0x6ecc49e1ad47a34a15c581a586a87a2bcd8de543b5ad8562f2bef11552668d20"),
        ),
        (
            EventBody::DelegationWithdrawn {
                party: smelter,
                device,
            },
            b256!("0xda70fadb1194c347c76c57f3eadb462c4f2d3485c73f0c7e335bdac3e72bd100"),
        ),
    ]
}

#[test]
fn digests_are_those_of_the_contracts_logs() {
    for (body, digest) in vectors() {
        assert_eq!(body_digest(&body), digest, "{}", body.event_type().word());
    }
}
