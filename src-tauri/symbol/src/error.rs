//! Why a picture could not be looked at, or a text not be drawn.

use thiserror::Error;

use crate::{MAX_BYTES, MAX_PIXELS};

/// A picture that cannot be looked at, or a text that fits no symbol.
#[derive(Debug, Error)]
pub enum SymbolError {
    /// More bytes than [`MAX_BYTES`].
    #[error("the picture has {0} bytes; {MAX_BYTES} are the most that are read")]
    TooLarge(usize),
    /// More pixels than [`MAX_PIXELS`].
    #[error("the picture has {width} × {height} pixels; {MAX_PIXELS} are the most that are read")]
    TooManyPixels {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// Neither PNG nor JPEG.
    #[error("the file is neither a PNG nor a JPEG picture")]
    NotAPicture,
    /// A PNG or JPEG file that cannot be unpacked.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    /// A text longer than the symbol holds, or with characters that it cannot hold.
    #[error("the text does not fit a {0}")]
    DoesNotFit(&'static str),
}
