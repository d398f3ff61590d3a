//! Attached files: kept under their hashes, and given back to whoever looks at a record.

use std::path::Path;

use alloy_primitives::{B256, hex};
use protocol::field::{DocumentRole, FieldDocument};

use super::Attachment;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind, Workspace};

impl Workspace {
    /// Keeps a file that was given as bytes.
    pub fn attach(&self, attachment: &Attachment<'_>) -> Result<FieldDocument, Failure> {
        let hash = self.document_store().keep(attachment.bytes)?;
        Ok(FieldDocument {
            path: String::new(),
            sha256: hex::encode(hash),
            name: crate::view::shorten(attachment.name),
            media_type: crate::view::shorten(attachment.media_type),
            length: attachment.bytes.len() as u64,
            role: attachment.role,
        })
    }

    /// Keeps a file from the disk.
    pub fn attach_file(&self, path: &Path, role: DocumentRole) -> Result<FieldDocument, Failure> {
        let bytes = read_limited(path, outbox::MAX_DOCUMENT)?;
        let name = path.file_name().map(|name| name.to_string_lossy());
        self.attach(&Attachment {
            bytes: &bytes,
            name: &name.unwrap_or_default(),
            media_type: media_type(path),
            role,
        })
    }

    /// An attached file's bytes.
    pub fn document(&self, sha256: &str) -> Result<Vec<u8>, Failure> {
        let missing = || {
            let shown: String = sha256.chars().take(80).collect();
            Failure::new(
                FailureKind::InputMissing,
                format!("there is no document {shown} in this workspace"),
                "Attach the file again.",
            )
        };
        let hash: B256 = sha256.trim().parse().map_err(|_| missing())?;
        self.document_store().read(hash)?.ok_or_else(missing)
    }
}

/// What a file is by the end of its name; its bytes are not looked at.
fn media_type(path: &Path) -> &'static str {
    let end = path
        .extension()
        .map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("heic") => "image/heic",
        Some("webp") => "image/webp",
        Some("pdf") => "application/pdf",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
