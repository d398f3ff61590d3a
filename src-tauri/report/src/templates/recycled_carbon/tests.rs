//! Declarations on recycled content and carbon, with figures reckoned by hand; what is not there; hostile names.

use lineage::Stage;
use rust_decimal::Decimal;
use trace::{AssetKind, ClaimKind, TraceEvent};

use super::derive::statement_of;
use super::materials::relation;
use super::model::{Content, MaterialName, Statement};
use super::regulation::Element;
use super::words::Words;
use crate::model::{Bounds, Telling, View};
use crate::templates::book::{Book, carbon, lot, name, recycled, says, some};
use crate::testing::{GATEWAY, LONE, chips, evidence, lone, parameters};
use crate::tests::drawn;
use crate::{Locale, Parameters, Template};

const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";
const LOCALES: [Locale; 3] = [Locale::En, Locale::De, Locale::Fr];

fn asked(subject: &str, events: &[TraceEvent], locale: Locale) -> Parameters {
    Parameters {
        template: Template::RecycledCarbon.name().to_owned(),
        ..parameters(subject, events, locale)
    }
}

fn told(events: &[TraceEvent], subject: &str) -> Statement {
    let parameters = asked(subject, events, Locale::En);
    let telling = Telling::new(events.to_vec(), &parameters).unwrap();
    statement_of(&View::new(telling, &parameters), &parameters).unwrap()
}

fn texts(events: &[TraceEvent], subject: &str, locale: Locale) -> Vec<String> {
    drawn(&evidence(events), &asked(subject, events, locale))
}

/// Without what parts the lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In per cent, to a tenth.
fn percent(bounds: Bounds) -> [String; 3] {
    [bounds.lower, bounds.proportional, bounds.upper].map(|share| {
        (share * Decimal::ONE_HUNDRED)
            .round_dp(1)
            .normalize()
            .to_string()
    })
}

fn content(statement: &Statement, wanted: Element) -> Option<&Content> {
    let name = MaterialName::Element(wanted);
    let line = statement.materials.iter().find(|line| line.name == name);
    line.unwrap().content.as_ref()
}

/// 20 kg of scrap and 80 kg of ore, both cobalt, become 90 kg of cobalt; with 110 kg of new nickel these become a cell of 200 kg.
fn cell() -> Book {
    let mut book = Book::default();
    book.party("maker");
    let material = |word: &str| says(ClaimKind::Other("material".to_owned()), word);
    for (word, kilograms, metal, origin) in [
        ("scrap", 20, "Cobalt", "post-consumer"),
        ("ore", 80, "cobalt", "primary"),
        ("pellets", 110, "Nickel", "primary"),
    ] {
        book.commission("maker", lot(word, kilograms));
        book.attest("maker", word, material(metal), false);
        book.attest("maker", word, says(ClaimKind::Origin, origin), false);
    }
    book.transform(
        "maker",
        &[some("scrap", 20), some("ore", 80)],
        &[lot("metal", 90)],
    );
    let mut cell = lot("cell", 200);
    cell.kind = AssetKind::Product;
    book.transform("maker", &[some("metal", 90), some("pellets", 110)], &[cell]);
    book
}

#[test]
fn shares_by_material_are_bounds_beside_the_thresholds() {
    let statement = told(&cell().events, &name("cell"));
    let cobalt = content(&statement, Element::Cobalt).unwrap();
    // The 10 kg lost may have been scrap, or none of it: (20 − 10)/90, 20/100, 20/90.
    assert_eq!(percent(cobalt.recycled), ["11.1", "20", "22.2"]);
    assert_eq!(percent(cobalt.post_consumer), ["11.1", "20", "22.2"]);
    assert_eq!(percent(cobalt.pre_consumer), ["0", "0", "0"]);
    assert_eq!(percent(cobalt.share), ["45", "45", "45"]);
    assert_eq!(
        cobalt.kilograms.unwrap().upper.round_dp(6),
        Decimal::from(90)
    );
    let nickel = content(&statement, Element::Nickel).unwrap();
    assert_eq!(percent(nickel.recycled), ["0", "0", "0"]);
    assert_eq!(content(&statement, Element::Lead), None);
    assert_eq!(content(&statement, Element::Lithium), None);
    // Of the whole: 10/200, 18/200, 20/200.
    let whole = statement.recycled.as_ref().unwrap();
    assert_eq!(percent(whole.share), ["5", "9", "10"]);
    let words = Words::of(Locale::En);
    let beside = |content, element: Element| {
        (element.thresholds()).map(|threshold| relation(words, content, threshold.share))
    };
    assert_eq!(
        beside(Some(cobalt), Element::Cobalt),
        [words.between, words.below]
    );
    assert_eq!(
        beside(Some(nickel), Element::Nickel),
        [words.below, words.below]
    );
    assert_eq!(
        beside(None, Element::Lead),
        [words.no_relation, words.no_relation]
    );
    let sure = Content {
        recycled: Bounds {
            lower: Decimal::new(16, 2),
            proportional: Decimal::new(16, 2),
            upper: Decimal::new(3, 1),
        },
        ..cobalt.clone()
    };
    assert_eq!(
        beside(Some(&sure), Element::Cobalt),
        [words.reached, words.between]
    );
}

#[test]
fn a_footprint_is_told_by_stage_with_what_is_certified_of_it() {
    let mut book = cell();
    // 5 kg for a kilogram of metal, 450 kg in 90 kg; 4 kg for one of the cell, 800 kg in all, 60 kg of distribution on top.
    book.party("auditor");
    book.attest("auditor", "metal", carbon(5000, ""), true);
    book.attest("maker", "pellets", carbon(1000, ""), false);
    book.attest("maker", "cell", carbon(4000, ""), false);
    book.attest("maker", "cell", carbon(300, "distribution"), false);
    let statement = told(&book.events, &name("cell"));
    let footprint = statement.footprint.as_ref().unwrap();
    assert_eq!(footprint.kilograms, Decimal::from(860));
    let (per_unit, unit) = footprint.per_unit.as_ref().unwrap();
    assert_eq!((*per_unit, unit.code()), (Decimal::new(43, 1), "KGM"));
    let stages: Vec<_> = (footprint.stages.iter())
        .map(|line| (line.stage, line.kilograms, line.verified))
        .collect();
    let whole = |kilograms: i64| Some(Decimal::from(kilograms));
    assert_eq!(
        stages,
        [
            // 450 of the metal and 110 of the pellets.
            (Stage::MaterialAcquisition, whole(560), Decimal::from(450)),
            (Stage::Production, whole(240), Decimal::ZERO),
            (Stage::Distribution, whole(60), Decimal::ZERO),
            (Stage::EndOfLife, None, Decimal::ZERO),
        ]
    );
    assert!(!footprint.is_open);
    assert_eq!(footprint.verified, Decimal::from(450));
    assert_eq!(footprint.primary_data_share(), Some(Decimal::ONE));
    let page = one_line(&texts(&book.events, &name("cell"), Locale::De)[0]);
    for said in [
        "Hauptprodukts",
        "560",
        "860 kg",
        "4,3 kg",
        "Ende der Lebensdauer",
    ] {
        assert!(page.contains(said), "{said} is missing in:\n{page}");
    }
}

#[test]
fn the_tin_of_the_story_is_claimed_above_what_it_can_be() {
    let statement = told(&chips(), INGOT);
    let [claim] = &statement.claims[..] else {
        panic!("one claim, not {}", statement.claims.len());
    };
    assert_eq!(claim.claimed, Decimal::new(62, 2));
    assert_eq!(percent(claim.share), ["14.3", "31.8", "40"]);
    assert!(claim.is_above());
    // A certifier: 6.4 kg for each of 1 050 kg.
    let footprint = statement.footprint.unwrap();
    assert_eq!(footprint.kilograms, Decimal::from(6720));
    assert_eq!(footprint.verified, footprint.kilograms);
    for (locale, said) in LOCALES.into_iter().zip([
        "above what the inputs can carry",
        "mehr, als die Einsatzstoffe hergeben",
        "au-dessus de ce que permettent les intrants",
    ]) {
        let pages = one_line(&texts(&chips(), INGOT, locale).concat());
        assert!(pages.contains(said), "{said} is missing in:\n{pages}");
    }
    let gateway = told(&chips(), GATEWAY);
    let above = gateway.claims.iter().filter(|claim| claim.is_above());
    assert_eq!(above.count(), 1, "the tin in it, and nothing else");
}

#[test]
fn thresholds_are_printed_with_source_and_date_and_no_verdict() {
    for (locale, dates, source, verdict) in [
        (
            Locale::En,
            ["18\u{a0}Aug\u{a0}2031", "18\u{a0}Aug\u{a0}2036"],
            "Article 8(2)",
            "Thresholds, not verdicts",
        ),
        (
            Locale::De,
            ["18.\u{a0}Aug.\u{a0}2031", "18.\u{a0}Aug.\u{a0}2036"],
            "Artikel 8 Absatz 2",
            "Schwellen, keine Urteile",
        ),
        (
            Locale::Fr,
            ["18\u{a0}août\u{a0}2031", "18\u{a0}août\u{a0}2036"],
            "Article 8, paragraphe 2",
            "Seuils, non verdicts",
        ),
    ] {
        for events in [cell().events, lone("A lump", trace::Unit::piece())] {
            let subject = if events.len() > 2 {
                name("cell")
            } else {
                LONE.to_owned()
            };
            let pages = texts(&events, &subject, locale).concat();
            for said in [dates[0], dates[1], source, verdict, "2023/1542", "L 191"] {
                assert!(pages.contains(said), "{said} is missing in:\n{pages}");
            }
        }
    }
}

#[test]
fn what_nobody_claims_anything_of_has_a_declaration_too() {
    let events = lone("A lump", trace::Unit::piece());
    let statement = told(&events, LONE);
    assert_eq!(statement.recycled, None);
    assert_eq!(statement.footprint, None);
    assert!(statement.claims.is_empty());
    assert!((Element::ALL.into_iter()).all(|element| content(&statement, element).is_none()));
    for locale in LOCALES {
        assert!(texts(&events, LONE, locale).len() >= 3);
    }
}

#[test]
fn hostile_names_stay_within_the_first_page() {
    let hostile = "\u{202e}Evil {0} ".repeat(20);
    let mut book = Book::default();
    book.party("maker");
    let mut inputs = Vec::new();
    for index in 0..40 {
        let word = format!("lot{index}");
        let mut ore = lot(&word, 10);
        ore.description = format!("{index} {hostile}");
        book.commission("maker", ore);
        book.attest("maker", &word, recycled(200), false);
        inputs.push(some(&word, 10));
    }
    book.transform("maker", &inputs, &[lot("mix", 400)]);
    for locale in LOCALES {
        let pages = texts(&book.events, &name("mix"), locale);
        assert!(
            (pages.iter()).all(|page| page.chars().all(|c| c == '\n' || !c.is_control())),
            "nothing invisible is drawn"
        );
    }
}
