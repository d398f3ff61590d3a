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

/// SHA-256 of the unsigned file of each template in each language, on A4. Where the evidence of the story itself changed (its events,
/// or how evidence is written), the hashes follow it; where only the pages did, a new version of the template is due.
const PINNED: [(&str, &str, &str); 12] = [
    (
        "provenance/1",
        "en",
        "1b1b4b124b46772a0e3728252e7048ce1386548b32f25a83c6582bcdf513f5dc",
    ),
    (
        "provenance/1",
        "de",
        "6e0440d6b8cf1905d3b4ec33384cf14271d593b1a7c0df0df415d0462762fb79",
    ),
    (
        "provenance/1",
        "fr",
        "9a14005a9622d7d8e4dc1bfe6605e0b8047063ff41fc125785541c09ae2ac769",
    ),
    (
        "custody/1",
        "en",
        "9736243596be0efcc56d4af4020ccda62efbfbe26d4e0d2c340fffe6dd4687aa",
    ),
    (
        "custody/1",
        "de",
        "d7af320c93430eba2772be9c48c2a893e6582aa3e90f8720729194ec6d0b6ab3",
    ),
    (
        "custody/1",
        "fr",
        "60ecc37bfc09f883e00ad3d22130afafd139b993531241e218b00a01bbd657f3",
    ),
    (
        "recycled-carbon/1",
        "en",
        "9abe02eeefa63d73eab5f1cff0f7f37bcf534362fdb4ec3f5a86e3dafaec6304",
    ),
    (
        "recycled-carbon/1",
        "de",
        "90430f9ca4889731909c3a1c43b2983219bbd4266fdc309807d789b92f17b4cb",
    ),
    (
        "recycled-carbon/1",
        "fr",
        "f24918e68bbca6aebc50ca54ac16e799c090f53cffa838d22ba2913be274473b",
    ),
    (
        "dossier/1",
        "en",
        "3ceabe8404cf28f11a5abcc25bd3cd78fbe6a479fbf317749ebadcd1a9a5d98e",
    ),
    (
        "dossier/1",
        "de",
        "030cc81f70c785b4e2f3fe16be2145cf35c022fa9e4b2fa0a2631074c1cac72f",
    ),
    (
        "dossier/1",
        "fr",
        "17f372a790c5253aa3e64dcd2f01e40e840ef67ac92d5517162198a97957806b",
    ),
];

#[test]
fn what_a_version_of_a_template_draws_never_changes() {
    let bundle = evidence(&chips());
    let mut changed = Vec::new();
    for template in Template::ALL {
        for (locale, language) in LOCALES {
            let pdf = render(&bundle, &of(template, locale, Paper::A4)).unwrap();
            let hash = hex::encode(Sha256::digest(&pdf));
            let is_pinned = |(name, tag, pinned): &(&str, &str, &str)| {
                (*name, *tag, *pinned) == (template.name(), language, &hash)
            };
            if !PINNED.iter().any(is_pinned) {
                changed.push(format!("(\"{template}\", \"{language}\", \"{hash}\"),"));
            }
        }
    }
    assert!(
        changed.is_empty(),
        "these draw other bytes than they were released with: a new template version is due (or, before the first release and where \
         the story's evidence changed, these hashes)\n{}",
        changed.join("\n")
    );
}
