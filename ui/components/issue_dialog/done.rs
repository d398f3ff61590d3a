//! What was issued: where it lies, and what one does with it next.

use leptos::{prelude::*, task::spawn_local};
use protocol::{BatchIssued, IssuedReport};

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::{current, t, tn, words},
    logic::format,
    state::{App, IssueStage},
};

/// What was issued.
#[component]
pub(super) fn Done() -> impl IntoView {
    let app = App::here();
    match app.issue.stage.get_untracked() {
        IssueStage::Done(report) => one(app, report).into_any(),
        IssueStage::DoneMany(issued) => many(app, issued).into_any(),
        _ => ().into_any(),
    }
}

fn many(app: App, issued: BatchIssued) -> impl IntoView {
    let whole = issued.failed.is_empty() && issued.left == 0;
    let count =
        |one, many, n: u32| (n > 0).then(|| view! { <li>{tn(one, many, u64::from(n))}</li> });
    let (tone, mark) = if whole {
        ("issue__good tone-good", Icon::Check)
    } else {
        ("issue__good tone-warn", Icon::Alert)
    };
    let failed = issued
        .failed
        .iter()
        .map(|failed| {
            view! {
                <li>
                    <code title=failed.epc.clone()>{format::middle(&failed.epc, 48)}</code>
                    <p>{failed.message.clone()} " " {failed.hint.clone()}</p>
                </li>
            }
        })
        .collect_view();
    let folder = issued.out_dir.clone();
    let reveal = move |_| {
        let path = folder.clone();
        spawn_local(async move {
            if let Err(error) = bridge::reveal(&path).await {
                app.fail(error);
            }
        });
    };
    view! {
        <div class="issue__done" data-testid="batch-done">
            <p class=tone>
                {icon(mark)}
                <strong>{tn("issue.issued.one", "issue.issued.many", u64::from(issued.issued))}</strong>
            </p>
            <p class="issue__path" data-testid="issue-path">{issued.out_dir.clone()}</p>
            <ul class="issue__counts">
                {count("issue.skipped.one", "issue.skipped.many", issued.skipped)}
                {count("issue.left.one", "issue.left.many", issued.left)}
                {count("issue.failed.one", "issue.failed.many", u32::try_from(issued.failed.len()).unwrap_or(u32::MAX))}
            </ul>
            <ul class="issue__failed">{failed}</ul>
        </div>
        <footer class="issue__foot">
            <button type="button" class="button" on:click=reveal>{t("action.reveal")}</button>
            <button type="button" class="button button--main" autofocus data-testid="batch-close" on:click=move |_| app.issue.close()>
                {t("action.done")}
            </button>
        </footer>
    }
}

fn one(app: App, report: IssuedReport) -> impl IntoView {
    let size = format!(
        "{} · {}",
        tn(
            "count.pages.one",
            "count.pages.many",
            u64::from(report.pages)
        ),
        format::bytes(report.bytes, current())
    );
    let (shown, checked) = (report.path.clone(), report.path.clone());
    let reveal = move |_| {
        let path = shown.clone();
        spawn_local(async move {
            if let Err(error) = bridge::reveal(&path).await {
                app.fail(error);
            }
        });
    };
    let verify = move |_| {
        app.issue.close();
        app.verify.check_path(app, checked.clone());
    };
    view! {
        <div class="issue__done" data-testid="issue-done">
            <p class="issue__good tone-good">{icon(Icon::Check)} <strong>{t("issue.done")}</strong></p>
            <dl class="facts">
                <dt>{t("issue.number")}</dt>
                <dd>{report.number.clone()}</dd>
                <dt>{t("issue.file")}</dt>
                <dd class="issue__path" data-testid="issue-path">{report.path.clone()}</dd>
                <dt>{t("issue.size")}</dt>
                <dd>{size}</dd>
                {report.level.map(|level| view! {
                    <dt>{t("issue.level")}</dt>
                    <dd data-testid="issue-level">{words::level(level)}</dd>
                })}
                <dt>{t("issue.evidence")}</dt>
                <dd><code title=report.evidence_hash.clone()>{format::middle(&report.evidence_hash, 32)}</code></dd>
            </dl>
            <p class="issue__next">{if report.open { t("issue.next-second") } else { t("issue.next") }}</p>
        </div>
        <footer class="issue__foot">
            <button type="button" class="button" on:click=reveal>{t("action.reveal")}</button>
            <button type="button" class="button" data-testid="verify-issued" on:click=verify>{t("issue.verify")}</button>
            <button type="button" class="button button--main" autofocus on:click=move |_| app.issue.close()>
                {t("action.done")}
            </button>
        </footer>
    }
}
