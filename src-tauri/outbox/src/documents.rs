//! Attached documents: files named by their SHA-256, written whole or not at all, and never changed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use alloy_primitives::B256;
use sha2::{Digest, Sha256};

use crate::OutboxError;

/// The largest document, in bytes.
pub const MAX_DOCUMENT: u64 = 64 << 20;

/// The folder with a workspace's documents.
#[derive(Clone, Debug)]
pub struct Documents(PathBuf);

impl Documents {
    /// The documents in this folder, which need not be there yet.
    pub fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Keeps a document: on the disk when this returns. One that is there already stays as it is.
    pub fn keep(&self, bytes: &[u8]) -> Result<B256, OutboxError> {
        let found = bytes.len() as u64;
        if found > MAX_DOCUMENT {
            let most = MAX_DOCUMENT;
            return Err(OutboxError::DocumentTooLarge { found, most });
        }
        let hash = sha256(bytes);
        if self.read(hash).is_ok_and(|held| held.is_some()) {
            return Ok(hash);
        }
        let path = self.path(hash);
        let failed = |cause| io(&path, cause);
        fs::create_dir_all(&self.0).map_err(failed)?;
        let mut draft = tempfile::NamedTempFile::new_in(&self.0).map_err(failed)?;
        draft.write_all(bytes).map_err(failed)?;
        draft.as_file().sync_all().map_err(failed)?;
        draft
            .persist(&path)
            .map_err(|error| io(&path, error.error))?;
        self.sync_folder()?;
        Ok(hash)
    }

    /// A document's bytes; `None` if it is not here.
    pub fn read(&self, hash: B256) -> Result<Option<Vec<u8>>, OutboxError> {
        let path = self.path(hash);
        let found = match fs::metadata(&path) {
            Ok(about) => about.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(&path, error)),
        };
        if found > MAX_DOCUMENT {
            let most = MAX_DOCUMENT;
            return Err(OutboxError::DocumentTooLarge { found, most });
        }
        let bytes = fs::read(&path).map_err(|error| io(&path, error))?;
        if sha256(&bytes) == hash {
            Ok(Some(bytes))
        } else {
            Err(OutboxError::DocumentDamaged(hex::encode(hash)))
        }
    }

    /// Whether a file lies under this hash. Whether it is whole is found when it is read.
    pub fn has(&self, hash: B256) -> bool {
        self.path(hash).is_file()
    }

    fn path(&self, hash: B256) -> PathBuf {
        self.0.join(hex::encode(hash))
    }

    /// The name of a new file is on the disk only once its folder is.
    #[cfg(unix)]
    fn sync_folder(&self) -> Result<(), OutboxError> {
        let folder = fs::File::open(&self.0).map_err(|error| io(&self.0, error))?;
        folder.sync_all().map_err(|error| io(&self.0, error))
    }

    #[cfg(not(unix))]
    #[allow(clippy::unnecessary_wraps, clippy::unused_self)]
    fn sync_folder(&self) -> Result<(), OutboxError> {
        Ok(())
    }
}

fn sha256(bytes: &[u8]) -> B256 {
    B256::from(<[u8; 32]>::from(Sha256::digest(bytes)))
}

fn io(path: &Path, cause: std::io::Error) -> OutboxError {
    if cause.kind() == std::io::ErrorKind::StorageFull {
        return OutboxError::Full;
    }
    OutboxError::Io {
        path: path.to_owned(),
        cause,
    }
}
