//! The first page: who sent what to whom under which claims, in numbered boxes, with the signature at its foot.
//!
//! It is one page, always. What does not fit is counted and told on a page behind it.

use super::lines::{
    balance_cells, balance_table, claims_by_row, draw_bar, goods_cells, goods_table,
};
use super::model::{Arrival, Side, Statement};
use super::words::Words;
use crate::model::Finding;
use crate::pages::boxes::{Across, Body, CAPTION_HEIGHT, Frame, NumberedBox, PAD};
use crate::pages::front::{FRAME_TOP, MOST_ROWS, letterhead, tall};
use crate::pages::{BODY, CODE, Folio, ROW, SMALL, signature};
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::sheet::Sheet;
use crate::paper::table::{Row, Table, stack};
use crate::paper::text::{Line, Span, fit_middle, wrap};
use crate::words::{Filler, fill, filled};

/// How much of the lists fits on the first page.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) lines: usize,
    pub(super) findings: usize,
}

/// On which page what is told behind the first begins, counted from 1.
#[derive(Clone, Copy, Default)]
pub(super) struct Places {
    pub(super) lines: usize,
    pub(super) findings: usize,
    pub(super) verification: usize,
}

/// Between the frame and the limitations.
const AIR: f32 = 8.0;

/// The air in the rows of tables on the first page.
const ROW_AIR: f32 = 2.3;

/// Decides how much of the lists fits.
pub(super) fn plan(folio: &Folio, words: &Words, statement: &Statement) -> Plan {
    let mut plan = Plan {
        lines: statement.lines.len().min(MOST_ROWS),
        findings: statement.findings.len().min(MOST_ROWS),
    };
    // The longest page reference there can be, so that the real one fits as well.
    let places = Places {
        lines: 999,
        findings: 999,
        verification: 999,
    };
    while frame(folio, words, statement, plan, places).height() > room(folio, words) {
        if plan.lines > 3 {
            plan.lines -= 1;
        } else if plan.findings > 1 {
            plan.findings -= 1;
        } else if plan.lines > 1 {
            plan.lines -= 1;
        } else if plan.findings > 0 {
            plan.findings -= 1;
        } else if plan.lines > 0 {
            plan.lines -= 1;
        } else {
            break;
        }
    }
    plan
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
    stack(
        sheet,
        MARGIN,
        y + AIR,
        &folio.limitations(words.limitations),
    );
    signature::draw(folio, sheet, frame.boxes() + 1, places.verification);
}

fn frame<'a>(
    folio: &Folio,
    words: &Words,
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
    let consignment = &statement.consignment;
    Frame(vec![
        Across::Halves(
            lines(folio.words.issued_by, folio.issued_by()),
            lines(folio.words.issued_to, folio.issued_to()),
        ),
        Across::Halves(
            lines(words.consignor, side(folio, &consignment.consignor)),
            lines(words.consignee, side(folio, &consignment.consignee)),
        ),
        Across::Halves(
            lines(words.shipment, shipment(folio, words, statement)),
            lines(folio.words.scope, folio.scope(statement.scope)),
        ),
        Across::Whole(goods(folio, words, statement, plan.lines, places.lines)),
        Across::Whole(balance(folio, words, statement, plan.lines, places.lines)),
        Across::Whole(findings(
            folio,
            &statement.findings,
            plan.findings,
            places.findings,
        )),
        Across::Whole(lines(
            folio.words.statement,
            wrap(&told, folio.width() - 2.0 * PAD),
        )),
    ])
}

fn side(folio: &Folio, side: &Side) -> Vec<Line> {
    let whereabouts = match (side.site.as_str(), side.place.as_str()) {
        ("", place) => place.to_owned(),
        (at, "") => at.to_owned(),
        (at, place) => format!("{at} · {place}"),
    };
    let number = if side.gln.is_empty() {
        side.epc.clone()
    } else {
        format!("{} {}", folio.words.gln, side.gln)
    };
    let mut below = folio.within(&whereabouts, BODY.size(8.0), 1);
    below.extend(folio.within(&number, BODY.size(8.0).ink(Ink::Grey), 1));
    folio.entry(&side.name, below)
}

fn shipment(folio: &Folio, words: &Words, statement: &Statement) -> Vec<Line> {
    let consignment = &statement.consignment;
    let date = |on| folio.words.date(on);
    let left = filled(words.shipped, &[&date(consignment.shipped)]);
    let quiet = BODY.size(8.0);
    let (arrived, grave) = match &consignment.arrival {
        Arrival::Received { on } => (filled(words.received, &[&date(*on)]), false),
        Arrival::Refused { on, reason } => {
            let refused = filled(words.refused, &[&date(*on)]);
            (format!("▲ {refused}. {reason}"), true)
        }
        Arrival::Open { days } => {
            let open = filled(words.open, &[&folio.words.whole(*days)]);
            (format!("▲ {open}"), true)
        }
    };
    let arrived = if grave {
        Span::new(arrived, quiet.bold())
    } else {
        Span::new(arrived, quiet)
    };
    let mass = consignment.kilograms.map_or_else(
        || words.unweighed.to_owned(),
        |kilograms| folio.words.mass(kilograms),
    );
    let lines = folio.words.count(statement.lines.len());
    let mut contents = filled(words.contents, &[&lines, &mass]);
    if let [first, rest @ ..] = &consignment.units[..] {
        let more = if rest.is_empty() {
            String::new()
        } else {
            format!(" + {}", rest.len())
        };
        contents = format!("{contents} · {}{more}", filled(words.in_units, &[&first.0]));
    }
    let mut below = wrap(&[arrived], folio.half_room());
    below.truncate(2);
    below.extend(folio.within(&contents, quiet.ink(Ink::Grey), 2));
    let code = CODE.size(7.0);
    let number = fit_middle(&consignment.id.0.to_string(), code, folio.half_room());
    below.push(vec![Span::new(number, code)]);
    folio.entry(&left, below)
}

fn goods<'a>(
    folio: &Folio,
    words: &Words,
    statement: &'a Statement,
    shown: usize,
    page: usize,
) -> NumberedBox<'a> {
    let style = ROW.size(7.2);
    let table = goods_table(words, folio.width() - 2.0 * PAD, ROW_AIR);
    let lines = &statement.lines[..shown];
    let rows: Vec<Row> = (lines.iter().enumerate())
        .flat_map(|(index, line)| goods_cells(folio, words, index + 1, line, style))
        .map(|cells| table.row(&cells))
        .collect();
    let note = more(words.more_lines, statement.lines.len() - shown, page);
    if rows.is_empty() {
        let told = note.unwrap_or_else(|| words.no_goods.to_owned());
        return NumberedBox {
            title: words.goods,
            body: Body::Lines(wrap(&[Span::new(told, BODY)], folio.width())),
        };
    }
    let claims = claims_by_row(lines);
    let top = CAPTION_HEIGHT - 3.0;
    let all: f32 = rows.iter().map(|row| row.height).sum();
    let below = if note.is_some() { 16.0 } else { 4.0 };
    NumberedBox {
        title: words.goods,
        body: Body::Drawn {
            height: top + Table::HEAD_HEIGHT + all + below,
            draw: Box::new(move |sheet, area| {
                let x = area.x + PAD;
                let mut y = table.head(sheet, x, area.y + top);
                for (index, (row, claim)) in rows.iter().zip(&claims).enumerate() {
                    draw_bar(sheet, &table, (x, y + table.air), style, *claim);
                    let last = index + 1 == rows.len() && note.is_none();
                    y = table.draw(sheet, x, y, row, last);
                }
                if let Some(note) = &note {
                    sheet.text(x, y + 9.0, SMALL, note);
                }
            }),
        },
    }
}

fn balance<'a>(
    folio: &Folio,
    words: &Words,
    statement: &Statement,
    shown: usize,
    page: usize,
) -> NumberedBox<'a> {
    let table = balance_table(words, folio.width() - 2.0 * PAD, ROW_AIR);
    let rows = (statement.lines.iter().take(shown).enumerate())
        .map(|(index, line)| {
            let cells = balance_cells(folio, words, index + 1, line, ROW.size(7.2), false);
            table.row(&cells)
        })
        .collect();
    NumberedBox {
        title: words.balance,
        body: Body::Rows {
            table,
            rows,
            none: words.no_goods,
            note: more(words.more_lines, statement.lines.len() - shown, page),
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
            note: more(words.more_findings, left, page),
        },
    }
}

/// What is told of the rest of a list, and where.
fn more(template: &str, left: usize, page: usize) -> Option<String> {
    (left > 0).then(|| filled(template, &[&left.to_string(), &page.to_string()]))
}
