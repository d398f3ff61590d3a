//! A finding, in words: what is wrong, the figures that show it, whom to ask, and the events behind it.

use leptos::prelude::*;
use protocol::{EventRef, Finding, Severity};

use crate::{
    components::{
        badge::{severity_tone, tone_class},
        icon::{Icon, icon},
    },
    locales::{t, tf, tn, words},
    logic::format,
    state::App,
};

/// The mark of a severity; the three differ in shape.
pub(crate) const fn severity_icon(severity: Severity) -> Icon {
    match severity {
        Severity::Error => Icon::Stop,
        Severity::Warning => Icon::Alert,
        Severity::Note => Icon::Info,
    }
}

/// One finding.
#[component]
pub(crate) fn FindingBox(
    /// What was found.
    finding: Finding,
) -> impl IntoView {
    let class = format!("finding {}", tone_class(severity_tone(finding.severity)));
    let mark = severity_icon(finding.severity);
    view! {
        <section class=class data-testid="finding">
            <p>
                <span class="finding__mark" title=words::severity(finding.severity)>{icon(mark)}</span>
                <span class="visually-hidden">{words::severity(finding.severity)} ": "</span>
                <strong>{finding.title}</strong>
            </p>
            <p>{finding.message}</p>
            {(!finding.advice.is_empty()).then(|| view! { <p class="finding__advice">{finding.advice}</p> })}
            <Events events=finding.events/>
        </section>
    }
}

/// The events that show something, behind a button; each leads to its place in the history of an asset.
#[component]
pub(crate) fn Events(
    /// In chain order.
    events: Vec<EventRef>,
    /// How many there are where not all are told.
    #[prop(optional)]
    total: u32,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let told = u64::try_from(events.len()).unwrap_or(u64::MAX);
    let count = told.max(u64::from(total));
    let rest = (count > told).then(|| {
        let n = format::count(count - told);
        view! { <li class="finding__block">{tf("event.more", &[("n", &n)])}</li> }
    });
    let show = tn("finding.show.one", "finding.show.many", count);
    let is_empty = events.is_empty();
    let events = StoredValue::new(events);
    let list = move || events.with_value(|events| events.iter().map(event).collect_view());
    view! {
        <Show when=move || !is_empty>
            <button
                type="button"
                class="link finding__show"
                data-testid="show-events"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {show.clone()}
            </button>
        </Show>
        <Show when=move || open.get()>
            <ul class="finding__events">{list} {rest.clone()}</ul>
        </Show>
    }
}

fn event(about: &EventRef) -> impl IntoView + use<> {
    let place = tf("event.block", &[("block", &format::count(about.block))]);
    let key = (about.block, about.log_index);
    let title = about.title.clone();
    let title = match about.asset.clone() {
        Some(asset) => {
            let app = App::here();
            view! {
                <button
                    type="button"
                    class="link-quiet"
                    title=t("event.look")
                    on:click=move |_| app.open_event(asset.clone(), key)
                >
                    {title}
                </button>
            }
            .into_any()
        }
        None => view! { <span>{title}</span> }.into_any(),
    };
    view! {
        <li>
            {title}
            <span class="finding__block">{words::event(about.event)} " · " {place}</span>
        </li>
    }
}
