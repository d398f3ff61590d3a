//! A share between its bounds, drawn as a range on one scale from 0 to 100 %, with a claim as a mark on the same scale.

use leptos::prelude::*;
use protocol::RangeView;

use crate::{
    components::icon::{Icon, icon},
    locales::{current, t, tf},
    logic::format,
};

/// Recycled content as a range.
#[component]
pub(crate) fn RangeBar(
    /// The share.
    range: RangeView,
) -> impl IntoView {
    let locale = current();
    let proven = tf(
        "range.proven",
        &[
            (
                "range",
                &format::share_range(range.lower, range.upper, locale),
            ),
            ("point", &format::share(range.proportional, locale)),
        ],
    );
    let claim = range.claimed.map(|claimed| {
        let impossible = claimed > range.upper;
        let words = tf(
            "range.claimed",
            &[("share", &format::share(claimed, locale))],
        );
        (claimed, impossible, words)
    });
    let label = match &claim {
        Some((_, _, words)) => format!("{proven}, {words}"),
        None => proven.clone(),
    };
    let mark = claim.as_ref().map(|(claimed, impossible, _)| {
        let class = if *impossible {
            "range__claim range__claim--impossible"
        } else {
            "range__claim"
        };
        view! { <span class=class style:left=at(*claimed)></span> }
    });
    let words = claim.map(|(_, impossible, words)| {
        let class = if impossible {
            "range__said range__said--impossible"
        } else {
            "range__said"
        };
        view! { <span class=class>{impossible.then(|| icon(Icon::Alert))} {words}</span> }
    });
    view! {
        <section class="part">
            <header class="part__head">
                <h3>{t("range.title")}</h3>
                <span>{t("range.method")}</span>
            </header>
            <div class="range" role="img" aria-label=label>
                <span
                    class="range__span"
                    style:left=at(range.lower)
                    style:width=at((range.upper - range.lower).max(0.008))
                ></span>
                <span class="range__point" style:left=at(range.proportional)></span>
                {mark}
            </div>
            <div class="range__words" aria-hidden="true">
                <span>{proven}</span>
                {words}
            </div>
        </section>
    }
}

fn at(share: f64) -> String {
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}
