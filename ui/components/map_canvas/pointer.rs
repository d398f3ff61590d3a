//! Panning by dragging the map and zooming by the wheel.

use leptos::{
    ev::{PointerEvent, WheelEvent},
    prelude::*,
};

use crate::{
    bridge::pointer::{Drag, Movement, turned, within},
    state::MapState,
};

/// The pointer moved.
pub(super) fn moved(map: MapState, drag: Drag, event: &PointerEvent) {
    if let Movement::Dragged { dx, dy, .. } = drag.moved(event) {
        map.pan(dx, dy);
    }
}

/// The pointer was let go. A click on the bare map lets go of the place.
pub(super) fn up(map: MapState, drag: Drag, event: &PointerEvent) {
    if drag.up(event) {
        map.selected.set(Vec::new());
    }
}

/// The wheel zooms around the pointer.
pub(super) fn wheel(map: MapState, event: &WheelEvent) {
    event.prevent_default();
    if let Some((x, y)) = within(event) {
        let factor = (-turned(event) / 420.0).clamp(-0.6, 0.6).exp();
        map.zoom_at(factor, x, y);
    }
}
