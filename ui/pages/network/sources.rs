//! Where sources disagree, what is held, and what a look at the workspace found.

use leptos::{prelude::*, task::spawn_local};
use protocol::{Check, CheckOutcome, DisagreementView, DoctorView, StorageView, Tone};

use crate::{
    bridge::{self, browser},
    components::{
        badge::Badge,
        icon::{Icon, icon},
    },
    locales::{current, t, tf},
    logic::{calendar::Civil, format},
    state::App,
};

/// What sources say otherwise.
pub(super) fn disagreements(listed: Vec<DisagreementView>) -> impl IntoView {
    let none = listed
        .is_empty()
        .then(|| view! { <p>{t("network.no-disagreements")}</p> });
    let rows = listed.into_iter().map(row).collect::<Vec<_>>();
    view! {
        <section class="sheet sheet--padded" data-testid="network-disagreements">
            <h2>{t("network.disagreements")}</h2>
            {none}
            <ul class="network__list">{rows}</ul>
        </section>
    }
}

fn row(one: DisagreementView) -> impl IntoView {
    let (tone, word) = match (&one.settled, one.kind.as_str()) {
        (Some(_), _) => (Tone::Neutral, t("network.settled")),
        // Nobody is wrong, and nothing can be done.
        (None, "private") => (Tone::Warn, t("network.private")),
        (None, _) => (Tone::Bad, t("network.open")),
    };
    let block = tf("event.block", &[("block", &format::count(one.block))]);
    let civil = Civil::at(one.found_unix, browser::offset_minutes(one.found_unix));
    let when = format::day_and_time(civil, current());
    view! {
        <li class="network__disagreement" data-testid="network-disagreement">
            <Badge tone=tone text=word/>
            <span>{tf("network.says", &[("source", &one.source)])}</span>
            <span class="caption">{format!("{block} · {when}")}</span>
            <dl class="facts">
                <dt>{t("network.held")}</dt>
                <dd><code>{one.held}</code></dd>
                <dt>{t("network.claimed")}</dt>
                <dd><code>{one.claimed}</code></dd>
            </dl>
        </li>
    }
}

/// How much is held.
pub(super) fn storage(held: StorageView) -> impl IntoView {
    let replaced = (held.superseded > 0).then(|| {
        let words = tf(
            "network.replaced",
            &[("n", &format::count(held.superseded))],
        );
        view! { <span class="caption">{words}</span> }
    });
    view! {
        <section class="sheet sheet--padded" data-testid="network-storage">
            <h2>{t("network.storage")}</h2>
            <dl class="facts">
                <dt>{t("network.size")}</dt>
                <dd>{format::bytes(held.bytes, current())}</dd>
                <dt>{t("network.blocks")}</dt>
                <dd>{format::count(held.blocks)}</dd>
                <dt>{t("network.events")}</dt>
                <dd class="network__line"><span>{format::count(held.events)}</span> {replaced}</dd>
            </dl>
        </section>
    }
}

/// A look at everything, when the user asks for it.
#[component]
pub(super) fn Examination() -> impl IntoView {
    let app = App::here();
    let found = RwSignal::new(None::<DoctorView>);
    let looking = RwSignal::new(false);
    let look = move |_| {
        looking.set(true);
        spawn_local(async move {
            match bridge::doctor().await {
                Ok(view) => {
                    let _ = found.try_set(Some(view));
                }
                Err(error) => app.fail(error),
            }
            let _ = looking.try_set(false);
        });
    };
    let words = move || {
        if looking.get() {
            t("network.examining")
        } else {
            t("network.examine")
        }
    };
    let checks = move || {
        found
            .get()
            .map(|view| view.checks.into_iter().map(check).collect::<Vec<_>>())
    };
    view! {
        <section class="sheet sheet--padded" data-testid="network-examination">
            <h2>{t("network.doctor")}</h2>
            <p class="sheet__words">{t("network.doctor-hint")}</p>
            <button
                type="button"
                class="button"
                disabled=move || looking.get()
                data-testid="network-doctor"
                on:click=look
            >
                {icon(Icon::Search)}
                {words}
            </button>
            <ul class="network__list network__checks" aria-live="polite">{checks}</ul>
        </section>
    }
}

fn check(check: Check) -> impl IntoView {
    let (tone, word) = match check.outcome {
        CheckOutcome::Good => (Tone::Good, t("check.good")),
        CheckOutcome::NotChecked => (Tone::Neutral, t("check.not-checked")),
        CheckOutcome::Warning => (Tone::Warn, t("check.warning")),
        CheckOutcome::Bad => (Tone::Bad, t("check.bad")),
    };
    let hint = (!check.hint.is_empty()).then(|| view! { <p class="caption">{check.hint}</p> });
    view! {
        <li data-testid="doctor-check">
            <Badge tone=tone text=word/>
            <div class="network__found"><span>{check.message}</span> {hint}</div>
        </li>
    }
}
