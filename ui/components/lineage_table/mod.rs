//! The lineage as a table: everything the picture says, in rows. Only the rows on the screen are elements.

mod cells;

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, html, prelude::*};
use protocol::{LineageNode, LineageView};

pub(crate) use cells::cells;

use crate::{
    components::{
        badge::{AssuranceBadge, FindingBadge, chip},
        collections::kind_class,
    },
    locales::{current, t, words},
    logic::{format, identity, window},
    state::{App, LineageState},
};

/// The height of a row in pixels; `--row` in the styles.
const ROW: f64 = 32.0;
/// The height of the heads.
const HEAD: f64 = 30.0;

/// A drawing in the order of the table.
struct Listed {
    view: Arc<LineageView>,
    /// The cards, from the asset looked from outwards.
    order: Vec<usize>,
    /// What each card goes into.
    into: Vec<String>,
}

/// The table.
#[component]
pub(crate) fn LineageTable() -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    let listed = Memo::new_with_compare(
        move |_| {
            let view = lineage.view.get()?;
            Some(Arc::new(Listed {
                order: cells::order(&view),
                into: cells::into(&view),
                view,
            }))
        },
        |_, _| true,
    );
    let body = NodeRef::<html::Div>::new();
    let scrolled = RwSignal::new(0.0);
    let height = RwSignal::new(800.0);
    let measure = move || {
        if let Some(body) = body.get_untracked() {
            scrolled.set(f64::from(body.scroll_top()));
            height.set(f64::from(body.client_height()));
        }
    };
    Effect::new(move || {
        body.track();
        listed.track();
        measure();
    });
    window_event_listener(leptos::ev::resize, move |_| measure());
    let total = move || {
        listed.with(|listed| {
            let count = listed.as_ref().map_or(0, |listed| listed.order.len());
            u32::try_from(count).unwrap_or(u32::MAX)
        })
    };
    let seen = Memo::new(move |_| window::rows(scrolled.get(), height.get(), ROW, total()));
    let rows = move || {
        let listed = listed.get()?;
        let rows = seen.get().filter_map(|row| line(lineage, &listed, row));
        Some(rows.collect_view())
    };
    let above = move || format!("{}px", f64::from(seen.get().start) * ROW);
    let below = move || {
        format!(
            "{}px",
            f64::from(total() - seen.get().end.min(total())) * ROW
        )
    };
    let press = move |event: KeyboardEvent| {
        let Some(listed) = listed.get_untracked() else {
            return;
        };
        if let Some(row) = pressed(app, &listed, &event)
            && let Some(body) = body.get_untracked()
        {
            let (top, height) = (
                f64::from(body.scroll_top()),
                f64::from(body.client_height()),
            );
            if let Some(top) = window::reveal(row, top, height - HEAD, ROW) {
                #[allow(clippy::cast_possible_truncation)] // rounded to whole pixels
                body.set_scroll_top(top as i32);
            }
        }
    };
    view! {
        <div class="lineage-table" tabindex="0" role="region" aria-label=t("lineage.table") node_ref=body on:scroll=move |_| measure() on:keydown=press>
            <table data-testid="lineage-table" aria-rowcount=move || (total() + 1).to_string()>
                <caption class="visually-hidden">{t("nav.lineage")}</caption>
                <thead><tr>{heads()}</tr></thead>
                <tbody>
                    <tr aria-hidden="true" class="lineage-table__space" style:height=above></tr>
                    {rows}
                    <tr aria-hidden="true" class="lineage-table__space" style:height=below></tr>
                </tbody>
            </table>
        </div>
    }
}

fn heads() -> impl IntoView {
    [
        ("tier", t("column.tier")),
        ("asset", t("column.asset")),
        ("quantity", t("fact.quantity")),
        ("into", t("column.into")),
        ("place", t("fact.made-at")),
        ("maker", t("fact.maker")),
        ("findings", t("column.findings")),
        ("assurance", t("column.assurance")),
        ("claims", t("column.claims")),
        ("kind", t("fact.kind")),
    ]
    .map(|(name, word)| {
        view! { <th scope="col" class=format!("lineage-table__{name}")>{word}</th> }
    })
    .into_iter()
    .collect_view()
}

/// Arrows go from row to row, Enter shows the lineage of the chosen one. The row gone to.
fn pressed(app: App, listed: &Listed, event: &KeyboardEvent) -> Option<u32> {
    let last = listed.order.len().checked_sub(1)?;
    let selected = app.lineage.selected.get_untracked();
    let epc = |row: usize| &listed.view.nodes[listed.order[row]].epc;
    let at = (0..=last).find(|row| Some(epc(*row)) == selected.as_ref());
    let to = match (event.key().as_str(), at) {
        ("ArrowDown", Some(at)) => (at + 1).min(last),
        ("ArrowUp", Some(at)) => at.saturating_sub(1),
        ("ArrowDown" | "ArrowUp", None) | ("Home", _) => 0,
        ("End", _) => last,
        ("Enter", Some(at)) if event.target() == event.current_target() => {
            event.prevent_default();
            app.lineage.show(app, epc(at).clone());
            return None;
        }
        _ => return None,
    };
    event.prevent_default();
    app.lineage.selected.set(Some(epc(to).clone()));
    u32::try_from(to).ok()
}

fn line(lineage: LineageState, listed: &Listed, row: u32) -> Option<impl IntoView + use<>> {
    let row = usize::try_from(row).ok()?;
    let index = *listed.order.get(row)?;
    let node: &LineageNode = listed.view.nodes.get(index)?;
    let into = listed.into.get(index).cloned().unwrap_or_default();
    let tier = words::tier(cells::tier(&listed.view, node));
    let (epc, chosen) = (node.epc.clone(), node.epc.clone());
    let selected = move || {
        lineage
            .selected
            .with(|selected| selected.as_ref() == Some(&epc))
    };
    let name = cells::name(node);
    Some(view! {
        <tr aria-rowindex=(row + 2).to_string() aria-selected=move || if selected() { "true" } else { "false" }>
            <td class="lineage-table__tier">{tier}</td>
            <th scope="row" title=identity::told_apart(&node.name, &node.epc)>
                <span class=format!("kind-bar {}", kind_class(node.kind))></span>
                <button
                    type="button"
                    class="link-quiet"
                    data-testid="lineage-table-asset"
                    on:click=move |_| lineage.selected.set(Some(chosen.clone()))
                >
                    <bdi>{name}</bdi>
                </button>
            </th>
            <td class="lineage-table__quantity">{format::amount(&node.quantity, current())}</td>
            <td title=into.clone()><bdi>{into.clone()}</bdi></td>
            <td title=node.place.clone()><bdi>{node.place.clone()}</bdi></td>
            <td title=node.maker.clone()><bdi>{node.maker.clone()}</bdi></td>
            <td>{node.findings.map(|mark| view! { <FindingBadge mark/> })}</td>
            <td><AssuranceBadge assurance=node.assurance/></td>
            <td><span class="lineage-table__chips">{node.chips.iter().map(chip).collect_view()}</span></td>
            <td>{words::kind(node.kind)}</td>
        </tr>
    })
}
