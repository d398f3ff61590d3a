//! What the map shows as a whole: how much, what its signs mean, and what it cannot show.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use protocol::MapView;

use super::{unplaced, words_of};
use crate::{
    components::collections::kind_class,
    locales::{t, tn, words},
    logic::map::figures::{self, KINDS, Measure, PlaceSums},
    state::App,
};

pub(super) fn overview(app: App, view: &Arc<MapView>) -> impl IntoView + use<> {
    let kind = app.map.kind.get();
    let sums = figures::of_places(view, kind);
    let total = PlaceSums::total(&sums);
    let seen = (view.places.iter().zip(&sums)).filter(|(_, sums)| !sums.is_empty());
    let countries: BTreeSet<&str> = seen
        .clone()
        .map(|(place, _)| place.country.as_str())
        .filter(|country| !country.is_empty())
        .collect();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let places = tn("map.places.one", "map.places.many", count(seen.count()));
    let countries = tn(
        "map.countries.one",
        "map.countries.many",
        count(countries.len()),
    );
    let heading = match &view.subject {
        Some(name) => name.clone(),
        None => t("map.title").to_owned(),
    };
    let notes = [
        words_of::unweighed(&total.made),
        words_of::unweighed(&total.left),
    ];
    let notes: BTreeSet<String> = notes.into_iter().flatten().collect();
    let notes = notes
        .into_iter()
        .map(|words| view! { <p class="caption">{words}</p> })
        .collect_view();
    view! {
        <div class="detail__head"><h2>{heading}</h2></div>
        <p class="map-panel__basis">{words_of::basis(view.basis)}</p>
        <dl class="map-facts">
            <div><dt>{t("map.where")}</dt><dd>{places}", "{countries}</dd></div>
            <div><dt>{t("map.made")}</dt><dd>{words_of::sum(&total.made, true)}</dd></div>
            <div><dt>{t("map.moved")}</dt><dd>{words_of::sum(&total.left, false)}</dd></div>
        </dl>
        {notes}
        {legend(app)}
        {hidden(app, view)}
        <p class="caption map-panel__source">{t("map.source")}</p>
    }
}

fn legend(app: App) -> impl IntoView {
    let kinds = KINDS
        .map(|kind| {
            view! {
                <li class=kind_class(kind)><i class="map-legend__kind"></i>{words::kinds(kind)}</li>
            }
        })
        .into_iter()
        .collect_view();
    let size = t(match app.map.measure.get() {
        Measure::Mass => "map.legend-mass",
        Measure::Number => "map.legend-number",
    });
    let line = t(match app.map.measure.get() {
        Measure::Mass => "map.legend-line-mass",
        Measure::Number => "map.legend-line-number",
    });
    view! {
        <div class="part">
            <div class="part__head"><h3>{t("map.legend")}</h3></div>
            <ul class="map-legend">
                {kinds}
                <li><svg viewBox="0 0 18 16" aria-hidden="true"><circle cx="3.5" cy="11" r="2"></circle><circle cx="12" cy="8" r="4.5"></circle></svg>{size}</li>
                <li><i class="map-legend__line"></i>{line}</li>
                <li><i class="map-legend__line map-legend__line--under-way"></i>{t("map.legend-under-way")}</li>
            </ul>
        </div>
    }
}

/// The places that are not on the map, and why.
fn hidden(app: App, view: &MapView) -> Option<impl IntoView + use<>> {
    let hidden = unplaced(view);
    if hidden.is_empty() {
        return None;
    }
    let rows = hidden
        .into_iter()
        .filter_map(|at| view.places.get(at))
        .map(|place| {
            let epc = place.epc.clone();
            view! {
                <li>
                    <button type="button" class="link-quiet" on:click=move |_| app.map.selected.set(vec![epc.clone()])>
                        {words_of::place(place)}
                    </button>
                    <span class="map-assets__note">{words_of::position(place.position)}</span>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="part" data-testid="map-unplaced">
            <div class="part__head"><h3>{t("map.unplaced")}</h3></div>
            <ul class="map-assets">{rows}</ul>
        </div>
    })
}
