//! Issuing a report or several: what they are about, for whom, how they look; then the progress, then where they lie.

mod done;
mod fields;
mod form;
mod preview;

use leptos::{html, prelude::*};

use crate::{
    components::icon::{Icon, icon},
    locales::t,
    state::{App, IssueStage},
};

/// The dialog, while it is open.
#[component]
pub(crate) fn IssueDialog() -> impl IntoView {
    let app = App::here();
    let is_open = Memo::new(move |_| app.issue.stage.with(|stage| *stage != IssueStage::Closed));
    view! {
        <Show when=move || is_open.get()>
            <OpenDialog/>
        </Show>
    }
}

#[component]
fn OpenDialog() -> impl IntoView {
    let app = App::here();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let is_done = Memo::new(move |_| {
        app.issue
            .stage
            .with(|stage| matches!(stage, IssueStage::Done(_) | IssueStage::DoneMany(_)))
    });
    let body = move || {
        if is_done.get() {
            view! { <done::Done/> }.into_any()
        } else {
            view! { <form::Form/> }.into_any()
        }
    };
    let title = if untrack(|| app.issue.is_many()) {
        t("issue.title-many")
    } else {
        t("issue.title")
    };
    view! {
        <dialog
            class="issue"
            class:issue--wide=move || !is_done.get()
            node_ref=dialog
            aria-labelledby="issue-title"
            data-testid="issue-dialog"
            on:close=move |_| app.issue.close()
            on:cancel=move |event: leptos::ev::Event| {
                if app.issue.stage.get_untracked() == IssueStage::Working {
                    event.prevent_default();
                }
            }
        >
            <header class="issue__head">
                <h2 id="issue-title">{title}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t("action.close")
                    title=t("action.close")
                    disabled=move || app.issue.stage.get() == IssueStage::Working
                    on:click=move |_| app.issue.close()
                >
                    {icon(Icon::Close)}
                </button>
            </header>
            {body}
        </dialog>
    }
}
