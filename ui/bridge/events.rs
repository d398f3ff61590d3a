//! What the backend and the window system send by themselves.

use protocol::{Progress, StepView, command};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::backend::from_js;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "event"], js_name = listen, catch)]
    async fn tauri_listen(event: &str, handler: &JsValue) -> Result<JsValue, JsValue>;
}

/// Files dragged over the window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Drop {
    /// They are above it.
    Over,
    /// They left it.
    Gone,
    /// They were let go: their paths.
    Here(Vec<String>),
}

/// Tauri's envelope around an event.
#[derive(Deserialize)]
struct Envelope<T> {
    payload: T,
}

#[derive(Deserialize)]
struct Dropped {
    paths: Vec<String>,
}

/// Calls with every word from work under way, as long as the window is open.
pub(crate) fn listen_to_progress(mut handle: impl FnMut(Progress) + 'static) {
    listen(command::PROGRESS, move |event| {
        if let Ok(envelope) = from_js::<Envelope<Progress>>(&event) {
            handle(envelope.payload);
        }
    });
}

/// Calls with every step of verifying as soon as it is decided, as long as the window is open.
pub(crate) fn listen_to_steps(handle: impl Fn(StepView) + 'static) {
    listen(command::VERIFIED_STEP, move |event| {
        if let Ok(envelope) = from_js::<Envelope<StepView>>(&event) {
            handle(envelope.payload);
        }
    });
}

/// Calls when files are dragged over the window, leave it or are dropped.
pub(crate) fn listen_to_drops(handle: impl Fn(Drop) + Clone + 'static) {
    let (over, gone, here) = (handle.clone(), handle.clone(), handle);
    listen("tauri://drag-enter", move |_| over(Drop::Over));
    listen("tauri://drag-leave", move |_| gone(Drop::Gone));
    listen("tauri://drag-drop", move |event| {
        let dropped = from_js::<Envelope<Dropped>>(&event);
        let paths = dropped.map_or_else(|_| Vec::new(), |envelope| envelope.payload.paths);
        here(Drop::Here(paths));
    });
}

/// Outside Tauri nothing is ever sent, and there is nothing to say about that.
fn listen(event: &'static str, handle: impl FnMut(JsValue) + 'static) {
    let handler = Closure::<dyn FnMut(JsValue)>::new(handle).into_js_value();
    spawn_local(async move {
        let _ = tauri_listen(event, &handler).await;
    });
}
