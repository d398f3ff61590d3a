//! From a pressed key to an action.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::{ACTIONS, Chord};
use crate::{bridge::browser, state::App};

/// Listens as long as the window is open.
pub(crate) fn listen(app: App) {
    let apple = browser::is_apple();
    window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() {
            return;
        }
        let chord = pressed(&event, apple);
        if chord.types() && is_busy(&event) {
            return;
        }
        let found = ACTIONS
            .iter()
            .find(|action| action.chord.map(Chord::parse).as_ref() == Some(&chord));
        if let Some(action) = found {
            // Also when it cannot be done now: the browser's own meaning of the keys would only surprise.
            event.prevent_default();
            if (action.available)(app) {
                (action.run)(app);
            }
        }
    });
}

fn pressed(event: &KeyboardEvent, apple: bool) -> Chord {
    let main = if apple {
        event.meta_key()
    } else {
        event.ctrl_key()
    };
    Chord::pressed(main, event.shift_key(), event.alt_key(), &event.key())
}

/// Whether the key goes into a field, or a dialog is open above the window.
fn is_busy(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        let closest = element.closest("input, textarea, select, dialog");
        closest.is_ok_and(|found| found.is_some())
    })
}
