//! The pointer on the canvas: panning by dragging the paper, zooming by the wheel, and what lies under it. Cards are found by
//! where they lie, because from afar they are no elements.

use leptos::{
    ev::{MouseEvent, PointerEvent, WheelEvent},
    prelude::*,
};
use protocol::LineagePath;

use super::keys::LIST;
use crate::{
    bridge::{
        browser,
        pointer::{Drag, Movement, on_button, turned, within},
    },
    state::{App, Hovered, LineageState},
};

/// How near to an edge the pointer must be to touch it, in pixels.
const REACH: f64 = 5.0;

/// The pointer went down.
pub(super) fn down(drag: Drag, event: &PointerEvent) {
    if drag.down(event) {
        // The keyboard goes where the pointer was.
        event.prevent_default();
        browser::focus(LIST);
    }
}

/// The pointer moved.
pub(super) fn moved(lineage: LineageState, drag: Drag, event: &PointerEvent) {
    match drag.moved(event) {
        Movement::Free => rest(lineage, event),
        Movement::Slack => {}
        Movement::Dragged { dx, dy, begins } => {
            if begins {
                set(lineage, None);
            }
            lineage.viewport.update(|view| *view = view.panned(dx, dy));
        }
    }
}

/// What the pointer rests on.
fn rest(lineage: LineageState, event: &PointerEvent) {
    if on_button(event.target()) {
        set(lineage, None);
        return;
    }
    let Some((x, y)) = within(event) else { return };
    set(lineage, under(lineage, x, y));
}

/// The pointer left the canvas.
pub(super) fn left(lineage: LineageState) {
    set(lineage, None);
}

/// The pointer was let go. A click selects the card under it; on the bare paper the asset looked from.
pub(super) fn up(lineage: LineageState, drag: Drag, event: &PointerEvent) {
    if !drag.up(event) {
        return;
    }
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
    let Some((x, y)) = within(event) else { return };
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
    let Some((x, y)) = within(event) else { return };
    let factor = (-turned(event) / 480.0).clamp(-0.6, 0.6).exp();
    lineage
        .viewport
        .update(|view| *view = view.zoomed(factor, x, y));
}
