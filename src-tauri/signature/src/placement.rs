//! Placing an empty signature in a PDF: an incremental update (ISO 32000-2, 7.5.6) that adds a certifying signature
//! field to one page. A pure function, so that whoever has the base and the field can do it again and compare.

use std::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use crate::{
    algorithm::DigestAlgorithm, base::Base, error::SigningError, field::SignatureField,
    layout::patch_byte_range, update::Update,
};

/// Files larger than this are neither signed nor checked.
pub const MAX_PDF_BYTES: usize = 256 * 1024 * 1024;
/// Room for the signature container, in bytes; twice as many hexadecimal digits.
pub const RESERVED_BYTES: usize = 16 * 1024;

/// A document with an empty signature in its place, ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub(crate) bytes: Vec<u8>,
    pub(crate) digits: Range<usize>,
}

impl Prepared {
    /// The file, the container's digits all zero.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the container's hexadecimal digits are, their angle brackets excluded. With their brackets they are
    /// the only bytes that the signature does not cover.
    pub fn contents(&self) -> Range<usize> {
        self.digits.clone()
    }

    /// The hash of the bytes the signature covers.
    pub fn digest(&self, algorithm: DigestAlgorithm) -> Vec<u8> {
        covered_digest(&self.bytes, &self.digits, algorithm)
    }
}

/// The hash of everything but the container and its brackets.
pub(crate) fn covered_digest(
    bytes: &[u8],
    digits: &Range<usize>,
    algorithm: DigestAlgorithm,
) -> Vec<u8> {
    algorithm.digest(&[&bytes[..digits.start - 1], &bytes[digits.end + 1..]])
}

/// Whether `signed` is what comes of placing `field` on `base`, whatever its container holds.
///
/// With [`crate::inspect`] this decides every byte of a file: it is the base, the update that this crate makes, and
/// the one encoding of the signature.
pub fn matches(base: &[u8], field: &SignatureField, signed: &[u8]) -> bool {
    prepare(base, field).is_ok_and(|Prepared { bytes, digits }| {
        bytes.len() == signed.len()
            && bytes[..digits.start] == signed[..digits.start]
            && bytes[digits.end..] == signed[digits.end..]
    })
}

/// Adds an empty certifying signature to a document. The base's bytes stay as they are at the beginning of the
/// result; the same inputs give the same bytes.
///
/// The base comes from ourselves: it must be a PDF without encryption, form or signature, that ends in `%%EOF` and
/// at most one line end.
pub fn prepare(base: &[u8], field: &SignatureField) -> Result<Prepared, SigningError> {
    field.check()?;
    let base = Base::read(base, field.page)?;
    let mut update = Update::new(&base);
    let widget = update.new_id();
    let appearance = (!field.is_invisible()).then(|| update.new_id());
    let signature = update.new_id();

    update.dictionary(base.root, &base.catalog_with(widget, signature))?;
    update.dictionary(base.page, &base.page_with(widget))?;
    let entries = widget_entries(field, base.page, signature, appearance);
    update.dictionary(widget, &entries)?;
    if let Some(id) = appearance {
        update.object(id, empty_form(field).as_bytes());
    }
    let digits = update.signature(signature, field)?;
    let mut bytes = update.finish()?;
    patch_byte_range(&mut bytes, &digits).ok_or(SigningError::TooLarge)?;
    Ok(Prepared { bytes, digits })
}

fn widget_entries(
    field: &SignatureField,
    page: ObjectId,
    signature: ObjectId,
    appearance: Option<ObjectId>,
) -> Dictionary {
    let rect: Vec<Object> = field
        .rect
        .iter()
        .map(|&edge| i64::from(edge).into())
        .collect();
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal("Signature1"),
        "V" => signature,
        // Print and Locked (ISO 32000-2, 12.5.3).
        "F" => 132,
        "P" => page,
        "Rect" => rect,
    };
    if let Some(id) = appearance {
        widget.set("AP", dictionary! { "N" => id });
    }
    widget
}

/// A form that draws nothing: a visible field must have an appearance, and the page draws the signature box itself.
fn empty_form(field: &SignatureField) -> String {
    let [left, bottom, right, top] = field.rect;
    let (width, height) = (right - left, top - bottom);
    format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]/Resources<<>>/Length 0>>\n\
         stream\n\nendstream"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lopdf::{Document, xref::XrefType};

    use super::*;
    use crate::sample;

    const KINDS: [XrefType; 2] = [
        XrefType::CrossReferenceTable,
        XrefType::CrossReferenceStream,
    ];

    #[test]
    fn the_base_is_kept_and_the_update_is_always_the_same() {
        for kind in KINDS {
            let base = sample::document(kind);
            let prepared = prepare(&base, &sample::field()).unwrap();
            assert!(prepared.bytes().starts_with(&base));
            assert_eq!(prepare(&base, &sample::field()).unwrap(), prepared);
        }
    }

    #[test]
    fn a_reader_finds_the_field_on_its_page_beside_what_was_there() {
        for kind in KINDS {
            let base = sample::document(kind);
            let bytes = prepare(&base, &sample::field()).unwrap().bytes;
            let document = Document::load_mem(&bytes).unwrap();
            let catalog = document.catalog().unwrap();
            let form = catalog.get(b"AcroForm").unwrap().as_dict().unwrap();
            let fields = form.get(b"Fields").unwrap().as_array().unwrap();
            let pages: Vec<ObjectId> = document.page_iter().collect();
            let page = document.get_dictionary(pages[1]).unwrap();
            let annotations = page.get(b"Annots").unwrap().as_array().unwrap();
            assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
            assert_eq!(annotations.len(), 2);
            assert_eq!(annotations[1], fields[0]);
            let widget = document
                .get_dictionary(fields[0].as_reference().unwrap())
                .unwrap();
            assert_eq!(widget.get(b"P").unwrap(), &Object::Reference(pages[1]));
            assert_eq!(
                widget.get(b"V").unwrap(),
                catalog
                    .get(b"Perms")
                    .unwrap()
                    .as_dict()
                    .unwrap()
                    .get(b"DocMDP")
                    .unwrap()
            );
        }
    }

    #[test]
    fn an_invisible_field_has_no_appearance() {
        let field = SignatureField {
            rect: [0; 4],
            ..sample::field()
        };
        let bytes = prepare(&sample::table_document(), &field).unwrap().bytes;
        assert!(!bytes.windows(3).any(|window| window == b"/AP"));
    }

    #[test]
    fn what_cannot_be_signed_is_refused_with_its_reason() {
        let base = sample::table_document();
        let with = |change: fn(&mut SignatureField)| {
            let mut field = sample::field();
            change(&mut field);
            prepare(&base, &field).err()
        };
        let no_page = SigningError::NoPage { page: 2, pages: 2 };
        assert_eq!(with(|field| field.page = 2), Some(no_page));
        assert_eq!(
            with(|field| field.rect = [9, 0, 0, 9]),
            Some(SigningError::Rectangle)
        );
        assert_eq!(
            with(|field| field.reason = "x".repeat(1025)),
            Some(SigningError::TextTooLong("reason"))
        );
        assert_eq!(
            with(|field| field.time = u64::MAX),
            Some(SigningError::Time)
        );
        let signed = prepare(&base, &sample::field()).unwrap();
        assert_eq!(
            prepare(signed.bytes(), &sample::field()).err(),
            Some(SigningError::HasForm)
        );
        assert!(matches!(
            prepare(b"%PDF-1.7 nonsense", &sample::field()),
            Err(SigningError::Base(_))
        ));
        assert!(matches!(
            prepare(&base[..base.len() - 3], &sample::field()),
            Err(SigningError::Base(_))
        ));
    }

    #[test]
    fn another_base_or_field_does_not_match() {
        let base = sample::table_document();
        let signed = prepare(&base, &sample::field()).unwrap().bytes;
        assert!(matches(&base, &sample::field(), &signed));
        let mut other = sample::field();
        other.reason.push('!');
        assert!(!matches(&base, &other, &signed));
        let mut other = base.clone();
        let at = other.windows(6).position(|w| w == b"Page 1").unwrap();
        other[at + 5] = b'3';
        assert!(!matches(&other, &sample::field(), &signed));
        assert!(!matches(&base, &sample::field(), &base));
        assert!(!matches(b"", &sample::field(), &signed));
    }
}
