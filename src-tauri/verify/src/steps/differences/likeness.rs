//! Whether two objects of two PDF files are alike, whatever their numbers and however their streams are packed.

use std::borrow::Cow;

use lopdf::{Dictionary, Document, Object, Stream};
use sha2::{Digest, Sha256};

use super::MOST_UNPACKED;

/// References that lead further down than this are not followed.
const DEEPEST: usize = 32;

/// How many objects may still be looked at: a file can say that everything is in everything.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(400_000)
    }
}

/// A hash that is the same for objects that are alike. References are followed, but not to pages, which are compared apart.
pub(super) fn likeness(document: &Document, object: &Object, budget: &mut Budget) -> [u8; 32] {
    let mut hash = Sha256::new();
    add(document, object, budget, DEEPEST, &mut hash);
    hash.finalize().into()
}

fn add(document: &Document, object: &Object, budget: &mut Budget, left: usize, hash: &mut Sha256) {
    if budget.0 == 0 || left == 0 {
        hash.update(b"further");
        return;
    }
    budget.0 -= 1;
    match object {
        Object::Reference(_) => match document.dereference(object) {
            Ok((_, found)) => add(document, found, budget, left - 1, hash),
            Err(_) => hash.update(b"nothing"),
        },
        Object::Array(items) => {
            hash.update(format!("[{}", items.len()));
            for item in items {
                add(document, item, budget, left - 1, hash);
            }
        }
        Object::Dictionary(entries) => add_entries(document, entries, budget, left, hash),
        Object::Stream(stream) => {
            add_entries(document, &stream.dict, budget, left, hash);
            hash.update(Sha256::digest(unpacked(stream)));
        }
        plain => hash.update(format!("{plain:?}")),
    }
}

fn add_entries(
    document: &Document,
    entries: &Dictionary,
    budget: &mut Budget,
    left: usize,
    hash: &mut Sha256,
) {
    if entries.has_type(b"Page") || entries.has_type(b"Pages") {
        hash.update(b"page");
        return;
    }
    // How a stream is packed says nothing about what is in it.
    let packing = ["Length", "Filter", "DecodeParms"].map(str::as_bytes);
    let mut sorted: Vec<_> = (entries.iter())
        .filter(|(key, _)| !packing.contains(&key.as_slice()))
        .collect();
    sorted.sort_by_key(|(key, _)| *key);
    hash.update(format!("<{}", sorted.len()));
    for (key, value) in sorted {
        hash.update(format!("/{}:", key.len()));
        hash.update(key);
        add(document, value, budget, left - 1, hash);
    }
}

/// A stream's bytes, unpacked where they are packed in the usual way.
pub(super) fn unpacked(stream: &Stream) -> Cow<'_, [u8]> {
    let filter = stream.dict.get(b"Filter").and_then(Object::as_name);
    if filter.is_ok_and(|name| name == b"FlateDecode") {
        let unpacked =
            miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&stream.content, MOST_UNPACKED);
        if let Ok(unpacked) = unpacked {
            return unpacked.into();
        }
    }
    stream.content.as_slice().into()
}
