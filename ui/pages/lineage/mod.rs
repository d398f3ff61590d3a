//! Lineage: where an asset came from and where it went, as a picture or a table, with one asset in full beside it.

use leptos::{prelude::*, task::spawn_local};
use protocol::{AssetKind, AssetQuery, AssetRow, Direction};

use crate::{
    bridge,
    components::{
        detail::Detail,
        empty::Empty,
        icon::Icon,
        lineage_canvas::{LineageCanvas, card::Legend},
        lineage_table::LineageTable,
        lineage_tools::{HiddenLine, LineageTools},
        minimap::Minimap,
        time_strip::TimeStrip,
    },
    locales::{t, tf},
    logic::{format, identity},
    state::{App, LineageMode, Place},
};

/// How many products are offered to begin with.
const OFFERED: u32 = 6;

/// The page.
#[component]
pub(crate) fn LineagePage() -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    Effect::new(move || lineage.ask(app));
    Effect::new(move || lineage.ask_activity(app));
    let has_focus = Memo::new(move |_| lineage.focus.with(Option::is_some));
    let shown = Signal::derive(move || lineage.selected.get().or_else(|| lineage.focus.get()));
    let is_past = move || lineage.as_of.get().is_some();
    view! {
        <Show when=move || has_focus.get() fallback=Choose>
            <div class="page page--two page--lineage">
                <section class="lineage" class:lineage--past=is_past aria-busy=move || if lineage.asking.get() { "true" } else { "false" }>
                    <Show
                        when=move || lineage.mode.get() == LineageMode::Graph
                        fallback=LineageTable
                    >
                        <LineageCanvas/>
                        <Nothing/>
                        <div class="lineage__foot">
                            <div class="lineage__words">
                                <Legend/>
                                <HiddenLine/>
                            </div>
                            <div class="lineage__strip">
                                <TimeStrip/>
                                <Minimap/>
                            </div>
                        </div>
                    </Show>
                    <NotYet/>
                    <LineageTools/>
                </section>
                <Detail epc=shown as_of=lineage.as_of.into()/>
            </div>
        </Show>
    }
}

/// What is drawn is the asset alone: why, and what to do.
#[component]
fn Nothing() -> impl IntoView {
    let lineage = App::here().lineage;
    let words = move || {
        let view = lineage.view.get()?;
        if view.nodes.len() > 1 || view.hidden != protocol::HiddenCount::default() {
            return None;
        }
        Some(match lineage.direction.get() {
            Direction::Up => t("lineage.nothing-before"),
            Direction::Down => t("lineage.nothing-after"),
            Direction::Both => t("lineage.nothing-at-all"),
        })
    };
    view! { {move || words().map(|words| view! { <p class="lineage__nothing" role="status">{words}</p> })} }
}

/// The asset was not there yet when one looks back to: said in its place, with the way forward.
#[component]
fn NotYet() -> impl IntoView {
    let lineage = App::here().lineage;
    let words = move || {
        let block = lineage.not_yet.get()?;
        let words = tf("lineage.not-yet", &[("block", &format::count(block))]);
        Some(view! {
            <p class="lineage__nothing lineage__not-yet" role="status" data-testid="lineage-not-yet">
                {words}
                " "
                <button type="button" class="link" on:click=move |_| lineage.travel(None)>{t("notes.latest")}</button>
            </p>
        })
    };
    view! { {words} }
}

/// Nothing chosen yet: the products are where one begins.
#[component]
fn Choose() -> impl IntoView {
    let app = App::here();
    let products = RwSignal::new(Vec::<AssetRow>::new());
    Effect::new(move || {
        app.revision.track();
        if !app.has_workspace() {
            return;
        }
        spawn_local(async move {
            let query = AssetQuery {
                kind: Some(AssetKind::Product),
                limit: OFFERED,
                ..AssetQuery::default()
            };
            if let Ok(page) = bridge::assets(&query).await {
                let _ = products.try_set(page.rows);
            }
        });
    });
    let offers = move || {
        products
            .get()
            .into_iter()
            .map(|row| {
                view! {
                    <button type="button" class="button" on:click=move |_| app.lineage.show(app, row.epc.clone())>
                        {identity::told_apart(&row.name, &row.epc)}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <Empty mark=Icon::Lineage title=t("lineage.choose") text=t("lineage.choose-hint")>
            {offers}
            <button type="button" class="button button--main" on:click=move |_| app.go(Place::Assets)>
                {t("lineage.choose-asset")}
            </button>
        </Empty>
    }
}
