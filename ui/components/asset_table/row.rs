//! One row of the table, and the row of its headings.

use leptos::prelude::*;
use protocol::AssetRow;

use crate::{
    components::{
        badge::{AssuranceBadge, FindingBadge, chip},
        collections::kind_class,
        pending::change_mark,
    },
    locales::{current, t, tf, words},
    logic::{format, identity},
    state::App,
};

/// How many claims a row shows.
const CHIPS: usize = 2;

/// The headings.
pub(super) fn head() -> impl IntoView {
    let cells = [
        ("name", t("column.asset")),
        ("quantity", t("fact.quantity")),
        ("holder", t("fact.holder")),
        ("place", t("fact.place")),
        ("made", t("column.made")),
        ("claims", t("column.claims")),
        ("assurance", t("column.assurance")),
        ("findings", t("column.findings")),
    ]
    .map(|(name, word)| {
        view! { <div role="columnheader" class=format!("cell cell--{name}")>{word}</div> }
    })
    .into_iter()
    .collect_view();
    view! { <div class="asset-table__head" role="row">{cells}</div> }
}

/// The row at an index; a quiet line until it is held.
pub(super) fn row(app: App, index: u32) -> impl IntoView {
    let assets = app.assets;
    let held = Memo::new(move |_| assets.row(index));
    let top = format!("{}px", f64::from(index) * super::ROW);
    let selected = move || {
        let chosen = assets.selected.get();
        let is_it = chosen.is_some_and(|chosen| {
            held.with(|row| row.as_ref().is_some_and(|row| row.epc == chosen))
        });
        if is_it { "true" } else { "false" }
    };
    let epc = move || held.get().map(|row| row.epc);
    view! {
        <div
            class="asset-row"
            class:asset-row--pending=move || held.with(|row| row.as_ref().is_some_and(|row| row.pending))
            role="row"
            id=format!("asset-{index}")
            aria-rowindex=(index + 1).to_string()
            aria-selected=selected
            data-testid="asset-row"
            data-epc=epc
            style:top=top
            on:click=move |_| choose(app, index)
            on:dblclick=move |_| {
                if let Some(epc) = held.get_untracked().map(|row| row.epc) {
                    app.lineage.show(app, epc);
                }
            }
        >
            {move || match held.get() {
                Some(row) => cells(app, &row).into_any(),
                None => view! { <div class="cell asset-row__waiting"></div> }.into_any(),
            }}
        </div>
    }
}

/// Puts the keyboard on a row and shows its asset beside the list.
pub(super) fn choose(app: App, index: u32) {
    app.assets.active.set(index);
    if let Some(row) = untrack(|| app.assets.row(index)) {
        app.assets.selected.set(Some(row.epc));
    }
}

/// Picks an asset for a report. The keyboard picks with the space bar, so that it stays in the grid.
fn pick(app: App, row: &AssetRow) -> impl IntoView + use<> {
    let (epc, picked) = (row.epc.clone(), row.clone());
    let label = tf("assets.pick", &[("name", &row.name)]);
    view! {
        <input
            type="checkbox"
            class="asset-row__pick"
            tabindex="-1"
            aria-label=label
            data-testid="pick-asset"
            prop:checked=move || app.assets.is_picked(&epc)
            on:click=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:change=move |_| app.assets.pick(&picked)
        />
    }
}

fn cells(app: App, row: &AssetRow) -> impl IntoView + use<> {
    let made = row
        .made_on
        .map(|moment| format::moment_day(moment, current()))
        .unwrap_or_default();
    let name = identity::told_apart(&row.name, &row.epc);
    let chips = row.claims.iter().take(CHIPS).map(chip).collect_view();
    view! {
        <div role="gridcell" class="cell cell--name">
            <span class=format!("kind-bar {}", kind_class(row.kind)) title=words::kind(row.kind)></span>
            {if row.pending {
                // Nothing can be reported of it yet.
                view! { <span class="asset-row__pick"></span> }.into_any()
            } else {
                pick(app, row).into_any()
            }}
            <span class="visually-hidden">{words::kind(row.kind)} ": "</span>
            <span class="cell__text" title=name.clone()>{name.clone()}</span>
            {row.change.as_ref().map(change_mark)}
        </div>
        <div role="gridcell" class="cell cell--quantity">{format::amount(&row.quantity, current())}</div>
        <div role="gridcell" class="cell cell--holder"><span class="cell__text" title=row.holder.clone()>{row.holder.clone()}</span></div>
        <div role="gridcell" class="cell cell--place"><span class="cell__text" title=row.place.clone()>{row.place.clone()}</span></div>
        <div role="gridcell" class="cell cell--made">{made}</div>
        <div role="gridcell" class="cell cell--claims">{chips}</div>
        <div role="gridcell" class="cell cell--assurance"><AssuranceBadge assurance=row.assurance/></div>
        <div role="gridcell" class="cell cell--findings">{row.findings.map(|mark| view! { <FindingBadge mark/> })}</div>
    }
}
