//! Embedded files (ISO 32000-1, 7.11.4) as associated files (ISO 19005-3, 6.8).

use lopdf::{Document, Object, Stream, dictionary};

use super::{About, date, lacking, text};
use crate::ReportError;

/// A file that goes with the pages.
pub(crate) struct Attachment {
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: String,
    /// What it is, in the language of the pages.
    pub(crate) description: String,
    pub(crate) bytes: Vec<u8>,
}

/// Adds the files, in the order given, and a name tree that is sorted.
pub(super) fn embed(
    document: &mut Document,
    attachments: &[Attachment],
    about: &About,
) -> Result<(), ReportError> {
    if attachments.is_empty() {
        return Ok(());
    }
    let mut named: Vec<(&str, Object)> = Vec::new();
    for attachment in attachments {
        let size = i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX);
        let entries = dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => Object::Name(attachment.media_type.clone().into_bytes()),
            "Params" => dictionary! { "Size" => size, "ModDate" => date(about.issued) },
        };
        let file = document.add_object(Stream::new(entries, attachment.bytes.clone()));
        let specification = document.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => Object::string_literal(attachment.name.as_str()),
            "UF" => text(&attachment.name),
            "Desc" => text(&attachment.description),
            "AFRelationship" => "Data",
            "EF" => dictionary! { "F" => file, "UF" => file },
        });
        named.push((&attachment.name, specification.into()));
    }
    let associated: Vec<Object> = named.iter().map(|(_, object)| object.clone()).collect();
    named.sort_by_key(|(name, _)| *name);
    let tree: Vec<Object> = named
        .into_iter()
        .flat_map(|(name, object)| [Object::string_literal(name), object])
        .collect();
    let catalog = document.catalog_mut().map_err(|error| lacking(&error))?;
    catalog.set("AF", associated);
    catalog.set(
        "Names",
        dictionary! { "EmbeddedFiles" => dictionary! { "Names" => tree } },
    );
    Ok(())
}
