//! Countries, smelters, kinds and materials; what is rework; and what is tracked of very wide lineages.

use proptest::prelude::*;
use rust_decimal::Decimal;
use trace::{ClaimKind, EventBody, Location};

use super::{assert_sound, percent, story};
use crate::rollup::{Bounds, Country, Material, RecycledByKind, RollUp, Shares, Smelting};
use crate::testing::{Book, id, kg, lawless, lot, pieces, statement, tin};

fn place(book: &mut Book, name: &str, party: &str, country: &str) {
    book.location(name, party);
    if let Some(EventBody::LocationRegistered(Location { country: known, .. })) =
        book.events.last_mut().map(|event| &mut event.body)
    {
        country.clone_into(known);
    }
}

/// Makes the last attestation a certifier's.
fn certify_last(book: &mut Book) {
    if let Some(EventBody::Attested { certified, .. }) =
        book.events.last_mut().map(|event| &mut event.body)
    {
        *certified = true;
    }
}

fn by_kind(book: &Book, asset: &str) -> RecycledByKind {
    let register = book.register();
    let figure = RollUp::new(&register, 0).recycled_by_kind(id(asset));
    figure.unwrap().value
}

fn assert_whole<K>(shares: &Shares<K>) -> Result<(), TestCaseError> {
    let mut sum = Decimal::ZERO;
    for row in &shares.rows {
        assert_sound(row.share)?;
        sum += row.share.proportional;
    }
    prop_assert_eq!(sum, Decimal::ONE);
    Ok(())
}

#[test]
fn mass_is_divided_by_country() {
    let mut book = Book::default();
    place(&mut book, "muntok", "miner", "ID");
    place(&mut book, "sungailiat", "miner", "id");
    place(&mut book, "nowhere", "miner", "");
    for (at, name, mass) in [
        ("muntok", "one", 300),
        ("sungailiat", "two", 300),
        ("nowhere", "three", 400),
    ] {
        book.at(at).commission("miner", lot(name, mass));
    }
    let inputs = [kg("one", 300), kg("two", 300), kg("three", 400)];
    book.transform("miner", &inputs, &[lot("bar", 800)]);
    let register = book.register();
    let figure = RollUp::new(&register, 0).countries(id("bar")).unwrap();
    let [indonesia, unknown] = &figure.value.rows[..] else {
        panic!("two rows: {:?}", figure.value.rows);
    };
    assert_eq!(indonesia.of, Country::Known("ID".to_owned()));
    assert_eq!(unknown.of, Country::Unknown);
    assert_eq!(
        percent(indonesia.share),
        ["50", "60", "100"],
        "both lots together less the loss of 200 kg; what is unknown may be Indonesian too"
    );
    assert_eq!(percent(unknown.share), ["25", "40", "50"]);
    let masses = indonesia.kilograms.unwrap();
    assert_eq!(masses.proportional.normalize(), Decimal::from(480));
    // Three entries of the directory, three lots and the transformation.
    assert_eq!(figure.basis.events().len(), 7);
}

#[test]
fn what_comes_out_of_a_smelter_passed_it() {
    let mut book = tin();
    let register = book.register();
    let rows = |register: &crate::Register| {
        let figure = RollUp::new(register, 0).smelters(id("ingot")).unwrap();
        (figure.value.rows.clone(), figure.basis.events().len())
    };
    let (before, events) = rows(&register);
    assert_eq!(before[0].of, Smelting::Never, "nobody said that it is one");
    let conformity = statement(ClaimKind::Conformity, "RMAP conformant smelter");
    let said = book.attest("auditor", "smelter", conformity);
    book.revoke("auditor", said, "smelter");
    let (after, more) = rows(&book.register());
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].of, Smelting::By(id("smelter")), "and still is one");
    assert_eq!(after[0].share, Bounds::ONE);
    assert_eq!(more, events + 1);
}

#[test]
fn kinds_stand_apart_and_what_is_unspecified_may_be_either() {
    let mut book = Book::default();
    let sources = [
        ("a", "primary"),
        ("b", "post-consumer"),
        ("c", "pre-consumer"),
        ("d", "recycled"),
    ];
    for (name, source) in sources {
        book.commission("trader", lot(name, 100));
        book.origin("trader", name, source);
    }
    let inputs = ["a", "b", "c", "d"].map(|name| kg(name, 100));
    book.transform("maker", &inputs, &[lot("bar", 400)]);
    let kinds = by_kind(&book, "bar");
    assert_eq!(percent(kinds.total), ["75", "75", "75"]);
    assert_eq!(percent(kinds.post_consumer), ["25", "25", "50"]);
    assert_eq!(percent(kinds.pre_consumer), ["25", "25", "50"]);
    assert_eq!(percent(kinds.unspecified), ["25", "25", "25"]);
    assert!(kinds.untraced.is_zero());
}

/// Primary ore makes a bar and dross, which is claimed to be pre-consumer material.
fn dross() -> Book {
    let mut book = Book::default();
    book.commission("smelter", lot("ore", 200));
    book.origin("smelter", "ore", "primary");
    book.at("muntok");
    let made = [lot("bar", 80), lot("dross", 20)];
    book.transform("smelter", &[kg("ore", 100)], &made);
    book.origin("smelter", "dross", "pre-consumer");
    book
}

#[test]
fn rework_creates_no_recycled_content() {
    let mut book = dross();
    let inputs = [kg("dross", 20), kg("ore", 80)];
    book.transform("smelter", &inputs, &[lot("again", 100)]);
    assert_eq!(by_kind(&book, "again").total, Bounds::ZERO);
}

#[test]
fn nor_does_it_by_way_of_someone_else() {
    let mut book = dross();
    book.at("elsewhere");
    book.transform("shredder", &[kg("dross", 20)], &[lot("shreds", 20)]);
    certify_all(&mut book);
    assert_eq!(by_kind(&book, "shreds").total, Bounds::ONE);
    book.at("muntok");
    book.transform("smelter", &[kg("shreds", 20)], &[lot("again", 20)]);
    assert_eq!(by_kind(&book, "again").total, Bounds::ZERO);
}

/// Makes all attestations a certifier's.
fn certify_all(book: &mut Book) {
    for event in &mut book.events {
        if let EventBody::Attested { certified, .. } = &mut event.body {
            *certified = true;
        }
    }
}

#[test]
fn in_another_process_a_by_product_is_pre_consumer_material() {
    let mut book = dross();
    let inputs = [kg("dross", 20), kg("ore", 80)];
    book.transform("caster", &inputs, &[lot("cast", 100)]);
    assert_eq!(
        percent(by_kind(&book, "cast").pre_consumer),
        ["0", "0", "20"],
        "by its maker's word it may be"
    );
    book.origin("auditor", "dross", "pre-consumer");
    certify_last(&mut book);
    assert_eq!(
        percent(by_kind(&book, "cast").pre_consumer),
        ["20", "20", "20"]
    );
    assert_eq!(by_kind(&book, "cast").post_consumer, Bounds::ZERO);
}

#[test]
fn ones_own_scrap_without_a_history_cannot_be_told_from_rework() {
    let mut book = Book::default();
    book.at("muntok").commission("smelter", lot("scrap", 50));
    book.origin("smelter", "scrap", "pre-consumer");
    book.transform("smelter", &[kg("scrap", 50)], &[lot("bar", 50)]);
    assert_eq!(by_kind(&book, "bar").total, Bounds::UNKNOWN);
    book.at("brno");
    book.transform("smelter", &[kg("scrap", 50)], &[lot("other", 50)]);
    assert_eq!(
        by_kind(&book, "other").total,
        Bounds::ONE,
        "of another site"
    );
}

#[test]
fn materials_go_by_name_or_by_class() {
    let mut book = tin();
    book.commission("paste", lot("flux", 14));
    book.origin("paste", "flux", "primary");
    let inputs = [kg("ingot", 250), kg("flux", 14)];
    book.transform("paste", &inputs, &[lot("solder", 264)]);
    let of = |book: &Book, asset: &str| {
        let register = book.register();
        let figure = RollUp::new(&register, 0).recycled_by_material(id(asset));
        figure.unwrap().value
    };
    let [solder] = &of(&book, "solder")[..] else {
        panic!("one material by class");
    };
    assert!(matches!(solder.material, Material::Class { example, .. } if example == id("solder")));
    let named = statement(ClaimKind::Other("material".to_owned()), " Tin ");
    book.attest("smelter", "ingot", named);
    let mixed = of(&book, "solder");
    let [tin, rest] = &mixed[..] else {
        panic!("tin and the rest: {mixed:?}");
    };
    assert_eq!(tin.material, Material::Named("tin".to_owned()));
    assert_eq!(percent(tin.share), ["94.7", "94.7", "94.7"]);
    assert_eq!(percent(tin.recycled.total), ["14.3", "31.8", "40"]);
    assert_eq!(rest.recycled.total, Bounds::ZERO);
}

#[test]
fn masses_that_nobody_knows_leave_all_open() {
    let mut book = tin();
    let mut pellets = pieces("pellets", 10, None);
    pellets.quantity.unit = trace::Unit::new("ZZ9").unwrap();
    book.commission("miner", pellets);
    let inputs = [kg("ingot", 5), kg("pellets", u64::MAX / trace::MICRO)];
    book.transform("smelter", &inputs, &[lot("mix", u64::MAX / trace::MICRO)]);
    let kinds = by_kind(&book, "mix");
    assert_eq!(
        (kinds.total.lower, kinds.total.upper),
        (Decimal::ZERO, Decimal::ONE)
    );
    assert!(!kinds.is_weighed);
}

proptest! {
    #[test]
    fn every_division_is_sound_and_whole((book, count) in story()) {
        let register = book.register();
        let rollup = RollUp::new(&register, 0);
        for place in 0..count {
            let asset = id(&format!("lot{place}"));
            assert_whole(&rollup.countries(asset).unwrap().value)?;
            assert_whole(&rollup.smelters(asset).unwrap().value)?;
            let kinds = rollup.recycled_by_kind(asset).unwrap().value;
            let parts = [kinds.post_consumer, kinds.pre_consumer, kinds.unspecified];
            let sum: Decimal = parts.iter().map(|part| part.proportional).sum();
            prop_assert!((sum - kinds.total.proportional).abs() < Decimal::new(1, 20));
            for bounds in parts.into_iter().chain([kinds.total]) {
                assert_sound(bounds)?;
            }
            let materials = rollup.recycled_by_material(asset).unwrap().value;
            let whole: Decimal = materials.iter().map(|content| content.share.proportional).sum();
            prop_assert!((whole - Decimal::ONE).abs() < Decimal::new(1, 20));
            for content in materials {
                assert_sound(content.share)?;
                assert_sound(content.recycled.total)?;
            }
        }
    }

    #[test]
    fn an_untraced_input_never_narrows((book, count) in story(), made in 1..400_u64, more in 1..400_u64) {
        let name = |place: usize| format!("lot{place}");
        let inputs: Vec<_> = (0..count).map(|place| kg(&name(place), 40)).collect();
        let mut with = book;
        with.commission("maker", lot("stranger", more));
        with.transform("maker", &inputs, &[lot("before", made)]);
        let all = [&inputs[..], &[kg("stranger", more)]].concat();
        with.transform("maker", &all, &[lot("after", made)]);
        let [before, after] = ["before", "after"].map(|asset| by_kind(&with, asset));
        let pairs = [
            (before.total, after.total),
            (before.post_consumer, after.post_consumer),
            (before.pre_consumer, after.pre_consumer),
        ];
        let slack = Decimal::new(1, 20);
        for (before, after) in pairs {
            prop_assert!(after.lower <= before.lower + slack, "{before:?} {after:?}");
            prop_assert!(before.upper <= after.upper + slack, "{before:?} {after:?}");
        }
    }

    /// What is not tracked one by one is told more widely, never wrongly.
    #[test]
    fn small_shares_are_wide_and_right((book, count) in story(), most in 1..3_usize) {
        let register = book.register();
        let rollup = RollUp::new(&register, 0);
        for place in 0..count {
            let asset = id(&format!("lot{place}"));
            let exact = rollup.origins(asset).unwrap();
            let roots = exact.shares.iter().map(|share| share.root).collect();
            let wide = rollup.origins_tracked(asset, roots, most);
            let slack = Decimal::new(1, 20);
            for share in &exact.shares {
                let other = wide.shares.iter().find(|other| other.root == share.root);
                let Some(other) = other else {
                    prop_assert!(share.share.proportional < slack);
                    continue;
                };
                let (exact, wide) = (share.share, other.share);
                prop_assert!((exact.proportional - wide.proportional).abs() < slack, "{exact:?} {wide:?}");
                prop_assert!(wide.lower <= exact.lower + slack);
                prop_assert!(exact.upper <= wide.upper + slack, "{exact:?} {wide:?}");
            }
        }
    }

    #[test]
    fn lawless_events_divide_too(book in lawless()) {
        let register = book.register();
        let rollup = RollUp::new(&register, u64::MAX);
        for name in ["a", "b", "c", "d"] {
            let asset = id(name);
            let Some(countries) = rollup.countries(asset) else {
                continue;
            };
            assert_whole(&countries.value)?;
            assert_whole(&rollup.smelters(asset).unwrap().value)?;
            for content in rollup.recycled_by_material(asset).unwrap().value {
                assert_sound(content.share)?;
                assert_sound(content.recycled.total)?;
            }
        }
    }
}
