//! One asset as a card: kind at its left, assurance in its border, findings at its corner.

use leptos::{ev::KeyboardEvent, prelude::*};
use protocol::{Assurance, Direction, FindingMark, LineageNode, Severity};

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

/// A card, and what leads beyond the drawn depth on either side of it.
pub(super) fn card(
    app: App,
    node: &LineageNode,
    selected: Memo<Option<String>>,
    is_focus: bool,
) -> impl IntoView + use<> {
    let node = node.clone();
    let is_selected = {
        let epc = node.epc.clone();
        Memo::new(move |_| selected.with(|selected| selected.as_ref() == Some(&epc)))
    };
    let class = format!(
        "card {} {}{}",
        kind_class(node.kind),
        border(node.assurance),
        if is_focus { " card--focus" } else { "" }
    );
    let chips = (!node.chips.is_empty()).then(|| {
        view! { <span class="card__chips">{node.chips.iter().map(chip).collect_view()}</span> }
    });
    let (left, right) = beyond(app, &node);
    let (pressed, opened) = (node.clone(), node.epc.clone());
    let choose = pressed.clone();
    view! {
        {left}
        {right}
        <div
            class=class
            class:card--selected=move || is_selected.get()
            role="button"
            tabindex="0"
            aria-pressed=move || if is_selected.get() { "true" } else { "false" }
            aria-label=spoken(&node)
            data-testid="lineage-node"
            data-epc=node.epc.clone()
            style:left=format!("{}px", node.x)
            style:top=format!("{}px", node.y)
            style:width=format!("{}px", node.width)
            style:height=format!("{}px", node.height)
            on:click=move |_| app.lineage.selected.set(Some(choose.epc.clone()))
            on:dblclick=move |_| app.lineage.show(app, opened.clone())
            on:keydown=move |event: KeyboardEvent| press(app, &pressed, &event)
        >
            <span class="card__name" title=node.name.clone()>{node.name.clone()}</span>
            <span class="card__facts">{facts(&node)}</span>
            {chips}
            {node.findings.map(marker)}
        </div>
    }
}

/// How well it is proven, as a border.
const fn border(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Sealed | Assurance::Included => "card--proven",
        Assurance::Reported | Assurance::Declared => "card--said",
        Assurance::Pending => "card--pending",
    }
}

/// How much there is of it, or which one it is where there is one, and where it was made.
fn facts(node: &LineageNode) -> String {
    let serial = identity::serial(&node.epc)
        .filter(|serial| node.quantity.number == "1" && !node.name.contains(serial));
    let quantity = match serial {
        Some(serial) => tf("card.serial", &[("serial", &format::middle(serial, 16))]),
        None => format::amount(&node.quantity, current()),
    };
    if node.place.is_empty() {
        return quantity;
    }
    format!("{quantity} · {}", node.place)
}

fn marker(mark: FindingMark) -> impl IntoView {
    let words = tn(
        "count.findings.one",
        "count.findings.many",
        u64::from(mark.count),
    );
    let class = format!("card__mark {}", tone_class(severity_tone(mark.worst)));
    let mark = if mark.worst == Severity::Note {
        Icon::Info
    } else {
        Icon::Alert
    };
    view! { <span class=class title=words>{icon(mark)}</span> }
}

/// The whole card in a sentence, for those who hear it.
fn spoken(node: &LineageNode) -> String {
    let mut parts = vec![
        node.name.clone(),
        words::kind(node.kind).to_owned(),
        facts(node),
    ];
    parts.extend(node.chips.iter().map(|chip| chip.text.clone()));
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

fn press(app: App, node: &LineageNode, event: &KeyboardEvent) {
    match event.key().as_str() {
        " " => app.lineage.select(node),
        "Enter" => app.lineage.show(app, node.epc.clone()),
        _ => return,
    }
    event.prevent_default();
}

/// Buttons for what lies beyond the depth, in the direction looked: one step more shows it. What lies in the other
/// direction, such as the thousand other uses of a lot, is not a part of this lineage.
fn beyond(app: App, node: &LineageNode) -> (Option<AnyView>, Option<AnyView>) {
    let direction = app.lineage.direction.get_untracked();
    let up = if node.step <= 0 && direction != Direction::Down {
        node.hidden_up
    } else {
        0
    };
    let down = if node.step >= 0 && direction != Direction::Up {
        node.hidden_down
    } else {
        0
    };
    let middle = node.y + node.height / 2.0;
    let button = |count: u32, x: f64, class: &'static str| {
        let more = move |_| app.lineage.reach_farther();
        let words = tn("lineage.more.one", "lineage.more.many", u64::from(count));
        (count > 0).then(|| {
            view! {
                <button
                    type="button"
                    class=class
                    aria-label=words.clone()
                    title=words
                    style:left=format!("{x}px")
                    style:top=format!("{middle}px")
                    on:click=more
                >
                    {format!("+{count}")}
                </button>
            }
            .into_any()
        })
    };
    (
        button(up, node.x, "card-more"),
        button(down, node.x + node.width, "card-more"),
    )
}

/// What the borders mean.
#[component]
pub(crate) fn Legend() -> impl IntoView {
    view! {
        <div class="legend" aria-hidden="true">
            <span><i class="legend__proven"></i>{t("legend.proven")}</span>
            <span><i class="legend__said"></i>{t("legend.said")}</span>
            <span><i class="legend__path"></i>{t("legend.path")}</span>
        </div>
    }
}
