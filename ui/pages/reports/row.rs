//! One issued report in the list, and what one does with it.

use leptos::{prelude::*, task::spawn_local};
use protocol::{ReportRow, Standing, StandingWord, Tone};

use super::saying::Saying;
use crate::{
    bridge::{self, browser},
    components::{
        badge::Badge,
        icon::{Icon, icon},
    },
    locales::{current, t, tf, tn, words},
    logic::{calendar::Civil, format, identity},
    state::App,
};

/// The headings.
pub(super) fn head() -> impl IntoView {
    let heads = [
        t("report.number"),
        t("issue.template"),
        t("report.object"),
        t("report.issued"),
        t("reports.as-of"),
        t("reports.standing"),
    ];
    let heads = heads
        .map(|word| view! { <th scope="col">{word}</th> })
        .into_iter()
        .collect_view();
    view! { <tr>{heads}<th scope="col"><span class="visually-hidden">{t("reports.steps")}</span></th></tr> }
}

/// A report.
pub(super) fn row(app: App, report: ReportRow) -> impl IntoView {
    let at = Civil::at(
        report.issued_unix,
        browser::offset_minutes(report.issued_unix),
    );
    let name = identity::told_apart(&report.name, &report.epc);
    let epc = report.epc.clone();
    let recipient = (!report.recipient.is_empty()).then(|| {
        view! { <span class="reports__for">{tf("reports.for", &[("name", &report.recipient)])}</span> }
    });
    let gone = (!report.is_there).then(
        || view! { <Badge tone=Tone::Warn text=t("reports.gone") title=report.path.clone()/> },
    );
    view! {
        <tr data-testid="report-row" data-number=report.number.clone()>
            <th scope="row" class="number" title=report.path.clone()>{report.number.clone()} {gone}</th>
            <td>{report.template.map(words::template)}</td>
            <td>
                <button type="button" class="link-quiet" on:click=move |_| app.lineage.show(app, epc.clone())>
                    {name}
                </button>
                {recipient}
            </td>
            <td class="number">{format::day_and_time(at, current())}</td>
            <td class="number">{format::count(report.as_of)}</td>
            <td>{report.standing.as_ref().map(standing)}</td>
            <td class="steps-cell">{steps(app, &report)}</td>
        </tr>
    }
}

/// How it stands: by what its issuer said on the ledger, and by what was taken back since.
fn standing(standing: &Standing) -> impl IntoView + use<> {
    let tone = match standing.word {
        StandingWord::InForce => Tone::Good,
        StandingWord::NotAnchored => Tone::Neutral,
        StandingWord::Replaced => Tone::Warn,
        StandingWord::Withdrawn => Tone::Bad,
    };
    let word = match (&standing.by, standing.word) {
        (Some(by), StandingWord::Replaced) => tf("standing.replaced-by", &[("number", by)]),
        _ => words::standing(standing.word).to_owned(),
    };
    let undermined = (standing.undermined > 0).then(|| {
        let words = tn(
            "standing.undermined.one",
            "standing.undermined.many",
            u64::from(standing.undermined),
        );
        view! { <Badge tone=Tone::Warn text=words/> }
    });
    view! {
        <Badge tone text=word title=standing.reason.clone().unwrap_or_default()/>
        {undermined}
    }
}

fn steps(app: App, report: &ReportRow) -> impl IntoView + use<> {
    let there = report.is_there;
    let [opened, shown, checked] = std::array::from_fn(|_| report.path.clone());
    let open = move |_| {
        let path = opened.clone();
        spawn_local(async move {
            if let Err(error) = bridge::open_report(&path).await {
                app.fail(error);
            }
        });
    };
    let reveal = move |_| {
        let path = shown.clone();
        spawn_local(async move {
            if let Err(error) = bridge::reveal(&path).await {
                app.fail(error);
            }
        });
    };
    let saying = Saying::here();
    let number = report.number.clone();
    view! {
        <div class="steps-line">
            <button type="button" class="button button--small" disabled=!there data-testid="open-report" on:click=open>{t("reports.open")}</button>
            <button
                type="button"
                class="button button--small"
                disabled=!there
                data-testid="check-report"
                on:click=move |_| app.verify.check_path(app, checked.clone())
            >
                {t("reports.check")}
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=t("saying.open")
                title=t("saying.open")
                data-testid="say-of-report"
                on:click=move |_| saying.open(&number)
            >
                {icon(Icon::Network)}
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=t("action.reveal")
                title=t("action.reveal")
                disabled=!there
                on:click=reveal
            >
                {icon(Icon::Folder)}
            </button>
        </div>
    }
}
