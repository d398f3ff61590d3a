//! One asset as a card: kind at its left, assurance in its border, findings at its corner.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::{Assurance, Chip, ChipKind, FindingMark, LineageNode, LineageView, Severity, Tone};

use crate::{
    components::{
        badge::{chip, severity_tone, tone_class},
        collections::kind_class,
        icon::{Icon, icon},
    },
    locales::{current, t, tf, tn, words},
    logic::{format, identity},
    state::App,
};

/// The id of a card's element.
pub(super) fn id(index: usize) -> String {
    format!("lineage-card-{index}")
}

/// A card. What the pointer does to it is the canvas's to know, because from afar there are no elements.
pub(super) fn card(
    view: &LineageView,
    index: usize,
    selected: Memo<Option<String>>,
) -> Option<impl IntoView + use<>> {
    let node = view.nodes.get(index)?;
    let is_selected = {
        let epc = node.epc.clone();
        Memo::new(move |_| selected.with(|selected| selected.as_ref() == Some(&epc)))
    };
    let class = format!(
        "card {} {}{}{}",
        kind_class(node.kind),
        border(node.assurance),
        if view.focus == node.epc {
            " card--focus"
        } else {
            ""
        },
        if node.group.is_some() {
            " card--group"
        } else {
            ""
        },
    );
    let chips = chips(node);
    let chips = (!chips.is_empty()).then(|| {
        // Blanks between words, so that what is read aloud is what is seen.
        let apart = |one| view! { " " {chip(one)} };
        view! { " " <span class="card__chips">{chips.iter().map(apart).collect_view()}</span> }
    });
    let (quantity, place) = (quantity(node), node.place.clone());
    let place = (!place.is_empty()).then(|| view! { " · " <bdi>{place}</bdi> });
    let count = node
        .group
        .as_ref()
        .map(|group| view! { <b class="card__count">{format!("{} ×", format::count(group.count.into()))}</b> });
    Some(view! {
        <div
            class=class
            class:card--selected=move || is_selected.get()
            role="option"
            id=id(index)
            aria-selected=move || if is_selected.get() { "true" } else { "false" }
            aria-label=spoken(node)
            data-testid="lineage-node"
            data-epc=node.epc.clone()
            data-group=node.group.as_ref().map(|group| group.key.clone())
            style:left=format!("{}px", node.x)
            style:top=format!("{}px", node.y)
            style:width=format!("{}px", node.width)
            style:height=format!("{}px", node.height)
        >
            <span class="card__name">{count}<bdi>{node.name.clone()}</bdi></span>
            " "
            <span class="card__facts">{quantity}{place}</span>
            {chips}
            {node.findings.map(marker)}
        </div>
    })
}

/// What is said of it in short: its claims, or that it is pending, of which nothing is claimed.
pub(crate) fn chips(node: &LineageNode) -> Vec<Chip> {
    if node.assurance != Assurance::Pending {
        return node.chips.clone();
    }
    vec![Chip {
        kind: ChipKind::Other,
        text: words::assurance(node.assurance).to_owned(),
        tone: Tone::Warn,
    }]
}

/// How well it is proven, as a border.
const fn border(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Sealed | Assurance::Included => "card--proven",
        Assurance::Reported | Assurance::Declared => "card--said",
        Assurance::Pending => "card--pending",
    }
}

/// How much there is of it, or which one it is where there is one.
pub(crate) fn quantity(node: &LineageNode) -> String {
    let serial = identity::serial(&node.epc).filter(|serial| {
        node.group.is_none() && node.quantity.number == "1" && !node.name.contains(serial)
    });
    match serial {
        Some(serial) => tf("card.serial", &[("serial", &format::middle(serial, 16))]),
        None => format::amount(&node.quantity, current()),
    }
}

/// Quantity and place in a line.
pub(crate) fn facts(node: &LineageNode) -> String {
    if node.place.is_empty() {
        return quantity(node);
    }
    format!("{} · {}", quantity(node), node.place)
}

fn marker(mark: FindingMark) -> impl IntoView {
    let class = format!("card__mark {}", tone_class(severity_tone(mark.worst)));
    let mark = if mark.worst == Severity::Note {
        Icon::Info
    } else {
        Icon::Alert
    };
    view! { <span class=class>{icon(mark)}</span> }
}

/// The whole card in a sentence, for those who hear it.
fn spoken(node: &LineageNode) -> String {
    let mut parts = Vec::new();
    if let Some(group) = &node.group {
        parts.push(tn(
            "count.assets.one",
            "count.assets.many",
            group.count.into(),
        ));
    }
    // First what the card shows, in its order, so that it can be named by voice as it is read.
    parts.extend([node.name.clone(), facts(node)]);
    parts.extend(node.chips.iter().map(|chip| chip.text.clone()));
    parts.push(words::kind(node.kind).to_owned());
    parts.push(words::assurance(node.assurance).to_owned());
    if let Some(mark) = node.findings {
        parts.push(tn(
            "count.findings.one",
            "count.findings.many",
            u64::from(mark.count),
        ));
    }
    parts.join(", ")
}

/// What the borders mean, and the edges that are like no other.
#[component]
pub(crate) fn Legend() -> impl IntoView {
    let lineage = App::here().lineage;
    let has_circle = Memo::new(move |_| {
        let closes = |view: &Arc<LineageView>| view.edges.iter().any(|edge| edge.closes_circle);
        lineage.view.with(|view| view.as_ref().is_some_and(closes))
    });
    view! {
        <div class="legend" aria-hidden="true">
            <span><i class="legend__proven"></i>{t("legend.proven")}</span>
            <span><i class="legend__said"></i>{t("legend.said")}</span>
            <span><i class="legend__pending"></i>{t("legend.pending")}</span>
            <span><i class="legend__path"></i>{t("legend.path")}</span>
            <Show when=move || has_circle.get()>
                <span class="legend__warning" data-testid="legend-circle"><i class="legend__circle"></i>{t("legend.circle")}</span>
            </Show>
        </div>
    }
}
