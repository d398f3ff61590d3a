//! The attachments of a report, read back from a file that may be anyone's.

use evidence::MAX_JSON;
use lopdf::{Dictionary, LoadOptions, Object};

use crate::parameters::MAX_PARAMETERS;
use crate::{Document, Parameters, ReportError};

/// The name of the attachment with the proofs.
pub(crate) const EVIDENCE: &str = "evidence.json";
/// The name of the attachment with the events in EPCIS 2.0.
pub(crate) const EVENTS: &str = "events.jsonld";
/// The name of the attachment with the parameters.
pub(crate) const PARAMETERS: &str = "parameters.json";

/// More names than this in a file's list are not looked at.
const MOST_NAMES: usize = 64;
/// The most that all documents together are unpacked to, in bytes.
const MAX_DOCUMENTS: usize = 64 * 1024 * 1024;
/// More pages than this are not counted.
const MOST_PAGES: usize = 10_000;

/// What the pages of a report are computed from, as the bytes that the file carries, and how many pages there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachments {
    /// `evidence.json`.
    pub evidence: Vec<u8>,
    /// `parameters.json`.
    pub parameters: Vec<u8>,
    /// The documents that the parameters list and that are in the file as they should be, in that order.
    pub documents: Vec<Document>,
    /// How many pages the file has.
    pub pages: usize,
}

/// Reads the attachments of a report. Each is unpacked to its own limit at most, whatever the file claims.
pub fn attachments(pdf: &[u8]) -> Result<Attachments, ReportError> {
    let options = LoadOptions::with_max_decompressed_size(MAX_JSON);
    let document = lopdf::Document::load_mem_with_options(pdf, options)
        .map_err(|error| ReportError::Pdf(error.to_string().chars().take(200).collect()))?;
    let parameters = embedded(&document, PARAMETERS, MAX_PARAMETERS)?;
    Ok(Attachments {
        evidence: embedded(&document, EVIDENCE, MAX_JSON)?,
        documents: documents(&document, &parameters),
        parameters,
        pages: document.page_iter().take(MOST_PAGES).count(),
    })
}

/// Those listed whose bytes are the ones listed. Whether any is missing shows when the pages are computed again.
fn documents(document: &lopdf::Document, parameters: &[u8]) -> Vec<Document> {
    let Ok(parameters) = Parameters::from_json(parameters) else {
        return Vec::new();
    };
    let mut left = MAX_DOCUMENTS;
    let mut found = Vec::new();
    for listed in &parameters.documents {
        let Some(bytes) = specification(document, &listed.name)
            .and_then(|specification| unpacked(document, specification, left))
        else {
            continue;
        };
        left -= bytes.len();
        let attached = Document {
            name: listed.name.clone(),
            bytes,
        };
        if attached.is(listed) {
            found.push(attached);
        }
    }
    found
}

fn embedded(
    document: &lopdf::Document,
    name: &'static str,
    most: usize,
) -> Result<Vec<u8>, ReportError> {
    let specification =
        specification(document, name).ok_or(ReportError::AttachmentMissing(name))?;
    unpacked(document, specification, most).ok_or(ReportError::AttachmentDamaged(name))
}

fn specification<'a>(document: &'a lopdf::Document, name: &str) -> Option<&'a Dictionary> {
    let names = dictionary(document, document.catalog().ok()?, b"Names")?;
    let files = dictionary(document, names, b"EmbeddedFiles")?;
    let list = follow(document, files.get(b"Names").ok()?)?
        .as_array()
        .ok()?;
    list.chunks_exact(2)
        .take(MOST_NAMES)
        .find(|pair| pair[0].as_str().is_ok_and(|key| key == name.as_bytes()))
        .and_then(|pair| follow(document, &pair[1])?.as_dict().ok())
}

fn unpacked(
    document: &lopdf::Document,
    specification: &Dictionary,
    most: usize,
) -> Option<Vec<u8>> {
    let files = dictionary(document, specification, b"EF")?;
    let stream = follow(document, files.get(b"F").ok()?)?.as_stream().ok()?;
    match stream.dict.get(b"Filter") {
        Err(_) => (stream.content.len() <= most).then(|| stream.content.clone()),
        Ok(filter) if filter.as_name().is_ok_and(|name| name == b"FlateDecode") => {
            miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&stream.content, most).ok()
        }
        Ok(_) => None,
    }
}

fn dictionary<'a>(
    document: &'a lopdf::Document,
    within: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    follow(document, within.get(key).ok()?)?.as_dict().ok()
}

fn follow<'a>(document: &'a lopdf::Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}
