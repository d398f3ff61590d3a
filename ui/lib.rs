//! What Waymark's window shows. It asks the backend for everything through `bridge` and holds no facts of its own.
//!
//! `state` is what the window knows, `actions` what one can do, `pages` and `components` how it looks, `locales` its
//! words, `logic` what it computes by itself.

mod actions;
mod bridge;
mod components;
mod locales;
mod logic;
mod pages;
mod shell;
mod state;

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the window; called once, when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(shell::Shell);
}
