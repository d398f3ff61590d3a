//! Which of the assets the list shows.

use leptos::prelude::*;
use protocol::{AssetKind, WorkspaceState};

use crate::{
    components::icon::{Icon, icon},
    locales::{t, words},
    logic::format,
    state::{App, Collection},
};

const KINDS: [AssetKind; 4] = [
    AssetKind::Material,
    AssetKind::Component,
    AssetKind::Product,
    AssetKind::LogisticUnit,
];

/// The mark of a kind.
pub(crate) const fn kind_icon(kind: AssetKind) -> Icon {
    match kind {
        AssetKind::Material => Icon::Drop,
        AssetKind::Component => Icon::Chip,
        AssetKind::Product => Icon::Device,
        AssetKind::LogisticUnit => Icon::Box,
    }
}

/// The class that colours by kind.
pub(crate) const fn kind_class(kind: AssetKind) -> &'static str {
    match kind {
        AssetKind::Material => "kind-material",
        AssetKind::Component => "kind-component",
        AssetKind::Product => "kind-product",
        AssetKind::LogisticUnit => "kind-unit",
    }
}

/// The column of collections.
#[component]
pub(crate) fn Collections() -> impl IntoView {
    let kinds = KINDS
        .map(|kind| {
            let count = move |state: &WorkspaceState| {
                let found = state.kinds.iter().find(|of| of.kind == kind);
                found.map_or(0, |of| of.count)
            };
            item(
                Collection::Kind(kind),
                kind_icon(kind),
                words::kinds(kind),
                kind_class(kind),
                count,
            )
        })
        .into_iter()
        .collect_view();
    let all = |state: &WorkspaceState| state.kinds.iter().map(|of| of.count).sum();
    let wrong = |state: &WorkspaceState| state.assets_with_findings;
    view! {
        <div class="collections" role="group" aria-label=t("collection.label")>
            {item(Collection::All, Icon::Layers, t("collection.all"), "", all)}
            {kinds}
            <hr/>
            {item(Collection::WithFindings, Icon::Alert, t("collection.findings"), "tone-warn", wrong)}
        </div>
    }
}

fn item(
    collection: Collection,
    mark: Icon,
    word: &'static str,
    class: &'static str,
    count: impl Fn(&WorkspaceState) -> u32 + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::here();
    let chosen = app.assets.collection;
    let pressed = move || {
        if chosen.get() == collection {
            "true"
        } else {
            "false"
        }
    };
    let number = move || {
        app.workspace()
            .map(|state| format::count(u64::from(count(&state))))
    };
    view! {
        <button
            type="button"
            class=format!("collection {class}")
            aria-pressed=pressed
            on:click=move |_| chosen.set(collection)
        >
            {icon(mark)}
            <span class="collection__word">{word}</span>
            <span class="collection__count">{number}</span>
        </button>
    }
}
