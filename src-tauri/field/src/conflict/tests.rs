use alloy_primitives::B256;
use protocol::field::{ConflictWord as Word, FieldAsset, FieldEvent, FieldRecord};
use trace::MICRO;

use super::{Conflict, Fact, conflicts};
use crate::testing::{
    BOX, DEVICE, LOT, MINE, NOW, SHIPMENT, SMELTER, World, checked, id, portion, record,
};
use crate::{Acting, Basis, ShipmentStatus};

/// What stands against a record that was signed in one world, in another.
fn between(record: &FieldRecord, then: &World, now: &World) -> Vec<Conflict> {
    let prepared = checked(record, then).prepared.unwrap();
    let basis = |world: &World| Basis::of(&prepared, DEVICE, world);
    conflicts(&prepared, &basis(then), &basis(now), NOW)
}

fn words(found: &[Conflict]) -> Vec<Word> {
    found.iter().map(|conflict| conflict.word).collect()
}

fn shipping() -> FieldRecord {
    record(FieldEvent::Ship {
        items: vec![portion(LOT, "60")],
        to: SMELTER.to_owned(),
    })
}

#[test]
fn a_world_that_stood_still_is_no_conflict() {
    let world = World::default();
    assert_eq!(between(&shipping(), &world, &world), []);
}

#[test]
fn goods_that_went_elsewhere_are_told_apart() {
    let then = World::default();
    let less = World {
        held: 20 * MICRO,
        ..then.clone()
    };
    let found = between(&shipping(), &then, &less);
    let expected = Conflict {
        word: Word::NotEnough,
        subject: id(LOT).0,
        before: Fact::Holds(100 * MICRO),
        mine: Fact::Takes(60 * MICRO),
        theirs: Fact::Holds(20 * MICRO),
    };
    assert_eq!(found, [expected]);
    let packed = World {
        held: 0,
        packed: 100 * MICRO,
        holder: None,
        ..then.clone()
    };
    let found = between(&shipping(), &then, &packed);
    assert_eq!(words(&found), [Word::PackedElsewhere]);
    assert_eq!(found[0].theirs, Fact::PackedIn(id(BOX).0));
    let moved = World {
        held: 0,
        holder: Some(id(SMELTER)),
        ..then.clone()
    };
    let found = between(&shipping(), &then, &moved);
    assert_eq!(words(&found), [Word::HolderChanged]);
    assert_eq!(found[0].theirs, Fact::Holder(Some(id(SMELTER).0)));
    let gone = World {
        gone: true,
        held: 0,
        ..then.clone()
    };
    assert_eq!(words(&between(&shipping(), &then, &gone)), [Word::Gone]);
}

#[test]
fn a_recall_is_told_once_and_not_to_who_only_looks() {
    let then = World::default();
    let recalled = World {
        recalled: Some((id(SMELTER), "lead".to_owned())),
        ..then.clone()
    };
    assert_eq!(
        words(&between(&shipping(), &then, &recalled)),
        [Word::Recalled]
    );
    assert_eq!(between(&shipping(), &recalled, &recalled), []);
    let look = record(FieldEvent::Observe {
        items: vec![portion(LOT, "1")],
        shipment: String::new(),
        measurements: Vec::new(),
    });
    assert_eq!(between(&look, &then, &recalled), []);
}

#[test]
fn a_shipment_that_arrived_meanwhile_says_when() {
    let receive = record(FieldEvent::Receive {
        shipment: SHIPMENT.to_string(),
    });
    let then = World::default();
    let now = World {
        shipment: ShipmentStatus::Arrived(77),
        ..then.clone()
    };
    let found = between(&receive, &then, &now);
    let mine = Some(id(MINE).0);
    let expected = Conflict {
        word: Word::AlreadyArrived,
        subject: SHIPMENT,
        before: Fact::UnderWay(mine),
        mine: Fact::Arrived(mine, None),
        theirs: Fact::Arrived(mine, Some(77)),
    };
    assert_eq!(found, [expected]);
}

#[test]
fn names_heads_and_delegations_are_watched() {
    let then = World::default();
    let name = "urn:epc:class:lgtin:8991102.000001.B";
    let make = record(FieldEvent::Commission {
        asset: FieldAsset {
            name: name.to_owned(),
            quantity: "1".to_owned(),
            unit: "KGM".to_owned(),
            ..FieldAsset::default()
        },
    });
    let taken = World {
        others: vec![id(name)],
        ..then.clone()
    };
    assert_eq!(words(&between(&make, &then, &taken)), [Word::NameTaken]);

    let mut tied = shipping();
    tied.only_if_unchanged = true;
    let moved = World {
        head: Some((B256::repeat_byte(8), 4)),
        ..then.clone()
    };
    let found = between(&tied, &then, &moved);
    assert_eq!(words(&found), [Word::HeadMoved]);
    assert_eq!(
        (&found[0].before, &found[0].theirs),
        (&Fact::History(3), &Fact::History(4))
    );
    assert_eq!(between(&shipping(), &then, &moved), []);

    for (acting, stands) in [
        (Acting::Withdrawn, true),
        (Acting::Until(NOW - 1), true),
        (Acting::Until(NOW), false),
        (Acting::Own, false),
    ] {
        let now = World {
            acting,
            ..then.clone()
        };
        let found = between(&shipping(), &then, &now);
        assert_eq!(found.is_empty(), !stands, "{acting:?}");
    }
}
