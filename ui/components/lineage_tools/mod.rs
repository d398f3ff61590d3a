//! How a lineage is looked at: which way, how far, as a picture or a table, how large.

use leptos::prelude::*;
use protocol::Direction;

use crate::{
    components::{
        icon::{Icon, icon},
        segmented::{Choice, segmented},
    },
    locales::{current, t, tf},
    logic::format,
    state::{App, LineageMode},
};

/// The depths offered besides all.
const DEPTHS: [u32; 5] = [1, 2, 3, 4, 6];

/// The row of tools above the canvas.
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
    view! {
        <div class="tools">
            {segmented(t("lineage.direction"), ways, way, move |to| lineage.look(to))}
            <Depth/>
            <span class="tools__rest"></span>
            {segmented(t("lineage.show-as"), modes, mode, move |to| lineage.mode.set(to))}
            <Show when=move || lineage.mode.get() == LineageMode::Graph>
                <Zoom/>
            </Show>
        </div>
    }
}

#[component]
fn Depth() -> impl IntoView {
    let lineage = App::here().lineage;
    // A depth that was reached step by step is offered too.
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
        </div>
    }
}

#[component]
fn Zoom() -> impl IntoView {
    let lineage = App::here().lineage;
    let zoom = move || format::share(lineage.viewport.get().zoom, current());
    view! {
        <div class="segmented" role="group" aria-label=t("lineage.zoom")>
            <button type="button" aria-label=t("action.zoom-out") title=t("action.zoom-out") on:click=move |_| lineage.zoom(0.8)>
                {icon(Icon::Minus)}
            </button>
            <span class="tools__zoom">{zoom}</span>
            <button type="button" aria-label=t("action.zoom-in") title=t("action.zoom-in") on:click=move |_| lineage.zoom(1.25)>
                {icon(Icon::Plus)}
            </button>
            <button type="button" title=t("action.fit") data-testid="lineage-fit" on:click=move |_| lineage.fit()>
                {t("lineage.fit")}
            </button>
        </div>
    }
}
