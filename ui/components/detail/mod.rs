//! One asset in full, beside the list or the canvas; always of the same width.

mod facts;

pub(crate) use facts::facts;

use leptos::{prelude::*, task::spawn_local};
use protocol::AssetDetail;

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
    locales::t,
    logic::{format, identity},
    state::{App, Notice, Place},
};

/// The right column; empty when no asset is chosen.
#[component]
pub(crate) fn Detail(
    /// The canonical name of the asset.
    epc: Signal<Option<String>>,
) -> impl IntoView {
    let app = App::here();
    let detail = RwSignal::new(None::<AssetDetail>);
    Effect::new(move || {
        app.revision.track();
        load(app, epc.get(), epc, detail);
    });
    let body = move || match detail.get() {
        Some(detail) => shown(app, detail).into_any(),
        None if epc.with(Option::is_none) => {
            view! { <p class="detail__none">{t("detail.none")}</p> }.into_any()
        }
        None => ().into_any(),
    };
    view! { <aside class="detail" aria-label=t("detail.label") data-testid="detail">{body}</aside> }
}

/// What is shown stays until the answer is there; an answer about another asset than is chosen by then is dropped.
fn load(
    app: App,
    wanted: Option<String>,
    epc: Signal<Option<String>>,
    detail: RwSignal<Option<AssetDetail>>,
) {
    let Some(wanted) = wanted else {
        detail.set(None);
        return;
    };
    spawn_local(async move {
        let answer = bridge::asset(&wanted).await;
        if epc.try_get_untracked().flatten().as_ref() != Some(&wanted) {
            return;
        }
        match answer {
            Ok(found) => detail.set(Some(found)),
            Err(error) => {
                detail.set(None);
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
        {steps(app, asset.epc.clone())}
        {facts(app, &detail)}
        {detail.recycled.map(|range| view! { <RangeBar range/> })}
        {findings.into_iter().map(|finding| view! { <FindingBox finding/> }).collect_view()}
        <Attestations attestations=detail.attestations/>
        <Origins origins=detail.origins/>
        <Timeline entries=detail.timeline total=detail.timeline_total/>
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

fn steps(app: App, epc: String) -> impl IntoView {
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
                on:click=move |_| app.map.show(app, Some(mapped.clone()))
            >
                {icon(Icon::Map)}
                {t("action.map")}
            </button>
            <button type="button" class="button" on:click=move |_| actions::issue_about(app, issued.clone())>
                {icon(Icon::Report)}
                {t("action.issue")}
            </button>
        </div>
    }
}
