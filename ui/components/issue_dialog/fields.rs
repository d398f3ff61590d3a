//! The fields of the form, each with its label, its hint and what is wrong with it.

use leptos::prelude::*;
use protocol::{Locale, Paper, TemplateWord};

use crate::{
    locales::{LANGUAGES, current, t, tf, words},
    logic::format,
    state::App,
};

/// A line of text.
pub(super) fn text_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    longest: u32,
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <label class="field" for=id>
            <span>{label}</span>
            <input
                type="text"
                id=id
                maxlength=longest.to_string()
                placeholder=hint
                autocomplete="off"
                data-testid=id
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

/// A few words to choose one from.
fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    id: &'static str,
    label: &'static str,
    options: Vec<(T, &'static str, &'static str)>,
    value: RwSignal<T>,
) -> impl IntoView {
    let shown = options
        .iter()
        .map(|(of, word, code)| {
            let of = *of;
            view! { <option value=*code selected=move || value.get() == of>{*word}</option> }
        })
        .collect_view();
    let choose = move |code: String| {
        if let Some((of, _, _)) = options.iter().find(|(_, _, known)| *known == code) {
            value.set(*of);
        }
    };
    view! {
        <label class="field" for=id>
            <span>{label}</span>
            <select id=id data-testid=id on:change=move |event| choose(event_target_value(&event))>
                {shown}
            </select>
        </label>
    }
}

/// What the report is.
#[component]
pub(super) fn Template() -> impl IntoView {
    let issue = App::here().issue;
    let options = move || {
        let choices = issue.choices.get();
        let known = choices.map_or_else(|| vec![TemplateWord::default()], |of| of.templates);
        let options = known
            .into_iter()
            .map(|template| (template, words::template(template), template.word()));
        choice(
            "issue-template",
            t("issue.template"),
            options.collect(),
            issue.template,
        )
    };
    view! {
        {options}
        <p class="issue__means">{move || words::template_meaning(issue.template.get())}</p>
    }
}

/// The shipment that it is about, where there are several.
#[component]
pub(super) fn Shipment() -> impl IntoView {
    let issue = App::here().issue;
    let options = move || {
        issue
            .shipments()
            .into_iter()
            .map(|of| {
                let day = format::moment_day(of.shipped, current());
                let word = format!("{day}: {} → {}", of.from, of.to);
                let event = of.event.clone();
                view! { <option value=of.event selected=move || issue.shipment.get() == event>{word}</option> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !issue.shipments().is_empty()>
            <label class="field" for="issue-shipment">
                <span>{t("issue.shipment")}</span>
                <select
                    id="issue-shipment"
                    data-testid="issue-shipment"
                    on:change=move |event| issue.shipment.set(event_target_value(&event))
                >
                    {options}
                </select>
            </label>
        </Show>
    }
}

/// Its language.
#[component]
pub(super) fn Language() -> impl IntoView {
    let options: Vec<(Locale, &str, &str)> = LANGUAGES.to_vec();
    choice(
        "issue-language",
        t("issue.language"),
        options,
        App::here().issue.locale,
    )
}

/// The size of its pages.
#[component]
pub(super) fn PaperSize() -> impl IntoView {
    let options = vec![
        (Paper::A4, t("issue.a-four"), "a4"),
        (Paper::Letter, t("issue.letter"), "letter"),
    ];
    choice(
        "issue-paper",
        t("issue.paper"),
        options,
        App::here().issue.paper,
    )
}

/// The block as of which it speaks.
#[component]
pub(super) fn AsOf() -> impl IntoView {
    let issue = App::here().issue;
    let wrong = Memo::new(move |_| issue.block().is_err());
    let newest = move || {
        let choices = issue.choices.get();
        choices.map_or_else(String::new, |of| {
            tf("issue.as-of-hint", &[("block", &format::count(of.as_of))])
        })
    };
    let range = move || {
        let choices = issue.choices.get();
        choices.map_or_else(String::new, |of| {
            tf(
                "issue.as-of-wrong",
                &[
                    ("first", &format::count(of.first_block)),
                    ("newest", &format::count(of.newest_block)),
                ],
            )
        })
    };
    view! {
        <label class="field" for="issue-as-of">
            <span>{t("issue.as-of")}</span>
            <input
                type="text"
                id="issue-as-of"
                inputmode="numeric"
                maxlength="20"
                placeholder=newest
                autocomplete="off"
                data-testid="issue-as-of"
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=move || wrong.get().then_some("issue-as-of-wrong")
                prop:value=move || issue.as_of.get()
                on:input=move |event| issue.as_of.set(event_target_value(&event))
            />
        </label>
        <Show when=move || wrong.get()>
            <p class="issue__wrong tone-bad" id="issue-as-of-wrong" role="alert" data-testid="issue-as-of-wrong">{range}</p>
        </Show>
    }
}

/// What opens the key.
#[component]
pub(super) fn Passphrase() -> impl IntoView {
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
