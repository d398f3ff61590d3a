//! What the register says after some events, and that no run of events stops it.

mod hostile;
mod settled;

use proptest::prelude::*;
use trace::{EventType, MICRO};

use super::{Gap, Whereabouts};
use crate::testing::{Book, id, kg, lawless, lot, pallet, pieces, recycled, tin};

#[test]
fn a_lot_divides_between_hands() {
    let mut book = tin();
    let way = book.ship("smelter", "paste", &[kg("ingot", 790)]);
    let before = book.register();
    let ingot = before.asset(id("ingot")).unwrap();
    assert_eq!(ingot.whereabouts(), Whereabouts::Spread);
    assert_eq!(ingot.held[&id("smelter")], 260 * MICRO);
    assert_eq!(ingot.in_transit[&way], 790 * MICRO);

    book.receive(way, ("smelter", "paste"), &[kg("ingot", 790)]);
    book.transform("paste", &[kg("ingot", 790)], &[lot("solder", 780)]);
    let after = book.register();
    let ingot = after.asset(id("ingot")).unwrap();
    assert_eq!(ingot.left_micro(), 260 * MICRO);
    assert_eq!(ingot.whereabouts(), Whereabouts::Held(id("smelter")));
    assert_eq!(after.holder(id("solder")), Some(id("paste")));
    assert_eq!(after.holder(id("ore")), None, "used up");
    assert_eq!(
        after.making(id("solder")).unwrap().inputs,
        [kg("ingot", 790)]
    );
    assert!(after.making(id("ore")).is_none());
    assert_eq!(after.unresolved(), []);
}

#[test]
fn what_is_packed_goes_where_its_parent_goes() {
    let mut book = Book::default();
    book.party("maker");
    book.party("shop");
    book.commission("maker", pieces("device", 1, Some(300)));
    book.commission("maker", pallet("pallet"));
    book.pack("maker", "pallet", &[kg("device", 1)]);
    let way = book.ship("maker", "shop", &[kg("pallet", 1)]);
    assert_eq!(
        book.register().holder(id("device")),
        Some(id("maker")),
        "the sender answers for goods under way"
    );
    book.receive(way, ("maker", "shop"), &[kg("pallet", 1)]);
    let packed = book.register();
    assert_eq!(packed.holder(id("device")), Some(id("shop")));
    assert_eq!(
        packed.asset(id("device")).unwrap().whereabouts(),
        Whereabouts::PackedIn(id("pallet"))
    );
    assert_eq!(packed.contents(id("pallet")).count(), 1);

    let unpacked = book.unpack("shop", "pallet", &[kg("device", 1)]);
    let register = book.register();
    assert_eq!(register.contents(id("pallet")).count(), 0);
    assert_eq!(
        register.packings()[&(id("pallet"), id("device"))].ended,
        Some(unpacked)
    );
    assert_eq!(register.holder(id("device")), Some(id("shop")));
}

#[test]
fn fewer_events_give_the_register_as_it_was() {
    let mut book = tin();
    let before = book.register();
    let claim = book.attest("auditor", "muntok", recycled(1));
    book.on(80).revoke("auditor", claim, "muntok");
    let after = book.register();
    assert!(before.attestations_about(id("muntok")).next().is_none());
    let attestation = after.attestations_about(id("muntok")).next().unwrap();
    assert!(!attestation.in_force_at(u64::MAX));
    assert_eq!(
        attestation.revocation.as_ref().unwrap().reason,
        "audit failed"
    );
    assert_eq!(
        (after.history(id("muntok")).iter())
            .map(|step| step.event_type)
            .collect::<Vec<_>>(),
        [
            EventType::LocationRegistered,
            EventType::Attested,
            EventType::Revoked
        ]
    );
}

#[test]
fn goods_that_were_refused_are_the_senders_again() {
    let mut book = tin();
    let way = book.on(30).ship("smelter", "paste", &[kg("ingot", 50)]);
    book.reject(way, ("smelter", "paste"), &[kg("ingot", 50)]);
    let register = book.register();
    let ingot = register.asset(id("ingot")).unwrap();
    assert_eq!(ingot.whereabouts(), Whereabouts::Held(id("smelter")));
    assert_eq!(
        register.shipments()[&way]
            .rejection
            .as_ref()
            .unwrap()
            .reason,
        "wet"
    );
    assert!(!register.shipments()[&way].is_under_way());
    assert!(register.unresolved().is_empty());
    book.receive(way, ("smelter", "paste"), &[kg("ingot", 50)]);
    let gaps: Vec<Gap> = (book.register().unresolved().iter())
        .map(|known| known.gap)
        .collect();
    assert_eq!(
        gaps,
        [Gap::Shortfall(id("ingot")), Gap::AlreadyReceived(way)],
        "a shipment ends once"
    );
}

#[test]
fn a_corrected_event_is_flagged_and_stays() {
    let mut book = tin();
    let seen = book.on(30).observe("smelter", &[kg("ingot", 50)]);
    let other = book.observe("smelter", &[kg("ingot", 40)]);
    let before = book.register();
    let correction = book.on(31).correct("smelter", seen, "ingot");
    let register = book.register();
    let known = register.corrections(seen);
    assert_eq!(known.len(), 1);
    assert_eq!(
        (known[0].event, known[0].party),
        (correction, id("smelter"))
    );
    assert_eq!(known[0].reason, "not that much");
    assert!(register.corrections(other).is_empty());
    assert_eq!(
        register.asset(id("ingot")).unwrap(),
        before.asset(id("ingot")).unwrap(),
        "quantities stay"
    );
    assert_eq!(
        register.history(id("ingot")).len(),
        before.history(id("ingot")).len() + 1
    );
    let nothing = trace::EventKey {
        block: 999,
        log_index: 0,
    };
    book.correct("smelter", nothing, "ingot");
    assert_eq!(
        book.register().unresolved()[0].gap,
        Gap::UnknownEvent(alloy_primitives::B256::ZERO)
    );
}

#[test]
fn gaps_are_noted_and_nothing_stops() {
    let mut book = Book::default();
    let event = book.transform("nobody", &[kg("nothing", 5)], &[lot("something", 5)]);
    book.commission("nobody", lot("something", 7));
    book.transform("nobody", &[kg("something", u64::MAX / MICRO)], &[]);
    let register = book.register();
    let gaps: Vec<Gap> = register
        .unresolved()
        .iter()
        .map(|known| known.gap)
        .collect();
    assert_eq!(
        gaps,
        [
            Gap::UnknownSubject(id("nothing")),
            Gap::SubjectExists(id("something")),
            Gap::Shortfall(id("something")),
        ]
    );
    let something = register.asset(id("something")).unwrap();
    assert_eq!(
        something.detail.quantity.micro,
        5 * MICRO,
        "the first stays"
    );
    assert_eq!(something.made_by, event);
    assert_eq!(something.left_micro(), 0);
}

#[test]
fn an_event_fed_twice_counts_once() {
    let mut book = tin();
    let again = book.events[12].clone();
    book.events.push(again);
    let register = book.register();
    assert_eq!(register.unresolved().len(), 1);
    assert_eq!(register.unresolved()[0].gap, Gap::OutOfOrder);
}

proptest! {
    #[test]
    fn no_events_stop_it_and_none_are_lost(book in lawless()) {
        let register = book.register();
        for event in &book.events {
            for subject in event.body.subjects() {
                prop_assert!(register.history(subject).iter().any(|step| step.event == event.key));
            }
        }
        for id in register.assets().keys() {
            register.holder(*id);
        }
    }

    #[test]
    fn feeding_on_is_feeding_all(book in lawless(), cut in 0..40_usize) {
        let cut = cut.min(book.events.len());
        let mut grown = crate::Register::from_events(&book.events[..cut]);
        for event in &book.events[cut..] {
            grown.apply(event);
        }
        prop_assert_eq!(format!("{grown:?}"), format!("{:?}", book.register()));
    }
}
