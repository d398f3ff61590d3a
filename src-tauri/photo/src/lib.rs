//! What a photograph or another file says of itself: its hash, its media type by its content, a small picture of it, and what the
//! camera wrote into it (EXIF).
//!
//! Everything but the hash and the length is the file's own word: anybody can write any EXIF data into any file, so none of it is
//! a fact. Files are hostile: pictures are bounded before they are unpacked, and a decoder that stumbles gives nothing. It opens no
//! file and keeps nothing.

mod exif_word;
mod kind;
mod picture;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod thumbnail;

use sha2::{Digest, Sha256};

pub use exif_word::{Exif, Place, Taken};
pub use picture::{MAX_BYTES, MAX_PIXELS, PictureError, unpack};
pub use thumbnail::{THUMBNAIL_SIDE, Thumbnail};

/// What was found out about a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Examined {
    /// SHA-256 of all its bytes.
    pub sha256: [u8; 32],
    /// Its length in bytes.
    pub length: u64,
    /// Its media type by its content, such as `image/jpeg`; `application/octet-stream` where the content does not tell.
    pub media_type: &'static str,
    /// A small picture of it, if it is a PNG or JPEG picture.
    pub thumbnail: Option<Thumbnail>,
    /// What its EXIF data says; `None` where it has none that says anything.
    pub exif: Option<Exif>,
}

/// Looks at a file. It never fails: what cannot be found out is missing.
pub fn examine(bytes: &[u8]) -> Examined {
    let word = exif_word::read(bytes);
    Examined {
        sha256: Sha256::digest(bytes).into(),
        length: bytes.len() as u64,
        media_type: kind::media_type(bytes),
        thumbnail: thumbnail::make(bytes, word.orientation),
        exif: word.exif,
    }
}
