//! What happened month by month.

use leptos::prelude::*;
use protocol::{MonthCount, OverviewView};

use crate::{
    components::charts::{self, Chart, Column, Figures, Texture},
    locales::{current, t, tf, tn},
    logic::format,
};

/// Events by month, in three parts.
pub(in crate::pages::overview) fn months(overview: &OverviewView) -> impl IntoView + use<> {
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
