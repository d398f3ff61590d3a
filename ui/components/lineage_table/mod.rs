//! The lineage as a table: everything the picture says, in rows.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::{LineageEdge, LineageNode, LineageView};

use crate::{
    components::{
        badge::{AssuranceBadge, FindingBadge, chip},
        collections::kind_class,
        lineage_canvas::focus_layer,
    },
    locales::{current, t, words},
    logic::{format, identity},
    state::App,
};

/// The table.
#[component]
pub(crate) fn LineageTable() -> impl IntoView {
    let app = App::here();
    let rows = move || app.lineage.view.get().map(|view| rows(app, &view));
    let heads = [
        t("column.tier"),
        t("column.asset"),
        t("fact.quantity"),
        t("column.into"),
        t("fact.made-at"),
        t("column.findings"),
        t("column.assurance"),
        t("column.claims"),
        t("fact.kind"),
    ];
    let heads = heads
        .map(|word| view! { <th scope="col">{word}</th> })
        .into_iter()
        .collect_view();
    view! {
        <div class="lineage-table">
            <table data-testid="lineage-table">
                <caption class="visually-hidden">{t("nav.lineage")}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// From the asset looked from outwards, layer by layer.
fn rows(app: App, view: &Arc<LineageView>) -> impl IntoView + use<> {
    let mut order: Vec<(usize, &LineageNode)> = view.nodes.iter().enumerate().collect();
    let focus = focus_layer(view);
    order.sort_by(|(_, a), (_, b)| {
        let far = |node: &LineageNode| {
            let away = i64::from(node.layer) - focus;
            (away > 0, away.unsigned_abs())
        };
        far(a).cmp(&far(b)).then(a.y.total_cmp(&b.y))
    });
    order
        .into_iter()
        .map(|(index, node)| row(app, view, index, node))
        .collect_view()
}

fn row(app: App, view: &LineageView, index: usize, node: &LineageNode) -> impl IntoView + use<> {
    let into = view
        .edges
        .iter()
        .filter(|edge| usize::try_from(edge.from).ok() == Some(index))
        .map(|edge| goes_into(view, edge))
        .collect::<Vec<_>>()
        .join("; ");
    let tier = words::tier(i64::from(node.layer) - focus_layer(view));
    let epc = node.epc.clone();
    let chosen = epc.clone();
    let selected = move || {
        app.lineage
            .selected
            .with(|selected| selected.as_ref() == Some(&epc))
    };
    view! {
        <tr aria-selected=move || if selected() { "true" } else { "false" }>
            <td class="lineage-table__tier">{tier}</td>
            <th scope="row">
                <span class=format!("kind-bar {}", kind_class(node.kind))></span>
                <button
                    type="button"
                    class="link-quiet"
                    data-testid="lineage-table-asset"
                    on:click=move |_| app.lineage.selected.set(Some(chosen.clone()))
                >
                    {identity::told_apart(&node.name, &node.epc)}
                </button>
            </th>
            <td class="lineage-table__number">{format::amount(&node.quantity, current())}</td>
            <td>{into}</td>
            <td>{node.place.clone()}</td>
            <td>{node.findings.map(|mark| view! { <FindingBadge mark/> })}</td>
            <td><AssuranceBadge assurance=node.assurance/></td>
            <td><span class="lineage-table__chips">{node.chips.iter().map(chip).collect_view()}</span></td>
            <td>{words::kind(node.kind)}</td>
        </tr>
    }
}

/// Such as `Tin ingot PT-2291 (420 kg, 32 %)`.
fn goes_into(view: &LineageView, edge: &LineageEdge) -> String {
    let to = usize::try_from(edge.to)
        .ok()
        .and_then(|to| view.nodes.get(to));
    let name = to.map_or("", |node| node.name.as_str());
    let amount = edge
        .amount
        .as_ref()
        .map(|amount| format::amount(amount, current()));
    let share = edge.share.map(|share| format::share(share, current()));
    let inside: Vec<_> = amount.into_iter().chain(share).collect();
    if inside.is_empty() {
        return name.to_owned();
    }
    format!("{name} ({})", inside.join(", "))
}
