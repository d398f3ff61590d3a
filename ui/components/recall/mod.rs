//! The reach of a recall: who has something of a lot, how much and where, and everything it went into. Looking records nothing.

use std::sync::Arc;

use leptos::{html, prelude::*};
use protocol::{MassRange, ReachAsset, ReachHolder, ReachHolding, ReachView, Tone};

use crate::{
    components::{
        badge::Badge,
        icon::{Icon, icon},
    },
    locales::{current, t, tf, tn, words},
    logic::{format, identity},
    state::App,
};

/// How many lines of the long table are drawn; the file has all of them.
const DRAWN: usize = 300;

/// The dialog, while it is open.
#[component]
pub(crate) fn ReachDialog() -> impl IntoView {
    let app = App::here();
    move || {
        let view = app.reach.view.get();
        view.map(|view| view! { <OpenDialog view/> })
    }
}

#[component]
fn OpenDialog(
    /// What the lot went into.
    view: Arc<ReachView>,
) -> impl IntoView {
    let app = App::here();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let name = identity::told_apart(&view.name, &view.epc);
    let touched = view.assets.len().saturating_sub(1);
    let touched = u64::try_from(touched).unwrap_or(u64::MAX);
    view! {
        <dialog
            class="reach"
            node_ref=dialog
            aria-labelledby="reach-title"
            data-testid="reach-dialog"
            on:close=move |_| app.reach.close()
        >
            <header class="reach__head">
                <div>
                    <span class="caption">{t("reach.title")}</span>
                    <h2 id="reach-title">{name}</h2>
                </div>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t("action.close")
                    title=t("action.close")
                    on:click=move |_| app.reach.close()
                >
                    {icon(Icon::Close)}
                </button>
            </header>
            <div class="reach__body" tabindex="0">
                <p class="reach__standing">
                    {standing(&view)}
                    <span>{tn("reach.touched.one", "reach.touched.many", touched)}</span>
                </p>
                <h3>{t("reach.holders")}</h3>
                {holders(&view.holders)}
                <h3>{t("reach.assets")}</h3>
                {assets(app, &view.assets)}
            </div>
            <footer class="reach__foot">
                <span class="reach__note">{icon(Icon::Info)} {t("reach.note")}</span>
                <button type="button" class="button" data-testid="reach-save" on:click=move |_| app.reach.save(app)>
                    {t("reach.save")}
                </button>
                <button type="button" class="button button--main" autofocus on:click=move |_| app.reach.close()>
                    {t("action.done")}
                </button>
            </footer>
        </dialog>
    }
}

fn standing(view: &ReachView) -> impl IntoView + use<> {
    match &view.recall {
        None => view! { <Badge tone=Tone::Neutral text=t("reach.not-recalled")/> }.into_any(),
        Some(recall) => {
            let day = format::moment_day(recall.on, current());
            let (tone, word) = match recall.lifted {
                None => (Tone::Bad, "reach.recalled"),
                Some(_) => (Tone::Warn, "reach.lifted"),
            };
            let text = tf(word, &[("party", &recall.by), ("day", &day)]);
            view! {
                <Badge tone=tone mark=Icon::Alert text=text/>
                <span class="reach__reason">{recall.reason.clone()}</span>
            }
            .into_any()
        }
    }
}

fn heads(keys: &[&'static str]) -> impl IntoView + use<> {
    keys.iter()
        .map(|key| view! { <th scope="col">{t(key)}</th> })
        .collect_view()
}

fn holders(holders: &[ReachHolder]) -> impl IntoView + use<> {
    let row = |holder: &ReachHolder| {
        let under_way = (holder.under_way > 0).then(|| {
            let n = format::count(u64::from(holder.under_way));
            view! { <Badge tone=Tone::Warn text=tf("reach.under-way", &[("n", &n)])/> }
        });
        view! {
            <tr data-testid="reach-holder">
                <th scope="row">{known(&holder.party)}</th>
                <td>{known(&holder.place)}</td>
                <td class="number">{format::count(u64::from(holder.assets))} " " {under_way}</td>
                <td class="number">{holder.kilograms.as_ref().map_or_else(|| "–".to_owned(), kilograms)}</td>
            </tr>
        }
    };
    let rows = holders.iter().map(row).collect_view();
    let names = [
        "fact.holder",
        "reach.place",
        "nav.assets",
        "reach.kilograms",
    ];
    view! {
        <div class="sheet">
            <table class="plain-table">
                <thead><tr>{heads(&names)}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn assets(app: App, assets: &[ReachAsset]) -> impl IntoView + use<> {
    let lines = assets.iter().flat_map(|asset| {
        let held = asset
            .holdings
            .iter()
            .map(move |holding| (asset, Some(holding)));
        held.chain(asset.holdings.is_empty().then_some((asset, None)))
    });
    let all = lines.clone().count();
    let rows = lines
        .take(DRAWN)
        .map(|(asset, holding)| line(app, asset, holding))
        .collect_view();
    let more = (all > DRAWN).then(|| {
        let n = format::count(u64::try_from(all - DRAWN).unwrap_or(u64::MAX));
        view! { <p class="reach__more">{tf("reach.more", &[("n", &n)])}</p> }
    });
    let names = [
        "column.asset",
        "reach.share",
        "reach.state",
        "fact.holder",
        "reach.where",
        "fact.quantity",
    ];
    view! {
        <div class="sheet">
            <table class="plain-table" data-testid="reach-table">
                <thead><tr>{heads(&names)}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
}

fn line(app: App, asset: &ReachAsset, holding: Option<&ReachHolding>) -> impl IntoView + use<> {
    let name = identity::told_apart(&asset.name, &asset.epc);
    let share = format::share_range(asset.share.lower, asset.share.upper, current());
    let epc = asset.epc.clone();
    let open = move |_| {
        app.reach.close();
        app.open_asset(epc.clone());
    };
    let state = holding.map_or_else(
        || t("reach.used-up"),
        |holding| words::holding(holding.state),
    );
    let (party, place) = holding.map_or_else(
        || ("–".to_owned(), "–".to_owned()),
        |holding| (known(&holding.party), known(&holding.place)),
    );
    let amount = holding.map(|holding| format::amount(&holding.amount, current()));
    view! {
        <tr data-testid="reach-row">
            <th scope="row">
                <button type="button" class="link-quiet" on:click=open>{name}</button>
            </th>
            <td class="number">{share}</td>
            <td>{state}</td>
            <td>{party}</td>
            <td>{place}</td>
            <td class="number">{amount}</td>
        </tr>
    }
}

fn known(text: &str) -> String {
    if text.is_empty() {
        "–".to_owned()
    } else {
        text.to_owned()
    }
}

fn kilograms(range: &MassRange) -> String {
    let digits = if range.upper < 1.0 { 3 } else { 1 };
    let shown = |kilograms: f64| format::number(&format!("{kilograms:.digits$}"), current());
    let (lower, upper) = (shown(range.lower), shown(range.upper));
    if lower == upper {
        format!("{lower}\u{202f}kg")
    } else {
        format!("{lower}–{upper}\u{202f}kg")
    }
}
