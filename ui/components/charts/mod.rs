//! Charts: small drawings in SVG, each with its figures as a table behind one button. The table is always there for whoever
//! cannot see the drawing; parts differ by texture as well as by colour. Lengths along an axis are shares of it, so that
//! text keeps its size however wide the chart is.

mod bars;
mod columns;
mod ranges;

use leptos::prelude::*;

pub(crate) use bars::{Bar, bars, parts};
pub(crate) use columns::{Column, columns};
pub(crate) use ranges::{
    RangeRow, claim, drawing as range_drawing, range_rows, words as range_words,
};

use crate::{
    components::icon::{Icon, icon},
    locales::{t, tf},
};

/// What tells the parts of one chart apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Texture {
    /// Filled.
    Full,
    /// Lines across.
    Hatched,
    /// Dots.
    Dotted,
    /// The border alone.
    Hollow,
}

impl Texture {
    /// The class that fills with it.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Full => "texture-full",
            Self::Hatched => "texture-hatched",
            Self::Dotted => "texture-dotted",
            Self::Hollow => "texture-hollow",
        }
    }
}

/// The patterns that textures fill with; once on every page that has charts.
#[component]
pub(crate) fn Textures() -> impl IntoView {
    view! {
        <svg class="textures" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="texture-hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="textures__ground" width="5" height="5"></rect>
                    <rect class="textures__mark" width="2" height="5"></rect>
                </pattern>
                <pattern id="texture-dotted" width="5" height="5" patternUnits="userSpaceOnUse">
                    <rect class="textures__ground" width="5" height="5"></rect>
                    <circle class="textures__mark" cx="2.5" cy="2.5" r="1.1"></circle>
                </pattern>
            </defs>
        </svg>
    }
}

/// A part of a chart beside its texture.
pub(crate) fn legend(items: Vec<(Texture, String)>) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|(texture, word)| {
            view! {
                <span class="legend__item">
                    <svg class="legend__mark" width="12" height="12">
                        <rect class=texture.class() x="0.5" y="0.5" width="11" height="11" rx="2.5"></rect>
                    </svg>
                    {word}
                </span>
            }
        })
        .collect_view();
    view! { <div class="legend">{items}</div> }
}

/// The figures of a chart in words.
pub(crate) struct Figures {
    /// The heads of the columns; the first column names the rows.
    pub(crate) heads: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A chart with its title and its table.
#[component]
pub(crate) fn Chart(
    /// What it shows.
    title: &'static str,
    /// How it was counted, in a few words.
    #[prop(into)]
    aside: String,
    /// The same as a table.
    figures: Figures,
    /// For tests to find it by.
    testid: &'static str,
    /// Whether the drawing reads well by itself, so that its table need not be read beside it.
    #[prop(optional)]
    readable: bool,
    /// The drawing.
    children: Children,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let word = tf("chart.as-table", &[("title", title)]);
    let hidden = move || as_table.get().then_some("true");
    // The table is read in place of columns, which are hidden from whoever reads.
    let class = move || match (as_table.get(), readable) {
        (true, _) => "chart__table",
        (false, true) => "chart__table chart__table--away",
        (false, false) => "chart__table visually-hidden",
    };
    view! {
        <section class="chart sheet" data-testid=testid>
            <header class="chart__head">
                <h2>{title}</h2>
                <button
                    type="button"
                    class="icon-button chart__switch"
                    aria-label=word.clone()
                    title=word
                    aria-pressed=move || if as_table.get() { "true" } else { "false" }
                    on:click=move |_| as_table.update(|shown| *shown = !*shown)
                >
                    {icon(Icon::Table)}
                </button>
            </header>
            <p class="chart__aside">{aside}</p>
            <div class="chart__drawing" hidden=hidden>{children()}</div>
            <div class=class>{table(title, figures)}</div>
        </section>
    }
}

/// A table of figures.
pub(crate) fn table(title: &'static str, figures: Figures) -> impl IntoView {
    let heads = figures
        .heads
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> })
        .collect_view();
    let rows = figures
        .rows
        .into_iter()
        .map(|row| {
            let mut cells = row.into_iter();
            let name = cells.next();
            let cells = cells
                .map(|cell| view! { <td class="number">{cell}</td> })
                .collect_view();
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class="plain-table figures">
            <caption class="visually-hidden">{title}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// What a chart says that has nothing to show.
pub(crate) fn nothing(key: &'static str) -> impl IntoView {
    view! { <p class="chart__nothing">{t(key)}</p> }
}
