//! What of the lineage is not drawn, said where one sees it: chips for what was chosen, a line for what is hidden.

use leptos::prelude::*;
use protocol::LineageFilter;

use crate::{
    components::icon::{Icon, icon},
    locales::{t, tf, tn},
    logic::{format, identity},
    state::{App, LineageState},
};

/// Chips for what was chosen, each with a way to take it back.
#[component]
pub(super) fn Notes() -> impl IntoView {
    let lineage = App::here().lineage;
    let past = move || {
        let block = lineage.as_of.get()?;
        let words = tf("notes.as-of", &[("block", &format::count(block))]);
        Some(chip(words, t("notes.latest"), "notes-latest", move || {
            lineage.travel(None);
        }))
    };
    let path = move || {
        let path = lineage.scope.with(|scope| scope.path.clone())?;
        let (from, to) = (name(lineage, &path.from), name(lineage, &path.to));
        let words = tf("notes.path", &[("from", &from), ("to", &to)]);
        Some(chip(words, t("notes.whole"), "notes-whole", move || {
            lineage.isolate(None);
        }))
    };
    let filter = move || {
        let count = lineage.scope.with(|scope| scope.filter.len());
        let words = tn(
            "notes.filter.one",
            "notes.filter.many",
            u64::try_from(count).unwrap_or(u64::MAX),
        );
        (count > 0).then(|| {
            chip(words, t("notes.clear"), "notes-clear", move || {
                lineage.filter(|filter| *filter = LineageFilter::default());
            })
        })
    };
    let groups = move || {
        let count = lineage.scope.with(|scope| scope.opened.len());
        let words = tn(
            "notes.groups.one",
            "notes.groups.many",
            u64::try_from(count).unwrap_or(u64::MAX),
        );
        (count > 0).then(|| {
            chip(words, t("group.close"), "notes-groups", move || {
                lineage.group(true);
            })
        })
    };
    view! { <div class="tools__notes">{past}{path}{filter}{groups}<PathOffer/></div> }
}

fn chip(
    words: String,
    undo: &'static str,
    testid: &'static str,
    back: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <span class="note">
            <bdi>{words}</bdi>
            <button type="button" aria-label=undo title=undo data-testid=testid on:click=move |_| back()>
                {icon(Icon::Close)}
            </button>
        </span>
    }
}

/// What a card is called; its canonical name where it is not drawn.
fn name(lineage: LineageState, epc: &str) -> String {
    let node = lineage.view.with(|view| {
        let nodes = &view.as_ref()?.nodes;
        nodes.iter().find(|node| node.epc == epc).cloned()
    });
    match node {
        Some(node) => format::middle(&identity::told_apart(&node.name, epc), 32),
        None => format::middle(epc, 32),
    }
}

/// Offers to draw only the way between the selection and the asset looked from.
#[component]
fn PathOffer() -> impl IntoView {
    let lineage = App::here().lineage;
    let is_offered = Memo::new(move |_| {
        let selected = lineage.selected.get();
        selected.is_some()
            && selected != lineage.focus.get()
            && lineage.scope.with(|scope| scope.path.is_none())
            && lineage.view.with(|view| {
                view.as_ref().is_some_and(|view| {
                    view.nodes
                        .iter()
                        .any(|node| Some(&node.epc) == selected.as_ref())
                })
            })
    });
    view! {
        <Show when=move || is_offered.get()>
            <button
                type="button"
                class="note note--offer"
                title=t("notes.only-path-hint")
                data-testid="lineage-path"
                on:click=move |_| lineage.isolate_selection()
            >
                {icon(Icon::Lineage)}
                {t("notes.only-path")}
            </button>
        </Show>
    }
}

/// How many are not drawn, and why; nothing where everything is.
#[component]
pub(crate) fn HiddenLine() -> impl IntoView {
    let lineage = App::here().lineage;
    let words = move || {
        lineage
            .view
            .with(|view| view.as_ref().map(|view| hidden(view.hidden)))
            .unwrap_or_default()
    };
    view! {
        <Show when=move || !words().is_empty()>
            <p class="hidden-line" role="status" data-testid="lineage-hidden">
                {words}
                <button type="button" class="link" data-testid="lineage-show-all" on:click=move |_| lineage.show_all()>
                    {t("hidden.show-all")}
                </button>
            </p>
        </Show>
    }
}

/// Such as `Not shown: 12 beyond the depth, 3 left out by the filter.`; empty where nothing is hidden.
pub(crate) fn hidden(hidden: protocol::HiddenCount) -> String {
    let part = |count: u32, one: &'static str, many: &'static str| {
        (count > 0).then(|| tn(one, many, count.into()))
    };
    let parts: Vec<String> = [
        part(hidden.beyond, "hidden.beyond.one", "hidden.beyond.many"),
        part(
            hidden.filtered,
            "hidden.filtered.one",
            "hidden.filtered.many",
        ),
        part(
            hidden.too_many,
            "hidden.too-many.one",
            "hidden.too-many.many",
        ),
        part(hidden.grouped, "hidden.grouped.one", "hidden.grouped.many"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return String::new();
    }
    tf("hidden.line", &[("parts", &parts.join(", "))])
}
