//! What a report needs to be told, and the way there.

use leptos::prelude::*;
use protocol::Locale;

use crate::{
    components::{
        badge::Badge,
        icon::{Icon, icon},
    },
    locales::{LANGUAGES, t, tf},
    logic::format,
    state::{App, IssueStage},
};

/// The form, and the progress below it.
#[component]
pub(super) fn Form() -> impl IntoView {
    let app = App::here();
    let issue = app.issue;
    let working = Memo::new(move |_| issue.stage.get() == IssueStage::Working);
    let (epc, name) = issue.about.get_untracked();
    view! {
        <form
            class="issue__form"
            on:submit=move |event| {
                event.prevent_default();
                issue.confirm(app);
            }
        >
            <div class="issue__about">
                <span class="caption">{t("issue.about")}</span>
                <strong>{name}</strong>
                <code title=epc.clone()>{format::middle(&epc, 56)}</code>
            </div>
            <fieldset disabled=move || working.get()>
                {text_field("issue-number", t("issue.number"), t("issue.number-hint"), issue.number)}
                {text_field("issue-recipient", t("issue.recipient"), t("issue.recipient-hint"), issue.recipient)}
                <Language/>
                <Show when=move || issue.passphrase_asked.get()>
                    <Passphrase/>
                </Show>
            </fieldset>
            <Signer/>
            <Failure/>
            <Buttons working/>
        </form>
    }
}

fn text_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <label class="field" for=id>
            <span>{label}</span>
            <input
                type="text"
                id=id
                maxlength="120"
                placeholder=hint
                autocomplete="off"
                data-testid=id
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

#[component]
fn Language() -> impl IntoView {
    let locale = App::here().issue.locale;
    let options = LANGUAGES
        .iter()
        .map(|(of, name, code)| {
            view! { <option value=*code selected=move || locale.get() == *of>{*name}</option> }
        })
        .collect_view();
    let choose = move |code: String| {
        let chosen = LANGUAGES.iter().find(|(_, _, of)| *of == code);
        locale.set(chosen.map_or(Locale::En, |(of, _, _)| *of));
    };
    view! {
        <label class="field" for="issue-language">
            <span>{t("issue.language")}</span>
            <select
                id="issue-language"
                data-testid="issue-language"
                on:change=move |event| choose(event_target_value(&event))
            >
                {options}
            </select>
        </label>
    }
}

#[component]
fn Passphrase() -> impl IntoView {
    let value = App::here().issue.passphrase;
    view! {
        <label class="field" for="issue-passphrase">
            <span>{t("issue.passphrase")}</span>
            <input
                type="password"
                id="issue-passphrase"
                autocomplete="off"
                placeholder=t("issue.passphrase-hint")
                data-testid="issue-passphrase"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

#[component]
fn Signer() -> impl IntoView {
    let app = App::here();
    let line = move || {
        app.workspace().map(|state| match state.signer {
            Some(name) => tf("issue.signer", &[("name", &name)]),
            None => t("issue.no-signer").to_owned(),
        })
    };
    let sample = move || app.workspace().is_some_and(|state| state.sample);
    view! {
        <p class="issue__signer">
            {line}
            <Show when=sample>
                <Badge tone=protocol::Tone::Warn mark=Icon::Info text=t("verdict.demonstration")/>
            </Show>
        </p>
    }
}

/// Why it could not be issued; what was typed is still there.
#[component]
fn Failure() -> impl IntoView {
    let error = App::here().issue.error;
    view! {
        {move || {
            error.get().map(|error| view! {
                <div class="problem tone-bad" role="alert" data-testid="issue-error">
                    {icon(Icon::Alert)}
                    <div>
                        <strong>{error.message}</strong>
                        {(!error.hint.is_empty()).then(|| view! { <p>{error.hint}</p> })}
                    </div>
                </div>
            })
        }}
    }
}

#[component]
fn Buttons(
    /// Whether the backend works.
    working: Memo<bool>,
) -> impl IntoView {
    let app = App::here();
    let progress = move || {
        let progress = app.progress.get();
        let words = progress.as_ref().map_or_else(
            || t("issue.working").to_owned(),
            |progress| progress.words.clone(),
        );
        let total = progress.as_ref().and_then(|progress| progress.total);
        let done = progress.map(|progress| progress.done.to_string());
        view! {
            <div class="issue__progress" role="status">
                <progress max=total.map(|total| total.to_string()) value=total.and(done)></progress>
                <span>{words}</span>
            </div>
        }
    };
    let cancel = move |_| {
        if working.get_untracked() {
            app.cancel();
        } else {
            app.issue.close();
        }
    };
    view! {
        <footer class="issue__foot">
            {move || working.get().then(progress)}
            <button type="button" class="button" on:click=cancel>{t("action.cancel")}</button>
            <button
                type="submit"
                class="button button--main"
                data-testid="issue-confirm"
                disabled=move || working.get()
            >
                {t("issue.confirm")}
            </button>
        </footer>
    }
}
