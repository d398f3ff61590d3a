//! How large an element is on the screen.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use crate::logic::viewport::Size;

/// Tells how large an element is, now and whenever that changes, as long as its component lives.
pub(crate) fn watch_size(of: NodeRef<html::Div>, tell: impl Fn(Size) + Clone + 'static) {
    Effect::new(move || {
        let Some(element) = of.get() else { return };
        let (watched, tell) = (element.clone(), tell.clone());
        let closure = Closure::<dyn FnMut()>::new(move || {
            tell(Size {
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
