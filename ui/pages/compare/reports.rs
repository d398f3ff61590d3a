//! The issued reports that later events undermine, and why.

use leptos::{prelude::*, task::spawn_local};
use protocol::{Reason, UnderminedReport};

use super::{changes, fine};
use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::{t, tf, words},
    logic::{format, identity},
    state::App,
};

/// The reports, or the good news that there are none.
pub(super) fn undermined(app: App, reports: &[UnderminedReport]) -> impl IntoView + use<> {
    if reports.is_empty() {
        return fine(t("compare.no-reports")).into_any();
    }
    let count = format::count(u64::try_from(reports.len()).unwrap_or(u64::MAX));
    let all = reports
        .iter()
        .map(|report| shown(app, report))
        .collect_view();
    view! {
        <section class="compare__section">
            <h2>{t("compare.reports")} <span class="compare__count">{count}</span></h2>
            {all}
        </section>
    }
    .into_any()
}

fn shown(app: App, report: &UnderminedReport) -> impl IntoView + use<> {
    let name = identity::told_apart(&report.name, &report.epc);
    let as_of = tf("compare.as-of", &[("block", &format::count(report.as_of))]);
    let reasons = report
        .reasons
        .iter()
        .map(|reason| line(app, reason))
        .collect_view();
    let (epc, path) = (report.epc.clone(), report.path.clone());
    let reveal = move |_| {
        let path = path.clone();
        spawn_local(async move {
            if let Err(error) = bridge::reveal(&path).await {
                app.fail(error);
            }
        });
    };
    view! {
        <article class="undermined tone-bad" data-testid="undermined-report">
            <header>
                {icon(Icon::Alert)}
                <strong>{report.number.clone()}</strong>
                <button type="button" class="link" on:click=move |_| app.open_asset(epc.clone())>{name}</button>
                <span class="undermined__as-of">{as_of}</span>
                <button type="button" class="button button--small" on:click=reveal>
                    {icon(Icon::Folder)} {t("action.reveal")}
                </button>
            </header>
            <ul>{reasons}</ul>
        </article>
    }
}

fn line(app: App, reason: &Reason) -> impl IntoView + use<> {
    view! {
        <li>
            <b>{words::change(reason.sort)}</b>
            {changes::words_of(app, &reason.change)}
        </li>
    }
}
