//! Whose account pays for sending: a file with its private key, or nobody but the key in use. Only the file's place is kept.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::t,
    state::App,
};

/// The question.
#[component]
pub(super) fn Payer() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let path = RwSignal::new(field.payer.get_untracked());
    let choose = move |_| {
        spawn_local(async move {
            match bridge::choose_file().await {
                Ok(Some(chosen)) => path.set(chosen),
                Ok(None) => {}
                Err(error) => app.fail(error),
            }
        });
    };
    let take = move |chosen: String| {
        field.pay_with(chosen.trim().to_owned());
        field.asking.set(None);
    };
    view! {
        <form
            class="field-dialog__form"
            on:submit=move |event| {
                event.prevent_default();
                take(path.get_untracked());
            }
        >
            <p>{t("field.payer-hint")}</p>
            <div class="field-line">
                <label for="field-payer-file">{t("field.payer-file")}</label>
                <div class="field-name__row">
                    <input
                        type="text"
                        id="field-payer-file"
                        data-testid="field-payer-file"
                        class="field-name__input"
                        maxlength="4000"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || path.get()
                        on:input=move |event| path.set(event_target_value(&event))
                    />
                    <button type="button" class="button" on:click=choose>{icon(Icon::Folder)} {t("field.choose")}</button>
                </div>
            </div>
            <footer class="field-form__foot">
                <button type="submit" class="button button--main" data-testid="field-payer-go">{t("field.payer-go")}</button>
                <button type="button" class="button" data-testid="field-payer-none" on:click=move |_| take(String::new())>{t("field.payer-none")}</button>
            </footer>
        </form>
    }
}
