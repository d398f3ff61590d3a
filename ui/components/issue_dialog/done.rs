//! A report that was issued: where it lies, and what one does with it next.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::{current, t, tn},
    logic::format,
    state::{App, IssueStage},
};

/// What was issued.
#[component]
pub(super) fn Done() -> impl IntoView {
    let app = App::here();
    let IssueStage::Done(report) = app.issue.stage.get_untracked() else {
        return ().into_any();
    };
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
                <dt>{t("issue.evidence")}</dt>
                <dd><code title=report.evidence_hash.clone()>{format::middle(&report.evidence_hash, 32)}</code></dd>
            </dl>
            <p class="issue__next">{t("issue.next")}</p>
        </div>
        <footer class="issue__foot">
            <button type="button" class="button" on:click=reveal>{t("action.reveal")}</button>
            <button type="button" class="button" data-testid="verify-issued" on:click=verify>{t("issue.verify")}</button>
            <button type="button" class="button button--main" autofocus on:click=move |_| app.issue.close()>
                {t("action.done")}
            </button>
        </footer>
    }
    .into_any()
}
