//! The first page: who declares what about which thing, in numbered boxes, with the signature at its foot.
//!
//! It is one page, always. What does not fit is counted and told on a page behind it.

use super::Declaration;
use crate::pages::boxes::{Across, Body, Frame, NumberedBox, PAD};
use crate::pages::front::{FRAME_TOP, MOST_ROWS, letterhead, tall};
use crate::pages::tables::{origin_cells, origin_table};
use crate::pages::{BODY, Folio, ROW, signature, values};
use crate::paper::flow::MARGIN;
use crate::paper::sheet::Sheet;
use crate::paper::table::stack;
use crate::paper::text::wrap;
use crate::words::{Filler, fill, filled};

/// How much of the lists fits on the first page.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) origins: usize,
    pub(super) findings: usize,
}

/// On which page what is told behind the first begins, counted from 1.
#[derive(Clone, Copy, Default)]
pub(super) struct Places {
    pub(super) origins: usize,
    pub(super) findings: usize,
    pub(super) verification: usize,
}

/// Between the frame and the limitations, and between these and the signature.
const AIR: f32 = 8.0;

/// Decides how much of the lists fits.
pub(super) fn plan(folio: &Folio, declaration: &Declaration) -> Plan {
    let mut plan = Plan {
        origins: declaration.origins.len().min(MOST_ROWS),
        findings: declaration.findings.len().min(MOST_ROWS),
    };
    // The longest page reference there can be, so that the real one fits as well.
    let places = Places {
        origins: 999,
        findings: 999,
        verification: 999,
    };
    let limitations = tall(&folio.limitations(folio.words.limitations_text));
    let room = signature::top(folio.parameters.paper) - 6.0 - FRAME_TOP - AIR - limitations;
    while frame(folio, declaration, plan, places).height() > room {
        if plan.origins > 4 && plan.origins >= plan.findings {
            plan.origins -= 1;
        } else if plan.findings > 1 {
            plan.findings -= 1;
        } else if plan.origins > 1 {
            plan.origins -= 1;
        } else {
            break;
        }
    }
    plan
}

/// Draws the first page.
pub(super) fn draw(
    folio: &Folio,
    declaration: &Declaration,
    sheet: &mut Sheet,
    plan: &Plan,
    places: Places,
) {
    letterhead(folio, sheet);
    let frame = frame(folio, declaration, *plan, places);
    let y = frame.draw(sheet, FRAME_TOP, 1);
    let limitations = folio.limitations(folio.words.limitations_text);
    stack(sheet, MARGIN, y + AIR, &limitations);
    signature::draw(folio, sheet, frame.boxes() + 1, places.verification);
}

fn frame<'a>(
    folio: &'a Folio,
    declaration: &'a Declaration,
    plan: Plan,
    places: Places,
) -> Frame<'a> {
    let words = folio.words;
    let lines = |title, lines| NumberedBox {
        title,
        body: Body::Lines(lines),
    };
    let statement = fill(
        words.statement_text,
        BODY,
        &[Filler::Plain(places.verification.to_string())],
    );
    let statement = wrap(&statement, folio.width() - 2.0 * PAD);
    Frame(vec![
        Across::Halves(
            lines(words.issued_by, folio.issued_by()),
            lines(words.issued_to, folio.issued_to()),
        ),
        Across::Halves(
            lines(words.object, folio.object(&declaration.object)),
            lines(words.scope, folio.scope(declaration.scope)),
        ),
        Across::Whole(origins(folio, declaration, plan.origins, places.origins)),
        figures(folio, declaration),
        Across::Whole(findings(folio, declaration, plan.findings, places.findings)),
        Across::Whole(lines(words.statement, statement)),
    ])
}

/// What is told of the rest of a list, and where.
fn more(template: &str, left: usize, page: usize) -> Option<String> {
    (left > 0).then(|| filled(template, &[&left.to_string(), &page.to_string()]))
}

fn origins<'a>(
    folio: &Folio,
    declaration: &Declaration,
    shown: usize,
    page: usize,
) -> NumberedBox<'a> {
    let words = folio.words;
    let table = origin_table(words, folio.width() - 2.0 * PAD, 2.3);
    let rows = (declaration.origins.iter().take(shown))
        .map(|origin| table.row(&origin_cells(folio, origin, ROW.size(7.2))))
        .collect();
    NumberedBox {
        title: words.origins,
        body: Body::Rows {
            table,
            rows,
            none: words.no_origins,
            note: more(words.more_origins, declaration.origins.len() - shown, page),
        },
    }
}

/// The two boxes with one bold figure each.
fn figures<'a>(folio: &'a Folio, declaration: &'a Declaration) -> Across<'a> {
    let recycled = declaration.recycled.as_ref();
    let footprint = declaration.footprint.as_ref();
    let height = values::height(folio, recycled, footprint);
    Across::Halves(
        NumberedBox {
            title: folio.words.recycled,
            body: Body::Drawn {
                height,
                draw: Box::new(move |sheet, area| values::recycled(folio, recycled, sheet, area)),
            },
        },
        NumberedBox {
            title: folio.words.footprint,
            body: Body::Drawn {
                height,
                draw: Box::new(move |sheet, area| {
                    values::footprint(folio, footprint, sheet, area);
                }),
            },
        },
    )
}

fn findings<'a>(
    folio: &Folio,
    declaration: &Declaration,
    shown: usize,
    page: usize,
) -> NumberedBox<'a> {
    let words = folio.words;
    let items = (declaration.findings.iter().take(shown))
        .map(|finding| {
            let spans = words.finding(&finding.told, BODY.size(8.0));
            let lines = wrap(&spans, folio.width() - 2.0 * PAD - 16.0);
            (lines, finding.gravity)
        })
        .collect();
    NumberedBox {
        title: words.findings,
        body: Body::Marked {
            items,
            none: words.no_findings,
            note: more(
                words.more_findings,
                declaration.findings.len() - shown,
                page,
            ),
        },
    }
}
