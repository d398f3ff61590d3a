//! The first page: its letterhead, the parties and what every first page says of the scope.

use super::boxes::PAD;
use super::{BODY, CAPTION, CODE, Folio, SMALL, signature};
use crate::model::{Completeness, Object, Scope};
use crate::paper::face::Face;
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Sheet};
use crate::paper::text::{Line, Span, Style, fit, fit_middle, line_height, wrap};
use crate::words::{Filler, fill, filled};

/// Where the frame of boxes begins.
pub(crate) const FRAME_TOP: f32 = 151.0;

/// More rows of a list than ever fit on a first page: looking for how many do begins here, whatever the list's length.
pub(crate) const MOST_ROWS: usize = 60;

/// Draws who issues, the number, the title, and the stamp on what a public key signs.
pub(crate) fn letterhead(folio: &Folio, sheet: &mut Sheet) {
    let (parameters, words) = (folio.parameters, folio.words);
    let (width, half) = (folio.width(), folio.width() / 2.0);
    let right = MARGIN + width;
    let name = Style::new(Face::Bold, 11.5, Ink::Black);
    let quiet = BODY.size(8.0).ink(Ink::Grey);
    let issuer = &parameters.issuer;
    sheet.text(MARGIN, 49.0, name, &fit(&issuer.name, name, half));
    let address = fit(&issuer.address, quiet, half + 20.0);
    sheet.text(MARGIN, 62.5, quiet, &address);
    if let Some(gln) = &issuer.gln {
        let gln = fit(&format!("{} {gln}", words.gln), quiet, half);
        sheet.text(MARGIN, 74.0, quiet, &gln);
    }
    sheet.text_right(right, 44.0, CAPTION, folio.heading.number);
    let number = Style::new(Face::MonoBold, 13.5, Ink::Black);
    let shown = fit_middle(&parameters.number, number, half - 20.0);
    sheet.text_right(right, 60.5, number, &shown);
    let date = words.date(parameters.issued_at.event_time());
    sheet.text_right(right, 74.0, quiet, &filled(words.issued, &[&date]));
    let rule = Area {
        x: MARGIN,
        y: 84.0,
        width,
        height: 1.8,
    };
    sheet.fill(rule, Ink::Brand);
    let mut title = Style::new(Face::Bold, 20.0, Ink::Black);
    // The stamp stands beside the title and needs room for three lines.
    if parameters.signer.demonstration && title.width(folio.heading.title) > 310.0 {
        title = title.size(17.0);
    }
    let after_title = sheet.text(MARGIN, 116.0, title, folio.heading.title);
    let after_form = sheet.text(MARGIN, 132.0, quiet.size(8.6), folio.heading.form);
    if parameters.signer.demonstration {
        let left = after_title.max(after_form);
        signature::stamp(sheet, left + 14.0, words.demonstration);
    }
}

/// The height of lines one below the other.
pub(crate) fn tall(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line_height(line)).sum()
}

impl Folio<'_> {
    /// The room for text in a box of half the frame.
    pub(crate) fn half_room(&self) -> f32 {
        self.width() / 2.0 - 2.0 * PAD
    }

    /// A name and what stands below it, within half the frame.
    pub(crate) fn entry(&self, name: &str, below: Vec<Line>) -> Vec<Line> {
        let style = BODY.size(8.8).bold();
        let mut lines = wrap(&[Span::new(name, style)], self.half_room());
        lines.truncate(2);
        lines.extend(below);
        lines
    }

    /// As much of a text as stands on so many lines within half the frame.
    pub(crate) fn within(&self, text: &str, style: Style, most: usize) -> Vec<Line> {
        let mut lines = wrap(&[Span::new(text, style)], self.half_room());
        lines.truncate(most);
        lines
    }

    /// The box of who issues.
    pub(crate) fn issued_by(&self) -> Vec<Line> {
        let issuer = &self.parameters.issuer;
        let below = if issuer.function.is_empty() {
            &issuer.address
        } else {
            &issuer.function
        };
        self.entry(&issuer.name, self.within(below, BODY, 1))
    }

    /// The box of whom it is made out to.
    pub(crate) fn issued_to(&self) -> Vec<Line> {
        let words = self.words;
        match &self.parameters.recipient {
            Some(recipient) => {
                self.entry(&recipient.name, self.within(&recipient.address, BODY, 2))
            }
            None => self.entry(
                words.anyone,
                self.within(words.anyone_note, BODY.ink(Ink::Grey), 1),
            ),
        }
    }

    /// The box of the one thing that it is about.
    pub(crate) fn object(&self, object: &Object) -> Vec<Line> {
        let words = self.words;
        let made = filled(words.made_by, &[&object.maker, &words.date(object.made)]);
        let code = CODE.size(7.0);
        let epc = fit_middle(&object.epc, code, self.half_room());
        let mut below = vec![vec![Span::new(epc, code)]];
        let mut told = words.quantity(&object.quantity);
        if let Some(kilograms) = object
            .kilograms
            .filter(|_| object.quantity.unit.code() == "H87")
        {
            told = format!("{told} · {}", words.mass(kilograms));
        }
        let quiet = BODY.size(8.0).ink(Ink::Grey);
        below.extend(self.within(&format!("{told} · {made}"), quiet, 2));
        self.entry(&object.name, below)
    }

    /// The box of how far it reaches.
    pub(crate) fn scope(&self, scope: Scope) -> Vec<Line> {
        let (words, as_of) = (self.words, self.parameters.as_of);
        let counts = filled(
            words.scope_counts,
            &[
                &words.count(scope.assets),
                &words.count(scope.events),
                &words.count(scope.parties),
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
        let room = self.half_room();
        let whole = match self.completeness {
            Completeness::Proven { .. } => words.scope_complete,
            Completeness::NotProven => words.scope_open,
        };
        let mut told = wrap(&until, room);
        told.extend(wrap(&[Span::new(whole, SMALL)], room));
        self.entry(&counts, told)
    }

    /// The lines of the limitations below the frame.
    pub(crate) fn limitations(&self, text: &str) -> Vec<Line> {
        let quiet = SMALL.size(7.2);
        let mut spans = vec![Span::new(self.words.limitations, quiet.bold())];
        spans.push(Span::new(format!(" {text}"), quiet));
        wrap(&spans, self.width())
    }
}
