//! Beside the map: the places chosen on it, or, while none is, what the map shows and which places it cannot show.

mod overview;
pub(crate) mod words_of;

use std::sync::Arc;

use leptos::prelude::*;
use protocol::{MapAsset, MapPlace, MapView, Position};

use crate::{
    components::{
        collections::kind_class,
        icon::{Icon, icon},
    },
    locales::{current, t, tn},
    logic::{
        format, identity,
        map::figures::{self, PlaceSums, index},
    },
    state::App,
};

/// How many flows of a place are listed; the table has them all.
const MOST_FLOWS: usize = 12;

/// The panel.
#[component]
pub(crate) fn MapPanel() -> impl IntoView {
    let app = App::here();
    let map = app.map;
    let body = move || {
        let view = map.view.get()?;
        let chosen: Vec<usize> = map.selected.with(|selected| {
            let places = view.places.iter().enumerate();
            let found = places.filter(|(_, place)| selected.contains(&place.epc));
            found.map(|(index, _)| index).collect()
        });
        if chosen.is_empty() {
            return Some(overview::overview(app, &view).into_any());
        }
        let sums = figures::of_places(&view, map.kind.get());
        Some(places(app, &view, &chosen, &sums).into_any())
    };
    view! {
        <aside class="detail map-panel" aria-label=t("map.panel") data-testid="map-panel" tabindex="0">{body}</aside>
    }
}

fn places(
    app: App,
    view: &Arc<MapView>,
    chosen: &[usize],
    sums: &[PlaceSums],
) -> impl IntoView + use<> {
    let count = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    let heading = (chosen.len() > 1).then(|| {
        view! { <h2 class="map-panel__count">{tn("map.places.one", "map.places.many", count)}</h2> }
    });
    let sections = chosen
        .iter()
        .filter_map(|at| Some((at, view.places.get(*at)?, sums.get(*at)?)))
        .map(|(at, place, sums)| section(app, view, *at, place, sums))
        .collect_view();
    view! {
        <button type="button" class="link map-panel__back" data-testid="map-deselect" on:click=move |_| app.map.selected.set(Vec::new())>
            {icon(Icon::Back)} {t("map.all-places")}
        </button>
        {heading}
        {sections}
    }
}

fn section(
    app: App,
    view: &MapView,
    at: usize,
    place: &MapPlace,
    sums: &PlaceSums,
) -> impl IntoView + use<> {
    let fact = |word: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <div><dt>{t(word)}</dt><dd>{value}</dd></div> })
    };
    let made = if sums.made.count > 0 {
        words_of::sum(&sums.made, true)
    } else {
        t("map.nothing-made").to_owned()
    };
    let kind = app.map.kind.get_untracked();
    let assets = place
        .assets
        .iter()
        .filter(|asset| kind.is_none_or(|kind| kind == asset.kind));
    let assets: Vec<_> = assets.cloned().collect();
    let shown = u64::try_from(assets.len()).unwrap_or(u64::MAX);
    let more = (sums.made.count > shown).then(|| {
        let count = tn(
            "map.more-assets.one",
            "map.more-assets.many",
            sums.made.count - shown,
        );
        view! { <p class="caption">{count}</p> }
    });
    let listed = (!assets.is_empty()).then(|| {
        let rows = assets.iter().map(|asset| row(app, asset)).collect_view();
        view! {
            <div class="part">
                <div class="part__head"><h3>{t("map.assets-here")}</h3></div>
                <ul class="map-assets">{rows}</ul>
                {more}
            </div>
        }
    });
    view! {
        <section class="map-place" data-testid="map-place">
            <div class="detail__head"><h2>{words_of::place(place)}</h2></div>
            <dl class="map-facts">
                {fact("map.site", place.title.clone())}
                {fact("map.run-by", place.party.clone())}
                {fact("map.made", made)}
                {fact("map.position", words_of::position(place.position))}
            </dl>
            {words_of::unweighed(&sums.made).map(|words| view! { <p class="caption">{words}</p> })}
            {moved(view, at, kind, true)}
            {moved(view, at, kind, false)}
            {listed}
        </section>
    }
}

fn row(app: App, asset: &MapAsset) -> impl IntoView + use<> {
    let epc = asset.epc.clone();
    view! {
        <li>
            <span class=format!("kind-bar {}", kind_class(asset.kind))></span>
            <button type="button" class="link-quiet" data-testid="map-asset" on:click=move |_| app.open_asset(epc.clone())>
                {identity::told_apart(&asset.name, &asset.epc)}
            </button>
            <span class="map-assets__amount">{format::amount(&asset.quantity, current())}</span>
        </li>
    }
}

/// What came to a place or went from it, the largest first.
fn moved(
    view: &MapView,
    at: usize,
    kind: Option<protocol::AssetKind>,
    is_arriving: bool,
) -> Option<impl IntoView + use<>> {
    let own: Vec<_> = (0..view.places.len()).map(Some).collect();
    let mut flows: Vec<_> = figures::between(view, kind, &own)
        .into_iter()
        .filter(|((from, to), _)| if is_arriving { *to == at } else { *from == at })
        .collect();
    if flows.is_empty() {
        return None;
    }
    flows.sort_by(|(_, a), (_, b)| {
        b.kilograms
            .total_cmp(&a.kilograms)
            .then(b.count.cmp(&a.count))
    });
    let rest = flows.len().saturating_sub(MOST_FLOWS);
    let rows = flows
        .iter()
        .take(MOST_FLOWS)
        .filter_map(|((from, to), sum)| {
            let other = view.places.get(if is_arriving { *from } else { *to })?;
            let under_way = (sum.under_way > 0)
                .then(|| tn("map.under-way.one", "map.under-way.many", sum.under_way));
            Some(view! {
                <li>
                    <span>{words_of::place(other)}</span>
                    <span class="map-assets__amount">{words_of::sum(sum, false)}</span>
                    {under_way.map(|words| view! { <span class="map-assets__note">{words}</span> })}
                </li>
            })
        })
        .collect_view();
    let more = (rest > 0).then(|| {
        let words = tn(
            "map.more.one",
            "map.more.many",
            u64::try_from(rest).unwrap_or(u64::MAX),
        );
        view! { <p class="caption">{words}</p> }
    });
    let word = if is_arriving {
        "map.came-from"
    } else {
        "map.went-to"
    };
    Some(view! {
        <div class="part">
            <div class="part__head"><h3>{t(word)}</h3></div>
            <ul class="map-assets">{rows}</ul>
            {more}
        </div>
    })
}

/// The places that the map cannot show, by index.
pub(crate) fn unplaced(view: &MapView) -> Vec<usize> {
    let places = view.places.iter().enumerate();
    places
        .filter(|(_, place)| !matches!(place.position, Position::Registered { .. }))
        .map(|(at, _)| at)
        .collect()
}

/// Whether a flow begins or ends where the map cannot show it.
pub(crate) fn is_undrawn(view: &MapView, from: u32, to: u32) -> bool {
    let hidden = unplaced(view);
    hidden.contains(&index(from)) || hidden.contains(&index(to))
}
