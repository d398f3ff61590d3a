//! Statements on shipments, with figures reckoned by hand; hostile names; what is not there.

use std::collections::BTreeSet;

use lineage::{CustodyModel, Reason};
use rust_decimal::Decimal;
use trace::{AssetDetail, ClaimKind, EventBody, Strand, TraceEvent};

use super::derive::statement_of;
use super::model::{Arrival, Statement};
use super::shipments_of;
use crate::model::{Bounds, Telling, View};
use crate::templates::book::{Book, item, lot, name, pallet, recycled, says, some};
use crate::testing::{GATEWAY, chips, evidence, parameters};
use crate::tests::drawn;
use crate::{Locale, Parameters, ReportError, Template, required_histories};

const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";
const LOST_PALLET: &str = "https://id.gs1.org/00/037700290000004095";
const LOCALES: [Locale; 3] = [Locale::En, Locale::De, Locale::Fr];

fn asked(subject: &str, events: &[TraceEvent], locale: Locale) -> Parameters {
    Parameters {
        template: Template::Custody.name().to_owned(),
        ..parameters(subject, events, locale)
    }
}

fn tried(events: &[TraceEvent], parameters: &Parameters) -> Result<Statement, ReportError> {
    let telling = Telling::new(events.to_vec(), parameters)?;
    statement_of(&View::new(telling, parameters), parameters)
}

fn told(events: &[TraceEvent], subject: &str) -> Statement {
    tried(events, &asked(subject, events, Locale::En)).unwrap()
}

fn texts(events: &[TraceEvent], subject: &str, locale: Locale) -> Vec<String> {
    drawn(&evidence(events), &asked(subject, events, locale))
}

/// To a tenth.
fn rounded(bounds: Bounds) -> [String; 3] {
    [bounds.lower, bounds.proportional, bounds.upper]
        .map(|share| share.round_dp(1).normalize().to_string())
}

fn reasons(statement: &Statement) -> Vec<Option<Reason>> {
    let models = &statement.lines[0].claims[0].models;
    (models.iter())
        .map(|(_, ruling)| ruling.as_ref().map(|ruling| ruling.reason))
        .collect()
}

/// 900 kg of ore and 420 kg of dross went into 1 050 kg of ingot, of which 790 kg were sent and 62 % claimed to be recycled.
#[test]
fn the_tin_of_the_story_adds_up() {
    let statement = told(&chips(), INGOT);
    let consignment = &statement.consignment;
    assert_eq!(consignment.route(), "PT Bangka Tin Works – Solderon NV");
    assert!(matches!(consignment.arrival, Arrival::Received { .. }));
    assert_eq!(consignment.kilograms, Some(Decimal::from(790)));
    let [line] = &statement.lines[..] else {
        panic!("one line, not {}", statement.lines.len());
    };
    let [claim] = &line.claims[..] else {
        panic!("one claim, not {}", line.claims.len());
    };
    let percent = claim.share.unwrap().times(Decimal::ONE_HUNDRED);
    assert_eq!(rounded(percent), ["14.3", "31.8", "40"]);
    // 790 kg · 150/1050, 420/1320, 420/1050
    assert_eq!(rounded(claim.kilograms.unwrap()), ["112.9", "251.4", "316"]);
    assert!(claim.is_above());
    assert_eq!(claim.best(), None);
    assert_eq!(
        reasons(&statement),
        [
            Some(Reason::SeveralSources),
            Some(Reason::MixedWithOther),
            Some(Reason::LossUnattributed),
            Some(Reason::ClaimTooHigh),
            Some(Reason::NotCertified),
        ]
    );
    let process = line.process.as_ref().unwrap();
    let [input, output, loss] = [process.input, process.output, process.loss].map(Option::unwrap);
    let mass = |balanced: super::model::Balanced| balanced.kilograms.to_string();
    assert_eq!(
        [mass(input), mass(loss), mass(output)],
        ["1320", "270", "1050"]
    );
    assert_eq!(rounded(input.recycled.unwrap()), ["420", "420", "420"]);
    assert_eq!(rounded(loss.recycled.unwrap()), ["0", "85.9", "270"]);
    assert_eq!(rounded(output.recycled.unwrap()), ["150", "334.1", "420"]);
    let account = line.account;
    assert_eq!(account.came_in(), 1_050_000_000);
    assert_eq!((account.shipped, account.stock), (790_000_000, 260_000_000));
    assert_eq!((account.went_out_otherwise(), account.difference()), (0, 0));
    let came: Vec<_> = (line.inputs.iter())
        .map(|input| (input.name.as_str(), input.arrivals[0].from.as_str()))
        .collect();
    assert_eq!(
        came,
        [
            ("Cassiterite, lot 5512", "CV Timah Sungailiat"),
            ("Solder dross, bale 31", "Scheldt Metals Recovery NV")
        ]
    );
    assert_eq!(statement.schemes.len(), 1, "RMAP, revoked");
}

#[test]
fn what_travels_on_a_pallet_is_told_by_line_and_where_it_came_from() {
    let statement = told(&chips(), GATEWAY);
    assert_eq!(
        statement.consignment.route(),
        "Hansekontor Spedition GmbH – Nordhavn Elektronik A/S"
    );
    assert_eq!(statement.consignment.units.len(), 1);
    let [line] = &statement.lines[..] else {
        panic!("one line, not {}", statement.lines.len());
    };
    assert_eq!((line.epcs.len(), line.quantity.micro), (8, 8_000_000));
    assert_eq!(line.kilograms, Some(Decimal::new(284, 2)), "8 · 355 g");
    assert!(line.process.is_none(), "the forwarder made nothing");
    let [input] = &line.inputs[..] else {
        panic!("one reference, not {}", line.inputs.len());
    };
    assert_eq!(input.quantity.micro, 8_000_000);
    assert_eq!(input.arrivals.len(), 1);
    assert_eq!(input.arrivals[0].from, "Lumière Edge SAS");
    let account = line.account;
    assert_eq!(
        (account.received, account.shipped, account.stock),
        (8_000_000, 8_000_000, 0)
    );
    assert_eq!(account.difference(), 0);
}

#[test]
fn goods_that_nobody_received_are_said_to_be_open() {
    let statement = told(&chips(), LOST_PALLET);
    // They left on 6 Oct at 6:00 in Hamburg; the last block is of 12 Oct, 12:02 UTC.
    assert_eq!(statement.consignment.arrival, Arrival::Open { days: 6 });
    for locale in LOCALES {
        let page = &texts(&chips(), LOST_PALLET, locale)[0];
        assert!(page.contains("▲") && page.contains('6'), "{page}");
    }
}

#[test]
fn a_shipment_can_be_named_and_one_that_carried_others_cannot() {
    let events = chips();
    let gateway = crate::testing::id(GATEWAY);
    let [newest, first] = &shipments_of(&events, gateway)[..] else {
        panic!("two shipments");
    };
    assert!(newest.event > first.event);
    let mut named = asked(GATEWAY, &events, Locale::En);
    assert_eq!(
        tried(&events, &named).unwrap().consignment.id,
        newest.shipment
    );
    named.shipment = Some(first.shipment.0);
    let statement = tried(&events, &named).unwrap();
    assert_eq!(statement.consignment.units.len(), 3);
    assert_eq!(statement.lines.len(), 3, "a day's gateways each");
    for line in &statement.lines {
        assert_eq!(line.account.made, 8_000_000);
        assert_eq!(
            (line.account.shipped, line.account.difference()),
            (8_000_000, 0)
        );
        assert!(
            line.process
                .as_ref()
                .is_some_and(|process| process.others == 0)
        );
    }
    let tin = shipments_of(&events, crate::testing::id(INGOT))[0].shipment;
    named.shipment = Some(tin.0);
    assert!(matches!(
        tried(&events, &named),
        Err(ReportError::ShipmentUnknown(unknown)) if unknown == tin.0
    ));
}

#[test]
fn the_histories_asked_for_are_those_of_whatever_moved_and_no_others() {
    let events = chips();
    for subject in [INGOT, GATEWAY, LOST_PALLET] {
        let asked = asked(subject, &events, Locale::En);
        let histories = required_histories(&events, &asked).unwrap();
        let telling = Telling::new(events.clone(), &asked).unwrap();
        assert_eq!(telling.histories, histories);
        assert!(telling.events.len() < events.len());
        let again = required_histories(&telling.events, &asked).unwrap();
        assert_eq!(again, histories, "{subject}");
    }
    let of = |subject| required_histories(&events, &asked(subject, &events, Locale::En)).unwrap();
    let journey = |subject| (crate::testing::id(subject), Strand::Journey);
    let dross = events.iter().find_map(|event| match &event.body {
        EventBody::Commissioned { asset, .. } if asset.description.starts_with("Solder dross") => {
            Some((asset.id(), Strand::Journey))
        }
        _ => None,
    });
    let dross = dross.unwrap();
    assert!(of(INGOT).contains(&dross), "it went straight into it");
    let of_gateway: BTreeSet<_> = of(GATEWAY);
    assert!(!of_gateway.contains(&dross), "it is far upstream");
    assert!(!of_gateway.contains(&journey(LOST_PALLET)));
}

/// A recycler sends 100 kg of scrap, all of one source, and 40 kg come back.
fn scrap() -> Book {
    let mut book = Book::default();
    book.party("recycler");
    book.party("mill");
    book.commission("recycler", lot("scrap", 100));
    book.attest(
        "recycler",
        "scrap",
        says(ClaimKind::Origin, "post-consumer"),
        false,
    );
    book.attest("recycler", "scrap", recycled(100), false);
    let refused = book.ship("recycler", "mill", &[some("scrap", 40)]);
    book.reject(
        refused,
        ("recycler", "mill"),
        &[some("scrap", 40)],
        "Too wet",
    );
    book
}

#[test]
fn refused_goods_come_back_to_the_account() {
    let book = scrap();
    let statement = told(&book.events, &name("scrap"));
    assert!(
        matches!(&statement.consignment.arrival, Arrival::Refused { reason, .. } if reason == "Too wet")
    );
    let account = statement.lines[0].account;
    assert_eq!((account.made, account.returned), (100_000_000, 40_000_000));
    assert_eq!((account.shipped, account.stock), (40_000_000, 100_000_000));
    assert_eq!(account.difference(), 0);
    let claims = &statement.lines[0].claims;
    assert_eq!(claims.len(), 2, "recycled content and origin");
    assert!(
        claims
            .iter()
            .all(|claim| claim.best() == Some(CustodyModel::IdentityPreserved))
    );
    assert!(statement.lines[0].inputs.is_empty());
    for (locale, said) in LOCALES
        .into_iter()
        .zip(["Refused", "Zurückgewiesen", "Refusée"])
    {
        let page = &texts(&book.events, &name("scrap"), locale)[0];
        assert!(page.contains(said) && page.contains("Too wet"), "{page}");
    }
}

#[test]
fn a_balance_that_does_not_close_shows() {
    let mut book = scrap();
    // The ledger would not let the mill send what it does not hold; another contract might.
    book.ship("mill", "recycler", &[some("scrap", 7)]);
    let statement = told(&book.events, &name("scrap"));
    let account = statement.lines[0].account;
    assert_eq!((account.came_in(), account.shipped), (0, 7_000_000));
    assert_eq!(account.difference(), -7_000_000);
    for locale in LOCALES {
        let page = &texts(&book.events, &name("scrap"), locale)[0];
        assert!(page.contains("▲ −7\u{a0}kg"), "{page}");
    }
}

#[test]
fn goods_without_masses_or_claims_have_a_statement_too() {
    let mut book = Book::default();
    book.party("maker");
    book.party("shop");
    book.commission("maker", item("thing", "Thing", None));
    book.commission("maker", pallet("pallet"));
    book.pack("maker", "pallet", &[some("thing", 1)]);
    let way = book.ship("maker", "shop", &[some("pallet", 1)]);
    book.receive(way, ("maker", "shop"), &[some("pallet", 1)]);
    let statement = told(&book.events, &name("thing"));
    assert_eq!(statement.consignment.kilograms, None);
    assert_eq!(statement.lines[0].units, ["pallet"]);
    let claim = &statement.lines[0].claims[0];
    assert_eq!((claim.claimed.is_none(), claim.share), (true, None));
    assert!(!claim.is_above());
    assert!(statement.schemes.is_empty());
    for locale in LOCALES {
        assert!(texts(&book.events, &name("thing"), locale).len() >= 3);
    }
    let mut unsent = Book::default();
    unsent.party("maker");
    unsent.commission("maker", lot("heap", 1));
    assert!(matches!(
        tried(&unsent.events, &asked(&name("heap"), &unsent.events, Locale::En)),
        Err(ReportError::NotShipped(heap)) if heap == name("heap")
    ));
}

#[test]
fn hostile_names_stay_within_the_first_page() {
    let hostile = "\u{202e}Evil {0} ".repeat(20);
    let mut book = Book::default();
    book.party("maker");
    book.party("shop");
    let things: Vec<AssetDetail> = (0..40)
        .map(|index| {
            item(
                &format!("thing{index}"),
                &format!("{index} {hostile}"),
                Some(5),
            )
        })
        .collect();
    for thing in &things {
        book.commission("maker", thing.clone());
    }
    book.commission("maker", pallet("pallet"));
    let all: Vec<_> = (0..40)
        .map(|index| some(&format!("thing{index}"), 1))
        .collect();
    book.pack("maker", "pallet", &all);
    book.ship("maker", "shop", &[some("pallet", 1)]);
    let statement = told(&book.events, &name("thing7"));
    assert_eq!(statement.lines.len(), 40);
    for locale in LOCALES {
        let parameters = asked(&name("thing7"), &book.events, locale);
        let pages = drawn(&evidence(&book.events), &parameters);
        assert!(
            (pages.iter()).all(|page| page.chars().all(|c| c == '\n' || !c.is_control())),
            "nothing invisible is drawn"
        );
        assert!(pages.concat().contains("Evil {0} Evil {0}"));
    }
}
