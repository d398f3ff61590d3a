//! The outbox: every record and how far it has come.

use leptos::prelude::*;
use protocol::field::{FieldState, OutboxRow};

use super::sending::Sending;
use crate::{
    components::{
        badge::Badge,
        icon::{Icon, icon},
    },
    locales::{current, field as words, t, tf, words as common},
    logic::format,
    state::{App, Opened},
};

/// The list, with a choice of states above it.
#[component]
pub(super) fn List() -> impl IntoView {
    let field = App::here().field;
    let rows = Memo::new(move |_| {
        let only = field.only.get();
        field.view.with(|view| {
            let rows = view.as_ref().map_or(&[][..], |view| &view.rows);
            let fits = |row: &&OutboxRow| match only {
                Some(state) => row.state == state,
                None => row.state != FieldState::Discarded,
            };
            rows.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let others = move || {
        let count = field
            .view
            .with(|view| view.as_ref().map_or(0, |view| view.of_others));
        (count > 0).then(|| view! { <p class="field-list__others">{tf("field.of-others", &[("n", &count.to_string())])}</p> })
    };
    view! {
        <nav class="field-list" aria-label=t("field.records")>
            <States/>
            <div class="field-list__rows">
                <Show
                    when=move || rows.with(|rows| !rows.is_empty())
                    fallback=move || view! { <p class="field-list__none">{t("field.none")}</p> }
                >
                    <ul data-testid="field-list">
                        <For each=move || rows.get() key=|row| row.clone_key() let:row>
                            <li><Row row/></li>
                        </For>
                    </ul>
                </Show>
                {others}
            </div>
            <Sending/>
        </nav>
    }
}

/// What tells two drawings of a row apart.
trait Keyed {
    fn clone_key(&self) -> String;
}

impl Keyed for OutboxRow {
    fn clone_key(&self) -> String {
        format!("{self:?}")
    }
}

/// The states that there are records in.
#[component]
fn States() -> impl IntoView {
    let field = App::here().field;
    let counts = Memo::new(move |_| {
        field.view.with(|view| {
            let counts = view.as_ref().map_or(&[][..], |view| &view.counts);
            counts
                .iter()
                .filter(|of| of.count > 0)
                .copied()
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="field-states" role="group" aria-label=t("field.states")>
            {move || {
                counts
                    .get()
                    .into_iter()
                    .map(|of| {
                        let state = of.state;
                        let (_, mark) = words::state_mark(state);
                        let pressed = move || if field.only.get() == Some(state) { "true" } else { "false" };
                        let choose = move |_| field.only.update(|only| *only = (*only != Some(state)).then_some(state));
                        view! {
                            <button type="button" class="field-state-choice" aria-pressed=pressed on:click=choose>
                                {icon(mark)}
                                <span>{words::state(state)}</span>
                                <span class="field-state-choice__count">{of.count.to_string()}</span>
                            </button>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

/// That the device's clock was wrong when it signed.
fn clock(row: &OutboxRow) -> Option<String> {
    let ahead = row.clock?.ahead_seconds;
    let by = format::duration(ahead.unsigned_abs());
    Some(if ahead > 0 {
        tf("field.row-clock-ahead", &[("by", &by)])
    } else {
        tf("field.row-clock-behind", &[("by", &by)])
    })
}

#[component]
fn Row(
    /// The record.
    row: OutboxRow,
) -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let id = row.id.clone();
    let is_open = Memo::new(move |_| {
        let draft = field.id.get();
        field.opened.with(|opened| match opened {
            Opened::Nothing => false,
            Opened::Form => draft.as_deref() == Some(id.as_str()),
            Opened::Record(view) => view.row.id == id,
        })
    });
    let about = if row.subjects.is_empty() {
        t("field.untitled").to_owned()
    } else {
        row.subjects.join(", ")
    };
    let when = row.happened.map_or_else(
        || words::instant(row.changed),
        |at| format::moment_full(at, current()),
    );
    let word = format!("{:?}", row.state).to_lowercase();
    let remark = remark(&row);
    let clock = clock(&row).map(|told| {
        view! { <span class="field-item__clock tone-warn" data-testid="field-row-clock">{icon(Icon::Alert)} {told}</span> }
    });
    let record = row.id.clone();
    let event = common::event(row.event);
    let (tone, mark) = words::state_mark(row.state);
    let badge = words::state(row.state);
    let documents = (row.documents > 0).then(|| {
        view! { <span class="field-item__files">{icon(Icon::Clip)} {row.documents.to_string()}</span> }
    });
    view! {
        <button
            type="button"
            class="field-item"
            data-testid="field-row"
            data-state=word
            data-record=record
            data-event=format!("{:?}", row.event).to_lowercase()
            aria-current=move || is_open.get().then_some("true")
            on:click=move |_| field.open(app, &row)
        >
            <span class="field-item__head"><strong>{event}</strong> <Badge tone=tone mark=mark text=badge/></span>
            <span class="field-item__about">{about}</span>
            <span class="field-item__foot"><span>{when}</span> {documents} {remark} {clock}</span>
        </button>
    }
}

/// What is worth a word beside the state.
fn remark(row: &OutboxRow) -> Option<String> {
    if row.cancelling {
        return Some(t("field.cancelling").to_owned());
    }
    if row.waits_for.is_some() && row.state == FieldState::Signed {
        return Some(t("field.waits").to_owned());
    }
    if let Some(at) = row.next_attempt.filter(|_| row.state == FieldState::Signed) {
        return Some(tf("field.next-attempt", &[("time", &words::instant(at))]));
    }
    let block = row.block?;
    Some(tf("field.in-block", &[("block", &format::count(block))]))
}
