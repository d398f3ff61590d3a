//! Then and now: two blocks, what changed between them, and which issued reports that undermines.

mod changes;
mod reports;

use std::sync::Arc;

use leptos::prelude::*;
use protocol::{BlockPoint, CompareView, Finding};

use crate::{
    bridge::browser,
    components::{finding::FindingBox, icon::Icon, icon::icon, range_bar::RangeBar},
    locales::{current, t, tf, tn},
    logic::{calendar::Civil, format, identity},
    state::App,
};

/// The page.
#[component]
pub(crate) fn ComparePage() -> impl IntoView {
    let app = App::here();
    Effect::new(move || app.compare.ask(app));
    let body = move || app.compare.view.get().map(|view| shown(app, &view));
    view! { <div class="page page--flow compare">{body}</div> }
}

fn shown(app: App, view: &Arc<CompareView>) -> impl IntoView + use<> {
    let newest = app
        .workspace()
        .and_then(|state| state.sync.block)
        .unwrap_or(view.now.block);
    let compare = app.compare;
    view! {
        <header class="compare__head">
            <h1>{t("nav.compare")}</h1>
            {about(app, view)}
        </header>
        <div class="compare__points">
            {point("then", t("compare.then"), view.then, view.now.block, move |block| {
                compare.then.set(Some(block));
            })}
            {point("now", t("compare.now"), view.now, newest, move |block| {
                let then = compare.view.with_untracked(|view| view.as_ref().map(|view| view.then.block));
                compare.then.set(then.map(|then| then.min(block)));
                compare.now.set((block < newest).then_some(block));
            })}
        </div>
        {reports::undermined(app, &view.reports)}
        {recycled(view)}
        {findings(t("compare.appeared"), &view.appeared)}
        {findings(t("compare.gone"), &view.gone)}
        {changes::groups(app, &view.groups)}
    }
}

/// What it is about, and the way to all of the ledger.
fn about(app: App, view: &CompareView) -> impl IntoView + use<> {
    let Some(epc) = view.epc.clone() else {
        return view! { <p class="compare__about">{t("compare.all")}</p> }.into_any();
    };
    let name = identity::told_apart(&view.name, &epc);
    view! {
        <p class="compare__about">
            {t("compare.lineage-of")} " "
            <button type="button" class="link" on:click=move |_| app.open_asset(epc.clone())>{name}</button>
            <button
                type="button"
                class="button button--small"
                data-testid="compare-all"
                on:click=move |_| app.compare.about(None)
            >
                {t("compare.show-all")}
            </button>
        </p>
    }
    .into_any()
}

/// One of the two blocks: by number, by slider, with its date and what was known then.
fn point(
    id: &'static str,
    title: &'static str,
    point: BlockPoint,
    last: u64,
    choose: impl Fn(u64) + Copy + 'static,
) -> impl IntoView {
    let at = Civil::at(point.at_unix, browser::offset_minutes(point.at_unix));
    let known = [
        tn(
            "count.events.one",
            "count.events.many",
            u64::from(point.events),
        ),
        tn(
            "count.assets.one",
            "count.assets.many",
            u64::from(point.assets),
        ),
    ]
    .join(" · ");
    let chosen = move |text: String| {
        if let Ok(block) = text.trim().parse::<u64>() {
            choose(block.min(last));
        }
    };
    let label = tf("compare.block-of", &[("which", title)]);
    view! {
        <fieldset class="compare__point">
            <legend>{title}</legend>
            <div class="compare__block">
                <label for=format!("compare-{id}")>{t("network.block")}</label>
                <input
                    type="text"
                    inputmode="numeric"
                    id=format!("compare-{id}")
                    data-testid=format!("compare-{id}")
                    autocomplete="off"
                    maxlength="14"
                    prop:value=point.block.to_string()
                    on:change=move |event| chosen(event_target_value(&event))
                />
                <span class="compare__when">{format::day_and_time(at, current())}</span>
            </div>
            <input
                type="range"
                aria-label=label
                min="0"
                max=last.to_string()
                prop:value=point.block.to_string()
                on:change=move |event| chosen(event_target_value(&event))
            />
            <p class="compare__known">{known}</p>
        </fieldset>
    }
}

fn recycled(view: &CompareView) -> impl IntoView + use<> {
    let (then, now) = (view.recycled_then, view.recycled_now);
    (then != now).then(|| {
        view! {
            <section class="compare__section">
                <h2>{t("range.title")}</h2>
                <div class="compare__points">
                    <div>{then.map(|range| view! { <span class="caption">{t("compare.then")}</span> <RangeBar range/> })}</div>
                    <div>{now.map(|range| view! { <span class="caption">{t("compare.now")}</span> <RangeBar range/> })}</div>
                </div>
            </section>
        }
    })
}

fn findings(title: &'static str, findings: &[Finding]) -> impl IntoView + use<> {
    let boxes = findings.to_vec();
    (!boxes.is_empty()).then(|| {
        let count = format::count(u64::try_from(boxes.len()).unwrap_or(u64::MAX));
        view! {
            <section class="compare__section">
                <h2>{title} <span class="compare__count">{count}</span></h2>
                <div class="compare__findings">
                    {boxes.into_iter().map(|finding| view! { <FindingBox finding/> }).collect_view()}
                </div>
            </section>
        }
    })
}

/// The mark before what is all right.
fn fine(words: &'static str) -> impl IntoView {
    view! { <p class="compare__fine tone-good" data-testid="compare-fine">{icon(Icon::Check)} {words}</p> }
}
