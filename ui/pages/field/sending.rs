//! Below the list: the way of records to the network. Now, by itself, or carried on a stick; and who pays for it.

use leptos::prelude::*;
use protocol::field::{FieldState, FieldView};

use crate::{
    components::icon::{Icon, icon},
    locales::{t, tf},
    logic::format,
    state::{App, Asking},
};

/// The foot of the list.
#[component]
pub(super) fn Sending() -> impl IntoView {
    let app = App::here();
    let field = app.field;
    let is = move |of: fn(&FieldView) -> bool| {
        Memo::new(move |_| field.view.with(|view| view.as_ref().is_some_and(of)))
    };
    let automatic = is(|view| view.automatic);
    let has_node = is(|view| view.has_node);
    let due = Memo::new(move |_| field.view.with(|view| view.as_ref().map_or(0, waiting)));
    let can_go = Memo::new(move |_| due.get() > 0 && has_node.get());
    let carried = Memo::new(move |_| {
        field
            .view
            .with(|view| view.as_ref().is_some_and(has_to_carry))
    });
    view! {
        <footer class="field-sending">
            <div class="field-sending__now">
                <button
                    type="button"
                    class="button"
                    class:button--main=move || can_go.get()
                    data-testid="field-send"
                    title=move || if has_node.get() { "" } else { t("field.no-node") }
                    disabled=move || field.busy.get() || !can_go.get()
                    on:click=move |_| field.send(app, None)
                >
                    {icon(Icon::Upload)}
                    {move || tf("field.send", &[("n", &due.get().to_string())])}
                </button>
                <label class="field-check" title=t("field.automatic-hint")>
                    <input
                        type="checkbox"
                        data-testid="field-automatic"
                        prop:checked=move || automatic.get()
                        on:change=move |event| field.switch(app, event_target_checked(&event))
                    />
                    <span>{t("field.automatic")}</span>
                </label>
            </div>
            <Payer/>
            <div class="field-sending__carried">
                <button type="button" class="button" data-testid="field-bundle" disabled=move || !carried.get() on:click=move |_| field.bundle(app)>
                    {t("field.bundle")}
                </button>
                <button type="button" class="button" data-testid="field-receipts" on:click=move |_| field.receipts(app)>{t("field.receipts")}</button>
            </div>
        </footer>
    }
}

/// How many records are to go: signed, or to be called off on the ledger.
fn waiting(view: &FieldView) -> usize {
    let rows = view.rows.iter();
    rows.filter(|row| row.state == FieldState::Signed || row.cancelling)
        .count()
}

/// Whether anything can leave as a file: what is to be called off cannot.
fn has_to_carry(view: &FieldView) -> bool {
    let mut rows = view.rows.iter();
    rows.any(|row| row.state == FieldState::Signed && !row.cancelling)
}

/// Who pays for sending: the key in use, or another account.
#[component]
fn Payer() -> impl IntoView {
    let field = App::here().field;
    let paid_by = move || {
        field.payer.with(|path| match path.as_str() {
            "" => t("field.paid-by-key").to_owned(),
            path => tf("field.paid-by", &[("file", format::file_name(path))]),
        })
    };
    view! {
        <button
            type="button"
            class="field-payer"
            data-testid="field-payer"
            title=move || field.payer.get()
            on:click=move |_| field.asking.set(Some(Asking::Payer))
        >
            <span>{paid_by}</span>
            <span class="field-payer__change">{t("field.change")}</span>
        </button>
    }
}
