//! Recycled content: the whole, by kind, and by material.

use leptos::prelude::*;
use protocol::{KindShare, MaterialShare, RecycledFigure, RecycledKind};

use super::panel::{self, remark, share_name};
use crate::{
    components::charts::{self, RangeRow, range_rows},
    locales::{current, t, tf},
    logic::format,
};

/// The panel.
pub(super) fn panel(figure: RecycledFigure) -> impl IntoView {
    let locale = current();
    let share = figure.share;
    let claim = charts::claim(&share);
    let untraced = (figure.untraced > 0.0).then(|| {
        let share = format::share(figure.untraced, locale);
        remark(tf("recycled.untraced", &[("share", &share)]))
    });
    let unweighed = (!figure.weighed).then(|| remark(t("figure.unweighed").to_owned()));
    let kinds = (!figure.kinds.is_empty()).then(|| {
        let rows = figure.kinds.iter().map(kind_row).collect();
        view! {
            <h3 class="panel__part">{t("recycled.by-kind")}</h3>
            {range_rows(rows, |_| {})}
        }
    });
    let materials = (!figure.materials.is_empty()).then(|| {
        let rows = figure.materials.iter().map(material_row).collect();
        view! {
            <h3 class="panel__part">{t("recycled.by-material")}</h3>
            {range_rows(rows, |_| {})}
        }
    });
    let body = view! {
        <div class="figure">
            <p class="figure__large">{charts::range_words(&share)}</p>
            <p class="figure__words">
                {tf("range.point", &[("share", &format::share(share.proportional, locale))])}
                {claim}
            </p>
        </div>
        {charts::range_drawing(share)}
        {scale()}
        {kinds}
        {materials}
        {untraced}
        {unweighed}
    };
    panel::panel(
        t("range.title"),
        t("range.method").to_owned(),
        "figure-recycled",
        Some(figure.basis),
        body,
    )
}

/// What the ends of the scale are.
fn scale() -> impl IntoView {
    view! {
        <div class="figure__scale" aria-hidden="true">
            <span>"0"</span>
            <span>"50"</span>
            <span>"100\u{202f}%"</span>
        </div>
    }
}

fn kind_row(kind: &KindShare) -> RangeRow {
    let name = t(match kind.kind {
        RecycledKind::PostConsumer => "recycled.post-consumer",
        RecycledKind::PreConsumer => "recycled.pre-consumer",
        RecycledKind::Unspecified => "recycled.unspecified",
    });
    RangeRow {
        name: name.to_owned(),
        aside: String::new(),
        class: "",
        asset: None,
        share: kind.share,
        amount: String::new(),
    }
}

fn material_row(material: &MaterialShare) -> RangeRow {
    let of_asset = charts::range_words(&material.of_asset);
    RangeRow {
        name: share_name(&material.name),
        aside: tf("recycled.of-asset", &[("share", &of_asset)]),
        class: "",
        asset: None,
        share: material.recycled,
        amount: String::new(),
    }
}
