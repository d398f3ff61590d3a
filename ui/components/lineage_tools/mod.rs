//! The tools above the canvas: which way, how far, what of it, as picture or table, how large, and where to save it.

mod export;
mod filter;
mod find;
mod notes;

use leptos::{html, prelude::*};
use protocol::Direction;

pub(crate) use export::copy_link;
pub(crate) use find::FIELD as FIND_ID;
pub(crate) use notes::HiddenLine;

use crate::{
    bridge::watch_size,
    components::{
        icon::{Icon, icon},
        segmented::{Choice, segmented},
    },
    locales::{current, t, tf},
    logic::format,
    state::{App, LineageMode, Panel},
};

/// The depths offered.
const DEPTHS: [u32; 6] = [1, 2, 3, 4, 6, 10];

/// The tools.
#[component]
pub(crate) fn LineageTools() -> impl IntoView {
    let lineage = App::here().lineage;
    let choice = |value, word, testid| Choice {
        value,
        word,
        testid,
    };
    let ways = vec![
        choice(Direction::Up, t("lineage.where-from"), "where-from"),
        choice(Direction::Down, t("lineage.where-used"), "where-used"),
        choice(Direction::Both, t("lineage.both"), "both-ways"),
    ];
    let way = move || lineage.direction.get();
    let twin = |value, word, testid| Choice {
        value,
        word,
        testid,
    };
    let modes = vec![
        twin(LineageMode::Graph, t("lineage.graph"), "lineage-graph-mode"),
        twin(LineageMode::Table, t("lineage.table"), "lineage-table-mode"),
    ];
    let mode = move || lineage.mode.get();
    let is_graph = move || lineage.mode.get() == LineageMode::Graph;
    let row = NodeRef::<html::Div>::new();
    watch_size(row, move |size| lineage.tools_resized(size.height));
    view! {
        <div class="tools">
            <div class="tools__row" node_ref=row>
                {segmented(t("lineage.direction"), ways, way, move |to| lineage.look(to))}
                <Scope/>
                <span class="tools__rest"></span>
                {segmented(t("lineage.show-as"), modes, mode, move |to| lineage.mode.set(to))}
                <Show when=is_graph>
                    <Zoom/>
                </Show>
                <ExportButton/>
            </div>
            <notes::Notes/>
            <Show when=move || lineage.wanted.with(Option::is_some)>
                <find::Find/>
            </Show>
            <Show when=move || lineage.panel.get() == Some(Panel::Filter)>
                <filter::Filter/>
            </Show>
            <Show when=move || lineage.panel.get() == Some(Panel::Export)>
                <export::Export/>
            </Show>
        </div>
    }
}

/// How far, grouped or not, and what is filtered by.
#[component]
fn Scope() -> impl IntoView {
    let lineage = App::here().lineage;
    // A depth that was reached some other way is offered too.
    let options = move || {
        let mut depths = DEPTHS.to_vec();
        depths.extend(lineage.depth.get());
        depths.sort_unstable();
        depths.dedup();
        depths
            .into_iter()
            .map(|depth| {
                let selected = lineage.depth.get() == Some(depth);
                let word = tf("lineage.depth", &[("n", &depth.to_string())]);
                view! { <option value=depth.to_string() selected=selected>{word}</option> }
            })
            .collect_view()
    };
    let is_grouped = move || lineage.scope.with(|scope| scope.grouped);
    let filters = move || lineage.scope.with(|scope| scope.filter.len());
    let pressed = |is: bool| if is { "true" } else { "false" };
    view! {
        <div class="segmented">
            <select
                aria-label=t("lineage.depth-label")
                data-testid="lineage-depth"
                on:change=move |event| lineage.reach(event_target_value(&event).parse().ok())
            >
                <option value="" selected=move || lineage.depth.get().is_none()>{t("lineage.depth-all")}</option>
                {options}
            </select>
            <button
                type="button"
                aria-pressed=move || pressed(is_grouped())
                title=t("group.hint")
                data-testid="lineage-group"
                on:click=move |_| lineage.group(!is_grouped())
            >
                {t("group.lots")}
            </button>
            <button
                type="button"
                aria-pressed=move || pressed(filters() > 0)
                aria-expanded=move || pressed(lineage.panel.get() == Some(Panel::Filter))
                data-testid="lineage-filter"
                on:click=move |_| lineage.toggle(Panel::Filter)
            >
                {t("filter.title")}
                {move || (filters() > 0).then(|| view! { <b class="tools__count">{filters()}</b> })}
            </button>
            <button
                type="button"
                aria-label=t("find.title")
                title=t("find.title")
                data-testid="lineage-find"
                on:click=move |_| find::open(lineage)
            >
                {icon(Icon::Search)}
            </button>
        </div>
    }
}

#[component]
fn Zoom() -> impl IntoView {
    let lineage = App::here().lineage;
    let zoom = move || format::share(lineage.viewport.get().zoom, current());
    view! {
        <div class="segmented" role="group" aria-label=t("lineage.zoom")>
            <button type="button" aria-label=t("action.zoom-out") title=t("action.zoom-out") data-testid="lineage-zoom-out" on:click=move |_| lineage.zoom(0.8)>
                {icon(Icon::Minus)}
            </button>
            <button type="button" class="tools__zoom" title=t("action.zoom-full") data-testid="lineage-zoom" on:click=move |_| lineage.zoom_full()>{zoom}</button>
            <button type="button" aria-label=t("action.zoom-in") title=t("action.zoom-in") data-testid="lineage-zoom-in" on:click=move |_| lineage.zoom(1.25)>
                {icon(Icon::Plus)}
            </button>
            <button type="button" title=t("action.fit") data-testid="lineage-fit" on:click=move |_| lineage.fit()>
                {t("lineage.fit")}
            </button>
        </div>
    }
}

#[component]
fn ExportButton() -> impl IntoView {
    let lineage = App::here().lineage;
    let expanded = move || {
        if lineage.panel.get() == Some(Panel::Export) {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <div class="segmented">
            <button
                type="button"
                aria-label=t("export.title")
                title=t("export.title")
                aria-expanded=expanded
                data-testid="lineage-export"
                on:click=move |_| lineage.toggle(Panel::Export)
            >
                {icon(Icon::Upload)}
            </button>
        </div>
    }
}
