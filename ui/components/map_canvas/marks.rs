//! The marks: a ring of the kinds made there, as large as what was made, with a name where there is room.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::MapView;

use crate::{
    components::map_panel::words_of,
    locales::{current, t, tf, tn},
    logic::{
        format,
        map::{
            figures::{KINDS, Measure},
            labels::Side,
            projection::Point,
            scene::{self, Mark, Scene},
            written,
        },
    },
    state::{MapState, Pointed},
};

/// The id of the mark that a place leads.
pub(super) fn id(lead: usize) -> String {
    format!("map-mark-{lead}")
}

/// The mark that the keyboard is on, by index; the one that counts most before it was on any.
pub(super) fn active(map: MapState, scene: &Scene) -> usize {
    let pointed = map.pointed.get_untracked();
    let place = match pointed {
        Some(Pointed::Place(place)) => Some(place),
        _ => None,
    };
    let found = place.and_then(|place| scene.mark_of(place));
    found.map_or(0, |(index, _)| index)
}

/// Moves the map until a mark is in sight.
pub(super) fn reveal(map: MapState, mark: &Mark) {
    let screen = map.screen.get_untracked();
    map.camera.update(|camera| {
        let point = Point {
            x: mark.at.x / camera.zoom,
            y: mark.at.y / camera.zoom,
        };
        *camera = camera.revealing(point, screen);
    });
}

/// All marks. A mark stays the same element while the same place leads it, so that it keeps the keyboard.
pub(super) fn marks(map: MapState, scene: Memo<Arc<Scene>>) -> impl IntoView {
    let leads = move || {
        let scene = scene.get();
        scene.marks.iter().map(Mark::lead).collect::<Vec<_>>()
    };
    view! {
        <For each=leads key=|lead| *lead let:lead>
            {mark(map, scene, lead)}
        </For>
    }
}

fn mark(map: MapState, scene: Memo<Arc<Scene>>, lead: usize) -> impl IntoView {
    let mark = Memo::new(move |_| {
        scene.with(|scene| scene.marks.iter().find(|mark| mark.lead() == lead).cloned())
    });
    let of = move |read: fn(&Mark) -> f64| mark.with(|mark| mark.as_ref().map_or(0.0, read));
    let names = Memo::new(move |_| {
        let (view, mark) = (map.view.get()?, mark.get()?);
        Some(epcs(&view, &mark))
    });
    let is_selected = Memo::new(move |_| {
        map.selected.with(|selected| {
            names.with(|names| {
                let names = names.iter().flatten();
                names.into_iter().any(|name| selected.contains(name))
            })
        })
    });
    let is_first = move || scene.with(|scene| active_tracked(map, scene) == Some(lead));
    let label = move || {
        let (Some(view), Some(mark)) = (map.view.get(), mark.get()) else {
            return String::new();
        };
        spoken(&view, &mark)
    };
    let choose = move |_| {
        map.selected.set(names.get_untracked().unwrap_or_default());
        map.pointed.set(Some(Pointed::Place(lead)));
    };
    view! {
        <button
            type="button"
            id=id(lead)
            class="mark-place"
            class:mark-place--selected=move || is_selected.get()
            class:mark-place--passed=move || of(|mark| mark.sums.made.size(Measure::Number)) < 0.5
            style:left=move || format!("{:.1}px", of(|mark| mark.at.x))
            style:top=move || format!("{:.1}px", of(|mark| mark.at.y))
            style:width=move || format!("{:.1}px", of(|mark| mark.radius) * 2.0)
            style:height=move || format!("{:.1}px", of(|mark| mark.radius) * 2.0)
            style:--ring=move || mark.with(|mark| mark.as_ref().map(|mark| ring(mark, map.measure.get())))
            tabindex=move || if is_first() { "0" } else { "-1" }
            aria-label=label
            aria-pressed=move || if is_selected.get() { "true" } else { "false" }
            data-testid="map-mark"
            on:click=choose
            on:focus=move |_| map.pointed.set(Some(Pointed::Place(lead)))
            on:pointerenter=move |_| map.pointed.set(Some(Pointed::Place(lead)))
            on:pointerleave=move |_| map.pointed.set(None)
        >
            {move || name(map, mark.get())}
        </button>
    }
}

/// The place whose mark the Tab key reaches.
fn active_tracked(map: MapState, scene: &Scene) -> Option<usize> {
    let pointed = map.pointed.get();
    let on = match pointed {
        Some(Pointed::Place(place)) => scene.mark_of(place),
        _ => None,
    };
    let mark = on.map_or_else(|| scene.marks.first(), |(_, mark)| Some(mark));
    mark.map(Mark::lead)
}

fn epcs(view: &MapView, mark: &Mark) -> Vec<String> {
    let places = mark
        .places
        .iter()
        .filter_map(|place| view.places.get(*place));
    places.map(|place| place.epc.clone()).collect()
}

/// The kinds around the ring, by share.
fn ring(mark: &Mark, measure: Measure) -> String {
    const COLOURS: [&str; 4] = [
        "var(--material)",
        "var(--component)",
        "var(--product)",
        "var(--unit)",
    ];
    let shares = mark.sums.made.shares(measure);
    if let Some(only) = shares.iter().position(|share| *share > 0.999) {
        return COLOURS[only].to_owned();
    }
    let mut from = 0.0;
    let mut parts = Vec::with_capacity(KINDS.len());
    for (colour, share) in COLOURS.iter().zip(shares).filter(|(_, share)| *share > 0.0) {
        let to = from + share * 100.0;
        parts.push(format!("{colour} {from:.2}% {to:.2}%"));
        from = to;
    }
    if parts.is_empty() {
        return "var(--ink-3)".to_owned();
    }
    format!("conic-gradient({})", parts.join(","))
}

fn name(map: MapState, mark: Option<Mark>) -> Option<impl IntoView> {
    let (view, mark) = (map.view.get()?, mark?);
    let side = match mark.side? {
        Side::Right => "mark-place__name mark-place__name--right",
        Side::Left => "mark-place__name mark-place__name--left",
        Side::Below => "mark-place__name mark-place__name--below",
        Side::Above => "mark-place__name mark-place__name--above",
    };
    let town = scene::town(view.places.get(mark.lead())?);
    let more = mark.places.len().saturating_sub(1);
    let more = (more > 0).then(|| format!("+{more}"));
    // How many more there are is in the mark's label; here it is drawn and not part of the name.
    Some(view! { <span class=side data-more=more><bdi>{town.to_owned()}</bdi></span> })
}

/// Such as `Muntok, ID; made here: 3 assets, 1 580 kg, 2 movements in, 1 out`.
fn spoken(view: &MapView, mark: &Mark) -> String {
    let places: Vec<String> = mark
        .places
        .iter()
        .filter_map(|place| view.places.get(*place))
        .map(words_of::place)
        .collect();
    let made = mark.sums.made;
    let mut parts = vec![tn("count.assets.one", "count.assets.many", made.count)];
    if made.kilograms > 0.0 {
        parts.push(written::kilograms(made.kilograms, current()));
    }
    let values = [
        ("in", format::count(mark.sums.arrived.count)),
        ("out", format::count(mark.sums.left.count)),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    parts.push(tf("map.in-out", &values));
    let made = t("map.made-here");
    format!("{}; {made} {}", places.join("; "), parts.join(", "))
}
