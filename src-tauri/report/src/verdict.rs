//! The verdict on a report as a page to file beside it: what was verified, with what trust, and what each step found. What is said
//! is decided elsewhere (`verify`); this only sets it. The same verdict, the same bytes.

use alloy_primitives::B256;
use trace::EventTime;

use crate::file::{self, About, Attachment};
use crate::pages::{BODY, CAPTION, CODE, Drawn, SMALL};
use crate::paper::face::Face;
use crate::paper::flow::{Flow, Furniture, MARGIN, furnish};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Knot, Pen, Sheet, rounded};
use crate::paper::table::{Cell, Column, Table, stack};
use crate::paper::text::{Span, Style, clean, fit, fit_middle, line_height, wrap};
use crate::words::Words;
use crate::{Locale, Paper, ReportError};

/// A verdict in the words of one language.
#[derive(Clone, Debug)]
pub struct VerdictSheet {
    /// The language of all the words here.
    pub locale: Locale,
    /// The size of the pages.
    pub paper: Paper,
    /// What the document is, such as `Verification of a report`.
    pub title: String,
    /// When it was verified, in words.
    pub verified: String,
    /// The same instant.
    pub verified_at: EventTime,
    /// The answer in a word.
    pub outcome: String,
    /// The answer as a mark.
    pub mark: VerdictMark,
    /// The answer in a sentence.
    pub headline: String,
    /// SHA-256 of the file that was verified.
    pub file_hash: B256,
    /// What the file is called and what it says of itself, each with its name; exact values are identifiers.
    pub facts: Vec<VerdictFact>,
    /// The steps in order.
    pub steps: Vec<VerdictStep>,
    /// What the reader should know of such a page.
    pub note: String,
    /// The verdict for programs: `verdict.json`, attached; and what it is, in words.
    pub record: (Vec<u8>, String),
}

/// How an answer is marked: by shape, with a word beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VerdictMark {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// Something is missing to tell.
    Open,
    /// Nobody looked.
    Unchecked,
}

/// One step.
#[derive(Clone, Debug)]
pub struct VerdictStep {
    /// What was checked, with its number.
    pub title: String,
    /// The answer as a mark.
    pub mark: VerdictMark,
    /// The answer in a word.
    pub outcome: String,
    /// Why.
    pub reason: String,
    /// On what it rests.
    pub proof: Vec<VerdictFact>,
}

/// Something with a name.
#[derive(Clone, Debug)]
pub struct VerdictFact {
    /// The name.
    pub what: String,
    /// The value.
    pub value: String,
    /// Whether it is a hash or address.
    pub exact: bool,
}

/// Left of a step's words.
const INDENT: f32 = 22.0;
/// The column of names in a list of facts.
const NAMES: f32 = 150.0;

impl VerdictMark {
    const fn ink(self) -> Ink {
        match self {
            Self::Holds => Ink::Brand,
            Self::Fails => Ink::Bad,
            Self::Open => Ink::Warn,
            Self::Unchecked => Ink::Pale,
        }
    }

    /// Draws it in a circle.
    fn draw(self, sheet: &mut Sheet, x: f32, y: f32, side: f32) {
        let area = Area {
            x,
            y,
            width: side,
            height: side,
        };
        let pen = Pen::new(self.ink(), side / 11.0);
        sheet.outline(&rounded(area, side / 2.0), pen);
        let at = |across: f32, down: f32| Knot::corner(x + side * across, y + side * down);
        match self {
            Self::Holds => sheet.stroke(&[at(0.28, 0.53), at(0.44, 0.69), at(0.73, 0.34)], pen),
            Self::Fails => {
                sheet.stroke(&[at(0.32, 0.32), at(0.68, 0.68)], pen);
                sheet.stroke(&[at(0.68, 0.32), at(0.32, 0.68)], pen);
            }
            Self::Open => {
                let style = Style::new(Face::Bold, side * 0.72, self.ink());
                let width = style.width("?");
                sheet.text(x + (side - width) / 2.0, y + side * 0.76, style, "?");
            }
            Self::Unchecked => sheet.stroke(&[at(0.3, 0.5), at(0.7, 0.5)], pen),
        }
    }
}

impl VerdictSheet {
    /// The document.
    pub fn render(&self) -> Result<Vec<u8>, ReportError> {
        let words = Words::of(self.locale);
        let about = About {
            title: clean(&self.title),
            author: "Waymark".to_owned(),
            subject: clean(&self.headline),
            lang: words.lang,
            issued: self.verified_at,
        };
        let record = Attachment {
            name: "verdict.json".to_owned(),
            media_type: "application/json".to_owned(),
            description: clean(&self.record.1),
            bytes: self.record.0.clone(),
        };
        file::write(self.drawn(words), &about, &[record])
    }

    fn drawn(&self, words: &'static Words) -> Drawn {
        let hash = hex::encode(self.file_hash);
        let furniture = Furniture {
            paper: self.paper,
            issuer: "Waymark".to_owned(),
            subject: self.title.clone(),
            number: self.outcome.clone(),
            evidence: (
                "SHA-256",
                format!("{} {} {}", &hash[..4], &hash[4..8], &hash[8..12]),
            ),
            page_of: words.page_of,
            continued: words.continued,
        };
        let mut flow = Flow::new(&furniture);
        self.head(&mut flow);
        facts(&mut flow, MARGIN, &self.facts);
        flow.skip(8.0);
        for step in &self.steps {
            step.draw(&mut flow);
        }
        flow.skip(6.0);
        flow.paragraph(&[Span::new(&self.note, SMALL)]);
        let (mut sheets, _) = flow.into_parts();
        let pages = sheets.len();
        for (index, sheet) in sheets.iter_mut().enumerate() {
            furnish(sheet, &furniture, index + 1, pages);
        }
        Drawn {
            pages: sheets.into_iter().map(Sheet::page).collect(),
            sections: vec![(clean(&self.title), 0)],
            subject: clean(&self.headline),
        }
    }

    /// Title, answer and headline at the top of the first page.
    fn head(&self, flow: &mut Flow) {
        flow.need(1.0);
        let quiet = BODY.size(8.0).ink(Ink::Grey);
        let width = flow.width();
        let (top, sheet) = flow.here();
        let right = MARGIN + width;
        let name = Style::new(Face::Bold, 11.5, Ink::Black);
        sheet.text(MARGIN, 49.0, name, "Waymark");
        sheet.text_right(right, 49.0, quiet, &self.verified);
        let rule = Area {
            x: MARGIN,
            y: 60.0,
            width,
            height: 1.8,
        };
        sheet.fill(rule, self.mark.ink());
        let title = Style::new(Face::Text, 11.0, Ink::Grey);
        sheet.text(MARGIN, top + 16.0, title, &self.title);
        self.mark.draw(sheet, MARGIN, top + 27.0, 26.0);
        let answer = Style::new(Face::Bold, 24.0, self.mark.ink());
        sheet.text(MARGIN + 36.0, top + 49.0, answer, &self.outcome);
        flow.skip(64.0);
        flow.paragraph(&[Span::new(&self.headline, BODY.size(10.0))]);
        flow.skip(10.0);
    }
}

impl VerdictStep {
    fn draw(&self, flow: &mut Flow) {
        let title = Style::new(Face::Bold, 9.4, Ink::Black);
        let reason = wrap(&[Span::new(&self.reason, BODY)], flow.width() - INDENT);
        let height: f32 = reason.iter().map(|line| line_height(line)).sum();
        flow.need(34.0 + height);
        let width = flow.width();
        let (top, sheet) = flow.here();
        sheet.rule(MARGIN, top, width, Pen::new(Ink::Frame, 0.5));
        self.mark.draw(sheet, MARGIN, top + 7.0, 12.0);
        let word = title.size(8.2).ink(self.mark.ink());
        sheet.text_right(MARGIN + width, top + 16.0, word, &self.outcome);
        let room = width - INDENT - word.width(&self.outcome) - 10.0;
        let shown = fit(&self.title, title, room);
        sheet.text(MARGIN + INDENT, top + 16.5, title, &shown);
        stack(sheet, MARGIN + INDENT, top + 22.0, &reason);
        flow.skip(25.0 + height);
        facts(flow, MARGIN + INDENT, &self.proof);
        flow.skip(5.0);
    }
}

/// Names and values, one a row.
fn facts(flow: &mut Flow, x: f32, facts: &[VerdictFact]) {
    let room = flow.width() - (x - MARGIN) - NAMES;
    let table = Table {
        columns: vec![Column::left("", NAMES), Column::left("", room)],
        air: 1.4,
    };
    for fact in facts {
        let value = if fact.exact {
            let style = CODE.ink(Ink::Black);
            Cell::text(fit_middle(&fact.value, style, room - 8.0), style)
        } else {
            Cell::text(&fact.value, SMALL.ink(Ink::Black))
        };
        let row = table.row(&[Cell::text(&fact.what, CAPTION), value]);
        flow.need(row.height);
        let (top, sheet) = flow.here();
        table.draw(sheet, x, top, &row, true);
        flow.skip(row.height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(steps: usize) -> VerdictSheet {
        let fact = VerdictFact {
            what: "SHA-256".to_owned(),
            value: "ab".repeat(32),
            exact: true,
        };
        let step = |at: usize| VerdictStep {
            title: format!("{at}  File and signature are whole"),
            mark: [VerdictMark::Holds, VerdictMark::Fails, VerdictMark::Open][at % 3],
            outcome: "Holds".to_owned(),
            reason: "No byte was changed. ".repeat(at),
            proof: vec![fact.clone(); at],
        };
        VerdictSheet {
            locale: Locale::En,
            paper: Paper::A4,
            title: "Verification of a report".to_owned(),
            verified: "Verified on 12 Oct 2026".to_owned(),
            verified_at: EventTime {
                unix_millis: 0,
                zone_offset_minutes: 0,
            },
            outcome: "Valid".to_owned(),
            mark: VerdictMark::Holds,
            headline: "Every step holds.".to_owned(),
            file_hash: B256::repeat_byte(0xab),
            facts: vec![fact.clone()],
            steps: (1..=steps).map(step).collect(),
            note: "Verify it yourself.".to_owned(),
            record: (b"{}".to_vec(), "For programs".to_owned()),
        }
    }

    #[test]
    fn the_same_verdict_gives_the_same_bytes_on_as_many_pages_as_it_takes() {
        let short = sheet(7).render().unwrap();
        assert_eq!(short, sheet(7).render().unwrap());
        let pages = |bytes: &[u8]| lopdf::Document::load_mem(bytes).unwrap().get_pages().len();
        assert!(pages(&short) < pages(&sheet(40).render().unwrap()));
    }
}
