//! The strip of time below the canvas: how much happened when, and as of which block the lineage is shown.

mod exact;

use std::{sync::Arc, time::Duration};

use leptos::{leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use protocol::{ActivityBin, BlockAt, Until};

use self::exact::Exact;
use crate::{
    bridge::{self, browser},
    locales::{current, t, tf},
    logic::{calendar::Civil, format},
    state::{App, LineageState},
};

/// How long the hand rests before the lineage follows it.
const REST: Duration = Duration::from_millis(140);

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
    // The bar follows the hand; the lineage follows when the hand rests for a moment, and at the latest when it lets go.
    let shown = RwSignal::new(None::<usize>);
    let place = move || shown.get().unwrap_or_else(chosen);
    let label = Arc::clone(&bins);
    let between = between(lineage, Arc::clone(&bins));
    let words = Memo::new(move |_| {
        let Some(bin) = label.get(place()) else {
            return String::new();
        };
        match between.get().filter(|_| shown.get().is_none()) {
            Some(at) => as_of(at),
            None => said(bin, place() == last),
        }
    });
    let latest = move || {
        let block = app.workspace()?.sync.block?;
        Some(tf("time.latest", &[("block", &format::count(block))]))
    };
    let blocks = Arc::clone(&bins);
    let travel = move |index: usize| {
        let block = blocks.get(index).map(|bin| bin.until_block);
        lineage.travel(block.filter(|_| index < last));
    };
    let settle = travel.clone();
    let mut drag = debounce(REST, settle);
    let slide = move |index: usize| {
        shown.set(Some(index));
        drag(index);
    };
    let choose = move |index: usize| {
        travel(index);
        shown.set(None);
    };
    let index = move |value: String| value.parse().unwrap_or(last).min(last);
    let slide = StoredValue::new_local(slide);
    view! {
        <div class="time-strip" class:time-strip--past=move || lineage.as_of.get().is_some()>
            <div class="time-strip__words">
                <span data-testid="time-words">{move || words.get()}</span>
                <span class="time-strip__latest">{latest}</span>
                <Exact/>
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
                    on:input=move |event| slide.update_value(|slide| slide(index(event_target_value(&event))))
                    on:change=move |event| choose(index(event_target_value(&event)))
                />
            </div>
        </div>
    }
}

/// The block looked back to and when it was, where it lies between the ends of two stretches: the bars do not know it.
fn between(lineage: LineageState, bins: Arc<Vec<ActivityBin>>) -> RwSignal<Option<BlockAt>> {
    let found = RwSignal::new(None);
    Effect::new(move || {
        let block = lineage.as_of.get();
        let wanted = block.filter(|block| bins.iter().all(|bin| bin.until_block != *block));
        found.set(None);
        let Some(block) = wanted else { return };
        spawn_local(async move {
            let answer = bridge::block_at(Until::Block(block)).await;
            if lineage.as_of.get_untracked() == Some(block)
                && let Ok(Some(last)) = answer
            {
                let _ = found.try_set(Some(BlockAt { block, ..last }));
            }
        });
    });
    found
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
    if is_latest {
        return tf("time.newest", &[("when", &when(bin.at_unix))]);
    }
    as_of(BlockAt {
        block: bin.until_block,
        at_unix: bin.at_unix,
    })
}

fn as_of(at: BlockAt) -> String {
    let block = format::count(at.block);
    tf(
        "time.as-of",
        &[("block", &block), ("when", &when(at.at_unix))],
    )
}

fn when(unix: i64) -> String {
    let civil = Civil::at(unix, browser::offset_minutes(unix));
    format::day_and_time(civil, current())
}
