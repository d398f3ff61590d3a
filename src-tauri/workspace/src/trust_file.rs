//! Trust files on disk.

use std::fs;
use std::path::Path;

use verify::{MAX_TRUST_LEN, Trust};

use crate::folder::write_whole;
use crate::{Failure, FailureKind};

/// Reads a trust file.
pub fn read_trust(path: &Path) -> Result<Trust, Failure> {
    let bytes = read_limited(path, MAX_TRUST_LEN as u64)?;
    Trust::from_json(&bytes).map_err(|error| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{} is not a trust file: {error}", path.display()),
            "Name the trust.json of a workspace, or the file that the other party gave you.",
        )
    })
}

/// Writes a trust file whole or not at all.
pub(crate) fn write_trust(path: &Path, trust: &Trust) -> Result<(), Failure> {
    write_whole(path, trust.to_json().as_bytes())
}

/// Reads a file of at most `limit` bytes: nobody's mistake should fill the memory.
pub(crate) fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let length = fs::metadata(path)
        .map_err(|error| Failure::from_io(path, &error))?
        .len();
    if length > limit {
        return Err(Failure::new(
            FailureKind::InputUnusable,
            format!(
                "{} has {length} bytes, more than this kind of file can have",
                path.display()
            ),
            "Check that you named the right file.",
        ));
    }
    fs::read(path).map_err(|error| Failure::from_io(path, &error))
}
