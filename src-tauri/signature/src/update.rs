//! Writing an incremental update (ISO 32000-2, 7.5.6): objects behind the base's bytes, and the cross-reference section
//! that ties them to it, of the kind the base has.

use std::{collections::BTreeMap, ops::Range};

use lopdf::{Dictionary, Object, ObjectId};
use sha2::{Digest, Sha256};

use crate::{
    base::Base,
    error::SigningError,
    field::SignatureField,
    layout::{AFTER_CONTENTS, END_OF_FILE, up_to_contents},
    placement::RESERVED_BYTES,
    syntax::{reference, write_dictionary, write_object},
};

/// An incremental update while it is written.
pub(crate) struct Update<'a> {
    base: &'a Base<'a>,
    bytes: Vec<u8>,
    offsets: BTreeMap<ObjectId, usize>,
    next: u32,
}

impl<'a> Update<'a> {
    pub(crate) fn new(base: &'a Base<'a>) -> Self {
        let mut bytes = base.bytes.to_vec();
        bytes.push(b'\n');
        Self {
            base,
            bytes,
            offsets: BTreeMap::new(),
            next: base.next,
        }
    }

    pub(crate) fn new_id(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    fn begin(&mut self, id: ObjectId) {
        self.offsets.insert(id, self.bytes.len());
        self.text(&format!("{} {} obj\n", id.0, id.1));
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn object(&mut self, id: ObjectId, body: &[u8]) {
        self.begin(id);
        self.bytes.extend_from_slice(body);
        self.text("\nendobj\n");
    }

    pub(crate) fn dictionary(
        &mut self,
        id: ObjectId,
        entries: &Dictionary,
    ) -> Result<(), SigningError> {
        let mut body = Vec::new();
        write_dictionary(&mut body, entries)
            .ok_or_else(|| SigningError::Base("its objects cannot be copied".into()))?;
        self.object(id, &body);
        Ok(())
    }

    /// The signature dictionary with an empty container; returns where the container's digits are.
    pub(crate) fn signature(
        &mut self,
        id: ObjectId,
        field: &SignatureField,
    ) -> Result<Range<usize>, SigningError> {
        self.begin(id);
        self.text(&up_to_contents(field).ok_or(SigningError::Time)?);
        let start = self.bytes.len();
        let end = start + 2 * RESERVED_BYTES;
        self.bytes.resize(end, b'0');
        self.text(AFTER_CONTENTS);
        Ok(start..end)
    }

    pub(crate) fn finish(mut self) -> Result<Vec<u8>, SigningError> {
        let identifiers = self.identifiers()?;
        let start = self.bytes.len();
        if self.base.as_stream {
            self.cross_reference_stream(&identifiers)?;
        } else {
            self.cross_reference_table(&identifiers)?;
        }
        self.text(&format!("\nstartxref\n{start}\n{END_OF_FILE}\n"));
        Ok(self.bytes)
    }

    /// The file's two identifiers (ISO 32000-2, 14.4): the first stays, the second follows from the bytes so far.
    fn identifiers(&self) -> Result<String, SigningError> {
        let hash = hex::encode_upper(&Sha256::digest(&self.bytes)[..16]);
        let first = self.base.trailer.get(b"ID").and_then(Object::as_array);
        let first = match first.ok().and_then(|pair| pair.first()) {
            Some(text @ Object::String(..)) => written(text)?,
            _ => format!("<{hash}>"),
        };
        Ok(format!("/ID[{first}<{hash}>]"))
    }

    fn trailer_entries(&self, identifiers: &str) -> Result<String, SigningError> {
        let info = match self.base.trailer.get(b"Info") {
            Ok(info) => format!("/Info {}", written(info)?),
            Err(_) => String::new(),
        };
        Ok(format!(
            "/Size {}/Root {}{info}/Prev {}{identifiers}",
            self.next,
            reference(self.base.root),
            self.base.cross_references,
        ))
    }

    /// ISO 32000-2, 7.5.4.
    fn cross_reference_table(&mut self, identifiers: &str) -> Result<(), SigningError> {
        let entries = self.trailer_entries(identifiers)?;
        self.text("xref\n");
        let offsets = self.offsets.clone();
        for run in self.runs() {
            self.text(&format!("{} {}\n", run.start, run.end - run.start));
            for (id, offset) in offsets.range((run.start, 0)..(run.end, 0)) {
                self.text(&format!("{offset:010} {:05} n \n", id.1));
            }
        }
        self.text(&format!("trailer\n<<{entries}>>"));
        Ok(())
    }

    /// ISO 32000-2, 7.5.8, without a filter.
    fn cross_reference_stream(&mut self, identifiers: &str) -> Result<(), SigningError> {
        let id = self.new_id();
        self.offsets.insert(id, self.bytes.len());
        let index: Vec<String> = self
            .runs()
            .iter()
            .map(|run| format!("{} {}", run.start, run.end - run.start))
            .collect();
        let mut rows = Vec::new();
        for (id, offset) in &self.offsets {
            let offset = u32::try_from(*offset).map_err(|_| SigningError::TooLarge)?;
            rows.push(1);
            rows.extend_from_slice(&offset.to_be_bytes());
            rows.extend_from_slice(&id.1.to_be_bytes());
        }
        let entries = self.trailer_entries(identifiers)?;
        self.text(&format!(
            "{} {} obj\n<</Type/XRef/W[1 4 2]/Index[{}]/Length {}{entries}>>\nstream\n",
            id.0,
            id.1,
            index.join(" "),
            rows.len(),
        ));
        self.bytes.extend_from_slice(&rows);
        self.text("\nendstream\nendobj");
        Ok(())
    }

    /// The numbers of the written objects as runs without gaps.
    fn runs(&self) -> Vec<Range<u32>> {
        let mut runs: Vec<Range<u32>> = Vec::new();
        for &(number, _) in self.offsets.keys() {
            match runs.last_mut() {
                Some(run) if run.end == number => run.end += 1,
                _ => runs.push(number..number + 1),
            }
        }
        runs
    }
}

fn written(object: &Object) -> Result<String, SigningError> {
    let mut out = Vec::new();
    write_object(&mut out, object)
        .and_then(|()| String::from_utf8(out).ok())
        .ok_or_else(|| SigningError::Base("its trailer cannot be copied".into()))
}
