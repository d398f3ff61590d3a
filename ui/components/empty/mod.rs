//! What a place says that has nothing to show: why, and the next step.

use leptos::prelude::*;

use crate::components::icon::{Icon, icon};

/// An empty state; its children are the next steps.
#[component]
pub(crate) fn Empty(
    /// Its mark.
    mark: Icon,
    /// What is missing.
    title: &'static str,
    /// What to do.
    text: &'static str,
    /// The next steps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <div class="empty__mark">{icon(mark)}</div>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="empty__steps">{children()}</div> })}
        </div>
    }
}
