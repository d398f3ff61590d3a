//! Tables: columns of given widths, rows as high as their highest cell, hairlines between them.

use super::face::Face;
use super::ink::Ink;
use super::sheet::{Pen, Sheet};
use super::text::{Line, Span, Style, fit, fit_middle, line_height, wrap};

/// On which side of its column a cell stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    /// Points, with the gap behind it.
    pub(crate) width: f32,
    pub(crate) side: Side,
}

impl Column {
    pub(crate) const fn left(title: &'static str, width: f32) -> Self {
        Self {
            title,
            width,
            side: Side::Left,
        }
    }

    pub(crate) const fn right(title: &'static str, width: f32) -> Self {
        Self {
            title,
            width,
            side: Side::Right,
        }
    }
}

/// What is done with a paragraph that is wider than its cell.
#[derive(Clone, PartialEq, Debug)]
enum Excess {
    /// It goes on in the next line.
    Wrap(Vec<Span>),
    /// Its middle is left out.
    Middle(Span),
}

/// What stands in one column of one row.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Cell(Vec<Excess>);

impl Cell {
    /// A cell of running text.
    pub(crate) fn text(text: impl AsRef<str>, style: Style) -> Self {
        Self::default().and(text, style)
    }

    /// A cell of spans.
    pub(crate) fn spans(spans: Vec<Span>) -> Self {
        Self(vec![Excess::Wrap(spans)])
    }

    /// One more paragraph, unless it is empty.
    pub(crate) fn and(mut self, text: impl AsRef<str>, style: Style) -> Self {
        if !text.as_ref().is_empty() {
            self.0.push(Excess::Wrap(vec![Span::new(text, style)]));
        }
        self
    }

    /// One more paragraph of spans.
    pub(crate) fn and_spans(mut self, spans: Vec<Span>) -> Self {
        self.0.push(Excess::Wrap(spans));
        self
    }

    /// One more line, an identifier cut in its middle.
    pub(crate) fn and_identifier(mut self, text: impl AsRef<str>, style: Style) -> Self {
        self.0.push(Excess::Middle(Span::new(text, style)));
        self
    }

    fn lines(&self, width: f32) -> Vec<Line> {
        self.0
            .iter()
            .flat_map(|paragraph| match paragraph {
                Excess::Wrap(spans) => wrap(spans, width),
                Excess::Middle(span) => {
                    vec![vec![Span::new(
                        fit_middle(&span.text, span.style, width),
                        span.style,
                    )]]
                }
            })
            .collect()
    }
}

/// A table's columns and how it is set.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    /// Above and below a row's text, in points.
    pub(crate) air: f32,
}

/// A row whose lines are broken and whose height is known.
pub(crate) struct Row {
    cells: Vec<Vec<Line>>,
    pub(crate) height: f32,
}

const HEAD: Style = Style::new(Face::Bold, 6.8, Ink::Pale);
/// Between two columns.
const GAP: f32 = 8.0;
/// Above and below a row's text, where there is room.
pub(crate) const AIR: f32 = 3.3;
/// Where in a line its baseline lies, as a share of its height.
const BASE: f32 = 0.74;

impl Table {
    pub(crate) const HEAD_HEIGHT: f32 = 15.0;

    /// Breaks the lines of a row; cells beyond the columns are left out.
    pub(crate) fn row(&self, cells: &[Cell]) -> Row {
        let cells: Vec<Vec<Line>> = cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, column)| cell.lines(column.width - GAP))
            .collect();
        let height = cells
            .iter()
            .map(|lines| lines.iter().map(|line| line_height(line)).sum::<f32>())
            .fold(0.0, f32::max);
        Row {
            cells,
            height: height + 2.0 * self.air,
        }
    }

    /// Draws the column titles; gives the y below them.
    pub(crate) fn head(&self, sheet: &mut Sheet, x: f32, y: f32) -> f32 {
        let below = y + Self::HEAD_HEIGHT;
        let mut left = x;
        for column in &self.columns {
            let title = fit(column.title, HEAD, column.width - GAP / 2.0);
            match column.side {
                Side::Left => {
                    sheet.text(left, below - 5.0, HEAD, &title);
                }
                Side::Right => {
                    sheet.text_right(left + column.width - GAP, below - 5.0, HEAD, &title);
                }
            }
            left += column.width;
        }
        sheet.rule(x, below, self.width(), Pen::new(Ink::Black, 0.6));
        below
    }

    /// Draws a row and, if others follow, the hairline below it; gives the y below it.
    pub(crate) fn draw(&self, sheet: &mut Sheet, x: f32, y: f32, row: &Row, last: bool) -> f32 {
        let mut left = x;
        for (column, lines) in self.columns.iter().zip(&row.cells) {
            let mut top = y + self.air;
            for line in lines {
                let height = line_height(line);
                let baseline = top + height * BASE;
                match column.side {
                    Side::Left => sheet.line(left, baseline, line),
                    Side::Right => sheet.line_right(left + column.width - GAP, baseline, line),
                }
                top += height;
            }
            left += column.width;
        }
        let below = y + row.height;
        if !last {
            sheet.rule(x, below, self.width(), Pen::new(Ink::Hair, 0.5));
        }
        below
    }

    /// Points.
    pub(crate) fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width).sum::<f32>()
    }
}

/// Draws lines one below the other from `y`; gives the y below them.
pub(crate) fn stack(sheet: &mut Sheet, x: f32, y: f32, lines: &[Line]) -> f32 {
    let mut top = y;
    for line in lines {
        let height = line_height(line);
        sheet.line(x, top + height * BASE, line);
        top += height;
    }
    top
}
