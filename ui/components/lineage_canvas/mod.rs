//! The picture of a lineage: cards on dotted paper, edges beneath them, panned by dragging and zoomed by the wheel.

pub(crate) mod card;
mod edges;
mod pointer;

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, html, prelude::*};
use protocol::LineageView;
use wasm_bindgen::{JsCast, closure::Closure};

use crate::{
    locales::{tf, tn, words},
    logic::{
        neighbour::{self, Arrow},
        viewport::Size,
    },
    state::{App, LineageState},
};

/// Below this zoom small print is left away: it could not be read.
const FAR: f64 = 0.5;

/// The canvas.
#[component]
pub(crate) fn LineageCanvas() -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    let canvas = NodeRef::<html::Div>::new();
    watch_size(canvas, lineage);
    let drag = pointer::Drag::new(lineage);
    let moved = move || {
        let view = lineage.viewport.get();
        format!(
            "translate({:.2}px,{:.2}px) scale({:.4})",
            view.left, view.top, view.zoom
        )
    };
    let paper = move || {
        let view = lineage.viewport.get();
        format!("{:.2}px {:.2}px", view.left, view.top)
    };
    let dot = move || format!("{:.2}px", (24.0 * lineage.viewport.get().zoom).max(9.0));
    let far = Memo::new(move |_| lineage.viewport.get().zoom < FAR);
    view! {
        <div
            class="canvas"
            class:canvas--far=move || far.get()
            class:canvas--held=move || drag.is_held()
            node_ref=canvas
            tabindex="0"
            role="group"
            aria-label=move || lineage.view.get().map(|view| summary(&view))
            data-testid="lineage-canvas"
            style:background-position=paper
            style:--dot=dot
            on:wheel=move |event| pointer::wheel(lineage, &event)
            on:pointerdown=move |event| drag.down(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.up(&event)
            on:pointercancel=move |event| drag.up(&event)
            on:keydown=move |event| press(lineage, &event)
        >
            <div class="canvas__world" style:transform=moved>
                {move || lineage.view.get().map(|view| drawn(app, view))}
            </div>
        </div>
    }
}

/// Everything that moves together. Made anew only when the backend laid out another lineage.
fn drawn(app: App, view: Arc<LineageView>) -> impl IntoView {
    let selected = Memo::new(move |_| app.lineage.selected.get());
    let headings = headings(&view);
    let cards = view
        .nodes
        .iter()
        .map(|node| card::card(app, node, selected, view.focus == node.epc))
        .collect_view();
    view! {
        {headings}
        {edges::edges(&view, selected)}
        {cards}
    }
}

/// How far each layer is from the asset looked from: `Tier 1`, `Tier 2`… upstream, as the field counts suppliers.
fn headings(view: &LineageView) -> impl IntoView + use<> {
    let focus = focus_layer(view);
    view.layers
        .iter()
        .zip(0_i64..)
        .map(|(left, layer)| {
            let word = words::tier(layer - focus);
            view! { <div class="canvas__heading" style:left=format!("{left}px")>{word}</div> }
        })
        .collect_view()
}

/// The layer of the asset looked from.
pub(crate) fn focus_layer(view: &LineageView) -> i64 {
    let focus = view.nodes.iter().find(|node| node.epc == view.focus);
    focus.map_or(0, |node| i64::from(node.layer))
}

fn summary(view: &LineageView) -> String {
    let count = u64::try_from(view.nodes.len()).unwrap_or(u64::MAX);
    let focus = view.nodes.iter().find(|node| node.epc == view.focus);
    let name = focus.map_or("", |node| node.name.as_str());
    tf(
        "lineage.summary",
        &[
            ("name", name),
            (
                "assets",
                &tn("count.assets.one", "count.assets.many", count),
            ),
        ],
    )
}

/// Tells the state how large the canvas is, now and whenever that changes.
fn watch_size(canvas: NodeRef<html::Div>, lineage: LineageState) {
    Effect::new(move || {
        let Some(element) = canvas.get() else { return };
        let watched = element.clone();
        let closure = Closure::<dyn FnMut()>::new(move || {
            lineage.resized(Size {
                width: f64::from(watched.client_width()),
                height: f64::from(watched.client_height()),
            });
        });
        let function = closure.into_js_value();
        if let Ok(observer) = web_sys::ResizeObserver::new(function.unchecked_ref()) {
            observer.observe(&element);
            let observer = send_wrapper::SendWrapper::new(observer);
            on_cleanup(move || observer.disconnect());
        }
    });
}

/// Arrows go from card to card; the rest of the keys are actions.
fn press(lineage: LineageState, event: &KeyboardEvent) {
    let Some(view) = lineage.view.get_untracked() else {
        return;
    };
    let Some(arrow) = Arrow::from_key(&event.key()).filter(|_| !event.alt_key()) else {
        return;
    };
    event.prevent_default();
    let selected = lineage.selected.get_untracked();
    let at = view
        .nodes
        .iter()
        .position(|node| Some(&node.epc) == selected.as_ref());
    let to = match at {
        Some(at) => neighbour::next(&view.nodes, at, arrow),
        None => view.nodes.iter().position(|node| node.epc == view.focus),
    };
    if let Some(node) = to.and_then(|to| view.nodes.get(to)) {
        lineage.select(node);
    }
}
