//! Writing PDF objects (ISO 32000-2, 7.3) in one fixed form, in which no text from the document can look like a
//! keyword of the file's structure: strings are hexadecimal, odd bytes of names are escaped.
//! No streams and no reading: that is `lopdf`'s work.

use std::io::Write;

use lopdf::{Dictionary, Object, ObjectId};

/// Deeper objects are refused: none of ours is.
const MAX_DEPTH: usize = 64;

/// Appends an object in its fixed form. `None` if it nests too deeply or is a stream.
pub(crate) fn write_object(out: &mut Vec<u8>, object: &Object) -> Option<()> {
    write_nested(out, object, MAX_DEPTH)
}

/// Appends a dictionary in its fixed form, its entries in the order they have.
pub(crate) fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) -> Option<()> {
    write_entries(out, dictionary, MAX_DEPTH)
}

/// `12 0 R`
pub(crate) fn reference(id: ObjectId) -> String {
    format!("{} {} R", id.0, id.1)
}

fn write_nested(out: &mut Vec<u8>, object: &Object, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Name(name) => write_name(out, name),
        Object::String(text, _) => {
            out.push(b'<');
            out.extend_from_slice(hex::encode_upper(text).as_bytes());
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write_nested(out, item, depth)?;
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_entries(out, dictionary, depth)?,
        Object::Reference(id) => out.extend_from_slice(reference(*id).as_bytes()),
        Object::Stream(_) => return None,
    }
    Some(())
}

fn write_entries(out: &mut Vec<u8>, dictionary: &Dictionary, depth: usize) -> Option<()> {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        out.push(b' ');
        write_nested(out, value, depth)?;
    }
    out.extend_from_slice(b">>");
    Some(())
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"+-._:".contains(&byte) {
            out.push(byte);
        } else {
            // Writing to a vector does not fail.
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lopdf::{StringFormat, dictionary};

    use super::*;

    #[test]
    fn texts_cannot_pose_as_structure() {
        let mut out = Vec::new();
        let object = Object::Dictionary(dictionary! {
            "A%%EOF" => Object::String(b"%%EOF".to_vec(), StringFormat::Literal),
            "B" => vec![1.into(), Object::Real(595.276), Object::Null, (3, 0).into()],
        });
        write_object(&mut out, &object).unwrap();
        assert_eq!(
            out,
            b"<</A#25#25EOF <2525454F46>/B [1 595.276 null 3 0 R]>>"
        );
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = (0..100).fold(Object::Null, |inner, _| Object::Array(vec![inner]));
        assert_eq!(write_object(&mut Vec::new(), &deep), None);
    }
}
