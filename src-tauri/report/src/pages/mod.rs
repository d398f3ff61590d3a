//! The pages of the template `provenance/2`: where each thing that a declaration says stands, and in which words.

mod boxes;
mod figure;
mod front;
mod signature;
mod tables;
mod values;
mod verification;

use alloy_primitives::B256;
use printpdf::PdfPage;

use crate::model::Declaration;
use crate::paper::face::Face;
use crate::paper::flow::{Flow, Furniture, furnish};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Format, Sheet};
use crate::paper::text::Style;
use crate::parameters::Parameters;
use crate::words::Words;

/// Running text.
const BODY: Style = Style::new(Face::Text, 8.4, Ink::Black);
/// Text in tables.
const ROW: Style = Style::new(Face::Text, 7.8, Ink::Black);
/// What stands below the first line of a cell.
const SMALL: Style = Style::new(Face::Text, 7.0, Ink::Grey);
/// Captions.
const CAPTION: Style = Style::new(Face::Text, 7.0, Ink::Pale);
/// Identifiers and hashes.
const CODE: Style = Style::new(Face::Mono, 6.6, Ink::Grey);

/// A file that goes with the pages.
pub(crate) struct Attached {
    pub(crate) name: &'static str,
    pub(crate) size: usize,
    pub(crate) sha256: B256,
}

/// Everything that pages are drawn from.
pub(crate) struct Draft<'a> {
    pub(crate) declaration: &'a Declaration,
    pub(crate) parameters: &'a Parameters,
    pub(crate) words: &'static Words,
    /// In the order in which they are listed; `evidence.json` first.
    pub(crate) attached: &'a [Attached],
}

/// All pages, and where in them one may want to go.
pub(crate) struct Drawn {
    pub(crate) pages: Vec<PdfPage>,
    /// The title of each section and the index of the page that it begins on.
    pub(crate) sections: Vec<(String, usize)>,
}

/// On which page each section begins, counted from 1.
#[derive(Clone, Copy, Default)]
struct Places {
    origins: usize,
    findings: usize,
    verification: usize,
}

impl Draft<'_> {
    /// Draws all pages.
    pub(crate) fn draw(&self) -> Drawn {
        let furniture = self.furniture();
        let plan = front::plan(self);
        let mut flow = Flow::new(&furniture);
        let mut places = Places::default();
        // The first page is drawn last: it names the pages behind it.
        let behind = |flow: &Flow| flow.pages() + 1;
        if plan.origins < self.declaration.origins.len() {
            tables::origins(self, &mut flow);
            places.origins = behind(&flow);
        }
        if plan.findings < self.declaration.findings.len() {
            places.findings = tables::findings(self, &mut flow) + 1;
        }
        tables::parties(self, &mut flow);
        tables::assets(self, &mut flow);
        tables::attestations(self, &mut flow);
        figure::draw(self, &mut flow);
        places.verification = verification::draw(self, &mut flow) + 1;

        let mut sheets = vec![Sheet::new(Format::Portrait)];
        front::draw(self, &mut sheets[0], &plan, places);
        let (behind, sections) = flow.into_parts();
        sheets.extend(behind);
        let pages = sheets.len();
        for (index, sheet) in sheets.iter_mut().enumerate() {
            furnish(sheet, &furniture, index + 1, pages);
        }
        let first = (self.words.title.to_owned(), 0);
        let sections = sections.into_iter().map(|(title, page)| (title, page + 1));
        Drawn {
            pages: sheets.into_iter().map(Sheet::page).collect(),
            sections: std::iter::once(first).chain(sections).collect(),
        }
    }

    /// What the QR code says: the hash of `evidence.json`.
    fn evidence_urn(&self) -> String {
        let hash = self.attached.first().map_or(B256::ZERO, |file| file.sha256);
        format!("waymark:evidence:sha256:{}", hex::encode(hash))
    }

    fn furniture(&self) -> Furniture {
        let hash = self.attached.first().map_or(B256::ZERO, |file| file.sha256);
        let hex = hex::encode(&hash[..6]);
        let (first, rest) = hex.split_at(4);
        let (second, third) = rest.split_at(4);
        Furniture {
            issuer: self.parameters.issuer.name.clone(),
            subject: format!("{} · {}", self.words.title, self.declaration.object.name),
            number: self.parameters.number.clone(),
            evidence: (self.words.evidence, format!("{first} {second} {third}")),
            page_of: self.words.page_of,
            continued: self.words.continued,
        }
    }
}
