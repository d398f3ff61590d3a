//! How reports of the open workspace are signed: who vouches for the time, how far that goes, and whether a second person signs.

use leptos::{prelude::*, task::spawn_local};
use protocol::{CommandError, SignatureLevel, SigningWish};

use crate::{
    bridge,
    components::icon::{Icon, icon},
    locales::{t, words},
    state::{App, Notice},
};

/// The section, while a workspace is open.
#[component]
pub(super) fn SigningSection() -> impl IntoView {
    let app = App::here();
    let kept = RwSignal::new(None::<SigningWish>);
    let unread = RwSignal::new(None::<CommandError>);
    Effect::new(move || {
        if app.workspace().is_none() {
            kept.set(None);
            return;
        }
        spawn_local(async move {
            match bridge::signing().await {
                Ok(wish) => {
                    let _ = kept.try_set(Some(wish));
                }
                Err(error) => {
                    let _ = unread.try_set(Some(error));
                    let _ = kept.try_set(Some(SigningWish::default()));
                }
            }
        });
    });
    move || kept.get().map(|wish| view! { <Form wish error=unread/> })
}

#[component]
fn Form(wish: SigningWish, error: RwSignal<Option<CommandError>>) -> impl IntoView {
    let app = App::here();
    let address = RwSignal::new(wish.timestamp.unwrap_or_default());
    let level = RwSignal::new(wish.level);
    let approval = RwSignal::new(wish.approval);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = address.get_untracked().trim().to_owned();
        let wish = SigningWish {
            level: level.get_untracked(),
            timestamp: (!typed.is_empty()).then_some(typed),
            approval: approval.get_untracked(),
        };
        spawn_local(async move {
            let answer = bridge::set_signing(&wish).await;
            let _ = error.try_set(answer.as_ref().err().cloned());
            if answer.is_ok() {
                app.tell(Notice::done(t("signing.saved").to_owned()));
            }
        });
    };
    view! {
        <form class="sheet sheet--padded" data-testid="signing" on:submit=save>
            <h2>{t("signing.title")}</h2>
            <p class="sheet__words">{t("signing.means")}</p>
            <dl class="facts facts--controls">
                <dt><label for="signing-address">{t("signing.authority")}</label></dt>
                <dd>
                    <input
                        type="text"
                        id="signing-address"
                        class="signing__address"
                        inputmode="url"
                        maxlength="400"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=t("signing.authority-hint")
                        data-testid="signing-address"
                        prop:value=move || address.get()
                        on:input=move |event| address.set(event_target_value(&event))
                    />
                </dd>
                <dt><label for="signing-level">{t("signing.level")}</label></dt>
                <dd><Level level/></dd>
                <dt>{t("signing.persons")}</dt>
                <dd>
                    <label class="signing__second">
                        <input
                            type="checkbox"
                            data-testid="signing-second"
                            prop:checked=move || approval.get()
                            on:change=move |event| approval.set(event_target_checked(&event))
                        />
                        <span>{t("signing.second")}</span>
                    </label>
                </dd>
            </dl>
            {move || error.get().map(problem)}
            <button type="submit" class="button" data-testid="signing-save">{t("signing.save")}</button>
        </form>
    }
}

/// How far signatures go, and what that proves.
#[component]
fn Level(level: RwSignal<Option<SignatureLevel>>) -> impl IntoView {
    let levels = SignatureLevel::ALL.map(Some).into_iter();
    let options = std::iter::once(None).chain(levels).map(|of| {
        let word = of.map_or_else(|| t("signing.highest"), words::level);
        let code = of.map_or("", SignatureLevel::code);
        view! { <option value=code selected=move || level.get() == of>{word}</option> }
    });
    let choose = move |code: String| {
        let mut all = SignatureLevel::ALL.into_iter();
        level.set(all.find(|of| of.code() == code));
    };
    view! {
        <select id="signing-level" data-testid="signing-level" on:change=move |event| choose(event_target_value(&event))>
            {options.collect_view()}
        </select>
    }
}

fn problem(error: CommandError) -> impl IntoView {
    view! {
        <div class="problem tone-bad" role="alert" data-testid="signing-error">
            {icon(Icon::Alert)}
            <div><strong>{error.message}</strong> <p>{error.hint}</p></div>
        </div>
    }
}
