//! What waits in the outbox, beside what is on the ledger: a mark at an asset that will change, and its events to come.

use leptos::prelude::*;
use protocol::{PendingChange, PendingEvent};

use crate::{
    components::{
        badge::tone_class,
        icon::{Icon, icon},
    },
    locales::{current, field, t, tf, words},
    logic::format,
};

/// What will become of an asset, such as `Shipped (signed), then with Solderon NV, 0 kg left`.
pub(crate) fn in_words(change: &PendingChange) -> String {
    let state = field::state(change.state).to_lowercase();
    let values = [("event", words::event(change.event)), ("state", &state)];
    let mut parts = vec![tf("pending.will-be", &values)];
    if let Some(holder) = &change.holder {
        parts.push(if holder.is_empty() {
            t("pending.with-nobody").to_owned()
        } else {
            tf("pending.with", &[("holder", holder)])
        });
    }
    if let Some(left) = &change.left {
        let left = format::amount(left, current());
        parts.push(tf("pending.left", &[("left", &left)]));
    }
    if change.records > 1 {
        let n = format::count(change.records.into());
        parts.push(tf("pending.more", &[("n", &n)]));
    }
    parts.join(", ")
}

/// A mark in a row: what will happen in a word, the rest for those who rest the pointer on it or hear it.
pub(crate) fn change_mark(change: &PendingChange) -> impl IntoView + use<> {
    let whole = tf("pending.mark", &[("change", &in_words(change))]);
    let title = whole.clone();
    view! {
        <span class="pending-mark" title=title data-testid="pending-change">
            {icon(Icon::Upload)}
            <span aria-hidden="true">{words::event(change.event)}</span>
            <span class="visually-hidden">{whole}</span>
        </span>
    }
}

/// The events of an asset that are not on the ledger; nothing where there are none.
pub(crate) fn pending_events(events: &[PendingEvent]) -> Option<impl IntoView + use<>> {
    if events.is_empty() {
        return None;
    }
    let rows = events.iter().map(event).collect_view();
    Some(view! {
        <div class="pending-events" data-testid="pending-events">
            <h4>{t("pending.title")}</h4>
            <ol class="timeline">{rows}</ol>
        </div>
    })
}

fn event(event: &PendingEvent) -> impl IntoView + use<> {
    let (tone, mark) = field::state_mark(event.state);
    let mut aside = vec![format::moment_day(event.at, current())];
    let whom = [event.party.clone(), event.place.clone()];
    aside.extend(whom.into_iter().filter(|text| !text.is_empty()));
    let why = event.refused_because.as_ref().map(|why| {
        let why = tf("pending.because", &[("why", why)]);
        view! { <div class="timeline__aside">{why}</div> }
    });
    view! {
        <li class=format!("timeline__entry {}", tone_class(tone)) data-testid="pending-event">
            <div>{event.title.clone()}</div>
            <div class="timeline__aside" title=format::moment_full(event.at, current())>
                <span class=format!("pending-events__state {}", tone_class(tone))>{icon(mark)} {field::state(event.state)}</span>
                " · "
                {aside.join(" · ")}
            </div>
            {why}
        </li>
    }
}
