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

/// The mark and word of how an attestation stands.
#[component]
pub(crate) fn Standing(
    /// The attestation.
    attestation: AttestationView,
) -> impl IntoView {
    let (tone, mark) = marks(attestation.status);
    view! { <Badge tone=tone mark=mark text=words::attestation(attestation.status)/> }
}

/// Who stands for it: a certifier, or only its maker.
pub(crate) fn who(certified: bool) -> &'static str {
    if certified {
        t("attestation.is-certified")
    } else {
        t("attestation.is-declared")
    }
}

/// Since when or until when it stands so, such as `until 31 Dec 2027`; empty where that is open.
pub(crate) fn stands(attestation: &AttestationView) -> String {
    let day = |moment: Option<Moment>, key: &'static str| {
        moment.map(|moment| tf(key, &[("day", &format::moment_day(moment, current()))]))
    };
    let words = match attestation.status {
        AttestationStatus::Revoked => day(attestation.revoked_on, "attestation.on"),
        AttestationStatus::Expired => day(attestation.valid_until, "attestation.on"),
        AttestationStatus::InForce | AttestationStatus::NotYet => {
            day(attestation.valid_until, "attestation.until")
        }
    };
    words.unwrap_or_default()
}

const fn marks(status: AttestationStatus) -> (Tone, Icon) {
    match status {
        AttestationStatus::InForce => (Tone::Good, Icon::Check),
        AttestationStatus::NotYet => (Tone::Neutral, Icon::Info),
        AttestationStatus::Expired => (Tone::Warn, Icon::Alert),
        AttestationStatus::Revoked => (Tone::Bad, Icon::Cross),
    }
}

fn row(attestation: AttestationView) -> impl IntoView {
    let (tone, mark) = marks(attestation.status);
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
    match stands(attestation) {
        when if when.is_empty() => word.to_owned(),
        when => format!("{word} {when}"),
    }
}
