//! Where it happened: a place that is chosen or scanned, and the exact position, typed or out of another device's file.

use leptos::{html, prelude::*, task::spawn_local};
use protocol::field::{FieldPosition, IdentifierAnswer, ImportedPosition};

use super::{inputs, kinds, wrong::Wrong};
use crate::{
    bridge,
    components::{
        field_identifier::scanner,
        icon::{Icon, icon},
    },
    locales::{field as words, t, tf},
    logic::when,
    state::App,
};

/// The place: one of those that are known, or whatever a symbol with a GLN names.
#[component]
pub(super) fn Place() -> impl IntoView {
    let app = App::here();
    let fault = RwSignal::new(None::<String>);
    let scan = move |picture: web_sys::File| {
        spawn_local(async move {
            let found = async {
                let base64 = bridge::file_base64(&picture).await?;
                bridge::read_symbols(&base64).await
            };
            let told = match found.await {
                Ok(found) if found.is_empty() => Some(t("field.nothing-scanned").to_owned()),
                Ok(found) => {
                    let mut places = found.into_iter().filter_map(|symbol| match symbol.answer {
                        IdentifierAnswer::Named { view } => view.place,
                        IdentifierAnswer::Wrong { .. } => None,
                    });
                    if let Some(place) = places.next() {
                        app.field.edit(app, |record| record.place = place);
                        None
                    } else {
                        Some(t("field.no-place-scanned").to_owned())
                    }
                }
                Err(error) => Some(format!("{} {}", error.message, error.hint)),
            };
            let _ = fault.try_set(told);
        });
    };
    let wrong = move || {
        fault.get().map(|fault| {
            view! { <p class="field-wrong tone-bad" role="alert" data-testid="field-fault">{icon(Icon::Alert)} <span>{fault}</span></p> }
        })
    };
    view! {
        <div>
            <div class="field-scannable">
                {inputs::choice("place".to_owned(), t("field.place"), kinds::places(), |r| r.place.clone(), |r, v| r.place = v)}
                {scanner("place".to_owned(), scan)}
            </div>
            {wrong}
        </div>
    }
}

/// Where exactly, and whose word that is.
#[component]
pub(super) fn Position() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let part = move |of: fn(&FieldPosition) -> String| {
        Memo::new(move |_| {
            field
                .record
                .with(|record| record.position.as_ref().map(of).unwrap_or_default())
        })
    };
    let latitude = part(|of| of.latitude.clone());
    let longitude = part(|of| of.longitude.clone());
    let accuracy = part(|of| of.accuracy.clone());
    let origin = move || {
        let position = field.record.with(|record| record.position.clone())?;
        Some(
            view! { <p class="field-about" data-testid="field-origin">{icon(Icon::Info)} {words::origin(position.origin)}</p> },
        )
    };
    let coordinate =
        move |id: &'static str, label, value: Memo<String>, set: fn(&mut FieldPosition, String)| {
            view! {
                <div class="field-line field-number">
                    <label for=id>{label}</label>
                    <input
                        type="text"
                        inputmode="decimal"
                        id=id
                        data-testid=id
                        autocomplete="off"
                        maxlength="20"
                        prop:value=move || value.get()
                        on:input=move |event| {
                            let text = event_target_value(&event).replace(',', ".");
                            field.type_position(app, |position| set(position, text));
                        }
                    />
                    <Wrong path=id.to_owned()/>
                </div>
            }
        };
    view! {
        <details class="field-more" open=move || field.record.with(|record| record.position.is_some())>
            <summary data-testid="field-position">{t("field.position")}</summary>
            <div class="field-row field-row--even">
                {coordinate("position.latitude", t("field.latitude"), latitude, |of, text| of.latitude = text)}
                {coordinate("position.longitude", t("field.longitude"), longitude, |of, text| of.longitude = text)}
                {coordinate("position.accuracy", t("field.accuracy"), accuracy, |of, text| of.accuracy = text)}
            </div>
            {origin}
            <Import/>
        </details>
    }
}

/// Positions out of another device's file, those closest to the record's time first.
#[component]
fn Import() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let points = RwSignal::new(Vec::<ImportedPosition>::new());
    let input = NodeRef::<html::Input>::new();
    let read = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            spawn_local(async move {
                let near = field.record.with_untracked(|record| record.time.clone());
                let found = async {
                    let base64 = bridge::file_base64(&file).await?;
                    bridge::read_positions(&base64, &near).await
                };
                match found.await {
                    Ok(found) => {
                        let _ = points.try_set(found);
                    }
                    Err(error) => app.fail(error),
                }
            });
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let offered = move || {
        points
            .get()
            .into_iter()
            .map(|point| {
                let about = about(&point);
                let take = move |_| {
                    points.set(Vec::new());
                    field.take_position(app, point.position.clone());
                };
                view! {
                    <li>
                        <span>{about}</span>
                        <button type="button" class="button" data-testid="field-take-point" on:click=take>{t("field.take-name")}</button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field-import">
            <input
                type="file"
                class="field-hidden"
                accept=".gpx,.csv,application/gpx+xml,text/csv"
                tabindex="-1"
                aria-hidden="true"
                data-testid="field-positions"
                node_ref=input
                on:change=read
            />
            <button
                type="button"
                class="button"
                title=t("field.import-hint")
                on:click=move |_| {
                    if let Some(input) = input.get_untracked() {
                        input.click();
                    }
                }
            >
                {icon(Icon::Origin)}
                {t("field.import")}
            </button>
            <ul class="field-points">{offered}</ul>
        </div>
    }
}

/// A point as one line: what it is called, where, how exact, when.
fn about(point: &ImportedPosition) -> String {
    let position = &point.position;
    let mut parts = Vec::new();
    if !point.name.is_empty() {
        parts.push(point.name.clone());
    }
    parts.push(place(position));
    if position.accuracy.is_empty() {
        parts.push(t("field.accuracy-unknown").to_owned());
    }
    if !point.time.is_empty() {
        parts.push(tf(
            "field.point-time",
            &[("time", &when::shown(&point.time))],
        ));
    }
    parts.join(" · ")
}

/// Coordinates, and how exact they are where that is known.
pub(crate) fn place(position: &FieldPosition) -> String {
    let accuracy = if position.accuracy.is_empty() {
        String::new()
    } else {
        format!(" ± {} m", position.accuracy)
    };
    format!("{}, {}{accuracy}", position.latitude, position.longitude)
}
