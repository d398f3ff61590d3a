//! A few choices of which one holds, as joined buttons.

use leptos::prelude::*;

/// One of several choices.
pub(crate) struct Choice<T> {
    /// What is chosen.
    pub(crate) value: T,
    /// Its word.
    pub(crate) word: &'static str,
    /// For tests to find it by; may be empty.
    pub(crate) testid: &'static str,
}

/// Joined buttons. `chosen` is tracked; `choose` is called with the value of the button pressed.
pub(crate) fn segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    choices: Vec<Choice<T>>,
    chosen: impl Fn() -> T + Copy + Send + Sync + 'static,
    choose: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let buttons = choices
        .into_iter()
        .map(|choice| {
            let value = choice.value;
            let pressed = move || if chosen() == value { "true" } else { "false" };
            let testid = (!choice.testid.is_empty()).then_some(choice.testid);
            view! {
                <button
                    type="button"
                    aria-pressed=pressed
                    data-testid=testid
                    on:click=move |_| choose(value)
                >
                    {choice.word}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="segmented" role="group" aria-label=label>
            {buttons}
        </div>
    }
}
