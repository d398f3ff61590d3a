//! Columns: counts side by side on one axis, each column made of parts.

use leptos::prelude::*;

use super::Texture;
use crate::logic::{format, scale};

/// The height of the drawing in pixels, above the words below it.
const HEIGHT: f64 = 132.0;
/// Room above the highest column for its count, and below the axis for words.
const ABOVE: f64 = 16.0;
const BELOW: f64 = 20.0;
/// The share of its place that a column takes.
const FILLED: f64 = 0.72;
/// More columns than this have no count on top.
const COUNTED: usize = 16;

/// One column.
pub(crate) struct Column {
    /// What stands below it; empty where there is no room for every one.
    pub(crate) label: String,
    /// What it is when the pointer rests on it.
    pub(crate) title: String,
    /// Its parts from the axis up.
    pub(crate) parts: Vec<u32>,
}

impl Column {
    fn whole(&self) -> u32 {
        self.parts
            .iter()
            .fold(0, |sum, part| sum.saturating_add(*part))
    }
}

/// Columns side by side; the parts of each are filled with these textures, from the axis up.
pub(crate) fn columns(columns: &[Column], textures: &[Texture]) -> impl IntoView + use<> {
    let greatest = columns.iter().map(Column::whole).max().unwrap_or(0);
    let ticks = scale::ticks(greatest);
    let top = ticks.last().copied().unwrap_or(1);
    let y = move |count: u32| ABOVE + HEIGHT * (1.0 - scale::along(count, top));
    let words = ticks
        .iter()
        .map(|tick| {
            let at = y(*tick) + 4.0;
            view! { <text x="100%" y=at.to_string() text-anchor="end">{format::count(u64::from(*tick))}</text> }
        })
        .collect_view();
    let lines = ticks
        .iter()
        .map(|tick| {
            let at = y(*tick).round() + 0.5;
            let class = if *tick == 0 {
                "columns__axis"
            } else {
                "columns__line"
            };
            view! { <line class=class x1="0" x2="100%" y1=at.to_string() y2=at.to_string()></line> }
        })
        .collect_view();
    #[allow(clippy::cast_precision_loss)] // a few dozen
    let place = 1.0 / columns.len().max(1) as f64;
    let counted = columns.len() <= COUNTED;
    let bodies = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            #[allow(clippy::cast_precision_loss)] // a few dozen
            let left = index as f64 * place;
            body(column, textures, left, place, counted, y)
        })
        .collect_view();
    let height = (ABOVE + HEIGHT + BELOW).to_string();
    view! {
        <div class="columns" aria-hidden="true">
            <svg class="columns__scale" height=height.clone()>{words}</svg>
            <svg class="columns__plot" height=height>{lines}{bodies}</svg>
        </div>
    }
}

fn body<Y: Fn(u32) -> f64>(
    column: &Column,
    textures: &[Texture],
    left: f64,
    place: f64,
    counted: bool,
    y: Y,
) -> impl IntoView + use<Y> {
    let mut below = 0_u32;
    let parts: Vec<_> = (column.parts.iter().zip(textures))
        .filter(|(count, _)| **count > 0)
        .map(|(count, texture)| {
            let foot = y(below);
            below = below.saturating_add(*count);
            // The least count is still seen.
            let height = (foot - y(below)).max(2.0);
            view! {
                <rect
                    class=texture.class()
                    x=scale::percent(left + place * (1.0 - FILLED) / 2.0)
                    width=scale::percent(place * FILLED)
                    y=format!("{:.1}", foot - height)
                    height=format!("{height:.1}")
                    rx="2"
                ></rect>
            }
        })
        .collect();
    let middle = scale::percent(left + place / 2.0);
    let whole = column.whole();
    let count = (counted && whole > 0).then(|| {
        let at = format!("{:.1}", y(whole) - 5.0);
        view! {
            <text class="columns__count" x=middle.clone() y=at text-anchor="middle">{format::count(u64::from(whole))}</text>
        }
    });
    let label = (!column.label.is_empty()).then(|| {
        let at = (ABOVE + HEIGHT + 15.0).to_string();
        view! { <text x=middle.clone() y=at text-anchor="middle">{column.label.clone()}</text> }
    });
    view! {
        <g>
            <title>{column.title.clone()}</title>
            <rect
                class="columns__place"
                x=scale::percent(left)
                width=scale::percent(place)
                y="0"
                height=(ABOVE + HEIGHT).to_string()
            ></rect>
            {parts}
            {count}
            {label}
        </g>
    }
}
