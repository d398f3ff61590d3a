//! The first page: who declares what about which thing, in numbered boxes, with the signature at its foot.
//!
//! It is one page, always. What does not fit is counted and told on a page behind it.

use super::boxes::{CAPTION_HEIGHT, PAD, caption, finding_mark, frame};
use super::tables::{origin_cells, origin_table};
use super::{BODY, CAPTION, CODE, Draft, Places, ROW, SMALL, signature, values};
use crate::model::{Completeness, Gravity};
use crate::paper::face::Face;
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Sheet};
use crate::paper::table::{Row, Table, stack};
use crate::paper::text::{Line, Span, Style, count, fit, fit_middle, line_height, wrap};
use crate::words::{Filler, fill, filled};

/// A4 less the margins.
pub(super) const WIDTH: f32 = 595.28 - 2.0 * MARGIN;
pub(super) const HALF: f32 = WIDTH / 2.0;
/// Where the frame begins.
const FRAME_TOP: f32 = 151.0;

/// How much of the lists fits on the first page.
pub(super) struct Plan {
    pub(super) origins: usize,
    pub(super) findings: usize,
}

/// Decides how much of the lists fits.
pub(super) fn plan(draft: &Draft) -> Plan {
    let mut plan = Plan {
        origins: draft.declaration.origins.len(),
        findings: draft.declaration.findings.len(),
    };
    // The longest page reference there can be, so that the real one fits as well.
    let places = Places {
        origins: 999,
        findings: 999,
        verification: 999,
    };
    while Layout::of(draft, &plan, places).bottom() > signature::TOP - 6.0 {
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
pub(super) fn draw(draft: &Draft, sheet: &mut Sheet, plan: &Plan, places: Places) {
    head(draft, sheet);
    Layout::of(draft, plan, places).draw(draft, sheet);
    signature::draw(draft, sheet, places);
}

fn head(draft: &Draft, sheet: &mut Sheet) {
    let (parameters, words) = (draft.parameters, draft.words);
    let right = MARGIN + WIDTH;
    let name = Style::new(Face::Bold, 11.5, Ink::Black);
    let quiet = BODY.size(8.0).ink(Ink::Grey);
    let issuer = &parameters.issuer;
    sheet.text(MARGIN, 49.0, name, &fit(&issuer.name, name, HALF));
    sheet.text(
        MARGIN,
        62.5,
        quiet,
        &fit(&issuer.address, quiet, HALF + 20.0),
    );
    if let Some(gln) = &issuer.gln {
        sheet.text(
            MARGIN,
            74.0,
            quiet,
            &fit(&format!("{} {gln}", words.gln), quiet, HALF),
        );
    }
    sheet.text_right(right, 44.0, CAPTION, words.number);
    let number = Style::new(Face::MonoBold, 13.5, Ink::Black);
    sheet.text_right(
        right,
        60.5,
        number,
        &fit_middle(&parameters.number, number, HALF - 20.0),
    );
    let date = filled(
        words.issued,
        &[&words.date(parameters.issued_at.event_time())],
    );
    sheet.text_right(right, 74.0, quiet, &date);
    sheet.fill(
        Area {
            x: MARGIN,
            y: 84.0,
            width: WIDTH,
            height: 1.8,
        },
        Ink::Brand,
    );
    let title = Style::new(Face::Bold, 20.0, Ink::Black);
    let x = sheet.text(MARGIN, 116.0, title, words.title);
    sheet.text(MARGIN, 132.0, quiet.size(8.6), words.form);
    if parameters.signer.demonstration {
        signature::stamp(sheet, x + 18.0, words.demonstration);
    }
}

/// The boxes with their lines broken and their heights known.
struct Layout {
    parties: [Vec<Line>; 2],
    object: [Vec<Line>; 2],
    table: Table,
    origins: Vec<Row>,
    origins_note: Option<String>,
    /// The height of the two boxes with a figure each.
    values: f32,
    findings: Vec<(Vec<Line>, Gravity)>,
    findings_note: Option<String>,
    statement: Vec<Line>,
    limitations: Vec<Line>,
}

impl Layout {
    fn of(draft: &Draft, plan: &Plan, places: Places) -> Self {
        let (declaration, words) = (draft.declaration, draft.words);
        let table = origin_table(words, WIDTH - 2.0 * PAD, 2.3);
        let origins = declaration.origins[..plan.origins]
            .iter()
            .map(|origin| table.row(&origin_cells(draft, origin, ROW.size(7.2))))
            .collect();
        let more = |template: &str, left: usize, page: usize| {
            (left > 0).then(|| filled(template, &[&left.to_string(), &page.to_string()]))
        };
        let findings = declaration.findings[..plan.findings]
            .iter()
            .map(|finding| {
                let spans = words.finding(&finding.told, BODY.size(8.0));
                (wrap(&spans, WIDTH - 2.0 * PAD - 16.0), finding.gravity)
            })
            .collect();
        let statement = fill(
            words.statement_text,
            BODY,
            &[Filler::Plain(places.verification.to_string())],
        );
        let quiet = SMALL.size(7.2);
        let mut limitations = vec![Span::new(words.limitations, quiet.bold())];
        limitations.push(Span::new(format!(" {}", words.limitations_text), quiet));
        Self {
            parties: [issued_by(draft), issued_to(draft)],
            object: [object(draft), scope(draft)],
            table,
            origins,
            origins_note: more(
                words.more_origins,
                declaration.origins.len() - plan.origins,
                places.origins,
            ),
            values: values::height(draft),
            findings,
            findings_note: more(
                words.more_findings,
                declaration.findings.len() - plan.findings,
                places.findings,
            ),
            statement: wrap(&statement, WIDTH - 2.0 * PAD),
            limitations: wrap(&limitations, WIDTH),
        }
    }

    /// The heights of the rows of boxes, and whether each is split.
    fn rows(&self) -> [(f32, bool); 6] {
        let pair = |boxes: &[Vec<Line>; 2]| {
            let tallest = boxes.iter().map(|lines| tall(lines)).fold(0.0, f32::max);
            CAPTION_HEIGHT - 1.0 + tallest + 7.0
        };
        let origins: f32 = self.origins.iter().map(|row| row.height).sum();
        let origins = if self.origins.is_empty() {
            14.0
        } else {
            Table::HEAD_HEIGHT + origins
        };
        let findings: f32 = self
            .findings
            .iter()
            .map(|(lines, _)| tall(lines) + 5.0)
            .sum();
        let note = |note: &Option<String>| if note.is_some() { 12.0 } else { 0.0 };
        [
            (pair(&self.parties), true),
            (pair(&self.object), true),
            (
                CAPTION_HEIGHT - 3.0 + origins + note(&self.origins_note) + 4.0,
                false,
            ),
            (self.values, true),
            (
                CAPTION_HEIGHT + findings.max(13.0) + note(&self.findings_note) + 3.0,
                false,
            ),
            (CAPTION_HEIGHT + tall(&self.statement) + 6.0, false),
        ]
    }

    fn bottom(&self) -> f32 {
        let rows: f32 = self.rows().iter().map(|(height, _)| height).sum();
        FRAME_TOP + rows + 8.0 + tall(&self.limitations)
    }

    fn draw(&self, draft: &Draft, sheet: &mut Sheet) {
        let words = draft.words;
        let rows = self.rows();
        let mut y = FRAME_TOP;
        let area = |y: f32, half: usize, height: f32| Area {
            x: MARGIN + HALF * count(half),
            y,
            width: HALF,
            height,
        };
        for (boxes, titles, number, height) in [
            (
                &self.parties,
                [words.issued_by, words.issued_to],
                1,
                rows[0].0,
            ),
            (&self.object, [words.object, words.scope], 3, rows[1].0),
        ] {
            for (half, (lines, title)) in boxes.iter().zip(titles).enumerate() {
                let area = area(y, half, height);
                caption(sheet, area, number + half, title);
                stack(sheet, area.x + PAD, y + CAPTION_HEIGHT - 1.0, lines);
            }
            y += height;
        }
        self.draw_origins(draft, sheet, y);
        y += rows[2].0;
        let left = area(y, 0, rows[3].0);
        caption(sheet, left, 6, words.recycled);
        values::recycled(draft, sheet, left);
        let right = area(y, 1, rows[3].0);
        caption(sheet, right, 7, words.footprint);
        values::footprint(draft, sheet, right);
        y += rows[3].0;
        self.draw_findings(draft, sheet, y);
        y += rows[4].0;
        let whole = Area {
            width: WIDTH,
            ..area(y, 0, rows[5].0)
        };
        caption(sheet, whole, 9, words.statement);
        stack(sheet, MARGIN + PAD, y + CAPTION_HEIGHT, &self.statement);
        y += rows[5].0;
        frame(sheet, MARGIN, FRAME_TOP, WIDTH, &rows);
        stack(sheet, MARGIN, y + 8.0, &self.limitations);
    }

    fn draw_origins(&self, draft: &Draft, sheet: &mut Sheet, y: f32) {
        let words = draft.words;
        let whole = Area {
            x: MARGIN,
            y,
            width: WIDTH,
            height: 0.0,
        };
        caption(sheet, whole, 5, words.origins);
        let x = MARGIN + PAD;
        let top = y + CAPTION_HEIGHT - 3.0;
        if self.origins.is_empty() {
            sheet.text(x, top + 10.0, BODY, words.no_origins);
            return;
        }
        let mut y = self.table.head(sheet, x, top);
        for (index, row) in self.origins.iter().enumerate() {
            let last = index + 1 == self.origins.len() && self.origins_note.is_none();
            y = self.table.draw(sheet, x, y, row, last);
        }
        if let Some(note) = &self.origins_note {
            sheet.text(x, y + 9.0, SMALL, note);
        }
    }

    fn draw_findings(&self, draft: &Draft, sheet: &mut Sheet, y: f32) {
        let whole = Area {
            x: MARGIN,
            y,
            width: WIDTH,
            height: 0.0,
        };
        caption(sheet, whole, 8, draft.words.findings);
        let x = MARGIN + PAD;
        let mut top = y + CAPTION_HEIGHT;
        if self.findings.is_empty() {
            sheet.text(x, top + 8.0, BODY, draft.words.no_findings);
        }
        for (lines, gravity) in &self.findings {
            finding_mark(sheet, x + 0.5, top + 8.4, 7.6, *gravity);
            top = stack(sheet, x + 16.0, top, lines) + 5.0;
        }
        if let Some(note) = &self.findings_note {
            sheet.text(x + 16.0, top + 6.0, SMALL, note);
        }
    }
}

pub(super) fn tall(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line_height(line)).sum()
}

/// A name and what stands below it, within half the frame.
fn entry(name: &str, below: Vec<Line>) -> Vec<Line> {
    let style = BODY.size(8.8).bold();
    let mut lines = wrap(&[Span::new(name, style)], HALF - 2.0 * PAD);
    lines.truncate(2);
    lines.extend(below);
    lines
}

pub(super) fn within(text: &str, style: Style, most: usize) -> Vec<Line> {
    let mut lines = wrap(&[Span::new(text, style)], HALF - 2.0 * PAD);
    lines.truncate(most);
    lines
}

fn issued_by(draft: &Draft) -> Vec<Line> {
    let issuer = &draft.parameters.issuer;
    let below = if issuer.function.is_empty() {
        &issuer.address
    } else {
        &issuer.function
    };
    entry(&issuer.name, within(below, BODY, 1))
}

fn issued_to(draft: &Draft) -> Vec<Line> {
    match &draft.parameters.recipient {
        Some(recipient) => entry(&recipient.name, within(&recipient.address, BODY, 2)),
        None => entry(
            draft.words.anyone,
            within(draft.words.anyone_note, BODY.ink(Ink::Grey), 1),
        ),
    }
}

fn object(draft: &Draft) -> Vec<Line> {
    let (object, words) = (&draft.declaration.object, draft.words);
    let made = filled(words.made_by, &[&object.maker, &words.date(object.made)]);
    let code = CODE.size(7.0);
    let mut below = vec![vec![Span::new(
        fit_middle(&object.epc, code, HALF - 2.0 * PAD),
        code,
    )]];
    let mut told = words.quantity(&object.quantity);
    if let Some(kilograms) = object
        .kilograms
        .filter(|_| object.quantity.unit.code() == "H87")
    {
        told = format!("{told} · {}", words.mass(kilograms));
    }
    below.extend(within(
        &format!("{told} · {made}"),
        BODY.size(8.0).ink(Ink::Grey),
        2,
    ));
    entry(&object.name, below)
}

fn scope(draft: &Draft) -> Vec<Line> {
    let (scope, words, as_of) = (draft.declaration.scope, draft.words, draft.parameters.as_of);
    let number = |value: usize| words.whole(u64::try_from(value).unwrap_or(u64::MAX));
    let counts = filled(
        words.scope_counts,
        &[
            &number(scope.assets),
            &number(scope.events),
            &number(scope.parties),
        ],
    );
    let until = fill(
        words.scope_until,
        BODY,
        &[
            Filler::Strong(words.whole(as_of.number)),
            Filler::Plain(words.utc_instant(as_of.time)),
        ],
    );
    let room = HALF - 2.0 * PAD;
    let whole = match draft.declaration.completeness {
        Completeness::Proven { .. } => words.scope_complete,
        Completeness::NotProven => words.scope_open,
    };
    let mut told = wrap(&until, room);
    told.extend(wrap(&[Span::new(whole, SMALL)], room));
    entry(&counts, told)
}
