//! What an asset is, in figures, and what one can do with it.

use leptos::prelude::*;
use protocol::AssetDetail;

use crate::{
    actions,
    bridge::browser,
    components::{
        badge::{AssuranceBadge, Badge, FindingBadge, chip},
        collections::{kind_class, kind_icon},
        detail::facts,
        icon::{Icon, icon},
    },
    locales::{t, words},
    logic::identity,
    state::{App, Notice},
};

/// The head of the page.
pub(super) fn head(app: App, detail: &AssetDetail) -> impl IntoView + use<> {
    let asset = &detail.asset;
    // Of what is not on the ledger yet there is no map, nothing to recall and no report.
    let pending = asset.pending;
    let name = identity::told_apart(&asset.name, &asset.epc);
    let chips = asset.claims.iter().map(chip).collect_view();
    let [lineage, map, issue, reach] = std::array::from_fn(|_| asset.epc.clone());
    let whole = asset.epc.clone();
    let copy = move |_| {
        browser::copy(&whole);
        app.tell(Notice::done(t("detail.copied").to_owned()));
    };
    view! {
        <header class=format!("asset-head {}", kind_class(asset.kind))>
            <div class="asset-head__top">
                <div class="asset-head__who">
                    <h1 data-testid="asset-name">{name}</h1>
                    <div class="asset-head__epc">
                        <code title=asset.epc.clone()>{asset.epc.clone()}</code>
                        <button type="button" class="icon-button" aria-label=t("action.copy-name") title=t("action.copy-name") on:click=copy>
                            {icon(Icon::Copy)}
                        </button>
                    </div>
                </div>
                <div class="asset-head__steps">
                    <button type="button" class="button" data-testid="open-lineage" on:click=move |_| app.lineage.show(app, lineage.clone())>
                        {icon(Icon::Lineage)}
                        {t("action.lineage")}
                    </button>
                    <button type="button" class="button" data-testid="open-map" disabled=pending on:click=move |_| app.map.show(app, Some(map.clone()))>
                        {icon(Icon::Map)}
                        {t("action.map")}
                    </button>
                    <button type="button" class="button" data-testid="asset-reach" disabled=pending on:click=move |_| app.reach.show(app, reach.clone())>
                        {icon(Icon::Alert)}
                        {t("action.reach")}
                    </button>
                    <button type="button" class="button" data-testid="asset-issue" disabled=pending on:click=move |_| actions::issue_about(app, issue.clone())>
                        {icon(Icon::Report)}
                        {t("action.issue")}
                    </button>
                </div>
            </div>
            <div class="asset-head__badges">
                <Badge tone=protocol::Tone::Neutral mark=kind_icon(asset.kind) text=words::kind(asset.kind)/>
                <AssuranceBadge assurance=asset.assurance/>
                {asset.findings.map(|mark| view! { <FindingBadge mark/> })}
                {chips}
            </div>
            {facts(app, detail)}
        </header>
    }
}
