//! A report on far more assets than any that is drawn for: whole, with every header, receipt and proof of state.

use report::Template;
use trace::{
    AssetDetail, AssetKind, Epc, EventBody, EventKey, Granularity, Party, Portion, Quantity,
    Record, SubjectId, TraceEvent, Unit,
};

use crate::testing::{Chain, signed, validators};
use crate::{Outcome, verify};

fn epc(number: usize) -> Epc {
    Epc::parse(&format!("https://example.org/a/{number}")).unwrap()
}

fn lot(number: usize) -> AssetDetail {
    AssetDetail {
        epc: epc(number),
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

/// So many assets: pairs become one thing each, until one is left.
fn events(assets: usize, record: &Record) -> Vec<TraceEvent> {
    let maker = Party {
        epc: Epc::parse("https://example.org/maker").unwrap(),
        account: alloy_primitives::Address::repeat_byte(7),
        title: "Maker".to_owned(),
        gln: String::new(),
        place: "Lyon".to_owned(),
        country: "FR".to_owned(),
    };
    let party = SubjectId::of(&maker.epc);
    let roots = assets.div_ceil(2);
    let mut bodies = vec![EventBody::PartyRegistered(maker)];
    bodies.extend((0..roots).map(|number| EventBody::Commissioned {
        party,
        asset: lot(number),
        record: record.clone(),
    }));
    let portion = |number: usize| Portion {
        asset: SubjectId::of(&epc(number)),
        micro: 1_000_000,
    };
    bodies.extend((0..roots - 1).map(|pair| EventBody::Transformed {
        party,
        inputs: vec![portion(2 * pair), portion(2 * pair + 1)],
        outputs: vec![lot(roots + pair)],
        record: record.clone(),
    }));
    let in_blocks = (1..).zip(bodies).map(|(block, body)| TraceEvent {
        key: EventKey {
            block,
            log_index: 0,
        },
        transaction: None,
        block_time: 1_785_542_400 + block,
        digest: ledger::body_digest(&body),
        body,
    });
    in_blocks.collect()
}

/// A larger one by hand: `WAYMARK_REPORT_ASSETS=10000 WAYMARK_REPORT_OUT=FOLDER cargo test -p waymark-verify large` leaves the report and the
/// trust to verify it with.
#[test]
fn a_report_on_a_large_lineage_is_verified_like_any_other() {
    let asked = std::env::var("WAYMARK_REPORT_ASSETS").ok();
    let assets: usize = asked.and_then(|asked| asked.parse().ok()).unwrap_or(100);
    let story = super::chips();
    let record = story.iter().find_map(|event| match &event.body {
        EventBody::Commissioned { record, .. } => Some(record.clone()),
        _ => None,
    });
    let events = events(assets, &record.unwrap());
    let chain = Chain::of(events, 4);
    let last = epc(2 * assets.div_ceil(2) - 2).to_string();
    let mut parameters = chain.parameters(&last);
    let trust = chain.trust_seals(validators());
    let templates = [Template::Provenance, Template::Dossier];
    for template in templates {
        template.name().clone_into(&mut parameters.template);
        let bundle = chain.evidence(&parameters);
        let pdf = signed(&bundle, &parameters);
        let verdict = verify(&pdf, Some(&trust));
        assert_eq!(verdict.outcome, Outcome::Valid, "{verdict:?}");
        println!("{template}: {} bytes on {assets} assets", pdf.len());
        if assets <= 100 {
            assert!(pdf.len() < 1_000_000, "{template}: {} bytes", pdf.len());
        }
        if let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") {
            let name = template.name().replace('/', "-");
            std::fs::write(format!("{folder}/large-{name}.pdf"), pdf).unwrap();
            std::fs::write(format!("{folder}/large.trust.json"), trust.to_json()).unwrap();
        }
    }
}
