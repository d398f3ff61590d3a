use protocol::field::{
    FieldAsset, FieldClaim, FieldDocument, FieldEvent, FieldPosition, FieldRecord, Measurement,
    ProblemCode as Code, ProblemWeight as Weight,
};
use trace::{EventBody, MICRO};

use crate::testing::{BOX, LOT, MINE, SHIPMENT, SMELTER, World, checked, portion, record};
use crate::{Acting, ShipmentStatus, capture, touches};

/// Where something is wrong, and what.
fn problems(record: &FieldRecord, world: &World) -> Vec<(String, Code, Weight)> {
    let found = checked(record, world).problems.into_iter();
    found
        .map(|problem| (problem.path, problem.code, problem.weight))
        .collect()
}

fn error(path: &str, code: Code) -> (String, Code, Weight) {
    (path.to_owned(), code, Weight::Error)
}

fn warning(path: &str, code: Code) -> (String, Code, Weight) {
    (path.to_owned(), code, Weight::Warning)
}

fn use_up(quantity: &str) -> FieldRecord {
    record(FieldEvent::Transform {
        inputs: vec![portion(LOT, quantity)],
        outputs: vec![FieldAsset {
            name: "urn:epc:class:lgtin:8991102.000001.B".to_owned(),
            quantity: "59.5".to_owned(),
            unit: "KGM".to_owned(),
            ..FieldAsset::default()
        }],
    })
}

#[test]
fn a_record_that_is_whole_becomes_the_call_that_it_says() {
    let world = World::default();
    let checked = checked(&use_up("60"), &world);
    assert_eq!(checked.problems, []);
    let prepared = checked.prepared.unwrap();
    let EventBody::Transformed {
        inputs,
        outputs,
        record,
        ..
    } = &prepared.body
    else {
        panic!("{prepared:?}");
    };
    assert_eq!(inputs[0].micro, 60 * MICRO);
    assert_eq!(outputs[0].quantity.micro, 59_500_000);
    assert_eq!(record.time.zone_offset_minutes, 60);
    assert_eq!(record.biz_step, "creating_class_instance");
    assert!(record.event_hash.is_some());
    let captured = capture(&prepared, "r1", &world).unwrap();
    let expected = ledger::calls::transform(inputs, outputs, record);
    assert_eq!((captured.call, captured.expects), (expected, None));
    assert_eq!(touches(&prepared.body).len(), 2);
}

#[test]
fn what_the_ledger_would_refuse_for_want_of_a_role_or_a_right_is_told_at_the_field() {
    let mut world = World {
        lacking: Some(ledger::Role::Producer),
        ..World::default()
    };
    assert_eq!(
        problems(&use_up("60"), &world),
        [warning("party", Code::LacksRole)]
    );
    assert!(checked(&use_up("60"), &world).prepared.is_some());
    let told = checked(&use_up("60"), &world).problems.remove(0);
    assert_eq!(told.with, ["producer", "9"]);
    let claim = |subject: &str| {
        record(FieldEvent::Attest {
            subject: subject.to_owned(),
            claim: FieldClaim {
                kind: "conformity".to_owned(),
                statement: "looks fine".to_owned(),
                ..FieldClaim::default()
            },
        })
    };
    for own in [LOT, MINE] {
        assert_eq!(problems(&claim(own), &world), [], "{own}");
    }
    let not_entitled = [warning("what.subject", Code::NotEntitled)];
    assert_eq!(problems(&claim(SMELTER), &world), not_entitled);
    world.held = 0;
    assert_eq!(problems(&claim(LOT), &world), not_entitled);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    let world = World::default();
    let empty = FieldRecord::default();
    let missing = ["party", "time", "what.items"].map(|path| error(path, Code::Missing));
    assert_eq!(problems(&empty, &world), missing);

    let commission = |change: fn(&mut FieldAsset)| {
        let mut asset = FieldAsset {
            name: "urn:epc:class:lgtin:8991102.000001.B".to_owned(),
            quantity: "1".to_owned(),
            unit: "KGM".to_owned(),
            ..FieldAsset::default()
        };
        change(&mut asset);
        problems(&record(FieldEvent::Commission { asset }), &world)
    };
    assert_eq!(commission(|_| {}), []);
    let wrong = |change, field: &str, code| {
        assert_eq!(
            commission(change),
            [error(&format!("what.asset.{field}"), code)]
        );
    };
    wrong(
        |asset| asset.name = "LOT 7".to_owned(),
        "name",
        Code::NotAName,
    );
    wrong(|asset| asset.name = LOT.to_owned(), "name", Code::Exists);
    wrong(|asset| asset.name = MINE.to_owned(), "name", Code::Exists);
    wrong(
        |asset| asset.quantity = "1,5".to_owned(),
        "quantity",
        Code::NotANumber,
    );
    wrong(
        |asset| asset.quantity = "0".to_owned(),
        "quantity",
        Code::NotPositive,
    );
    wrong(
        |asset| asset.quantity = "99999999999999".to_owned(),
        "quantity",
        Code::OutOfRange,
    );
    wrong(
        |asset| asset.unit = "kilo".to_owned(),
        "unit",
        Code::NotAUnit,
    );
    wrong(
        |asset| asset.description = "x".repeat(257),
        "description",
        Code::TooLong,
    );
    wrong(
        |asset| asset.granularity = protocol::Granularity::Item,
        "quantity",
        Code::ItemIsOnePiece,
    );
}

#[test]
fn what_is_wrong_only_as_far_as_is_known_can_be_signed() {
    let world = World {
        held: 40 * MICRO,
        acting: Acting::No,
        ..World::default()
    };
    let found = checked(&use_up("60"), &world);
    let expected = [
        warning("party", Code::NotDelegated),
        warning("what.inputs.0.quantity", Code::NotEnough),
    ];
    assert_eq!(problems(&use_up("60"), &world), expected);
    assert!(found.prepared.is_some());
    // More than was ever made is never right.
    let never = [
        warning("party", Code::NotDelegated),
        error("what.inputs.0.quantity", Code::NotEnough),
    ];
    assert_eq!(problems(&use_up("101"), &world), never);
}

#[test]
fn shipments_and_boxes_are_checked_against_what_is_known() {
    let receive = |shipment: &str| {
        record(FieldEvent::Receive {
            shipment: shipment.to_owned(),
        })
    };
    let known = SHIPMENT.to_string();
    let world = World::default();
    assert_eq!(problems(&receive(&known), &world), []);
    assert_eq!(
        problems(&receive("0x12"), &world),
        [error("what.shipment", Code::NotAHash)]
    );
    let other = alloy_primitives::B256::repeat_byte(1).to_string();
    assert_eq!(
        problems(&receive(&other), &world),
        [error("what.shipment", Code::UnknownShipment)]
    );
    let arrived = World {
        shipment: ShipmentStatus::Arrived(5),
        ..world.clone()
    };
    assert_eq!(
        problems(&receive(&known), &arrived),
        [error("what.shipment", Code::NotInTransit)]
    );
    let mut theirs = receive(&known);
    theirs.party = SMELTER.to_owned();
    assert_eq!(
        problems(&theirs, &world),
        [error("what.shipment", Code::NotReceiver)]
    );
    let unpack = record(FieldEvent::Unpack {
        parent: BOX.to_owned(),
        children: vec![portion(LOT, "3")],
    });
    assert_eq!(
        problems(&unpack, &world),
        [warning("what.children.0.quantity", Code::NotPacked)]
    );
    let pack = record(FieldEvent::Pack {
        parent: LOT.to_owned(),
        children: vec![portion(LOT, "3")],
    });
    assert_eq!(
        problems(&pack, &world),
        [error("what.children.0.asset", Code::ToItself)]
    );
}

#[test]
fn claims_measurements_positions_and_documents_have_fields_too() {
    let world = World::default();
    let attest = record(FieldEvent::Attest {
        subject: LOT.to_owned(),
        claim: FieldClaim {
            kind: "origin".to_owned(),
            valid_from: "2026-02-01T00:00:00Z".to_owned(),
            valid_until: "2026-01-01T00:00:00Z".to_owned(),
            ..FieldClaim::default()
        },
    });
    let expected = [
        error("what.claim.validUntil", Code::OutOfRange),
        error("what.claim.value", Code::Missing),
    ];
    assert_eq!(problems(&attest, &world), expected);
    let mut seen = record(FieldEvent::Observe {
        items: vec![portion(LOT, "1"), portion(LOT, "1")],
        shipment: String::new(),
        measurements: vec![Measurement {
            kind: "Temperature".to_owned(),
            value: "-21.5".to_owned(),
            unit: "Celsius".to_owned(),
        }],
    });
    seen.position = Some(FieldPosition {
        latitude: "91".to_owned(),
        longitude: "-10.5".to_owned(),
        ..FieldPosition::default()
    });
    let document = |byte: &str, name: &str| FieldDocument {
        sha256: byte.repeat(32),
        name: name.to_owned(),
        ..FieldDocument::default()
    };
    seen.documents = vec![
        document("dd", "held"),
        document("dd", "again"),
        document("ee", "away"),
    ];
    let expected = [
        error("position.latitude", Code::OutOfRange),
        error("documents.1.sha256", Code::Twice),
        error("documents.2.sha256", Code::DocumentMissing),
        error("what.measurements.0.unit", Code::NotAUnit),
        error("what.items.1.asset", Code::Twice),
    ];
    assert_eq!(problems(&seen, &world), expected);
}

#[test]
fn only_who_recorded_an_event_corrects_it_with_a_reason() {
    let world = World::default();
    let correct = |event: &str, reason: &str| {
        let what = FieldEvent::Correct {
            record: event.to_owned(),
            reason: reason.to_owned(),
        };
        problems(&record(what), &world)
    };
    assert_eq!(correct("7/1", "miscounted"), []);
    assert_eq!(correct("7/1", " "), [error("what.reason", Code::Missing)]);
    assert_eq!(correct("7/2", "x"), [error("what.record", Code::NotAuthor)]);
    assert_eq!(
        correct("8/1", "x"),
        [error("what.record", Code::UnknownEvent)]
    );
}

#[test]
fn a_tied_record_names_the_head_that_it_expects() {
    let mut tied = use_up("60");
    tied.only_if_unchanged = true;
    let world = World::default();
    let prepared = checked(&tied, &world).prepared.unwrap();
    let expects = capture(&prepared, "r1", &world).unwrap().expects.unwrap();
    assert_eq!(Some(expects.head), world.head.map(|(head, _)| head));
    let unknown = World {
        head: None,
        ..world
    };
    assert_eq!(
        problems(&tied, &unknown),
        [error("onlyIfUnchanged", Code::NotTied)]
    );
}
