//! What verifying found: the answer, what it rests on, and every step with its reason.

mod second;

use leptos::prelude::*;
use protocol::{Outcome, ProofFact, ReportFacts, StepOutcome, StepView, Tone, Verdict};

use crate::{
    bridge::browser,
    components::{
        badge::{Badge, tone_class},
        icon::{Icon, icon},
    },
    locales::{current, t, words},
    logic::{calendar::Civil, format},
    state::{App, VerifyState},
};

/// A verdict.
#[component]
pub(crate) fn VerdictView(
    /// What was found.
    verdict: Verdict,
) -> impl IntoView {
    let (tone, mark, word) = match verdict.outcome {
        Outcome::Valid => (Tone::Good, Icon::Check, "valid"),
        Outcome::Invalid => (Tone::Bad, Icon::Cross, "invalid"),
        Outcome::CannotTell => (Tone::Warn, Icon::Question, "cannotTell"),
    };
    let demonstration = verdict.demonstration.then(|| {
        view! {
            <Badge tone=Tone::Warn mark=Icon::Info text=t("verdict.demonstration") title=t("verdict.demonstration-hint")/>
        }
    });
    let since = verdict.changed_since.then(|| {
        view! {
            <Badge tone=Tone::Warn mark=Icon::Alert text=t("verdict.since") title=t("verdict.since-hint")/>
        }
    });
    let app = App::here();
    let kept = verdict.clone();
    let trust = if verdict.trust.is_empty() {
        t("verdict.no-trust").to_owned()
    } else {
        verdict.trust.clone()
    };
    view! {
        <article
            class=format!("verdict {}", tone_class(tone))
            data-testid="verdict"
            data-outcome=word
            aria-live="polite"
        >
            <header class="verdict__head">
                <span class="verdict__mark">{icon(mark)}</span>
                <div class="verdict__answer">
                    <h2>{words::outcome(verdict.outcome)} {demonstration} {since}</h2>
                    <p>{verdict.headline}</p>
                    <p class="verdict__file">{verdict.file}</p>
                </div>
                <button
                    type="button"
                    class="button verdict__save"
                    data-testid="verdict-save"
                    on:click=move |_| VerifyState::save(app, &kept)
                >
                    {t("verdict.save")}
                </button>
            </header>
            {verdict.open.then(|| view! { <second::SecondSigner/> })}
            <div class="verdict__columns">
                <ol class="steps">{verdict.steps.into_iter().map(|step| view! { <VerdictStep step/> }).collect_view()}</ol>
                <aside class="verdict__aside">
                    {verdict.report.map(facts)}
                    <h3>{t("verdict.trust")}</h3>
                    <p>{trust}</p>
                </aside>
            </div>
        </article>
    }
}

/// One step: its answer and reason, and opened the proof.
#[component]
pub(crate) fn VerdictStep(
    /// What was found.
    step: StepView,
) -> impl IntoView {
    let (tone, mark, word) = match step.outcome {
        StepOutcome::Valid => (Tone::Good, Icon::Check, "valid"),
        StepOutcome::Invalid => (Tone::Bad, Icon::Cross, "invalid"),
        StepOutcome::CannotTell => (Tone::Warn, Icon::Question, "cannotTell"),
        StepOutcome::NotChecked => (Tone::Neutral, Icon::Dash, "notChecked"),
    };
    let opened = step.outcome == StepOutcome::Invalid && !step.proof.is_empty();
    let proof = step.proof.into_iter().map(fact).collect_view();
    view! {
        <li
            class=format!("step {}", tone_class(tone))
            data-testid="verdict-step"
            data-code=step.code
            data-outcome=word
        >
            <details open=opened>
                <summary class="step__summary">
                    <span class="step__mark">{icon(mark)}</span>
                    <div class="step__words">
                        <h3>{format!("{} ", step.number)} {step.title}</h3>
                        <p>{step.reason}</p>
                    </div>
                    <span class="step__outcome">{words::step_outcome(step.outcome)}</span>
                </summary>
                <dl class="proof">{proof}</dl>
            </details>
        </li>
    }
}

/// One thing that a step rests on. A hash can be copied whole.
fn fact(fact: ProofFact) -> impl IntoView {
    let value = if fact.exact {
        let whole = fact.value.clone();
        view! {
            <code>{fact.value}</code>
            " "
            <button
                type="button"
                class="proof__copy"
                aria-label=format!("{}: {}", t("action.copy"), fact.what)
                on:click=move |_| browser::copy(&whole)
            >
                {t("action.copy")}
            </button>
        }
        .into_any()
    } else {
        fact.value.into_any()
    };
    view! { <dt>{fact.what}</dt> <dd>{value}</dd> }
}

/// What the report says of itself.
fn facts(report: ReportFacts) -> impl IntoView {
    let at = Civil::at(
        report.issued_unix,
        browser::offset_minutes(report.issued_unix),
    );
    let signer = report.signer.unwrap_or_default();
    let pairs = [
        (t("report.number"), report.number),
        (t("report.object"), report.object),
        (t("report.issuer"), report.issuer),
        (t("report.issued"), format::day_and_time(at, current())),
        (t("report.signer"), signer),
    ];
    let pairs = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(word, value)| view! { <dt>{word}</dt> <dd>{value}</dd> })
        .collect_view();
    view! {
        <h3>{t("verdict.says")}</h3>
        <dl class="facts">{pairs}</dl>
        <code class="verdict__epc" title=report.epc.clone()>{format::middle(&report.epc, 44)}</code>
    }
}
