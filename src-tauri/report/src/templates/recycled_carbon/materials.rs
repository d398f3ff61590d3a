//! The table of materials: how much of each is recycled, as a range on a scale with the thresholds of the regulation.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::model::{Content, MaterialLine, MaterialName};
use super::words::Words;
use crate::model::Bounds;
use crate::pages::boxes::range_bar;
use crate::pages::{Folio, ROW};
use crate::paper::flow::Flow;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Pen, Sheet};
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::Style;
use crate::words::filled;

const SOME_ROWS: f32 = 110.0;
/// The widths of the columns behind the name.
const MASS: f32 = 62.0;
const RECYCLED: f32 = 68.0;
const SCALE: f32 = 84.0;
const KIND: f32 = 54.0;
const THRESHOLD: f32 = 48.0;

/// The table, so wide and airy.
pub(super) fn table(words: &Words, width: f32, air: f32) -> Table {
    let rest = width - MASS - RECYCLED - SCALE - 2.0 * KIND - THRESHOLD;
    Table {
        columns: vec![
            Column::left(words.material, rest),
            Column::right(words.mass, MASS),
            Column::right(words.recycled, RECYCLED),
            Column::left(words.scale, SCALE),
            Column::right(words.post_consumer, KIND),
            Column::right(words.pre_consumer, KIND),
            Column::right(words.threshold, THRESHOLD),
        ],
        air,
    }
}

/// What a material is called.
pub(super) fn name<'a>(words: &'a Words, name: &'a MaterialName) -> &'a str {
    match name {
        MaterialName::Element(element) => words.element(*element),
        MaterialName::Called(name) => name,
        MaterialName::Others => words.others,
        MaterialName::Unrecorded => words.unrecorded,
    }
}

/// A row of it, with what is untraced if `in_full`.
pub(super) fn cells(
    folio: &Folio,
    words: &Words,
    line: &MaterialLine,
    style: Style,
    in_full: bool,
) -> Vec<Cell> {
    let quiet = style.size(6.6).ink(Ink::Grey);
    let called = Cell::text(name(words, &line.name), style.bold());
    let threshold = Cell::text(thresholds(folio, &line.name), style);
    let Some(content) = &line.content else {
        let none = Cell::text("–", style.ink(Ink::Grey));
        return vec![
            called,
            none.clone(),
            none.clone(),
            Cell::text(words.none_on_record, quiet),
            none.clone(),
            none,
            threshold,
        ];
    };
    let mass = content.kilograms.map(|mass| folio.words.masses(&mass));
    let mut mass = Cell::text(mass.unwrap_or_else(|| "–".to_owned()), style);
    let share = folio.words.percents(&content.share);
    mass = mass.and(if in_full { share } else { String::new() }, quiet);
    let range = |bounds: &Bounds| {
        let unbounded = bounds.lower.is_zero() && bounds.upper == Decimal::ONE;
        if unbounded {
            Cell::text("–", style.ink(Ink::Grey))
        } else {
            Cell::text(folio.words.percents(bounds), style)
        }
    };
    let mut recycled = if content.is_bounded() {
        Cell::text(folio.words.percents(&content.recycled), style.bold())
    } else {
        Cell::text(words.unbounded, style.ink(Ink::Grey))
    };
    if in_full && content.is_bounded() && content.recycled.lower != content.recycled.upper {
        let middle = folio.words.percent(content.recycled.proportional);
        recycled = recycled.and(filled(words.proportional, &[&middle]), quiet);
    }
    if in_full && !content.untraced.is_zero() {
        let untraced = folio.words.percent(content.untraced);
        recycled = recycled.and(filled(words.untraced, &[&untraced]), quiet);
    }
    vec![
        called,
        mass,
        recycled,
        Cell::default(),
        range(&content.post_consumer),
        range(&content.pre_consumer),
        threshold,
    ]
}

fn thresholds(folio: &Folio, name: &MaterialName) -> String {
    let MaterialName::Element(element) = name else {
        return "–".to_owned();
    };
    let [first, second] = element.thresholds();
    let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).normalize();
    if first.share == second.share {
        return folio.words.percent(first.share);
    }
    let first = folio.words.decimal(percent(first.share));
    format!("{first} | {}", folio.words.percent(second.share))
}

/// Draws the range of a row into its scale, whose row begins at `x` and whose text begins at `y`.
pub(super) fn scale(sheet: &mut Sheet, table: &Table, x: f32, y: f32, line: &MaterialLine) {
    let Some(content) = line.content.as_ref().filter(|content| content.is_bounded()) else {
        return;
    };
    let before: f32 = table
        .columns
        .iter()
        .take(3)
        .map(|column| column.width)
        .sum();
    let area = Area {
        x: x + before,
        y: y + 1.8,
        width: SCALE - 12.0,
        height: 6.0,
    };
    range_bar(sheet, area, &content.recycled, None);
    if let MaterialName::Element(element) = &line.name {
        for threshold in element.thresholds() {
            tick(sheet, area, threshold.share);
        }
    }
}

/// Draws the mark of a threshold across a bar.
fn tick(sheet: &mut Sheet, area: Area, share: Decimal) {
    let x = area.x + area.width * share.to_f32().unwrap_or(0.0);
    let pen = Pen {
        dashed: true,
        ..Pen::new(Ink::Black, 0.8)
    };
    sheet.rule_down(x, area.y - 2.4, area.height + 5.2, pen);
}

/// All materials.
pub(super) fn section(
    folio: &Folio,
    words: &Words,
    flow: &mut Flow,
    lines: &[MaterialLine],
) -> usize {
    flow.section(words.materials, words.materials_lead, SOME_ROWS);
    let page = flow.pages();
    let table = table(words, flow.width(), AIR);
    let rows: Vec<_> = (lines.iter())
        .map(|line| cells(folio, words, line, ROW, true))
        .collect();
    flow.drawn_table(&table, &rows, |sheet, index, x, y| {
        scale(sheet, &table, x, y, &lines[index]);
    });
    page
}

/// How a threshold lies beside what the records carry.
pub(super) fn relation(
    words: &Words,
    content: Option<&Content>,
    threshold: Decimal,
) -> &'static str {
    let Some(content) = content.filter(|content| content.is_bounded()) else {
        return words.no_relation;
    };
    // Bounds are rounded in the last of 28 digits.
    let (lower, upper) = (
        content.recycled.lower.round_dp(9),
        content.recycled.upper.round_dp(9),
    );
    if lower >= threshold {
        words.reached
    } else if upper < threshold {
        words.below
    } else {
        words.between
    }
}
