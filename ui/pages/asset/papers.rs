//! Who asserts what about an asset and about what it was made from, and the documents that are named by their hashes.

use leptos::prelude::*;
use protocol::{AttestationView, DocumentSource, DocumentView};

use super::Sums;
use crate::{
    bridge::browser,
    components::badge::assurance_icon,
    components::{
        attestations::{Standing, stands, who},
        icon::{Icon, icon},
    },
    locales::{current, t, tf, tn, words},
    logic::format,
    state::{App, Notice},
};

/// How many documents are shown before the rest is asked for.
const FIRST: usize = 8;

/// Attestations about the asset, its maker and its place; and, when they are known, those upstream.
pub(super) fn attestations(
    app: App,
    own: Vec<AttestationView>,
    sums: RwSignal<Sums>,
) -> impl IntoView {
    let count = u64::try_from(own.len()).unwrap_or(u64::MAX);
    let body = if own.is_empty() {
        view! { <p class="panel__remark">{t("asset.no-attestations")}</p> }.into_any()
    } else {
        table(app, &own).into_any()
    };
    let upstream = move || {
        sums.with(|sums| match sums {
            Sums::Here(figures) if !figures.upstream.is_empty() => {
                Some(upstream(app, &figures.upstream, figures.upstream_total))
            }
            _ => None,
        })
    };
    view! {
        <section class="panel" data-testid="asset-attestations">
            <header class="panel__head">
                <h2>{t("attestation.title")}</h2>
                <span class="panel__method">{tn("count.attestations.one", "count.attestations.many", count)}</span>
            </header>
            {body}
            {upstream}
        </section>
    }
}

fn upstream(app: App, rows: &[AttestationView], total: u32) -> impl IntoView + use<> {
    let told = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let more = (u64::from(total) > told).then(|| {
        let n = format::count(u64::from(total) - told);
        view! { <p class="panel__remark">{tf("asset.more-upstream", &[("n", &n)])}</p> }
    });
    view! {
        <h3 class="panel__part">{t("asset.upstream")}</h3>
        {table(app, rows)}
        {more}
    }
}

fn table(app: App, rows: &[AttestationView]) -> impl IntoView + use<> {
    let heads = [
        t("column.claim"),
        t("column.by"),
        t("column.standing"),
        t("column.assurance"),
    ]
    .map(|head| view! { <th scope="col">{head}</th> })
    .into_iter()
    .collect_view();
    let rows = rows.iter().map(|row| attestation(app, row)).collect_view();
    view! {
        <div class="panel__table">
            <table class="plain-table plain-table--words">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn attestation(app: App, about: &AttestationView) -> impl IntoView + use<> {
    let method = (!about.method.is_empty()).then(|| about.method.clone());
    let aside: Vec<String> = [about.about.clone(), method]
        .into_iter()
        .flatten()
        .collect();
    let why = about.revoked_because.clone().filter(|why| !why.is_empty());
    let proof = words::assurance(about.assurance);
    view! {
        <tr>
            <th scope="row">
                {about.title.clone()}
                <span class="cell__aside">{aside.join(" · ")}</span>
            </th>
            <td>
                {about.by.clone()}
                <span class="cell__aside">{who(about.certified)}</span>
            </td>
            <td>
                <Standing attestation=about.clone()/>
                <span class="cell__aside">{stands(about)}</span>
                {why.map(|why| view! { <span class="cell__aside">{why}</span> })}
            </td>
            <td>
                <span class="assured" title=words::assurance_meaning(about.assurance)>{icon(assurance_icon(about.assurance))} {proof}</span>
                {about.document.clone().map(|hash| hash_line(app, hash))}
            </td>
        </tr>
    }
}

/// The documents that the asset rests on.
pub(super) fn documents(app: App, documents: Vec<DocumentView>) -> impl IntoView {
    let count = u64::try_from(documents.len()).unwrap_or(u64::MAX);
    let body = if documents.is_empty() {
        view! { <p class="panel__remark">{t("asset.no-documents")}</p> }.into_any()
    } else {
        list(app, documents).into_any()
    };
    view! {
        <section class="panel" data-testid="asset-documents">
            <header class="panel__head">
                <h2>{t("document.title")}</h2>
                <span class="panel__method">{tn("count.documents.one", "count.documents.many", count)}</span>
            </header>
            {body}
        </section>
    }
}

fn list(app: App, documents: Vec<DocumentView>) -> impl IntoView {
    let all = documents.len();
    let shown = RwSignal::new(FIRST);
    let documents = StoredValue::new(documents);
    let rows = move || {
        let shown = shown.get();
        documents.with_value(|documents| {
            let rows = documents.iter().take(shown).cloned();
            rows.map(|row| document(app, row)).collect_view()
        })
    };
    view! {
        <ul class="documents">{rows}</ul>
        <Show when=move || { shown.get() < all }>
            <button type="button" class="link documents__more" on:click=move |_| shown.set(all)>
                {t("document.more")}
            </button>
        </Show>
    }
}

fn document(app: App, document: DocumentView) -> impl IntoView {
    let source = t(match document.source {
        DocumentSource::Attestation => "document.attestation",
        DocumentSource::Event => "document.event",
        DocumentSource::Anchor => "document.anchor",
    });
    let mut aside = vec![
        source.to_owned(),
        document.by,
        format::moment_day(document.at, current()),
        words::assurance(document.assurance).to_owned(),
    ];
    aside.push(match document.bytes {
        Some(bytes) => tf(
            "document.carried",
            &[("size", &format::bytes(u64::from(bytes), current()))],
        ),
        None => t("document.by-hash").to_owned(),
    });
    aside.retain(|word| !word.is_empty());
    view! {
        <li class="document">
            {icon(Icon::Report)}
            <div>
                <div>{document.title}</div>
                <div class="cell__aside">{aside.join(" · ")}</div>
                {hash_line(app, document.hash)}
            </div>
        </li>
    }
}

/// A hash, shortened in the middle, copied whole.
fn hash_line(app: App, hash: String) -> impl IntoView {
    let whole = hash.clone();
    let copy = move |_| {
        browser::copy(&whole);
        app.tell(Notice::done(t("detail.copied").to_owned()));
    };
    view! {
        <span class="hash-line">
            <code title=hash.clone()>"SHA-256 " {format::middle(&hash, 21)}</code>
            <button type="button" class="icon-button" aria-label=t("document.copy") title=t("document.copy") on:click=copy>
                {icon(Icon::Copy)}
            </button>
        </span>
    }
}
