//! How carbon footprints spread.

use leptos::prelude::*;
use protocol::CarbonSpread;

use crate::{
    components::charts::{self, Chart, Column, Figures, Texture},
    locales::{current, t, tf, tn, words},
    logic::format,
};

/// Carbon footprints per unit, for one unit at a time.
#[component]
pub(in crate::pages::overview) fn Carbon(
    /// One for each unit, the one with the most assets first.
    spreads: Vec<CarbonSpread>,
) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let units: Vec<String> = spreads.iter().map(|spread| spread.unit.clone()).collect();
    let buttons = units
        .into_iter()
        .enumerate()
        .map(|(index, unit)| {
            let pressed = move || {
                if chosen.get() == index {
                    "true"
                } else {
                    "false"
                }
            };
            view! {
                <button type="button" aria-pressed=pressed on:click=move |_| chosen.set(index)>
                    {tf("overview.per-unit", &[("unit", words::unit(&unit))])}
                </button>
            }
        })
        .collect_view();
    let figures = carbon_figures(&spreads);
    let is_empty = spreads.is_empty();
    let spreads = StoredValue::new(spreads);
    let drawn = move || {
        let spread = spreads.with_value(|spreads| spreads.get(chosen.get()).cloned());
        spread.map(|spread| carbon(&spread))
    };
    let body = if is_empty {
        charts::nothing("overview.carbon-none").into_any()
    } else {
        view! {
            <div class="segmented" role="group" aria-label=t("overview.which-unit")>{buttons}</div>
            {drawn}
        }
        .into_any()
    };
    view! {
        <Chart title=t("overview.carbon") aside=t("overview.carbon-aside") figures=figures testid="chart-carbon">
            {body}
        </Chart>
    }
}

fn carbon(spread: &CarbonSpread) -> impl IntoView + use<> {
    let locale = current();
    // With many bins every other border is written.
    let every = spread.bins.len().div_ceil(10).max(1);
    let columns: Vec<Column> = (spread.bins.iter().enumerate())
        .map(|(index, bin)| {
            let range = carbon_range(bin);
            let count = tn(
                "count.assets.one",
                "count.assets.many",
                u64::from(bin.count),
            );
            Column {
                label: if index.is_multiple_of(every) {
                    format!(
                        "{}–{}",
                        format::number(&bin.from, locale),
                        format::number(&bin.to, locale)
                    )
                } else {
                    String::new()
                },
                title: format!("{range}: {count}"),
                parts: vec![bin.count],
            }
        })
        .collect();
    let mut note = vec![
        tf(
            "overview.carbon-unit",
            &[("unit", words::unit(&spread.unit))],
        ),
        tf(
            "overview.median",
            &[("value", &format::number(&spread.median, locale))],
        ),
        tf(
            "overview.certified",
            &[
                ("n", &format::count(u64::from(spread.certified))),
                ("all", &format::count(u64::from(spread.counted))),
            ],
        ),
    ];
    note.extend(spread.assurance.map(|weakest| {
        tf(
            "figure.at-least",
            &[("how", &words::assurance(weakest).to_lowercase())],
        )
    }));
    view! {
        {charts::columns(&columns, &[Texture::Full])}
        <p class="chart__note">{note.join(" · ")}</p>
    }
}

fn carbon_range(bin: &protocol::CarbonBin) -> String {
    let locale = current();
    let (from, to) = (
        format::number(&bin.from, locale),
        format::number(&bin.to, locale),
    );
    format!("{from}–{to}\u{202f}kg CO₂e")
}

fn carbon_figures(spreads: &[CarbonSpread]) -> Figures {
    let rows = spreads.iter().flat_map(|spread| {
        spread.bins.iter().map(|bin| {
            let per = tf("overview.per-unit", &[("unit", words::unit(&spread.unit))]);
            let count = format::count(u64::from(bin.count));
            vec![format!("{} {per}", carbon_range(bin)), count]
        })
    });
    Figures {
        heads: vec![t("overview.carbon").to_owned(), t("nav.assets").to_owned()],
        rows: rows.collect(),
    }
}
