//! What the window says when nothing is open: what this is, and the first steps.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, icon},
        sidebar::mark,
    },
    locales::t,
    state::{App, Place},
};

/// The page.
#[component]
pub(crate) fn WelcomePage() -> impl IntoView {
    let app = App::here();
    let busy = move || app.busy.get();
    view! {
        <div class="welcome">
            <div class="welcome__mark">{mark()}</div>
            <h1>{t("welcome.title")}</h1>
            <p>{t("welcome.text")}</p>
            <div class="welcome__steps">
                <button
                    type="button"
                    class="welcome__step welcome__step--main"
                    data-testid="open-sample"
                    disabled=busy
                    on:click=move |_| app.open_sample()
                >
                    {icon(Icon::Sample)}
                    <span><strong>{t("action.open-sample")}</strong> {t("welcome.sample")}</span>
                </button>
                <button
                    type="button"
                    class="welcome__step"
                    data-testid="open-workspace"
                    disabled=busy
                    on:click=move |_| app.open_chosen()
                >
                    {icon(Icon::Folder)}
                    <span><strong>{t("action.open-workspace")}</strong> {t("welcome.workspace")}</span>
                </button>
                <button type="button" class="welcome__step" on:click=move |_| app.go(Place::Verify)>
                    {icon(Icon::Verify)}
                    <span><strong>{t("welcome.verify")}</strong> {t("welcome.verify-hint")}</span>
                </button>
            </div>
            <Show when=busy>
                <div class="verifying" role="status">
                    <progress></progress>
                    <span>{t("welcome.opening")}</span>
                </div>
            </Show>
        </div>
    }
}
