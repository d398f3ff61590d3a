//! Pictures unpacked within limits. What is in them is not looked at here.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, ImageError, ImageFormat, ImageReader, Limits};
use thiserror::Error;

/// The largest picture file that is unpacked, in bytes.
pub const MAX_BYTES: usize = 32 << 20;

/// The most pixels of a picture that is unpacked: what telephones take at their best.
pub const MAX_PIXELS: u64 = 50_000_000;

/// What unpacking may take: four bytes for a pixel, and as much again for what the decoder keeps beside.
const MAX_ALLOC: u64 = MAX_PIXELS * 8;

/// A file that cannot be looked at as a picture.
#[derive(Debug, Error)]
pub enum PictureError {
    /// More bytes than [`MAX_BYTES`].
    #[error("the picture has {0} bytes; {MAX_BYTES} are the most that are read")]
    TooLarge(usize),
    /// More pixels than [`MAX_PIXELS`], or none.
    #[error("the picture has {width} × {height} pixels; {MAX_PIXELS} are the most that are read")]
    Pixels {
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
}

/// Unpacks a PNG or JPEG picture as it lies in the file, whatever its EXIF data says of which side is up.
pub fn unpack(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooLarge(bytes.len()));
    }
    // Should a decoder panic over a bent file, that is a bent file.
    catch_unwind(AssertUnwindSafe(|| decoded(bytes)))
        .unwrap_or_else(|_| Err(PictureError::Damaged("it cannot be decoded".to_owned())))
}

fn decoded(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    let format = image::guess_format(bytes)
        .ok()
        .filter(|format| matches!(format, ImageFormat::Png | ImageFormat::Jpeg))
        .ok_or(PictureError::NotAPicture)?;
    let reader = || {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_ALLOC);
        reader.limits(limits);
        reader
    };
    let damaged = |error: ImageError| PictureError::Damaged(error.to_string());
    let (width, height) = reader().into_dimensions().map_err(damaged)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MAX_PIXELS {
        return Err(PictureError::Pixels { width, height });
    }
    reader().decode().map_err(damaged)
}
