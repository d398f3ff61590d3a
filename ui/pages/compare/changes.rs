//! What changed, grouped by what it does to what was known.

use leptos::prelude::*;
use protocol::{ChangeGroup, ChangeView, ChangeWord, EventRef};

use crate::{
    components::icon::{Icon, icon},
    locales::{current, t, tf, words},
    logic::{format, identity},
    state::App,
};

/// How many changes of a group are shown until the rest is asked for.
const FEW: usize = 6;

/// The groups, the weightiest first.
pub(super) fn groups(app: App, groups: &[ChangeGroup]) -> impl IntoView + use<> {
    if groups.is_empty() {
        return view! { <p class="compare__nothing">{t("compare.nothing")}</p> }.into_any();
    }
    groups
        .iter()
        .map(|group| shown(app, group.clone()))
        .collect_view()
        .into_any()
}

fn shown(app: App, group: ChangeGroup) -> impl IntoView {
    let all = RwSignal::new(false);
    let held = group.changes.len();
    let class = match group.sort {
        ChangeWord::Replaced | ChangeWord::Revoked | ChangeWord::Recalled => "change-mark tone-bad",
        ChangeWord::Corrected | ChangeWord::Expired => "change-mark tone-warn",
        _ => "change-mark tone-neutral",
    };
    let beyond = u64::from(group.total).saturating_sub(u64::try_from(held).unwrap_or(0));
    let beyond = (beyond > 0).then(|| {
        let n = format::count(beyond);
        view! { <p class="compare__nothing">{tf("compare.older", &[("n", &n)])}</p> }
    });
    let sort = group.sort;
    let total = format::count(u64::from(group.total));
    let changes = StoredValue::new(group.changes);
    let rows = move || {
        let most = if all.get() { usize::MAX } else { FEW };
        changes.with_value(|changes| {
            changes
                .iter()
                .take(most)
                .map(|change| row(app, change))
                .collect_view()
        })
    };
    view! {
        <section class="compare__section" data-testid="change-group">
            <h2><span class=class>{icon(mark(sort))}</span> {words::change(sort)} <span class="compare__count">{total}</span></h2>
            <ul class="changes">{rows}</ul>
            <Show when=move || { held > FEW }>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || if all.get() { "true" } else { "false" }
                    on:click=move |_| all.update(|all| *all = !*all)
                >
                    {move || if all.get() {
                        t("compare.fewer").to_owned()
                    } else {
                        tf("compare.more", &[("n", &format::count(u64::try_from(held - FEW).unwrap_or(0)))])
                    }}
                </button>
            </Show>
            {beyond}
        </section>
    }
}

const fn mark(sort: ChangeWord) -> Icon {
    match sort {
        ChangeWord::Replaced => Icon::Network,
        ChangeWord::Revoked => Icon::Cross,
        ChangeWord::Recalled | ChangeWord::Expired => Icon::Alert,
        ChangeWord::Corrected => Icon::Info,
        ChangeWord::Lifted => Icon::Check,
        ChangeWord::Attested => Icon::Attestation,
        ChangeWord::Made => Icon::Assets,
        ChangeWord::Moved => Icon::Box,
        ChangeWord::Entered => Icon::Plus,
    }
}

fn row(app: App, change: &ChangeView) -> impl IntoView + use<> {
    view! {
        <li>
            <span class="changes__when">{format::moment_day(change.at, current())}</span>
            <span>{words_of(app, change)}</span>
        </li>
    }
}

/// What happened to what, by which event, and what that goes back on.
pub(super) fn words_of(app: App, change: &ChangeView) -> impl IntoView + use<> {
    let about = identity::told_apart(&change.about, &change.subject);
    let about = match change.event.asset.clone() {
        Some(_) => {
            let epc = change.subject.clone();
            view! { <button type="button" class="link" on:click=move |_| app.open_asset(epc.clone())>{about}</button> }
                .into_any()
        }
        None => view! { <b>{about}</b> }.into_any(),
    };
    let undoes = change.undoes.iter().map(undone).collect_view();
    view! {
        <span class="changes__words">
            {about} " " {change.event.title.clone()} " "
            <span class="changes__block">{block(&change.event)}</span>
            {undoes}
        </span>
    }
}

fn undone(event: &EventRef) -> impl IntoView + use<> {
    let words = tf(
        "compare.undoes",
        &[("event", &event.title), ("block", &block(event))],
    );
    view! { <span class="changes__undoes">{words}</span> }
}

fn block(event: &EventRef) -> String {
    tf("event.block", &[("block", &format::count(event.block))])
}
