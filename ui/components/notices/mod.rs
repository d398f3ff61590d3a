//! What the user has to be told, above everything else, until it is dismissed.

use leptos::prelude::*;
use protocol::Tone;

use crate::{
    components::{
        badge::{tone_class, tone_icon},
        icon::{Icon, icon},
    },
    locales::t,
    state::{App, Notice},
};

/// All notices, newest last.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let app = App::here();
    view! {
        <div class="notices" aria-live="polite" aria-label=t("notice.label") role="region">
            <For each=move || app.notices.get() key=|notice| notice.id let:notice>
                {shown(app, notice)}
            </For>
        </div>
    }
}

fn shown(app: App, notice: Notice) -> impl IntoView {
    let id = notice.id;
    let dismiss = move || {
        app.notices
            .update(|notices| notices.retain(|other| other.id != id));
    };
    if notice.tone == Tone::Good {
        set_timeout(dismiss, std::time::Duration::from_secs(6));
    }
    let role = if notice.tone == Tone::Bad {
        "alert"
    } else {
        "status"
    };
    view! {
        <div class=format!("notice {}", tone_class(notice.tone)) role=role data-testid="notice">
            {icon(if notice.tone == Tone::Bad { Icon::Alert } else { tone_icon(notice.tone) })}
            <div class="notice__words">
                <strong>{notice.message}</strong>
                {(!notice.hint.is_empty()).then(|| view! { <p>{notice.hint}</p> })}
            </div>
            <button
                type="button"
                class="icon-button"
                aria-label=t("action.dismiss")
                title=t("action.dismiss")
                on:click=move |_| dismiss()
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}
