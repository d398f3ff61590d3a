//! The card that says more of what is under the pointer, and from afar of what is selected.

use leptos::prelude::*;
use protocol::{EdgeKind, LineageEdge, LineageNode, LineageView};

use crate::{
    components::badge::{AssuranceBadge, FindingBadge, chip},
    locales::{current, t, tf, tn, words},
    logic::{
        format, identity,
        level::{self, Level},
        viewport::{Area, Size},
    },
    state::{Hovered, LineageState},
};

/// Its size on the screen; what does not fit is cut.
const SIZE: Size = Size {
    width: 268.0,
    height: 190.0,
};
const GAP: f64 = 10.0;

/// The card, if there is something to say; tracked.
pub(super) fn hover(lineage: LineageState) -> Option<AnyView> {
    let drawn = lineage.drawn.get()?;
    match lineage.hovered.get() {
        Some(Hovered::Card(index)) => {
            let area = drawn.scene.card(index)?;
            let node = drawn.view.nodes.get(index)?;
            Some(placed(lineage, area, about(node)))
        }
        Some(Hovered::Edge(index, x, y)) => {
            let edge = drawn.view.edges.get(index)?;
            let spot = Area {
                x: f64::from(x),
                y: f64::from(y),
                width: 0.0,
                height: 0.0,
            };
            let words = title(&drawn.view, edge);
            let words = view! { <p class="hover__edge"><bdi>{words}</bdi></p> }.into_any();
            Some(at(lineage.screen.get(), spot, words))
        }
        None => {
            let selected = lineage.selected.get()?;
            let zoom = lineage.viewport.get().zoom;
            let index = drawn
                .view
                .nodes
                .iter()
                .position(|node| node.epc == selected)?;
            let is_far = level::of(zoom, 0) != Level::Whole;
            let (area, node) = (drawn.scene.card(index)?, drawn.view.nodes.get(index)?);
            is_far.then(|| placed(lineage, area, about(node)))
        }
    }
}

/// Beside an area of the drawing.
fn placed(lineage: LineageState, area: Area, words: AnyView) -> AnyView {
    let viewport = lineage.viewport.get();
    let on_screen = Area {
        x: area.x * viewport.zoom + viewport.left,
        y: area.y * viewport.zoom + viewport.top,
        width: area.width * viewport.zoom,
        height: area.height * viewport.zoom,
    };
    at(lineage.screen.get(), on_screen, words)
}

/// Below an area of the screen, or above it where there is no room; never beyond the border.
fn at(screen: Size, area: Area, words: AnyView) -> AnyView {
    let left = area.x.min(screen.width - SIZE.width - GAP).max(GAP);
    let below = area.y + area.height + GAP;
    let style = if below + SIZE.height < screen.height || area.y < SIZE.height {
        format!("left:{left:.0}px;top:{below:.0}px")
    } else {
        let bottom = screen.height - area.y + GAP;
        format!("left:{left:.0}px;bottom:{bottom:.0}px")
    };
    view! { <div class="hover" role="tooltip" style=style data-testid="lineage-hover">{words}</div> }
        .into_any()
}

/// What is known of an asset at a glance.
fn about(node: &LineageNode) -> AnyView {
    let fact = |word: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <dt>{word}</dt><dd><bdi>{value}</bdi></dd> })
    };
    let made_on = (node.made_on.unix != 0).then(|| format::moment_day(node.made_on, current()));
    let several = node.group.as_ref().map(|group| {
        let words = tn("group.of.one", "group.of.many", group.count.into());
        view! { <p class="hover__group">{words}</p> }
    });
    let chips = (!node.chips.is_empty()).then(|| {
        view! { <div class="hover__chips">{node.chips.iter().map(chip).collect_view()}</div> }
    });
    view! {
        <strong class="hover__name"><bdi>{identity::told_apart(&node.name, &node.epc)}</bdi></strong>
        <code class="hover__epc">{format::middle(&node.epc, 38)}</code>
        {several}
        <dl class="hover__facts">
            {fact(t("fact.kind"), words::kind(node.kind).to_owned())}
            {fact(t("fact.quantity"), format::amount(&node.quantity, current()))}
            {fact(t("fact.made-at"), node.place.clone())}
            {fact(t("fact.maker"), node.maker.clone())}
            {fact(t("fact.made-on"), made_on.unwrap_or_default())}
        </dl>
        {chips}
        <div class="hover__badges">
            <AssuranceBadge assurance=node.assurance/>
            {node.findings.map(|mark| view! { <FindingBadge mark/> })}
        </div>
    }
    .into_any()
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
    let words = if edge.pending {
        tf("edge.pending", &[("edge", &words)])
    } else {
        words
    };
    if edge.closes_circle {
        return tf("edge.circle", &[("edge", &words)]);
    }
    if edge.through > 0 {
        let count = format::count(edge.through.into());
        return tf("edge.through", &[("edge", &words), ("n", &count)]);
    }
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
