//! Declarations on recycled content and carbon, with figures reckoned by hand; what is not there; hostile names.
//!
//! With `WAYMARK_REPORT_OUT=FOLDER` in the environment those on the story are left there to be looked at.

use trace::TraceEvent;

use crate::testing::{chips, evidence, parameters};
use crate::{Locale, Parameters, Template, render};

const GATEWAY: &str = "https://id.gs1.org/01/03770029102005/21/000417";
const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";

fn asked(subject: &str, events: &[TraceEvent], locale: Locale) -> Parameters {
    Parameters {
        template: Template::RecycledCarbon.name().to_owned(),
        ..parameters(subject, events, locale)
    }
}

#[test]
fn declarations_on_the_story_can_be_looked_at() {
    let events = chips();
    for (subject, name) in [(INGOT, "tin"), (GATEWAY, "gateway")] {
        for (locale, tag) in [(Locale::En, "en"), (Locale::De, "de"), (Locale::Fr, "fr")] {
            let pdf = render(&evidence(&events), &asked(subject, &events, locale)).unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7"));
            if let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") {
                std::fs::write(format!("{folder}/recycled-{name}-{tag}.pdf"), pdf).unwrap();
            }
        }
    }
}
