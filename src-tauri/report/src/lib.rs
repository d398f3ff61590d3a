//! Reports: what events and parameters add up to, drawn as a "Declaration of provenance" (the form of a supplier's declaration,
//! ISO/IEC 17050-1) and written as a PDF with its evidence attached. The same inputs give the same bytes, on every machine.
//!
//! Three layers, data flowing one way: evidence and parameters → [`Declaration`] (what is said) → pages (how it looks) → file.
//! It is pure: no clock, no file, no network. It signs nothing (that is `signature`) and judges no file (that is `verify`).

mod basis;
mod error;
mod figures;
mod file;
pub mod model;
mod pages;
mod paper;
mod parameters;
mod words;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod testing;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use alloy_primitives::B256;
use evidence::Bundle;
use sha2::{Digest, Sha256};

use file::{About, Attachment};
use pages::{Attached, Draft};
use words::Words;

pub use basis::Basis;
pub use error::ReportError;
pub use file::{Attachments, attachments};
pub use model::{Completeness, Declaration, History, Incomplete, required_histories};
pub use parameters::{
    AsOf, IssuedAt, Issuer, Locale, MAX_PARAMETERS, Parameters, Proven, Recipient, Signer, TEMPLATE,
};

/// Where the signature box stands on the first page: left, bottom, right and top in points from the lower left corner.
pub const SIGNATURE_AREA: [u16; 4] = [42, 50, 449, 142];

/// The whole report, unsigned: pages, `evidence.json`, `events.jsonld` and `parameters.json`.
pub fn render(bundle: &Bundle, parameters: &Parameters) -> Result<Vec<u8>, ReportError> {
    Basis::new(bundle, parameters)?.render()
}

/// What a declaration says, given its evidence and its parameters.
pub fn declaration(bundle: &Bundle, parameters: &Parameters) -> Result<Declaration, ReportError> {
    Basis::new(bundle, parameters)?.declaration().cloned()
}

/// Draws a declaration and writes the file.
fn drawn(
    declaration: &Declaration,
    parameters: &Parameters,
    evidence: Vec<u8>,
    events: Vec<u8>,
) -> Result<Vec<u8>, ReportError> {
    let words = Words::of(parameters.locale);
    let files = [
        (file::EVIDENCE, "application/json", evidence),
        ("events.jsonld", "application/ld+json", events),
        (file::PARAMETERS, "application/json", parameters.to_json()),
    ];
    let attachments: Vec<Attachment> = files
        .into_iter()
        .zip(words.file_about)
        .map(|((name, mime, bytes), about)| Attachment {
            name,
            mime,
            description: about.to_owned(),
            bytes,
        })
        .collect();
    let attached: Vec<Attached> = attachments
        .iter()
        .map(|file| Attached {
            name: file.name,
            size: file.bytes.len(),
            sha256: B256::from_slice(&Sha256::digest(&file.bytes)),
        })
        .collect();
    let draft = Draft {
        declaration,
        parameters,
        words,
        attached: &attached,
    };
    let about = About {
        title: paper::text::clean(&format!("{} {}", words.title, parameters.number)),
        author: paper::text::clean(&parameters.issuer.name),
        subject: paper::text::clean(&declaration.object.name),
        lang: words.lang,
        issued: parameters.issued_at.event_time(),
    };
    file::write(draft.draw(), &about, &attachments)
}
