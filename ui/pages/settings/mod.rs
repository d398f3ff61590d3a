//! Settings: colours, language, and every action with its keys.

mod signing;

use leptos::prelude::*;

use crate::{
    actions::{ACTIONS, Chord},
    bridge::browser,
    components::segmented::{Choice, segmented},
    locales::{LANGUAGES, t},
    state::{App, Theme},
};

/// The page.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let preferences = App::here().preferences;
    let theme = |value, word| Choice {
        value,
        word,
        testid: "",
    };
    let themes = vec![
        theme(Theme::System, t("settings.system")),
        theme(Theme::Light, t("settings.light")),
        theme(Theme::Dark, t("settings.dark")),
    ];
    let languages = LANGUAGES
        .iter()
        .map(|(value, word, testid)| Choice {
            value: *value,
            word,
            testid,
        })
        .collect();
    view! {
        <div class="page page--flow">
            <h1>{t("nav.settings")}</h1>
            <section class="sheet sheet--padded">
                <dl class="facts facts--controls">
                    <dt>{t("settings.theme")}</dt>
                    <dd>
                        {segmented(t("settings.theme"), themes, move || preferences.theme.get(), move |to| preferences.choose_theme(to))}
                    </dd>
                    <dt>{t("settings.language")}</dt>
                    <dd>
                        {segmented(t("settings.language"), languages, move || preferences.locale.get(), move |to| preferences.choose_locale(to))}
                    </dd>
                </dl>
            </section>
            <signing::SigningSection/>
            <section class="sheet sheet--padded">
                <h2>{t("settings.keys")}</h2>
                <Keys/>
            </section>
        </div>
    }
}

#[component]
fn Keys() -> impl IntoView {
    let apple = browser::is_apple();
    let rows = ACTIONS
        .iter()
        .filter_map(|action| Some((action.word, action.chord?)))
        .map(|(word, chord)| {
            let keys = Chord::parse(chord).keys(apple);
            let keys = keys
                .into_iter()
                .map(|key| view! { <kbd>{key}</kbd> })
                .collect_view();
            view! { <div><dt>{t(word)}</dt> <dd>{keys}</dd></div> }
        })
        .collect_view();
    view! { <dl class="keys">{rows}</dl> }
}
