//! Documents that go with a report besides its evidence: certificates, test reports, delivery notes that events refer to.

use alloy_primitives::B256;
use sha2::{Digest, Sha256};

use crate::file::{EVENTS, EVIDENCE, PARAMETERS};
use crate::{DocumentReference, ReportError};

/// A document as it is attached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The name of the attachment.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Document {
    /// SHA-256 of its bytes.
    pub fn sha256(&self) -> B256 {
        B256::from_slice(&Sha256::digest(&self.bytes))
    }

    /// Whether it is the one that is listed.
    pub(crate) fn is(&self, listed: &DocumentReference) -> bool {
        self.name == listed.name && self.sha256() == listed.sha256
    }
}

/// The most documents that go with a report.
pub const MOST_DOCUMENTS: usize = 48;
/// The longest name and media type, in bytes.
const LONGEST: usize = 120;

/// Refuses names that the report's own files have, that come twice, or that are more than letters, digits and `. _ -`.
pub(crate) fn check_names(documents: &[DocumentReference]) -> Result<(), ReportError> {
    let refused = |listed: &DocumentReference| {
        Err(ReportError::DocumentName(
            listed.name.chars().take(LONGEST).collect(),
        ))
    };
    for (index, listed) in documents.iter().enumerate() {
        let plain = |text: &str, others: &[u8]| {
            (1..=LONGEST).contains(&text.len())
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
        };
        let taken = [EVIDENCE, EVENTS, PARAMETERS].contains(&listed.name.as_str())
            || documents[..index]
                .iter()
                .any(|other| other.name == listed.name);
        if index >= MOST_DOCUMENTS
            || taken
            || listed.name.starts_with('.')
            || !plain(&listed.name, b"._-")
            || !plain(&listed.media_type, b"/.+-")
        {
            return refused(listed);
        }
    }
    Ok(())
}
