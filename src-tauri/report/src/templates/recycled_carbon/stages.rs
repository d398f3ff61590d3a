//! The carbon footprint: its figure, and the table by life-cycle stage.

use rust_decimal::{Decimal, RoundingStrategy};

use super::model::{FootprintTold, StageLine};
use super::words::Words;
use crate::pages::boxes::PAD;
use crate::pages::front::tall;
use crate::pages::{BODY, Folio, SMALL};
use crate::paper::face::Face;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Sheet};
use crate::paper::table::{Cell, Column, Table, stack};
use crate::paper::text::{Line, Span, Style, wrap};
use crate::words::filled;

const FIGURE: Style = Style::new(Face::Bold, 13.0, Ink::Black);
/// From the top of the box to the baseline of its figure, and to what stands below it.
const BASE: f32 = 36.0;
const NOTE: f32 = 45.5;

/// The height of the box with the figure.
pub(super) fn height(folio: &Folio, words: &Words, footprint: Option<&FootprintTold>) -> f32 {
    NOTE + tall(&note(folio, words, footprint)).max(9.0) + 7.0
}

/// Draws the figure, for one of what, and how much of the mass is under claims.
pub(super) fn figure(
    folio: &Folio,
    words: &Words,
    footprint: Option<&FootprintTold>,
    sheet: &mut Sheet,
    area: Area,
) {
    let x = area.x + PAD;
    stack(sheet, x, area.y + NOTE, &note(folio, words, footprint));
    let Some(footprint) = footprint else {
        sheet.text(x, area.y + BASE, FIGURE, folio.words.unknown);
        return;
    };
    let mut after = x;
    let quiet = BODY.ink(Ink::Grey);
    if footprint.is_open {
        after = sheet.text(after, area.y + BASE, quiet, words.at_least) + 4.0;
    }
    let value = format!("{} CO₂e", folio.words.mass(footprint.kilograms));
    after = sheet.text(after, area.y + BASE, FIGURE, &value);
    if let Some((per_unit, unit)) = &footprint.per_unit {
        let per = filled(words.per, &[folio.words.unit(unit)]);
        let told = format!("{} {per}", folio.words.mass(*per_unit));
        sheet.text(after + 6.0, area.y + BASE, quiet, &told);
    }
}

fn note(folio: &Folio, words: &Words, footprint: Option<&FootprintTold>) -> Vec<Line> {
    let Some(footprint) = footprint else {
        return folio.within(words.no_footprint, SMALL, 2);
    };
    let primary = footprint.primary_data_share().map_or_else(
        || words.primary_unknown.to_owned(),
        |share| filled(words.primary, &[&folio.words.percent(share)]),
    );
    let certified = (footprint.verified.checked_div(footprint.kilograms))
        .map(|share| filled(words.certified_share, &[&folio.words.percent(share)]));
    let told = match certified {
        Some(certified) => format!("{primary} · {certified}"),
        None => primary,
    };
    let mut lines = folio.within(&told, SMALL, 2);
    if let Some(beyond) = footprint.understated {
        let told = filled(words.understated, &[&folio.words.mass(beyond)]);
        let spans = [Span::new(format!("▲ {told}"), SMALL.bold().ink(Ink::Black))];
        lines.extend(wrap(&spans, folio.half_room()));
    }
    lines
}

/// The table by stage.
pub(super) fn table(words: &Words, width: f32, air: f32) -> Table {
    Table {
        columns: vec![
            Column::left(words.stage, width - 300.0),
            Column::right(words.whole_object, 100.0),
            Column::right(words.share, 80.0),
            Column::right(words.of_it_certified, 120.0),
        ],
        air,
    }
}

/// The stages of the regulation that nobody claims anything of.
pub(super) fn unclaimed(words: &Words, footprint: Option<&FootprintTold>) -> Option<String> {
    let stages: Vec<&str> = (footprint?.stages.iter())
        .filter(|line| line.kilograms.is_none())
        .map(|line| words.stage_name(line.stage))
        .collect();
    (!stages.is_empty()).then(|| filled(words.unclaimed, &[&stages.join(", ")]))
}

/// Its rows, the sum last; none where nobody claims anything.
pub(super) fn rows(
    folio: &Folio,
    words: &Words,
    footprint: Option<&FootprintTold>,
    style: Style,
) -> Vec<Vec<Cell>> {
    let Some(footprint) = footprint else {
        return Vec::new();
    };
    let mut rows: Vec<_> = (footprint.stages.iter())
        .filter_map(|line| Some(cells(folio, words, footprint, line, line.kilograms?, style)))
        .collect();
    let bold = style.bold();
    let sum = value(folio, footprint.kilograms);
    let sum = if footprint.is_open {
        format!("≥ {sum}")
    } else {
        sum
    };
    let whole = folio.words.percent(Decimal::ONE);
    rows.push(vec![
        Cell::text(words.all_stages, bold),
        Cell::text(sum, bold),
        Cell::text(whole, bold),
        Cell::text(part(folio, footprint.verified, footprint.kilograms), bold),
    ]);
    rows
}

fn cells(
    folio: &Folio,
    words: &Words,
    footprint: &FootprintTold,
    line: &StageLine,
    kilograms: Decimal,
    style: Style,
) -> Vec<Cell> {
    vec![
        Cell::text(words.stage_name(line.stage), style),
        Cell::text(value(folio, kilograms), style),
        Cell::text(part(folio, kilograms, footprint.kilograms), style),
        Cell::text(part(folio, line.verified, kilograms), style),
    ]
}

fn part(folio: &Folio, part: Decimal, whole: Decimal) -> String {
    let share = part.checked_div(whole);
    share.map_or_else(|| "–".to_owned(), |share| folio.words.percent(share))
}

/// Kilograms to three decimals, so that the stages add up in sight.
fn value(folio: &Folio, kilograms: Decimal) -> String {
    let places = if kilograms >= Decimal::ONE_HUNDRED {
        0
    } else {
        3
    };
    let mut rounded =
        kilograms.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    folio.words.decimal(rounded)
}
