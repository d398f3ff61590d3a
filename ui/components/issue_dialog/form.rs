//! What a report needs to be told, and the way there.

use leptos::prelude::*;
use protocol::{ErrorCode, SignatureLevel, SigningWish};

use super::{
    fields::{AsOf, Language, PaperSize, Passphrase, Shipment, Template, text_field},
    preview::PagePreview,
};
use crate::{
    bridge::browser,
    components::{
        badge::Badge,
        icon::{Icon, icon},
    },
    locales::{current, t, tf, tn},
    logic::{calendar::Civil, format},
    state::{App, IssueStage, Preview},
};

/// How many of several assets are named.
const NAMED: usize = 3;

/// The form with the first page beside it, and the progress below.
#[component]
pub(super) fn Form() -> impl IntoView {
    let app = App::here();
    let issue = app.issue;
    let working = Memo::new(move |_| issue.stage.get() == IssueStage::Working);
    let many = untrack(|| issue.is_many());
    issue.keep_preview();
    view! {
        <form
            class="issue__form"
            on:submit=move |event| {
                event.prevent_default();
                issue.confirm(app);
            }
        >
            <div class="issue__sides">
                <div class="issue__side">
                    <About/>
                    <fieldset disabled=move || working.get()>
                        <Template/>
                        <Shipment/>
                        {text_field("issue-recipient", t("issue.recipient"), t("issue.recipient-hint"), 120, issue.recipient)}
                        <Language/>
                        <PaperSize/>
                        <AsOf/>
                        {(!many).then(|| text_field("issue-number", t("issue.number"), t("issue.number-hint"), 60, issue.number))}
                        <Show when=move || issue.passphrase_asked.get()>
                            <Passphrase/>
                        </Show>
                    </fieldset>
                    <Signer/>
                    <Failure/>
                </div>
                <PagePreview/>
            </div>
            <Buttons working/>
        </form>
    }
}

/// What it is about.
#[component]
fn About() -> impl IntoView {
    let about = App::here().issue.about.get_untracked();
    let (epc, name) = about.first().cloned().unwrap_or_default();
    if about.len() <= 1 {
        return view! {
            <div class="issue__about">
                <span class="caption">{t("issue.about")}</span>
                <strong>{name}</strong>
                <code title=epc.clone()>{format::middle(&epc, 44)}</code>
            </div>
        }
        .into_any();
    }
    let mut names: Vec<String> = about
        .iter()
        .take(NAMED)
        .map(|(_, name)| name.clone())
        .collect();
    if about.len() > NAMED {
        names.push("…".to_owned());
    }
    view! {
        <div class="issue__about">
            <span class="caption">{t("issue.about-many")}</span>
            <strong>{tn("count.assets.one", "count.assets.many", about.len() as u64)}</strong>
            <span class="issue__names">{names.join(", ")}</span>
        </div>
    }
    .into_any()
}

/// Who signs, how, and until when.
#[component]
fn Signer() -> impl IntoView {
    let app = App::here();
    let line = move || {
        let choices = app.issue.choices.get()?;
        let Some(signer) = choices.signer else {
            return Some(view! { <p class="issue__signer">{t("issue.no-signer")}</p> }.into_any());
        };
        let until = Civil::at(
            signer.until_unix,
            browser::offset_minutes(signer.until_unix),
        );
        let until = tf(
            "issue.key-until",
            &[("day", &format::day(until, current()))],
        );
        Some(
            view! {
                <div class="issue__signer" data-testid="issue-signer">
                    <span>{tf("issue.signer", &[("name", &signer.name)])}</span>
                    <span class="issue__key">{signer.algorithm} " · " {until}</span>
                    {signer.demonstration.then(|| view! {
                        <Badge tone=protocol::Tone::Warn mark=Icon::Info text=t("verdict.demonstration")/>
                    })}
                    <span class="issue__stamp" data-testid="issue-stamp">{stamp(&choices.signing, app.issue.unstamped.get())}</span>
                </div>
            }
            .into_any(),
        )
    };
    view! { {line} }
}

/// Who vouches for the time, and who is to sign still.
fn stamp(signing: &SigningWish, unstamped: bool) -> String {
    let asks = !unstamped && signing.level != Some(SignatureLevel::B);
    let mut said = match &signing.timestamp {
        Some(address) if asks => tf("issue.stamped-by", &[("name", format::host(address))]),
        _ => t("issue.not-stamped").to_owned(),
    };
    if signing.approval {
        said += " ";
        said += t("issue.second-follows");
    }
    said
}

/// Why it could not be issued; what was typed is still there.
#[component]
fn Failure() -> impl IntoView {
    let app = App::here();
    let error = app.issue.error;
    let without = move || {
        view! {
            <button
                type="button"
                class="button"
                data-testid="issue-unstamped"
                on:click=move |_| {
                    app.issue.unstamped.set(true);
                    app.issue.confirm(app);
                }
            >
                {t("issue.without-stamp")}
            </button>
        }
    };
    view! {
        {move || {
            error.get().map(|error| view! {
                <div class="problem tone-bad" role="alert" data-testid="issue-error">
                    {icon(Icon::Alert)}
                    <div>
                        <strong>{error.message}</strong>
                        {(!error.hint.is_empty()).then(|| view! { <p>{error.hint}</p> })}
                        {(error.code == ErrorCode::AuthorityUnreachable).then(without)}
                    </div>
                </div>
            })
        }}
    }
}

#[component]
fn Progress() -> impl IntoView {
    let app = App::here();
    let line = move || {
        let Some(progress) = app.progress.get() else {
            return (None, None, t("issue.working").to_owned());
        };
        let total = progress.total;
        let mut words = match total {
            Some(total) => tf(
                "issue.at",
                &[
                    ("done", &format::count(progress.done)),
                    ("total", &format::count(total)),
                ],
            ),
            None => progress.words,
        };
        if let Some(left) = progress.seconds_left.filter(|left| *left > 0) {
            words += " · ";
            words += &tf("sync.left", &[("time", &format::duration(left))]);
        }
        (total, Some(progress.done), words)
    };
    view! {
        {move || {
            let (total, done, words) = line();
            view! {
                <div class="issue__progress" role="status" data-testid="issue-progress">
                    <progress
                        aria-label=t("issue.working")
                        max=total.map(|total| total.to_string())
                        value=total.and(done).map(|done| done.to_string())
                    ></progress>
                    <span>{words}</span>
                </div>
            }
        }}
    }
}

#[component]
fn Buttons(
    /// Whether the backend works.
    working: Memo<bool>,
) -> impl IntoView {
    let app = App::here();
    let issue = app.issue;
    let cancel = move |_| {
        if working.get_untracked() {
            app.cancel();
        } else {
            issue.close();
        }
    };
    let cannot = move || {
        let refused = issue
            .preview
            .with(|preview| matches!(preview, Preview::Refused(_)));
        working.get() || issue.block().is_err() || (refused && !issue.is_many())
    };
    let word = if untrack(|| issue.is_many()) {
        t("issue.confirm-many")
    } else {
        t("issue.confirm")
    };
    view! {
        <footer class="issue__foot">
            {move || working.get().then(|| view! { <Progress/> })}
            <button type="button" class="button" data-testid="issue-cancel" on:click=cancel>{t("action.cancel")}</button>
            <button
                type="submit"
                class="button button--main"
                data-testid="issue-confirm"
                disabled=cannot
            >
                {word}
            </button>
        </footer>
    }
}
