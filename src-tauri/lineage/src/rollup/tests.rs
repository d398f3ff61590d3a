//! Roll-ups over whole stories, and what must hold of every one.

mod footprints;
mod shares;
mod standings;

use proptest::prelude::*;
use rust_decimal::Decimal;
use trace::{ClaimKind, MICRO, Portion};

use super::{Bounds, Origins, RollUp, Source};
use crate::testing::{Book, id, kg, lawless, lot, pallet, pieces, statement, tin};

fn recycled(book: &Book, asset: &str) -> Bounds {
    let register = book.register();
    RollUp::new(&register, 0)
        .recycled_content(id(asset))
        .unwrap()
        .share
}

fn origins(book: &Book, asset: &str) -> Origins {
    let register = book.register();
    RollUp::new(&register, 0).origins(id(asset)).unwrap()
}

fn percent(bounds: Bounds) -> [String; 3] {
    let bounds = bounds.percent();
    [bounds.lower, bounds.proportional, bounds.upper]
        .map(|share| share.round_dp(1).normalize().to_string())
}

#[test]
fn the_worked_example() {
    assert_eq!(percent(recycled(&tin(), "ingot")), ["14.3", "31.8", "40"]);
    let origins = origins(&tin(), "ingot");
    let [ore, dross] = &origins.shares[..] else {
        panic!("two roots, not {}", origins.shares.len());
    };
    assert_eq!((ore.root, ore.source), (id("ore"), Source::Primary));
    assert_eq!(
        (dross.root, dross.source),
        (id("dross"), Source::PostConsumer)
    );
    assert_eq!(percent(ore.share), ["60", "68.2", "85.7"]);
    let dross = dross.kilograms.unwrap();
    assert_eq!(dross.lower.round_dp(6), Decimal::from(150));
    assert_eq!(dross.upper.round_dp(6), Decimal::from(420));
    assert_eq!(origins.unrecorded, Bounds::ZERO);
}

#[test]
fn a_portion_is_made_of_what_its_lot_is_made_of() {
    let mut book = tin();
    book.transform("smelter", &[kg("ingot", 260)], &[lot("solder", 260)]);
    assert_eq!(percent(recycled(&book, "solder")), ["14.3", "31.8", "40"]);
}

#[test]
fn outputs_share_alike() {
    let mut book = tin();
    let outputs = [pieces("one", 100, Some(1000)), lot("two", 160)];
    book.transform("smelter", &[kg("ingot", 260)], &outputs);
    assert_eq!(recycled(&book, "one"), recycled(&book, "two"));
    assert_eq!(percent(recycled(&book, "one")), ["14.3", "31.8", "40"]);
}

#[test]
fn a_root_without_a_source_counts_for_nothing_below_and_all_above() {
    let mut book = tin();
    book.commission("smelter", lot("flux", 40));
    book.transform(
        "smelter",
        &[kg("ingot", 60), kg("flux", 40)],
        &[lot("solder", 100)],
    );
    let register = book.register();
    let content = RollUp::new(&register, 0)
        .recycled_content(id("solder"))
        .unwrap();
    assert_eq!(percent(content.share), ["8.6", "19.1", "64"]);
    assert_eq!(content.untraced, Decimal::new(4, 1));
    assert!(content.is_weighed);
    let flux = origins(&book, "solder")
        .shares
        .into_iter()
        .find(|share| share.root == id("flux"));
    assert_eq!(flux.unwrap().source, Source::Unstated);
}

#[test]
fn more_out_than_in_is_unrecorded() {
    let mut book = tin();
    book.transform("smelter", &[kg("ingot", 90)], &[lot("more", 100)]);
    let origins = origins(&book, "more");
    assert_eq!(origins.unrecorded, Bounds::exactly(Decimal::new(1, 1)));
    assert_eq!(percent(recycled(&book, "more")), ["12.9", "28.6", "46"]);
}

#[test]
fn unweighed_inputs_leave_only_what_is_certain() {
    let mut book = tin();
    book.commission("paste", pieces("can", 10, None));
    book.origin("paste", "can", "primary");
    book.transform(
        "smelter",
        &[kg("ingot", 90), kg("can", 1)],
        &[lot("canned", 100)],
    );
    let register = book.register();
    let content = RollUp::new(&register, 0)
        .recycled_content(id("canned"))
        .unwrap();
    assert!(!content.is_weighed);
    assert_eq!(percent(content.share), ["0", "28.6", "46"]);
}

#[test]
fn a_revoked_origin_is_no_origin() {
    let mut book = tin();
    let claim = book.origin("auditor", "ore", "recycled");
    assert_eq!(percent(recycled(&book, "ingot")), ["100", "100", "100"]);
    book.revoke("auditor", claim, "ore");
    assert_eq!(percent(recycled(&book, "ingot")), ["14.3", "31.8", "40"]);
}

#[test]
fn claims_count_while_they_are_valid() {
    let mut book = tin();
    let mut claim = statement(ClaimKind::Origin, "recycled");
    claim.valid_until = Some(99);
    book.attest("auditor", "ore", claim);
    let register = book.register();
    let at = |second| {
        RollUp::new(&register, second)
            .recycled_content(id("ingot"))
            .unwrap()
    };
    assert_eq!(at(99).share, Bounds::ONE);
    assert_eq!(percent(at(100).share), ["14.3", "31.8", "40"]);
}

#[test]
fn a_pallet_is_what_is_on_it() {
    let mut book = tin();
    book.commission("smelter", pallet("pallet"));
    book.commission("smelter", lot("flux", 100));
    book.pack("smelter", "pallet", &[kg("ingot", 300), kg("flux", 100)]);
    let origins = origins(&book, "pallet");
    assert_eq!(origins.kilograms, Some(Decimal::from(400)));
    assert_eq!(origins.shares.len(), 3);
    assert_eq!(percent(recycled(&book, "pallet")), ["10.7", "23.9", "55"]);
}

#[test]
fn a_loop_ends_as_untraced() {
    let mut book = Book::default();
    book.commission("maker", pallet("left"));
    book.commission("maker", pallet("right"));
    book.pack("maker", "left", &[kg("right", 1)]);
    book.pack("maker", "right", &[kg("left", 1)]);
    assert_eq!(recycled(&book, "left"), Bounds::UNKNOWN);
}

#[test]
fn the_latest_footprint_in_force_speaks() {
    let mut book = tin();
    let footprint = |kilograms| trace::Claim {
        value_micro: kilograms,
        ..statement(ClaimKind::CarbonFootprint, "footprint")
    };
    book.attest("smelter", "ingot", footprint(6));
    let second = book.attest("smelter", "ingot", footprint(7));
    let value = |book: &Book| {
        let register = book.register();
        let rollup = RollUp::new(&register, 0);
        rollup
            .carbon_footprint(id("ingot"))
            .unwrap()
            .claim
            .value_micro
    };
    assert_eq!(value(&book), 7);
    book.revoke("smelter", second, "ingot");
    assert_eq!(value(&book), 6);
}

/// A lawful story: roots, and then transformations of some of what is there.
fn story() -> impl Strategy<Value = (Book, usize)> {
    let roots = prop::collection::vec((1..1_000_u64, 0..4_usize), 1..5);
    let steps = prop::collection::vec(
        (
            prop::collection::vec((0..8_usize, 1..100_u64), 1..4),
            50..120_u64,
            0..10_u8,
        ),
        0..8,
    );
    (roots, steps).prop_map(|(roots, steps)| {
        let mut book = Book::default();
        for (place, (mass, source)) in roots.iter().enumerate() {
            let name = format!("lot{place}");
            book.commission("maker", lot(&name, *mass));
            if let Some(words) = ["primary", "post-consumer", "recycled"].get(*source) {
                book.origin("maker", &name, words);
            }
        }
        let mut count = roots.len();
        for (inputs, yields, unweighed) in steps {
            let portions: Vec<Portion> = (inputs.iter())
                .map(|(which, mass)| kg(&format!("lot{}", which % count), *mass))
                .collect();
            let total: u64 = portions.iter().map(|portion| portion.micro / MICRO).sum();
            let name = format!("lot{count}");
            let output = match unweighed {
                0 => pieces(&name, total, None),
                1 => pieces(&name, total, Some(10 * yields)),
                _ => lot(&name, (total * yields / 100).max(1)),
            };
            book.transform("maker", &portions, &[output]);
            count += 1;
        }
        (book, count)
    })
}

fn assert_sound(bounds: Bounds) -> Result<(), TestCaseError> {
    prop_assert!(Decimal::ZERO <= bounds.lower, "{bounds:?}");
    prop_assert!(bounds.lower <= bounds.proportional, "{bounds:?}");
    prop_assert!(bounds.proportional <= bounds.upper, "{bounds:?}");
    prop_assert!(bounds.upper <= Decimal::ONE, "{bounds:?}");
    Ok(())
}

fn assert_conserved(origins: &Origins) -> Result<(), TestCaseError> {
    let mut sum = origins.unrecorded.proportional;
    assert_sound(origins.unrecorded)?;
    for share in &origins.shares {
        assert_sound(share.share)?;
        sum += share.share.proportional;
    }
    prop_assert_eq!(sum, Decimal::ONE);
    Ok(())
}

proptest! {
    #[test]
    fn shares_are_sound_and_add_up((book, count) in story()) {
        let register = book.register();
        let rollup = RollUp::new(&register, 0);
        for place in 0..count {
            let asset = id(&format!("lot{place}"));
            let origins = rollup.origins(asset).unwrap();
            assert_conserved(&origins)?;
            let recycled = rollup.recycled_content(asset).unwrap();
            assert_sound(recycled.share)?;
            // The recycled roots' shares are the recycled share, up to rounding in the last places.
            let by_root: Decimal = (origins.shares.iter())
                .filter(|share| share.source.is_recycled())
                .map(|share| share.share.proportional)
                .sum();
            let difference = (by_root - recycled.share.proportional).abs();
            prop_assert!(difference < Decimal::new(1, 20), "{by_root} {recycled:?}");
            let lower: Decimal = (origins.shares.iter())
                .filter(|share| share.source.is_recycled())
                .map(|share| share.share.lower)
                .sum();
            prop_assert!(lower <= recycled.share.lower + Decimal::new(1, 20));
        }
    }

    #[test]
    fn lawless_events_stop_nothing(book in lawless()) {
        let register = book.register();
        let rollup = RollUp::new(&register, u64::MAX);
        for asset in register.assets().keys() {
            assert_conserved(&rollup.origins(*asset).unwrap())?;
            assert_sound(rollup.recycled_content(*asset).unwrap().share)?;
        }
    }
}
