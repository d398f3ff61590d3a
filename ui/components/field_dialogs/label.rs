//! How a label is to look, and where to put it.

use leptos::{prelude::*, task::spawn_local};
use protocol::field::{LabelCode, LabelFormat, LabelRequest};

use crate::{
    bridge,
    components::segmented::{Choice, segmented},
    locales::{t, tf},
    state::{App, Notice},
};

/// The choices.
#[component]
pub(super) fn Label(
    /// What it says.
    request: LabelRequest,
) -> impl IntoView {
    let app = App::here();
    let (size, code) = (RwSignal::new(LabelFormat::A6), RwSignal::new(LabelCode::Qr));
    let sizes = vec![
        Choice {
            value: LabelFormat::A6,
            word: t("field.label-large"),
            testid: "label-large",
        },
        Choice {
            value: LabelFormat::Small,
            word: t("field.label-small"),
            testid: "label-small",
        },
    ];
    let codes = vec![
        Choice {
            value: LabelCode::Qr,
            word: t("field.symbol.qr"),
            testid: "label-qr",
        },
        Choice {
            value: LabelCode::DataMatrix,
            word: t("field.label-data-matrix"),
            testid: "label-data-matrix",
        },
    ];
    let name = request.name.clone();
    let save = move |_| {
        let request = LabelRequest {
            format: size.get_untracked(),
            code: code.get_untracked(),
            ..request.clone()
        };
        spawn_local(async move {
            match bridge::save_label(&request, "label.pdf").await {
                Ok(Some(path)) => {
                    app.field.asking.set(None);
                    app.tell(Notice::done(tf("field.label-saved", &[("path", &path)])));
                }
                Ok(None) => {}
                Err(error) => app
                    .field
                    .refused
                    .set(Some(format!("{} {}", error.message, error.hint))),
            }
        });
    };
    view! {
        <div class="field-dialog__form">
            <p><strong>{name}</strong></p>
            <div class="field-line"><span class="caption">{t("field.label-size")}</span> {segmented(t("field.label-size"), sizes, move || size.get(), move |to| size.set(to))}</div>
            <div class="field-line"><span class="caption">{t("field.label-code")}</span> {segmented(t("field.label-code"), codes, move || code.get(), move |to| code.set(to))}</div>
            <super::Refused/>
            <footer class="field-form__foot">
                <button type="button" class="button button--main" data-testid="label-save" on:click=save>{t("field.label-save")}</button>
            </footer>
        </div>
    }
}
