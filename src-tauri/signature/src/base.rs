//! What must be known of a document before a signature can be added to it. Reading it is `lopdf`'s work; the document
//! is one that we made ourselves.

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::{error::SigningError, layout::END_OF_FILE, placement::MAX_PDF_BYTES};

/// What must be known of a document to extend it.
pub(crate) struct Base {
    pub(crate) trailer: Dictionary,
    pub(crate) root: ObjectId,
    pub(crate) catalog: Dictionary,
    pub(crate) page: ObjectId,
    /// Without its annotations.
    pub(crate) page_entries: Dictionary,
    pub(crate) annotations: Vec<Object>,
    /// Number of the first free object.
    pub(crate) next: u32,
    /// Where the base's own cross-reference section starts, and whether that is a stream.
    pub(crate) cross_references: usize,
    pub(crate) as_stream: bool,
}

impl Base {
    pub(crate) fn read(bytes: &[u8], page: usize) -> Result<Self, SigningError> {
        if bytes.len() > MAX_PDF_BYTES {
            return Err(SigningError::TooLarge);
        }
        check_frame(bytes)?;
        let document = Document::load_mem(bytes).map_err(|error| unreadable(&error))?;
        if document.trailer.has(b"Encrypt") {
            return Err(SigningError::Base("it is encrypted".into()));
        }
        let root = document
            .trailer
            .get(b"Root")
            .and_then(Object::as_reference)
            .map_err(|error| unreadable(&error))?;
        let catalog = document
            .get_dictionary(root)
            .map_err(|error| unreadable(&error))?
            .clone();
        if catalog.has(b"AcroForm") || catalog.has(b"Perms") {
            return Err(SigningError::HasForm);
        }
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let page = *pages.get(page).ok_or(SigningError::NoPage {
            page,
            pages: pages.len(),
        })?;
        let mut page_entries = document
            .get_dictionary(page)
            .map_err(|error| unreadable(&error))?
            .clone();
        let annotations = annotations(&document, &page_entries)?;
        page_entries.remove(b"Annots");
        let cross_references = document.xref_start;
        Ok(Self {
            root,
            catalog,
            page,
            annotations,
            page_entries,
            next: first_free(&document)?,
            cross_references,
            as_stream: !bytes
                .get(cross_references..)
                .is_some_and(|section| section.starts_with(b"xref")),
            trailer: document.trailer,
        })
    }
}

fn unreadable(error: &lopdf::Error) -> SigningError {
    SigningError::Base(error.to_string())
}

fn check_frame(bytes: &[u8]) -> Result<(), SigningError> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(SigningError::Base("it is not a PDF".into()));
    }
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.ends_with(END_OF_FILE.as_bytes()) && !bytes.ends_with(b"\r") {
        Ok(())
    } else {
        Err(SigningError::Base("it has no proper end".into()))
    }
}

fn annotations(document: &Document, page: &Dictionary) -> Result<Vec<Object>, SigningError> {
    let Ok(entry) = page.get(b"Annots") else {
        return Ok(Vec::new());
    };
    let (_, array) = document
        .dereference(entry)
        .map_err(|error| unreadable(&error))?;
    Ok(array
        .as_array()
        .map_err(|error| unreadable(&error))?
        .clone())
}

fn first_free(document: &Document) -> Result<u32, SigningError> {
    let stated = document.trailer.get(b"Size").and_then(Object::as_i64);
    let stated = stated.ok().and_then(|size| u32::try_from(size).ok());
    let counted = document.max_id.saturating_add(1);
    let next = stated.unwrap_or(0).max(counted);
    // Ten-digit object numbers would not fit the cross-reference table's neighbours; no honest file is near.
    if next < 100_000_000 {
        Ok(next)
    } else {
        Err(SigningError::Base("it has too many objects".into()))
    }
}
