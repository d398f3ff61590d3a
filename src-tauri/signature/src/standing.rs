//! What an update of a file must know of the file: its catalog, the page that carries the signatures, its numbers.
//! It is read from a document of our own making once, by `lopdf`; from there on every update follows from the one
//! before, as text, and a verifier needs no PDF reader to place it again.

use lopdf::{Dictionary, Object, ObjectId};

use crate::{
    base::Base,
    error::SigningError,
    layout::{END_OF_FILE, rfind},
    syntax::{reference, write_dictionary, write_object},
};

const FORM: &str = "/AcroForm<</SigFlags 3/Fields[";
const FORM_END: &str = "]>>>>";
const ANNOTATIONS: &str = "/Annots[";
const ANNOTATIONS_END: &str = "]>>";
/// The second identifier of a file with its brackets: 16 bytes in hexadecimal.
const IDENTIFIER_WIDTH: usize = 34;

/// The state of a file between two updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) root: ObjectId,
    pub(crate) page: ObjectId,
    /// The catalog's entries but for its form.
    catalog: String,
    /// References to the form's fields.
    fields: String,
    /// The page's entries but for its annotations.
    page_entries: String,
    annotations: String,
    /// Number of the first free object.
    pub(crate) next: u32,
    /// The trailer's entry for the file's description, or nothing.
    pub(crate) info: String,
    /// The first of the file's two identifiers; a document may have none yet.
    pub(crate) identifier: Option<String>,
    /// Where the newest cross-reference section starts, and whether it is a stream.
    pub(crate) cross_references: usize,
    pub(crate) as_stream: bool,
}

impl Standing {
    /// The state of a document without updates.
    pub(crate) fn of_base(base: &Base) -> Result<Self, SigningError> {
        let info = match base.trailer.get(b"Info") {
            Ok(info) => format!("/Info {}", written(info)?),
            Err(_) => String::new(),
        };
        let identifiers = base.trailer.get(b"ID").and_then(Object::as_array);
        let identifier = match identifiers.ok().and_then(|pair| pair.first()) {
            Some(text @ Object::String(..)) => Some(written(text)?),
            _ => None,
        };
        let annotations: Vec<String> = base
            .annotations
            .iter()
            .map(written)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            root: base.root,
            page: base.page,
            catalog: entries(&base.catalog)?,
            fields: String::new(),
            page_entries: entries(&base.page_entries)?,
            annotations: annotations.join(" "),
            next: base.next,
            info,
            identifier,
            cross_references: base.cross_references,
            as_stream: base.as_stream,
        })
    }

    /// The state after the update that begins at `start` and ends with the file; it must have been written here.
    pub(crate) fn read(file: &[u8], start: usize) -> Option<Self> {
        let mut rest = file.get(start..)?.strip_prefix(b"\n")?;
        let (root, catalog) = object(&mut rest)?;
        let (page, page_text) = object(&mut rest)?;
        let (catalog, fields) = split(&catalog, FORM, FORM_END)?;
        let (page_entries, annotations) = split(&page_text, ANNOTATIONS, ANNOTATIONS_END)?;
        let (cross_references, as_stream, trailer) = trailer(file)?;
        let (_, rest) = trailer.split_once("/Size ")?;
        let (size, rest) = rest.split_once("/Root ")?;
        let (described, rest) = rest.rsplit_once("/Prev ")?;
        let info = described.find("/Info ").map_or("", |at| &described[at..]);
        let (_, identifiers) = rest.split_once("/ID[")?;
        let first = identifiers.len().checked_sub(1 + IDENTIFIER_WIDTH)?;
        Some(Self {
            root,
            page,
            catalog,
            fields,
            page_entries,
            annotations,
            next: size.parse().ok()?,
            info: info.to_owned(),
            identifier: Some(identifiers.get(..first)?.to_owned()),
            cross_references,
            as_stream,
        })
    }

    /// Adds a field to the form and to the page.
    pub(crate) fn add_field(&mut self, widget: ObjectId) {
        for list in [&mut self.fields, &mut self.annotations] {
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(&reference(widget));
        }
    }

    /// Adds an entry to the catalog.
    pub(crate) fn add_to_catalog(&mut self, entry: &str) {
        self.catalog.push_str(entry);
    }

    pub(crate) fn catalog_text(&self) -> String {
        format!("<<{}{FORM}{}{FORM_END}", self.catalog, self.fields)
    }

    pub(crate) fn page_text(&self) -> String {
        let Self {
            page_entries,
            annotations,
            ..
        } = self;
        format!("<<{page_entries}{ANNOTATIONS}{annotations}{ANNOTATIONS_END}")
    }
}

fn split(text: &str, mark: &str, end: &str) -> Option<(String, String)> {
    let inner = text.strip_prefix("<<")?.strip_suffix(end)?;
    let at = inner.rfind(mark)?;
    Some((inner[..at].to_owned(), inner[at + mark.len()..].to_owned()))
}

/// The next object of an update, one without a stream.
pub(crate) fn object(rest: &mut &[u8]) -> Option<(ObjectId, String)> {
    const END: &[u8] = b"\nendobj\n";
    let (id, body) = object_start(rest)?;
    let length = body.windows(END.len()).position(|window| window == END)?;
    let text = std::str::from_utf8(&body[..length]).ok()?.to_owned();
    *rest = &body[length + END.len()..];
    Some((id, text))
}

/// The next object's number and what follows its first line.
pub(crate) fn object_start<'a>(rest: &mut &'a [u8]) -> Option<(ObjectId, &'a [u8])> {
    // Two numbers of at most ten and five digits.
    let line = rest.iter().take(24).position(|&byte| byte == b'\n')?;
    let text = std::str::from_utf8(&rest[..line]).ok()?;
    let (number, generation) = text.strip_suffix(" obj")?.split_once(' ')?;
    let id = (number.parse().ok()?, generation.parse().ok()?);
    Some((id, &rest[line + 1..]))
}

/// Where the newest cross-reference section starts, whether it is a stream, and its trailer's entries.
fn trailer(file: &[u8]) -> Option<(usize, bool, String)> {
    let start = newest_cross_references(file)?;
    let section = file.get(start..)?;
    let as_stream = !section.starts_with(b"xref\n");
    let (open, close): (&[u8], &[u8]) = if as_stream {
        (b"<<", b">>\nstream\n")
    } else {
        (b"trailer\n<<", b">>\nstartxref\n")
    };
    let find = |from: usize, mark: &[u8]| {
        let mut windows = section.get(from..)?.windows(mark.len());
        windows
            .position(|window| window == mark)
            .map(|at| from + at)
    };
    let from = find(0, open)? + open.len();
    let entries = &section[from..find(from, close)?];
    Some((
        start,
        as_stream,
        std::str::from_utf8(entries).ok()?.to_owned(),
    ))
}

/// Where the cross-reference section starts that a file ending in one of our updates names last.
pub(crate) fn newest_cross_references(file: &[u8]) -> Option<usize> {
    let before = file.strip_suffix(format!("\n{END_OF_FILE}\n").as_bytes())?;
    let mark = b"\nstartxref\n";
    let at = rfind(before, mark)?;
    let number = std::str::from_utf8(&before[at + mark.len()..]).ok()?;
    number.parse().ok()
}

/// A dictionary's entries, in their fixed form.
fn entries(dictionary: &Dictionary) -> Result<String, SigningError> {
    let mut out = Vec::new();
    write_dictionary(&mut out, dictionary)
        .and_then(|()| String::from_utf8(out).ok())
        .and_then(|text| Some(text.strip_prefix("<<")?.strip_suffix(">>")?.to_owned()))
        .ok_or_else(|| SigningError::Base("its objects cannot be copied".into()))
}

fn written(object: &Object) -> Result<String, SigningError> {
    let mut out = Vec::new();
    write_object(&mut out, object)
        .and_then(|()| String::from_utf8(out).ok())
        .ok_or_else(|| SigningError::Base("its trailer cannot be copied".into()))
}
