//! Carbon footprint: the whole, by stage of life, and how much of it rests on certified data.

use leptos::prelude::*;
use protocol::{CarbonFigure, StageView, StageWord};

use super::panel::{self, remark};
use crate::{
    components::{
        charts::{self, Texture},
        icon::{Icon, icon},
    },
    locales::{current, t, tf, words},
    logic::{format, scale},
};

/// The panel.
pub(super) fn panel(figure: CarbonFigure) -> impl IntoView {
    let locale = current();
    let amount = |plain: &str| format!("{}\u{202f}kg CO₂e", format::number(plain, locale));
    let at_least = |words: String| {
        if figure.open {
            tf("carbon.at-least", &[("amount", &words)])
        } else {
            words
        }
    };
    let per_unit = tf(
        "carbon.per-unit",
        &[
            ("amount", &amount(&figure.per_unit)),
            ("unit", words::unit(&figure.unit)),
        ],
    );
    let stages = figure.stages.iter().map(stage).collect_view();
    let open = figure.open.then(|| remark(t("carbon.open").to_owned()));
    let understated = figure.understated.as_ref().map(|by| {
        view! {
            <div class="problem tone-warn">
                {icon(Icon::Alert)}
                <div>{tf("carbon.understated", &[("amount", &amount(by))])}</div>
            </div>
        }
    });
    let coverage = figure.coverage.map(coverage);
    let primary = figure.primary.map(|share| {
        tf(
            "carbon.primary",
            &[("share", &format::share(share, locale))],
        )
    });
    let split = [
        tf("carbon.verified", &[("amount", &amount(&figure.verified))]),
        tf("carbon.declared", &[("amount", &amount(&figure.declared))]),
    ];
    let body = view! {
        <div class="figure">
            <p class="figure__large">{at_least(per_unit)}</p>
            <p class="figure__words">{tf("carbon.whole", &[("amount", &amount(&figure.total))])}</p>
        </div>
        <h3 class="panel__part">{t("carbon.by-stage")}</h3>
        <ul class="range-rows">{stages}</ul>
        <h3 class="panel__part">{t("carbon.data")}</h3>
        {coverage}
        {primary.map(remark)}
        {remark(split.join(" · "))}
        {open}
        {understated}
    };
    panel::panel(
        t("overview.carbon"),
        t("carbon.method").to_owned(),
        "figure-carbon",
        Some(figure.basis),
        body,
    )
}

fn stage(stage: &StageView) -> impl IntoView + use<> {
    let locale = current();
    let word = t(match stage.stage {
        StageWord::Materials => "stage.materials",
        StageWord::Production => "stage.production",
        StageWord::Distribution => "stage.distribution",
        StageWord::Use => "stage.use",
        StageWord::EndOfLife => "stage.end-of-life",
        StageWord::Undivided => "stage.undivided",
    });
    let amount = format!(
        "{}\u{202f}kg CO₂e",
        format::number(&stage.kilograms, locale)
    );
    view! {
        <li class="range-row">
            <span class="range-row__name">{word}</span>
            <svg class="range-line" height="16" aria-hidden="true">
                <rect class="range-line__track" y="4" width="100%" height="8" rx="4"></rect>
                <rect class="range-line__span" width=scale::percent(stage.share) y="4" height="8" rx="4"></rect>
            </svg>
            <span class="range-row__figures">
                <strong>{format::share(stage.share, locale)}</strong>
                <span>{amount}</span>
            </span>
        </li>
    }
}

/// The mass under a certified, a declared and no claim.
fn coverage(shares: [f64; 3]) -> impl IntoView {
    let locale = current();
    let textures = [Texture::Full, Texture::Hatched, Texture::Hollow];
    let words = [
        t("carbon.certified"),
        t("carbon.only-declared"),
        t("carbon.without"),
    ];
    let parts: Vec<(Texture, u32)> = textures.into_iter().zip(shares.map(thousandths)).collect();
    let legend = (textures.into_iter().zip(words).zip(shares))
        .map(|((texture, word), share)| {
            (texture, format!("{word} {}", format::share(share, locale)))
        })
        .collect();
    view! {
        {charts::parts(&parts)}
        {charts::legend(legend)}
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // only drawn
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u32
}
