//! Network: which ledger this is and what is trusted about it, for comparison with what others say of it; where sources
//! disagree, what is held, and what does not work.

mod sources;
mod trust;

use leptos::{prelude::*, task::spawn_local};
use protocol::NetworkView;

use crate::{
    bridge::{self, browser},
    components::icon::{Icon, icon},
    locales::t,
    logic::format,
    state::{App, Notice},
};

/// The page.
#[component]
pub(crate) fn NetworkPage() -> impl IntoView {
    let app = App::here();
    let network = RwSignal::new(None::<NetworkView>);
    Effect::new(move || {
        app.revision.track();
        if !app.has_workspace() {
            return;
        }
        spawn_local(async move {
            match bridge::network().await {
                Ok(found) => {
                    let _ = network.try_set(Some(found));
                }
                Err(error) => app.fail(error),
            }
        });
    });
    view! {
        <div class="page page--flow">
            <h1>{t("nav.network")}</h1>
            {move || network.get().map(|network| shown(app, network))}
        </div>
    }
}

fn shown(app: App, network: NetworkView) -> impl IntoView {
    let demonstration = network.demonstration.then(|| {
        view! {
            <div class="problem tone-warn">
                {icon(Icon::Info)}
                <div><strong>{t("verdict.demonstration")}</strong><p>{t("verdict.demonstration-hint")}</p></div>
            </div>
        }
    });
    let nodes = if network.nodes.is_empty() {
        t("network.no-node").to_owned()
    } else {
        network.nodes.join(", ")
    };
    let second = network
        .second_node
        .clone()
        .unwrap_or_else(|| t("network.no-second").to_owned());
    let (trust, seals) = (trust::trust(app, &network), trust::seals(app, &network));
    let disagreements = sources::disagreements(network.disagreements);
    let storage = sources::storage(network.storage);
    view! {
        {demonstration}
        <section class="sheet sheet--padded" data-testid="network-facts">
            <h2>{network.label}</h2>
            <dl class="facts">
                <dt>{t("network.chain")}</dt>
                <dd>{network.chain_id.to_string()}</dd>
                <dt>{t("network.nodes")}</dt>
                <dd>{nodes}</dd>
                <dt>{t("network.second")}</dt>
                <dd>{second}</dd>
                <dt>{t("network.genesis")}</dt>
                <dd>{hash(app, network.genesis)}</dd>
                <dt>{t("network.contract")}</dt>
                <dd>{hash(app, network.contract)}</dd>
                <dt>{t("network.code")}</dt>
                <dd>{hash(app, network.code_hash)}</dd>
            </dl>
        </section>
        {trust}
        {seals}
        {disagreements}
        {storage}
        <sources::Examination/>
    }
}

/// A hash, shortened in the middle, copied whole.
fn hash(app: App, whole: String) -> impl IntoView {
    let copied = whole.clone();
    let copy = move |_| {
        browser::copy(&copied);
        app.tell(Notice::done(t("detail.copied").to_owned()));
    };
    view! {
        <span class="hash">
            <code title=whole.clone()>{format::middle(&whole, 30)}</code>
            <button type="button" class="icon-button" aria-label=t("action.copy") title=t("action.copy") on:click=copy>
                {icon(Icon::Copy)}
            </button>
        </span>
    }
}
