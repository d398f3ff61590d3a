//! Saying on the ledger what becomes of a report: that it was issued, that another one takes its place, that it does not hold
//! any more. What was typed stays until it is said.

use leptos::{html, prelude::*, task::spawn_local};
use protocol::{ReportSaying, SayOfReport};

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::{t, tf},
    state::{App, Notice},
};

/// What is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Anchor,
    Replace,
    Withdraw,
}

const WORDS: [(Word, &str, &str); 3] = [
    (Word::Anchor, "anchor", "saying.anchor"),
    (Word::Replace, "replace", "saying.replace"),
    (Word::Withdraw, "withdraw", "saying.withdraw"),
];

/// The report of which something is to be said, if the dialog is open.
#[derive(Clone, Copy)]
pub(super) struct Saying(RwSignal<Option<String>>);

impl Saying {
    /// For the page and what is on it.
    pub(super) fn provide() -> Self {
        let saying = Self(RwSignal::new(None));
        provide_context(saying);
        saying
    }

    pub(super) fn here() -> Self {
        expect_context()
    }

    /// Opens the dialog for the report with this number.
    pub(super) fn open(self, number: &str) {
        self.0.set(Some(number.to_owned()));
    }
}

/// The dialog, while it is open.
#[component]
pub(super) fn SayingDialog(saying: Saying) -> impl IntoView {
    move || {
        saying
            .0
            .get()
            .map(|number| view! { <OpenDialog saying number/> })
    }
}

#[component]
fn OpenDialog(saying: Saying, number: String) -> impl IntoView {
    let app = App::here();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let word = RwSignal::new(Word::Anchor);
    let working = RwSignal::new(false);
    let [by, reason, key] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let title = tf("saying.title", &[("number", &number)]);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let say = match word.get_untracked() {
            Word::Anchor => ReportSaying::Anchor,
            Word::Replace => ReportSaying::Replace {
                by: by.get_untracked(),
                reason: reason.get_untracked(),
            },
            Word::Withdraw => ReportSaying::Withdraw {
                reason: reason.get_untracked(),
            },
        };
        let request = SayOfReport {
            number: number.clone(),
            key_file: key.get_untracked(),
            say,
        };
        working.set(true);
        spawn_local(async move {
            match bridge::say_of_report(&request).await {
                Ok(()) => {
                    let said = tf("saying.said", &[("number", &request.number)]);
                    app.tell(Notice::done(said));
                    let _ = saying.0.try_set(None);
                }
                Err(error) => app.fail(error),
            }
            let _ = working.try_set(false);
        });
    };
    let is = move |some: &'static [Word]| move || some.contains(&word.get());
    view! {
        <dialog
            class="issue"
            node_ref=dialog
            aria-labelledby="saying-title"
            data-testid="saying-dialog"
            on:close=move |_| saying.0.set(None)
            on:cancel=move |event: leptos::ev::Event| {
                if working.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            <header class="issue__head">
                <h2 id="saying-title">{title}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t("action.close")
                    title=t("action.close")
                    disabled=move || working.get()
                    on:click=move |_| saying.0.set(None)
                >
                    {icon(Icon::Close)}
                </button>
            </header>
            <form class="issue__form" on:submit=send>
                <fieldset disabled=move || working.get()>
                    <p class="caption">{t("saying.hint")}</p>
                    {choice(word)}
                    <Show when=is(&[Word::Replace])>{text("saying-by", "saying.by", by)}</Show>
                    <Show when=is(&[Word::Replace, Word::Withdraw])>
                        {text("saying-reason", "saying.reason", reason)}
                    </Show>
                    {text("saying-key", "saying.key", key)}
                </fieldset>
                <footer class="issue__foot">
                    <button type="submit" class="button button--main" disabled=move || working.get() data-testid="saying-send">
                        {move || if working.get() { t("saying.sending") } else { t("saying.send") }}
                    </button>
                </footer>
            </form>
        </dialog>
    }
}

fn choice(word: RwSignal<Word>) -> impl IntoView {
    let options = WORDS.map(|(of, code, label)| {
        view! { <option value=code selected=move || word.get() == of>{t(label)}</option> }
    });
    let choose = move |code: String| {
        if let Some((of, _, _)) = WORDS.into_iter().find(|(_, known, _)| *known == code) {
            word.set(of);
        }
    };
    view! {
        <label class="field" for="saying-word">
            <span>{t("saying.word")}</span>
            <select id="saying-word" data-testid="saying-word" on:change=move |event| choose(event_target_value(&event))>
                {options.into_iter().collect_view()}
            </select>
        </label>
    }
}

/// A line that must be filled in.
fn text(id: &'static str, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field" for=id>
            <span>{t(label)}</span>
            <input
                type="text"
                id=id
                required
                maxlength="500"
                autocomplete="off"
                spellcheck="false"
                data-testid=id
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}
