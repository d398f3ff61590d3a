//! The frame of numbered boxes on the first page, and the marks drawn in it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::CAPTION;
use crate::model::{Bounds, Gravity};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Knot, Pen, Sheet};
use crate::paper::text::fit;

/// Between a box's edge and what stands in it.
pub(super) const PAD: f32 = 9.0;
/// From the top of a box to the first line below its caption.
pub(super) const CAPTION_HEIGHT: f32 = 21.0;

const HAIR: Pen = Pen::new(Ink::Frame, 0.6);

/// Draws a box's number and caption.
pub(super) fn caption(sheet: &mut Sheet, area: Area, number: usize, title: &str) {
    let base = area.y + 14.0;
    let x = sheet.text(
        area.x + PAD,
        base,
        CAPTION.bold().ink(Ink::Brand),
        &number.to_string(),
    );
    let room = area.width - 2.0 * PAD - 12.0;
    sheet.text(x + 4.5, base, CAPTION, &fit(title, CAPTION, room));
}

/// Draws the frame around rows of boxes: `rows` are their heights, and whether each is split down the middle.
pub(super) fn frame(sheet: &mut Sheet, x: f32, y: f32, width: f32, rows: &[(f32, bool)]) {
    let height: f32 = rows.iter().map(|(height, _)| height).sum();
    let corners = [
        Knot::corner(x, y),
        Knot::corner(x + width, y),
        Knot::corner(x + width, y + height),
        Knot::corner(x, y + height),
    ];
    sheet.outline(&corners, HAIR);
    let mut top = y;
    for (index, (height, split)) in rows.iter().enumerate() {
        if index > 0 {
            sheet.rule(x, top, width, HAIR);
        }
        if *split {
            sheet.rule_down(x + width / 2.0, top, *height, HAIR);
        }
        top += height;
    }
}

/// Draws the mark of a finding: a full triangle where something cannot be so, an outlined one where something is to be looked into.
/// Its foot stands on `base`.
pub(super) fn finding_mark(sheet: &mut Sheet, x: f32, base: f32, side: f32, gravity: Gravity) {
    let knots = [
        Knot::corner(x, base),
        Knot::corner(x + side, base),
        Knot::corner(x + side / 2.0, base - side * 0.88),
        Knot::corner(x, base),
    ];
    match gravity {
        Gravity::Bad => sheet.fill_path(&knots, Ink::Bad),
        Gravity::Warn => sheet.outline(&knots, Pen::new(Ink::Warn, 0.9)),
    }
}

/// Draws a range on a scale from 0 to 100 %, the proportional value as a gap in it, and a claim as a mark above it.
pub(super) fn range_bar(sheet: &mut Sheet, area: Area, range: &Bounds, claim: Option<Decimal>) {
    let at = |share: Decimal| {
        let share = share.max(Decimal::ZERO).min(Decimal::ONE).to_f32();
        area.x + area.width * share.unwrap_or(0.0)
    };
    sheet.fill(area, Ink::Ground);
    let bottom = area.y + area.height;
    for quarter in 0..=4_u8 {
        let x = area.x + area.width * f32::from(quarter) / 4.0;
        sheet.rule_down(x, bottom, 2.4, Pen::new(Ink::Frame, 0.5));
    }
    sheet.rule(area.x, bottom, area.width, Pen::new(Ink::Frame, 0.5));
    let (from, to) = (at(range.lower), at(range.upper));
    let bar = Area {
        x: from,
        width: (to - from).max(1.2),
        ..area
    };
    sheet.fill(bar, Ink::Brand);
    let middle = at(range.proportional);
    if middle - from > 1.0 && to - middle > 1.0 {
        sheet.rule_down(middle, area.y, area.height, Pen::new(Ink::White, 1.0));
    }
    if let Some(claim) = claim {
        let x = at(claim);
        let mark = [
            Knot::corner(x - 2.8, area.y - 5.4),
            Knot::corner(x + 2.8, area.y - 5.4),
            Knot::corner(x, area.y - 0.6),
            Knot::corner(x - 2.8, area.y - 5.4),
        ];
        sheet.fill_path(&mark, Ink::Black);
        sheet.rule_down(
            x,
            area.y - 1.0,
            area.height + 1.0,
            Pen::new(Ink::Black, 0.8),
        );
    }
}
