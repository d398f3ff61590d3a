//! Where a file differs from the one that follows from its evidence, in words: which page, and what of it. It decides nothing,
//! for the bytes were compared before; it explains. The file is hostile, so everything that is followed is bounded.

mod likeness;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use self::likeness::{Budget, likeness, unpacked};
use crate::Wording;

/// More pages than this are not compared one by one.
const MOST_PAGES: usize = 2_000;
/// More names than this in a list are not looked at.
const MOST_NAMES: usize = 64;
/// A stream is unpacked to this many bytes at most.
const MOST_UNPACKED: usize = 64 << 20;
/// How much may stand before the computed drawing where more was drawn behind it, such as `q`.
const MOST_BEFORE: usize = 64;

/// What differs, most telling first; never empty.
pub(super) fn differences(found: &[u8], computed: &[u8]) -> Vec<Wording> {
    if found == computed {
        return vec![Wording::of(|words| words.signature_placed)];
    }
    let load = |bytes| {
        let options = LoadOptions::with_max_decompressed_size(MOST_UNPACKED);
        Document::load_mem_with_options(bytes, options).ok()
    };
    let mut differences = Vec::new();
    if let (Some(found), Some(computed)) = (load(found), load(computed)) {
        let mut budget = Budget::default();
        of_pages(&found, &computed, &mut budget, &mut differences);
        of_attachments(&found, &computed, &mut differences);
    }
    if differences.is_empty() {
        differences.push(Wording::of(|words| words.file_frame));
    }
    differences
}

fn of_pages(found: &Document, computed: &Document, budget: &mut Budget, into: &mut Vec<Wording>) {
    let pages =
        |document: &Document| -> Vec<ObjectId> { document.page_iter().take(MOST_PAGES).collect() };
    let (here, there) = (pages(found), pages(computed));
    if here.len() != there.len() {
        let counts = [here.len().into(), there.len().into()];
        into.push(Wording::with(|words| words.pages_count, &counts));
    }
    for (at, (here, there)) in here.into_iter().zip(there).enumerate() {
        let pair = (found.get_dictionary(here), computed.get_dictionary(there));
        if let (Ok(here), Ok(there)) = pair {
            of_page((found, here), (computed, there), at + 1, budget, into);
        }
    }
}

type Part<'a> = (&'a Document, &'a Dictionary);

fn of_page(
    found: Part<'_>,
    computed: Part<'_>,
    number: usize,
    budget: &mut Budget,
    into: &mut Vec<Wording>,
) {
    let number = Wording::from(number);
    let mut say = |sentence| into.push(Wording::with(sentence, std::slice::from_ref(&number)));
    let (drawn, computed_drawn) = (drawing(found), drawing(computed));
    if drawn != computed_drawn {
        if surrounds(&drawn, &computed_drawn) {
            say(|words| words.page_added);
        } else {
            say(|words| words.page_text);
        }
    }
    let mut alike = |key: &[u8], of: fn(Part<'_>, &[u8]) -> Option<Object>| {
        let one = of(found, key).map(|object| likeness(found.0, &object, budget));
        let other = of(computed, key).map(|object| likeness(computed.0, &object, budget));
        one == other
    };
    if !alike(b"Font", resource) {
        say(|words| words.page_font);
    }
    if !alike(b"XObject", resource) {
        say(|words| words.page_picture);
    }
    if !alike(b"Annots", entry) {
        say(|words| words.page_note);
    }
    let compared_apart = ["Contents", "Resources", "Annots", "Parent"].map(str::as_bytes);
    let of_page = keys(found.1, computed.1, &compared_apart);
    let resources = |(document, page): Part<'_>| {
        let resources = page.get_deref(b"Resources", document).ok()?;
        resources.as_dict().ok().cloned()
    };
    let resources = (
        resources(found).unwrap_or_default(),
        resources(computed).unwrap_or_default(),
    );
    let of_resources = keys(
        &resources.0,
        &resources.1,
        &["Font", "XObject"].map(str::as_bytes),
    );
    let other = of_page.iter().any(|key| !alike(key, entry))
        || of_resources.iter().any(|key| !alike(key, resource));
    if other {
        say(|words| words.page_other);
    }
}

/// All keys of two dictionaries but some.
fn keys(one: &Dictionary, other: &Dictionary, but: &[&[u8]]) -> BTreeSet<Vec<u8>> {
    let keys = one.iter().chain(other.iter()).map(|(key, _)| key);
    keys.filter(|key| !but.contains(&key.as_slice()))
        .cloned()
        .collect()
}

fn entry((_, page): Part<'_>, key: &[u8]) -> Option<Object> {
    page.get(key).ok().cloned()
}

fn resource((document, page): Part<'_>, key: &[u8]) -> Option<Object> {
    let resources = page.get_deref(b"Resources", document).ok()?;
    resources.as_dict().ok()?.get(key).ok().cloned()
}

/// What a page draws: all of its content streams, unpacked.
fn drawing((document, page): Part<'_>) -> Vec<u8> {
    let Ok(contents) = page.get_deref(b"Contents", document) else {
        return Vec::new();
    };
    let parts = match contents {
        Object::Array(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let mut drawn = Vec::new();
    for part in parts.iter().take(MOST_NAMES) {
        let stream = document.dereference(part).map(|(_, object)| object);
        if let Ok(Object::Stream(stream)) = stream {
            drawn.extend(unpacked(stream).as_ref());
        }
    }
    drawn
}

/// Whether the one is the other with something before or behind it.
fn surrounds(longer: &[u8], shorter: &[u8]) -> bool {
    let trimmed = shorter.trim_ascii();
    if trimmed.is_empty() || longer.len() <= trimmed.len() {
        return false;
    }
    let room = longer.len() - trimmed.len();
    (0..=room.min(MOST_BEFORE)).any(|at| {
        longer[at..].starts_with(trimmed) || longer[..longer.len() - at].ends_with(trimmed)
    })
}

fn of_attachments(found: &Document, computed: &Document, into: &mut Vec<Wording>) {
    let (found, computed) = (attachments(found), attachments(computed));
    let names: BTreeSet<&String> = found.keys().chain(computed.keys()).collect();
    for name in names {
        let sentence: fn(&crate::words::Words) -> &'static str =
            match (found.get(name), computed.get(name)) {
                (Some(here), Some(there)) if here == there => continue,
                (Some(_), Some(_)) => |words| words.attachment_swapped,
                (Some(_), None) => |words| words.attachment_added,
                (None, _) => |words| words.attachment_gone,
            };
        into.push(Wording::with(sentence, &[Wording::hostile(name)]));
    }
}

/// The embedded files by name.
fn attachments(document: &Document) -> BTreeMap<String, Vec<u8>> {
    let read = || {
        let names = document
            .catalog()
            .ok()?
            .get_deref(b"Names", document)
            .ok()?;
        let files = names.as_dict().ok()?.get_deref(b"EmbeddedFiles", document);
        let list = files.ok()?.as_dict().ok()?.get_deref(b"Names", document);
        let pairs = list.ok()?.as_array().ok()?.chunks_exact(2).take(MOST_NAMES);
        Some(
            pairs
                .filter_map(|pair| attachment(document, pair))
                .collect(),
        )
    };
    read().unwrap_or_default()
}

fn attachment(document: &Document, pair: &[Object]) -> Option<(String, Vec<u8>)> {
    let name = String::from_utf8_lossy(pair[0].as_str().ok()?).into_owned();
    let (_, specification) = document.dereference(&pair[1]).ok()?;
    let files = specification.as_dict().ok()?.get_deref(b"EF", document);
    let file = files.ok()?.as_dict().ok()?.get_deref(b"F", document).ok()?;
    Some((name, unpacked(file.as_stream().ok()?).into_owned()))
}
