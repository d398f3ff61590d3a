//! Statements on shipments, with figures reckoned by hand; hostile names; what is not there.
//!
//! With `WAYMARK_REPORT_OUT=FOLDER` in the environment those on the story are left there to be looked at.

use trace::TraceEvent;

use super::derive::statement_of;
use super::model::Statement;
use crate::model::{Telling, View};
use crate::testing::{chips, evidence, parameters};
use crate::{Locale, Parameters, Template, render};

pub(super) const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";
const GATEWAY: &str = "https://id.gs1.org/01/03770029102005/21/000417";
const LOST_PALLET: &str = "https://id.gs1.org/00/037700290000004095";

fn asked(subject: &str, events: &[TraceEvent], locale: Locale) -> Parameters {
    Parameters {
        template: Template::Custody.name().to_owned(),
        ..parameters(subject, events, locale)
    }
}

fn told(events: &[TraceEvent], subject: &str) -> Statement {
    let parameters = asked(subject, events, Locale::En);
    let telling = Telling::new(events.to_vec(), &parameters).unwrap();
    statement_of(&View::new(telling, &parameters), &parameters).unwrap()
}

#[test]
fn statements_on_the_story_can_be_looked_at() {
    let events = chips();
    for (subject, name) in [(INGOT, "tin"), (GATEWAY, "gateway"), (LOST_PALLET, "lost")] {
        for (locale, tag) in [(Locale::En, "en"), (Locale::De, "de"), (Locale::Fr, "fr")] {
            let pdf = render(&evidence(&events), &asked(subject, &events, locale)).unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7"));
            if let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") {
                std::fs::write(format!("{folder}/custody-{name}-{tag}.pdf"), pdf).unwrap();
            }
        }
    }
}
