//! Assets by kind.

use leptos::prelude::*;
use protocol::{KindCount, OverviewView};

use crate::{
    components::{
        charts::{self, Bar, Chart, Figures},
        collections::{kind_class, kind_icon},
    },
    locales::{t, tn, words},
    logic::format,
    state::{App, Collection, Place},
};

/// Assets by kind; each bar leads to its list.
pub(in crate::pages::overview) fn kinds(
    app: App,
    overview: &OverviewView,
) -> impl IntoView + use<> {
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
