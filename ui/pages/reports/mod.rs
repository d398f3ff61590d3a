//! Reports: those issued from this workspace, how they stand, and the way to the next one.

mod row;
mod saying;

use leptos::{prelude::*, task::spawn_local};
use protocol::ReportRow;

use crate::{
    bridge,
    components::{
        empty::Empty,
        icon::{Icon, icon},
    },
    locales::{t, tn, words},
    logic::search,
    state::{App, Place},
};

/// The page.
#[component]
pub(crate) fn ReportsPage() -> impl IntoView {
    let app = App::here();
    let saying = saying::Saying::provide();
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
    let is_empty = Memo::new(move |_| reports.with(|rows| rows.as_ref().map(Vec::is_empty)));
    view! {
        {move || match is_empty.get() {
            None => ().into_any(),
            Some(true) => none(app).into_any(),
            Some(false) => view! { <Listed reports/> }.into_any(),
        }}
        <saying::SayingDialog saying/>
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

/// The reports, and the words that are searched for among them.
#[component]
fn Listed(
    /// All of them.
    reports: RwSignal<Option<Vec<ReportRow>>>,
) -> impl IntoView {
    let app = App::here();
    let text = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = text.get();
        let rows = reports.get().unwrap_or_default().into_iter();
        rows.filter(|row| fits(row, &wanted)).collect::<Vec<_>>()
    });
    let count = move || {
        let found = found.with(Vec::len) as u64;
        tn("count.reports.one", "count.reports.many", found)
    };
    let clear = move |_| text.set(String::new());
    view! {
        <div class="page page--flow reports" data-testid="reports-page">
            <header class="reports__head">
                <h1>{t("nav.reports")}</h1>
                <label class="search">
                    {icon(Icon::Search)}
                    <input
                        type="search"
                        placeholder=t("reports.search")
                        aria-label=t("reports.search")
                        autocomplete="off"
                        spellcheck="false"
                        data-testid="report-search"
                        prop:value=move || text.get()
                        on:input=move |event| text.set(event_target_value(&event))
                    />
                </label>
                <span class="reports__count" role="status">{count}</span>
            </header>
            <Show
                when=move || found.with(|rows| !rows.is_empty())
                fallback=move || view! {
                    <Empty mark=Icon::Search title=t("reports.nothing") text=t("reports.nothing-hint")>
                        <button type="button" class="button" on:click=clear>{t("reports.show-all")}</button>
                    </Empty>
                }
            >
                <div class="sheet" tabindex="0" role="region" aria-label=t("nav.reports")>
                    <table class="plain-table" data-testid="report-table">
                        <thead>{row::head()}</thead>
                        <tbody>
                            <For each=move || found.get() key=|row| (row.number.clone(), row.is_there, row.standing.clone()) let:report>
                                {row::row(app, report)}
                            </For>
                        </tbody>
                    </table>
                </div>
            </Show>
        </div>
    }
}

/// Whether every word that is searched for is somewhere in it.
fn fits(row: &ReportRow, wanted: &str) -> bool {
    let template = row.template.map(words::template).unwrap_or_default();
    let text = [
        &row.number,
        &row.name,
        &row.epc,
        &row.recipient,
        &row.path,
        template,
    ];
    search::holds_words(&text.join(" "), wanted)
}
