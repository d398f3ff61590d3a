//! What subjects are called: by people, and in EPCIS documents.

use interchange::Names;
use lineage::Register;
use trace::SubjectId;

/// The names in a register.
pub(crate) struct NamesOf<'a>(pub(crate) &'a Register);

impl Names for NamesOf<'_> {
    fn epc(&self, subject: SubjectId) -> Option<String> {
        let register = self.0;
        let epc = (register.asset(subject).map(|asset| &asset.detail.epc))
            .or_else(|| register.party(subject).map(|party| &party.epc))
            .or_else(|| register.location(subject).map(|location| &location.epc))?;
        Some(epc.to_string())
    }

    fn unit(&self, subject: SubjectId) -> Option<String> {
        let unit = &self.0.asset(subject)?.detail.quantity.unit;
        Some(unit.code().to_owned())
    }
}

/// What people call a subject: an asset's description, a party's or a place's title; the beginning of its id if nobody named it.
pub(super) fn called(register: &Register, subject: SubjectId) -> String {
    if let Some(asset) = register.asset(subject) {
        return or(&asset.detail.description, asset.detail.epc.reference());
    }
    if let Some(party) = register.party(subject) {
        return or(&party.title, party.epc.reference());
    }
    if let Some(location) = register.location(subject) {
        return or(&location.title, location.epc.reference());
    }
    subject.0.to_string().chars().take(10).collect::<String>() + "…"
}

fn or(text: &str, otherwise: &str) -> String {
    let text = if text.trim().is_empty() {
        otherwise
    } else {
        text
    };
    text.to_owned()
}

/// Town and country.
pub(super) fn place(town: &str, country: &str) -> String {
    match (town.trim(), country.trim()) {
        ("", country) => country.to_owned(),
        (town, "") => town.to_owned(),
        (town, country) => format!("{town}, {country}"),
    }
}

/// The town and country of a location; of the party if there is none.
pub(super) fn place_of(
    register: &Register,
    location: Option<SubjectId>,
    party: SubjectId,
) -> String {
    let known = location.and_then(|location| register.location(location));
    match (known, register.party(party)) {
        (Some(location), _) => place(&location.place, &location.country),
        (None, Some(party)) => place(&party.place, &party.country),
        (None, None) => String::new(),
    }
}
