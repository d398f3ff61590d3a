//! The field for a block or a day: whoever knows which one writes it. What is no block, no day or beyond the record is said
//! beside the field, and what was written stays.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use protocol::Until;

use crate::{
    bridge::{self, browser},
    locales::{current, t, tf},
    logic::{
        asked::{self, Asked},
        calendar::Civil,
        format,
    },
    state::{App, LineageState},
};

const DAY: i64 = 86_400;

/// The field.
#[component]
pub(super) fn Exact() -> impl IntoView {
    let app = App::here();
    let written = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        ask(app, written, wrong);
    };
    let is_wrong = move || wrong.with(Option::is_some);
    view! {
        <form class="time-strip__exact" on:submit=submit>
            <input
                type="text"
                class="time-strip__field"
                class:time-strip__field--wrong=is_wrong
                autocomplete="off"
                maxlength="40"
                placeholder=t("time.exact")
                title=t("time.exact-hint")
                aria-label=t("time.exact-label")
                aria-invalid=move || if is_wrong() { "true" } else { "false" }
                aria-describedby="time-wrong"
                data-testid="time-exact"
                prop:value=move || written.get()
                on:input=move |event| {
                    wrong.set(None);
                    written.set(event_target_value(&event));
                }
            />
            <p id="time-wrong" class="time-strip__wrong" role="alert" data-testid="time-wrong" hidden=move || !is_wrong()>
                {move || wrong.get()}
            </p>
        </form>
    }
}

fn ask(app: App, written: RwSignal<String>, wrong: RwSignal<Option<String>>) {
    let text = written.get_untracked();
    if text.trim().is_empty() {
        return;
    }
    let newest = untrack(|| app.workspace()).and_then(|state| state.sync.block);
    match (asked::read(&text), newest) {
        (None, _) => wrong.set(Some(t("time.unreadable").to_owned())),
        (Some(Asked::Block(block)), Some(newest)) if block > newest => {
            let newest = format::count(newest);
            wrong.set(Some(tf("time.beyond", &[("newest", &newest)])));
        }
        (Some(Asked::Block(block)), newest) => {
            look_up(
                app,
                Until::Block(block),
                newest,
                Some(block),
                written,
                wrong,
            );
        }
        (Some(Asked::Day(day)), newest) => {
            let begins = day * DAY - 60 * browser::offset_minutes(day * DAY);
            if begins > browser::now() {
                wrong.set(Some(t("time.to-come").to_owned()));
                return;
            }
            let ends = Until::Unix(begins + DAY - 1);
            look_up(app, ends, newest, None, written, wrong);
        }
    }
}

/// Goes there, if the record had begun by then: to the block that was named, else to the last one of the day.
fn look_up(
    app: App,
    until: Until,
    newest: Option<u64>,
    named: Option<u64>,
    written: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
) {
    spawn_local(async move {
        match bridge::block_at(until).await {
            Ok(Some(at)) => {
                let block = named.unwrap_or(at.block);
                app.lineage
                    .travel(Some(block).filter(|block| Some(*block) != newest));
                let _ = written.try_set(String::new());
            }
            Ok(None) => {
                let _ = wrong.try_set(Some(before(app.lineage)));
            }
            Err(error) => app.fail(error),
        }
    });
}

fn before(lineage: LineageState) -> String {
    let first = lineage
        .activity
        .with_untracked(|bins| bins.first().map(|bin| bin.at_unix));
    let Some(first) = first else {
        return t("time.unreadable").to_owned();
    };
    let day = Civil::at(first, browser::offset_minutes(first));
    tf("time.before", &[("day", &format::day(day, current()))])
}
