//! Overview: what needs attention first, how fresh the record is, and how its figures spread.

mod attention;
mod charts;
mod freshness;

use leptos::{prelude::*, task::spawn_local};
use protocol::OverviewView;

use crate::{
    bridge,
    components::{
        charts::Textures,
        empty::Empty,
        icon::{Icon, icon},
    },
    locales::t,
    state::{App, Place},
};

/// The page.
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    let app = App::here();
    let overview = RwSignal::new(None::<OverviewView>);
    Effect::new(move || {
        app.revision.track();
        spawn_local(async move {
            match bridge::overview().await {
                Ok(found) => {
                    let _ = overview.try_set(Some(found));
                }
                Err(error) => app.fail(error),
            }
        });
    });
    move || match overview.get() {
        None => {
            view! { <p class="visually-hidden" role="status">{t("overview.asking")}</p> }.into_any()
        }
        Some(overview) if overview.freshness.events == 0 => empty(app).into_any(),
        Some(overview) => shown(app, overview).into_any(),
    }
}

fn empty(app: App) -> impl IntoView {
    let can_sync = app.workspace().is_some_and(|state| state.can_sync);
    let text = if can_sync {
        t("overview.empty-sync")
    } else {
        t("overview.empty-node")
    };
    let sync = can_sync.then(|| {
        view! {
            <button
                type="button"
                class="button button--main"
                disabled=move || app.busy.get()
                on:click=move |_| app.sync()
            >
                {icon(Icon::Sync)}
                {t("action.sync")}
            </button>
        }
    });
    view! {
        <Empty mark=Icon::Overview title=t("overview.empty") text=text>
            <button type="button" class="button" on:click=move |_| app.go(Place::Network)>{t("action.go-network")}</button>
            {sync}
        </Empty>
    }
}

fn shown(app: App, overview: OverviewView) -> impl IntoView {
    let kinds = charts::kinds(app, &overview);
    let months = charts::months(&overview);
    let freshness = freshness::freshness(app, &overview.freshness);
    view! {
        <div class="page page--flow overview" data-testid="overview">
            <h1>{t("nav.overview")}</h1>
            <Textures/>
            <div class="overview__first">
                {attention::attention(app, overview.attention, &overview.severities)}
                <div class="overview__side">
                    {freshness}
                    {kinds}
                </div>
            </div>
            <div class="overview__charts">
                <charts::Recycled spread=overview.recycled/>
                <charts::Carbon spreads=overview.carbon/>
                {months}
            </div>
        </div>
    }
}
