//! A finding, in words: what is wrong, the figures that show it, whom to ask, and the events behind it.

use leptos::prelude::*;
use protocol::{EventRef, Finding};

use crate::{
    components::{
        badge::{severity_tone, tone_class},
        icon::{Icon, icon},
    },
    locales::{tf, tn, words},
    logic::format,
};

/// One finding.
#[component]
pub(crate) fn FindingBox(
    /// What was found.
    finding: Finding,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let class = format!("finding {}", tone_class(severity_tone(finding.severity)));
    let count = u64::try_from(finding.events.len()).unwrap_or(u64::MAX);
    let show = tn("finding.show.one", "finding.show.many", count);
    let events = StoredValue::new(finding.events);
    let advice = (!finding.advice.is_empty()).then(|| format!(" {}", finding.advice));
    view! {
        <section class=class data-testid="finding">
            <p>
                <span class="finding__mark" title=words::severity(finding.severity)>{icon(Icon::Alert)}</span>
                <span class="visually-hidden">{words::severity(finding.severity)} ": "</span>
                <strong>{finding.title}</strong>
                " "
                {finding.message}
                {advice}
                " "
                <Show when=move || { count > 0 }>
                    <button
                        type="button"
                        class="link"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {show.clone()}
                    </button>
                </Show>
            </p>
            <Show when=move || open.get()>
                <ul class="finding__events">{events.with_value(|events| events.iter().map(event).collect_view())}</ul>
            </Show>
        </section>
    }
}

fn event(event: &EventRef) -> impl IntoView + use<> {
    let place = tf("event.block", &[("block", &format::count(event.block))]);
    view! {
        <li>
            <span>{event.title.clone()}</span>
            <span class="finding__block">{words::event(event.event)} " · " {place}</span>
        </li>
    }
}
