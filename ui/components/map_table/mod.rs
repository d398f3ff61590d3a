//! The map as tables: every place and every flow, drawn or not, for reading, for screen readers and for spreadsheets.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use protocol::MapView;

use crate::{
    bridge,
    components::map_panel::{is_undrawn, words_of},
    locales::{current, t, words},
    logic::{
        csv, format,
        map::{
            figures::{self, PlaceSums, index},
            written,
        },
    },
    state::App,
};

/// Both tables.
#[component]
pub(crate) fn MapTables() -> impl IntoView {
    let map = App::here().map;
    let body = move || map.view.get().map(|view| tables(&view));
    view! { <div class="map-tables" data-testid="map-tables" tabindex="0">{body}</div> }
}

fn tables(view: &Arc<MapView>) -> impl IntoView + use<> {
    let app = App::here();
    let kind = app.map.kind.get();
    let sums = figures::of_places(view, kind);
    let places = view
        .places
        .iter()
        .zip(&sums)
        .filter(|(_, sums)| !sums.is_empty());
    let places = places
        .map(|(place, sums)| place_row(app, place, sums))
        .collect_view();
    let flows = view
        .flows
        .iter()
        .filter(|flow| kind.is_none_or(|kind| kind == flow.kind))
        .map(|flow| flow_row(view, flow))
        .collect_view();
    let (for_places, for_flows) = (view.clone(), view.clone());
    view! {
        <section>
            <div class="map-tables__head">
                <h2 id="map-places-head">{t("map.table-places")}</h2>
                <button type="button" class="button button--small" data-testid="map-save-places"
                    on:click=move |_| save(app, t("map.file-places"), place_cells(&for_places))>{t("map.save-csv")}</button>
            </div>
            <table aria-labelledby="map-places-head" data-testid="map-places">
                <thead><tr>{heads(&PLACE_HEADS)}</tr></thead>
                <tbody>{places}</tbody>
            </table>
        </section>
        <section>
            <div class="map-tables__head">
                <h2 id="map-flows-head">{words_of::basis(view.basis)}</h2>
                <button type="button" class="button button--small" data-testid="map-save-flows"
                    on:click=move |_| save(app, t("map.file-flows"), flow_cells(&for_flows))>{t("map.save-csv")}</button>
            </div>
            <table aria-labelledby="map-flows-head" data-testid="map-flows">
                <thead><tr>{heads(&FLOW_HEADS)}</tr></thead>
                <tbody>{flows}</tbody>
            </table>
        </section>
    }
}

const PLACE_HEADS: [&str; 7] = [
    "map.column-place",
    "map.column-country",
    "map.site",
    "map.made",
    "map.in",
    "map.out",
    "map.column-position",
];

const FLOW_HEADS: [&str; 6] = [
    "map.column-from",
    "map.column-to",
    "fact.kind",
    "map.column-movements",
    "map.column-mass",
    "map.column-note",
];

fn heads(keys: &[&'static str]) -> impl IntoView + use<> {
    let cells = keys
        .iter()
        .map(|key| view! { <th scope="col">{t(key)}</th> });
    cells.collect_view()
}

fn place_row(app: App, place: &protocol::MapPlace, sums: &PlaceSums) -> impl IntoView + use<> {
    let epc = place.epc.clone();
    let chosen = epc.clone();
    let is_selected = move || app.map.selected.with(|selected| selected.contains(&epc));
    let name = if place.town.is_empty() {
        &place.title
    } else {
        &place.town
    };
    let sum = |sum: &figures::Sum, is_made| {
        if sum.count > 0 {
            words_of::sum(sum, is_made)
        } else {
            String::new()
        }
    };
    view! {
        <tr aria-selected=move || if is_selected() { "true" } else { "false" }>
            <th scope="row">
                <button type="button" class="link-quiet" data-testid="map-table-place" on:click=move |_| app.map.selected.set(vec![chosen.clone()])>
                    {name.clone()}
                </button>
            </th>
            <td>{place.country.clone()}</td>
            <td>{place.title.clone()}</td>
            <td class="map-tables__number">{sum(&sums.made, true)}</td>
            <td class="map-tables__number">{sum(&sums.arrived, false)}</td>
            <td class="map-tables__number">{sum(&sums.left, false)}</td>
            <td>{words_of::coordinates(place.position)}</td>
        </tr>
    }
}

fn flow_row(view: &MapView, flow: &protocol::MapFlow) -> impl IntoView + use<> {
    let name = |at: u32| {
        view.places
            .get(index(at))
            .map(words_of::place)
            .unwrap_or_default()
    };
    let mass = (flow.kilograms > 0.0).then(|| written::kilograms(flow.kilograms, current()));
    view! {
        <tr>
            <th scope="row">{name(flow.from)}</th>
            <td>{name(flow.to)}</td>
            <td>{words::kinds(flow.kind)}</td>
            <td class="map-tables__number">{format::count(u64::from(flow.movements))}</td>
            <td class="map-tables__number">{mass}</td>
            <td>{notes(view, flow).join("; ")}</td>
        </tr>
    }
}

/// What there is to know about a flow besides its figures.
fn notes(view: &MapView, flow: &protocol::MapFlow) -> Vec<String> {
    let counted = |count: u32, one, many| {
        (count > 0).then(|| crate::locales::tn(one, many, u64::from(count)))
    };
    [
        counted(flow.under_way, "map.under-way.one", "map.under-way.many"),
        counted(flow.unweighed, "map.unweighed.one", "map.unweighed.many"),
        is_undrawn(view, flow.from, flow.to).then(|| t("map.undrawn").to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The whole table of places, whatever kind is looked at: one row a place and kind made there, or one row for a place
/// where nothing was made.
fn place_cells(view: &MapView) -> Vec<Vec<String>> {
    let heads = [
        "epc",
        "title",
        "town",
        "country",
        "party",
        "latitude",
        "longitude",
        "kind",
        "assets",
        "kilograms",
        "unweighed",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for place in &view.places {
        let at = figures::geo(place.position);
        let degrees = |read: fn(&crate::logic::map::projection::Geo) -> f64| {
            at.as_ref()
                .map_or_else(String::new, |at| read(at).to_string())
        };
        let common = [
            place.epc.clone(),
            place.title.clone(),
            place.town.clone(),
            place.country.clone(),
            place.party.clone(),
            degrees(|at| at.latitude),
            degrees(|at| at.longitude),
        ];
        if place.made.is_empty() {
            let none = std::iter::repeat_n(String::new(), 4);
            rows.push(common.iter().cloned().chain(none).collect());
        }
        for made in &place.made {
            let own = [
                words::kind(made.kind).to_owned(),
                made.assets.to_string(),
                made.kilograms.to_string(),
                made.unweighed.to_string(),
            ];
            rows.push(common.iter().cloned().chain(own).collect());
        }
    }
    rows
}

/// The whole table of flows, whatever kind is looked at.
fn flow_cells(view: &MapView) -> Vec<Vec<String>> {
    let heads = [
        "from_epc",
        "from",
        "to_epc",
        "to",
        "kind",
        "movements",
        "under_way",
        "kilograms",
        "unweighed",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for flow in &view.flows {
        let (Some(from), Some(to)) = (
            view.places.get(index(flow.from)),
            view.places.get(index(flow.to)),
        ) else {
            continue;
        };
        rows.push(vec![
            from.epc.clone(),
            words_of::place(from),
            to.epc.clone(),
            words_of::place(to),
            words::kind(flow.kind).to_owned(),
            flow.movements.to_string(),
            flow.under_way.to_string(),
            flow.kilograms.to_string(),
            flow.unweighed.to_string(),
        ]);
    }
    rows
}

fn save(app: App, name: &'static str, rows: Vec<Vec<String>>) {
    spawn_local(async move {
        match bridge::save_as(name, csv::table(rows).as_bytes()).await {
            Ok(_) => {}
            Err(error) => app.fail(error),
        }
    });
}
