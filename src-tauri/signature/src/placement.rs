//! Placing empty signatures and timestamps in a PDF: incremental updates (ISO 32000-2, 7.5.6) that add a field to one
//! page. Pure functions, so that whoever has the base and the field can do it again and compare.

use std::ops::Range;

use lopdf::ObjectId;

use crate::{
    algorithm::DigestAlgorithm,
    base::Base,
    error::SigningError,
    field::{Purpose, SignatureField},
    inspect,
    layout::{signature_head, timestamp_head},
    level::Level,
    standing::Standing,
    syntax::reference,
    update::{Update, Written},
};

/// Files larger than this are neither signed nor checked.
pub const MAX_PDF_BYTES: usize = 256 * 1024 * 1024;
/// Room for the signature container, in bytes; twice as many hexadecimal digits.
pub const RESERVED_BYTES: usize = 24 * 1024;

/// What the fields are called.
const FIRST_FIELD: &str = "Signature1";
pub(crate) const SECOND_FIELD: &str = "Signature2";
const TIMESTAMP_FIELD: &str = "Timestamp1";

/// A document with an empty signature in its place, ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub(crate) bytes: Vec<u8>,
    pub(crate) digits: Range<usize>,
    /// Whether somebody else may sign after this signature.
    pub(crate) is_open: bool,
}

impl Prepared {
    pub(crate) fn new(
        previous: &[u8],
        written: Written,
        is_open: bool,
    ) -> Result<Self, SigningError> {
        let bytes = [previous, &written.bytes].concat();
        if bytes.len() > MAX_PDF_BYTES {
            return Err(SigningError::TooLarge);
        }
        Ok(Self {
            bytes,
            digits: written.digits.ok_or(SigningError::Encoding)?,
            is_open,
        })
    }

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

/// Whether `signed` begins with what comes of placing `field` on `base`, whatever its container holds.
///
/// With [`crate::inspect`], which decides what follows, this decides every byte of a file: it is the base, the updates
/// that this crate makes, and the one encoding of each signature.
pub fn matches(base: &[u8], field: &SignatureField, signed: &[u8]) -> bool {
    prepare(base, field).is_ok_and(|Prepared { bytes, digits, .. }| {
        bytes.len() <= signed.len()
            && bytes[..digits.start] == signed[..digits.start]
            && bytes[digits.end..] == signed[digits.end..bytes.len()]
    })
}

/// Adds an empty signature to a document. The base's bytes stay as they are at the beginning of the result; the same
/// inputs give the same bytes.
///
/// The base comes from ourselves: it must be a PDF without encryption, form or signature, that ends in `%%EOF` and
/// at most one line end.
pub fn prepare(base: &[u8], field: &SignatureField) -> Result<Prepared, SigningError> {
    field.check()?;
    let read = Base::read(base, field.page)?;
    let written = place_signature(base, Standing::of_base(&read)?, field, FIRST_FIELD)?;
    Prepared::new(base, written, field.purpose == Purpose::Approve)
}

/// Adds the empty signature of a second person to a file that one person approved. It takes no room on the page: the
/// page was computed before anybody knew who would sign second.
///
/// The first signature stays as it is, with its timestamp where it has one. What keeps signatures verifiable for long,
/// and so covers both, comes after the second one.
pub fn prepare_second(signed: &[u8], field: &SignatureField) -> Result<Prepared, SigningError> {
    let refused = SigningError::NotForCountersigning;
    let file = inspect::read(signed)
        .map_err(|_| refused("its first signature is not whole or not one of ours"))?;
    if file.signed.purpose == Purpose::Certify {
        return Err(refused(
            "its first signature certifies it and allows no second",
        ));
    }
    if file.signed.countersignature.is_some() {
        return Err(refused("two persons have signed it already"));
    }
    if file.signed.level > Level::T {
        return Err(refused(
            "it was closed for keeping before the second signature",
        ));
    }
    field.check()?;
    let field = SignatureField {
        page: 0,
        rect: [0; 4],
        purpose: Purpose::Approve,
        ..field.clone()
    };
    let written = place_signature(signed, file.standing, &field, SECOND_FIELD)?;
    Prepared::new(signed, written, false)
}

/// Adds an empty signature to a file that stands like this.
pub(crate) fn place_signature(
    previous: &[u8],
    standing: Standing,
    field: &SignatureField,
    name: &str,
) -> Result<Written, SigningError> {
    let mut update = Update::new(previous, standing);
    let widget = update.new_id();
    let appearance = (!field.is_invisible()).then(|| update.new_id());
    let signature = update.new_id();
    update.standing().add_field(widget);
    if field.purpose == Purpose::Certify {
        let certifies = format!("/Perms<</DocMDP {}>>", reference(signature));
        update.standing().add_to_catalog(&certifies);
    }
    let place = Place {
        name,
        rect: field.rect,
        appearance,
    };
    update.catalog();
    update.page();
    place.write(&mut update, widget, signature);
    if let Some(id) = appearance {
        update.object(id, &empty_form(field));
    }
    update.container(signature, &signature_head(field).ok_or(SigningError::Time)?);
    update.finish()
}

/// Adds an empty timestamp over the whole file to a file that stands like this.
pub(crate) fn place_timestamp(
    previous: &[u8],
    standing: Standing,
) -> Result<Written, SigningError> {
    let mut update = Update::new(previous, standing);
    let widget = update.new_id();
    let timestamp = update.new_id();
    update.standing().add_field(widget);
    let place = Place {
        name: TIMESTAMP_FIELD,
        rect: [0; 4],
        appearance: None,
    };
    update.catalog();
    update.page();
    place.write(&mut update, widget, timestamp);
    update.container(timestamp, &timestamp_head());
    update.finish()
}

/// Where a field stands on its page.
struct Place<'a> {
    name: &'a str,
    rect: [u16; 4],
    appearance: Option<ObjectId>,
}

impl Place<'_> {
    /// The field, which is its own annotation. 132 is Print and Locked (ISO 32000-2, 12.5.3).
    fn write(&self, update: &mut Update<'_>, widget: ObjectId, value: ObjectId) {
        let [left, bottom, right, top] = self.rect;
        let appearance = self
            .appearance
            .map(|id| format!("/AP<</N {}>>", reference(id)))
            .unwrap_or_default();
        let page = reference(update.standing().page);
        let text = format!(
            "<</Type/Annot/Subtype/Widget/FT/Sig/T({})/V {}/F 132/P {page}\
             /Rect[{left} {bottom} {right} {top}]{appearance}>>",
            self.name,
            reference(value),
        );
        update.object(widget, &text);
    }
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

    use lopdf::{Document, Object, xref::XrefType};

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
