//! Panning by dragging the map and zooming by the wheel.

use leptos::{
    ev::{PointerEvent, WheelEvent},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::state::MapState;

/// How far a pointer moves before it drags, in pixels: less is a click.
const SLACK: f64 = 4.0;

/// A drag of the map.
#[derive(Clone, Copy)]
pub(super) struct Drag {
    map: MapState,
    /// Where the pointer was last, and whether it has moved far enough to drag.
    at: RwSignal<Option<(f64, f64, bool)>>,
}

impl Drag {
    /// No drag yet.
    pub(super) fn new(map: MapState) -> Self {
        Self {
            map,
            at: RwSignal::new(None),
        }
    }

    /// Whether the map is being dragged, tracked.
    pub(super) fn is_held(self) -> bool {
        self.at.with(|at| at.is_some_and(|(_, _, drags)| drags))
    }

    /// The pointer went down. On a mark it is left alone.
    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() == 0 && !on_button(event) {
            let (x, y) = position(event);
            self.at.set(Some((x, y, false)));
        }
    }

    /// The pointer moved.
    pub(super) fn moved(self, event: &PointerEvent) {
        let Some((x, y, drags)) = self.at.get_untracked() else {
            return;
        };
        let (now_x, now_y) = position(event);
        let (dx, dy) = (now_x - x, now_y - y);
        if !drags && dx.hypot(dy) < SLACK {
            return;
        }
        if !drags && let Some(canvas) = canvas(event) {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        self.at.set(Some((now_x, now_y, true)));
        self.map.pan(dx, dy);
    }

    /// The pointer was let go. A click on the bare map lets go of the place.
    pub(super) fn up(self, event: &PointerEvent) {
        let Some((_, _, drags)) = self.at.get_untracked() else {
            return;
        };
        self.at.set(None);
        if let Some(canvas) = canvas(event) {
            let _ = canvas.release_pointer_capture(event.pointer_id());
        }
        if !drags {
            self.map.selected.set(Vec::new());
        }
    }
}

fn position(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn canvas(event: &PointerEvent) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

fn on_button(event: &PointerEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.closest("button").is_ok_and(|found| found.is_some()))
}

/// The wheel zooms around the pointer.
pub(super) fn wheel(map: MapState, event: &WheelEvent) {
    event.prevent_default();
    let Some(bounds) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .map(|canvas| canvas.get_bounding_client_rect())
    else {
        return;
    };
    // Lines (Firefox) count more than pixels.
    let step = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
        1.0
    } else {
        30.0
    };
    let factor = (-event.delta_y() * step / 420.0).clamp(-0.6, 0.6).exp();
    let x = f64::from(event.client_x()) - bounds.left();
    let y = f64::from(event.client_y()) - bounds.top();
    map.zoom_at(factor, x, y);
}
