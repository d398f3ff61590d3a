//! The head of the place: who is writing.

use leptos::prelude::*;
use protocol::field::DeviceView;

use crate::{
    components::icon::{Icon, icon},
    locales::{field as words, t, tf},
    state::{App, Asking, Opened},
};

/// The head.
#[component]
pub(super) fn Head() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let is_begin = move || field.opened.with(|opened| *opened == Opened::Nothing);
    view! {
        <header class="field-head">
            <h1>{t("nav.field")}</h1>
            <button type="button" class="button button--main" data-testid="field-new" disabled=is_begin on:click=move |_| field.anew(app)>
                {icon(Icon::Plus)}
                {t("field.new")}
            </button>
            <span class="field-form__gap"></span>
            <Who/>
        </header>
    }
}

/// Who is writing: several people share a computer.
#[component]
fn Who() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let people = move || {
        field.view.with(|view| {
            view.as_ref()
                .map_or_else(Vec::new, |view| view.devices.clone())
        })
    };
    let current = Memo::new(move |_| field.view.with(|view| view.as_ref()?.device.clone()));
    let choose = move |name: String| {
        if name.is_empty() {
            field.asking.set(Some(Asking::Person));
            return;
        }
        leptos::task::spawn_local(async move {
            field.flush(app).await;
            let answer = crate::bridge::use_device(&name, None).await;
            field.take_people(app, answer);
        });
    };
    let me = move || {
        field.view.with(|view| {
            let view = view.as_ref()?;
            let name = view.device.as_ref()?;
            view.devices
                .iter()
                .find(|device| device.name == *name)
                .cloned()
        })
    };
    view! {
        <div class="field-who">
            {icon(Icon::Person)}
            <select
                aria-label=t("field.who")
                data-testid="field-who"
                on:change=move |event| choose(event_target_value(&event))
            >
                {move || current.get().is_none().then(|| view! { <option value="" selected=true disabled=true>{t("field.who-none")}</option> })}
                {move || {
                    people()
                        .into_iter()
                        .map(|device| {
                            let name = device.name.clone();
                            let mine = name.clone();
                            view! { <option value=device.name selected=move || current.get().as_deref() == Some(mine.as_str())>{name}</option> }
                        })
                        .collect_view()
                }}
                <option value="" data-testid="field-who-add">{t("field.add-person")}</option>
            </select>
            {move || me().map(|device| acting(app, &device))}
        </div>
    }
}

/// For whom a person acts, and whether the key is open.
fn acting(app: App, device: &DeviceView) -> impl IntoView + use<> {
    let field = app.field;
    let live: Vec<String> = device
        .delegations
        .iter()
        .filter(|of| !of.ended)
        .map(|of| match of.until {
            Some(until) => tf(
                "field.acts-until",
                &[("party", &of.title), ("day", &words::day(until))],
            ),
            None => of.title.clone(),
        })
        .collect();
    let ended: Vec<String> = device
        .delegations
        .iter()
        .filter(|of| of.ended)
        .map(|of| of.title.clone())
        .collect();
    let acts = if live.is_empty() {
        view! { <span class="tone-warn field-who__acts">{icon(Icon::Alert)} {t("field.acts-for-nobody")}</span> }.into_any()
    } else {
        view! { <span class="field-who__acts">{tf("field.acts-for", &[("parties", &live.join(", "))])}</span> }.into_any()
    };
    let withdrawn = (!ended.is_empty()).then(|| {
        view! { <span class="tone-bad field-who__acts">{icon(Icon::Cross)} {tf("field.acts-no-longer", &[("parties", &ended.join(", "))])}</span> }
    });
    let lock = device.unlocked.then(|| {
        let lock = move |_| {
            leptos::task::spawn_local(async move {
                match crate::bridge::lock_device().await {
                    Ok(view) => field.view.set(Some(view)),
                    Err(error) => app.fail(error),
                }
            });
        };
        view! { <button type="button" class="button" on:click=lock>{t("field.lock")}</button> }
    });
    let account = device.account.clone();
    let copy = move |_| {
        crate::bridge::browser::copy(&account);
        app.tell(crate::state::Notice::done(
            t("field.account-copied").to_owned(),
        ));
    };
    view! {
        {acts}
        {withdrawn}
        <button type="button" class="icon-button" aria-label=t("field.copy-account") title=t("field.copy-account") on:click=copy>{icon(Icon::Copy)}</button>
        {lock}
    }
}
