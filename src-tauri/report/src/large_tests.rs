//! Reports on lineages far larger than any that is drawn for: they are bounded, and end.

use trace::{
    AssetDetail, AssetKind, Epc, EventBody, EventKey, Granularity, Party, Portion, Quantity,
    SubjectId, TraceEvent, Unit,
};

use crate::model::{Chain, Completeness, Telling, View};
use crate::pages::Folio;
use crate::testing::{parameters, record};
use crate::words::Words;
use crate::{Locale, Template};

const MAKER: &str = "https://example.org/maker";

fn asset(number: usize) -> AssetDetail {
    AssetDetail {
        epc: Epc::parse(&format!("https://example.org/a/{number}")).unwrap(),
        kind: AssetKind::Component,
        granularity: Granularity::Lot,
        description: format!("Part {number}"),
        quantity: Quantity {
            micro: 1_000_000,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

/// So many assets: the first ones won, each of the others made of what stands before it, all of it in the last.
fn events(assets: usize) -> Vec<TraceEvent> {
    let maker = Party {
        epc: Epc::parse(MAKER).unwrap(),
        account: alloy_primitives::Address::repeat_byte(7),
        title: "Maker".to_owned(),
        gln: String::new(),
        place: "Lyon".to_owned(),
        country: "FR".to_owned(),
    };
    let party = SubjectId::of(&maker.epc);
    let roots = assets / 2;
    let mut bodies = vec![EventBody::PartyRegistered(maker)];
    bodies.extend((0..roots).map(|number| EventBody::Commissioned {
        party,
        asset: asset(number),
        record: record(),
    }));
    // Pairs become one thing each, until one is left.
    let mut left: Vec<usize> = (0..roots).collect();
    let mut next = roots;
    while left.len() > 1 {
        let mut made = Vec::new();
        for pair in left.chunks(2) {
            let inputs = pair.iter().map(|number| Portion {
                asset: asset(*number).id(),
                micro: 1_000_000,
            });
            bodies.push(EventBody::Transformed {
                party,
                inputs: inputs.collect(),
                outputs: vec![asset(next)],
                record: record(),
            });
            made.push(next);
            next += 1;
        }
        left = made;
    }
    (1..)
        .zip(bodies)
        .map(|(block, body)| TraceEvent {
            key: EventKey {
                block,
                log_index: 0,
            },
            transaction: None,
            block_time: 1_785_542_400 + block,
            digest: ledger::body_digest(&body),
            body,
        })
        .collect()
}

/// How many pages each template but that of shipments draws of so many assets.
fn pages(assets: usize) -> Vec<(Template, usize)> {
    let events = events(assets);
    let last = events.last().unwrap();
    let EventBody::Transformed { outputs, .. } = &last.body else {
        panic!("nothing was made");
    };
    let subject = outputs[0].epc.to_string();
    let templates = Template::ALL.into_iter().filter(|it| !it.is_of_shipment());
    templates
        .map(|template| {
            let mut parameters = parameters(&subject, &events, Locale::En);
            template.name().clone_into(&mut parameters.template);
            let telling = Telling::new(events.clone(), &parameters).unwrap();
            let view = View::new(telling, &parameters);
            let chain = Chain {
                chain_id: 1,
                genesis: alloy_primitives::B256::ZERO,
                contract: alloy_primitives::Address::ZERO,
                code_hash: alloy_primitives::B256::ZERO,
                blocks: (1, last.key.block),
                with_receipts: events.len(),
                receipts: events.len(),
                seals: None,
            };
            let folio = Folio {
                parameters: &parameters,
                words: Words::of(Locale::En),
                heading: template.heading(Locale::En),
                attached: &[],
                chain: &chain,
                completeness: Completeness::NotProven,
            };
            let drawn = template.draw(&view, &folio).unwrap();
            (template, drawn.pages.len())
        })
        .collect()
}

#[test]
fn a_lineage_of_thousands_of_assets_is_told_in_bounded_pages() {
    // A larger one by hand: `WAYMARK_REPORT_ASSETS=10000 cargo test --release -p waymark-report large`.
    let asked = std::env::var("WAYMARK_REPORT_ASSETS").ok();
    let assets = asked.and_then(|asked| asked.parse().ok()).unwrap_or(600);
    for (template, pages) in pages(assets) {
        println!("{template}: {pages} pages on {assets} assets");
        assert!(pages < 40 + assets / 4, "{template}: {pages}");
    }
}
