//! What the Field place asks for: a passphrase, a new person, whether to put something aside, how a label looks.

mod label;
mod payer;

use leptos::{html, prelude::*, task::spawn_local};
use protocol::field::DeviceKeyWish;

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::t,
    state::{App, Asking},
};

/// The dialog, while something is asked.
#[component]
pub(crate) fn FieldDialogs() -> impl IntoView {
    let field = App::here().field;
    move || field.asking.get().map(|asking| view! { <Dialog asking/> })
}

#[component]
fn Dialog(
    /// What is asked.
    asking: Asking,
) -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        field.asking.set(None);
        field.refused.set(None);
    };
    let title = match &asking {
        Asking::ToSign(_) | Asking::ToSend | Asking::ToUse(_) => t("field.passphrase-title"),
        Asking::Person => t("field.person-title"),
        Asking::Discard(..) => t("field.discard-title"),
        Asking::Label(_) => t("field.label-title"),
        Asking::Payer => t("field.payer-title"),
    };
    let body = match asking {
        Asking::ToSign(_) | Asking::ToSend | Asking::ToUse(_) => {
            view! { <Passphrase asking/> }.into_any()
        }
        Asking::Person => view! { <Person/> }.into_any(),
        Asking::Discard(id, signed) => view! { <Discard id signed/> }.into_any(),
        Asking::Payer => view! { <payer::Payer/> }.into_any(),
        Asking::Label(request) => view! { <label::Label request=*request/> }.into_any(),
    };
    view! {
        <dialog class="issue field-dialog" node_ref=dialog aria-labelledby="field-dialog-title" data-testid="field-dialog" on:close=move |_| close()>
            <header class="issue__head">
                <h2 id="field-dialog-title">{title}</h2>
                <button type="button" class="icon-button" aria-label=t("action.close") title=t("action.close") on:click=move |_| close()>
                    {icon(Icon::Close)}
                </button>
            </header>
            {body}
        </dialog>
    }
}

/// Why the answer was refused.
#[component]
fn Refused() -> impl IntoView {
    let field = App::here().field;
    move || {
        field.refused.get().map(|why| {
            view! { <p class="field-wrong tone-bad" role="alert" data-testid="field-refused">{icon(Icon::Alert)} <span>{why}</span></p> }
        })
    }
}

fn secret(id: &'static str, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field-line">
            <label for=id>{label}</label>
            <input
                type="password"
                id=id
                data-testid=id
                autocomplete="off"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// The passphrase, once a session.
#[component]
fn Passphrase(
    /// What it is for.
    asking: Asking,
) -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let value = RwSignal::new(String::new());
    let go = move || {
        let passphrase = value.get_untracked();
        match asking.clone() {
            Asking::ToSign(id) => {
                spawn_local(async move { field.sign_with(app, id, Some(passphrase)).await });
            }
            Asking::ToSend => field.send(app, Some(passphrase)),
            Asking::ToUse(name) => spawn_local(async move {
                let answer = bridge::use_device(&name, Some(&passphrase)).await;
                field.take_people(app, answer);
            }),
            Asking::Person | Asking::Discard(..) | Asking::Label(_) | Asking::Payer => {}
        }
    };
    view! {
        <form
            class="field-dialog__form"
            on:submit=move |event| {
                event.prevent_default();
                go();
            }
        >
            <p>{t("field.passphrase-hint")}</p>
            {secret("field-passphrase", t("issue.passphrase"), value)}
            <Refused/>
            <footer class="field-form__foot">
                <button type="submit" class="button button--main" data-testid="field-passphrase-go" disabled=move || field.busy.get()>{t("field.unlock")}</button>
            </footer>
        </form>
    }
}

/// A new person with a key of their own.
#[component]
fn Person() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let (name, passphrase, again) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let go = move || {
        if passphrase.get_untracked() != again.get_untracked() {
            field
                .refused
                .set(Some(t("field.passphrases-differ").to_owned()));
            return;
        }
        if passphrase.with_untracked(|text| text.chars().count() < 8) {
            field
                .refused
                .set(Some(t("field.passphrase-short").to_owned()));
            return;
        }
        field.busy.set(true);
        let wish = DeviceKeyWish {
            name: name.get_untracked().trim().replace(' ', "-"),
            passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            field.flush(app).await;
            let answer = bridge::create_device_key(&wish).await;
            field.take_people(app, answer);
        });
    };
    view! {
        <form
            class="field-dialog__form"
            on:submit=move |event| {
                event.prevent_default();
                go();
            }
        >
            <p>{t("field.person-hint")}</p>
            <div class="field-line">
                <label for="field-person-name">{t("field.person-name")}</label>
                <input
                    type="text"
                    id="field-person-name"
                    data-testid="field-person-name"
                    maxlength="40"
                    autocomplete="off"
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </div>
            {secret("field-person-passphrase", t("field.new-passphrase"), passphrase)}
            {secret("field-person-again", t("field.passphrase-again"), again)}
            <Refused/>
            <footer class="field-form__foot">
                <button type="submit" class="button button--main" data-testid="field-person-go" disabled=move || field.busy.get()>{t("field.add-person")}</button>
            </footer>
        </form>
    }
}

/// Whether to put a record aside.
#[component]
fn Discard(
    /// The record.
    id: String,
    /// Whether it is signed, so that whoever has it can still submit it.
    signed: bool,
) -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let hint = if signed {
        t("field.discard-signed")
    } else {
        t("field.discard-draft")
    };
    view! {
        <div class="field-dialog__form">
            <p>{hint}</p>
            <footer class="field-form__foot">
                <button type="button" class="button" on:click=move |_| field.asking.set(None)>{t("field.keep")}</button>
                <button type="button" class="button button--main" data-testid="field-discard-go" on:click=move |_| field.discard(app, id.clone())>{t("field.discard-go")}</button>
            </footer>
        </div>
    }
}
