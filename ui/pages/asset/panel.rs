//! What all panels of figures share: a title, how it was reckoned, and what it rests on.

use leptos::prelude::*;
use protocol::{BasisView, ShareName};

use crate::{
    components::{badge::AssuranceBadge, finding::Events},
    locales::{t, tf},
};

/// A panel of figures.
pub(super) fn panel(
    title: &'static str,
    method: String,
    testid: &'static str,
    basis: Option<BasisView>,
    body: impl IntoView + 'static,
) -> impl IntoView {
    view! {
        <section class="panel" data-testid=testid>
            <header class="panel__head">
                <h2>{title}</h2>
                <span class="panel__method">{method}</span>
            </header>
            {body}
            {basis.map(rests_on)}
        </section>
    }
}

/// The weakest assurance that a figure rests on, and the events it came from.
fn rests_on(basis: BasisView) -> impl IntoView {
    let weakest = basis.assurance.map(|assurance| {
        view! {
            <span class="panel__basis-words">{t("figure.rests-on")}</span>
            <AssuranceBadge assurance/>
        }
    });
    view! {
        <footer class="panel__basis">
            {weakest}
            <Events events=basis.events total=basis.total/>
        </footer>
    }
}

/// What a share is called.
pub(super) fn share_name(name: &ShareName) -> String {
    match name {
        ShareName::Named(name) => name.clone(),
        ShareName::Country(code) => country(code),
        ShareName::CountryUnknown => t("share.country-unknown").to_owned(),
        ShareName::NoSmelter => t("share.no-smelter").to_owned(),
        ShareName::Others => t("share.others").to_owned(),
        ShareName::Unrecorded => t("share.unrecorded").to_owned(),
    }
}

/// A country by its name in the user's language, as the browser knows it; the code where it knows none.
fn country(code: &str) -> String {
    crate::bridge::browser::country(code, crate::locales::code(crate::locales::current()))
        .unwrap_or_else(|| code.to_owned())
}

/// Amounts between two figures, such as `150–420 kg`.
pub(super) fn amounts(range: Option<&[String; 2]>) -> String {
    let Some([least, most]) = range else {
        return String::new();
    };
    let locale = crate::locales::current();
    let (from, to) = (
        crate::logic::format::number(least, locale),
        crate::logic::format::number(most, locale),
    );
    if from == to {
        format!("{to}\u{202f}kg")
    } else {
        format!("{from}–{to}\u{202f}kg")
    }
}

/// A remark under figures.
pub(super) fn remark(words: String) -> impl IntoView {
    view! { <p class="panel__remark">{words}</p> }
}

/// How many rows are left out, and what they add up to.
pub(super) fn rest(count: u32, share: f64) -> Option<String> {
    (count > 0).then(|| {
        let locale = crate::locales::current();
        tf(
            "share.rest",
            &[
                ("n", &crate::logic::format::count(u64::from(count))),
                ("share", &crate::logic::format::share(share, locale)),
            ],
        )
    })
}
