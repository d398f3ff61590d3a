//! How the map is looked at: of what, which kind, what sizes mean, as a picture or tables, how large.

use leptos::prelude::*;
use protocol::Direction;

use crate::{
    components::{
        icon::{Icon, icon},
        segmented::{Choice, segmented},
    },
    locales::{t, tf, words},
    logic::map::figures::{KINDS, Measure},
    state::{App, MapMode},
};

/// The row of tools above the map.
#[component]
pub(crate) fn MapTools() -> impl IntoView {
    let map = App::here().map;
    let measures = vec![
        choice(Measure::Mass, t("map.by-mass"), "map-by-mass"),
        choice(Measure::Number, t("map.by-number"), "map-by-number"),
    ];
    let measure = move || map.measure.get();
    let modes = vec![
        choice(MapMode::Picture, t("map.picture"), "map-picture-mode"),
        choice(MapMode::Tables, t("map.tables"), "map-table-mode"),
    ];
    let mode = move || map.mode.get();
    view! {
        <div class="map-tools">
            <Show when=move || map.about.with(Option::is_some)>
                <About/>
            </Show>
            <Kinds/>
            {segmented(t("map.size-by"), measures, measure, move |to| map.measure.set(to))}
            <span class="map-tools__rest"></span>
            {segmented(t("map.show-as"), modes, mode, move |to| map.mode.set(to))}
            <Show when=move || map.mode.get() == MapMode::Picture>
                <Zoom/>
            </Show>
        </div>
    }
}

const fn choice<T>(value: T, word: &'static str, testid: &'static str) -> Choice<T> {
    Choice {
        value,
        word,
        testid,
    }
}

/// Whose lineage it is, which way, and the way back to everything.
#[component]
fn About() -> impl IntoView {
    let app = App::here();
    let map = app.map;
    let name = move || {
        let view = map.view.get();
        view.and_then(|view| view.subject.clone())
            .unwrap_or_default()
    };
    let ways = vec![
        choice(Direction::Up, t("lineage.where-from"), "map-where-from"),
        choice(Direction::Down, t("lineage.where-used"), "map-where-used"),
        choice(Direction::Both, t("lineage.both"), "map-both-ways"),
    ];
    view! {
        <div class="segmented map-about" data-testid="map-about">
            <span class="map-about__name" title=name>
                {move || tf("map.about", &[("name", &name())])}
            </span>
            <button
                type="button"
                aria-label=t("map.everything")
                title=t("map.everything")
                data-testid="map-everything"
                on:click=move |_| map.show(app, None)
            >
                {icon(Icon::Close)}
            </button>
        </div>
        {segmented(t("lineage.direction"), ways, move || map.direction.get(), move |to| map.look(to))}
    }
}

#[component]
fn Kinds() -> impl IntoView {
    let map = App::here().map;
    let options = KINDS
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            let selected = move || map.kind.get() == Some(*kind);
            view! { <option value=index.to_string() selected=selected>{words::kinds(*kind)}</option> }
        })
        .collect_view();
    let choose = move |value: String| {
        let index: Option<usize> = value.parse().ok();
        map.kind
            .set(index.and_then(|index| KINDS.get(index)).copied());
    };
    view! {
        <div class="segmented">
            <select
                aria-label=t("map.kind-label")
                data-testid="map-kind"
                on:change=move |event| choose(event_target_value(&event))
            >
                <option value="" selected=move || map.kind.get().is_none()>{t("map.all-kinds")}</option>
                {options}
            </select>
        </div>
    }
}

#[component]
fn Zoom() -> impl IntoView {
    let map = App::here().map;
    view! {
        <div class="segmented" role="group" aria-label=t("lineage.zoom")>
            <button type="button" aria-label=t("action.zoom-out") title=t("action.zoom-out") on:click=move |_| map.zoom(0.7)>
                {icon(Icon::Minus)}
            </button>
            <button type="button" aria-label=t("action.zoom-in") title=t("action.zoom-in") data-testid="map-zoom-in" on:click=move |_| map.zoom(1.4)>
                {icon(Icon::Plus)}
            </button>
            <button type="button" title=t("map.fit-hint") data-testid="map-fit" on:click=move |_| map.fit()>
                {t("map.fit")}
            </button>
            <button type="button" title=t("map.world-hint") data-testid="map-world" on:click=move |_| map.whole()>
                {t("map.world")}
            </button>
        </div>
    }
}
