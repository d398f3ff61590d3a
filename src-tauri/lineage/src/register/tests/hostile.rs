//! Events that no sound ledger would log: nothing stops, and nothing takes time that grows with the square of their
//! number: it would not come to an end here.

use trace::{MICRO, Portion, Quantity, SubjectId, Unit};

use crate::register::Gap;
use crate::testing::{Book, id, kg, lot, pallet, pieces};

/// So many children that their square is too many to go through.
const MANY: usize = 50_000;

fn whole(asset: SubjectId) -> Portion {
    Portion {
        asset,
        micro: MICRO,
    }
}

#[test]
fn a_pallet_with_fifty_thousand_children_is_packed_settled_and_unpacked() {
    let mut book = Book::default();
    book.party("acme");
    book.commission("acme", pallet("pallet"));
    let names: Vec<String> = (0..MANY).map(|child| format!("child-{child}")).collect();
    for name in &names {
        book.commission("acme", pieces(name, 1, None));
    }
    let children: Vec<Portion> = names.iter().map(|name| whole(id(name))).collect();
    book.pack("acme", "pallet", &children);
    let mut register = book.register();
    register.settle();
    assert_eq!(register.contents(id("pallet")).count(), MANY);
    assert_eq!(register.holder(id("child-77")), Some(id("acme")));
    book.unpack("acme", "pallet", &children);
    register.apply(&book.events[book.events.len() - 1]);
    register.settle();
    assert_eq!(register.contents(id("pallet")).count(), 0);
    assert_eq!(register.unresolved(), []);
}

#[test]
fn a_lot_used_fifty_thousand_times_stays_quick_to_look_at() {
    let mut book = Book::default();
    book.party("acme");
    book.commission("acme", lot("tin", MANY as u64));
    for made in 0..MANY {
        book.transform("acme", &[kg("tin", 1)], &[lot(&format!("ball-{made}"), 1)]);
    }
    let mut register = book.register();
    register.settle();
    let tin = register.asset(id("tin")).unwrap();
    assert_eq!((tin.left_micro(), tin.held.len()), (0, 0));
    assert_eq!(register.history(id("tin")).len(), MANY + 1);
}

#[test]
fn boxes_in_boxes_in_a_circle_or_without_end_are_held_by_nobody() {
    let mut book = Book::default();
    book.party("acme");
    for name in ["a", "b"] {
        book.commission("acme", pallet(name));
    }
    book.pack("acme", "a", &[whole(id("b"))]);
    book.pack("acme", "b", &[whole(id("a"))]);
    for depth in 0..1_000 {
        book.commission("acme", pallet(&format!("box-{depth}")));
    }
    for depth in 1..1_000 {
        let inner = whole(id(&format!("box-{}", depth - 1)));
        book.pack("acme", &format!("box-{depth}"), &[inner]);
    }
    let register = book.register();
    assert_eq!(register.holder(id("a")), None);
    assert_eq!(register.holder(id("box-0")), None);
    assert_eq!(register.holder(id("box-950")), Some(id("acme")));
}

#[test]
fn the_largest_quantities_of_units_nobody_knows_add_up_to_no_panic() {
    let mut book = Book::default();
    let mut odd = lot("odd", 1);
    odd.quantity = Quantity {
        micro: u64::MAX,
        unit: Unit::new("ZZ9").unwrap(),
    };
    odd.description = "\u{202e}<b>".repeat(2_000);
    book.commission("nobody", odd.clone());
    let all = Portion {
        asset: id("odd"),
        micro: u64::MAX,
    };
    book.transform("nobody", &[all, all], &[odd]);
    book.pack("nobody", "odd", &[all, all]);
    book.unpack("nobody", "odd", &[all, all]);
    book.ship("nobody", "noone", &[all, all]);
    let mut register = book.register();
    let open = format!("{register:?}");
    register.settle();
    assert_eq!(format!("{register:?}"), open);
    let exists = Gap::SubjectExists(id("odd"));
    assert!(
        register
            .unresolved()
            .iter()
            .any(|known| known.gap == exists)
    );
    let odd = register.asset(id("odd")).unwrap();
    assert_eq!((odd.used_micro, odd.left_micro()), (u64::MAX, 0));
    assert_eq!(odd.mass(), None);
}
