//! How far the record reaches, and how well it is proven.

use leptos::prelude::*;
use protocol::{Assurance, Freshness};

use crate::{
    bridge::browser,
    components::{
        charts::{self, Texture},
        icon::{Icon, icon},
    },
    locales::{current, t, tf, words},
    logic::{calendar::Civil, format},
    state::{App, Place},
};

/// The panel.
pub(super) fn freshness(app: App, fresh: &Freshness) -> impl IntoView + use<> {
    let locale = current();
    let block = |block: Option<u64>, none: &'static str| match block {
        Some(block) => tf("event.block", &[("block", &format::count(block))]),
        None => none.to_owned(),
    };
    let clock =
        |unix: i64| format::day_and_time(Civil::at(unix, browser::offset_minutes(unix)), locale);
    let facts = [
        (
            t("overview.synced-to"),
            block(fresh.block, t("status.never")),
        ),
        (
            t("overview.synced-at"),
            fresh.synced_unix.map_or_else(String::new, clock),
        ),
        // A ledger on which nothing has happened yet has a directory at most.
        (
            t("overview.newest-event"),
            match fresh.judged_unix {
                0 => String::new(),
                second => clock(second),
            },
        ),
        (
            t("network.sealed-to"),
            block(fresh.sealed_to, t("network.not-sealed")),
        ),
        (
            t("network.complete-to"),
            block(fresh.complete_to, t("network.not-proven")),
        ),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(word, value)| view! { <dt>{word}</dt> <dd>{value}</dd> })
        .collect_view();
    let parts: Vec<_> = (fresh.assurance.iter())
        .map(|counted| (texture(counted.assurance), counted.count))
        .collect();
    let legend = (fresh.assurance.iter())
        .map(|counted| {
            let events = format::count(u64::from(counted.count));
            let word = format!("{} {events}", words::assurance(counted.assurance));
            (texture(counted.assurance), word)
        })
        .collect();
    let all = format::count(u64::from(fresh.events));
    let proven = tf("overview.events", &[("n", &all)]);
    let disagreements = (fresh.disagreements > 0).then(|| {
        let n = format::count(u64::from(fresh.disagreements));
        view! {
            <div class="problem tone-warn">
                {icon(Icon::Alert)}
                <div>
                    <strong>{tf("overview.disagreements", &[("n", &n)])}</strong>
                    " "
                    <button type="button" class="link" on:click=move |_| app.go(Place::Network)>{t("action.go-network")}</button>
                </div>
            </div>
        }
    });
    let can_sync = app.workspace().is_some_and(|state| state.can_sync);
    let sync = can_sync.then(|| {
        view! {
            <button type="button" class="button button--small" disabled=move || app.busy.get() on:click=move |_| app.sync()>
                {icon(Icon::Sync)}
                {t("action.sync")}
            </button>
        }
    });
    view! {
        <section class="sheet freshness" aria-labelledby="freshness-title" data-testid="freshness">
            <header class="attention__head">
                <h2 id="freshness-title">{t("overview.freshness")}</h2>
                {sync}
            </header>
            <dl class="facts">{facts}</dl>
            <h3 class="freshness__proven">{proven}</h3>
            {charts::parts(&parts)}
            {charts::legend(legend)}
            {disagreements}
        </section>
    }
}

/// The better proven, the fuller.
const fn texture(assurance: Assurance) -> Texture {
    match assurance {
        Assurance::Sealed => Texture::Full,
        Assurance::Included => Texture::Hatched,
        Assurance::Reported => Texture::Dotted,
        Assurance::Declared | Assurance::Pending => Texture::Hollow,
    }
}
