//! Documents and keys for this crate's tests.
#![allow(clippy::unwrap_used)]

pub(crate) mod authority;

use lopdf::{Document, Object, Stream, dictionary, xref::XrefType};

use crate::{Identity, Purpose, SignatureField, SigningKey};

/// A document of two small pages, with the kind of cross-references asked for.
pub(crate) fn document(kind: XrefType) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    document.reference_table.cross_reference_type = kind;
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let link = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "F" => 4, "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://id.gs1.org/") },
    });
    let kids: Vec<Object> = (1..=2)
        .map(|number| {
            let text = format!("BT /F1 24 Tf 72 700 Td (Page {number}) Tj ET");
            let content = document.add_object(Stream::new(dictionary! {}, text.into_bytes()));
            let mut page = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content,
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
                "MediaBox" => vec![0.into(), 0.into(), Object::Real(595.276), Object::Real(841.89)],
            };
            if number == 2 {
                page.set("Annots", vec![link.into()]);
            }
            document.add_object(page).into()
        })
        .collect();
    let tree = dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => kids };
    document.objects.insert(pages, tree.into());
    let root = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Lang" => Object::string_literal("en"),
    });
    let info = document.add_object(dictionary! { "Title" => Object::string_literal("%%EOF (") });
    document.trailer.set("Root", root);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(crate) fn table_document() -> Vec<u8> {
    document(XrefType::CrossReferenceTable)
}

pub(crate) fn field() -> SignatureField {
    SignatureField {
        page: 1,
        rect: [72, 72, 272, 132],
        name: "Zoë Müller".into(),
        reason: "Declaration of origin /ByteRange[0 %%EOF".into(),
        location: "Lyon, France".into(),
        time: 1_795_425_300,
        purpose: Purpose::Certify,
    }
}

pub(crate) fn identity() -> Identity {
    Identity {
        common_name: "Lumière Edge SAS".into(),
        organisation: "Lumière Edge SAS".into(),
        country: "FR".into(),
        purpose: Some("public development key".into()),
        serial: 0x0123_4567_89ab_cdef,
        not_before: 1_767_225_600,
        not_after: 2_524_608_000,
    }
}

pub(crate) fn key() -> SigningKey {
    SigningKey::from_secret(&[7; 32], &identity()).unwrap()
}
