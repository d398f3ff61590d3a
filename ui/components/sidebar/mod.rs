//! The window's places, and the workspace they are about.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, icon},
    locales::{t, tf},
    logic::format,
    state::{App, Place},
};

/// The left column.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let app = App::here();
    let assets = move || {
        let state = app.workspace()?;
        Some(state.kinds.iter().map(|kind| u64::from(kind.count)).sum())
    };
    let attestations = move || app.workspace().map(|state| u64::from(state.attestations));
    let reports = move || app.workspace().map(|state| u64::from(state.reports));
    view! {
        <nav class="sidebar" aria-label=t("nav.label")>
            <div class="sidebar__brand">{mark()} <span>"Waymark"</span></div>
            <WorkspaceBox/>
            <Item place=Place::Overview mark=Icon::Overview word=t("nav.overview") testid="nav-overview"/>
            <Item place=Place::Assets mark=Icon::Assets word=t("nav.assets") testid="nav-assets" count=assets/>
            <Item place=Place::Lineage mark=Icon::Lineage word=t("nav.lineage") testid="nav-lineage"/>
            <Item place=Place::Map mark=Icon::Map word=t("nav.map") testid="nav-map"/>
            <Item place=Place::Attestations mark=Icon::Attestation word=t("nav.attestations") testid="nav-attestations" count=attestations/>
            <Item place=Place::Compare mark=Icon::Compare word=t("nav.compare") testid="nav-compare"/>
            <Item place=Place::Reports mark=Icon::Report word=t("nav.reports") testid="nav-reports" count=reports/>
            <Item place=Place::Verify mark=Icon::Verify word=t("nav.verify") testid="nav-verify"/>
            <Item place=Place::Field mark=Icon::Field word=t("nav.field") testid="nav-field"/>
            <Item place=Place::Network mark=Icon::Network word=t("nav.network") testid="nav-network"/>
            <div class="sidebar__rest"></div>
            <Item place=Place::Settings mark=Icon::Settings word=t("nav.settings") testid="nav-settings"/>
        </nav>
    }
}

/// The mark: a trail blaze, a square with one band across it.
pub(crate) fn mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
            <rect class="mark__square" x="0.5" y="0.5" width="19" height="19" rx="4.5"></rect>
            <path class="mark__band" d="M1 6.5h18v7H1z"></path>
        </svg>
    }
}

#[component]
fn WorkspaceBox() -> impl IntoView {
    let app = App::here();
    view! {
        {move || {
            app.workspace().map(|state| {
                let name = if state.sample { t("workspace.sample").to_owned() } else { state.name.clone() };
                let chain = tf("workspace.chain", &[("id", &state.chain_id.to_string())]);
                view! {
                    <div class="workspace-box" title=state.path.clone()>
                        <div class="workspace-box__name">{name}</div>
                        <div class="workspace-box__network">{state.network.clone()} " · " {chain}</div>
                    </div>
                }
            })
        }}
    }
}

#[component]
fn Item(
    /// Where it leads.
    place: Place,
    /// Its mark.
    mark: Icon,
    /// Its word.
    word: &'static str,
    /// For tests to find it by.
    testid: &'static str,
    /// How many things are there.
    #[prop(optional, into)]
    count: Option<Signal<Option<u64>>>,
) -> impl IntoView {
    let app = App::here();
    // The page of an asset is a part of the assets.
    let current = move || {
        let here = match app.place.get() {
            Place::Asset => Place::Assets,
            here => here,
        };
        (here == place).then_some("page")
    };
    let number = move || count.and_then(|count| count.get()).map(format::count);
    view! {
        <button
            type="button"
            class="sidebar__item"
            title=word
            aria-current=current
            data-testid=testid
            on:click=move |_| app.go(place)
        >
            {icon(mark)}
            <span class="sidebar__word">{word}</span>
            <span class="sidebar__count">{number}</span>
        </button>
    }
}
