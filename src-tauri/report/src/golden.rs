//! What each template draws of fixed inputs in each language, pinned by its hash.
//!
//! With `WAYMARK_REPORT_OUT=FOLDER` in the environment the reports are left there, in both sizes of paper, to be looked at
//! and judged.

use sha2::{Digest, Sha256};

use crate::testing::{GATEWAY, PALLET, chips, evidence, parameters};
use crate::{Locale, Paper, Parameters, Template, render};

const LOCALES: [(Locale, &str); 3] = [(Locale::En, "en"), (Locale::De, "de"), (Locale::Fr, "fr")];

/// What a template is shown on.
fn subject(template: Template) -> &'static str {
    if template.is_of_shipment() {
        PALLET
    } else {
        GATEWAY
    }
}

fn of(template: Template, locale: Locale, paper: Paper) -> Parameters {
    Parameters {
        template: template.name().to_owned(),
        paper,
        ..parameters(subject(template), &chips(), locale)
    }
}

#[test]
fn the_reports_on_the_story_can_be_looked_at() {
    let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") else {
        return;
    };
    let bundle = evidence(&chips());
    for template in Template::ALL {
        let (name, _) = template.name().split_once('/').unwrap();
        for (locale, language) in LOCALES {
            for (paper, size) in [(Paper::A4, "a4"), (Paper::Letter, "letter")] {
                let pdf = render(&bundle, &of(template, locale, paper)).unwrap();
                std::fs::write(format!("{folder}/{name}-{language}-{size}.pdf"), pdf).unwrap();
            }
        }
    }
}
