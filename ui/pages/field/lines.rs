//! Lines that can be added and taken away: portions, assets in the making, measurements.

use leptos::prelude::*;
use protocol::{
    AssetKind, Granularity,
    field::{FieldAsset, FieldEvent, FieldPortion, FieldRecord, Measurement},
};

use super::{inputs, wrong::Wrong};
use crate::{
    components::{
        field_identifier::IdentifierField,
        icon::{Icon, icon},
    },
    locales::{t, words},
    state::App,
};

/// The portions of a record, whatever their name in its kind.
pub(super) fn portions(event: &mut FieldEvent) -> Option<&mut Vec<FieldPortion>> {
    match event {
        FieldEvent::Transform { inputs, .. } => Some(inputs),
        FieldEvent::Pack { children, .. } | FieldEvent::Unpack { children, .. } => Some(children),
        FieldEvent::Ship { items, .. } | FieldEvent::Observe { items, .. } => Some(items),
        _ => None,
    }
}

fn portion(record: &FieldRecord, at: usize) -> FieldPortion {
    let all = match &record.what {
        FieldEvent::Transform { inputs, .. } => inputs,
        FieldEvent::Pack { children, .. } | FieldEvent::Unpack { children, .. } => children,
        FieldEvent::Ship { items, .. } | FieldEvent::Observe { items, .. } => items,
        _ => return FieldPortion::default(),
    };
    all.get(at).cloned().unwrap_or_default()
}

fn portion_mut(record: &mut FieldRecord, at: usize, change: impl FnOnce(&mut FieldPortion)) {
    if let Some(portion) = portions(&mut record.what).and_then(|all| all.get_mut(at)) {
        change(portion);
    }
}

/// Portions of known assets. `list` is their name in the record.
pub(super) fn portion_lines(list: &'static str, title: &'static str) -> impl IntoView {
    let app = App::here();
    let count = Memo::new(move |_| {
        app.field.record.with(|record| {
            let mut event = record.what.clone();
            portions(&mut event).map_or(0, |all| all.len())
        })
    });
    let add = move |_| {
        app.field.edit(app, |record| {
            if let Some(all) = portions(&mut record.what) {
                all.push(FieldPortion::default());
            }
        });
    };
    let remove = move |at: usize| {
        app.field.edit(app, |record| {
            if let Some(all) = portions(&mut record.what)
                && at < all.len()
            {
                all.remove(at);
            }
        });
    };
    view! {
        <fieldset class="field-lines">
            <legend>{title}</legend>
            <For each=move || 0..count.get() key=|at| *at let:at>
                <div class="field-row">
                    <IdentifierField
                        path=format!("what.{list}.{at}.asset")
                        label=t("field.asset")
                        get=move |record| portion(record, at).asset
                        set=move |record, text| portion_mut(record, at, |portion| portion.asset = text)
                        known=true
                    />
                    {inputs::number(
                        format!("what.{list}.{at}.quantity"),
                        t("field.quantity"),
                        move |record| portion(record, at).quantity,
                        move |record, text| portion_mut(record, at, |portion| portion.quantity = text),
                    )}
                    {take_away(move || remove(at))}
                </div>
            </For>
            <Wrong path=format!("what.{list}")/>
            <button type="button" class="button" data-testid="field-add-line" on:click=add>
                {icon(Icon::Plus)}
                {t("field.add-line")}
            </button>
        </fieldset>
    }
}

fn take_away(remove: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="icon-button field-row__away" aria-label=t("field.remove-line") title=t("field.remove-line") on:click=move |_| remove()>
            {icon(Icon::Close)}
        </button>
    }
}

/// The asset in the making at a place; the only one of a commissioning.
fn asset(record: &FieldRecord, at: usize) -> FieldAsset {
    match &record.what {
        FieldEvent::Commission { asset } => asset.clone(),
        FieldEvent::Transform { outputs, .. } => outputs.get(at).cloned().unwrap_or_default(),
        _ => FieldAsset::default(),
    }
}

fn asset_mut(record: &mut FieldRecord, at: usize, change: impl FnOnce(&mut FieldAsset)) {
    let found = match &mut record.what {
        FieldEvent::Commission { asset } => Some(asset),
        FieldEvent::Transform { outputs, .. } => outputs.get_mut(at),
        _ => None,
    };
    if let Some(asset) = found {
        change(asset);
    }
}

/// The words that select boxes hold for kinds, and back.
const KINDS: [(&str, AssetKind); 4] = [
    ("material", AssetKind::Material),
    ("component", AssetKind::Component),
    ("product", AssetKind::Product),
    ("logistic-unit", AssetKind::LogisticUnit),
];
const GRANULARITIES: [(&str, Granularity); 3] = [
    ("lot", Granularity::Lot),
    ("item", Granularity::Item),
    ("logistic-unit", Granularity::LogisticUnit),
];

/// An asset in the making. `base` is its path in the record.
pub(super) fn asset_fields(base: String, at: usize) -> impl IntoView {
    let kinds = || {
        let each = KINDS.iter();
        each.map(|(code, kind)| ((*code).to_owned(), words::kind(*kind).to_owned()))
            .collect()
    };
    let granularities = || {
        let each = GRANULARITIES.iter();
        each.map(|(code, of)| ((*code).to_owned(), words::granularity(*of).to_owned()))
            .collect()
    };
    let kind_code = move |record: &FieldRecord| {
        let kind = asset(record, at).kind;
        let found = KINDS.iter().find(|(_, of)| *of == kind);
        found.map_or_else(String::new, |(code, _)| (*code).to_owned())
    };
    let granularity_code = move |record: &FieldRecord| {
        let granularity = asset(record, at).granularity;
        let found = GRANULARITIES.iter().find(|(_, of)| *of == granularity);
        found.map_or_else(String::new, |(code, _)| (*code).to_owned())
    };
    let set_kind = move |record: &mut FieldRecord, code: String| {
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == code) {
            asset_mut(record, at, |asset| asset.kind = *kind);
        }
    };
    let set_granularity = move |record: &mut FieldRecord, code: String| {
        if let Some((_, of)) = GRANULARITIES.iter().find(|(known, _)| *known == code) {
            asset_mut(record, at, |asset| asset.granularity = *of);
        }
    };
    view! {
        <IdentifierField
            path=format!("{base}.name")
            label=t("field.name")
            get=move |record| asset(record, at).name
            set=move |record, text| asset_mut(record, at, |asset| asset.name = text)
            known=false
        />
        {inputs::text(
            format!("{base}.description"),
            t("field.description"),
            t("field.description-hint"),
            move |record| asset(record, at).description,
            move |record, text| asset_mut(record, at, |asset| asset.description = text),
        )}
        <div class="field-row field-row--even">
            {inputs::choice(format!("{base}.kind"), t("field.kind"), kinds, kind_code, set_kind)}
            {inputs::choice(format!("{base}.granularity"), t("field.granularity"), granularities, granularity_code, set_granularity)}
        </div>
        <div class="field-row field-row--even">
            {inputs::number(
                format!("{base}.quantity"),
                t("field.quantity"),
                move |record| asset(record, at).quantity,
                move |record, text| asset_mut(record, at, |asset| asset.quantity = text),
            )}
            {inputs::unit(
                format!("{base}.unit"),
                move |record| asset(record, at).unit,
                move |record, text| asset_mut(record, at, |asset| asset.unit = text),
            )}
            {inputs::number(
                format!("{base}.unitMass"),
                t("field.unit-mass"),
                move |record| asset(record, at).unit_mass,
                move |record, text| asset_mut(record, at, |asset| asset.unit_mass = text),
            )}
        </div>
    }
}

/// What a transformation made.
pub(super) fn output_lines() -> impl IntoView {
    let app = App::here();
    let count = Memo::new(move |_| {
        app.field.record.with(|record| match &record.what {
            FieldEvent::Transform { outputs, .. } => outputs.len(),
            _ => 0,
        })
    });
    let change = move |change: &dyn Fn(&mut Vec<FieldAsset>)| {
        app.field.edit(app, |record| {
            if let FieldEvent::Transform { outputs, .. } = &mut record.what {
                change(outputs);
            }
        });
    };
    let unit = move || {
        let choices = app.field.choices.get_untracked();
        choices.map(|of| of.remembered.unit).unwrap_or_default()
    };
    let add = move |_| {
        change(&|outputs| {
            outputs.push(FieldAsset {
                unit: unit(),
                ..FieldAsset::default()
            });
        });
    };
    view! {
        <fieldset class="field-lines">
            <legend>{t("field.outputs")}</legend>
            <For each=move || 0..count.get() key=|at| *at let:at>
                <div class="field-block">
                    {asset_fields(format!("what.outputs.{at}"), at)}
                    {take_away(move || change(&|outputs| {
                        if at < outputs.len() {
                            outputs.remove(at);
                        }
                    }))}
                </div>
            </For>
            <Wrong path="what.outputs".to_owned()/>
            <button type="button" class="button" on:click=add>{icon(Icon::Plus)} {t("field.add-output")}</button>
        </fieldset>
    }
}

fn measurement(record: &FieldRecord, at: usize) -> Measurement {
    match &record.what {
        FieldEvent::Observe { measurements, .. } => {
            measurements.get(at).cloned().unwrap_or_default()
        }
        _ => Measurement::default(),
    }
}

fn measurement_mut(record: &mut FieldRecord, at: usize, change: impl FnOnce(&mut Measurement)) {
    if let FieldEvent::Observe { measurements, .. } = &mut record.what
        && let Some(found) = measurements.get_mut(at)
    {
        change(found);
    }
}

/// What was measured.
pub(super) fn measurement_lines() -> impl IntoView {
    let app = App::here();
    let count = Memo::new(move |_| {
        app.field.record.with(|record| match &record.what {
            FieldEvent::Observe { measurements, .. } => measurements.len(),
            _ => 0,
        })
    });
    let change = move |change: &dyn Fn(&mut Vec<Measurement>)| {
        app.field.edit(app, |record| {
            if let FieldEvent::Observe { measurements, .. } = &mut record.what {
                change(measurements);
            }
        });
    };
    view! {
        <fieldset class="field-lines">
            <legend>{t("field.measurements")}</legend>
            <For each=move || 0..count.get() key=|at| *at let:at>
                <div class="field-row field-row--even">
                    {inputs::text(
                        format!("what.measurements.{at}.kind"),
                        t("field.measured"),
                        t("field.measured-hint"),
                        move |record| measurement(record, at).kind,
                        move |record, text| measurement_mut(record, at, |of| of.kind = text),
                    )}
                    {inputs::number(
                        format!("what.measurements.{at}.value"),
                        t("field.value"),
                        move |record| measurement(record, at).value,
                        move |record, text| measurement_mut(record, at, |of| of.value = text),
                    )}
                    {inputs::text(
                        format!("what.measurements.{at}.unit"),
                        t("field.unit"),
                        t("field.unit-hint"),
                        move |record| measurement(record, at).unit,
                        move |record, text| measurement_mut(record, at, |of| of.unit = text.to_uppercase()),
                    )}
                    {take_away(move || change(&|all| {
                        if at < all.len() {
                            all.remove(at);
                        }
                    }))}
                </div>
            </For>
            <button type="button" class="button" data-testid="field-add-measurement" on:click=move |_| change(&|all| all.push(Measurement::default()))>
                {icon(Icon::Plus)}
                {t("field.add-measurement")}
            </button>
        </fieldset>
    }
}
