//! Reports: what events and parameters add up to, drawn by one of the templates and written as a PDF with its evidence attached. The
//! same inputs give the same bytes, on every machine.
//!
//! Three layers, data flowing one way: evidence and parameters → what is said (`model`, and each template's own) → pages (how it
//! looks: `paper` is the layout language, `pages` what templates share) → file. It is pure: no clock, no file, no network. It signs
//! nothing (that is `signature`) and judges no file (that is `verify`).

mod basis;
mod document;
mod drawing;
mod error;
mod figures;
mod file;
pub mod model;
mod pages;
mod paper;
mod parameters;
mod templates;
mod verdict;
mod words;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod golden_tests;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod large_tests;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod testing;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use evidence::Bundle;

pub use basis::Basis;
pub use document::{Document, MOST_DOCUMENTS};
pub use drawing::{Drawing, Imprint, Lettering};
pub use error::ReportError;
pub use file::{Attachments, attachments};
pub use model::{Completeness, History, Incomplete, required_histories};
pub use pages::signature::signature_area;
pub use parameters::{
    AsOf, DocumentReference, IssuedAt, Issuer, Locale, MAX_PARAMETERS, Paper, Parameters, Proven,
    Recipient, Signer,
};
pub use templates::{CarriedBy, Declaration, Template, shipments_of};
pub use verdict::{VerdictFact, VerdictMark, VerdictSheet, VerdictStep};

/// The whole report, unsigned: pages, `evidence.json`, `events.jsonld` and `parameters.json`.
pub fn render(bundle: &Bundle, parameters: &Parameters) -> Result<Vec<u8>, ReportError> {
    Basis::new(bundle, parameters)?.render()
}

/// What a declaration of provenance says, given its evidence and its parameters.
pub fn declaration(bundle: &Bundle, parameters: &Parameters) -> Result<Declaration, ReportError> {
    Basis::new(bundle, parameters)?.declaration().cloned()
}
