//! One asset in full: what it is, what is wrong with it, what its lineage adds up to, who asserts what, and what happened.

mod carbon;
mod custody;
mod head;
mod origins;
mod panel;
mod papers;
mod recycled;

use leptos::{prelude::*, task::spawn_local};
use protocol::{AssetDetail, AssetFigures, CommandError};

use crate::{
    bridge::{self, browser},
    components::{
        charts::Textures,
        empty::Empty,
        finding::FindingBox,
        icon::{Icon, icon},
        timeline::Timeline,
    },
    locales::{t, tn},
    logic::identity,
    state::{App, Place, event_id},
};

/// The roll-ups of an asset, as far as they are known.
#[derive(Clone, Debug)]
enum Sums {
    Asking,
    Here(Box<AssetFigures>),
    Failed(CommandError),
}

/// The page.
#[component]
pub(crate) fn AssetPage() -> impl IntoView {
    let app = App::here();
    let detail = RwSignal::new(None::<AssetDetail>);
    let sums = RwSignal::new(Sums::Asking);
    Effect::new(move || {
        app.revision.track();
        match app.asset.epc.get() {
            Some(epc) => load(app, epc, detail, sums),
            None => detail.set(None),
        }
    });
    // An event that was asked for is brought into view as soon as its entry is drawn.
    Effect::new(move || {
        let is_here = detail.with(Option::is_some);
        if let Some(event) = app.asset.event.get().filter(|_| is_here) {
            app.asset.event.set(None);
            request_animation_frame(move || {
                browser::reveal(&event_id(event));
            });
        }
    });
    move || match detail.get() {
        Some(detail) => shown(app, detail, sums).into_any(),
        None if app.asset.epc.with(Option::is_none) => none(app).into_any(),
        None => {
            view! { <p class="visually-hidden" role="status">{t("overview.asking")}</p> }.into_any()
        }
    }
}

/// What is shown stays until the answer is there; an answer about another asset than is shown by then is dropped.
fn load(app: App, epc: String, detail: RwSignal<Option<AssetDetail>>, sums: RwSignal<Sums>) {
    let is_other = detail
        .with_untracked(|detail| detail.as_ref().is_none_or(|detail| detail.asset.epc != epc));
    if is_other {
        sums.set(Sums::Asking);
    }
    spawn_local(async move {
        let is_wanted = || app.asset.epc.get_untracked().as_ref() == Some(&epc);
        match bridge::asset(&epc, None).await {
            Ok(found) if is_wanted() => {
                let name = identity::told_apart(&found.asset.name, &epc);
                app.asset.name.set(Some(name));
                let pending = found.asset.pending;
                let _ = detail.try_set(Some(found));
                if pending {
                    // Nothing is worked out of it.
                    return;
                }
            }
            Ok(_) => return,
            Err(error) => {
                if is_wanted() {
                    app.asset.epc.set(None);
                }
                app.fail(error);
                return;
            }
        }
        let figures = bridge::asset_figures(&epc).await;
        if is_wanted() {
            let _ = sums.try_set(match figures {
                Ok(figures) => Sums::Here(Box::new(figures)),
                Err(error) => Sums::Failed(error),
            });
        }
    });
}

fn none(app: App) -> impl IntoView {
    view! {
        <Empty mark=Icon::Assets title=t("asset.choose") text=t("asset.choose-hint")>
            <button type="button" class="button button--main" on:click=move |_| app.go(Place::Assets)>
                {t("lineage.choose-asset")}
            </button>
        </Empty>
    }
}

fn shown(app: App, detail: AssetDetail, sums: RwSignal<Sums>) -> impl IntoView {
    let head = head::head(app, &detail);
    let findings = findings(&detail);
    let figures = move || match sums.get() {
        Sums::Asking => view! {
            <div class="panel panel--wait" role="status">
                <progress></progress>
                <span>{t("asset.adding-up")}</span>
            </div>
        }
        .into_any(),
        Sums::Failed(error) => view! {
            <div class="problem tone-bad">
                {icon(Icon::Alert)}
                <div><strong>{error.message}</strong> <p>{error.hint}</p></div>
            </div>
        }
        .into_any(),
        Sums::Here(figures) => panels(app, *figures).into_any(),
    };
    let main = if detail.asset.pending {
        view! { <p class="panel asset-page__bare">{t("pending.no-figures")}</p> }.into_any()
    } else {
        view! {
            {findings}
            {figures}
            {papers::attestations(app, detail.attestations, sums)}
            {papers::documents(app, detail.documents)}
        }
        .into_any()
    };
    view! {
        <div class="page page--flow asset-page" data-testid="asset-page">
            <Textures/>
            {head}
            <div class="asset-page__columns">
                <div class="asset-page__main">{main}</div>
                <div class="asset-page__side panel">
                    <Timeline entries=detail.timeline total=detail.timeline_total pending=detail.pending/>
                </div>
            </div>
        </div>
    }
}

fn findings(detail: &AssetDetail) -> Option<impl IntoView + use<>> {
    if detail.findings.is_empty() {
        return None;
    }
    let count = u64::try_from(detail.findings.len()).unwrap_or(u64::MAX);
    let boxes = (detail.findings.iter().cloned())
        .map(|finding| view! { <FindingBox finding/> })
        .collect_view();
    Some(view! {
        <section class="asset-page__findings" aria-label=tn("count.findings.one", "count.findings.many", count)>
            <h2 class="visually-hidden">{t("column.findings")}</h2>
            {boxes}
        </section>
    })
}

fn panels(app: App, figures: AssetFigures) -> impl IntoView {
    let is_bare = figures.recycled.is_none()
        && figures.origins.is_none()
        && figures.carbon.is_none()
        && figures.custody.is_empty();
    let bare =
        is_bare.then(|| view! { <p class="panel asset-page__bare">{t("asset.no-figures")}</p> });
    view! {
        {figures.recycled.map(recycled::panel)}
        {figures.origins.map(|figure| origins::panel(app, figure))}
        {figures.carbon.map(carbon::panel)}
        {(!figures.custody.is_empty()).then(|| custody::panel(app, figures.custody))}
        {bare}
    }
}
