//! What the certifier says about companies, and takes back.

use trace::Claim;

use crate::teller::{Moment, Teller, conformity};

const NEW_YEAR_2026: u64 = 1_767_225_600;
const END_OF_2027: u64 = 1_830_297_599;

pub(super) fn tell(teller: &mut Teller) {
    let smelter = "RMAP conformant smelter";
    let rmap = "RMAP Tin and Tantalum Standard";
    certify(
        teller,
        "gold",
        (2, 10, 10, 0),
        smelter,
        "RMAP Gold Standard",
    );
    certify(teller, "tantalum", (2, 17, 10, 30), smelter, rmap);
    certify(
        teller,
        "metal-recycler",
        (3, 11, 11, 0),
        "Certified recycler",
        "EN 50625",
    );
    certify(
        teller,
        "enclosures",
        (3, 19, 14, 0),
        "Environmental management",
        "ISO 14001:2015",
    );
    certify(
        teller,
        "devices",
        (4, 2, 9, 30),
        "Quality management",
        "ISO 9001:2015",
    );
    let tin = certify(teller, "smelter", (4, 14, 11, 0), smelter, rmap);
    let reason = "Re-audit of September 2026: the sources of 420 kg of feed could not be shown.";
    teller.revoke("certifier", (10, 3, 9, 15), tin, reason);
}

fn certify(teller: &mut Teller, party: &str, at: Moment, statement: &str, method: &str) -> String {
    let id = teller.id(party);
    let text =
        format!("{statement}\n{method}\nAbout: {id}\nVeritrace Assurance AG, 2026. Invented.\n");
    let document = teller.document(&format!("certificate-{party}.txt"), &text);
    let claim = Claim {
        valid_from: Some(NEW_YEAR_2026),
        valid_until: Some(END_OF_2027),
        ..conformity(statement, method, document)
    };
    teller.attest("certifier", at, id, claim)
}
