//! One page of any size, drawn with the faces and inks of a report and written the same way: for what is printed beside reports,
//! such as labels. It knows nothing of what is on the page.

use trace::EventTime;

use crate::file::{self, About};
use crate::pages::Drawn;
use crate::paper::face::Face;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Format, Pen, Sheet};
use crate::paper::text::{Span, Style, fit, wrap};
use crate::words::Words;
use crate::{Locale, ReportError};

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lettering {
    /// Running text.
    Text,
    /// Semi-bold.
    Bold,
    /// Small words above a value, in grey.
    Caption,
    /// Identifiers.
    Mono,
}

impl Lettering {
    const fn style(self, size: f32) -> Style {
        match self {
            Self::Text => Style::new(Face::Text, size, Ink::Black),
            Self::Bold => Style::new(Face::Bold, size, Ink::Black),
            Self::Caption => Style::new(Face::Text, size, Ink::Grey),
            Self::Mono => Style::new(Face::Mono, size, Ink::Black),
        }
    }

    /// How wide a text is, in points.
    pub fn width(self, size: f32, text: &str) -> f32 {
        self.style(size).width(text)
    }

    /// The text, or as much of its beginning as fits into so many points, with an ellipsis behind it.
    pub fn fitted(self, size: f32, text: &str, width: f32) -> String {
        fit(text, self.style(size), width)
    }

    /// The text in lines no wider than so many points.
    pub fn lines(self, size: f32, text: &str, width: f32) -> Vec<String> {
        let spans = [Span::new(text, self.style(size))];
        let lines = wrap(&spans, width).into_iter();
        lines
            .map(|line| {
                let line: String = line.into_iter().map(|span| span.text).collect();
                line.trim_end().to_owned()
            })
            .collect()
    }
}

/// What the file says of itself besides its page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imprint {
    /// The title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// Its language.
    pub locale: Locale,
    /// When it was made.
    pub made: EventTime,
}

/// A page while it is drawn; lengths are points, from the top left corner.
pub struct Drawing(Sheet);

impl Drawing {
    /// A blank page, its sides in tenths of a millimetre.
    pub fn new(width: u16, height: u16) -> Self {
        Self(Sheet::new(Format::of(width, height)))
    }

    /// Points.
    pub fn width(&self) -> f32 {
        self.0.width()
    }

    /// Points.
    pub fn height(&self) -> f32 {
        self.0.height()
    }

    /// Draws a text with its baseline at `y`. Hostile text is cleaned of what hides or reorders.
    pub fn text(&mut self, x: f32, y: f32, lettering: Lettering, size: f32, text: &str) {
        self.0.text(x, y, lettering.style(size), text);
    }

    /// Fills a rectangle with black.
    pub fn fill(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let area = Area {
            x,
            y,
            width,
            height,
        };
        self.0.fill(area, Ink::Black);
    }

    /// Draws a horizontal line.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32) {
        self.0.rule(x, y, width, Pen::new(Ink::Black, thickness));
    }

    /// The page as a PDF file: the same bytes for the same page and imprint.
    pub fn finish(self, imprint: &Imprint) -> Result<Vec<u8>, ReportError> {
        let drawn = Drawn {
            pages: vec![self.0.page()],
            sections: Vec::new(),
            subject: String::new(),
        };
        let about = About {
            title: imprint.title.clone(),
            author: imprint.author.clone(),
            subject: String::new(),
            lang: Words::of(imprint.locale).lang,
            issued: imprint.made,
        };
        file::write(drawn, &about, &[])
    }
}
