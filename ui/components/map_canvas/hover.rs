//! A small card beside what the pointer or the keyboard is on. The mark's own label and the tables say the same.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::MapView;

use crate::{
    components::map_panel::words_of,
    locales::{t, tn},
    logic::map::{
        projection::Point,
        scene::{Flow, Mark, Scene},
    },
    state::{MapState, Pointed},
};

/// The card's width, and a guess of its height, in pixels.
const CARD: (f64, f64) = (236.0, 110.0);
const GAP: f64 = 14.0;

/// The card; nothing while nothing is pointed at.
pub(super) fn hover(map: MapState, scene: Memo<Arc<Scene>>) -> impl IntoView {
    move || {
        let (view, scene) = (map.view.get()?, scene.get());
        let (at, gap, body) = match map.pointed.get()? {
            Pointed::Place(place) => {
                let (_, mark) = scene.mark_of(place)?;
                (mark.at, mark.radius, of_mark(&view, mark).into_any())
            }
            Pointed::Flow(from, to) => {
                let found = |place| scene.mark_of(place).map(|(index, _)| index);
                let (from, to) = (found(from)?, found(to)?);
                let flow = scene
                    .flows
                    .iter()
                    .find(|flow| (flow.from, flow.to) == (from, to))?;
                (
                    flow.arc.middle,
                    4.0,
                    of_flow(&view, &scene, flow)?.into_any(),
                )
            }
        };
        let place = placed(map, at, gap);
        Some(view! { <div class="map-hover" aria-hidden="true" style=place>{body}</div> })
    }
}

/// Right of the point, or left of it where there is no room; never below the map's lower edge.
fn placed(map: MapState, at: Point, gap: f64) -> String {
    let (camera, screen) = (map.camera.get(), map.screen.get());
    let (x, y) = (at.x + camera.left, at.y + camera.top);
    let right = x + gap + GAP;
    let left = if right + CARD.0 > screen.width {
        x - gap - GAP - CARD.0
    } else {
        right
    };
    let top = (y - 20.0).clamp(8.0, (screen.height - CARD.1).max(8.0));
    format!("left:{left:.0}px;top:{top:.0}px;width:{}px", CARD.0)
}

fn of_mark(view: &MapView, mark: &Mark) -> impl IntoView + use<> {
    let first = view.places.get(mark.lead());
    let heading = first.map(words_of::place).unwrap_or_default();
    let more = mark.places.len().saturating_sub(1);
    let more = (more > 0).then(|| {
        let count = u64::try_from(more).unwrap_or(u64::MAX);
        view! { <p class="map-hover__more">{tn("map.more.one", "map.more.many", count)}</p> }
    });
    let lines = [
        ("map.made", mark.sums.made),
        ("map.in", mark.sums.arrived),
        ("map.out", mark.sums.left),
    ];
    let lines = lines
        .into_iter()
        .filter(|(_, sum)| sum.count > 0)
        .map(|(word, sum)| {
            view! { <div><dt>{t(word)}</dt><dd>{words_of::sum(&sum, word == "map.made")}</dd></div> }
        })
        .collect_view();
    view! {
        <strong>{heading}</strong>
        {more}
        <dl>{lines}</dl>
    }
}

fn of_flow(view: &MapView, scene: &Scene, flow: &Flow) -> Option<impl IntoView + use<>> {
    let town = |index: usize| {
        let mark = scene.marks.get(index)?;
        view.places.get(mark.lead()).map(words_of::place)
    };
    let (from, to) = (town(flow.from)?, town(flow.to)?);
    let under_way = (flow.sum.under_way > 0).then(|| {
        let words = tn(
            "map.under-way.one",
            "map.under-way.many",
            flow.sum.under_way,
        );
        view! { <p class="map-hover__more">{words}</p> }
    });
    Some(view! {
        <strong>{from}" → "{to}</strong>
        <p>{words_of::sum(&flow.sum, false)}</p>
        {under_way}
    })
}
