//! The panel that says what of a lineage is drawn. Its values are those that occur, with how often.

use leptos::prelude::*;
use protocol::{ChipKind, LineageFilter, NamedCount};

use crate::{
    components::icon::{Icon, icon},
    locales::{t, words},
    logic::format,
    state::App,
};

/// How many parties or places are offered at once; more are found by their names.
const OFFERED: usize = 40;

/// The panel.
#[component]
pub(super) fn Filter() -> impl IntoView {
    let lineage = App::here().lineage;
    let choices = Memo::new(move |_| {
        lineage
            .view
            .with(|view| view.as_ref().map(|view| view.choices.clone()))
            .unwrap_or_default()
    });
    let kinds = move || {
        choices.with(|choices| {
            let all = choices.kinds.iter();
            all.map(|(kind, count)| {
                let kind = *kind;
                value(
                    words::kinds(kind).to_owned(),
                    *count,
                    move |filter| &mut filter.kinds,
                    kind,
                )
            })
            .collect_view()
        })
    };
    let assurances = move || {
        choices.with(|choices| {
            let all = choices.assurances.iter();
            all.map(|(assurance, count)| {
                let word = words::assurance(*assurance).to_owned();
                value(word, *count, |filter| &mut filter.assurances, *assurance)
            })
            .collect_view()
        })
    };
    let claims = move || {
        choices.with(|choices| {
            let all = choices.claims.iter();
            all.map(|(claim, count)| {
                value(
                    claim_word(*claim).to_owned(),
                    *count,
                    |filter| &mut filter.claims,
                    *claim,
                )
            })
            .collect_view()
        })
    };
    view! {
        <div class="tools__panel filter" role="group" aria-label=t("filter.title") data-testid="lineage-filter-panel">
            <div class="filter__columns">
                <div class="filter__few">
                    {section(t("fact.kind"), kinds)}
                    {section(t("column.assurance"), assurances)}
                    {section(t("column.claims"), claims)}
                </div>
                {section(t("filter.party"), move || named(&choices.with(|choices| choices.parties.clone()), |filter| &mut filter.parties))}
                {section(t("filter.place"), move || named(&choices.with(|choices| choices.places.clone()), |filter| &mut filter.places))}
            </div>
            <div class="filter__foot">
                <span>{t("filter.hint")}</span>
                <button type="button" class="button button--small" data-testid="lineage-filter-clear" on:click=move |_| lineage.filter(|filter| *filter = LineageFilter::default())>
                    {t("notes.clear")}
                </button>
                <button type="button" class="icon-button" aria-label=t("action.close") on:click=move |_| lineage.panel.set(None)>
                    {icon(Icon::Close)}
                </button>
            </div>
        </div>
    }
}

fn section<V: IntoView + 'static>(
    title: &'static str,
    values: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <fieldset class="filter__section">
            <legend>{title}</legend>
            {values}
        </fieldset>
    }
}

/// One value, with a box to tick.
fn value<T: PartialEq + Clone + Send + Sync + 'static>(
    word: String,
    count: u32,
    list: impl Fn(&mut LineageFilter) -> &mut Vec<T> + Copy + Send + Sync + 'static,
    value: T,
) -> impl IntoView {
    let lineage = App::here().lineage;
    let own = value.clone();
    let is_chosen = move || {
        let mut filter = lineage.scope.with(|scope| scope.filter.clone());
        list(&mut filter).contains(&own)
    };
    let toggle = move |_| {
        let value = value.clone();
        lineage.filter(move |filter| {
            let values = list(filter);
            match values.iter().position(|other| *other == value) {
                Some(at) => {
                    values.remove(at);
                }
                None => values.push(value),
            }
        });
    };
    view! {
        <label class="filter__value">
            <input type="checkbox" data-testid="lineage-filter-value" data-value=word.clone() prop:checked=is_chosen on:change=toggle/>
            <bdi title=word.clone()>{word.clone()}</bdi>
            <span>{format::count(count.into())}</span>
        </label>
    }
}

fn named(
    all: &[NamedCount],
    list: impl Fn(&mut LineageFilter) -> &mut Vec<String> + Copy + Send + Sync + 'static,
) -> Vec<AnyView> {
    all.iter()
        .take(OFFERED)
        .map(|one| value(one.name.clone(), one.count, list, one.epc.clone()).into_any())
        .collect()
}

const fn claim_key(claim: ChipKind) -> &'static str {
    match claim {
        ChipKind::Recycled => "claim.recycled",
        ChipKind::Carbon => "claim.carbon",
        ChipKind::Origin => "claim.origin",
        ChipKind::Conformity => "claim.conformity",
        ChipKind::Other => "claim.other",
    }
}

fn claim_word(claim: ChipKind) -> &'static str {
    t(claim_key(claim))
}
