//! Who asserts what about an asset, and whether that still stands.

use leptos::prelude::*;
use protocol::{AttestationStatus, AttestationView, Moment, Tone};

use crate::{
    components::{badge::Badge, icon::Icon},
    locales::{current, t, tf, words},
    logic::format,
};

/// All attestations about an asset.
#[component]
pub(crate) fn Attestations(
    /// Newest first.
    attestations: Vec<AttestationView>,
) -> impl IntoView {
    if attestations.is_empty() {
        return ().into_any();
    }
    let rows = attestations.into_iter().map(row).collect_view();
    view! {
        <section class="part">
            <header class="part__head"><h3>{t("attestation.title")}</h3></header>
            <ul class="attestations">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(attestation: AttestationView) -> impl IntoView {
    let (tone, mark) = match attestation.status {
        AttestationStatus::InForce => (Tone::Good, Icon::Check),
        AttestationStatus::NotYet => (Tone::Neutral, Icon::Info),
        AttestationStatus::Expired => (Tone::Warn, Icon::Alert),
        AttestationStatus::Revoked => (Tone::Bad, Icon::Cross),
    };
    let who = if attestation.certified {
        tf("attestation.certified", &[("party", &attestation.by)])
    } else {
        tf("attestation.declared", &[("party", &attestation.by)])
    };
    let mut aside = vec![who];
    aside.extend(attestation.about.clone());
    if !attestation.method.is_empty() {
        aside.push(attestation.method.clone());
    }
    let because = attestation
        .revoked_because
        .clone()
        .filter(|why| !why.is_empty());
    view! {
        <li class="attestation">
            <div class="attestation__line">
                <span class="attestation__title">{attestation.title.clone()}</span>
                <Badge tone=tone mark=mark text=standing(&attestation)/>
            </div>
            <div class="attestation__aside">{aside.join(" · ")}</div>
            {because.map(|why| view! { <div class="attestation__aside">{why}</div> })}
        </li>
    }
}

/// Such as `Revoked 3 Oct 2026` or `In force until 31 Dec 2027`.
fn standing(attestation: &AttestationView) -> String {
    let word = words::attestation(attestation.status);
    let on = |moment: Option<Moment>| moment.map(|moment| format::moment_day(moment, current()));
    let day = match attestation.status {
        AttestationStatus::Revoked => on(attestation.revoked_on),
        AttestationStatus::Expired => on(attestation.valid_until),
        AttestationStatus::InForce => {
            return match on(attestation.valid_until) {
                Some(day) => tf("attestation.in-force-until", &[("day", &day)]),
                None => word.to_owned(),
            };
        }
        AttestationStatus::NotYet => None,
    };
    day.map_or_else(|| word.to_owned(), |day| format!("{word} {day}"))
}
