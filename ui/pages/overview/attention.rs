//! What needs attention first: findings by severity, each with its figures, whom to ask, and where to look.

use leptos::prelude::*;
use protocol::{Attention, Severity, SeverityCount};

use crate::{
    components::{
        badge::{Badge, severity_tone, tone_class},
        finding::{Events, severity_icon},
        icon::{Icon, icon},
    },
    locales::{t, tf, tn, words},
    logic::format,
    state::{App, Collection, Place},
};

/// The panel.
pub(super) fn attention(
    app: App,
    attention: Vec<Attention>,
    severities: &[SeverityCount],
) -> impl IntoView + use<> {
    let told = attention.len();
    let all: u32 = severities.iter().map(|counted| counted.count).sum();
    let badges = severities.iter().copied().map(badge).collect_view();
    let more = u64::from(all).saturating_sub(told as u64);
    let rest = (all > 0).then(|| {
        let words = (more > 0)
            .then(|| tf("overview.more-findings", &[("n", &format::count(more))]));
        view! {
            <footer class="attention__rest">
                <span>{words}</span>
                <button type="button" class="link" on:click=move |_| with_findings(app)>{t("overview.all-findings")}</button>
            </footer>
        }
    });
    let rows = attention
        .into_iter()
        .map(|about| row(app, about))
        .collect_view();
    let body = if all == 0 {
        view! {
            <div class="attention__none">
                <span class="tone-good">{icon(Icon::Check)}</span>
                <div>
                    <strong>{t("overview.no-findings")}</strong>
                    <p>{t("overview.no-findings-hint")}</p>
                </div>
            </div>
        }
        .into_any()
    } else {
        view! { <ol class="attention__list">{rows}</ol> }.into_any()
    };
    view! {
        <section class="sheet attention" aria-labelledby="attention-title" data-testid="attention">
            <header class="attention__head">
                <h2 id="attention-title">{t("overview.attention")}</h2>
                <div class="attention__badges">{badges}</div>
            </header>
            {body}
            {rest}
        </section>
    }
}

fn badge(counted: SeverityCount) -> impl IntoView {
    let (one, many) = match counted.severity {
        Severity::Error => ("count.errors.one", "count.errors.many"),
        Severity::Warning => ("count.warnings.one", "count.warnings.many"),
        Severity::Note => ("count.notes.one", "count.notes.many"),
    };
    view! {
        <Badge
            tone=severity_tone(counted.severity)
            mark=severity_icon(counted.severity)
            text=tn(one, many, u64::from(counted.count))
        />
    }
}

fn row(app: App, about: Attention) -> impl IntoView {
    let finding = about.finding;
    let tone = tone_class(severity_tone(finding.severity));
    let name = about.name.clone();
    let subject = match about.asset.clone() {
        Some(epc) => view! {
            <button
                type="button"
                class="link attention__subject"
                data-testid="attention-open"
                on:click=move |_| app.open_asset(epc.clone())
            >
                {name}
            </button>
        }
        .into_any(),
        None => view! { <span class="attention__subject">{name}</span> }.into_any(),
    };
    let concerned = (about.assets > 1).then(|| {
        let assets = tn("count.assets.one", "count.assets.many", u64::from(about.assets));
        view! { <span class="attention__aside">{tf("overview.concerns", &[("assets", &assets)])}</span> }
    });
    view! {
        <li class=format!("attention__item {tone}")>
            <span class="attention__mark" title=words::severity(finding.severity)>{icon(severity_icon(finding.severity))}</span>
            <div class="attention__words">
                <div class="attention__about">
                    <h3>
                        <span class="visually-hidden">{words::severity(finding.severity)} ": "</span>
                        {finding.title}
                    </h3>
                    {subject}
                    {concerned}
                </div>
                <p>{finding.message} " " {finding.advice}</p>
                <Events events=finding.events/>
            </div>
        </li>
    }
}

/// The list of assets, those with findings.
fn with_findings(app: App) {
    app.assets.text.set(String::new());
    app.assets.collection.set(Collection::WithFindings);
    app.go(Place::Assets);
}
