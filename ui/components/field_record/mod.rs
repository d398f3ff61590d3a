//! A record that cannot be changed any more: what was signed, how far it has come, what stands against it and the ways out.

use leptos::prelude::*;
use protocol::field::{
    AttemptView, ConflictView, DocumentState, FactView, FieldRecordView, FieldState, WayOut,
};

use crate::{
    components::{
        badge::{AssuranceBadge, Badge},
        icon::{Icon, icon},
    },
    locales::{current, field as words, t, tf, words as common},
    logic::format,
    state::{App, Opened},
};

/// The way of every record, in its order.
const WAY: [FieldState; 6] = [
    FieldState::Draft,
    FieldState::Ready,
    FieldState::Signed,
    FieldState::Sent,
    FieldState::Confirmed,
    FieldState::Sealed,
];

/// The open record.
#[component]
pub(crate) fn RecordView() -> impl IntoView {
    let app = App::here();
    let view = Memo::new(move |_| {
        app.field.opened.with(|opened| match opened {
            Opened::Record(view) => Some((**view).clone()),
            Opened::Nothing | Opened::Form => None,
        })
    });
    move || view.get().map(|view| shown(app, view))
}

fn shown(app: App, view: FieldRecordView) -> impl IntoView {
    let row = &view.row;
    let (tone, mark) = words::state_mark(row.state);
    let word = format!("{:?}", row.state).to_lowercase();
    let title = common::event(row.event);
    let about = row.subjects.join(", ");
    let state = words::state(row.state);
    let steps = way(row.state);
    let refusal = refusal(&view);
    let clock = clock(&view);
    let record = row.id.clone();
    let conflicts = conflicts(&view);
    let ways = ways(app, &view);
    let facts = facts(&view);
    let documents = documents(&view.documents);
    let attempts = attempts(&view.attempts);
    view! {
        <article class="field-record" data-testid="field-record" data-state=word data-record=record>
            <header class="field-form__head">
                <div><h2>{title}</h2><p>{about}</p></div>
                <Badge tone=tone mark=mark text=state/>
            </header>
            {steps}
            <div class="field-form__body">
                {refusal}
                {clock}
                {conflicts}
                {ways}
                {facts}
                {documents}
                {attempts}
            </div>
        </article>
    }
}

/// How far it has come, step by step.
fn way(state: FieldState) -> impl IntoView {
    let reached = WAY.iter().position(|step| *step == state);
    // What was refused or called off was signed.
    let reached = reached.unwrap_or(2);
    let steps = WAY
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let (_, mark) = words::state_mark(*step);
            let class = if at <= reached { "field-way__step field-way__step--done" } else { "field-way__step" };
            let now = (at == reached).then_some("step");
            view! { <li class=class aria-current=now>{icon(mark)} <span>{words::state(*step)}</span></li> }
        })
        .collect_view();
    view! { <ol class="field-way" aria-label=t("field.way")>{steps}</ol> }
}

fn refusal(view: &FieldRecordView) -> Option<impl IntoView + use<>> {
    let refusal = view.row.refusal.clone()?;
    let hint = if refusal.for_good {
        t("field.for-good")
    } else {
        t("field.not-for-good")
    };
    let title = refusal.block.map_or_else(
        || t("field.refused").to_owned(),
        |block| tf("field.refused-at", &[("block", &format::count(block))]),
    );
    Some(view! {
        <div class="problem tone-bad" data-testid="field-refusal">
            {icon(Icon::Stop)}
            <div><strong>{title}</strong><p>{refusal.words}</p><p>{hint}</p></div>
        </div>
    })
}

fn clock(view: &FieldRecordView) -> Option<impl IntoView + use<>> {
    let ahead = view.row.clock?.ahead_seconds;
    let by = format::duration(ahead.unsigned_abs());
    let text = if ahead > 0 {
        tf("field.clock-ahead", &[("by", &by)])
    } else {
        tf("field.clock-behind", &[("by", &by)])
    };
    Some(view! {
        <div class="problem tone-warn" data-testid="field-clock">{icon(Icon::Alert)} <div><strong>{text}</strong><p>{t("field.clock-hint")}</p></div></div>
    })
}

/// Before, mine, theirs, each in its own column that never changes its place.
fn conflicts(view: &FieldRecordView) -> Option<impl IntoView + use<>> {
    if view.conflicts.is_empty() {
        return None;
    }
    let rows = view.conflicts.iter().map(conflict).collect::<Vec<_>>();
    Some(view! {
        <section class="field-conflicts" data-testid="field-conflicts">
            <h3>{t("field.conflicts")}</h3>
            <p>{t("field.conflicts-hint")}</p>
            <div class="sheet">
                <table class="plain-table">
                    <thead>
                        <tr><th scope="col">{t("field.conflict")}</th><th scope="col">{t("field.before")}</th><th scope="col">{t("field.mine")}</th><th scope="col">{t("field.theirs")}</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    })
}

/// What a record says; of some things it says nothing.
fn mine(fact: &FactView) -> String {
    match fact {
        FactView::Nothing => t("field.fact.says-nothing").to_owned(),
        said => words::fact(said),
    }
}

fn conflict(of: &ConflictView) -> impl IntoView + use<> {
    let title = of.epc.clone().unwrap_or_default();
    view! {
        <tr data-testid="field-conflict">
            <th scope="row" title=title>
                <span class="tone-bad field-conflict__word">{icon(Icon::Alert)} {words::conflict(of.word)}</span>
                <span class="field-conflict__subject">{of.subject.clone()}</span>
            </th>
            <td>{words::fact(&of.before)}</td>
            <td>{mine(&of.mine)}</td>
            <td>{words::fact(&of.theirs)}</td>
        </tr>
    }
}

/// The ways out, each with what it does.
fn ways(app: App, view: &FieldRecordView) -> Option<impl IntoView + use<>> {
    if view.ways.is_empty() {
        return None;
    }
    let buttons = view
        .ways
        .iter()
        .map(|way| {
            let (way, id) = (*way, view.row.id.clone());
            let testid = match way {
                WayOut::SendAnyway => "field-way-send",
                WayOut::Adjust => "field-way-adjust",
                WayOut::Correct => "field-way-correct",
                WayOut::Cancel => "field-way-cancel",
                WayOut::LetExpire => "field-way-expire",
                WayOut::Discard => "field-way-discard",
            };
            view! {
                <li>
                    <button type="button" class="button" data-testid=testid on:click=move |_| app.field.take_way(app, id.clone(), way)>
                        {words::way(way)}
                    </button>
                    <span>{words::way_means(way)}</span>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="field-ways">
            <h3>{t("field.ways")}</h3>
            <ul>{buttons}</ul>
        </section>
    })
}

fn facts(view: &FieldRecordView) -> impl IntoView + use<> {
    let row = &view.row;
    let line = |caption: &'static str, value: Option<String>| {
        value.map(|value| view! { <dt>{caption}</dt> <dd>{value}</dd> })
    };
    let hash = |caption: &'static str, value: Option<String>| {
        value.map(|value| view! { <dt>{caption}</dt> <dd><code title=value.clone()>{format::middle(&value, 34)}</code></dd> })
    };
    let assurance = row
        .assurance
        .map(|of| view! { <dt>{t("field.proven")}</dt> <dd><AssuranceBadge assurance=of/></dd> });
    let remarks = (!view.record.remarks.is_empty()).then(|| view.record.remarks.clone());
    view! {
        <dl class="facts">
            {line(t("field.party"), Some(row.party.clone()))}
            {line(t("field.time"), row.happened.map(|at| format::moment_full(at, current())))}
            {line(t("field.signed-by"), Some(row.device.clone()))}
            {line(t("field.signed-at"), view.signed_at.map(words::instant))}
            {line(t("field.known-block"), view.known_block.map(format::count))}
            {line(t("field.block"), row.block.map(format::count))}
            {assurance}
            {hash(t("field.transaction"), row.transaction.clone())}
            {hash(t("field.capture"), view.capture.clone())}
            {line(t("field.expires"), view.expires.map(words::instant))}
            {line(t("field.remarks"), remarks)}
        </dl>
    }
}

fn documents(documents: &[DocumentState]) -> Option<impl IntoView + use<>> {
    if documents.is_empty() {
        return None;
    }
    let items = documents
        .iter()
        .map(|of| {
            let (tone, mark, word) = match (of.confirmed, of.at_hand) {
                (true, _) => (protocol::Tone::Good, Icon::Check, t("field.document-confirmed")),
                (false, true) => (protocol::Tone::Neutral, Icon::Dot, t("field.document-waiting")),
                (false, false) => (protocol::Tone::Bad, Icon::Cross, t("field.document-gone")),
            };
            view! {
                <li>
                    <strong>{of.document.name.clone()}</strong>
                    <code title=of.document.sha256.clone()>{format::middle(&of.document.sha256, 16)}</code>
                    <Badge tone=tone mark=mark text=word/>
                </li>
            }
        })
        .collect_view();
    Some(
        view! { <section><h3>{t("field.documents")}</h3><ul class="field-attached">{items}</ul></section> },
    )
}

fn attempts(attempts: &[AttemptView]) -> Option<impl IntoView + use<>> {
    if attempts.is_empty() {
        return None;
    }
    let items = attempts
        .iter()
        .map(|of| {
            view! { <li><span>{words::instant(of.at)}</span> <strong>{words::attempt(of.outcome)}</strong> <span>{of.words.clone()}</span></li> }
        })
        .collect_view();
    Some(
        view! { <section><h3>{t("field.attempts")}</h3><ul class="field-attached">{items}</ul></section> },
    )
}
