//! What joins the cards: as thick as its share of the mass, and in the brand colour on the way to the selection.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use protocol::{EdgeKind, LineageEdge, LineageView};

use crate::{
    locales::{current, t, tf},
    logic::{curve, format, path},
};

/// All edges, beneath all cards.
pub(super) fn edges(view: &LineageView, selected: Memo<Option<String>>) -> impl IntoView + use<> {
    let lines = view
        .edges
        .iter()
        .map(|edge| {
            (
                curve::smooth(&edge.points),
                curve::thickness(edge.share),
                edge.kind,
                title(view, edge),
            )
        })
        .collect::<Vec<_>>();
    let shared = Arc::new(view.clone());
    let on_path = Memo::new(move |_| {
        selected
            .get()
            .map_or_else(BTreeSet::new, |epc| lit(&shared, &epc))
    });
    let paths = lines
        .into_iter()
        .enumerate()
        .map(|(index, (line, thickness, kind, title))| {
            let class = move || {
                let lit = on_path.with(|path| path.contains(&index));
                match (lit, kind) {
                    (true, EdgeKind::Transformed) => "edge edge--lit",
                    (true, EdgeKind::Packed) => "edge edge--lit edge--packed",
                    (false, EdgeKind::Transformed) => "edge",
                    (false, EdgeKind::Packed) => "edge edge--packed",
                }
            };
            view! {
                <path class=class d=line stroke-width=format!("{thickness:.2}")>
                    <title>{title}</title>
                </path>
            }
        })
        .collect_view();
    view! {
        <svg
            class="edges"
            aria-hidden="true"
            width=view.width.to_string()
            height=view.height.to_string()
        >
            {paths}
        </svg>
    }
}

fn lit(view: &LineageView, epc: &str) -> BTreeSet<usize> {
    let index = |epc: &str| {
        let at = view.nodes.iter().position(|node| node.epc == epc)?;
        u32::try_from(at).ok()
    };
    match (index(&view.focus), index(epc)) {
        (Some(focus), Some(selected)) => path::to_selection(&view.edges, focus, selected),
        _ => BTreeSet::new(),
    }
}

/// Such as `420 kg of Solder dross into Tin ingot, 32 % of its mass`.
fn title(view: &LineageView, edge: &LineageEdge) -> String {
    let name = |index: u32| {
        let at = usize::try_from(index)
            .ok()
            .and_then(|at| view.nodes.get(at));
        at.map_or("", |node| node.name.as_str())
    };
    let amount = edge.amount.as_ref();
    let amount = amount.map_or_else(
        || t("edge.some").to_owned(),
        |amount| format::amount(amount, current()),
    );
    let values = [
        ("amount", amount.as_str()),
        ("from", name(edge.from)),
        ("to", name(edge.to)),
    ];
    let words = match edge.kind {
        EdgeKind::Transformed => tf("edge.used", &values),
        EdgeKind::Packed => tf("edge.packed", &values),
    };
    match edge.share {
        Some(share) => tf(
            "edge.share",
            &[
                ("edge", &words),
                ("share", &format::share(share, current())),
            ],
        ),
        None => words,
    }
}
