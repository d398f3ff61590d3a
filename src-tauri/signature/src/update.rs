//! Writing an incremental update (ISO 32000-2, 7.5.6): objects behind what is there, and the cross-reference section
//! that ties them to it, of the kind the document has.

use std::{collections::BTreeMap, ops::Range};

use lopdf::ObjectId;
use sha2::{Digest, Sha256};

use crate::{
    error::SigningError,
    layout::{AFTER_CONTENTS, END_OF_FILE, patch_byte_range},
    placement::RESERVED_BYTES,
    standing::Standing,
    syntax::reference,
};

/// An update as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The update alone: what goes behind the file that it updates.
    pub(crate) bytes: Vec<u8>,
    /// Where the digits of an empty container are, counted from the beginning of the whole file.
    pub(crate) digits: Option<Range<usize>>,
    /// The file's state with this update.
    pub(crate) standing: Standing,
}

impl Written {
    /// Whether `update` is this one, whatever its container holds; `start` is how long the file before it is.
    pub(crate) fn is(&self, update: &[u8], start: usize) -> bool {
        let gap = match &self.digits {
            Some(digits) => digits.start - start..digits.end - start,
            None => 0..0,
        };
        update.len() == self.bytes.len()
            && update[..gap.start] == self.bytes[..gap.start]
            && update[gap.end..] == self.bytes[gap.end..]
    }
}

/// An incremental update while it is written.
pub(crate) struct Update<'a> {
    previous: &'a [u8],
    standing: Standing,
    bytes: Vec<u8>,
    offsets: BTreeMap<ObjectId, usize>,
    digits: Option<Range<usize>>,
}

impl<'a> Update<'a> {
    /// Begins an update of the file `previous`, which stands like this.
    pub(crate) fn new(previous: &'a [u8], standing: Standing) -> Self {
        Self {
            previous,
            standing,
            bytes: b"\n".to_vec(),
            offsets: BTreeMap::new(),
            digits: None,
        }
    }

    pub(crate) fn new_id(&mut self) -> ObjectId {
        self.standing.next += 1;
        (self.standing.next - 1, 0)
    }

    pub(crate) fn standing(&mut self) -> &mut Standing {
        &mut self.standing
    }

    fn position(&self) -> usize {
        self.previous.len() + self.bytes.len()
    }

    fn begin(&mut self, id: ObjectId) {
        self.offsets.insert(id, self.position());
        self.text(&format!("{} {} obj\n", id.0, id.1));
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn object(&mut self, id: ObjectId, body: &str) {
        self.begin(id);
        self.text(body);
        self.text("\nendobj\n");
    }

    /// The catalog as it stands.
    pub(crate) fn catalog(&mut self) {
        self.object(self.standing.root, &self.standing.catalog_text());
    }

    /// The page that carries the signatures, as it stands.
    pub(crate) fn page(&mut self) {
        self.object(self.standing.page, &self.standing.page_text());
    }

    /// A stream without a filter.
    pub(crate) fn stream(&mut self, id: ObjectId, data: &[u8]) {
        self.begin(id);
        self.text(&format!("<</Length {}>>\nstream\n", data.len()));
        self.bytes.extend_from_slice(data);
        self.text("\nendstream\nendobj\n");
    }

    /// A dictionary that ends in an empty container; `head` is what stands before the first of its digits.
    pub(crate) fn container(&mut self, id: ObjectId, head: &str) {
        self.begin(id);
        self.text(head);
        let start = self.position();
        self.digits = Some(start..start + 2 * RESERVED_BYTES);
        self.bytes
            .resize(self.bytes.len() + 2 * RESERVED_BYTES, b'0');
        self.text(AFTER_CONTENTS);
    }

    pub(crate) fn finish(mut self) -> Result<Written, SigningError> {
        let hash = self.hash();
        let first = self.standing.identifier.get_or_insert_with(|| hash.clone());
        let identifiers = format!("/ID[{first}{hash}]");
        let start = self.position();
        if self.standing.as_stream {
            self.cross_reference_stream(&identifiers)?;
        } else {
            self.cross_reference_table(&identifiers);
        }
        self.text(&format!("\nstartxref\n{start}\n{END_OF_FILE}\n"));
        self.standing.cross_references = start;
        if let Some(digits) = &self.digits {
            patch_byte_range(&mut self.bytes, digits, self.previous.len())
                .ok_or(SigningError::TooLarge)?;
        }
        Ok(Written {
            bytes: self.bytes,
            digits: self.digits,
            standing: self.standing,
        })
    }

    /// The second of the file's two identifiers (ISO 32000-2, 14.4) follows from the bytes so far; the first one stays.
    fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.previous);
        hash.update(&self.bytes);
        format!("<{}>", hex::encode_upper(&hash.finalize()[..16]))
    }

    fn trailer_entries(&self, identifiers: &str) -> String {
        format!(
            "/Size {}/Root {}{}/Prev {}{identifiers}",
            self.standing.next,
            reference(self.standing.root),
            self.standing.info,
            self.standing.cross_references,
        )
    }

    /// ISO 32000-2, 7.5.4.
    fn cross_reference_table(&mut self, identifiers: &str) {
        let entries = self.trailer_entries(identifiers);
        self.text("xref\n");
        let offsets = self.offsets.clone();
        for run in self.runs() {
            self.text(&format!("{} {}\n", run.start, run.end - run.start));
            for (id, offset) in offsets.range((run.start, 0)..(run.end, 0)) {
                self.text(&format!("{offset:010} {:05} n \n", id.1));
            }
        }
        self.text(&format!("trailer\n<<{entries}>>"));
    }

    /// ISO 32000-2, 7.5.8, without a filter.
    fn cross_reference_stream(&mut self, identifiers: &str) -> Result<(), SigningError> {
        let id = self.new_id();
        self.offsets.insert(id, self.position());
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
        let entries = self.trailer_entries(identifiers);
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
