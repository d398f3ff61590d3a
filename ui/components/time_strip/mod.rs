//! The strip of time below the canvas: how much happened when, and as of which block the lineage is shown.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::ActivityBin;

use crate::{
    bridge::browser,
    locales::{current, t, tf},
    logic::{calendar::Civil, format},
    state::App,
};

/// The strip; nothing where the backend does not tell of activity.
#[component]
pub(crate) fn TimeStrip() -> impl IntoView {
    let lineage = App::here().lineage;
    view! {
        {move || {
            let bins = lineage.activity.get();
            (bins.len() > 1).then(|| view! { <Strip bins/> })
        }}
    }
}

#[component]
fn Strip(
    /// Oldest first; at least two.
    bins: Arc<Vec<ActivityBin>>,
) -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    let last = bins.len().saturating_sub(1);
    let held = Arc::clone(&bins);
    let at = Memo::new(move |_| {
        let block = lineage.as_of.get()?;
        held.iter().position(|bin| bin.until_block >= block)
    });
    let chosen = move || at.get().unwrap_or(last);
    // The bar follows the hand; the lineage is asked for once it rests.
    let shown = RwSignal::new(None::<usize>);
    let place = move || shown.get().unwrap_or_else(chosen);
    let label = Arc::clone(&bins);
    let words = Memo::new(move |_| {
        label
            .get(place())
            .map(|bin| said(bin, place() == last))
            .unwrap_or_default()
    });
    let latest = move || {
        let block = app.workspace()?.sync.block?;
        Some(tf("time.latest", &[("block", &format::count(block))]))
    };
    let blocks = Arc::clone(&bins);
    let choose = move |index: usize| {
        shown.set(None);
        let block = blocks.get(index).map(|bin| bin.until_block);
        lineage.as_of.set(block.filter(|_| index < last));
    };
    let index = |value: String, last: usize| value.parse().unwrap_or(last).min(last);
    view! {
        <div class="time-strip">
            <div class="time-strip__words">
                <span>{move || words.get()}</span>
                <span>{latest}</span>
            </div>
            <div class="time-strip__scale">
                {bars(&bins, place)}
                <input
                    type="range"
                    min="0"
                    max=last.to_string()
                    aria-label=t("time.label")
                    aria-valuetext=move || words.get()
                    data-testid="time-strip"
                    prop:value=move || place().to_string()
                    on:input=move |event| shown.set(Some(index(event_target_value(&event), last)))
                    on:change=move |event| choose(index(event_target_value(&event), last))
                />
            </div>
        </div>
    }
}

fn bars<P>(bins: &[ActivityBin], place: P) -> impl IntoView + use<P>
where
    P: Fn() -> usize + Copy + Send + Sync + 'static,
{
    let most = bins.iter().map(|bin| bin.events).max().unwrap_or(1).max(1);
    bins.iter()
        .enumerate()
        .map(|(index, bin)| {
            let share = f64::from(bin.events) / f64::from(most);
            let class = move || match index.cmp(&place()) {
                std::cmp::Ordering::Less => "time-strip__bar",
                std::cmp::Ordering::Equal => "time-strip__bar time-strip__bar--at",
                std::cmp::Ordering::Greater => "time-strip__bar time-strip__bar--later",
            };
            view! { <span class=class style:--share=format!("{share:.3}")></span> }
        })
        .collect_view()
}

fn said(bin: &ActivityBin, is_latest: bool) -> String {
    let civil = Civil::at(bin.at_unix, browser::offset_minutes(bin.at_unix));
    let when = format::day_and_time(civil, current());
    if is_latest {
        return tf("time.newest", &[("when", &when)]);
    }
    let block = format::count(bin.until_block);
    tf("time.as-of", &[("block", &block), ("when", &when)])
}
