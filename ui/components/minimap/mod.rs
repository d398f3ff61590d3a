//! The whole drawing in a corner, with a frame around what the canvas shows. Dragging the frame moves the canvas. It is a
//! canvas itself, drawn once per drawing; only the frame is an element.

use leptos::{ev::PointerEvent, html, prelude::*};
use protocol::LineageView;
use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;

use crate::{
    components::lineage_canvas::colours,
    logic::{face::Colours, minimap::Reduced, viewport::Size},
    state::{App, Drawn, LineageState},
};

/// Its size in pixels of CSS, as in the styles.
const SIZE: Size = Size {
    width: 158.0,
    height: 62.0,
};

/// The minimap.
#[component]
pub(crate) fn Minimap() -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    let held = RwSignal::new(false);
    let paper = NodeRef::<html::Canvas>::new();
    Effect::new(move || {
        app.preferences.is_dark();
        let drawn = lineage.drawn.get();
        let Some(canvas) = paper.get() else { return };
        // After the theme has reached the page.
        request_animation_frame(move || {
            let density = window().device_pixel_ratio();
            if let Some(paper) = prepared(&canvas, density) {
                colours::with(|colours| paint(&paper, drawn.as_deref(), colours));
            }
        });
    });
    let reduced = Memo::new(move |_| {
        lineage
            .drawn
            .with(|drawn| drawn.as_ref().map(|drawn| reduced(&drawn.view)))
    });
    let frame = move || {
        let seen = lineage.viewport.get().seen(lineage.screen.get());
        reduced.get().map_or_else(String::new, |reduced| {
            let frame = reduced.frame(seen);
            format!(
                "left:{:.1}px;top:{:.1}px;width:{:.1}px;height:{:.1}px",
                frame.x, frame.y, frame.width, frame.height
            )
        })
    };
    let go = move |event: &PointerEvent| {
        if let Some(reduced) = reduced.get_untracked() {
            go(lineage, reduced, event);
        }
    };
    view! {
        <div
            class="minimap"
            aria-hidden="true"
            data-testid="minimap"
            on:pointerdown=move |event| {
                held.set(true);
                if let Some(element) = element(&event) {
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
                go(&event);
            }
            on:pointermove=move |event| {
                if held.get_untracked() {
                    go(&event);
                }
            }
            on:pointerup=move |_| held.set(false)
            on:pointercancel=move |_| held.set(false)
        >
            <canvas class="minimap__drawing" node_ref=paper></canvas>
            <div class="minimap__frame" style=frame></div>
        </div>
    }
}

fn reduced(view: &LineageView) -> Reduced {
    let drawing = Size {
        width: view.width,
        height: view.height,
    };
    Reduced::new(drawing, SIZE)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a corner of the screen
fn prepared(canvas: &web_sys::HtmlCanvasElement, density: f64) -> Option<CanvasRenderingContext2d> {
    canvas.set_width((SIZE.width * density) as u32);
    canvas.set_height((SIZE.height * density) as u32);
    let paper: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    paper.scale(density, density).ok()?;
    Some(paper)
}

/// Every card as a speck of its kind's colour, none smaller than can be seen.
fn paint(paper: &CanvasRenderingContext2d, drawn: Option<&Drawn>, colours: &Colours) {
    let Some(drawn) = drawn else { return };
    let reduced = reduced(&drawn.view);
    paper.set_global_alpha(0.6);
    for node in &drawn.view.nodes {
        let (x, y) = reduced.to_map(node.x, node.y);
        paper.set_fill_style_str(colours.kind(node.kind));
        paper.fill_rect(
            x,
            y,
            (node.width * reduced.scale).max(1.5),
            (node.height * reduced.scale).max(1.0),
        );
    }
}

fn element(event: &PointerEvent) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}

/// Puts the point under the pointer into the middle of the canvas.
fn go(lineage: LineageState, reduced: Reduced, event: &PointerEvent) {
    let Some(bounds) = element(event).map(|element| element.get_bounding_client_rect()) else {
        return;
    };
    let inset_x = (bounds.width() - SIZE.width) / 2.0;
    let inset_y = (bounds.height() - SIZE.height) / 2.0;
    let (x, y) = reduced.to_drawing(
        f64::from(event.client_x()) - bounds.left() - inset_x,
        f64::from(event.client_y()) - bounds.top() - inset_y,
    );
    let screen = lineage.screen.get_untracked();
    lineage
        .viewport
        .update(|view| *view = view.centred(x, y, screen));
}
