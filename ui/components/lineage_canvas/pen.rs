//! A pen that draws on a canvas.

use std::cell::Cell;

use web_sys::{CanvasRenderingContext2d, Path2d};

use crate::logic::{
    curve::{self, Stroke},
    face::{Border, Letters, Pen},
    viewport::Area,
};

/// The pen, and the family of letters it writes with.
pub(crate) struct CanvasPen<'a> {
    /// Where it draws.
    paper: &'a CanvasRenderingContext2d,
    /// As CSS writes it.
    font: &'a str,
    /// The letters it writes with now: setting them again costs more than writing.
    letters: Cell<Option<Letters>>,
}

impl<'a> CanvasPen<'a> {
    /// A pen for a canvas.
    pub(crate) fn new(paper: &'a CanvasRenderingContext2d, font: &'a str) -> Self {
        Self {
            paper,
            font,
            letters: Cell::new(None),
        }
    }

    fn set(&self, letters: Letters) {
        if self.letters.replace(Some(letters)) == Some(letters) {
            return;
        }
        let weight = if letters.bold { 600 } else { 400 };
        self.paper
            .set_font(&format!("{weight} {:.2}px {}", letters.size, self.font));
    }

    fn stroke(&self, border: Border<'_>) {
        self.paper.set_stroke_style_str(border.colour);
        self.paper.set_line_width(border.width);
        dash(self.paper, border.dash);
        self.paper.stroke();
        if border.dash.is_some() {
            dash(self.paper, None);
        }
    }
}

/// Sets dashes and gaps.
pub(super) fn dash(paper: &CanvasRenderingContext2d, lengths: Option<[f64; 2]>) {
    let list = js_sys::Array::new();
    for length in lengths.into_iter().flatten() {
        list.push(&length.into());
    }
    // Only negative lengths are refused.
    let _ = paper.set_line_dash(&list);
}

/// Adds a closed surface to the path.
fn corner_path(paper: &CanvasRenderingContext2d, [[x, y], rest @ ..]: &[[f64; 2]; 3]) {
    paper.move_to(*x, *y);
    for [x, y] in rest {
        paper.line_to(*x, *y);
    }
    paper.close_path();
}

/// Adds a smooth line to the path.
pub(super) fn trace(paper: &CanvasRenderingContext2d, points: &[[f64; 2]]) {
    for stroke in curve::strokes(points) {
        match stroke {
            Stroke::Move([x, y]) => paper.move_to(x, y),
            Stroke::Line([x, y]) => paper.line_to(x, y),
            Stroke::Curve(a, b, end) => {
                paper.bezier_curve_to(a[0], a[1], b[0], b[1], end[0], end[1]);
            }
        }
    }
}

impl Pen for CanvasPen<'_> {
    fn width(&self, text: &str, letters: Letters) -> f64 {
        self.set(letters);
        self.paper
            .measure_text(text)
            .map_or(0.0, |size| size.width())
    }

    fn frame(&mut self, area: Area, radius: f64, fill: Option<&str>, border: Option<Border<'_>>) {
        self.paper.begin_path();
        // Only negative radii are refused.
        let _ = self
            .paper
            .round_rect_with_f64(area.x, area.y, area.width, area.height, radius);
        if let Some(fill) = fill {
            self.paper.set_fill_style_str(fill);
            self.paper.fill();
        }
        if let Some(border) = border {
            self.stroke(border);
        }
    }

    fn line(&mut self, points: &[[f64; 2]], border: Border<'_>) {
        self.paper.begin_path();
        trace(self.paper, points);
        self.stroke(border);
    }

    fn filled(&mut self, corners: &[[f64; 2]; 3], colour: &str) {
        self.paper.begin_path();
        corner_path(self.paper, corners);
        self.paper.set_fill_style_str(colour);
        self.paper.fill();
    }

    fn words(&mut self, text: &str, [x, y]: [f64; 2], letters: Letters, colour: &str) {
        self.set(letters);
        self.paper.set_fill_style_str(colour);
        // Isolated, so that a name from right to left does not turn what stands around it.
        let _ = self
            .paper
            .fill_text(&format!("\u{2068}{text}\u{2069}"), x, y);
    }

    fn icon(&mut self, path: &'static str, [x, y]: [f64; 2], size: f64, colour: &str) {
        let Ok(line) = Path2d::new_with_path_string(path) else {
            return;
        };
        self.paper.save();
        let scale = size / 16.0;
        let _ = self.paper.translate(x, y);
        let _ = self.paper.scale(scale, scale);
        self.paper.set_stroke_style_str(colour);
        self.paper.set_line_width(1.5);
        self.paper.set_line_cap("round");
        self.paper.set_line_join("round");
        self.paper.stroke_with_path(&line);
        self.paper.restore();
    }
}
