//! Frames of numbered boxes, and the marks drawn in them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::front::tall;
use super::{BODY, CAPTION, SMALL};
use crate::model::{Bounds, Gravity};
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Knot, Pen, Sheet};
use crate::paper::table::{Row, Table, stack};
use crate::paper::text::{Line, fit};

/// Between a box's edge and what stands in it.
pub(crate) const PAD: f32 = 9.0;
/// From the top of a box to the first line below its caption.
pub(crate) const CAPTION_HEIGHT: f32 = 21.0;

const HAIR: Pen = Pen::new(Ink::Frame, 0.6);

/// Draws into a whole box.
pub(crate) type Draw<'a> = Box<dyn Fn(&mut Sheet, Area) + 'a>;

/// What stands in a box below its caption.
pub(crate) enum Body<'a> {
    /// Lines.
    Lines(Vec<Line>),
    /// A table; where it has no rows, what is said instead; and what is said below it.
    Rows {
        table: Table,
        rows: Vec<Row>,
        none: &'static str,
        note: Option<String>,
    },
    /// Findings behind their marks; where there are none, what is said instead; and what is said below them.
    Marked {
        items: Vec<(Vec<Line>, Gravity)>,
        none: &'static str,
        note: Option<String>,
    },
    /// Anything else of a known height, drawn into the whole box.
    Drawn { height: f32, draw: Draw<'a> },
}

/// A caption and what stands below it.
pub(crate) struct NumberedBox<'a> {
    pub(crate) title: &'static str,
    pub(crate) body: Body<'a>,
}

/// A row of the frame: one box over its whole width, or two halves.
pub(crate) enum Across<'a> {
    Whole(NumberedBox<'a>),
    Halves(NumberedBox<'a>, NumberedBox<'a>),
}

/// A frame of boxes, numbered from the top left.
pub(crate) struct Frame<'a>(pub(crate) Vec<Across<'a>>);

const NOTE_HEIGHT: f32 = 12.0;

impl NumberedBox<'_> {
    fn height(&self) -> f32 {
        let noted = |note: &Option<String>| note.as_ref().map_or(0.0, |_| NOTE_HEIGHT);
        match &self.body {
            Body::Lines(lines) => CAPTION_HEIGHT - 1.0 + tall(lines) + 7.0,
            Body::Rows { rows, note, .. } => {
                let rows: f32 = rows.iter().map(|row| row.height).sum();
                let rows = if rows > 0.0 {
                    Table::HEAD_HEIGHT + rows
                } else {
                    14.0
                };
                CAPTION_HEIGHT - 3.0 + rows + noted(note) + 4.0
            }
            Body::Marked { items, note, .. } => {
                let items: f32 = items.iter().map(|(lines, _)| tall(lines) + 5.0).sum();
                CAPTION_HEIGHT + items.max(13.0) + noted(note) + 3.0
            }
            Body::Drawn { height, .. } => *height,
        }
    }

    fn draw(&self, sheet: &mut Sheet, area: Area, number: usize) {
        caption(sheet, area, number, self.title);
        let x = area.x + PAD;
        match &self.body {
            Body::Lines(lines) => {
                stack(sheet, x, area.y + CAPTION_HEIGHT - 1.0, lines);
            }
            Body::Rows {
                table,
                rows,
                none,
                note,
            } => {
                let top = area.y + CAPTION_HEIGHT - 3.0;
                if rows.is_empty() {
                    let told = note.as_deref().unwrap_or(none);
                    sheet.text(x, top + 10.0, BODY, told);
                    return;
                }
                let mut y = table.head(sheet, x, top);
                for (index, row) in rows.iter().enumerate() {
                    let last = index + 1 == rows.len() && note.is_none();
                    y = table.draw(sheet, x, y, row, last);
                }
                if let Some(note) = note {
                    sheet.text(x, y + 9.0, SMALL, note);
                }
            }
            Body::Marked { items, none, note } => {
                let mut y = area.y + CAPTION_HEIGHT;
                if items.is_empty() {
                    sheet.text(x, y + 8.0, BODY, none);
                }
                for (lines, gravity) in items {
                    finding_mark(sheet, x + 0.5, y + 8.4, 7.6, *gravity);
                    y = stack(sheet, x + 16.0, y, lines) + 5.0;
                }
                if let Some(note) = note {
                    sheet.text(x + 16.0, y + 6.0, SMALL, note);
                }
            }
            Body::Drawn { draw, .. } => draw(sheet, area),
        }
    }
}

impl Across<'_> {
    fn height(&self) -> f32 {
        match self {
            Self::Whole(one) => one.height(),
            Self::Halves(left, right) => left.height().max(right.height()),
        }
    }
}

impl Frame<'_> {
    /// Points.
    pub(crate) fn height(&self) -> f32 {
        self.0.iter().map(Across::height).sum()
    }

    /// How many boxes there are.
    pub(crate) fn boxes(&self) -> usize {
        let boxes = self.0.iter().map(|row| match row {
            Across::Whole(_) => 1,
            Across::Halves(..) => 2,
        });
        boxes.sum()
    }

    /// Draws the boxes from `y`, the first with this number; gives the y below them.
    pub(crate) fn draw(&self, sheet: &mut Sheet, y: f32, first: usize) -> f32 {
        let width = sheet.width() - 2.0 * MARGIN;
        let mut number = first;
        let mut top = y;
        let mut rows = Vec::new();
        for row in &self.0 {
            let height = row.height();
            let area = |x: f32, width: f32| Area {
                x,
                y: top,
                width,
                height,
            };
            match row {
                Across::Whole(one) => {
                    one.draw(sheet, area(MARGIN, width), number);
                    number += 1;
                }
                Across::Halves(left, right) => {
                    left.draw(sheet, area(MARGIN, width / 2.0), number);
                    right.draw(sheet, area(MARGIN + width / 2.0, width / 2.0), number + 1);
                    number += 2;
                }
            }
            rows.push((height, matches!(row, Across::Halves(..))));
            top += height;
        }
        frame(sheet, MARGIN, y, width, &rows);
        top
    }
}

/// Draws a box's number and caption.
pub(crate) fn caption(sheet: &mut Sheet, area: Area, number: usize, title: &str) {
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
fn frame(sheet: &mut Sheet, x: f32, y: f32, width: f32, rows: &[(f32, bool)]) {
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
pub(crate) fn finding_mark(sheet: &mut Sheet, x: f32, base: f32, side: f32, gravity: Gravity) {
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
pub(crate) fn range_bar(sheet: &mut Sheet, area: Area, range: &Bounds, claim: Option<Decimal>) {
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
