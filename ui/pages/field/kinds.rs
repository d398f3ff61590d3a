//! What each kind of record asks for.

use leptos::prelude::*;
use protocol::field::{FieldClaim, FieldEvent, FieldRecord, FieldShipment};

use super::{inputs, lines};
use crate::{
    components::field_identifier::IdentifierField,
    locales::{current, t},
    logic::format,
    state::{App, Kind},
};

/// The fields of a kind.
pub(super) fn fields(kind: Kind) -> AnyView {
    match kind {
        Kind::Commission => lines::asset_fields("what.asset".to_owned(), 0).into_any(),
        Kind::Transform => view! {
            {lines::portion_lines("inputs", t("field.inputs"))}
            {lines::output_lines()}
        }
        .into_any(),
        Kind::Pack | Kind::Unpack => view! {
            <IdentifierField
                path="what.parent".to_owned()
                label=if kind == Kind::Pack { t("field.into") } else { t("field.out-of") }
                get=parent
                set=set_parent
                known=true
            />
            {lines::portion_lines("children", t("field.children"))}
        }
        .into_any(),
        Kind::Ship => view! {
            {lines::portion_lines("items", t("field.goods"))}
            {inputs::choice("what.to".to_owned(), t("field.to"), parties(false), to, set_to)}
        }
        .into_any(),
        Kind::Receive => shipment().into_any(),
        Kind::Reject => view! {
            {shipment()}
            {inputs::text("what.reason".to_owned(), t("field.reason"), "", reason, set_reason)}
        }
        .into_any(),
        Kind::Observe => view! {
            {lines::portion_lines("items", t("field.goods"))}
            {lines::measurement_lines()}
        }
        .into_any(),
        Kind::Attest => attest().into_any(),
        Kind::Correct => view! {
            {inputs::text("what.record".to_owned(), t("field.corrects"), "", corrected, set_corrected)}
            {inputs::text("what.reason".to_owned(), t("field.reason"), "", reason, set_reason)}
        }
        .into_any(),
    }
}

/// The parties to choose from: those that the person acts for, or all.
pub(super) fn parties(mine: bool) -> impl Fn() -> Vec<(String, String)> + Send + Sync + 'static {
    let field = App::here().field;
    move || {
        let choices = field.choices.get();
        let parties = choices.map(|of| of.parties).unwrap_or_default();
        let has_own = parties.iter().any(|party| party.mine);
        let fitting = parties
            .into_iter()
            .filter(|party| !mine || !has_own || party.mine);
        std::iter::once((String::new(), t("field.choose").to_owned()))
            .chain(fitting.map(|party| (party.epc, party.title)))
            .collect()
    }
}

/// The places to choose from.
pub(super) fn places() -> impl Fn() -> Vec<(String, String)> + Send + Sync + 'static {
    let field = App::here().field;
    move || {
        let choices = field.choices.get();
        let places = choices.map(|of| of.places).unwrap_or_default();
        std::iter::once((String::new(), t("field.no-place").to_owned()))
            .chain(places.into_iter().map(|place| (place.epc, place.title)))
            .collect()
    }
}

fn shipment() -> impl IntoView {
    let field = App::here().field;
    let options = move || {
        let choices = field.choices.get();
        let shipments = choices.map(|of| of.shipments).unwrap_or_default();
        let incoming = shipments.into_iter().filter(|of| of.incoming);
        std::iter::once((String::new(), t("field.choose").to_owned()))
            .chain(incoming.map(|of| (of.id.clone(), shipped(&of))))
            .collect()
    };
    let none = move || {
        let known = field.choices.get()?;
        let none = !known.shipments.iter().any(|of| of.incoming);
        none.then(|| view! { <p class="field-about">{t("field.no-shipment")}</p> })
    };
    view! {
        {inputs::choice("what.shipment".to_owned(), t("field.shipment"), options, shipment_of, set_shipment)}
        {none}
    }
}

fn shipped(of: &FieldShipment) -> String {
    let day = format::moment_day(of.shipped, current());
    format!("{day} · {} · {}", of.from, of.items.join(", "))
}

fn attest() -> impl IntoView {
    let kinds = || {
        [
            ("conformity", t("field.claim.conformity")),
            ("recycledContent", t("field.claim.recycled")),
            ("carbonFootprint", t("field.claim.carbon")),
            ("origin", t("field.claim.origin")),
        ]
        .map(|(code, word)| (code.to_owned(), word.to_owned()))
        .to_vec()
    };
    let field = App::here().field;
    let documents = move || {
        let documents = field.record.with(|record| record.documents.clone());
        std::iter::once((String::new(), t("field.no-document").to_owned()))
            .chain(documents.into_iter().map(|of| (of.sha256, of.name)))
            .collect()
    };
    view! {
        <IdentifierField
            path="what.subject".to_owned()
            label=t("field.subject")
            get=subject
            set=set_subject
            known=true
        />
        {inputs::choice("what.claim.kind".to_owned(), t("field.claim"), kinds, |r| claim(r).kind, |r, v| claim_mut(r, |c| c.kind = v))}
        {inputs::text("what.claim.statement".to_owned(), t("field.statement"), "", |r| claim(r).statement, |r, v| claim_mut(r, |c| c.statement = v))}
        <div class="field-row field-row--even">
            {inputs::number("what.claim.value".to_owned(), t("field.value"), |r| claim(r).value, |r, v| claim_mut(r, |c| c.value = v))}
            {inputs::text("what.claim.unit".to_owned(), t("field.unit"), t("field.unit-hint"), |r| claim(r).unit, |r, v| claim_mut(r, |c| c.unit = v))}
            {inputs::text("what.claim.method".to_owned(), t("field.method"), "", |r| claim(r).method, |r, v| claim_mut(r, |c| c.method = v))}
        </div>
        <div class="field-row field-row--even">
            {inputs::time("what.claim.validFrom".to_owned(), t("field.valid-from"), false, |r| claim(r).valid_from, |r, v| claim_mut(r, |c| c.valid_from = v))}
            {inputs::time("what.claim.validUntil".to_owned(), t("field.valid-until"), false, |r| claim(r).valid_until, |r, v| claim_mut(r, |c| c.valid_until = v))}
        </div>
        {inputs::choice("what.claim.document".to_owned(), t("field.claim-document"), documents, |r| claim(r).document, |r, v| claim_mut(r, |c| c.document = v))}
    }
}

fn claim(record: &FieldRecord) -> FieldClaim {
    match &record.what {
        FieldEvent::Attest { claim, .. } => claim.clone(),
        _ => FieldClaim::default(),
    }
}

fn claim_mut(record: &mut FieldRecord, change: impl FnOnce(&mut FieldClaim)) {
    if let FieldEvent::Attest { claim, .. } = &mut record.what {
        change(claim);
    }
}

fn subject(record: &FieldRecord) -> String {
    match &record.what {
        FieldEvent::Attest { subject, .. } => subject.clone(),
        _ => String::new(),
    }
}

fn set_subject(record: &mut FieldRecord, text: String) {
    if let FieldEvent::Attest { subject, .. } = &mut record.what {
        *subject = text;
    }
}

fn parent(record: &FieldRecord) -> String {
    match &record.what {
        FieldEvent::Pack { parent, .. } | FieldEvent::Unpack { parent, .. } => parent.clone(),
        _ => String::new(),
    }
}

fn set_parent(record: &mut FieldRecord, text: String) {
    if let FieldEvent::Pack { parent, .. } | FieldEvent::Unpack { parent, .. } = &mut record.what {
        *parent = text;
    }
}

fn to(record: &FieldRecord) -> String {
    match &record.what {
        FieldEvent::Ship { to, .. } => to.clone(),
        _ => String::new(),
    }
}

fn set_to(record: &mut FieldRecord, text: String) {
    if let FieldEvent::Ship { to, .. } = &mut record.what {
        *to = text;
    }
}

fn shipment_of(record: &FieldRecord) -> String {
    match &record.what {
        FieldEvent::Receive { shipment } | FieldEvent::Reject { shipment, .. } => shipment.clone(),
        _ => String::new(),
    }
}

fn set_shipment(record: &mut FieldRecord, text: String) {
    if let FieldEvent::Receive { shipment } | FieldEvent::Reject { shipment, .. } = &mut record.what
    {
        *shipment = text;
    }
}

fn reason(record: &FieldRecord) -> String {
    match &record.what {
        FieldEvent::Reject { reason, .. } | FieldEvent::Correct { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}

fn set_reason(record: &mut FieldRecord, text: String) {
    if let FieldEvent::Reject { reason, .. } | FieldEvent::Correct { reason, .. } = &mut record.what
    {
        *reason = text;
    }
}

fn corrected(record: &FieldRecord) -> String {
    match &record.what {
        FieldEvent::Correct { record, .. } => record.clone(),
        _ => String::new(),
    }
}

fn set_corrected(record: &mut FieldRecord, text: String) {
    if let FieldEvent::Correct { record: of, .. } = &mut record.what {
        *of = text;
    }
}
