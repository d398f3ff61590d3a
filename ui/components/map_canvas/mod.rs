//! The picture: the world's coasts, the flows over them, and a mark for each place or cluster of places. The marks are
//! buttons, so that keyboard and screen reader reach what the pointer reaches.

mod flows;
mod hover;
mod marks;
mod pointer;

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, html, prelude::*};

use crate::{
    bridge::{browser, pointer::Drag, watch_size},
    components::{empty::Empty, icon::Icon},
    locales::{t, tf},
    logic::{
        format,
        map::{scene::Scene, world::World},
    },
    state::{App, MapState},
};

/// How far an arrow key moves the map, in pixels.
const STEP: f64 = 90.0;

/// The picture.
#[component]
pub(crate) fn MapCanvas() -> impl IntoView {
    let map = App::here().map;
    let canvas = NodeRef::<html::Div>::new();
    watch_size(canvas, move |size| map.resized(size));
    let drag = Drag::new();
    let scene = map.scene();
    let moved = move || {
        let camera = map.camera.get();
        format!("translate({:.2}px,{:.2}px)", camera.left, camera.top)
    };
    let nothing = move || {
        let is_bare = map.view.with(Option::is_some) && scene.with(|scene| scene.marks.is_empty());
        is_bare.then(|| {
            view! {
                <div class="map__nothing">
                    <Empty mark=Icon::Map title=t("map.nothing") text=t("map.nothing-hint")/>
                </div>
            }
        })
    };
    view! {
        <div
            class="map"
            class:map--held=move || drag.is_held()
            node_ref=canvas
            role="group"
            aria-label=move || summary(map, &scene.get())
            data-testid="map-canvas"
            on:wheel=move |event| pointer::wheel(map, &event)
            on:pointerdown=move |event| {
                drag.down(&event);
            }
            on:pointermove=move |event| pointer::moved(map, drag, &event)
            on:pointerup=move |event| pointer::up(map, drag, &event)
            on:pointercancel=move |event| pointer::up(map, drag, &event)
            on:keydown=move |event| press(map, &scene.get_untracked(), &event)
        >
            {move || map.world.get().map(|world| coasts(map, world))}
            <div class="map__over" style:transform=moved>
                {flows::flows(map, scene)}
                {marks::marks(map, scene)}
            </div>
            {hover::hover(map, scene)}
            {nothing}
        </div>
    }
}

/// Land, borders and grid, in the map's own units; the camera is the SVG's transform, and lines keep their thickness.
fn coasts(map: MapState, world: Arc<World>) -> impl IntoView {
    let (sphere, edge) = (world.sphere.clone(), world.sphere.clone());
    let graticule = world.graticule.clone();
    let shown = Memo::new(move |_| {
        let camera = map.camera.get();
        (World::level(camera.zoom), camera.drawn(map.screen.get()))
    });
    let drawn = Memo::new(move |_| {
        let (level, area) = shown.get();
        world.drawn(level, area)
    });
    let transform = move || {
        let camera = map.camera.get();
        format!(
            "translate({:.2} {:.2}) scale({:.5})",
            camera.left, camera.top, camera.zoom
        )
    };
    view! {
        <svg class="map__world" aria-hidden="true">
            <g transform=transform>
                <path class="map__sea" d=sphere></path>
                <path class="map__grid" d=graticule></path>
                <clipPath id="map-edge"><path d=edge></path></clipPath>
                <path class="map__land" clip-path="url(#map-edge)" fill-rule="evenodd" d=move || drawn.with(|drawn| drawn.land.clone())></path>
                <path class="map__borders" d=move || drawn.with(|drawn| drawn.borders.clone())></path>
            </g>
        </svg>
    }
}

fn summary(map: MapState, scene: &Scene) -> String {
    let places: usize = scene.marks.iter().map(|mark| mark.places.len()).sum();
    let count = |number: usize| format::count(u64::try_from(number).unwrap_or(u64::MAX));
    let values = [
        ("places", count(places)),
        ("marks", count(scene.marks.len())),
        ("flows", count(scene.flows.len())),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let subject = map.view.get().and_then(|view| view.subject.clone());
    match subject {
        Some(name) => {
            let all: Vec<_> = values
                .into_iter()
                .chain([("name", name.as_str())])
                .collect();
            tf("map.summary-lineage", &all)
        }
        None => tf("map.summary", &values),
    }
}

/// Arrows go from mark to mark, and with Shift move the map; Escape lets go.
fn press(map: MapState, scene: &Scene, event: &KeyboardEvent) {
    let direction = match event.key().as_str() {
        "ArrowLeft" => (-1.0, 0.0),
        "ArrowRight" => (1.0, 0.0),
        "ArrowUp" => (0.0, -1.0),
        "ArrowDown" => (0.0, 1.0),
        "Escape" => {
            map.selected.set(Vec::new());
            map.pointed.set(None);
            return;
        }
        _ => return,
    };
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    event.prevent_default();
    if event.shift_key() {
        map.pan(-direction.0 * STEP, -direction.1 * STEP);
        return;
    }
    let at = marks::active(map, scene);
    if let Some(mark) = scene
        .beside(at, direction)
        .and_then(|to| scene.marks.get(to))
    {
        marks::reveal(map, mark);
        browser::focus(&marks::id(mark.lead()));
    }
}
