//! The pointer on the canvas: panning by dragging the paper, zooming by the wheel, and what lies under it. Cards are found by
//! where they lie, because from afar they are no elements.

use leptos::{
    ev::{MouseEvent, PointerEvent, WheelEvent},
    prelude::*,
};
use protocol::LineagePath;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::keys::LIST;
use crate::{
    bridge::browser,
    state::{App, Hovered, LineageState},
};

/// How far a pointer moves before it drags, in pixels: less is a click.
const SLACK: f64 = 4.0;
/// How near to an edge the pointer must be to touch it, in pixels.
const REACH: f64 = 5.0;

/// A drag of the paper.
#[derive(Clone, Copy)]
pub(super) struct Drag {
    app: App,
    /// Where the pointer was last, and whether it has moved far enough to drag.
    at: RwSignal<Option<(f64, f64, bool)>>,
}

impl Drag {
    /// No drag yet.
    pub(super) fn new(app: App) -> Self {
        Self {
            app,
            at: RwSignal::new(None),
        }
    }

    /// Whether the paper is being dragged, tracked.
    pub(super) fn is_held(self) -> bool {
        self.at.with(|at| at.is_some_and(|(_, _, drags)| drags))
    }

    /// The pointer went down. On a button it is left alone.
    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() == 0 && !on_button(event.target()) {
            let (x, y) = position(event);
            self.at.set(Some((x, y, false)));
            // The keyboard goes where the pointer was.
            event.prevent_default();
            browser::focus(LIST);
        }
    }

    /// The pointer moved.
    pub(super) fn moved(self, event: &PointerEvent) {
        let Some((x, y, drags)) = self.at.get_untracked() else {
            self.rest(event);
            return;
        };
        let (now_x, now_y) = position(event);
        let (dx, dy) = (now_x - x, now_y - y);
        if !drags && dx.hypot(dy) < SLACK {
            return;
        }
        if !drags && let Some(canvas) = element(event.current_target()) {
            let _ = canvas.set_pointer_capture(event.pointer_id());
            set(self.app.lineage, None);
        }
        self.at.set(Some((now_x, now_y, true)));
        self.app
            .lineage
            .viewport
            .update(|view| *view = view.panned(dx, dy));
    }

    /// What the pointer rests on.
    fn rest(self, event: &PointerEvent) {
        let lineage = self.app.lineage;
        if on_button(event.target()) {
            set(lineage, None);
            return;
        }
        let Some((x, y)) = within(event) else { return };
        set(lineage, under(lineage, x, y));
    }

    /// The pointer left the canvas.
    pub(super) fn left(self) {
        set(self.app.lineage, None);
    }

    /// The pointer was let go. A click selects the card under it; on the bare paper the asset looked from.
    pub(super) fn up(self, event: &PointerEvent) {
        let Some((_, _, drags)) = self.at.get_untracked() else {
            return;
        };
        self.at.set(None);
        if let Some(canvas) = element(event.current_target()) {
            let _ = canvas.release_pointer_capture(event.pointer_id());
        }
        if drags {
            return;
        }
        let lineage = self.app.lineage;
        let card = within(event).and_then(|(x, y)| card(lineage, x, y));
        let Some(epc) = card.or_else(|| lineage.focus.get_untracked()) else {
            return;
        };
        let before = lineage.selected.get_untracked();
        // With Shift, the way from what was selected to what is clicked.
        if event.shift_key()
            && let Some(from) = before.filter(|before| *before != epc)
        {
            lineage.isolate(Some(ordered(lineage, from, epc)));
            return;
        }
        lineage.selected.set(Some(epc));
    }
}

/// From material to product, whichever was clicked first.
fn ordered(lineage: LineageState, one: String, other: String) -> LineagePath {
    let layer = |epc: &str| lineage.node(epc).map_or(0, |node| node.layer);
    let (from, to) = if layer(&one) > layer(&other) {
        (other, one)
    } else {
        (one, other)
    };
    LineagePath { from, to }
}

/// Two presses open: a group is drawn card by card, of anything else the lineage is shown.
pub(super) fn open(app: App, event: &MouseEvent) {
    if on_button(event.target()) {
        return;
    }
    let Some(bounds) =
        element(event.current_target()).map(|canvas| canvas.get_bounding_client_rect())
    else {
        return;
    };
    let x = f64::from(event.client_x()) - bounds.left();
    let y = f64::from(event.client_y()) - bounds.top();
    let lineage = app.lineage;
    let Some(node) = card(lineage, x, y).and_then(|epc| lineage.node(&epc)) else {
        return;
    };
    if node.group.is_some() {
        lineage.open_group(&node);
    } else {
        lineage.show(app, node.epc);
    }
}

/// Sets it only when it is another, so that a pointer that moves over a card draws nothing.
fn set(lineage: LineageState, hovered: Option<Hovered>) {
    if lineage.hovered.get_untracked() != hovered {
        lineage.hovered.set(hovered);
    }
}

#[allow(clippy::cast_possible_truncation)] // within a screen
fn under(lineage: LineageState, x: f64, y: f64) -> Option<Hovered> {
    let drawn = lineage.drawn.get_untracked()?;
    let viewport = lineage.viewport.get_untracked();
    let (at_x, at_y) = viewport.point(x, y);
    if let Some(index) = drawn.scene.card_at(at_x, at_y) {
        return Some(Hovered::Card(index));
    }
    let reach = REACH / viewport.zoom;
    let edge = drawn.scene.wire_at(&drawn.view, at_x, at_y, reach)?;
    // The card of an edge stays where the edge was first touched.
    match lineage.hovered.get_untracked() {
        Some(Hovered::Edge(before, x, y)) if before == edge => Some(Hovered::Edge(edge, x, y)),
        _ => Some(Hovered::Edge(edge, x as i32, y as i32)),
    }
}

fn card(lineage: LineageState, x: f64, y: f64) -> Option<String> {
    let drawn = lineage.drawn.get_untracked()?;
    let (x, y) = lineage.viewport.get_untracked().point(x, y);
    let index = drawn.scene.card_at(x, y)?;
    drawn.view.nodes.get(index).map(|node| node.epc.clone())
}

fn position(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Where on the canvas.
fn within(event: &PointerEvent) -> Option<(f64, f64)> {
    let bounds = element(event.current_target())?.get_bounding_client_rect();
    let (x, y) = position(event);
    Some((x - bounds.left(), y - bounds.top()))
}

fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

fn on_button(target: Option<web_sys::EventTarget>) -> bool {
    element(target)
        .is_some_and(|element| element.closest("button").is_ok_and(|found| found.is_some()))
}

/// The wheel zooms around the pointer; sideways, or with Shift, it moves the paper.
pub(super) fn wheel(lineage: LineageState, event: &WheelEvent) {
    event.prevent_default();
    let (dx, dy) = (event.delta_x(), event.delta_y());
    if event.shift_key() || dx.abs() > dy.abs() {
        let along = if dx == 0.0 { dy } else { dx };
        lineage
            .viewport
            .update(|view| *view = view.panned(-along, 0.0));
        return;
    }
    let Some(bounds) =
        element(event.current_target()).map(|canvas| canvas.get_bounding_client_rect())
    else {
        return;
    };
    // Lines (Firefox) count more than pixels.
    let step = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
        1.0
    } else {
        30.0
    };
    let factor = (-dy * step / 480.0).clamp(-0.6, 0.6).exp();
    let x = f64::from(event.client_x()) - bounds.left();
    let y = f64::from(event.client_y()) - bounds.top();
    lineage
        .viewport
        .update(|view| *view = view.zoomed(factor, x, y));
}
