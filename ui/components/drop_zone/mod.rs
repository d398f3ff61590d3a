//! Where a file is handed to the window: dropped, chosen in a dialog, or read by the window itself.

use leptos::{html, prelude::*};

use crate::{
    components::icon::{Icon, icon},
    locales::t,
    state::App,
};

/// The zone.
#[component]
pub(crate) fn DropZone() -> impl IntoView {
    let app = App::here();
    let input = NodeRef::<html::Input>::new();
    let read = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            app.verify.check_file(app, file);
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <div class="drop-zone" class:drop-zone--over=move || app.verify.over.get()>
            <input
                type="file"
                id="verify-file"
                class="drop-zone__input"
                accept="application/pdf,.pdf"
                aria-label=t("verify.choose-label")
                data-testid="verify-file"
                node_ref=input
                on:change=read
            />
            <div class="drop-zone__words">
                {icon(Icon::Upload)}
                <div>
                    <strong>{t("verify.drop")}</strong>
                    <p>{t("verify.drop-hint")}</p>
                </div>
                <button
                    type="button"
                    class="button button--main"
                    data-testid="verify-choose"
                    on:click=move |_| app.verify.choose(app)
                >
                    {t("verify.choose")}
                </button>
            </div>
        </div>
    }
}
