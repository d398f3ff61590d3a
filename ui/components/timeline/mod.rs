//! What happened to an asset, newest first, each event with how well it is proven: the ring of a proven one is closed, of
//! one that is only said it is dashed.

use leptos::prelude::*;
use protocol::{Assurance, PendingEvent, TimelineEntry};

use crate::{
    components::{
        badge::{assurance_icon, tone_class},
        icon::icon,
        pending::pending_events,
    },
    locales::{current, t, tf, tn, words},
    logic::format,
    state::event_id,
};

/// How many events are shown before the rest is asked for.
const FIRST: usize = 60;

/// The events of an asset.
#[component]
pub(crate) fn Timeline(
    /// Newest first.
    entries: Vec<TimelineEntry>,
    /// How many there are where not all are told.
    total: u32,
    /// What waits in the outbox, newest first.
    pending: Vec<PendingEvent>,
) -> impl IntoView {
    let all = entries.len();
    let told = u64::try_from(all).unwrap_or(u64::MAX);
    let count = told.max(u64::from(total));
    let rest = (count > told).then(|| {
        let n = format::count(count - told);
        view! { <p class="timeline__aside">{tf("timeline.untold", &[("n", &n)])}</p> }
    });
    let shown = RwSignal::new(FIRST);
    let entries = StoredValue::new(entries);
    let rows = move || {
        let shown = shown.get();
        entries.with_value(|entries| entries.iter().take(shown).map(row).collect_view())
    };
    view! {
        <section class="part timeline-part" aria-labelledby="timeline-title" data-testid="timeline">
            <header class="part__head">
                <h3 id="timeline-title">{t("timeline.title")}</h3>
                {(count > 0).then(|| view! { <span>{tn("count.events.one", "count.events.many", count)}</span> })}
            </header>
            {pending_events(&pending)}
            <ol class="timeline">{rows}</ol>
            <Show when=move || { shown.get() < all }>
                <button type="button" class="link" on:click=move |_| shown.update(|shown| *shown *= 4)>
                    {t("timeline.more")}
                </button>
            </Show>
            {rest}
        </section>
    }
}

fn row(entry: &TimelineEntry) -> impl IntoView + use<> {
    let proof = words::assurance(entry.assurance);
    let mut aside = vec![format::moment_day(entry.at, current())];
    if let Some(block) = entry.block {
        aside.push(tf("event.block", &[("block", &format::count(block))]));
    }
    let whom = [entry.party.clone(), entry.place.clone()];
    aside.extend(whom.into_iter().filter(|text| !text.is_empty()));
    let title = format!(
        "{} · {proof}: {}",
        format::moment_full(entry.at, current()),
        words::assurance_meaning(entry.assurance)
    );
    let proven = match entry.assurance {
        Assurance::Sealed | Assurance::Included => "timeline__entry--proven",
        Assurance::Reported | Assurance::Declared | Assurance::Pending => "timeline__entry--said",
    };
    let id = entry
        .block
        .map(|block| event_id((block, entry.log_index.unwrap_or(0))));
    view! {
        <li class=format!("timeline__entry {proven} {}", tone_class(entry.tone)) id=id tabindex="-1">
            <div>{entry.title.clone()}</div>
            <div class="timeline__aside" title=title>
                <span class="timeline__proof">{icon(assurance_icon(entry.assurance))} {proof}</span>
                " · "
                {aside.join(" · ")}
            </div>
        </li>
    }
}
