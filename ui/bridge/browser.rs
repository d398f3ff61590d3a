//! What the window asks of the browser around it: kept choices, the clock, the clipboard, media preferences.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Storage;

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What was kept under a key.
pub(crate) fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a value for the next start; `None` forgets it. A browser that keeps nothing is no reason to stop.
pub(crate) fn keep(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// The current time in seconds since 1970.
#[allow(clippy::cast_possible_truncation)] // seconds fit for a long while
pub(crate) fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Waits so many milliseconds.
pub(crate) async fn pause(milliseconds: i32) {
    let waiting = js_sys::Promise::new(&mut |done, _| {
        if let Some(window) = window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
        }
    });
    let _ = JsFuture::from(waiting).await;
}

/// Minutes that the user's clock is ahead of UTC at a moment.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // within a day; within 2⁵³
pub(crate) fn offset_minutes(unix: i64) -> i64 {
    let date = js_sys::Date::new(&JsValue::from_f64(unix as f64 * 1000.0));
    -(date.get_timezone_offset() as i64)
}

/// Puts a text into the clipboard, whole.
pub(crate) fn copy(text: &str) {
    if let Some(window) = window() {
        let promise = window.navigator().clipboard().write_text(text);
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// The languages the user prefers, best first.
pub(crate) fn languages() -> Vec<String> {
    let list = window().map(|window| window.navigator().languages());
    list.map(|tags| tags.iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default()
}

/// Whether the system asks for dark colours.
pub(crate) fn prefers_dark() -> bool {
    matches("(prefers-color-scheme: dark)")
}

fn matches(query: &str) -> bool {
    window()
        .and_then(|window| window.match_media(query).ok()?)
        .is_some_and(|list| list.matches())
}

/// Calls when the system changes between light and dark.
pub(crate) fn on_scheme_change(handle: impl Fn() + 'static) {
    use wasm_bindgen::{JsCast, closure::Closure};
    let list = window().and_then(|window| {
        window
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
    });
    if let Some(list) = list {
        let closure = Closure::<dyn Fn()>::new(handle).into_js_value();
        list.set_onchange(Some(closure.unchecked_ref()));
    }
}

/// Sets an attribute of the document's root, which styles depend on.
pub(crate) fn mark_root(name: &str, value: &str) {
    let root = window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute(name, value);
    }
}

/// The text of a file that lies beside the page, in the application itself; nothing is fetched from elsewhere.
pub(crate) async fn own_file(name: &str) -> Option<String> {
    use wasm_bindgen::JsCast;
    let answer = JsFuture::from(window()?.fetch_with_str(name)).await.ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

/// Whether this is Apple's system, where the command key does what Ctrl does elsewhere.
pub(crate) fn is_apple() -> bool {
    window()
        .and_then(|window| window.navigator().platform().ok())
        .is_some_and(|platform| platform.starts_with("Mac"))
}

/// The name of a country in a language, as the browser knows it, by its code in ISO 3166-1; `None` where it knows none.
pub(crate) fn country(code: &str, language: &str) -> Option<String> {
    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::JsCast;
    let get = |from: &JsValue, name: &str| Reflect::get(from, &JsValue::from_str(name)).ok();
    let intl = get(&js_sys::global(), "Intl")?;
    let names: Function = get(&intl, "DisplayNames")?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    let names = Reflect::construct(&names, &Array::of2(&language.into(), &options)).ok()?;
    let of: Function = get(&names, "of")?.dyn_into().ok()?;
    of.call1(&names, &code.into()).ok()?.as_string()
}

/// Gives the keyboard to the element with this id.
pub(crate) fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
        if let Ok(input) = element.dyn_into::<web_sys::HtmlInputElement>() {
            input.select();
        }
    }
}

/// Brings the element with this id into view and gives it the keyboard; says whether there is one.
pub(crate) fn reveal(id: &str) -> bool {
    let element = window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    let Some(element) = element else {
        return false;
    };
    element.scroll_into_view();
    focus(id);
    true
}
