//! Models of custody (ISO 22095) side by side, and for each that does not hold the step that rules it out.

use leptos::prelude::*;
use protocol::{ChipKind, CustodyFigure, CustodyView, CustodyWord, DowngradeReason, DowngradeView};

use super::panel;
use crate::{
    components::icon::{Icon, icon},
    locales::{t, tf},
    logic::format,
    state::App,
};

/// The panel.
pub(super) fn panel(app: App, figures: Vec<CustodyFigure>) -> impl IntoView {
    let mut basis = None;
    let parts = figures
        .into_iter()
        .map(|figure| {
            let title = view! { <h3 class="panel__part">{claim_word(&figure)}</h3> };
            let best = match figure.best {
                Some(best) => tf("custody.best", &[("model", word(best))]),
                None => t("custody.none").to_owned(),
            };
            let columns = figure
                .models
                .iter()
                .map(|model| column(model, figure.best))
                .collect_view();
            let downgrades = figure
                .models
                .iter()
                .filter_map(|model| Some(downgrade(app, model.model, model.downgrade.as_ref()?)))
                .collect_view();
            basis = Some(figure.basis);
            view! {
                {title}
                <p class="custody__best">{best}</p>
                <ol class="custody">{columns}</ol>
                <ul class="custody__steps">{downgrades}</ul>
            }
        })
        .collect_view();
    panel::panel(
        t("custody.title"),
        "ISO 22095".to_owned(),
        "figure-custody",
        basis,
        parts,
    )
}

fn column(model: &CustodyView, best: Option<CustodyWord>) -> impl IntoView + use<> {
    let holds = model.downgrade.is_none();
    let (class, mark, says) = if holds {
        ("tone-good", Icon::Check, t("custody.holds"))
    } else {
        ("tone-neutral", Icon::Cross, t("custody.lost"))
    };
    let best = if best == Some(model.model) {
        " custody__model--best"
    } else {
        ""
    };
    view! {
        <li class=format!("custody__model {class}{best}")>
            <span class="custody__word">{word(model.model)}</span>
            <span class="custody__says">{icon(mark)} {says}</span>
        </li>
    }
}

fn downgrade(app: App, model: CustodyWord, step: &DowngradeView) -> impl IntoView + use<> {
    let block = tf(
        "event.block",
        &[("block", &format::count(step.event.block))],
    );
    let event = step.event.clone();
    let look = move |_| {
        if let Some(epc) = event.asset.clone() {
            app.open_event(epc, (event.block, event.log_index));
        }
    };
    let assets = (!step.assets.is_empty()).then(|| step.assets.join(", "));
    view! {
        <li>
            <strong>{word(model)}</strong>
            " · "
            {reason(step.reason)}
            {assets.map(|assets| view! { <span>": " {assets}</span> })}
            <span class="custody__event">
                <button type="button" class="link" on:click=look>{step.event.title.clone()}</button>
                " · "
                {block}
            </span>
        </li>
    }
}

/// What is claimed.
fn claim_word(figure: &CustodyFigure) -> String {
    let claim = t(match figure.claim {
        ChipKind::Origin => "custody.of-origin",
        ChipKind::Conformity => "custody.of-conformity",
        ChipKind::Recycled | ChipKind::Carbon | ChipKind::Other => "custody.of-recycled",
    });
    if figure.claimed {
        claim.to_owned()
    } else {
        tf("custody.not-claimed-yet", &[("claim", claim)])
    }
}

/// Why a step rules a model out.
fn reason(reason: DowngradeReason) -> &'static str {
    t(match reason {
        DowngradeReason::SeveralSources => "custody.several-sources",
        DowngradeReason::MixedWithOther => "custody.mixed-with-other",
        DowngradeReason::MixedWithUntraced => "custody.mixed-with-untraced",
        DowngradeReason::LossUnattributed => "custody.loss-unattributed",
        DowngradeReason::Unweighed => "custody.unweighed",
        DowngradeReason::NotHeld => "custody.not-held",
        DowngradeReason::NothingSpecified => "custody.nothing-specified",
        DowngradeReason::ClaimTooHigh => "custody.claim-too-high",
        DowngradeReason::NotCertified => "custody.not-certified",
        DowngradeReason::NotClaimed => "custody.not-claimed",
    })
}

/// A model in the words of the standard.
fn word(model: CustodyWord) -> &'static str {
    t(match model {
        CustodyWord::IdentityPreserved => "custody.identity-preserved",
        CustodyWord::Segregated => "custody.segregated",
        CustodyWord::ControlledBlending => "custody.controlled-blending",
        CustodyWord::MassBalance => "custody.mass-balance",
        CustodyWord::BookAndClaim => "custody.book-and-claim",
    })
}
