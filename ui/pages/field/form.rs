//! The form of a draft: what its kind asks for, who, where and when, files, and signing.

use leptos::prelude::*;
use protocol::field::{FieldEvent, FieldRecord, LabelRequest};

use super::{
    inputs, kinds,
    place::{Place, Position},
    wrong::Wrong,
};
use crate::{
    components::{
        field_documents::Documents,
        icon::{Icon, icon},
    },
    locales::{current, field as words, t, tf},
    state::{App, Asking, Kept, Kind},
};

/// The form.
#[component]
pub(super) fn Form() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let kind = Memo::new(move |_| field.record.with(|record| Kind::of(&record.what)));
    view! {
        <form
            class="field-form"
            data-testid="field-form"
            on:submit=move |event| {
                event.prevent_default();
                field.sign(app);
            }
        >
            <header class="field-form__head">
                <div>
                    <h2>{move || words::kind(kind.get())}</h2>
                    <p>{move || words::kind_means(kind.get())}</p>
                </div>
                <KeptLine/>
            </header>
            <div class="field-form__body">
                {move || kinds::fields(kind.get())}
                <fieldset class="field-lines">
                    <legend>{t("field.who-where-when")}</legend>
                    <div class="field-row field-row--even">
                        {inputs::choice("party".to_owned(), t("field.party"), kinds::parties(true), |r| r.party.clone(), |r, v| r.party = v)}
                        <Place/>
                    </div>
                    {inputs::time("time".to_owned(), t("field.time"), true, |r| r.time.clone(), |r, v| r.time = v)}
                </fieldset>
                <Documents/>
                <Position/>
                <More/>
            </div>
            <Foot/>
        </form>
    }
}

/// Whether what stands in the form is on the disk.
#[component]
fn KeptLine() -> impl IntoView {
    let field = App::here().field;
    let line = move || match field.kept.get() {
        Kept::New => (Icon::Dot, t("field.kept-new"), "tone-neutral"),
        Kept::Soon => (Icon::Dot, t("field.kept-soon"), "tone-neutral"),
        Kept::Yes => (Icon::Check, t("field.kept-yes"), "tone-good"),
        Kept::Failed => (Icon::Alert, t("field.kept-failed"), "tone-bad"),
    };
    view! {
        <p class="field-kept" role="status" data-testid="field-kept" data-kept=move || format!("{:?}", field.kept.get()).to_lowercase()>
            {move || {
                let (mark, words, class) = line();
                view! { <span class=class>{icon(mark)} {words}</span> }
            }}
        </p>
    }
}

/// What is seldom needed.
#[component]
fn More() -> impl IntoView {
    view! {
        <details class="field-more">
            <summary data-testid="field-more">{t("field.more")}</summary>
            {inputs::text("remarks".to_owned(), t("field.remarks"), t("field.remarks-hint"), |r| r.remarks.clone(), |r, v| r.remarks = v)}
            {inputs::time("expires".to_owned(), t("field.expires"), false, |r| r.expires.clone(), |r, v| r.expires = v)}
            {inputs::check("onlyIfUnchanged", t("field.only-unchanged"), |r| r.only_if_unchanged, |r, v| r.only_if_unchanged = v)}
            <Wrong path="onlyIfUnchanged".to_owned()/>
        </details>
    }
}

/// Sign, print a label, put aside.
#[component]
fn Foot() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let label = move || field.record.with(label_of);
    let discard = move |_| {
        if let Some(id) = field.id.get_untracked() {
            field.asking.set(Some(Asking::Discard(id, false)));
        } else {
            field.forget_form();
        }
    };
    let signer = move || {
        let device = field.view.with(|view| view.as_ref()?.device.clone());
        device.map_or_else(
            || t("field.sign").to_owned(),
            |name| tf("field.sign-as", &[("name", &name)]),
        )
    };
    let has_device = move || {
        field
            .view
            .with(|view| view.as_ref().is_some_and(|of| of.device.is_some()))
    };
    view! {
        <footer class="field-form__foot">
            // Notices come up on the right: what matters most is not under them.
            <Show
                when=has_device
                fallback=move || view! {
                    <button type="button" class="button button--main" data-testid="field-who-first" on:click=move |_| field.asking.set(Some(Asking::Person))>
                        {t("field.who-first")}
                    </button>
                }
            >
                <button type="submit" class="button button--main" data-testid="field-sign" disabled=move || field.busy.get()>
                    {icon(Icon::Pen)}
                    {signer}
                </button>
            </Show>
            <span class="field-form__gap"></span>
            <button type="button" class="button" data-testid="field-discard" on:click=discard>{t("field.discard")}</button>
            {move || label().map(|request| view! {
                <button
                    type="button"
                    class="button"
                    data-testid="field-label"
                    on:click=move |_| field.asking.set(Some(Asking::Label(Box::new(request.clone()))))
                >
                    {icon(Icon::Label)}
                    {t("field.label")}
                </button>
            })}
        </footer>
    }
}

/// The label of what is being made, if anything is.
fn label_of(record: &FieldRecord) -> Option<LabelRequest> {
    let asset = match &record.what {
        FieldEvent::Commission { asset } => asset,
        FieldEvent::Transform { outputs, .. } => outputs.first()?,
        _ => return None,
    };
    if asset.name.trim().is_empty() {
        return None;
    }
    let party = App::here().field.choices.with_untracked(|choices| {
        let parties = choices.as_ref()?.parties.iter();
        let mut found = parties.filter(|party| party.epc == record.party);
        found.next().map(|party| party.title.clone())
    });
    Some(LabelRequest {
        epc: asset.name.clone(),
        name: asset.description.clone(),
        quantity: asset.quantity.clone(),
        unit: asset.unit.clone(),
        made: record.time.clone(),
        party: party.unwrap_or_default(),
        locale: current(),
        ..LabelRequest::default()
    })
}
