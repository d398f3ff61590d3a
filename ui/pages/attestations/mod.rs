//! Attestations: who asserts what about which asset, party or place, and whether it still stands.

use std::time::Duration;

use leptos::prelude::*;
use protocol::{AttestationPage as Answer, AttestationRow, AttestationStatus};

use crate::{
    components::{
        attestations::{Standing, who},
        badge::assurance_icon,
        empty::Empty,
        icon::{Icon, icon},
    },
    locales::{current, t, tf, tn, words},
    logic::{format, identity},
    state::{App, Place, ROWS},
};

/// How long the words must rest before they are searched for.
const REST: Duration = Duration::from_millis(120);

/// The page.
#[component]
pub(crate) fn AttestationsPage() -> impl IntoView {
    let app = App::here();
    let list = app.attestations;
    Effect::new(move || {
        app.revision.track();
        list.status.track();
        list.offset.track();
        list.ask(app);
    });
    let body = move || {
        list.page.with(|page| match page {
            None => ().into_any(),
            Some(page) if page.rows.is_empty() => nothing(app, page).into_any(),
            Some(page) => shown(app, page).into_any(),
        })
    };
    view! {
        <div class="page attestations-page" data-testid="attestations-page">
            <header class="attestations-page__head">
                <h1>{t("nav.attestations")}</h1>
                <div class="attestations-page__tools">
                    <Search/>
                    <Filter/>
                </div>
            </header>
            <div class="attestations-page__body">{body}</div>
        </div>
    }
}

#[component]
fn Search() -> impl IntoView {
    let app = App::here();
    let list = app.attestations;
    // Asked for when the words have rested.
    let write = move |event| {
        let typed = event_target_value(&event);
        list.text.set(typed.clone());
        set_timeout(
            move || {
                if list.text.try_get_untracked().as_ref() == Some(&typed) {
                    list.offset.set(0);
                    list.ask(app);
                }
            },
            REST,
        );
    };
    view! {
        <label class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                placeholder=t("attestations.search")
                aria-label=t("attestations.search")
                autocomplete="off"
                spellcheck="false"
                data-testid="attestation-search"
                prop:value=move || list.text.get()
                on:input=write
            />
        </label>
    }
}

/// How they must stand, with how many do.
#[component]
fn Filter() -> impl IntoView {
    let list = App::here().attestations;
    let count = move |status: Option<AttestationStatus>| {
        list.page.with(|page| {
            let counts = page.iter().flat_map(|page| &page.statuses);
            let counts = counts.filter(|of| status.is_none_or(|status| of.status == status));
            counts.map(|of| u64::from(of.count)).sum::<u64>()
        })
    };
    let choices = [
        (None, t("attestations.all"), "status-all"),
        (
            Some(AttestationStatus::InForce),
            words::attestation(AttestationStatus::InForce),
            "status-in-force",
        ),
        (
            Some(AttestationStatus::NotYet),
            words::attestation(AttestationStatus::NotYet),
            "status-not-yet",
        ),
        (
            Some(AttestationStatus::Expired),
            words::attestation(AttestationStatus::Expired),
            "status-expired",
        ),
        (
            Some(AttestationStatus::Revoked),
            words::attestation(AttestationStatus::Revoked),
            "status-revoked",
        ),
    ];
    let buttons = choices
        .map(|(status, word, testid)| {
            let pressed = move || if list.status.get() == status { "true" } else { "false" };
            view! {
                <button type="button" aria-pressed=pressed data-testid=testid on:click=move |_| list.choose(status)>
                    {word}
                    <span class="segmented__count">{move || format::count(count(status))}</span>
                </button>
            }
        })
        .into_iter()
        .collect_view();
    view! { <div class="segmented" role="group" aria-label=t("column.standing")>{buttons}</div> }
}

fn nothing(app: App, page: &Answer) -> impl IntoView + use<> {
    let list = app.attestations;
    let is_bare =
        page.statuses.iter().all(|of| of.count == 0) && list.text.with_untracked(String::is_empty);
    if is_bare {
        return view! {
            <Empty mark=Icon::Attestation title=t("attestations.none") text=t("attestations.none-hint")>
                <button type="button" class="button" on:click=move |_| app.go(Place::Network)>{t("action.go-network")}</button>
            </Empty>
        }
        .into_any();
    }
    let clear = move |_| {
        list.text.set(String::new());
        list.choose(None);
        list.ask(app);
    };
    view! {
        <Empty mark=Icon::Search title=t("attestations.nothing") text=t("attestations.nothing-hint")>
            <button type="button" class="button" on:click=clear>{t("attestations.show-all")}</button>
        </Empty>
    }
    .into_any()
}

fn shown(app: App, page: &Answer) -> impl IntoView + use<> {
    let heads = [
        t("column.claim"),
        t("column.subject"),
        t("column.by"),
        t("column.certified"),
        t("column.standing"),
        t("column.valid-until"),
        t("column.assurance"),
    ]
    .map(|head| view! { <th scope="col">{head}</th> })
    .into_iter()
    .collect_view();
    let rows = page.rows.iter().map(|about| row(app, about)).collect_view();
    view! {
        <div class="sheet attestations-page__table" tabindex="0" role="region" aria-label=t("nav.attestations")>
            <table class="plain-table plain-table--words attestations-table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {turn(app, page)}
    }
}

/// Which rows these are, and the way to the others.
fn turn(app: App, page: &Answer) -> impl IntoView + use<> {
    let list = app.attestations;
    let from = list.offset.get_untracked();
    let told = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    let (until, total) = (from.saturating_add(told), page.total);
    let words = if told == total {
        tn(
            "count.attestations.one",
            "count.attestations.many",
            u64::from(total),
        )
    } else {
        let number = |number: u32| format::count(u64::from(number));
        tf(
            "attestations.range",
            &[
                ("from", &number(from + 1)),
                ("to", &number(until)),
                ("all", &number(total)),
            ],
        )
    };
    let steps = (told < total).then(|| {
        view! {
            <button
                type="button"
                class="button button--small"
                disabled=from == 0
                on:click=move |_| list.offset.set(from.saturating_sub(ROWS))
            >
                {t("attestations.before")}
            </button>
            <button
                type="button"
                class="button button--small"
                disabled=until >= total
                on:click=move |_| list.offset.set(until)
            >
                {t("attestations.next")}
            </button>
        }
    });
    view! {
        <footer class="attestations-page__foot">
            <span role="status">{words}</span>
            {steps}
        </footer>
    }
}

fn row(app: App, about: &AttestationRow) -> impl IntoView + use<> {
    let claim = about.claim.clone();
    let method = (!claim.method.is_empty()).then(|| claim.method.clone());
    let until = claim
        .valid_until
        .map(|moment| format::moment_day(moment, current()));
    let why = [
        claim
            .revoked_on
            .map(|moment| format::moment_day(moment, current())),
        claim.revoked_because.clone().filter(|why| !why.is_empty()),
    ];
    let why: Vec<String> = why.into_iter().flatten().collect();
    let certified = if claim.certified {
        Icon::Shield
    } else {
        Icon::Info
    };
    let proof = words::assurance(claim.assurance);
    view! {
        <tr data-testid="attestation-row">
            <th scope="row">
                {claim.title.clone()}
                <span class="cell__aside">{method}</span>
            </th>
            <td>{subject(app, about)}</td>
            <td>{claim.by.clone()}</td>
            <td><span class="assured">{icon(certified)} {who(claim.certified)}</span></td>
            <td>
                <Standing attestation=claim.clone()/>
                <span class="cell__aside">{why.join(" · ")}</span>
            </td>
            <td class="number">{until.unwrap_or_else(|| t("attestations.open").to_owned())}</td>
            <td><span class="assured" title=words::assurance_meaning(claim.assurance)>{icon(assurance_icon(claim.assurance))} {proof}</span></td>
        </tr>
    }
}

/// The way to what it is about: an asset's page, or the assets of a party or a place.
fn subject(app: App, about: &AttestationRow) -> impl IntoView + use<> {
    let (name, asset) = (about.subject.clone(), about.asset.clone());
    let shown = match &asset {
        Some(epc) => identity::told_apart(&name, epc),
        None => name.clone(),
    };
    let title = if asset.is_some() {
        t("attestations.open-asset")
    } else {
        t("attestations.find-assets")
    };
    let look = move |_| {
        if let Some(epc) = asset.clone() {
            app.open_asset(epc);
            return;
        }
        app.assets.forget();
        app.assets.text.set(name.clone());
        app.go(Place::Assets);
    };
    view! {
        <button type="button" class="link" title=title data-testid="attestation-subject" on:click=look>{shown}</button>
    }
}
