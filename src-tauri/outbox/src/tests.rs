//! Behaviour of the whole outbox: what it keeps, whatever happens.

mod kill;
mod model;

use alloy_primitives::{Address, B256, Bytes};
use field::{Acting, Basis, Carried, Happening, State, Touch};
use trace::{EventBody, EventTime, Portion, SubjectId};

use crate::{Documents, Outbox, OutboxError, Outcome, Refusal, Signing};

/// An observation by nobody of nothing in particular.
fn event() -> EventBody {
    EventBody::Observed {
        party: SubjectId(B256::repeat_byte(1)),
        shipment: None,
        items: vec![Portion {
            asset: SubjectId(B256::repeat_byte(2)),
            micro: 5,
        }],
        record: trace::Record {
            time: EventTime {
                unix_millis: 1_790_000_000_000,
                zone_offset_minutes: 60,
            },
            location: None,
            biz_step: "inspecting".to_owned(),
            event_hash: None,
            document: vec![1, 2, 3],
        },
    }
}

fn carried(id: B256) -> Carried {
    Carried {
        id,
        device: Address::repeat_byte(3),
        party: B256::repeat_byte(1),
        call: Bytes::from_static(&[1, 2, 3, 4]),
        expects: None,
        expires: Some(9),
        call_gas: 7,
        salt: id,
        signature: Bytes::from_static(&[0; 65]),
    }
}

fn sign(outbox: &mut Outbox, id: &str, form: &str, capture: B256) -> Result<State, OutboxError> {
    let basis = Basis {
        acting: Acting::Own,
        things: Vec::new(),
        shipment: None,
        head: None,
    };
    let touch = Touch {
        subject: SubjectId(B256::repeat_byte(2)),
        changes: true,
    };
    outbox.sign(&Signing {
        record: id,
        carried: &carried(capture),
        event: &event(),
        basis: &basis,
        touches: &[touch],
        form,
        signed_at: 20,
        known_block: 4,
        known_time: 10,
    })
}

#[test]
fn what_was_signed_is_read_as_it_was_and_nothing_can_change_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("outbox.db");
    let mut outbox = Outbox::open(&path).unwrap();
    outbox.save_draft("a", "0x3", "{}", true, 10).unwrap();
    assert_eq!(
        sign(&mut outbox, "a", "{}", B256::ZERO).unwrap(),
        State::Signed
    );
    let kept = outbox.signed("a").unwrap().unwrap();
    assert_eq!((kept.carried, kept.event), (carried(B256::ZERO), event()));
    assert_eq!(kept.touches, [(B256::repeat_byte(2), true)]);
    assert!(matches!(
        outbox.save_draft("a", "0x3", "{\"remarks\":\"x\"}", true, 30),
        Err(OutboxError::NotPossible(_))
    ));
    drop(outbox);
    // Not even around the outbox.
    let raw = rusqlite::Connection::open(&path).unwrap();
    for sql in [
        "UPDATE signed SET carried = '{}'",
        "UPDATE signed SET form = 'x'",
        "DELETE FROM signed",
        "DELETE FROM records",
        "UPDATE records SET form = 'x'",
        "UPDATE records SET device = 'x'",
        "UPDATE touches SET changes = 0",
        "DELETE FROM history",
    ] {
        assert!(raw.execute(sql, []).is_err(), "{sql}");
    }
    Outbox::open(&path).unwrap().check().unwrap();
}

#[test]
fn a_form_that_was_changed_after_it_was_checked_is_not_signed() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(&dir.path().join("outbox.db")).unwrap();
    outbox.save_draft("a", "", "{}", true, 10).unwrap();
    let refused = sign(&mut outbox, "a", "{\"remarks\":\"other\"}", B256::ZERO);
    assert!(matches!(refused, Err(OutboxError::Changed(_))));
    assert_eq!(outbox.record("a").unwrap().unwrap().state, State::Ready);
    assert_eq!(outbox.signed("a").unwrap(), None);
}

#[test]
fn progress_and_state_change_together_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(&dir.path().join("outbox.db")).unwrap();
    outbox.save_draft("a", "", "{}", true, 10).unwrap();
    sign(&mut outbox, "a", "{}", B256::ZERO).unwrap();
    let refusal = Refusal {
        reason: Bytes::from_static(&[1]),
        block: Some(5),
    };
    let refused = outbox.change("a", 40, |progress| {
        progress.refusal = Some(refusal.clone());
        Some(Happening::Refused)
    });
    assert_eq!(refused.unwrap(), State::Refused);
    let impossible = outbox.change("a", 50, |progress| {
        progress.refusal = None;
        Some(Happening::Sealed)
    });
    assert!(impossible.is_err());
    let record = outbox.record("a").unwrap().unwrap();
    assert_eq!(record.progress.refusal, Some(refusal));
    let states: Vec<State> = outbox
        .history("a")
        .unwrap()
        .into_iter()
        .map(|(state, _)| state)
        .collect();
    assert_eq!(
        states,
        [State::Draft, State::Ready, State::Signed, State::Refused]
    );
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_the_rest_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(&folder.path().join("outbox.db")).unwrap();
    for id in ["one", "two"] {
        outbox.save_draft(id, "", "{}", true, 1).unwrap();
    }
    assert_eq!(outbox.unreadable().unwrap(), Vec::<String>::new());
    let sql = "UPDATE records SET progress = '{' WHERE id = 'one'";
    outbox.connection.execute(sql, []).unwrap();
    assert_eq!(outbox.unreadable().unwrap(), ["one"]);
    assert!(outbox.records().is_err());
}

#[test]
fn what_is_put_aside_leaves_a_copy_and_attempts_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(&dir.path().join("outbox.db")).unwrap();
    outbox
        .save_draft("a", "", "{\"remarks\":\"dear\"}", false, 10)
        .unwrap();
    outbox.discard("a", 20).unwrap();
    assert_eq!(outbox.copies("a").unwrap(), ["{\"remarks\":\"dear\"}"]);
    outbox.save_draft("b", "", "{}", true, 10).unwrap();
    let numbers = outbox.begin_attempts(&["b"], 30).unwrap();
    assert_eq!(outbox.attempts("b").unwrap()[0].outcome, Outcome::Unknown);
    outbox
        .end_attempts(&numbers, Outcome::Failed, "no route")
        .unwrap();
    assert_eq!(outbox.attempts("b").unwrap()[0].words, "no route");
}

#[test]
fn other_files_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("outbox.db");
    std::fs::write(
        &path,
        "my diary, which is long enough to be read as a header of something",
    )
    .unwrap();
    assert!(matches!(Outbox::open(&path), Err(OutboxError::Foreign(_))));
    let other = dir.path().join("other.db");
    let raw = rusqlite::Connection::open(&other).unwrap();
    raw.execute_batch("CREATE TABLE mine (x)").unwrap();
    assert!(matches!(Outbox::open(&other), Err(OutboxError::Foreign(_))));
    raw.execute_batch(
        "DROP TABLE mine; PRAGMA application_id = 1464684354; PRAGMA user_version = 99",
    )
    .unwrap();
    assert!(matches!(
        Outbox::open(&other),
        Err(OutboxError::Newer { found: 99, .. })
    ));
    assert_eq!(
        Outbox::open_existing(&dir.path().join("none.db"))
            .unwrap()
            .map(|_| ()),
        None
    );
}

#[test]
fn documents_are_whole_or_missing() {
    let dir = tempfile::tempdir().unwrap();
    let documents = Documents::at(&dir.path().join("documents"));
    let hash = documents.keep(b"a photo").unwrap();
    assert_eq!(documents.keep(b"a photo").unwrap(), hash);
    assert_eq!(documents.read(hash).unwrap().unwrap(), b"a photo");
    assert_eq!(documents.read(B256::ZERO).unwrap(), None);
    let file = dir.path().join("documents").join(hex::encode(hash));
    std::fs::write(&file, b"a phota").unwrap();
    assert!(matches!(
        documents.read(hash),
        Err(OutboxError::DocumentDamaged(_))
    ));
    // Attached once more it is whole again.
    documents.keep(b"a photo").unwrap();
    assert!(documents.read(hash).unwrap().is_some());
}

#[test]
fn every_kind_of_event_and_basis_is_read_as_it_was_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(&dir.path().join("outbox.db")).unwrap();
    outbox.save_draft("a", "", "{}", true, 10).unwrap();
    let EventBody::Observed {
        party,
        items,
        record,
        ..
    } = event()
    else {
        unreachable!()
    };
    let received = EventBody::Received {
        shipment: trace::ShipmentId(B256::repeat_byte(5)),
        party,
        from_party: SubjectId(B256::repeat_byte(6)),
        items,
        record,
    };
    let basis = Basis {
        acting: Acting::Until(7),
        things: vec![field::Thing {
            recalled: Some((B256::ZERO, "why".to_owned())),
            ..field::Thing::default()
        }],
        shipment: Some(field::Consignment {
            id: B256::ZERO,
            to: None,
            status: Some(field::ShipmentStatus::UnderWay),
        }),
        head: Some((B256::ZERO, 3)),
    };
    outbox
        .sign(&Signing {
            record: "a",
            carried: &carried(B256::ZERO),
            event: &received,
            basis: &basis,
            touches: &[],
            form: "{}",
            signed_at: 20,
            known_block: 4,
            known_time: 10,
        })
        .unwrap();
    let kept = outbox.signed("a").unwrap().unwrap();
    assert_eq!((kept.event, kept.basis), (received, basis));
}
