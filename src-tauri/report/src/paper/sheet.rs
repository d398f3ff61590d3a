//! One page while it is drawn: a list of operations, in points from the top left corner.

use printpdf::{
    Line as Stroke, LineDashPattern, LinePoint, Mm, Op, PaintMode, PdfFontHandle, PdfPage, Point,
    Polygon, PolygonRing, Pt, Rect, TextItem, TextMatrix, WindingOrder,
};

use super::ink::Ink;
use super::text::{Line, Style, clean, line_width, runs};
use crate::Paper;

/// A sheet of some size, upright or lying.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Format {
    /// Tenths of a millimetre.
    width: u16,
    /// Tenths of a millimetre.
    height: u16,
}

const POINTS_PER_MM: f32 = 72.0 / 25.4;

impl Format {
    /// A sheet of any size, in tenths of a millimetre.
    pub(crate) const fn of(width: u16, height: u16) -> Self {
        Self { width, height }
    }

    pub(crate) const fn upright(paper: Paper) -> Self {
        match paper {
            Paper::A4 => Self::of(2100, 2970),
            Paper::Letter => Self::of(2159, 2794),
        }
    }

    pub(crate) const fn lying(paper: Paper) -> Self {
        let Self { width, height } = Self::upright(paper);
        Self::of(height, width)
    }

    /// Width and height.
    fn millimetres(self) -> (f32, f32) {
        (f32::from(self.width) / 10.0, f32::from(self.height) / 10.0)
    }

    /// Points.
    pub(crate) fn width(self) -> f32 {
        self.millimetres().0 * POINTS_PER_MM
    }

    /// Points.
    pub(crate) fn height(self) -> f32 {
        self.millimetres().1 * POINTS_PER_MM
    }
}

/// A rectangle in points from the top left corner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Pen {
    pub(crate) ink: Ink,
    /// Points.
    pub(crate) width: f32,
    pub(crate) dashed: bool,
}

impl Pen {
    pub(crate) const fn new(ink: Ink, width: f32) -> Self {
        Self {
            ink,
            width,
            dashed: false,
        }
    }
}

/// A point of a path: a corner, or one of the two handles before the end of a curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Knot {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) handle: bool,
}

impl Knot {
    pub(crate) const fn corner(x: f32, y: f32) -> Self {
        Self {
            x,
            y,
            handle: false,
        }
    }

    pub(crate) const fn handle(x: f32, y: f32) -> Self {
        Self { x, y, handle: true }
    }
}

/// Where a quarter circle's handles lie, as a share of its radius.
const ROUND: f32 = 0.5523;

/// One page while it is drawn.
pub(crate) struct Sheet {
    format: Format,
    ops: Vec<Op>,
    fill: Option<Ink>,
    pen: Option<Pen>,
}

impl Sheet {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            ops: Vec::new(),
            fill: None,
            pen: None,
        }
    }

    /// Points.
    pub(crate) fn width(&self) -> f32 {
        self.format.width()
    }

    /// Points.
    pub(crate) fn height(&self) -> f32 {
        self.format.height()
    }

    /// Whether it is wider than high.
    pub(crate) fn is_lying(&self) -> bool {
        self.format.width > self.format.height
    }

    /// Draws a text with its baseline at `y`; gives the x behind it.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) -> f32 {
        let text = clean(text);
        self.cleaned(x, y, style, &text)
    }

    /// Draws a text that ends at `x`.
    pub(crate) fn text_right(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let text = clean(text);
        self.cleaned(x - style.width(&text), y, style, &text);
    }

    /// Draws a line of spans with its baseline at `y`.
    pub(crate) fn line(&mut self, x: f32, y: f32, line: &Line) {
        let mut x = x;
        for span in line {
            x = self.cleaned(x, y, span.style, &span.text);
        }
    }

    /// Draws a line of spans that ends at `x`.
    pub(crate) fn line_right(&mut self, x: f32, y: f32, line: &Line) {
        self.line(x - line_width(line), y, line);
    }

    fn cleaned(&mut self, x: f32, y: f32, style: Style, text: &str) -> f32 {
        let mut x = x;
        if text.is_empty() {
            return x;
        }
        self.set_fill(style.ink);
        self.ops.push(Op::StartTextSection);
        for run in runs(style.face, text) {
            self.ops.push(Op::SetFont {
                font: PdfFontHandle::External(run.face.font_id()),
                size: Pt(style.size),
            });
            let at = self.point(x, y);
            self.ops.push(Op::SetTextMatrix {
                matrix: TextMatrix::Translate(at.x, at.y),
            });
            let mut items = Vec::new();
            let mut stretch = String::new();
            for (character, kern) in &run.glyphs {
                stretch.push(*character);
                if *kern != 0 {
                    items.push(TextItem::Text(std::mem::take(&mut stretch)));
                    items.push(TextItem::Offset(-f32::from(*kern)));
                }
            }
            if !stretch.is_empty() {
                items.push(TextItem::Text(stretch));
            }
            self.ops.push(Op::ShowText { items });
            x += style.scaled(run.width());
        }
        self.ops.push(Op::EndTextSection);
        x
    }

    /// Fills a rectangle.
    pub(crate) fn fill(&mut self, area: Area, ink: Ink) {
        self.set_fill(ink);
        let corner = self.point(area.x, area.y + area.height);
        self.ops.push(Op::DrawRectangle {
            rectangle: Rect {
                mode: Some(PaintMode::Fill),
                winding_order: Some(WindingOrder::NonZero),
                ..Rect::from_xywh(corner.x, corner.y, length(area.width), length(area.height))
            },
        });
    }

    /// Fills a path.
    pub(crate) fn fill_path(&mut self, knots: &[Knot], ink: Ink) {
        self.set_fill(ink);
        self.polygon(knots, PaintMode::Fill);
    }

    /// Draws the outline of a path.
    pub(crate) fn outline(&mut self, knots: &[Knot], pen: Pen) {
        self.set_pen(pen);
        self.polygon(knots, PaintMode::Stroke);
    }

    /// Draws along a path without closing it.
    pub(crate) fn stroke(&mut self, knots: &[Knot], pen: Pen) {
        self.set_pen(pen);
        let points = self.knots(knots);
        self.ops.push(Op::DrawLine {
            line: Stroke {
                points,
                is_closed: false,
            },
        });
    }

    /// Draws a horizontal line.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32, pen: Pen) {
        self.stroke(&[Knot::corner(x, y), Knot::corner(x + width, y)], pen);
    }

    /// Draws a vertical line.
    pub(crate) fn rule_down(&mut self, x: f32, y: f32, height: f32, pen: Pen) {
        self.stroke(&[Knot::corner(x, y), Knot::corner(x, y + height)], pen);
    }

    /// The page, done.
    pub(crate) fn page(self) -> PdfPage {
        let (width, height) = self.format.millimetres();
        PdfPage::new(Mm(width), Mm(height), self.ops)
    }

    fn polygon(&mut self, knots: &[Knot], mode: PaintMode) {
        let points = self.knots(knots);
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing { points }],
                mode,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    fn knots(&self, knots: &[Knot]) -> Vec<LinePoint> {
        knots
            .iter()
            .map(|knot| LinePoint {
                p: self.point(knot.x, knot.y),
                bezier: knot.handle,
            })
            .collect()
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point {
            x: length(x),
            y: length(self.height() - y),
        }
    }

    fn set_fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: ink.color() });
        }
    }

    fn set_pen(&mut self, pen: Pen) {
        let before = self.pen.replace(pen);
        if before.map(|pen| pen.ink) != Some(pen.ink) {
            self.ops.push(Op::SetOutlineColor {
                col: pen.ink.color(),
            });
        }
        if before.map(|pen| pen.width) != Some(pen.width) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(pen.width) });
        }
        if before.is_some_and(|pen| pen.dashed) != pen.dashed {
            let dash = if pen.dashed {
                LineDashPattern::new(0.0, &[2.4, 1.8])
            } else {
                LineDashPattern::solid()
            };
            self.ops.push(Op::SetLineDashPattern { dash });
        }
    }
}

/// A length to a hundredth of a point: finer than any printer, and short in the file.
fn length(value: f32) -> Pt {
    Pt((value * 100.0).round() / 100.0)
}

/// A rectangle with round corners.
pub(crate) fn rounded(area: Area, radius: f32) -> Vec<Knot> {
    let Area {
        x,
        y,
        width,
        height,
    } = area;
    let (right, bottom) = (x + width, y + height);
    let near = radius * (1.0 - ROUND);
    vec![
        Knot::corner(x + radius, y),
        Knot::corner(right - radius, y),
        Knot::handle(right - near, y),
        Knot::handle(right, y + near),
        Knot::corner(right, y + radius),
        Knot::corner(right, bottom - radius),
        Knot::handle(right, bottom - near),
        Knot::handle(right - near, bottom),
        Knot::corner(right - radius, bottom),
        Knot::corner(x + radius, bottom),
        Knot::handle(x + near, bottom),
        Knot::handle(x, bottom - near),
        Knot::corner(x, bottom - radius),
        Knot::corner(x, y + radius),
        Knot::handle(x, y + near),
        Knot::handle(x + near, y),
        Knot::corner(x + radius, y),
    ]
}
