//! A report that waits for a second person: whoever sits here can sign it, with the key that signs here. The file is replaced by
//! the one with both signatures, and verified again.

use leptos::{prelude::*, task::spawn_local};
use protocol::{CommandError, Countersign, ErrorCode};

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::{t, tf},
    state::{App, Notice},
};

/// The offer, the question whether it is meant, and what went wrong.
#[component]
pub(super) fn SecondSigner() -> impl IntoView {
    let app = App::here();
    let asked = RwSignal::new(false);
    let working = RwSignal::new(false);
    let passphrase = RwSignal::new(String::new());
    let locked = RwSignal::new(untrack(|| app.workspace()).is_some_and(|of| of.needs_passphrase));
    let error = RwSignal::new(None::<CommandError>);
    let can = move || app.workspace().is_some() && app.verify.path.get().is_some();
    let sign = move |unstamped: bool| {
        let Some(path) = app.verify.path.get_untracked() else {
            return;
        };
        let typed = passphrase.get_untracked();
        let request = Countersign {
            path,
            passphrase: (!typed.is_empty()).then_some(typed),
            unstamped,
        };
        working.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = bridge::countersign(&request).await;
            let _ = working.try_set(false);
            match answer {
                Ok(signed) => {
                    let names = [("first", signed.first.as_str()), ("second", &signed.second)];
                    app.tell(Notice::done(tf("second.signed", &names)));
                    app.verify.check_path(app, signed.path);
                }
                Err(why) => {
                    if matches!(
                        why.code,
                        ErrorCode::PassphraseNeeded | ErrorCode::PassphraseWrong
                    ) {
                        let _ = locked.try_set(true);
                    }
                    let _ = error.try_set(Some(why));
                }
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sign(false);
    };
    let problem = move || error.get().map(|why| problem(why, sign));
    view! {
        <section class="second" data-testid="second">
            <div class="second__line">
                <p>{t("second.waits")} " " {move || (!can()).then(|| t("second.cannot"))}</p>
                <Show when=move || can() && !asked.get()>
                    <button type="button" class="button" data-testid="second-ask" on:click=move |_| asked.set(true)>
                        {t("second.sign")}
                    </button>
                </Show>
            </div>
            <Show when=move || can() && asked.get()>
                <form class="second__form" on:submit=submit>
                    <p>{t("second.means")}</p>
                    <Show when=move || locked.get()>
                        <label class="field" for="second-passphrase">
                            <span>{t("issue.passphrase")}</span>
                            <input
                                type="password"
                                id="second-passphrase"
                                autocomplete="off"
                                placeholder=t("issue.passphrase-hint")
                                data-testid="second-passphrase"
                                prop:value=move || passphrase.get()
                                on:input=move |event| passphrase.set(event_target_value(&event))
                            />
                        </label>
                    </Show>
                    {problem}
                    <div class="second__buttons">
                        <button type="button" class="button" disabled=move || working.get() on:click=move |_| asked.set(false)>
                            {t("action.cancel")}
                        </button>
                        <button type="submit" class="button button--main" data-testid="second-confirm" disabled=move || working.get()>
                            {t("second.confirm")}
                        </button>
                    </div>
                </form>
            </Show>
        </section>
    }
}

/// What went wrong; where only the time could not be vouched for, it can be signed without.
fn problem(why: CommandError, sign: impl Fn(bool) + Copy + Send + 'static) -> impl IntoView {
    let without = (why.code == ErrorCode::AuthorityUnreachable).then(|| {
        view! {
            <button type="button" class="button" on:click=move |_| sign(true)>
                {t("issue.without-stamp")}
            </button>
        }
    });
    view! {
        <div class="problem tone-bad" role="alert" data-testid="second-error">
            {icon(Icon::Alert)}
            <div>
                <strong>{why.message}</strong>
                {(!why.hint.is_empty()).then(|| view! { <p>{why.hint}</p> })}
                {without}
            </div>
        </div>
    }
}
