//! What is trusted about the network: a block, validators and signers, and how far that reaches.

use leptos::prelude::*;
use protocol::{NetworkView, SealsView, Tone};

use super::hash;
use crate::{
    components::{badge::Badge, icon::Icon},
    locales::{t, tf},
    logic::format,
    state::App,
};

/// The block and the signers.
pub(super) fn trust(app: App, network: &NetworkView) -> impl IntoView + use<> {
    let block = match &network.trusted_block {
        Some(block) => {
            let words = numbered(block.number);
            view! { <span>{words}</span> {hash(app, block.hash.clone())} }.into_any()
        }
        None => t("network.no-block").into_any(),
    };
    let signers = network
        .signers
        .iter()
        .cloned()
        .map(|signer| {
            view! {
                <li>
                    <Badge tone=Tone::Good mark=Icon::Check text=t("network.trusted")/>
                    <span>{signer.name}</span>
                    {hash(app, signer.fingerprint)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let no_signer = signers
        .is_empty()
        .then(|| view! { <p>{t("network.no-signer")}</p> });
    view! {
        <section class="sheet sheet--padded">
            <h2>{t("network.trust")}</h2>
            <p class="sheet__words">{t("network.trust-hint")}</p>
            <dl class="facts">
                <dt>{t("network.block")}</dt>
                <dd class="network__line">{block}</dd>
                <dt>{t("network.signers")}</dt>
                <dd><ul class="network__list">{signers}</ul> {no_signer}</dd>
            </dl>
        </section>
    }
}

/// The validators, and how far their seals and the proofs of completeness reach.
pub(super) fn seals(app: App, network: &NetworkView) -> impl IntoView + use<> {
    let complete = network.proven_at.map_or_else(
        || reach(Tone::Neutral, t("network.not-proven").to_owned()),
        |block| reach(Tone::Good, numbered(block)),
    );
    let sealed = match &network.seals {
        Some(seals) => pinned(app, seals).into_any(),
        None => view! {
            <dt>{t("network.sealed-to")}</dt>
            <dd>{t("network.no-seals")}</dd>
        }
        .into_any(),
    };
    view! {
        <section class="sheet sheet--padded" data-testid="network-seals">
            <h2>{t("network.seals")}</h2>
            <p class="sheet__words">{t("network.seals-hint")}</p>
            <dl class="facts">
                {sealed}
                <dt>{t("network.complete-to")}</dt>
                <dd>{complete}</dd>
            </dl>
        </section>
    }
}

fn pinned(app: App, seals: &SealsView) -> impl IntoView + use<> {
    let rules = if seals.contract_selected {
        format!("{}, {}", seals.consensus, t("network.by-contract"))
    } else {
        seals.consensus.clone()
    };
    let sealed = seals.sealed_to.map_or_else(
        || reach(Tone::Warn, t("network.not-sealed").to_owned()),
        |block| reach(Tone::Good, numbered(block)),
    );
    let days = format::count(seals.days);
    let believed = tf(
        "network.believed",
        &[("block", &numbered(seals.pinned_at)), ("days", &days)],
    );
    let validators = seals
        .validators
        .iter()
        .cloned()
        .map(|validator| view! { <li>{hash(app, validator)}</li> })
        .collect::<Vec<_>>();
    view! {
        <dt>{t("network.sealed-to")}</dt>
        <dd>{sealed}</dd>
        <dt>{t("network.rules")}</dt>
        <dd>{rules}</dd>
        <dt>{t("network.pinned")}</dt>
        <dd>{believed}</dd>
        <dt>{t("network.validators")}</dt>
        <dd><ul class="network__list">{validators}</ul></dd>
    }
}

fn reach(tone: Tone, words: String) -> AnyView {
    let mark = if tone == Tone::Good {
        Icon::Shield
    } else {
        Icon::Info
    };
    view! { <Badge tone=tone mark=mark text=words/> }.into_any()
}

fn numbered(block: u64) -> String {
    tf("event.block", &[("block", &format::count(block))])
}
