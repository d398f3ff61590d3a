//! How recycled content spreads.

use leptos::prelude::*;
use protocol::{AssetKind, RecycledSpread};

use crate::{
    components::{
        charts::{self, Chart, Column, Figures, Texture},
        segmented::{Choice, segmented},
    },
    locales::{current, t, tf, tn, words},
    logic::format,
};

/// The kinds in the order in which counts by kind come.
const KINDS: [AssetKind; 4] = [
    AssetKind::Material,
    AssetKind::Component,
    AssetKind::Product,
    AssetKind::LogisticUnit,
];

/// Recycled content by tenths, for all kinds or one.
#[component]
pub(in crate::pages::overview) fn Recycled(
    /// How it spreads.
    spread: RecycledSpread,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<AssetKind>);
    let of_kind = |counts: &[u32], kind: Option<AssetKind>| -> u32 {
        let wanted = |other: &AssetKind| kind.is_none_or(|kind| kind == *other);
        let counts = counts.iter().zip(KINDS);
        counts
            .filter(|(_, kind)| wanted(kind))
            .map(|(count, _)| count)
            .sum()
    };
    let occurring: Vec<AssetKind> = KINDS
        .into_iter()
        .filter(|kind| {
            let all = spread.bins.iter().chain([&spread.unbounded]);
            all.map(|counts| of_kind(counts, Some(*kind))).sum::<u32>() > 0
        })
        .collect();
    let mut choices = vec![Choice {
        value: None,
        word: t("overview.all-kinds"),
        testid: "",
    }];
    choices.extend(occurring.into_iter().map(|kind| Choice {
        value: Some(kind),
        word: words::kinds(kind),
        testid: "",
    }));
    let aside = if spread.counted < spread.total {
        tf(
            "overview.recycled-some",
            &[
                ("n", &format::count(u64::from(spread.counted))),
                ("all", &format::count(u64::from(spread.total))),
            ],
        )
    } else {
        t("overview.recycled-aside").to_owned()
    };
    let figures = recycled_figures(&spread);
    let unknown = spread.unbounded.clone();
    let proven = spread.assurance;
    let bins = spread.bins;
    let drawn = move || {
        let kind = chosen.get();
        let counts: Vec<u32> = bins.iter().map(|bin| of_kind(bin, kind)).collect();
        if counts.iter().all(|count| *count == 0) {
            return charts::nothing("overview.recycled-none").into_any();
        }
        let columns: Vec<Column> = (0_u32..)
            .zip(counts)
            .map(|(tenth, count)| Column {
                label: format!("{}–{}", tenth * 10, tenth * 10 + 10),
                title: format!(
                    "{}: {}",
                    tenth_words(tenth),
                    tn("count.assets.one", "count.assets.many", u64::from(count))
                ),
                parts: vec![count],
            })
            .collect();
        charts::columns(&columns, &[Texture::Full]).into_any()
    };
    let note = move || {
        let count = of_kind(&unknown, chosen.get());
        let unbounded = (count > 0).then(|| {
            tn(
                "overview.unbounded.one",
                "overview.unbounded.many",
                u64::from(count),
            )
        });
        let proven = proven.map(|weakest| {
            tf(
                "figure.at-least",
                &[("how", &words::assurance(weakest).to_lowercase())],
            )
        });
        [
            Some(t("overview.recycled-unit").to_owned()),
            unbounded,
            proven,
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
    };
    view! {
        <Chart title=t("range.title") aside=aside figures=figures testid="chart-recycled">
            {segmented(t("overview.which-kind"), choices, move || chosen.get(), move |kind| chosen.set(kind))}
            {drawn}
            <p class="chart__note">{note}</p>
        </Chart>
    }
}

/// Such as `10–20 %`.
fn tenth_words(tenth: u32) -> String {
    let from = f64::from(tenth) / 10.0;
    format::share_range(from, from + 0.1, current())
}

fn recycled_figures(spread: &RecycledSpread) -> Figures {
    let mut heads = vec![t("range.title").to_owned()];
    heads.extend(KINDS.map(|kind| words::kinds(kind).to_owned()));
    let cells = |counts: &[u32]| -> Vec<String> {
        let counts = counts.iter();
        counts
            .map(|count| format::count(u64::from(*count)))
            .collect()
    };
    let mut rows: Vec<Vec<String>> = (0_u32..)
        .zip(&spread.bins)
        .map(|(tenth, bin)| {
            let mut row = vec![tenth_words(tenth)];
            row.extend(cells(bin));
            row
        })
        .collect();
    let mut unbounded = vec![t("overview.unbounded").to_owned()];
    unbounded.extend(cells(&spread.unbounded));
    rows.push(unbounded);
    Figures { heads, rows }
}
