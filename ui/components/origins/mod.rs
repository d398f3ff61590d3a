//! Where the mass of an asset came from, as shares of one bar each.

use leptos::prelude::*;
use protocol::OriginView;

use crate::{
    locales::{current, t},
    logic::format,
    state::App,
};

/// How many origins are shown before the rest is summed up.
const MOST: usize = 6;

/// Origins by share, largest first.
#[component]
pub(crate) fn Origins(
    /// Largest first.
    origins: Vec<OriginView>,
) -> impl IntoView {
    if origins.is_empty() {
        return ().into_any();
    }
    let app = App::here();
    let rest: f64 = origins.iter().skip(MOST).map(|origin| origin.share).sum();
    let more = origins.len().saturating_sub(MOST);
    let rows = origins
        .into_iter()
        .take(MOST)
        .map(|origin| {
            let epc = origin.epc.clone();
            view! {
                <li class="origin">
                    <button
                        type="button"
                        class="origin__name"
                        title=origin.epc.clone()
                        on:click=move |_| select(app, &epc)
                    >
                        {origin.name.clone()}
                    </button>
                    <span class="origin__share">{format::share(origin.share, current())}</span>
                    <span class="origin__bar"><span style:width=width(origin.share)></span></span>
                    <span class="origin__place">{origin.place}</span>
                </li>
            }
        })
        .collect_view();
    let rest = (more > 0).then(|| {
        view! {
            <li class="origin">
                <span class="origin__name">{crate::locales::tf("origin.rest", &[("n", &more.to_string())])}</span>
                <span class="origin__share">{format::share(rest, current())}</span>
            </li>
        }
    });
    view! {
        <section class="part">
            <header class="part__head">
                <h3>{t("origin.title")}</h3>
                <span>{t("origin.method")}</span>
            </header>
            <ul class="origins">{rows}{rest}</ul>
        </section>
    }
    .into_any()
}

/// Selects the card where it is drawn; elsewhere the asset is shown beside the list.
fn select(app: App, epc: &str) {
    let view = app.lineage.view.get_untracked();
    let on_canvas = app.place.get_untracked() == crate::state::Place::Lineage;
    let node = view
        .iter()
        .flat_map(|view| &view.nodes)
        .find(|node| node.epc == epc);
    match node {
        Some(node) if on_canvas => app.lineage.select(node),
        _ if on_canvas => app.lineage.selected.set(Some(epc.to_owned())),
        _ => app.assets.selected.set(Some(epc.to_owned())),
    }
}

fn width(share: f64) -> String {
    format!("{:.1}%", share.clamp(0.0, 1.0) * 100.0)
}
