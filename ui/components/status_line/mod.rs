//! The line that is always there: how fresh the workspace is, and how well it is proven.

use leptos::prelude::*;
use protocol::{Job, Progress, SyncLine, SyncState};

use crate::{
    bridge::browser,
    components::icon::{Icon, icon},
    locales::{current, t, tf, tn, words},
    logic::{calendar::Civil, format},
    state::App,
};

/// The bar below the page.
#[component]
pub(crate) fn StatusLine() -> impl IntoView {
    let app = App::here();
    let line = move || match app.workspace() {
        Some(state) => facts(app, &state.sync, state.can_sync).into_any(),
        None => view! { <span>{t("status.nothing-open")}</span> }.into_any(),
    };
    view! {
        <footer class="status-line" data-testid="sync-line" role="status">
            {line}
            <span class="status-line__rest"></span>
            <Work/>
            <span class="status-line__version">{concat!("Waymark ", env!("CARGO_PKG_VERSION"))}</span>
        </footer>
    }
}

fn facts(app: App, sync: &SyncLine, can_sync: bool) -> impl IntoView + use<> {
    let tone = match sync.state {
        SyncState::Synced => "tone-good",
        SyncState::Offline | SyncState::Syncing => "tone-warn",
        SyncState::Error => "tone-bad",
    };
    let findings = (sync.findings > 0).then(|| {
        tn(
            "count.findings.one",
            "count.findings.many",
            u64::from(sync.findings),
        )
    });
    let button = can_sync.then(|| {
        view! {
            <button
                type="button"
                class="status-line__action"
                disabled=move || app.busy.get()
                data-testid="sync-now"
                on:click=move |_| app.sync()
            >
                {icon(Icon::Sync)}
                {t("action.sync")}
            </button>
        }
    });
    view! {
        <span class=format!("status-line__state {tone}")>
            <span class="status-line__dot"></span>
            {freshness(sync)}
        </span>
        <span>{proven(sync)}</span>
        {findings.map(|words| view! { <span>{words}</span> })}
        {button}
    }
}

/// Such as `Offline · synced to block 19 310 · 14:02`.
fn freshness(sync: &SyncLine) -> String {
    let state = words::sync(sync.state);
    let Some(block) = sync.block else {
        return format!("{state} · {}", t("status.never"));
    };
    let block = tf("status.block", &[("block", &format::count(block))]);
    let Some(at) = sync.at_unix else {
        return format!("{state} · {block}");
    };
    let civil = Civil::at(at, browser::offset_minutes(at));
    let now = browser::now();
    let today = Civil::at(now, browser::offset_minutes(now));
    let when = if civil.same_day(today) {
        format::time(civil)
    } else {
        format::day_and_time(civil, current())
    };
    format!("{state} · {block} · {when}")
}

/// Such as `213 of 214 events sealed`, by the strongest assurance that occurs.
fn proven(sync: &SyncLine) -> String {
    let all = format::count(u64::from(sync.events));
    match sync.assurance.first() {
        Some(best) => tf(
            "status.proven",
            &[
                ("n", &format::count(u64::from(best.count))),
                ("all", &all),
                ("how", &words::assurance(best.assurance).to_lowercase()),
            ],
        ),
        None => tf("status.events", &[("all", &all)]),
    }
}

/// Such as `Block 4 200 of 19 310 · 850 blocks/s · 18 s left`.
fn under_way(progress: &Progress) -> String {
    let at = match progress.job {
        Job::Sync => "sync.at",
        Job::Prove => "sync.proving",
        _ => return progress.words.clone(),
    };
    let Some(total) = progress.total else {
        return progress.words.clone();
    };
    let (done, total) = (format::count(progress.done), format::count(total));
    let mut words = vec![tf(at, &[("block", &done), ("head", &total)])];
    words.extend(
        progress
            .per_second
            .map(|rate| tf("sync.rate", &[("n", &format::count(rate))])),
    );
    words.extend(
        progress
            .seconds_left
            .filter(|seconds| *seconds > 0)
            .map(|seconds| tf("sync.left", &[("time", &format::duration(seconds))])),
    );
    words.join(" · ")
}

/// Work under way, with a way to stop it.
#[component]
fn Work() -> impl IntoView {
    let app = App::here();
    view! {
        {move || {
            app.progress.get().map(|progress| view! {
                <span class="status-line__work">
                    <progress
                        max=progress.total.map(|total| total.to_string())
                        value=progress.total.map(|_| progress.done.to_string())
                    ></progress>
                    <span data-testid="sync-progress">{under_way(&progress)}</span>
                    <button
                        type="button"
                        class="status-line__action"
                        title=t("sync.stop-hint")
                        data-testid="sync-stop"
                        on:click=move |_| app.cancel()
                    >
                        {icon(Icon::Close)}
                        {t("sync.stop")}
                    </button>
                </span>
            })
        }}
    }
}
