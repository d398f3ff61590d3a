//! The first page of the report that is about to be signed.

use leptos::prelude::*;
use protocol::{Paper, ReportPreview};

use crate::{
    bridge::browser,
    components::icon::{Icon, icon},
    locales::{current, t, tf, tn},
    logic::{calendar::Civil, format},
    state::{App, Preview},
};

/// The page, and as of when it speaks; or why there is none.
#[component]
pub(super) fn PagePreview() -> impl IntoView {
    let issue = App::here().issue;
    let shown = move || match issue.preview.get() {
        Preview::Drawing => {
            let letter = issue.paper.get() == Paper::Letter;
            view! {
                <p class="issue-preview__wait" class:issue-preview__wait--letter=letter role="status">
                    {t("issue.drawing")}
                </p>
            }
            .into_any()
        }
        Preview::Drawn(page) => drawn(&page).into_any(),
        Preview::Refused(error) => view! {
            <div class="problem tone-bad" role="alert" data-testid="issue-refused">
                {icon(Icon::Alert)}
                <div>
                    <strong>{error.message}</strong>
                    {(!error.hint.is_empty()).then(|| view! { <p>{error.hint}</p> })}
                </div>
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="issue-preview" aria-label=t("issue.preview")>
            {shown}
        </section>
    }
}

fn drawn(page: &ReportPreview) -> impl IntoView + use<> {
    let at = Civil::at(page.as_of_unix, browser::offset_minutes(page.as_of_unix));
    let as_of = tf(
        "issue.as-of-said",
        &[
            ("block", &format::count(page.as_of)),
            ("time", &format::day_and_time(at, current())),
        ],
    );
    let pages = tn("count.pages.one", "count.pages.many", u64::from(page.pages));
    view! {
        <img
            class="issue-preview__page"
            src=format!("data:image/png;base64,{}", page.page)
            width=page.width.to_string()
            height=page.height.to_string()
            alt=t("issue.preview-alt")
            data-testid="issue-preview"
        />
        <p class="issue-preview__line">{pages} " · " {as_of}</p>
    }
}
