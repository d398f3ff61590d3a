//! The plain fields of a form: text, choices, a quantity with its unit. Each reads and changes the one record that the form is of.

use leptos::prelude::*;
use protocol::field::FieldRecord;

use super::wrong::Wrong;
use crate::{bridge::browser, locales::t, logic::when, state::App};

/// The units that are offered, with what people call them; any other code stays if it is there.
const UNITS: [(&str, &str); 7] = [
    ("KGM", "kg"),
    ("GRM", "g"),
    ("TNE", "t"),
    ("H87", "pcs"),
    ("LTR", "l"),
    ("MTR", "m"),
    ("MTK", "m²"),
];

/// What people call a unit; a code that is not among these, as it is.
pub(crate) fn unit_symbol(code: &str) -> &str {
    let known = UNITS.iter().find(|(known, _)| *known == code);
    known.map_or(code, |(_, symbol)| symbol)
}

/// A line of text.
pub(super) fn text(
    path: String,
    label: &'static str,
    hint: &'static str,
    get: impl Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    set: impl Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::here();
    let value = Memo::new(move |_| app.field.record.with(get));
    let (id, wrong) = (path.clone(), format!("{path}-wrong"));
    view! {
        <div class="field-line">
            <label for=id.clone()>{label}</label>
            <input
                type="text"
                id=id.clone()
                data-testid=id
                autocomplete="off"
                maxlength="1000"
                placeholder=hint
                aria-describedby=wrong
                prop:value=move || value.get()
                on:input=move |event| app.field.edit(app, |record| set(record, event_target_value(&event)))
            />
            <Wrong path=path/>
        </div>
    }
}

/// A decimal number; a comma is taken as the point.
pub(super) fn number(
    path: String,
    label: &'static str,
    get: impl Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    set: impl Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::here();
    let value = Memo::new(move |_| app.field.record.with(get));
    let (id, wrong) = (path.clone(), format!("{path}-wrong"));
    let typed = move |text: String| {
        app.field
            .edit(app, |record| set(record, text.replace(',', ".")));
    };
    view! {
        <div class="field-line field-number">
            <label for=id.clone()>{label}</label>
            <input
                type="text"
                inputmode="decimal"
                id=id.clone()
                data-testid=id
                autocomplete="off"
                maxlength="30"
                aria-describedby=wrong
                prop:value=move || value.get()
                on:input=move |event| typed(event_target_value(&event))
            />
            <Wrong path=path/>
        </div>
    }
}

/// A time, as people write it.
pub(super) fn time(
    path: String,
    label: &'static str,
    now: bool,
    get: impl Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    set: impl Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::here();
    let value = Memo::new(move |_| when::shown(&app.field.record.with(get)));
    let (id, wrong) = (path.clone(), format!("{path}-wrong"));
    let typed = move |text: String| {
        let unix = browser::now();
        let held = when::held(&text, browser::offset_minutes(unix));
        app.field.edit(app, |record| set(record, held));
    };
    let take_now = move |_| {
        let unix = browser::now();
        let text = when::rfc(unix, browser::offset_minutes(unix));
        app.field.edit(app, |record| set(record, text));
    };
    view! {
        <div class="field-line">
            <label for=id.clone()>{label}</label>
            <div class="field-name__row">
                <input
                    type="text"
                    id=id.clone()
                    data-testid=id
                    autocomplete="off"
                    maxlength="40"
                    placeholder=t("field.time-hint")
                    aria-describedby=wrong
                    prop:value=move || value.get()
                    on:change=move |event| typed(event_target_value(&event))
                />
                {now.then(|| view! { <button type="button" class="button" on:click=take_now>{t("field.now")}</button> })}
            </div>
            <Wrong path=path/>
        </div>
    }
}

/// A few words to choose one from: value and word. What is held and is not among them stays, and is shown as it is.
pub(super) fn choice(
    path: String,
    label: &'static str,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    get: impl Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    set: impl Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::here();
    let value = Memo::new(move |_| app.field.record.with(get));
    let (id, wrong) = (path.clone(), format!("{path}-wrong"));
    let shown = move || {
        let mut options = options();
        let held = value.get();
        if !options.iter().any(|(value, _)| *value == held) {
            options.insert(0, (held.clone(), held));
        }
        options
            .into_iter()
            .map(|(of, word)| {
                let mine = of.clone();
                let chosen = move || value.with(|held| *held == mine);
                view! { <option value=of selected=chosen>{word}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field-line">
            <label for=id.clone()>{label}</label>
            <select
                id=id.clone()
                data-testid=id
                aria-describedby=wrong
                on:change=move |event| app.field.edit(app, |record| set(record, event_target_value(&event)))
            >
                {shown}
            </select>
            <Wrong path=path/>
        </div>
    }
}

/// A unit.
pub(super) fn unit(
    path: String,
    get: impl Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    set: impl Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let options = || {
        let own = UNITS.iter();
        let own = own.map(|(code, symbol)| ((*code).to_owned(), format!("{symbol} · {code}")));
        std::iter::once((String::new(), t("field.choose").to_owned()))
            .chain(own)
            .collect()
    };
    choice(path, t("field.unit"), options, get, set)
}

/// A yes or no.
pub(super) fn check(
    id: &'static str,
    label: &'static str,
    get: impl Fn(&FieldRecord) -> bool + Copy + Send + Sync + 'static,
    set: impl Fn(&mut FieldRecord, bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::here();
    view! {
        <label class="field-check">
            <input
                type="checkbox"
                data-testid=id
                prop:checked=move || app.field.record.with(get)
                on:change=move |event| app.field.edit(app, |record| set(record, event_target_checked(&event)))
            />
            <span>{label}</span>
        </label>
    }
}
