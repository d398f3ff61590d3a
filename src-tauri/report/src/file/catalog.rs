//! What the document's root says: language, metadata, colour, how a viewer opens it.

use lopdf::{Document, Object, Stream, dictionary};

use super::{About, date, lacking, metadata, profile, text};
use crate::ReportError;

/// Who wrote the file, to a machine.
pub(super) const PRODUCER: &str = "Waymark";

/// Completes the root and the information dictionary.
pub(super) fn complete(document: &mut Document, about: &About) -> Result<(), ReportError> {
    let entries = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let packet = metadata::packet(about).into_bytes();
    let metadata = document.add_object(Stream::new(entries, packet));
    let srgb = document.add_object(Stream::new(dictionary! { "N" => 3 }, profile::srgb()));
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB, IEC 61966-2-1:1999"),
        "DestOutputProfile" => srgb,
    });
    let information = document.add_object(dictionary! {
        "Title" => text(&about.title),
        "Author" => text(&about.author),
        "Subject" => text(&about.subject),
        "Creator" => text(PRODUCER),
        "Producer" => text(PRODUCER),
        "CreationDate" => date(about.issued),
        "ModDate" => date(about.issued),
    });
    // printpdf's own, with its dates of 1970, goes.
    if let Ok(stale) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&stale);
    }
    document.trailer.set("Info", information);
    let catalog = document.catalog_mut().map_err(|error| lacking(&error))?;
    catalog.set("Lang", Object::string_literal(about.lang));
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![intent.into()]);
    catalog.set("PageLayout", "SinglePage");
    catalog.set("PageMode", "UseNone");
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    Ok(())
}
