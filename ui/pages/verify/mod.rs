//! Verify: a file is handed over, and the answer explained step by step. Needs no workspace and no network.

use leptos::prelude::*;

use crate::{
    components::{
        drop_zone::DropZone,
        icon::{Icon, icon},
        verdict::{VerdictStep, VerdictView},
    },
    locales::{t, tf},
    state::{App, Checking},
};

/// The page.
#[component]
pub(crate) fn VerifyPage() -> impl IntoView {
    let app = App::here();
    let body = move || match app.verify.stage.get() {
        Checking::Nothing => view! { <Explained/> }.into_any(),
        Checking::Working(name) => {
            let words = tf("verify.working", &[("name", &name)]);
            view! {
                <div class="verifying" role="status">
                    <progress></progress>
                    <span>{words}</span>
                </div>
                <StepsSoFar/>
            }
            .into_any()
        }
        Checking::Done(verdict) => view! { <VerdictView verdict=*verdict/> }.into_any(),
    };
    view! {
        <div class="page page--flow">
            <h1>{t("nav.verify")}</h1>
            <DropZone/>
            {body}
        </div>
    }
}

/// The steps that are decided, while the others are not.
#[component]
fn StepsSoFar() -> impl IntoView {
    let app = App::here();
    let steps = move || {
        let steps = app.verify.steps.get();
        (!steps.is_empty()).then(|| {
            let steps = steps.into_iter().map(|step| view! { <VerdictStep step/> });
            view! { <ol class="steps steps--so-far">{steps.collect_view()}</ol> }
        })
    };
    view! { {steps} }
}

/// What will be checked, before there is anything to check.
#[component]
fn Explained() -> impl IntoView {
    let steps = [
        t("step.file"),
        t("step.signer"),
        t("step.included"),
        t("step.trusted"),
        t("step.complete"),
        t("step.pages"),
        t("step.status"),
    ];
    let steps = steps
        .map(|step| view! { <li>{step}</li> })
        .into_iter()
        .collect_view();
    view! {
        <section class="explained">
            <h2>{t("verify.explained")}</h2>
            <ol>{steps}</ol>
            <p class="explained__note">{icon(Icon::Info)} {t("verify.offline")}</p>
        </section>
    }
}
