//! What happened to an asset, newest first.

use leptos::prelude::*;
use protocol::TimelineEntry;

use crate::{
    components::badge::tone_class,
    locales::{current, t, tf, tn, words},
    logic::format,
};

/// The events of an asset.
#[component]
pub(crate) fn Timeline(
    /// Newest first.
    entries: Vec<TimelineEntry>,
) -> impl IntoView {
    let count = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <section class="part">
            <header class="part__head">
                <h3>{t("timeline.title")}</h3>
                <span>{tn("count.events.one", "count.events.many", count)}</span>
            </header>
            <ol class="timeline">{rows}</ol>
        </section>
    }
}

fn row(entry: TimelineEntry) -> impl IntoView {
    let mut aside = vec![format::moment_day(entry.at, current())];
    if let Some(block) = entry.block {
        aside.push(tf("event.block", &[("block", &format::count(block))]));
    }
    aside.extend(
        [entry.party, entry.place]
            .into_iter()
            .filter(|text| !text.is_empty()),
    );
    let proof = words::assurance(entry.assurance);
    let title = format!(
        "{} · {proof}: {}",
        format::moment_full(entry.at, current()),
        words::assurance_meaning(entry.assurance)
    );
    view! {
        <li class=format!("timeline__entry {}", tone_class(entry.tone))>
            <div>{entry.title}</div>
            <div class="timeline__aside" title=title>{aside.join(" · ")}</div>
        </li>
    }
}
