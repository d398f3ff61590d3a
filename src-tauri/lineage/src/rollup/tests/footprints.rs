//! Footprints: what is claimed, what that holds, and what is left open.

use proptest::prelude::*;
use rust_decimal::Decimal;
use trace::{Claim, ClaimKind, EventBody, MICRO};

use crate::rollup::{Footprint, RollUp, Stage};
use crate::testing::{Book, id, kg, lawless, lot, pieces, statement};

/// Grams of CO₂ equivalent for one unit.
fn claim(grams: i64, words: &str) -> Claim {
    Claim {
        value_micro: grams * 1000,
        unit: "KGM".to_owned(),
        ..statement(ClaimKind::CarbonFootprint, words)
    }
}

fn certified(book: &mut Book, subject: &str, claim: Claim) {
    book.attest("auditor", subject, claim);
    if let Some(EventBody::Attested { certified, .. }) =
        book.events.last_mut().map(|event| &mut event.body)
    {
        *certified = true;
    }
}

fn footprint(book: &Book, asset: &str) -> Footprint {
    let register = book.register();
    let figure = RollUp::new(&register, 0).footprint(id(asset));
    figure.unwrap().value
}

fn stages(footprint: &Footprint) -> Vec<(Stage, String)> {
    let stages = footprint.stages.iter();
    stages
        .map(|share| (share.stage, share.kilograms.to_string()))
        .collect()
}

/// 100 kg of ore become 50 kg of metal, and 10 kg of that 100 parts of 90 g.
fn parts() -> Book {
    let mut book = Book::default();
    book.commission("miner", lot("ore", 100));
    book.transform("smelter", &[kg("ore", 100)], &[lot("metal", 50)]);
    book.transform(
        "press",
        &[kg("metal", 10)],
        &[pieces("parts", 100, Some(90))],
    );
    book
}

#[test]
fn a_claim_holds_those_of_its_inputs() {
    let mut book = parts();
    certified(&mut book, "metal", claim(5000, ""));
    book.attest("press", "parts", claim(800, ""));
    let found = footprint(&book, "parts");
    assert_eq!(found.kilograms, Decimal::from(80), "100 parts of 0.8 kg");
    assert_eq!(found.per_unit, Decimal::new(8, 1));
    assert!(!found.is_open);
    let of = |stage, kilograms: &str| (stage, kilograms.to_owned());
    assert_eq!(
        stages(&found),
        [
            of(Stage::MaterialAcquisition, "50"),
            of(Stage::Production, "30")
        ]
    );
    assert_eq!((found.verified, found.declared), (50.into(), 30.into()));
    let verified: Vec<Decimal> = found.stages.iter().map(|share| share.verified).collect();
    assert_eq!(
        verified,
        [50.into(), 0.into()],
        "only the metal is certified"
    );
    assert_eq!(found.primary_data_share(), Some(Decimal::ONE));
}

#[test]
fn without_a_claim_the_sum_of_the_inputs_is_a_least() {
    let mut book = parts();
    book.attest("smelter", "metal", claim(5000, ""));
    let found = footprint(&book, "parts");
    assert_eq!(found.kilograms, Decimal::from(50));
    assert!(found.is_open, "pressing comes on top");
    assert_eq!(found.coverage.unwrap().uncovered, Decimal::ZERO);
    book.attest("press", "parts", claim(200, "production, pressing"));
    let found = footprint(&book, "parts");
    assert_eq!(found.kilograms, Decimal::from(70), "now it is claimed too");
    assert!(!found.is_open);
}

#[test]
fn what_nobody_claims_is_open_by_its_mass() {
    let mut book = parts();
    book.attest("smelter", "metal", claim(5000, ""));
    book.commission("trader", lot("steel", 30));
    let inputs = [kg("metal", 10), kg("steel", 30)];
    book.transform("press", &inputs, &[lot("frame", 40)]);
    let found = footprint(&book, "frame");
    assert_eq!(found.kilograms, Decimal::from(50));
    assert!(found.is_open);
    assert_eq!(found.primary_data_share(), Some(Decimal::new(25, 2)));
    book.attest("press", "frame", claim(2000, ""));
    let found = footprint(&book, "frame");
    let of = |stage, kilograms: &str| (stage, kilograms.to_owned());
    assert_eq!(
        stages(&found),
        [of(Stage::MaterialAcquisition, "80")],
        "a frame that is a material is acquired, not produced"
    );
}

#[test]
fn where_inputs_are_open_the_rest_is_undivided() {
    let mut book = parts();
    book.attest("press", "parts", claim(800, ""));
    let of = |stage, kilograms: &str| (stage, kilograms.to_owned());
    assert_eq!(
        stages(&footprint(&book, "parts")),
        [of(Stage::Undivided, "80")]
    );
    book.attest("press", "parts", claim(600, "raw material acquisition"));
    book.attest("press", "parts", claim(50, "distribution"));
    assert_eq!(
        stages(&footprint(&book, "parts")),
        [
            of(Stage::MaterialAcquisition, "60"),
            of(Stage::Production, "20"),
            of(Stage::Distribution, "5"),
        ]
    );
}

#[test]
fn inputs_that_weigh_more_than_the_whole_are_noted() {
    let mut book = parts();
    book.attest("smelter", "metal", claim(5000, ""));
    book.attest("press", "parts", claim(100, ""));
    let found = footprint(&book, "parts");
    assert_eq!(found.kilograms, Decimal::from(10), "as claimed");
    assert_eq!(found.understated, Some(Decimal::from(40)));
}

#[test]
fn what_is_made_together_shares_by_mass() {
    let mut book = parts();
    book.attest("smelter", "metal", claim(5000, ""));
    let made = [lot("big", 30), pieces("small", 100, Some(100))];
    book.transform("press", &[kg("metal", 40)], &made);
    assert_eq!(footprint(&book, "big").kilograms, Decimal::from(150));
    assert_eq!(footprint(&book, "small").kilograms, Decimal::from(50));
    let made = [pieces("one", 1, None), pieces("three", 3, None)];
    book.transform("press", &[kg("metal", 40)], &made);
    assert_eq!(
        footprint(&book, "three").kilograms,
        Decimal::from(150),
        "by number"
    );
    let made = [pieces("left", 1, None), lot("right", 3)];
    book.transform("press", &[kg("metal", 40)], &made);
    let found = footprint(&book, "left");
    assert_eq!(found.kilograms, Decimal::ZERO, "nobody can say");
    assert!(found.is_open);
}

#[test]
fn claims_that_cannot_be_read_are_none() {
    let mut book = parts();
    let register = book.register();
    assert!(RollUp::new(&register, 0).footprint(id("parts")).is_none());
    book.attest("press", "parts", claim(-5, ""));
    let litres = Claim {
        unit: "LTR".to_owned(),
        ..claim(5, "")
    };
    book.attest("press", "parts", litres);
    let register = book.register();
    assert!(RollUp::new(&register, 0).footprint(id("parts")).is_none());
}

proptest! {
    #[test]
    fn lawless_claims_add_up(book in lawless(), grams in prop::collection::vec(any::<i64>(), 4)) {
        let mut book = book;
        for (name, grams) in ["a", "b", "c", "d"].into_iter().zip(grams) {
            let huge = Claim {
                value_micro: grams,
                ..claim(0, "")
            };
            book.attest("auditor", name, huge);
        }
        let register = book.register();
        let rollup = RollUp::new(&register, u64::MAX / MICRO);
        for name in ["a", "b", "c", "d"] {
            let Some(figure) = rollup.footprint(id(name)) else {
                continue;
            };
            let found = figure.value;
            let sum: Decimal = found.stages.iter().map(|share| share.kilograms).sum();
            prop_assert_eq!(sum, found.kilograms);
            prop_assert_eq!(found.verified + found.declared, found.kilograms);
            let verified: Decimal = found.stages.iter().map(|share| share.verified).sum();
            prop_assert_eq!(verified, found.verified);
            prop_assert!(!figure.basis.events().is_empty());
        }
    }
}
