//! The first page: how much is recycled, of the whole and by material, and the carbon footprint by stage, in numbered boxes, with the
//! signature at its foot.
//!
//! It is one page, always. What does not fit is counted and told on a page behind it.

use super::materials::{self, scale};
use super::model::{MaterialLine, Statement};
use super::stages;
use super::words::Words;
use crate::model::Finding;
use crate::pages::boxes::{Across, Body, CAPTION_HEIGHT, Frame, NumberedBox, PAD};
use crate::pages::front::{FRAME_TOP, MOST_ROWS, letterhead, tall};
use crate::pages::{BODY, Folio, ROW, SMALL, signature, values};
use crate::paper::flow::MARGIN;
use crate::paper::sheet::Sheet;
use crate::paper::table::{Row, Table, stack};
use crate::paper::text::{Line, Span, wrap};
use crate::words::{Filler, fill, filled};

/// How much of the lists fits on the first page.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) materials: usize,
    pub(super) findings: usize,
}

/// On which page what is told behind the first begins, counted from 1.
#[derive(Clone, Copy, Default)]
pub(super) struct Places {
    pub(super) materials: usize,
    pub(super) thresholds: usize,
    pub(super) findings: usize,
    pub(super) verification: usize,
}

/// Between the frame and the limitations.
const AIR: f32 = 8.0;
/// The air in the rows of tables on the first page.
const ROW_AIR: f32 = 1.7;
/// Decides how much of the lists fits.
pub(super) fn plan(folio: &Folio, words: &Words, statement: &Statement) -> Plan {
    let mut plan = Plan {
        materials: on_record(statement).count().min(MOST_ROWS),
        findings: statement.findings.len().min(MOST_ROWS),
    };
    // The longest page reference there can be, so that the real one fits as well.
    let places = Places {
        materials: 999,
        thresholds: 999,
        findings: 999,
        verification: 999,
    };
    while frame(folio, words, statement, plan, places).height() > room(folio, words) {
        if plan.materials > 5 {
            plan.materials -= 1;
        } else if plan.findings > 1 {
            plan.findings -= 1;
        } else if plan.materials > 2 {
            plan.materials -= 1;
        } else if plan.findings > 0 {
            plan.findings -= 1;
        } else if plan.materials > 0 {
            plan.materials -= 1;
        } else {
            break;
        }
    }
    plan
}

/// The materials of which there is some.
fn on_record(statement: &Statement) -> impl Iterator<Item = &MaterialLine> {
    statement
        .materials
        .iter()
        .filter(|line| line.content.is_some())
}

/// The room for the frame, in points.
fn room(folio: &Folio, words: &Words) -> f32 {
    let limitations = tall(&folio.limitations(words.limitations));
    signature::top(folio.parameters.paper) - 6.0 - FRAME_TOP - AIR - limitations
}

/// Draws the first page.
pub(super) fn draw(
    folio: &Folio,
    words: &Words,
    statement: &Statement,
    sheet: &mut Sheet,
    plan: Plan,
    places: Places,
) {
    letterhead(folio, sheet);
    let frame = frame(folio, words, statement, plan, places);
    let y = frame.draw(sheet, FRAME_TOP, 1);
    let limitations = folio.limitations(words.limitations);
    stack(sheet, MARGIN, y + AIR, &limitations);
    signature::draw(folio, sheet, frame.boxes() + 1, places.verification);
}

fn frame<'a>(
    folio: &'a Folio,
    words: &'a Words,
    statement: &'a Statement,
    plan: Plan,
    places: Places,
) -> Frame<'a> {
    let lines = |title, lines| NumberedBox {
        title,
        body: Body::Lines(lines),
    };
    let told = fill(
        words.statement,
        BODY,
        &[Filler::Plain(places.verification.to_string())],
    );
    let told = wrap(&told, folio.width() - 2.0 * PAD);
    Frame(vec![
        Across::Halves(
            lines(folio.words.issued_by, folio.issued_by()),
            lines(folio.words.issued_to, folio.issued_to()),
        ),
        Across::Halves(
            lines(folio.words.object, folio.object(&statement.object)),
            lines(folio.words.scope, folio.scope(statement.scope)),
        ),
        figures(folio, words, statement),
        Across::Whole(by_material(folio, words, statement, plan.materials, places)),
        Across::Whole(by_stage(folio, words, statement)),
        Across::Whole(findings(
            folio,
            &statement.findings,
            plan.findings,
            places.findings,
        )),
        Across::Whole(lines(folio.words.statement, told)),
    ])
}

/// The two boxes with one bold figure each.
fn figures<'a>(folio: &'a Folio, words: &'a Words, statement: &'a Statement) -> Across<'a> {
    let recycled = statement.recycled.as_ref();
    let footprint = statement.footprint.as_ref();
    let height = values::height(folio, recycled, None).max(stages::height(folio, words, footprint));
    Across::Halves(
        NumberedBox {
            title: words.whole,
            body: Body::Drawn {
                height,
                draw: Box::new(move |sheet, area| values::recycled(folio, recycled, sheet, area)),
            },
        },
        NumberedBox {
            title: words.footprint,
            body: Body::Drawn {
                height,
                draw: Box::new(move |sheet, area| {
                    stages::figure(folio, words, footprint, sheet, area);
                }),
            },
        },
    )
}

fn by_material<'a>(
    folio: &Folio,
    words: &'a Words,
    statement: &'a Statement,
    shown: usize,
    places: Places,
) -> NumberedBox<'a> {
    let width = folio.width() - 2.0 * PAD;
    let table = materials::table(words, width, ROW_AIR);
    let lines: Vec<&MaterialLine> = on_record(statement).take(shown).collect();
    let rows: Vec<Row> = (lines.iter())
        .map(|line| table.row(&materials::cells(folio, words, line, ROW.size(7.2), false)))
        .collect();
    let note = material_note(folio, words, statement, shown, places);
    let all: f32 = rows.iter().map(|row| row.height).sum();
    let top = CAPTION_HEIGHT - 3.0;
    NumberedBox {
        title: words.materials,
        body: Body::Drawn {
            height: top + Table::HEAD_HEIGHT + all + 3.0 + tall(&note) + 5.0,
            draw: Box::new(move |sheet, area| {
                let x = area.x + PAD;
                let mut y = table.head(sheet, x, area.y + top);
                for (row, line) in rows.iter().zip(&lines) {
                    scale(sheet, &table, x, y + table.air, line);
                    y = table.draw(sheet, x, y, row, false);
                }
                stack(sheet, x, y + 3.0, &note);
            }),
        },
    }
}

/// What is below the table: how many more there are, which materials of the regulation are none of them, and where the thresholds
/// are told.
fn material_note(
    folio: &Folio,
    words: &Words,
    statement: &Statement,
    shown: usize,
    places: Places,
) -> Vec<Line> {
    let mut told = Vec::new();
    let left = on_record(statement).count() - shown;
    if left > 0 {
        let more = [left.to_string(), places.materials.to_string()];
        told.push(filled(words.more_materials, &[&more[0], &more[1]]));
    }
    let absent: Vec<&str> = (statement.materials.iter())
        .filter(|line| line.content.is_none())
        .map(|line| materials::name(words, &line.name))
        .collect();
    if !absent.is_empty() {
        told.push(filled(words.absent, &[&absent.join(", ")]));
    }
    told.push(filled(
        words.threshold_note,
        &[&places.thresholds.to_string()],
    ));
    wrap(
        &[Span::new(told.join(" "), SMALL)],
        folio.width() - 2.0 * PAD,
    )
}

fn by_stage<'a>(folio: &Folio, words: &Words, statement: &Statement) -> NumberedBox<'a> {
    let table = stages::table(words, folio.width() - 2.0 * PAD, ROW_AIR);
    let footprint = statement.footprint.as_ref();
    let rows = stages::rows(folio, words, footprint, ROW.size(7.2));
    let rows = rows.iter().map(|cells| table.row(cells)).collect();
    NumberedBox {
        title: words.stages,
        body: Body::Rows {
            table,
            rows,
            none: words.no_footprint,
            note: stages::unclaimed(words, footprint),
        },
    }
}

fn findings<'a>(folio: &Folio, findings: &[Finding], shown: usize, page: usize) -> NumberedBox<'a> {
    let words = folio.words;
    let items = (findings.iter().take(shown))
        .map(|finding| {
            let spans = words.finding(&finding.told, BODY.size(8.0));
            let lines = wrap(&spans, folio.width() - 2.0 * PAD - 16.0);
            (lines, finding.gravity)
        })
        .collect();
    let left = findings.len() - shown;
    NumberedBox {
        title: words.findings,
        body: Body::Marked {
            items,
            none: if left == 0 { words.no_findings } else { "" },
            note: (left > 0)
                .then(|| filled(words.more_findings, &[&left.to_string(), &page.to_string()])),
        },
    }
}
