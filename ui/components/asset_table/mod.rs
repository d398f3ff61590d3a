//! The table of assets. Only the rows on the screen are drawn, and only the pages they are on are fetched.

mod row;

use leptos::{ev::KeyboardEvent, html, prelude::*};

use crate::{
    components::{empty::Empty, icon::Icon},
    locales::t,
    logic::window,
    state::{App, PAGE},
};

/// The height of a row in pixels; `--row` in the styles.
const ROW: f64 = 32.0;

/// The table.
#[component]
pub(crate) fn AssetTable() -> impl IntoView {
    let app = App::here();
    let assets = app.assets;
    let body = NodeRef::<html::Div>::new();
    let scrolled = RwSignal::new(0.0);
    let height = RwSignal::new(800.0);
    let measure = move || {
        if let Some(body) = body.get_untracked() {
            scrolled.set(f64::from(body.scroll_top()));
            height.set(f64::from(body.client_height()));
        }
    };
    Effect::new(move || {
        body.track();
        assets.total.track();
        measure();
    });
    window_event_listener(leptos::ev::resize, move |_| measure());
    let total = move || assets.total.get().unwrap_or(0);
    let rows = Memo::new(move |_| window::rows(scrolled.get(), height.get(), ROW, total()));
    Effect::new(move || {
        for page in window::pages(&rows.get(), PAGE) {
            assets.need(app, page);
        }
    });
    let press = move |event: KeyboardEvent| {
        let height = height.get_untracked();
        if let Some(to) = pressed(
            app,
            &event,
            height,
            assets.total.get_untracked().unwrap_or(0),
        ) {
            event.prevent_default();
            row::choose(app, to);
            if let Some(body) = body.get_untracked()
                && let Some(top) = window::reveal(to, f64::from(body.scroll_top()), height, ROW)
            {
                #[allow(clippy::cast_possible_truncation)] // rounded to whole pixels
                body.set_scroll_top(top as i32);
            }
        }
    };
    view! {
        <div class="asset-table">
            <div role="rowgroup" id="asset-table-head">{row::head()}</div>
            // The part that scrolls has the keyboard, so it is the grid; its head stands still above it.
            <div
                class="asset-table__body"
                role="grid"
                aria-label=t("nav.assets")
                aria-rowcount=move || total().to_string()
                aria-owns="asset-table-head"
                tabindex="0"
                node_ref=body
                data-testid="asset-table"
                aria-activedescendant=move || format!("asset-{}", assets.active.get())
                on:scroll=move |_| measure()
                on:keydown=press
            >
                <div class="asset-table__space" style:height=move || format!("{}px", f64::from(total()) * ROW)>
                    <For each=move || rows.get() key=|index| *index let:index>
                        {row::row(app, index)}
                    </For>
                </div>
                <Show when=move || assets.total.get() == Some(0)>
                    <Nothing/>
                </Show>
            </div>
        </div>
    }
}

/// The row that a key goes to; Enter opens the lineage of the row it is on, and the space bar picks it for a report.
fn pressed(app: App, event: &KeyboardEvent, height: f64, total: u32) -> Option<u32> {
    let last = total.checked_sub(1)?;
    let at = app.assets.active.get_untracked();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // rows that fit on a screen
    let screen = (height / ROW).max(1.0) as u32;
    let nothing_chosen = app.assets.selected.with_untracked(Option::is_none);
    let to = match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if nothing_chosen => at,
        "ArrowDown" => at + 1,
        "ArrowUp" => at.saturating_sub(1),
        "PageDown" => at + screen,
        "PageUp" => at.saturating_sub(screen),
        "Home" => 0,
        "End" => last,
        " " => {
            event.prevent_default();
            if let Some(row) = untrack(|| app.assets.row(at)) {
                app.assets.pick(&row);
            }
            return None;
        }
        "Enter" => {
            if let Some(epc) = app.assets.selected.get_untracked() {
                event.prevent_default();
                app.lineage.show(app, epc);
            }
            return None;
        }
        _ => return None,
    };
    Some(to.min(last))
}

#[component]
fn Nothing() -> impl IntoView {
    let app = App::here();
    let clear = move |_| {
        app.assets.text.set(String::new());
        app.assets.collection.set(crate::state::Collection::All);
    };
    view! {
        <Empty mark=Icon::Search title=t("assets.nothing") text=t("assets.nothing-hint")>
            <button type="button" class="button" on:click=clear>{t("assets.show-all")}</button>
        </Empty>
    }
}
