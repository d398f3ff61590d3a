//! From pages and attachments to the bytes of one PDF file, the same bytes for the same input; and back to the attachments.
//!
//! printpdf writes pages and subset fonts. What it gets wrong or cannot do is done on its lopdf document before it is saved.

mod attach;
mod catalog;
mod metadata;
mod outline;
mod profile;
mod read;

use lopdf::{Document, Object, StringFormat};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, PdfWarnMsg};
use sha2::{Digest, Sha256};

use crate::ReportError;
use crate::pages::Drawn;
use crate::paper::face::embedded;
use trace::EventTime;

pub(crate) use attach::Attachment;
pub use read::{Attachments, attachments};
pub(crate) use read::{EVENTS, EVIDENCE, PARAMETERS};

/// What a file says of itself besides its pages.
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) subject: String,
    /// The language tag (BCP 47).
    pub(crate) lang: &'static str,
    pub(crate) issued: EventTime,
}

/// The bytes of a report.
pub(crate) fn write(
    drawn: Drawn,
    about: &About,
    attachments: &[Attachment],
) -> Result<Vec<u8>, ReportError> {
    let mut document = printed(drawn.pages)?;
    "1.7".clone_into(&mut document.version);
    attach::embed(&mut document, attachments, about)?;
    catalog::complete(&mut document, about)?;
    outline::add(&mut document, &drawn.sections)?;
    set_id(&mut document, attachments);
    squeeze(&mut document);
    document.renumber_objects();
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|error| ReportError::Writing(error.to_string()))?;
    Ok(bytes)
}

/// The pages as printpdf writes them, with subset fonts.
fn printed(pages: Vec<PdfPage>) -> Result<Document, ReportError> {
    let mut drawn = PdfDocument::new("");
    drawn.resources.fonts.map.extend(embedded(&pages));
    drawn.with_pages(pages);
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: true,
        secure: true,
        image_optimization: None,
    };
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let document = printpdf::serialize::to_lopdf_doc(&drawn, &options, &mut warnings);
    match warnings.first() {
        Some(warning) => Err(ReportError::Writing(format!("{warning:?}"))),
        None => Ok(document),
    }
}

/// Both halves of `/ID` (ISO 32000-1, 14.4) from what the file carries: no clock and no chance.
fn set_id(document: &mut Document, attachments: &[Attachment]) {
    let mut hash = Sha256::new();
    for attachment in attachments {
        hash.update(Sha256::digest(&attachment.bytes));
    }
    let id = Object::String(hash.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}

/// Packs every stream but the metadata (ISO 19005-3, 6.6.2.1 wants that legible). The packer is named here and not left to lopdf's
/// features, because another packer would write other bytes.
fn squeeze(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        if stream.dict.has(b"Filter") || stream.dict.has_type(b"Metadata") {
            continue;
        }
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&stream.content, 6);
        if packed.len() + 24 < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with a byte order mark.
fn text(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A date (ISO 32000-1, 7.9.4), in UTC.
fn date(time: EventTime) -> Object {
    let digits: String = time
        .utc_text()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let seconds = digits.get(..14).unwrap_or("19700101000000");
    Object::string_literal(format!("D:{seconds}Z"))
}

/// What lopdf says when a document that it was just given lacks something.
fn lacking(error: &lopdf::Error) -> ReportError {
    ReportError::Writing(error.to_string())
}
