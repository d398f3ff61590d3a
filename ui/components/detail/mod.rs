//! One asset in full, beside the list or the canvas; always of the same width.

mod facts;

pub(crate) use facts::facts;

use leptos::{prelude::*, task::spawn_local};
use protocol::{AssetDetail, ErrorCode};

use crate::{
    actions, bridge,
    bridge::browser,
    components::{
        attestations::Attestations,
        badge::{AssuranceBadge, FindingBadge},
        finding::FindingBox,
        icon::{Icon, icon},
        origins::Origins,
        range_bar::RangeBar,
        timeline::Timeline,
    },
    locales::{t, tf},
    logic::{format, identity},
    state::{App, Notice, Place},
};

/// What the backend told of the chosen asset.
#[derive(Clone)]
enum Told {
    /// All of it; with a block, as known at that.
    Known(Box<AssetDetail>, Option<u64>),
    /// It was not on the ledger yet at this block.
    NotYet(u64),
}

/// The right column; empty when no asset is chosen.
#[component]
pub(crate) fn Detail(
    /// The canonical name of the asset.
    epc: Signal<Option<String>>,
    /// The block looked back to; without one, what is known now.
    #[prop(optional)]
    as_of: Signal<Option<u64>>,
) -> impl IntoView {
    let app = App::here();
    let told = RwSignal::new(None::<Told>);
    let asked = Signal::derive(move || Some((epc.get()?, as_of.get())));
    Effect::new(move || {
        app.revision.track();
        load(app, asked, told);
    });
    let body = move || match told.get() {
        Some(Told::Known(detail, block)) => view! {
            {block.map(past)}
            {shown(app, *detail)}
        }
        .into_any(),
        Some(Told::NotYet(block)) => {
            let words = tf("lineage.not-yet", &[("block", &format::count(block))]);
            view! { <p class="detail__none" role="status">{words}</p> }.into_any()
        }
        None if epc.with(Option::is_none) => {
            view! { <p class="detail__none">{t("detail.none")}</p> }.into_any()
        }
        None => ().into_any(),
    };
    view! { <aside class="detail" aria-label=t("detail.label") data-testid="detail">{body}</aside> }
}

/// Says that one looks at the past.
fn past(block: u64) -> impl IntoView {
    let words = tf("detail.as-known", &[("block", &format::count(block))]);
    view! { <p class="detail__past" role="status" data-testid="detail-past">{words}</p> }
}

/// What is shown stays until the answer is there; an answer to another question than is asked by then is dropped.
fn load(app: App, asked: Signal<Option<(String, Option<u64>)>>, told: RwSignal<Option<Told>>) {
    let Some(wanted) = asked.get() else {
        told.set(None);
        return;
    };
    spawn_local(async move {
        let (epc, block) = &wanted;
        let answer = bridge::asset(epc, *block).await;
        if asked.try_get_untracked().flatten().as_ref() != Some(&wanted) {
            return;
        }
        match (answer, *block) {
            (Ok(found), block) => told.set(Some(Told::Known(Box::new(found), block))),
            (Err(error), Some(block)) if error.code == ErrorCode::UnknownAsset => {
                told.set(Some(Told::NotYet(block)));
            }
            (Err(error), _) => {
                told.set(None);
                app.fail(error);
            }
        }
    });
}

fn shown(app: App, detail: AssetDetail) -> impl IntoView {
    let asset = detail.asset.clone();
    let findings = detail.findings.clone();
    let opened = asset.epc.clone();
    view! {
        <header class="detail__head">
            <h2>
                <button
                    type="button"
                    class="link-quiet"
                    title=t("action.asset")
                    data-testid="open-asset"
                    on:click=move |_| app.open_asset(opened.clone())
                >
                    {identity::told_apart(&asset.name, &asset.epc)}
                </button>
            </h2>
            {name(app, asset.epc.clone())}
            <div class="detail__badges">
                <AssuranceBadge assurance=asset.assurance/>
                {asset.findings.map(|mark| view! { <FindingBadge mark/> })}
            </div>
        </header>
        {steps(app, asset.epc.clone(), asset.pending)}
        {facts(app, &detail)}
        {detail.recycled.map(|range| view! { <RangeBar range/> })}
        {findings.into_iter().map(|finding| view! { <FindingBox finding/> }).collect_view()}
        <Attestations attestations=detail.attestations/>
        <Origins origins=detail.origins/>
        <Timeline entries=detail.timeline total=detail.timeline_total pending=detail.pending/>
    }
}

/// The canonical name, shortened in the middle, copied whole.
fn name(app: App, epc: String) -> impl IntoView {
    let whole = epc.clone();
    let copy = move |_| {
        browser::copy(&whole);
        app.tell(Notice::done(t("detail.copied").to_owned()));
    };
    view! {
        <div class="detail__name">
            <code title=epc.clone()>{format::middle(&epc, 37)}</code>
            <button type="button" class="icon-button" aria-label=t("action.copy-name") title=t("action.copy-name") on:click=copy>
                {icon(Icon::Copy)}
            </button>
        </div>
    }
}

/// What one can do with it; of what is pending there is no map and no report yet.
fn steps(app: App, epc: String, pending: bool) -> impl IntoView {
    let is_focus = {
        let epc = epc.clone();
        move || {
            app.place.get() == Place::Lineage
                && app.lineage.focus.with(|focus| focus.as_ref() == Some(&epc))
        }
    };
    let (shown, mapped, issued) = (epc.clone(), epc.clone(), epc);
    view! {
        <div class="detail__steps">
            <button
                type="button"
                class="button"
                data-testid="open-lineage"
                disabled=is_focus
                on:click=move |_| app.lineage.show(app, shown.clone())
            >
                {icon(Icon::Lineage)}
                {t("action.lineage")}
            </button>
            <button
                type="button"
                class="button"
                data-testid="open-map"
                disabled=pending
                on:click=move |_| app.map.show(app, Some(mapped.clone()))
            >
                {icon(Icon::Map)}
                {t("action.map")}
            </button>
            <button type="button" class="button" disabled=pending on:click=move |_| actions::issue_about(app, issued.clone())>
                {icon(Icon::Report)}
                {t("action.issue")}
            </button>
        </div>
    }
}
