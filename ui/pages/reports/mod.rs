//! Reports: those issued from this workspace, and the way to the next one.

use leptos::{prelude::*, task::spawn_local};
use protocol::ReportRow;

use crate::{
    bridge::{self, browser},
    components::{
        empty::Empty,
        icon::{Icon, icon},
    },
    locales::{current, t},
    logic::{calendar::Civil, format, identity},
    state::{App, Place},
};

/// The page.
#[component]
pub(crate) fn ReportsPage() -> impl IntoView {
    let app = App::here();
    let reports = RwSignal::new(None::<Vec<ReportRow>>);
    Effect::new(move || {
        app.revision.track();
        if !app.has_workspace() {
            return;
        }
        spawn_local(async move {
            match bridge::reports().await {
                Ok(rows) => {
                    let _ = reports.try_set(Some(rows));
                }
                Err(error) => app.fail(error),
            }
        });
    });
    view! {
        {move || match reports.get() {
            None => ().into_any(),
            Some(rows) if rows.is_empty() => none(app).into_any(),
            Some(rows) => table(app, rows).into_any(),
        }}
    }
}

fn none(app: App) -> impl IntoView {
    view! {
        <Empty mark=Icon::Report title=t("reports.none") text=t("reports.none-hint")>
            <button type="button" class="button" on:click=move |_| app.go(Place::Verify)>{t("reports.verify")}</button>
            <button type="button" class="button button--main" on:click=move |_| app.go(Place::Assets)>
                {t("lineage.choose-asset")}
            </button>
        </Empty>
    }
}

fn table(app: App, rows: Vec<ReportRow>) -> impl IntoView {
    let heads = [
        t("report.number"),
        t("report.object"),
        t("report.issued"),
        t("issue.file"),
    ];
    let heads = heads
        .map(|word| view! { <th scope="col">{word}</th> })
        .into_iter()
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|report| row(app, report))
        .collect_view();
    view! {
        <div class="page page--flow">
            <h1>{t("nav.reports")}</h1>
            <div class="sheet">
                <table class="plain-table" data-testid="report-table">
                    <thead><tr>{heads}<th scope="col"><span class="visually-hidden">{t("reports.steps")}</span></th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

fn row(app: App, report: ReportRow) -> impl IntoView {
    let at = Civil::at(
        report.issued_unix,
        browser::offset_minutes(report.issued_unix),
    );
    let name = identity::told_apart(&report.name, &report.epc);
    let (epc, shown, checked) = (report.epc.clone(), report.path.clone(), report.path.clone());
    let reveal = move |_| {
        let path = shown.clone();
        spawn_local(async move {
            if let Err(error) = bridge::reveal(&path).await {
                app.fail(error);
            }
        });
    };
    view! {
        <tr data-testid="report-row">
            <th scope="row">{report.number}</th>
            <td>
                <button type="button" class="link-quiet" on:click=move |_| app.lineage.show(app, epc.clone())>
                    {name}
                </button>
            </td>
            <td class="number">{format::day_and_time(at, current())}</td>
            <td title=report.path.clone()>{format::file_name(&report.path).to_owned()}</td>
            <td class="steps-cell">
                <button type="button" class="button button--small" on:click=reveal>{icon(Icon::Folder)} {t("action.reveal")}</button>
                <button
                    type="button"
                    class="button button--small"
                    on:click=move |_| app.verify.check_path(app, checked.clone())
                >
                    {icon(Icon::Verify)} {t("reports.check")}
                </button>
            </td>
        </tr>
    }
}
