//! The vocabulary's types as the protocol's words, and short texts for names and places.

use lineage::{Asset, Register};
use protocol::{Amount, EventWord, Moment};
use rust_decimal::Decimal;
use trace::{EventTime, EventType, Location, Party, Quantity, SubjectId};

/// The longest hostile text that is shown, in characters.
const MAX_TEXT: usize = 300;

pub(crate) fn kind(kind: trace::AssetKind) -> protocol::AssetKind {
    match kind {
        trace::AssetKind::Material => protocol::AssetKind::Material,
        trace::AssetKind::Component => protocol::AssetKind::Component,
        trace::AssetKind::Product => protocol::AssetKind::Product,
        trace::AssetKind::LogisticUnit => protocol::AssetKind::LogisticUnit,
    }
}

pub(crate) fn granularity(granularity: trace::Granularity) -> protocol::Granularity {
    match granularity {
        trace::Granularity::Lot => protocol::Granularity::Lot,
        trace::Granularity::Item => protocol::Granularity::Item,
        trace::Granularity::LogisticUnit => protocol::Granularity::LogisticUnit,
    }
}

pub(crate) fn assurance(assurance: trace::Assurance) -> protocol::Assurance {
    match assurance {
        trace::Assurance::Sealed => protocol::Assurance::Sealed,
        trace::Assurance::Included => protocol::Assurance::Included,
        trace::Assurance::Reported => protocol::Assurance::Reported,
        trace::Assurance::Declared => protocol::Assurance::Declared,
        trace::Assurance::Pending => protocol::Assurance::Pending,
    }
}

pub(crate) fn event(event_type: EventType) -> EventWord {
    match event_type {
        EventType::PartyRegistered => EventWord::PartyRegistered,
        EventType::LocationRegistered => EventWord::LocationRegistered,
        EventType::Commissioned => EventWord::Commissioned,
        EventType::Transformed => EventWord::Transformed,
        EventType::Packed => EventWord::Packed,
        EventType::Unpacked => EventWord::Unpacked,
        EventType::Shipped => EventWord::Shipped,
        EventType::Received => EventWord::Received,
        EventType::Attested => EventWord::Attested,
        EventType::Revoked => EventWord::Revoked,
        EventType::Recalled => EventWord::Recalled,
        EventType::Rejected => EventWord::Rejected,
        EventType::Observed => EventWord::Observed,
        EventType::Lifted => EventWord::Lifted,
        EventType::Corrected => EventWord::Corrected,
        EventType::Anchored => EventWord::Anchored,
        EventType::Delegated => EventWord::Delegated,
        EventType::DelegationWithdrawn => EventWord::DelegationWithdrawn,
    }
}

pub(crate) fn moment(time: EventTime) -> Moment {
    Moment {
        unix: time.unix_seconds().cast_signed(),
        offset_minutes: time.zone_offset_minutes,
    }
}

pub(crate) fn amount(quantity: &Quantity) -> Amount {
    Amount {
        number: quantity.number().to_string(),
        unit: quantity.unit.symbol().to_owned(),
    }
}

/// So many millionths of an asset's unit.
pub(crate) fn amount_of(asset: &Asset, micro: u64) -> Amount {
    amount(&Quantity {
        micro,
        unit: asset.detail.quantity.unit.clone(),
    })
}

/// Hostile text, shortened and without control characters.
pub(crate) fn text(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_TEXT)
        .collect()
}

pub(crate) fn asset_name(asset: &Asset) -> String {
    let name = text(&asset.detail.description);
    if name.is_empty() {
        text(asset.detail.epc.reference())
    } else {
        name
    }
}

pub(crate) fn party_name(register: &Register, party: SubjectId) -> String {
    register
        .party(party)
        .map_or_else(String::new, |party: &Party| text(&party.title))
}

/// Town and country, such as `Muntok, Indonesia`.
pub(crate) fn place(register: &Register, location: Option<SubjectId>) -> String {
    let found = location.and_then(|location| register.location(location));
    found.map_or_else(String::new, |location: &Location| {
        let parts = [text(&location.place), text(&location.country)];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    })
}

/// The town alone, for cards.
pub(crate) fn town(register: &Register, location: Option<SubjectId>) -> String {
    let found = location.and_then(|location| register.location(location));
    found.map_or_else(String::new, |location| text(&location.place))
}

/// What people call a subject of any sort; its id where nothing better is known.
pub(crate) fn subject_name(register: &Register, subject: SubjectId) -> String {
    if let Some(asset) = register.asset(subject) {
        return asset_name(asset);
    }
    if let Some(party) = register.party(subject) {
        return text(&party.title);
    }
    register
        .location(subject)
        .map_or_else(|| subject.to_string(), |location| text(&location.title))
}

/// The canonical name of a subject of any sort; its id where that is not known.
pub(crate) fn subject_epc(register: &Register, subject: SubjectId) -> String {
    let asset = register
        .asset(subject)
        .map(|asset| asset.detail.epc.to_string());
    let party = || register.party(subject).map(|party| party.epc.to_string());
    let location = || {
        register
            .location(subject)
            .map(|location| location.epc.to_string())
    };
    asset
        .or_else(party)
        .or_else(location)
        .unwrap_or_else(|| subject.to_string())
}

/// A share for drawing: the only place where exact figures become floating point.
pub(crate) fn float(share: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    share.to_f64().unwrap_or(0.0)
}
