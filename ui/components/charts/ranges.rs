//! Ranges: shares between their bounds, below one another on one scale from 0 to 100 %, with the proportional value as a
//! tick and a claim as a mark on the same scale.

use leptos::prelude::*;
use protocol::RangeView;

use crate::{
    components::icon::{Icon, icon},
    locales::{current, tf},
    logic::{format, scale},
};

/// A span narrower than this is still seen.
const NARROWEST: f64 = 0.006;

/// One range with its name.
pub(crate) struct RangeRow {
    /// Its name; hostile text.
    pub(crate) name: String,
    /// What stands below the name, such as a place; hostile text, may be empty.
    pub(crate) aside: String,
    /// The class that colours it.
    pub(crate) class: &'static str,
    /// The asset that the name leads to.
    pub(crate) asset: Option<String>,
    /// The share.
    pub(crate) share: RangeView,
    /// The same as an amount, such as `150–420 kg`; may be empty.
    pub(crate) amount: String,
}

/// Ranges below one another. `open` is called with the asset that a name leads to.
pub(crate) fn range_rows(
    rows: Vec<RangeRow>,
    open: impl Fn(String) + Copy + 'static,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let label = words(&row.share);
            let name = match row.asset {
                Some(asset) => view! {
                    <button type="button" class="link-quiet range-row__link" on:click=move |_| open(asset.clone())>
                        {row.name}
                    </button>
                }
                .into_any(),
                None => view! { <span>{row.name}</span> }.into_any(),
            };
            let aside = (!row.aside.is_empty())
                .then(|| view! { <span class="range-row__aside">{row.aside}</span> });
            view! {
                <li class=format!("range-row {}", row.class)>
                    <span class="range-row__name">{name}{aside}</span>
                    {drawing(row.share)}
                    <span class="range-row__figures">
                        <strong>{label}</strong>
                        <span>{proportional(&row.share)}</span>
                        <span>{row.amount}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="range-rows">{rows}</ul> }
}

/// The bounds, such as `14–40 %`.
pub(crate) fn words(share: &RangeView) -> String {
    format::share_range(share.lower, share.upper, current())
}

/// The proportional value where the bounds leave room for one.
fn proportional(share: &RangeView) -> Option<String> {
    let point = format::share(share.proportional, current());
    (words(share) != point).then(|| tf("range.point", &[("share", &point)]))
}

/// A share on its scale; who cannot see it reads the words beside it.
pub(crate) fn drawing(share: RangeView) -> impl IntoView {
    let width = (share.upper - share.lower).max(NARROWEST);
    let left = share.lower.min(1.0 - NARROWEST);
    let quarter = |at: f64| {
        let x = scale::percent(at);
        view! { <line class="range-line__quarter" x1=x.clone() x2=x y1="4" y2="12"></line> }
    };
    let claim = share.claimed.map(|claimed| {
        let impossible = claimed > share.upper;
        let class = if impossible {
            "range-line__claim range-line__claim--impossible"
        } else {
            "range-line__claim"
        };
        let x = scale::percent(claimed);
        view! { <line class=class x1=x.clone() x2=x y1="0" y2="16"></line> }
    });
    let tick = scale::percent(share.proportional);
    view! {
        <svg class="range-line" height="16" aria-hidden="true">
            <rect class="range-line__track" y="4" width="100%" height="8" rx="4"></rect>
            {quarter(0.25)}
            {quarter(0.5)}
            {quarter(0.75)}
            <rect class="range-line__span" x=scale::percent(left) width=scale::percent(width) y="4" height="8" rx="2"></rect>
            <line class="range-line__point" x1=tick.clone() x2=tick y1="2" y2="14"></line>
            {claim}
        </svg>
    }
}

/// What someone claims, in words, with a mark where it cannot be.
pub(crate) fn claim(share: &RangeView) -> Option<impl IntoView + use<>> {
    let claimed = share.claimed?;
    let impossible = claimed > share.upper;
    let class = if impossible {
        "range__said range__said--impossible"
    } else {
        "range__said"
    };
    let key = if impossible {
        "range.impossible"
    } else {
        "range.claimed"
    };
    let words = tf(key, &[("share", &format::share(claimed, current()))]);
    Some(view! { <span class=class>{impossible.then(|| icon(Icon::Alert))} {words}</span> })
}
