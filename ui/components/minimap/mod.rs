//! The whole drawing in a corner, with a frame around what the canvas shows. Dragging the frame moves the canvas.

use leptos::{ev::PointerEvent, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    components::collections::kind_class,
    state::{App, LineageState},
};

/// Free space around the drawing, in its own pixels.
const MARGIN: f64 = 30.0;

/// The minimap.
#[component]
pub(crate) fn Minimap() -> impl IntoView {
    let lineage = App::here().lineage;
    let held = RwSignal::new(false);
    let body = move || {
        let view = lineage.view.get()?;
        let cards = view
            .nodes
            .iter()
            .map(|node| {
                view! {
                    <rect
                        class=format!("minimap__card {}", kind_class(node.kind))
                        x=node.x.to_string()
                        y=node.y.to_string()
                        width=node.width.to_string()
                        height=node.height.to_string()
                        rx="6"
                    ></rect>
                }
            })
            .collect_view();
        let bounds = format!(
            "{} {} {} {}",
            -MARGIN,
            -MARGIN,
            view.width + 2.0 * MARGIN,
            view.height + 2.0 * MARGIN
        );
        let (width, height) = (view.width + 2.0 * MARGIN, view.height + 2.0 * MARGIN);
        let frame = move || {
            let seen = lineage.viewport.get().seen(lineage.screen.get());
            let (left, top) = (seen.x.max(-MARGIN), seen.y.max(-MARGIN));
            let right = (seen.x + seen.width).min(width - MARGIN);
            let bottom = (seen.y + seen.height).min(height - MARGIN);
            view! {
                <rect
                    class="minimap__frame"
                    x=left.to_string()
                    y=top.to_string()
                    width=(right - left).max(0.0).to_string()
                    height=(bottom - top).max(0.0).to_string()
                ></rect>
            }
        };
        Some(view! {
            <svg
                class="minimap__drawing"
                viewBox=bounds
                on:pointerdown=move |event| {
                    held.set(true);
                    go(lineage, &event, width, height);
                }
                on:pointermove=move |event| {
                    if held.get_untracked() {
                        go(lineage, &event, width, height);
                    }
                }
                on:pointerup=move |_| held.set(false)
                on:pointerleave=move |_| held.set(false)
            >
                {cards}
                {frame}
            </svg>
        })
    };
    view! { <div class="minimap" aria-hidden="true">{body}</div> }
}

/// Puts the point under the pointer into the middle of the canvas. The drawing keeps its proportions in the corner, so
/// there is free space either beside or above it.
fn go(lineage: LineageState, event: &PointerEvent, width: f64, height: f64) {
    let Some(bounds) = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .map(|element| element.get_bounding_client_rect())
    else {
        return;
    };
    let scale = (bounds.width() / width).min(bounds.height() / height);
    if scale <= 0.0 {
        return;
    }
    let from_left = f64::from(event.client_x()) - bounds.left();
    let from_top = f64::from(event.client_y()) - bounds.top();
    let x = (from_left - (bounds.width() - width * scale) / 2.0) / scale - MARGIN;
    let y = (from_top - (bounds.height() - height * scale) / 2.0) / scale - MARGIN;
    let screen = lineage.screen.get_untracked();
    lineage
        .viewport
        .update(|view| *view = view.centred(x, y, screen));
}
