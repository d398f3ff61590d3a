//! Field: what is recorded where there is no network, and how far it has come. Records on the left, one of them on the right.

mod form;
mod head;
pub(crate) mod inputs;
mod kinds;
mod lines;
mod list;
pub(crate) mod place;
mod sending;
pub(crate) mod wrong;

use leptos::prelude::*;

use crate::{
    components::{
        empty::Empty,
        field_dialogs::FieldDialogs,
        field_record::RecordView,
        icon::{Icon, icon},
    },
    locales::{field as words, t},
    state::{App, Asking, Kind, Opened},
};

/// The page.
#[component]
pub(crate) fn FieldPage() -> impl IntoView {
    let app = App::here();
    Effect::new(move || {
        app.revision.track();
        if app.has_workspace() {
            app.field.ask(app);
        }
    });
    view! {
        <div class="page field-page" data-testid="field-page">
            <head::Head/>
            <list::List/>
            <section class="field-open" aria-label=t("field.record")>
                <OpenedHere/>
            </section>
        </div>
        <FieldDialogs/>
    }
}

/// What is open on the right.
#[component]
fn OpenedHere() -> impl IntoView {
    let field = App::here().field;
    // A form stays as it is while it is written: only what is shown instead draws anew.
    let which = Memo::new(move |_| {
        field.opened.with(|opened| match opened {
            Opened::Nothing => 0,
            Opened::Form => 1,
            Opened::Record(_) => 2,
        })
    });
    move || match which.get() {
        1 => view! { <form::Form/> }.into_any(),
        2 => view! { <RecordView/> }.into_any(),
        _ => view! { <Begin/> }.into_any(),
    }
}

/// The next step, where nothing is open: who one is, or what to record.
#[component]
fn Begin() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let nobody = move || {
        field
            .view
            .with(|view| view.as_ref().is_some_and(|view| view.devices.is_empty()))
    };
    view! {
        <Show
            when=nobody
            fallback=move || view! { <div class="field-begin"><h2>{t("field.begin")}</h2><p>{t("field.begin-hint")}</p><Kinds/></div> }
        >
            <Empty mark=Icon::Person title=t("field.nobody") text=t("field.nobody-hint")>
                <button
                    type="button"
                    class="button button--main"
                    data-testid="field-first-person"
                    on:click=move |_| field.asking.set(Some(Asking::Person))
                >
                    {t("field.add-person")}
                </button>
            </Empty>
            <div class="field-begin"><p>{t("field.begin-anyway")}</p><Kinds/></div>
        </Show>
    }
}

/// What can be recorded, as large buttons.
#[component]
fn Kinds() -> impl IntoView {
    let app = App::here();
    let buttons = Kind::OFFERED.map(|kind| {
        view! {
            <button
                type="button"
                class="field-kind"
                data-testid=format!("field-begin-{}", kind.word())
                on:click=move |_| app.field.begin(app, kind)
            >
                {icon(mark(kind))}
                <span>
                    <strong>{words::kind(kind)}</strong>
                    <span>{words::kind_means(kind)}</span>
                </span>
            </button>
        }
    });
    view! { <div class="field-kinds">{buttons.into_iter().collect_view()}</div> }
}

/// The mark of a kind.
pub(crate) const fn mark(kind: Kind) -> Icon {
    match kind {
        Kind::Commission => Icon::Plus,
        Kind::Transform => Icon::Recycled,
        Kind::Pack | Kind::Unpack => Icon::Box,
        Kind::Ship => Icon::Upload,
        Kind::Receive => Icon::Check,
        Kind::Reject => Icon::Stop,
        Kind::Observe => Icon::Search,
        Kind::Attest => Icon::Attestation,
        Kind::Correct => Icon::Pen,
    }
}
