//! What rides along with a record on the ledger: the hashes of its documents, its measurements, and the hash of the whole form,
//! which stays where it was written. Names of files, positions and remarks are not in it: they may be about persons.

use alloy_primitives::{B256, hex};
use protocol::field::{FieldRecord, Measurement};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The form of an enclosure, by its name and version.
const FORMAT: &str = "waymark-field/1";

/// What rides along. Its JSON has one form: keys in this order, no blanks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enclosure {
    format: String,
    /// SHA-256 of the attached documents, 64 hex digits each.
    documents: Vec<String>,
    /// What was measured.
    measurements: Vec<Measurement>,
    /// SHA-256 of the form with the record's id, which nobody can guess: so the form stays secret until it is shown.
    form: String,
}

impl Enclosure {
    /// What rides along with a record of this id; `None` if there is nothing.
    pub fn of(record: &FieldRecord, id: &str) -> Option<Self> {
        let says_more = !record.documents.is_empty()
            || record.position.is_some()
            || !record.remarks.trim().is_empty()
            || !record.disposition.trim().is_empty()
            || !measurements(record).is_empty();
        says_more.then(|| Self {
            format: FORMAT.to_owned(),
            documents: (record.documents.iter())
                .map(|document| document.sha256.trim().to_lowercase())
                .collect(),
            measurements: measurements(record).to_vec(),
            form: hex::encode(form_hash(record, id)),
        })
    }

    /// Its bytes on the ledger.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What these bytes of a ledger's record say, if they are an enclosure.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(bytes).ok()?;
        (read.format == FORMAT && read.bytes() == bytes).then_some(read)
    }

    /// Whether it names this document.
    pub fn names(&self, sha256: B256) -> bool {
        let wanted = hex::encode(sha256);
        self.documents.contains(&wanted)
    }

    /// Whether it is of this form.
    pub fn is_of(&self, record: &FieldRecord, id: &str) -> bool {
        self.form == hex::encode(form_hash(record, id))
    }
}

fn measurements(record: &FieldRecord) -> &[Measurement] {
    match &record.what {
        protocol::field::FieldEvent::Observe { measurements, .. } => measurements,
        _ => &[],
    }
}

fn form_hash(record: &FieldRecord, id: &str) -> [u8; 32] {
    let form = serde_json::to_vec(record).unwrap_or_default();
    let mut hasher = Sha256::new();
    hasher.update(id.as_bytes());
    hasher.update([0]);
    hasher.update(form);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use protocol::field::FieldDocument;

    use super::*;

    #[test]
    fn an_enclosure_is_read_as_it_was_written_and_keeps_what_is_private() {
        let record = FieldRecord {
            documents: vec![FieldDocument {
                sha256: "AB".repeat(32),
                name: "Mrs Smith.jpg".to_owned(),
                ..FieldDocument::default()
            }],
            remarks: "met Mrs Smith".to_owned(),
            ..FieldRecord::default()
        };
        let enclosure = Enclosure::of(&record, "id");
        let bytes = enclosure.as_ref().map(Enclosure::bytes).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("Smith"));
        let read = Enclosure::read(&bytes);
        assert_eq!(read, enclosure);
        let read = read.iter().next();
        assert!(read.is_some_and(|read| read.names(B256::repeat_byte(0xab))));
        assert!(read.is_some_and(|read| read.is_of(&record, "id") && !read.is_of(&record, "di")));
        assert_eq!(Enclosure::of(&FieldRecord::default(), "id"), None);
        assert_eq!(Enclosure::read(b"{}"), None);
        let spaced = String::from_utf8_lossy(&bytes).replace(':', ": ");
        assert_eq!(Enclosure::read(spaced.as_bytes()), None);
    }
}
