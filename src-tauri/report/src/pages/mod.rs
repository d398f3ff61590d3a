//! What the pages of all templates have in common: the head and foot of the first page, frames of numbered boxes, the tables, the
//! figure and the pages on how to verify. Which of them stand where is for each template.

pub(crate) mod boxes;
pub(crate) mod figure;
pub(crate) mod front;
pub(crate) mod signature;
pub(crate) mod tables;
pub(crate) mod values;
pub(crate) mod verification;

use alloy_primitives::B256;
use printpdf::PdfPage;

use crate::model::{Chain, Completeness};
use crate::paper::face::Face;
use crate::paper::flow::{Flow, Furniture, MARGIN, furnish};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Format, Sheet};
use crate::paper::text::Style;
use crate::parameters::Parameters;
use crate::words::Words;

/// Running text.
pub(crate) const BODY: Style = Style::new(Face::Text, 8.4, Ink::Black);
/// Text in tables.
pub(crate) const ROW: Style = Style::new(Face::Text, 7.8, Ink::Black);
/// What stands below the first line of a cell.
pub(crate) const SMALL: Style = Style::new(Face::Text, 7.0, Ink::Grey);
/// Captions.
pub(crate) const CAPTION: Style = Style::new(Face::Text, 7.0, Ink::Pale);
/// Identifiers and hashes.
pub(crate) const CODE: Style = Style::new(Face::Mono, 6.6, Ink::Grey);

/// A file that goes with the pages.
pub(crate) struct Attached {
    pub(crate) name: String,
    /// What it is, in the language of the pages.
    pub(crate) about: String,
    pub(crate) size: usize,
    pub(crate) sha256: B256,
}

/// What a template is called, and how its figures came about.
#[derive(Clone, Copy)]
pub(crate) struct Heading {
    /// The title of the document.
    pub(crate) title: &'static str,
    /// Under the title.
    pub(crate) form: &'static str,
    /// Above the document number.
    pub(crate) number: &'static str,
    /// How the figures were calculated: paragraphs, {0} the template's name.
    pub(crate) method: &'static [&'static str],
}

/// What every page of every template is drawn from besides what the template says.
pub(crate) struct Folio<'a> {
    pub(crate) parameters: &'a Parameters,
    pub(crate) words: &'static Words,
    pub(crate) heading: Heading,
    /// In the order in which they are listed; `evidence.json` first.
    pub(crate) attached: &'a [Attached],
    /// Where the events stand.
    pub(crate) chain: &'a Chain,
    /// Whether they are shown to be all.
    pub(crate) completeness: Completeness,
}

/// All pages, and where in them one may want to go.
pub(crate) struct Drawn {
    pub(crate) pages: Vec<PdfPage>,
    /// The title of each section and the index of the page that it begins on.
    pub(crate) sections: Vec<(String, usize)>,
    /// What the document is about, in a few words.
    pub(crate) subject: String,
}

impl Folio<'_> {
    /// The width between the margins of an upright page.
    pub(crate) fn width(&self) -> f32 {
        Format::upright(self.parameters.paper).width() - 2.0 * MARGIN
    }

    /// A first page, empty.
    pub(crate) fn first_sheet(&self) -> Sheet {
        Sheet::new(Format::upright(self.parameters.paper))
    }

    /// The pages behind the first, empty; `object` is what their heads name.
    pub(crate) fn flow(&self, object: &str) -> Flow {
        Flow::new(&self.furniture(object))
    }

    /// Puts the first page before those behind it, and head and foot on all of them.
    pub(crate) fn bind(&self, object: &str, first: Sheet, behind: Flow) -> Drawn {
        let furniture = self.furniture(object);
        let (behind, sections) = behind.into_parts();
        let mut sheets = vec![first];
        sheets.extend(behind);
        let pages = sheets.len();
        for (index, sheet) in sheets.iter_mut().enumerate() {
            furnish(sheet, &furniture, index + 1, pages);
        }
        let title = (self.heading.title.to_owned(), 0);
        let sections = sections.into_iter().map(|(title, page)| (title, page + 1));
        Drawn {
            pages: sheets.into_iter().map(Sheet::page).collect(),
            sections: std::iter::once(title).chain(sections).collect(),
            subject: object.to_owned(),
        }
    }

    /// SHA-256 of `evidence.json`.
    fn evidence(&self) -> B256 {
        self.attached.first().map_or(B256::ZERO, |file| file.sha256)
    }

    /// What the QR code says: the hash of `evidence.json`.
    pub(crate) fn evidence_urn(&self) -> String {
        format!("waymark:evidence:sha256:{}", hex::encode(self.evidence()))
    }

    fn furniture(&self, object: &str) -> Furniture {
        let hex = hex::encode(&self.evidence()[..6]);
        let (first, rest) = hex.split_at(4);
        let (second, third) = rest.split_at(4);
        Furniture {
            paper: self.parameters.paper,
            issuer: self.parameters.issuer.name.clone(),
            subject: format!("{} · {object}", self.heading.title),
            number: self.parameters.number.clone(),
            evidence: (self.words.evidence, format!("{first} {second} {third}")),
            page_of: self.words.page_of,
            continued: self.words.continued,
        }
    }
}
