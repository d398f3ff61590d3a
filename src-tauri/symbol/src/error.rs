//! Why a picture could not be looked at, or a text not be drawn.

use photo::PictureError;
use thiserror::Error;

/// A picture that cannot be looked at, or a text that fits no symbol.
#[derive(Debug, Error)]
pub enum SymbolError {
    /// The picture cannot be unpacked, or not within the limits.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A text longer than the symbol holds, or with characters that it cannot hold.
    #[error("the text does not fit a {0}")]
    DoesNotFit(&'static str),
}
