//! The report as a whole: the same bytes each time, its attachments back again, what it says of a story, hostile input.
//!
//! With `WAYMARK_REPORT_OUT=FOLDER` in the environment the reports on the story are left there to be looked at.

use printpdf::{Op, PdfPage, TextItem};
use proptest::prelude::*;
use trace::{EventBody, Strand, TraceEvent, Unit};

use super::*;
use crate::file::{About, Attachment};
use crate::model::{Standing, Told};
use crate::paper::sheet::{Format, Sheet};
use crate::testing::{GATEWAY, LONE, chips, evidence, id, lone, parameters, record};

fn report(events: &[TraceEvent], subject: &str, locale: Locale) -> Vec<u8> {
    render(&evidence(events), &parameters(subject, events, locale)).unwrap()
}

fn told(events: &[TraceEvent], subject: &str) -> Declaration {
    declaration(&evidence(events), &parameters(subject, events, Locale::En)).unwrap()
}

/// The texts of each page, in the order in which they are drawn.
fn texts(events: &[TraceEvent], subject: &str, locale: Locale) -> Vec<String> {
    let parameters = parameters(subject, events, locale);
    drawn(&evidence(events), &parameters)
}

/// The texts of each page of a report with these parameters.
pub(crate) fn drawn(bundle: &Bundle, parameters: &Parameters) -> Vec<String> {
    let basis = Basis::new(bundle, parameters).unwrap();
    basis.draw().unwrap().pages.iter().map(text_of).collect()
}

fn text_of(page: &PdfPage) -> String {
    let mut text = String::new();
    for op in &page.ops {
        match op {
            Op::ShowText { items } => {
                for item in items {
                    if let TextItem::Text(stretch) = item {
                        text.push_str(stretch);
                    }
                }
            }
            Op::EndTextSection => text.push('\n'),
            _ => {}
        }
    }
    text
}

#[test]
fn one_input_is_one_file() {
    let events = chips();
    let first = report(&events, GATEWAY, Locale::En);
    assert!(
        first == report(&events, GATEWAY, Locale::En),
        "two runs differ"
    );
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(
        first.len() < 400_000,
        "the fonts are subset: {}",
        first.len()
    );
    assert!(first != report(&events, GATEWAY, Locale::De));
    if let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") {
        for (locale, name) in [(Locale::En, "en"), (Locale::De, "de"), (Locale::Fr, "fr")] {
            let path = format!("{folder}/chips-{name}.pdf");
            std::fs::write(path, report(&events, GATEWAY, locale)).unwrap();
        }
    }
}

#[test]
fn the_attachments_come_back_as_they_went_in() {
    let events = chips();
    let (bundle, parameters) = (evidence(&events), parameters(GATEWAY, &events, Locale::En));
    let pdf = render(&bundle, &parameters).unwrap();
    let found = attachments(&pdf).unwrap();
    assert!(found.evidence == bundle.to_json());
    assert_eq!(
        Parameters::from_json(&found.parameters).unwrap(),
        parameters
    );
    assert_eq!(found.pages, texts(&events, GATEWAY, Locale::En).len());
    let again = Bundle::from_json(&found.evidence).unwrap();
    assert!(
        render(&again, &parameters).unwrap() == pdf,
        "the file carries all that it takes"
    );
}

#[test]
fn an_attachment_is_unpacked_to_its_limit_and_no_further() {
    let attach = |name: &str, bytes| Attachment {
        name: name.to_owned(),
        media_type: "application/json".to_owned(),
        description: String::new(),
        bytes,
    };
    let about = About {
        title: String::new(),
        author: String::new(),
        subject: String::new(),
        lang: "en",
        issued: figures::utc(0),
    };
    let pages = || pages::Drawn {
        pages: vec![Sheet::new(Format::upright(Paper::A4)).page()],
        sections: Vec::new(),
        subject: String::new(),
    };
    let file = |files: &[Attachment]| attachments(&file::write(pages(), &about, files).unwrap());
    let evidence = || attach("evidence.json", b"{}".to_vec());
    let bomb = attach("parameters.json", vec![b' '; MAX_PARAMETERS + 1]);
    assert!(matches!(
        file(&[evidence(), bomb]),
        Err(ReportError::AttachmentDamaged("parameters.json"))
    ));
    let fits = attach("parameters.json", vec![b' '; MAX_PARAMETERS]);
    assert_eq!(
        file(&[evidence(), fits]).unwrap().parameters.len(),
        MAX_PARAMETERS
    );
    assert!(matches!(
        file(&[evidence()]),
        Err(ReportError::AttachmentMissing("parameters.json"))
    ));
}

#[test]
fn the_story_is_told_with_its_trouble() {
    let declaration = told(&chips(), GATEWAY);
    assert_eq!(declaration.object.name, "Edge gateway EG-200");
    assert_eq!(declaration.assets.len(), declaration.scope.assets);
    let tin = declaration
        .findings
        .iter()
        .find_map(|finding| match &finding.told {
            Told::OverClaim {
                asset,
                claimed,
                most,
                ..
            } => Some((asset.as_str(), *claimed, *most)),
            _ => None,
        });
    let (asset, claimed, most) = tin.unwrap();
    assert_eq!(
        (asset, claimed.to_string().as_str()),
        ("Tin ingot, lot PT-2291", "0.62")
    );
    assert_eq!(most.normalize().to_string(), "0.4");
    assert!(declaration.findings.iter().any(|finding| matches!(&finding.told, Told::Revoked { by, .. } if by == "Veritrace Assurance AG")));
    assert!(
        declaration
            .attestations
            .iter()
            .any(|line| matches!(line.status, Standing::Revoked { .. }))
    );
    let recycled = declaration.recycled.unwrap();
    assert!(recycled.share.lower <= recycled.share.proportional);
    assert!(recycled.share.proportional <= recycled.share.upper);
    let all: rust_decimal::Decimal = declaration
        .origins
        .iter()
        .map(|origin| origin.share.proportional)
        .sum();
    assert!(
        (all - rust_decimal::Decimal::ONE).abs() < rust_decimal::Decimal::new(1, 3),
        "{all}"
    );
    assert_eq!(declaration.figure.cards[0].name, "Edge gateway EG-200");
}

#[test]
fn what_happened_after_the_block_named_is_not_told() {
    let events = chips();
    let revoked = events
        .iter()
        .position(|event| matches!(event.body, trace::EventBody::Revoked { .. }))
        .unwrap();
    let mut parameters = parameters(GATEWAY, &events, Locale::En);
    parameters.as_of.number = events[revoked].key.block - 1;
    parameters.as_of.time = events[revoked - 1].block_time;
    let declaration = declaration(&evidence(&events), &parameters).unwrap();
    let before = told(&events[..revoked], GATEWAY);
    assert_eq!(declaration.scope, before.scope);
    assert!(
        !declaration
            .findings
            .iter()
            .any(|finding| matches!(finding.told, Told::Revoked { .. }))
    );
}

#[test]
fn a_record_that_its_author_calls_wrong_is_a_finding() {
    let mut events = chips();
    let made = (events.iter())
        .find(|event| ledger::extends(&event.body).contains(&(id(GATEWAY), Strand::Identity)))
        .unwrap();
    let last = events.last().unwrap();
    let body = EventBody::Corrected {
        corrected: made.digest,
        party: id("https://example.org/maker"),
        histories: ledger::extends(&made.body),
        reason: "Misweighed".to_owned(),
        record: record(),
    };
    let correction = TraceEvent {
        key: trace::EventKey {
            block: last.key.block + 1,
            log_index: 0,
        },
        digest: ledger::body_digest(&body),
        body,
        ..last.clone()
    };
    let before = told(&events, GATEWAY);
    events.push(correction);
    let after = told(&events, GATEWAY);
    assert_eq!(after.findings.len(), before.findings.len() + 1);
    assert_eq!(after.changes.len(), before.changes.len() + 1);
    for locale in [Locale::En, Locale::De, Locale::Fr] {
        let pages = texts(&events, GATEWAY, locale).concat();
        assert!(pages.contains("Misweighed"), "{locale:?}");
    }
}

#[test]
fn every_page_names_the_document_and_says_which_of_how_many() {
    for locale in [Locale::En, Locale::De, Locale::Fr] {
        let pages = texts(&chips(), GATEWAY, locale);
        assert!(pages.len() >= 5, "{}", pages.len());
        for (index, page) in pages.iter().enumerate() {
            let place = words::filled(
                words::Words::of(locale).page_of,
                &[&(index + 1).to_string(), &pages.len().to_string()],
            );
            assert!(
                page.contains(&place) && page.contains("WM-2026-000417-02"),
                "{place}"
            );
        }
    }
}

#[test]
fn the_first_page_says_what_an_auditor_looks_for() {
    let page = texts(&chips(), GATEWAY, Locale::En).remove(0);
    for said in [
        "Declaration of provenance",
        "Supplier’s declaration in the form of ISO/IEC 17050-1:2004",
        "Nordhavn Energi A/S",
        "Tin ingot, lot PT-2291",
        "revoked on 3\u{a0}Oct\u{a0}2026",
        "Demonstration key: it proves nothing about who signed",
        "3f9a07c21be04d55",
    ] {
        assert!(page.contains(said), "{said} is missing in:\n{page}");
    }
}

#[test]
fn hostile_names_are_shown_and_do_nothing() {
    let name = "\u{202e}Ore\u{0}{0}\u{200b} (evil) \\) Tj 中文\n";
    let events = lone(name, Unit::kilogram());
    let pages = texts(&events, LONE, Locale::En);
    assert!(
        pages[0].contains("Ore{0} (evil) \\) Tj 中文"),
        "{}",
        pages[0]
    );
    assert!(
        pages
            .iter()
            .all(|page| page.chars().all(|c| c == '\n' || !c.is_control()))
    );
    assert!(report(&events, LONE, Locale::En).starts_with(b"%PDF-1.7"));
}

#[test]
fn a_thing_without_lineage_has_a_report_too() {
    for unit in [Unit::kilogram(), Unit::piece()] {
        let events = lone("A lump", unit);
        for locale in [Locale::En, Locale::De, Locale::Fr] {
            assert!(texts(&events, LONE, locale).len() >= 2);
        }
        let declaration = told(&events, LONE);
        assert_eq!((declaration.recycled, declaration.footprint), (None, None));
    }
}

#[test]
fn the_outline_leads_to_every_section() {
    let pdf = report(&chips(), GATEWAY, Locale::En);
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let entry = |from: &lopdf::Dictionary, key: &[u8]| {
        let at = from.get(key).and_then(lopdf::Object::as_reference);
        at.ok()
            .and_then(|at| document.get_dictionary(at).ok())
            .cloned()
    };
    let outline = entry(document.catalog().unwrap(), b"Outlines").unwrap();
    let mut at = entry(&outline, b"First");
    let mut titles = Vec::new();
    while let Some(item) = at {
        let bytes = item.get(b"Title").unwrap().as_str().unwrap();
        let utf16: Vec<u16> = bytes[2..]
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        titles.push(String::from_utf16(&utf16).unwrap());
        let page = item.get(b"Dest").unwrap().as_array().unwrap()[0]
            .as_reference()
            .unwrap();
        assert!(document.page_iter().any(|known| known == page));
        at = entry(&item, b"Next");
    }
    assert_eq!(
        titles,
        [
            "Declaration of provenance",
            "Parties",
            "Lots and items",
            "Claims and attestations",
            "Lineage",
            "Verification"
        ]
    );
}

#[test]
fn what_cannot_be_told_is_refused() {
    let events = lone("A lump", Unit::kilogram());
    let bundle = evidence(&events);
    let with = |change: &dyn Fn(&mut Parameters)| {
        let mut parameters = parameters(LONE, &events, Locale::En);
        change(&mut parameters);
        render(&bundle, &parameters)
    };
    assert!(matches!(
        with(&|parameters| parameters.template = "provenance/0".to_owned()),
        Err(ReportError::Template(_))
    ));
    assert!(matches!(
        with(&|parameters| parameters.subject = GATEWAY.to_owned()),
        Err(ReportError::SubjectUnknown(_))
    ));
    assert!(matches!(
        with(&|parameters| parameters.subject = "not a name".to_owned()),
        Err(ReportError::Subject(_))
    ));
    let mut bent = evidence(&events);
    let nodes = &mut bent.blocks[1].receipts[0].nodes;
    nodes[0] = nodes[0]
        .iter()
        .map(|byte| byte ^ 1)
        .collect::<Vec<u8>>()
        .into();
    let parameters = parameters(LONE, &events, Locale::En);
    assert!(matches!(
        render(&bent, &parameters),
        Err(ReportError::Evidence(_))
    ));
}

#[test]
fn parameters_are_read_strictly() {
    let parameters = parameters(LONE, &lone("A lump", Unit::kilogram()), Locale::Fr);
    let json = parameters.to_json();
    assert_eq!(Parameters::from_json(&json).unwrap(), parameters);
    let more = String::from_utf8(json)
        .unwrap()
        .replacen('{', "{\"more\": 1,", 1);
    assert!(matches!(
        Parameters::from_json(more.as_bytes()),
        Err(ReportError::Parameters(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_name_can_be_drawn(name in "\\PC{0,60}", long in "[a-z]{0,250}") {
        for name in [name, long] {
            prop_assert!(!texts(&lone(&name, Unit::kilogram()), LONE, Locale::En).is_empty());
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        pdf.extend(bytes);
        prop_assert!(attachments(&pdf).is_err());
    }
}
