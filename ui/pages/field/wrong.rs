//! What is wrong with a field, below it.

use leptos::prelude::*;
use protocol::field::{ProblemCode, ProblemWeight};

use crate::{
    components::icon::{Icon, icon},
    locales::field as words,
    state::App,
};

/// The problems of one field. That something is missing is told once its writer wanted to sign.
#[component]
pub(crate) fn Wrong(
    /// The path of the value in the record.
    path: String,
) -> impl IntoView {
    let field = App::here().field;
    let id = format!("{path}-wrong");
    let found = move || {
        let tried = field.tried.get();
        field.problems.with(|problems| {
            let mine = problems.iter().filter(|problem| problem.path == path);
            mine.filter(|problem| tried || problem.code != ProblemCode::Missing)
                .map(|problem| (words::problem(problem), problem.weight))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="field-problems" id=id>
            {move || {
                found()
                    .into_iter()
                    .map(|(text, weight)| {
                        let class = match weight {
                            ProblemWeight::Error => "field-wrong tone-bad",
                            ProblemWeight::Warning => "field-wrong tone-warn",
                        };
                        view! { <p class=class data-testid="field-problem">{icon(Icon::Alert)} <span>{text}</span></p> }
                    })
                    .collect_view()
            }}
        </div>
    }
}
