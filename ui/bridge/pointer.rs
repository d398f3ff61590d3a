//! The pointer as the browser tells it: where it is, what it drags, how far a wheel turned. Not what that does: pictures
//! know that.

use leptos::{
    ev::{PointerEvent, WheelEvent},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, MouseEvent};

/// How far a pointer moves before it drags, in pixels: less is a click.
const SLACK: f64 = 4.0;
/// How many pixels a line of a wheel is that counts in lines (Firefox).
const LINE: f64 = 30.0;

/// A press that may become a drag.
#[derive(Clone, Copy)]
pub(crate) struct Drag {
    /// Where the pointer was last, and whether it has moved far enough to drag.
    at: RwSignal<Option<(f64, f64, bool)>>,
}

/// What a movement of the pointer is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Movement {
    /// Nothing is pressed.
    Free,
    /// Pressed, but still a click.
    Slack,
    /// So many pixels of a drag.
    Dragged { dx: f64, dy: f64, begins: bool },
}

impl Drag {
    /// Nothing pressed yet.
    pub(crate) fn new() -> Self {
        Self {
            at: RwSignal::new(None),
        }
    }

    /// Whether something is being dragged, tracked.
    pub(crate) fn is_held(self) -> bool {
        self.at.with(|at| at.is_some_and(|(_, _, drags)| drags))
    }

    /// The pointer went down. On a button it is left alone; says whether it was not.
    pub(crate) fn down(self, event: &PointerEvent) -> bool {
        let is_ours = event.button() == 0 && !on_button(event.target());
        if is_ours {
            let (x, y) = position(event);
            self.at.set(Some((x, y, false)));
        }
        is_ours
    }

    /// The pointer moved.
    pub(crate) fn moved(self, event: &PointerEvent) -> Movement {
        let Some((x, y, drags)) = self.at.get_untracked() else {
            return Movement::Free;
        };
        let (now_x, now_y) = position(event);
        let (dx, dy) = (now_x - x, now_y - y);
        if !drags && dx.hypot(dy) < SLACK {
            return Movement::Slack;
        }
        if !drags && let Some(ground) = element(event.current_target()) {
            let _ = ground.set_pointer_capture(event.pointer_id());
        }
        self.at.set(Some((now_x, now_y, true)));
        Movement::Dragged {
            dx,
            dy,
            begins: !drags,
        }
    }

    /// The pointer was let go; says whether it was a click.
    pub(crate) fn up(self, event: &PointerEvent) -> bool {
        let Some((_, _, drags)) = self.at.get_untracked() else {
            return false;
        };
        self.at.set(None);
        if let Some(ground) = element(event.current_target()) {
            let _ = ground.release_pointer_capture(event.pointer_id());
        }
        !drags
    }
}

/// Where in the element that listens; `None` once that is gone.
pub(crate) fn within(event: &MouseEvent) -> Option<(f64, f64)> {
    let bounds = element(event.current_target())?.get_bounding_client_rect();
    let (x, y) = position(event);
    Some((x - bounds.left(), y - bounds.top()))
}

/// Whether it is a button or lies in one.
pub(crate) fn on_button(target: Option<EventTarget>) -> bool {
    element(target)
        .is_some_and(|element| element.closest("button").is_ok_and(|found| found.is_some()))
}

/// How far a wheel turned down, in pixels.
pub(crate) fn turned(event: &WheelEvent) -> f64 {
    let step = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
        1.0
    } else {
        LINE
    };
    event.delta_y() * step
}

fn position(event: &MouseEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
