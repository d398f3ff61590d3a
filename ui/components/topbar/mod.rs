//! Where one is, the way to anything else, and what one comes here for: issuing a report.

use leptos::prelude::*;

use crate::{
    actions::{self, Chord},
    bridge::browser,
    components::icon::{Icon, icon},
    locales::t,
    logic::identity,
    state::{App, Place},
};

/// The bar above the page.
#[component]
pub(crate) fn Topbar() -> impl IntoView {
    let app = App::here();
    let keys = Chord::parse("Mod+K").keys(browser::is_apple()).join(" ");
    let subject = Memo::new(move |_| {
        app.open.track();
        app.place.track();
        app.assets.selected.track();
        app.lineage.selected.track();
        app.lineage.focus.track();
        app.asset.epc.track();
        actions::subject(app)
    });
    view! {
        <header class="topbar">
            <Breadcrumb/>
            <button
                type="button"
                class="jump"
                data-testid="open-palette"
                on:click=move |_| app.palette.set(true)
            >
                {icon(Icon::Search)}
                <span>{t("topbar.jump")}</span>
                <kbd>{keys}</kbd>
            </button>
            <ThemeToggle/>
            <Show when=move || app.has_workspace()>
                <button
                    type="button"
                    class="button button--main"
                    data-testid="issue-report"
                    disabled=move || subject.get().is_none()
                    title=move || subject.get().is_none().then(|| t("topbar.issue-needs"))
                    on:click=move |_| actions::issue(app)
                >
                    {t("action.issue")}
                </button>
            </Show>
        </header>
    }
}

#[component]
fn Breadcrumb() -> impl IntoView {
    let app = App::here();
    let focus = move || {
        let epc = app.lineage.focus.get()?;
        let view = app.lineage.view.get()?;
        let node = view.nodes.iter().find(|node| node.epc == epc)?;
        Some(identity::told_apart(&node.name, &epc))
    };
    let path = move || {
        let word = match app.place.get() {
            Place::Assets => t("nav.assets"),
            Place::Lineage => {
                let name = focus();
                return view! {
                    <button type="button" on:click=move |_| app.go(Place::Assets)>{t("nav.assets")}</button>
                    {name.map(|name| view! {
                        <span aria-hidden="true">"/"</span>
                        <strong title=name.clone()>{name.clone()}</strong>
                    })}
                    <span aria-hidden="true">"/"</span>
                    <span aria-current="page">{t("nav.lineage")}</span>
                }
                .into_any();
            }
            Place::Overview => t("nav.overview"),
            Place::Asset => {
                return view! {
                    <button type="button" on:click=move |_| app.go(Place::Assets)>{t("nav.assets")}</button>
                    <span aria-hidden="true">"/"</span>
                    <strong aria-current="page">{move || app.asset.name.get().unwrap_or_else(|| t("nav.asset").to_owned())}</strong>
                }
                .into_any();
            }
            Place::Attestations => t("nav.attestations"),
            Place::Map => t("nav.map"),
            Place::Compare => t("nav.compare"),
            Place::Reports => t("nav.reports"),
            Place::Verify => t("nav.verify"),
            Place::Field => t("nav.field"),
            Place::Network => t("nav.network"),
            Place::Settings => t("nav.settings"),
        };
        view! { <strong aria-current="page">{word}</strong> }.into_any()
    };
    view! { <nav class="breadcrumb" aria-label=t("topbar.breadcrumb")>{path}</nav> }
}

#[component]
fn ThemeToggle() -> impl IntoView {
    let app = App::here();
    view! {
        <button
            type="button"
            class="icon-button"
            data-testid="theme-toggle"
            aria-label=t("action.theme")
            title=t("action.theme")
            on:click=move |_| app.preferences.toggle_theme()
        >
            {icon(Icon::Theme)}
        </button>
    }
}
