//! The map: where assets were made and which way they went, as a picture or as tables, with what is known of a place
//! beside it.

use leptos::prelude::*;

use crate::{
    components::{
        map_canvas::MapCanvas, map_panel::MapPanel, map_table::MapTables, map_tools::MapTools,
    },
    locales::t,
    state::{App, MapMode},
};

/// The page.
#[component]
pub(crate) fn MapPage() -> impl IntoView {
    let app = App::here();
    let map = app.map;
    map.ask_world();
    Effect::new(move || map.ask(app));
    view! {
        <div class="page page--two">
            <section class="map-page">
                <h1 class="visually-hidden">{t("nav.map")}</h1>
                <Show when=move || map.mode.get() == MapMode::Picture fallback=MapTables>
                    <MapCanvas/>
                </Show>
                <MapTools/>
            </section>
            <MapPanel/>
        </div>
    }
}
