//! How assets and events spread.

use leptos::prelude::*;
use protocol::{AssetKind, CarbonSpread, KindCount, MonthCount, OverviewView, RecycledSpread};

use crate::{
    components::{
        charts::{self, Bar, Chart, Column, Figures, Texture},
        collections::{kind_class, kind_icon},
        segmented::{Choice, segmented},
    },
    locales::{current, t, tf, tn, words},
    logic::format,
    state::{App, Collection, Place},
};

/// The kinds in the order in which counts by kind come.
const KINDS: [AssetKind; 4] = [
    AssetKind::Material,
    AssetKind::Component,
    AssetKind::Product,
    AssetKind::LogisticUnit,
];

/// Assets by kind; each bar leads to its list.
pub(super) fn kinds(app: App, overview: &OverviewView) -> impl IntoView + use<> {
    let counts: Vec<KindCount> = overview.kinds.clone();
    let all: u64 = counts.iter().map(|of| u64::from(of.count)).sum();
    let rows = counts.iter().map(|of| {
        let count = format::count(u64::from(of.count));
        vec![words::kinds(of.kind).to_owned(), count]
    });
    let figures = Figures {
        heads: vec![t("fact.kind").to_owned(), t("nav.assets").to_owned()],
        rows: rows.collect(),
    };
    let bars: Vec<Bar> = (counts.iter())
        .map(|of| Bar {
            mark: kind_icon(of.kind),
            word: words::kinds(of.kind),
            class: kind_class(of.kind),
            count: of.count,
        })
        .collect();
    let open = StoredValue::new(counts);
    let press = move |index: usize| {
        if let Some(of) = open.with_value(|counts| counts.get(index).copied()) {
            app.assets.text.set(String::new());
            app.assets.collection.set(Collection::Kind(of.kind));
            app.go(Place::Assets);
        }
    };
    view! {
        <Chart
            title=t("overview.kinds")
            aside=tn("count.assets.one", "count.assets.many", all)
            figures=figures
            testid="chart-kinds"
            readable=true
        >
            {charts::bars(bars, press)}
        </Chart>
    }
}

/// Recycled content by tenths, for all kinds or one.
#[component]
pub(super) fn Recycled(
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

/// Carbon footprints per unit, for one unit at a time.
#[component]
pub(super) fn Carbon(
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

/// Events by month, in three parts.
pub(super) fn months(overview: &OverviewView) -> impl IntoView + use<> {
    let months = &overview.months;
    let locale = current();
    let every = months.len().div_ceil(12).max(1);
    let columns: Vec<Column> = (months.iter().enumerate())
        .map(|(index, month)| Column {
            // Counted from the end, so that the newest month always has its name.
            label: if (months.len() - 1 - index).is_multiple_of(every) {
                format::month(month.month, locale).to_owned()
            } else {
                String::new()
            },
            title: format!(
                "{} {}: {}",
                format::month(month.month, locale),
                month.year,
                tn("count.events.one", "count.events.many", all(month))
            ),
            parts: vec![month.made, month.moved, month.said],
        })
        .collect();
    let textures = [Texture::Full, Texture::Hatched, Texture::Hollow];
    let names = [t("overview.made"), t("overview.moved"), t("overview.said")];
    let legend = textures.into_iter().zip(names.map(str::to_owned)).collect();
    let drawing = if months.is_empty() {
        charts::nothing("overview.months-none").into_any()
    } else {
        view! {
            {charts::columns(&columns, &textures)}
            {charts::legend(legend)}
        }
        .into_any()
    };
    view! {
        <Chart
            title=t("overview.months")
            aside=span(months, overview.earlier)
            figures=month_figures(months)
            testid="chart-months"
        >
            {drawing}
        </Chart>
    }
}

fn all(month: &MonthCount) -> u64 {
    u64::from(month.made) + u64::from(month.moved) + u64::from(month.said)
}

/// Such as `Mar 2026 – Oct 2026 · 12 earlier events`.
fn span(months: &[MonthCount], earlier: u32) -> String {
    let locale = current();
    let name =
        |month: &MonthCount| format!("{} {}", format::month(month.month, locale), month.year);
    let mut words = Vec::new();
    if let (Some(first), Some(last)) = (months.first(), months.last()) {
        words.push(format!("{} – {}", name(first), name(last)));
    }
    if earlier > 0 {
        let n = format::count(u64::from(earlier));
        words.push(tf("overview.earlier", &[("n", &n)]));
    }
    words.join(" · ")
}

fn month_figures(months: &[MonthCount]) -> Figures {
    let locale = current();
    let heads = [
        t("overview.month"),
        t("overview.made"),
        t("overview.moved"),
        t("overview.said"),
    ];
    let rows = months.iter().map(|month| {
        let name = format!("{} {}", format::month(month.month, locale), month.year);
        let counts = [month.made, month.moved, month.said];
        let mut row = vec![name];
        row.extend(counts.map(|count| format::count(u64::from(count))));
        row
    });
    Figures {
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
