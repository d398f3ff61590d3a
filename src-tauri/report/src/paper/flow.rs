//! Pages filled from top to bottom: what does not fit goes to the next one, under its repeated head.

use super::face::Face;
use super::ink::Ink;
use super::sheet::{Area, Format, Pen, Sheet, rounded};
use super::table::{AIR, Cell, Column, Table, stack};
use super::text::{Span, Style, fit, line_height, wrap};
use crate::Paper;

/// Left and right of everything.
pub(crate) const MARGIN: f32 = 42.0;
/// Where the first thing of a page begins.
pub(crate) const TOP: f32 = 74.0;
/// The footer and the air above it.
pub(crate) const FOOT: f32 = 58.0;

/// From a marker to its paragraph.
const INDENT: f32 = 16.0;

const TITLE: Style = Style::new(Face::Bold, 13.0, Ink::Black);
const LEAD: Style = Style::new(Face::Text, 8.2, Ink::Grey);
const RUNNING: Style = Style::new(Face::Text, 7.0, Ink::Pale);

/// What stands above and below every page.
#[derive(Clone, Debug)]
pub(crate) struct Furniture {
    /// The size of the pages.
    pub(crate) paper: Paper,
    /// The head of the pages behind the first, left.
    pub(crate) issuer: String,
    /// The head of the pages behind the first, right.
    pub(crate) subject: String,
    /// The document number, in every footer.
    pub(crate) number: String,
    /// The word before the evidence hash, and the hash as it is shown.
    pub(crate) evidence: (&'static str, String),
    /// "Page {0} of {1}".
    pub(crate) page_of: &'static str,
    /// What follows the title where a section goes on overleaf.
    pub(crate) continued: &'static str,
}

/// Pages filled from top to bottom.
pub(crate) struct Flow {
    paper: Paper,
    sheets: Vec<Sheet>,
    y: f32,
    title: String,
    /// The title of each section and the index of the page that it begins on.
    sections: Vec<(String, usize)>,
    continued: &'static str,
}

impl Flow {
    pub(crate) fn new(furniture: &Furniture) -> Self {
        Self {
            paper: furniture.paper,
            sheets: Vec::new(),
            y: f32::MAX,
            title: String::new(),
            sections: Vec::new(),
            continued: furniture.continued,
        }
    }

    /// How many pages there are.
    pub(crate) fn pages(&self) -> usize {
        self.sheets.len()
    }

    /// Begins a section: on this page if `needed` points are left below its title, otherwise on the next.
    pub(crate) fn section(&mut self, title: &str, lead: &str, needed: f32) {
        title.clone_into(&mut self.title);
        let head = 52.0;
        // What begins on an upright page goes on on upright ones.
        let lies = self.sheets.last().is_none_or(Sheet::is_lying);
        if lies || self.room() < head + needed {
            self.add(Format::upright(self.paper));
        } else {
            self.y += 22.0;
        }
        self.heading(title);
        self.paragraph(&[Span::new(lead, LEAD)]);
        self.y += 4.0;
    }

    /// Begins a section on a new page that lies.
    pub(crate) fn section_lying(&mut self, title: &str, lead: &str) {
        title.clone_into(&mut self.title);
        self.add(Format::lying(self.paper));
        self.heading(title);
        self.paragraph(&[Span::new(lead, LEAD)]);
        self.y += 4.0;
    }

    /// The page on which the last section began, counted from 1.
    pub(crate) fn section_page(&self) -> usize {
        self.sections.last().map_or(0, |(_, page)| page + 1)
    }

    /// Goes to a new page that lies, in the same section.
    pub(crate) fn next_lying(&mut self) {
        self.add(Format::lying(self.paper));
        self.head_again();
    }

    /// A smaller heading inside a section.
    pub(crate) fn heading_within(&mut self, title: &str) {
        self.need(40.0);
        self.y += 12.0;
        let y = self.y;
        self.draw(|sheet| {
            sheet.text(MARGIN, y + 8.0, TITLE.size(9.5), title);
        });
        self.y += 14.0;
    }

    /// A paragraph over the whole width.
    pub(crate) fn paragraph(&mut self, spans: &[Span]) {
        let width = self.width();
        for line in wrap(spans, width) {
            let height = line_height(&line);
            self.need(height);
            let y = self.y;
            self.y = self.draw(|sheet| stack(sheet, MARGIN, y, &[line]));
        }
    }

    /// A paragraph behind a short marker, its lines flush.
    pub(crate) fn item(&mut self, marker: &str, spans: &[Span]) {
        let lines = wrap(spans, self.width() - INDENT);
        let height: f32 = lines.iter().map(|line| line_height(line)).sum();
        self.need(height);
        let style = spans.first().map_or(LEAD, |span| span.style).bold();
        let y = self.y;
        self.y = self.draw(|sheet| {
            sheet.text(MARGIN, y + style.leading() * 0.74, style, marker);
            stack(sheet, MARGIN + INDENT, y, &lines)
        }) + 3.0;
    }

    /// A finding behind its mark.
    pub(crate) fn marked(&mut self, spans: &[Span], grave: bool) {
        self.item(if grave { "▲" } else { "△" }, spans);
    }

    /// Names and what they stand for, side by side, with hairlines.
    pub(crate) fn pairs(&mut self, pairs: &[(&'static str, Vec<Span>)]) {
        let table = Table {
            columns: vec![
                Column::left("", 128.0),
                Column::left("", self.width() - 128.0),
            ],
            air: AIR,
        };
        for (index, (name, value)) in pairs.iter().enumerate() {
            let row = table.row(&[Cell::text(name, LEAD.size(7.8)), Cell::spans(value.clone())]);
            self.need(row.height);
            let y = self.y;
            let last = index + 1 == pairs.len();
            self.y = self.draw(|sheet| table.draw(sheet, MARGIN, y, &row, last));
        }
        self.y += 6.0;
    }

    /// A table, its head repeated on every page that it reaches.
    pub(crate) fn table(&mut self, table: &Table, rows: &[Vec<Cell>]) {
        self.drawn_table(table, rows, |_, _, _, _| {});
    }

    /// The same; into each row, by its number, something more is drawn at the left edge and top of its cells.
    pub(crate) fn drawn_table(
        &mut self,
        table: &Table,
        rows: &[Vec<Cell>],
        more: impl Fn(&mut Sheet, usize, f32, f32),
    ) {
        let rows: Vec<_> = rows.iter().map(|cells| table.row(cells)).collect();
        let first = rows.first().map_or(0.0, |row| row.height);
        if self.room() < Table::HEAD_HEIGHT + first {
            self.next();
        }
        self.table_head(table);
        for (index, row) in rows.iter().enumerate() {
            if self.room() < row.height {
                self.next();
                self.table_head(table);
            }
            let y = self.y;
            let last = index + 1 == rows.len();
            self.y = self.draw(|sheet| {
                more(sheet, index, MARGIN, y + table.air);
                table.draw(sheet, MARGIN, y, row, last)
            });
        }
        self.y += 6.0;
    }

    /// The room left on this page, in points.
    pub(crate) fn room(&self) -> f32 {
        self.sheets
            .last()
            .map_or(0.0, |sheet| sheet.height() - FOOT - self.y)
    }

    /// Goes to the next page unless so much room is left.
    pub(crate) fn need(&mut self, height: f32) {
        if self.room() < height {
            self.next();
        }
    }

    /// The width between the margins.
    pub(crate) fn width(&self) -> f32 {
        self.sheets
            .last()
            .map_or(0.0, |sheet| sheet.width() - 2.0 * MARGIN)
    }

    /// Leaves room.
    pub(crate) fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Where the next thing goes, and the page to draw it on.
    pub(crate) fn here(&mut self) -> (f32, &mut Sheet) {
        if self.sheets.is_empty() {
            self.next();
        }
        let last = self.sheets.len() - 1;
        (self.y, &mut self.sheets[last])
    }

    /// The pages, done but for head and foot, and the sections on them.
    pub(crate) fn into_parts(self) -> (Vec<Sheet>, Vec<(String, usize)>) {
        (self.sheets, self.sections)
    }

    fn draw<T>(&mut self, draw: impl FnOnce(&mut Sheet) -> T) -> T {
        draw(self.here().1)
    }

    fn heading(&mut self, title: &str) {
        let page = self.sheets.len().saturating_sub(1);
        self.sections.push((title.to_owned(), page));
        let y = self.y;
        self.draw(|sheet| {
            sheet.text(MARGIN, y + 11.0, TITLE, title);
        });
        self.y += 18.0;
    }

    fn table_head(&mut self, table: &Table) {
        let y = self.y;
        self.y = self.draw(|sheet| table.head(sheet, MARGIN, y));
    }

    fn add(&mut self, format: Format) {
        self.sheets.push(Sheet::new(format));
        self.y = TOP;
    }

    fn next(&mut self) {
        self.add(Format::upright(self.paper));
        self.head_again();
    }

    fn head_again(&mut self) {
        if !self.title.is_empty() {
            let title = self.title.clone();
            let continued = self.continued;
            let y = self.y;
            self.draw(|sheet| {
                let x = sheet.text(MARGIN, y + 11.0, TITLE, &title);
                sheet.text(x + 6.0, y + 11.0, LEAD, continued);
            });
            self.y += 20.0;
        }
    }
}

/// Draws the mark: a trail blaze, a square with one band across it.
fn blaze(sheet: &mut Sheet, x: f32, y: f32, side: f32) {
    let square = Area {
        x,
        y,
        width: side,
        height: side,
    };
    sheet.outline(&rounded(square, side * 0.18), Pen::new(Ink::Pale, 0.5));
    let band = Area {
        y: y + side * 0.36,
        height: side * 0.27,
        ..square
    };
    sheet.fill(band, Ink::Brand);
}

/// Draws what stands above and below a page.
pub(crate) fn furnish(sheet: &mut Sheet, furniture: &Furniture, page: usize, pages: usize) {
    let right = sheet.width() - MARGIN;
    let width = sheet.width() - 2.0 * MARGIN;
    let foot = sheet.height() - 34.0;
    sheet.rule(MARGIN, foot, width, Pen::new(Ink::Frame, 0.5));
    let mono = Style::new(Face::Mono, 6.8, Ink::Pale);
    let number = fit(&furniture.number, mono, width / 3.0);
    let (word, hash) = &furniture.evidence;
    blaze(sheet, MARGIN, foot + 4.9, 7.2);
    let x = sheet.text(MARGIN + 12.0, foot + 11.0, mono.ink(Ink::Grey), &number);
    let x = sheet.text(x + 5.0, foot + 11.0, RUNNING, "·");
    let x = sheet.text(x + 5.0, foot + 11.0, RUNNING, word);
    sheet.text(x + 3.0, foot + 11.0, mono, hash);
    let page_of = furniture
        .page_of
        .replace("{0}", &page.to_string())
        .replace("{1}", &pages.to_string());
    sheet.text_right(right, foot + 11.0, RUNNING, &page_of);
    if page > 1 {
        let issuer = fit(&furniture.issuer, RUNNING, width * 0.45);
        let subject = fit(&furniture.subject, RUNNING, width * 0.45);
        sheet.text(MARGIN, 44.0, RUNNING.bold().ink(Ink::Grey), &issuer);
        sheet.text_right(right, 44.0, RUNNING, &subject);
        sheet.rule(MARGIN, 51.0, width, Pen::new(Ink::Brand, 0.9));
    }
}
