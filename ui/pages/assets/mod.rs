//! Assets: collections, the table, and the asset chosen in it.

use leptos::{html, prelude::*};

use crate::{
    actions::SEARCH_ID,
    components::{
        asset_table::AssetTable,
        collections::Collections,
        detail::Detail,
        icon::{Icon, icon},
    },
    locales::{t, tf, tn},
    logic::format,
    state::App,
};

/// How long the words must rest before they are searched for, in milliseconds.
const REST_MILLIS: u64 = 120;

/// The page.
#[component]
pub(crate) fn AssetsPage() -> impl IntoView {
    let app = App::here();
    let assets = app.assets;
    Effect::new(move || {
        assets.collection.track();
        app.revision.track();
        assets.active.set(0);
        assets.ask(app);
    });
    let found = move || {
        let (total, pending) = (assets.total.get()?, assets.pending.get());
        let held = u64::from(total.saturating_sub(pending));
        let held = tn("count.assets.one", "count.assets.many", held);
        let n = format::count(pending.into());
        let waiting = (pending > 0).then(|| tf("pending.count", &[("n", &n)]));
        Some(
            [Some(held), waiting]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
        )
    };
    view! {
        <div class="page page--three">
            <Collections/>
            <section class="assets">
                <h1 class="visually-hidden">{t("nav.assets")}</h1>
                <div class="assets__tools">
                    <Search/>
                    <span class="assets__count" role="status">{found}</span>
                    <Picked/>
                </div>
                <AssetTable/>
            </section>
            <Detail epc=assets.selected.into()/>
        </div>
    }
}

/// What is picked, and what one does with it.
#[component]
fn Picked() -> impl IntoView {
    let app = App::here();
    let assets = app.assets;
    let count = move || assets.picked.with(Vec::len) as u64;
    view! {
        <Show when=move || { count() > 0 }>
            <div class="assets__picked">
                <span role="status">{move || tn("assets.picked.one", "assets.picked.many", count())}</span>
                <button type="button" class="link" on:click=move |_| assets.picked.set(Vec::new())>{t("assets.pick-none")}</button>
                <button
                    type="button"
                    class="button button--small"
                    data-testid="issue-picked"
                    on:click=move |_| app.issue.begin_many(app, assets.picked.get_untracked())
                >
                    {icon(Icon::Report)}
                    {move || tn("assets.issue.one", "assets.issue.many", count())}
                </button>
            </div>
        </Show>
    }
}

#[component]
fn Search() -> impl IntoView {
    let app = App::here();
    let assets = app.assets;
    let input = NodeRef::<html::Input>::new();
    // Asked for when the words have rested; the first run only notes what they are.
    Effect::new(move |before: Option<String>| {
        let now = assets.text.get();
        if before.is_some_and(|before| before != now) {
            let typed = now.clone();
            set_timeout(
                move || {
                    if assets.text.try_get_untracked() == Some(typed) {
                        assets.active.set(0);
                        assets.ask(app);
                    }
                },
                std::time::Duration::from_millis(REST_MILLIS),
            );
        }
        now
    });
    view! {
        <label class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                id=SEARCH_ID
                node_ref=input
                placeholder=t("assets.search")
                aria-label=t("assets.search")
                autocomplete="off"
                spellcheck="false"
                data-testid="asset-search"
                prop:value=move || assets.text.get()
                on:input=move |event| assets.text.set(event_target_value(&event))
            />
            <kbd>"/"</kbd>
        </label>
    }
}
