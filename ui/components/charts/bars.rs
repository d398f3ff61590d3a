//! Bars: counts below one another with their names, and one bar divided into its parts.

use leptos::prelude::*;

use super::Texture;
use crate::{
    components::icon::{Icon, icon},
    logic::{format, scale},
};

/// A count with its name.
pub(crate) struct Bar {
    /// Its mark.
    pub(crate) mark: Icon,
    /// Its name.
    pub(crate) word: &'static str,
    /// The class that colours it.
    pub(crate) class: &'static str,
    /// How many.
    pub(crate) count: u32,
}

/// Bars below one another, each as long as its share of the greatest. A bar is pressed by its index.
pub(crate) fn bars(bars: Vec<Bar>, press: impl Fn(usize) + Copy + 'static) -> impl IntoView {
    let greatest = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    let rows = bars
        .into_iter()
        .enumerate()
        .map(|(index, bar)| {
            let width = scale::percent(scale::along(bar.count, greatest));
            view! {
                <li>
                    <button type="button" class=format!("bar {}", bar.class) on:click=move |_| press(index)>
                        <span class="bar__word">{icon(bar.mark)} {bar.word}</span>
                        <svg class="bar__drawing" height="12" aria-hidden="true">
                            <rect class="bar__track" width="100%" height="12" rx="3"></rect>
                            <rect class="bar__length" width=width height="12" rx="3"></rect>
                        </svg>
                        <span class="bar__count">{format::count(u64::from(bar.count))}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="bars">{rows}</ul> }
}

/// One bar divided into parts.
pub(crate) fn parts(parts: &[(Texture, u32)]) -> impl IntoView + use<> {
    let whole = parts
        .iter()
        .fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
    let mut before = 0_u32;
    let drawn: Vec<_> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(texture, count)| {
            let left = scale::percent(scale::along(before, whole));
            before = before.saturating_add(*count);
            let width = scale::percent(scale::along(*count, whole));
            view! { <rect class=texture.class() x=left width=width y="0.5" height="13" rx="3"></rect> }
        })
        .collect();
    view! { <svg class="parts" height="14" aria-hidden="true">{drawn}</svg> }
}
