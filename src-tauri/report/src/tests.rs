//! The report as a whole: the same bytes each time, its attachments back again, what it says of a story, hostile input.

use super::*;
use crate::testing::{evidence, gateway, parameters};

fn gateway_report(locale: Locale) -> Vec<u8> {
    let events = gateway();
    render(&evidence(&events), &parameters("gateway", &events, locale)).unwrap()
}

fn chips_report(locale: Locale) -> Vec<u8> {
    let events = scenario::replay(&scenario::chips());
    let mut made = events.iter().rev().filter_map(|event| match &event.body {
        trace::EventBody::Transformed { outputs, .. } => outputs.first().filter(|asset| asset.kind == trace::AssetKind::Product),
        _ => None,
    });
    let mut parameters = parameters("gateway", &events, locale);
    parameters.subject = made.next().unwrap().epc.to_string();
    render(&evidence(&events), &parameters).unwrap()
}

#[test]
fn one_input_is_one_file() {
    let first = gateway_report(Locale::En);
    assert!(first == gateway_report(Locale::En), "two runs differ");
    assert!(
        first.starts_with(b"%PDF-1.7") && first.len() < 1_000_000,
        "{}",
        first.len()
    );
    if let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") {
        for (locale, name) in [(Locale::En, "en"), (Locale::De, "de"), (Locale::Fr, "fr")] {
            std::fs::write(
                format!("{folder}/gateway-{name}.pdf"),
                gateway_report(locale),
            )
            .unwrap();
            std::fs::write(format!("{folder}/chips-{name}.pdf"), chips_report(locale)).unwrap();
        }
    }
}
