//! Where the mass came from: by mine or recycler, by country, by smelter.

use leptos::prelude::*;
use protocol::{OriginShareView, OriginsFigure, RestView, ShareName};

use super::panel::{self, amounts, remark, rest, share_name};
use crate::{
    components::{
        charts::{RangeRow, range_rows},
        segmented::{Choice, segmented},
    },
    locales::t,
    state::App,
};

/// By what origins are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Root,
    Country,
    Smelter,
}

/// The panel.
pub(super) fn panel(app: App, figure: OriginsFigure) -> impl IntoView {
    let by = RwSignal::new(By::Root);
    let choice = |value, word, testid| Choice {
        value,
        word,
        testid,
    };
    let choices = vec![
        choice(By::Root, t("origins.by-root"), "origins-root"),
        choice(By::Country, t("origins.by-country"), "origins-country"),
        choice(By::Smelter, t("origins.by-smelter"), "origins-smelter"),
    ];
    let unweighed = (!figure.weighed).then(|| remark(t("figure.unweighed").to_owned()));
    let [of_roots, of_countries, of_smelters] = figure.rest;
    let (roots, countries, smelters) = (figure.roots, figure.countries, figure.smelters);
    let rows = move || {
        let (shares, rest) = match by.get() {
            By::Root => (&roots, of_roots),
            By::Country => (&countries, of_countries),
            By::Smelter => (&smelters, of_smelters),
        };
        list(app, shares, rest)
    };
    let body = view! {
        {segmented(t("origins.by"), choices, move || by.get(), move |chosen| by.set(chosen))}
        {rows}
        {unweighed}
    };
    panel::panel(
        t("origin.title"),
        t("range.method").to_owned(),
        "figure-origins",
        Some(figure.basis),
        body,
    )
}

fn list(app: App, shares: &[OriginShareView], left_out: RestView) -> impl IntoView + use<> {
    let rows = shares.iter().map(row).collect();
    view! {
        {range_rows(rows, move |epc| app.open_asset(epc))}
        {rest(left_out.count, left_out.share).map(remark)}
    }
}

fn row(origin: &OriginShareView) -> RangeRow {
    let class = match origin.name {
        ShareName::Unrecorded | ShareName::CountryUnknown | ShareName::NoSmelter => {
            "range-row--unknown"
        }
        ShareName::Named(_) | ShareName::Country(_) | ShareName::Others => "range-row--material",
    };
    RangeRow {
        name: share_name(&origin.name),
        aside: origin.aside.clone(),
        class,
        asset: origin.asset.clone(),
        share: origin.share,
        amount: amounts(origin.kilograms.as_ref()),
    }
}
