//! Photos and files of a draft: handed over, shown small, with what the camera wrote into them offered and labelled as that.

use leptos::{html, prelude::*};
use protocol::field::{DocumentFacts, DocumentRole, FieldDocument, IdentifierAnswer};

use crate::{
    components::icon::{Icon, icon},
    locales::{current, field as words, t, tf},
    logic::{format, when},
    state::App,
};

/// What a file can be.
const ROLES: [(&str, DocumentRole); 5] = [
    ("photo", DocumentRole::Photo),
    ("delivery-note", DocumentRole::DeliveryNote),
    ("certificate", DocumentRole::Certificate),
    ("test-report", DocumentRole::TestReport),
    ("other", DocumentRole::Other),
];

/// The files.
#[component]
pub(crate) fn Documents() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let documents = Memo::new(move |_| field.record.with(|record| record.documents.clone()));
    let input = NodeRef::<html::Input>::new();
    let read = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(files) = input.files() {
            for index in 0..files.length() {
                if let Some(file) = files.get(index) {
                    field.attach(app, file);
                }
            }
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    view! {
        <fieldset class="field-lines">
            <legend>{t("field.documents")}</legend>
            <ul class="field-documents">
                <For each=move || documents.get() key=|document| (document.sha256.clone(), document.role as u8) let:document>
                    <Document document/>
                </For>
            </ul>
            <Scanned/>
            <div class="field-drop">
                <input
                    type="file"
                    multiple=true
                    class="field-hidden"
                    tabindex="-1"
                    aria-hidden="true"
                    data-testid="field-attach"
                    node_ref=input
                    on:change=read
                />
                <button
                    type="button"
                    class="button"
                    data-testid="field-attach-button"
                    on:click=move |_| {
                        if let Some(input) = input.get_untracked() {
                            input.click();
                        }
                    }
                >
                    {icon(Icon::Clip)}
                    {t("field.attach")}
                </button>
                <span>{t("field.attach-hint")}</span>
            </div>
        </fieldset>
    }
}

#[component]
fn Document(
    /// The file.
    document: FieldDocument,
) -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let hash = StoredValue::new(document.sha256.clone());
    field.look_at(document.sha256.clone());
    let facts = Memo::new(move |_| {
        field
            .facts
            .with(|all| hash.with_value(|hash| all.get(hash).cloned()))
    });
    let remove = move |_| {
        field.edit(app, |record| {
            record
                .documents
                .retain(|other| hash.with_value(|hash| other.sha256 != *hash));
        });
    };
    let choose = move |code: String| {
        let Some((_, role)) = ROLES.iter().find(|(known, _)| *known == code) else {
            return;
        };
        field.edit(app, |record| {
            let mut all = record.documents.iter_mut();
            if let Some(found) = all.find(|other| hash.with_value(|hash| other.sha256 == *hash)) {
                found.role = *role;
            }
        });
    };
    let role = document.role;
    let options = ROLES
        .map(|(code, of)| view! { <option value=code selected=of == role>{words::role(of)}</option> })
        .into_iter()
        .collect_view();
    let picture = move || {
        match facts.get().and_then(|facts| facts.thumbnail) {
        Some(source) => view! { <img class="field-document__small" src=source alt="" data-testid="field-thumbnail"/> }.into_any(),
        None => view! { <span class="field-document__small">{icon(Icon::Report)}</span> }.into_any(),
    }
    };
    let name = document.name.clone();
    view! {
        <li class="field-document" data-testid="field-document">
            {picture}
            <div class="field-document__words">
                <strong>{name.clone()}</strong>
                <span>{format::bytes(document.length, current())} " · " <code title=document.sha256.clone()>{format::middle(&document.sha256, 16)}</code></span>
                {move || facts.get().map(|facts| word_of_the_camera(app, &facts))}
            </div>
            <select aria-label=tf("field.role-of", &[("name", &name)]) on:change=move |event| choose(event_target_value(&event))>{options}</select>
            <button type="button" class="icon-button" aria-label=t("field.detach") title=t("field.detach") on:click=remove>{icon(Icon::Close)}</button>
        </li>
    }
}

/// EXIF's word, with the ways to take it over.
fn word_of_the_camera(app: App, facts: &DocumentFacts) -> impl IntoView + use<> {
    let field = app.field;
    let time = facts.taken_local.clone().map(|local| {
        let shown = facts
            .taken
            .as_deref()
            .map_or_else(|| local.replace('T', " "), when::shown);
        let taken = facts.taken.clone();
        let take = move |_| {
            let unix = crate::bridge::browser::now();
            let offset = crate::bridge::browser::offset_minutes(unix);
            let held = taken.clone().unwrap_or_else(|| when::held(&local, offset));
            field.edit(app, |record| record.time = held);
        };
        view! {
            <span>{tf("field.exif-time", &[("time", &shown)])}</span>
            <button type="button" class="button" on:click=take>{t("field.take-time")}</button>
        }
    });
    let place = facts.position.clone().map(|position| {
        let shown = crate::pages::field::place::place(&position);
        let take = move |_| field.take_position(app, position.clone());
        view! {
            <span>{tf("field.exif-place", &[("place", &shown)])}</span>
            <button type="button" class="button" data-testid="field-take-place" on:click=take>{t("field.take-place")}</button>
        }
    });
    (time.is_some() || place.is_some()).then(|| {
        view! {
            <div class="field-exif" data-testid="field-exif">
                <span class="field-exif__label">{icon(Icon::Info)} {t("field.exif")}</span>
                {time}
                {place}
            </div>
        }
    })
}

/// What was scanned from the picture attached last.
#[component]
fn Scanned() -> impl IntoView {
    let field = App::here().field;
    view! {
        {move || {
            field
                .scanned
                .get()
                .into_iter()
                .map(|found| {
                    let text = match &found.answer {
                        IdentifierAnswer::Named { view } => view.readable.clone(),
                        IdentifierAnswer::Wrong { fault, with } => words::fault(*fault, with),
                    };
                    let symbol = words::symbol(found.symbol);
                    let (name, place) = match found.answer {
                        IdentifierAnswer::Named { view } => (view.asset, view.place),
                        IdentifierAnswer::Wrong { .. } => (None, None),
                    };
                    let take = name.map(|name| {
                        view! { <button type="button" class="button" data-testid="field-take-scanned" on:click=move |_| take_name(name.clone())>{t("field.take-name")}</button> }
                    });
                    let take_place = place.map(|place| {
                        let app = App::here();
                        let take = move |_| {
                            let place = place.clone();
                            app.field.edit(app, |record| record.place = place);
                        };
                        view! { <button type="button" class="button" data-testid="field-take-scanned-place" on:click=take>{t("field.take-as-place")}</button> }
                    });
                    view! { <p class="field-scanned">{icon(Icon::Scan)} <span>{symbol} ": " <code>{text}</code></span> {take} {take_place}</p> }
                })
                .collect_view()
        }}
    }
}

/// Puts a scanned name where the first one is missing.
fn take_name(name: String) {
    let app = App::here();
    app.field.learn(&name);
    app.field
        .edit(app, |record| crate::state::put_name(&mut record.what, name));
}
