//! The field that finds in the drawing.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{
    bridge::browser,
    components::icon::{Icon, icon},
    locales::{t, tf},
    logic::format,
    state::{App, LineageState},
};

/// The id of the field.
pub(crate) const FIELD: &str = "lineage-find-field";

/// Begins to look, with the keyboard in the field.
pub(super) fn open(lineage: LineageState) {
    if lineage.wanted.with_untracked(Option::is_none) {
        lineage.wanted.set(Some(String::new()));
    }
    request_animation_frame(|| browser::focus(FIELD));
}

/// The field, with how many are found.
#[component]
pub(super) fn Find() -> impl IntoView {
    let lineage = App::here().lineage;
    let found = Memo::new(move |_| lineage.found().len());
    let words = move || lineage.wanted.get().unwrap_or_default();
    let count = move || {
        let all = found.get();
        if words().trim().is_empty() {
            return String::new();
        }
        if all == 0 {
            return t("find.nothing").to_owned();
        }
        let number = |n: usize| format::count(u64::try_from(n).unwrap_or(u64::MAX));
        let at = (lineage.found_at.get() + 1).min(all);
        tf("find.at", &[("n", &number(at)), ("all", &number(all))])
    };
    let press = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" => lineage.jump_on(!event.shift_key()),
            "ArrowDown" => lineage.jump_on(true),
            "ArrowUp" => lineage.jump_on(false),
            "Escape" => {
                lineage.wanted.set(None);
                browser::focus("lineage-list");
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div class="tools__panel find" role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                id=FIELD
                placeholder=t("find.title")
                aria-label=t("find.title")
                data-testid="lineage-find-field"
                prop:value=words
                on:input=move |event| lineage.want(event_target_value(&event))
                on:keydown=press
            />
            <span class="find__count" role="status" data-testid="lineage-found">{count}</span>
            <button
                type="button"
                class="icon-button"
                aria-label=t("action.close")
                on:click=move |_| lineage.wanted.set(None)
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}
