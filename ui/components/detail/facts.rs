//! The plain facts of an asset as pairs of a word and a value.

use leptos::prelude::*;
use protocol::{AssetDetail, AssetRow};

use crate::{
    components::pending::in_words,
    locales::{current, t, tf, words},
    logic::format,
    state::{App, Place},
};

/// The facts that are known.
pub(crate) fn facts(app: App, detail: &AssetDetail) -> impl IntoView + use<> {
    let asset = &detail.asset;
    let kind = if asset.kind == protocol::AssetKind::LogisticUnit {
        words::kind(asset.kind).to_owned()
    } else {
        format!(
            "{}, {}",
            words::kind(asset.kind),
            words::granularity(asset.granularity).to_lowercase()
        )
    };
    let made_on = asset
        .made_on
        .map(|moment| format::moment_day(moment, current()))
        .unwrap_or_default();
    let pairs = [
        (t("fact.kind"), kind),
        (t("fact.quantity"), quantity(asset)),
        (t("fact.made-at"), detail.made_at.clone()),
        (t("fact.made-on"), made_on),
        (t("fact.maker"), detail.maker.clone()),
        (t("fact.holder"), asset.holder.clone()),
        (t("fact.place"), asset.place.clone()),
        (
            t("assurance.pending"),
            asset.change.as_ref().map(in_words).unwrap_or_default(),
        ),
    ];
    let pairs = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(word, value)| view! { <div class="fact"><dt>{word}</dt> <dd>{value}</dd></div> })
        .collect_view();
    view! {
        <dl class="facts">
            {pairs}
            {made_from(app, detail)}
        </dl>
    }
}

/// Such as `1 050 kg, 260 kg left`.
fn quantity(asset: &AssetRow) -> String {
    let made = format::amount(&asset.quantity, current());
    match &asset.left {
        Some(left) if *left != asset.quantity => {
            let left = format::amount(left, current());
            tf("fact.left", &[("made", &made), ("left", &left)])
        }
        _ => made,
    }
}

fn made_from(app: App, detail: &AssetDetail) -> Option<impl IntoView + use<>> {
    if detail.made_from.is_empty() {
        return None;
    }
    let inputs = detail
        .made_from
        .iter()
        .map(|input| {
            let epc = input.epc.clone();
            let amount = format::amount(&input.amount, current());
            view! {
                <li>
                    <span class="facts__amount">{amount}</span>
                    " "
                    <button type="button" class="link" on:click=move |_| choose(app, &epc)>{input.name.clone()}</button>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="fact">
            <dt>{t("fact.made-from")}</dt>
            <dd><ul class="facts__list">{inputs}</ul></dd>
        </div>
    })
}

/// Shows another asset in the same column.
fn choose(app: App, epc: &str) {
    if app.place.get_untracked() == Place::Asset {
        app.open_asset(epc.to_owned());
        return;
    }
    if app.place.get_untracked() != Place::Lineage {
        app.assets.selected.set(Some(epc.to_owned()));
        return;
    }
    let view = app.lineage.view.get_untracked();
    let nodes = view.iter().flat_map(|view| &view.nodes);
    match nodes.into_iter().find(|node| node.epc == epc) {
        Some(node) => app.lineage.select(node),
        None => app.lineage.selected.set(Some(epc.to_owned())),
    }
}
