//! A small picture of a picture, the right side up.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};

use crate::picture::unpack;

/// The longest side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 512;

/// Of 100: no blocks to be seen, and some 30 kB.
const QUALITY: u8 = 80;

/// A small picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thumbnail {
    /// A file of its own, without any metadata.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, or `image/png` where the picture is transparent in places.
    pub media_type: &'static str,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Width and height of the picture itself, the right side up.
    pub of: (u32, u32),
}

/// The thumbnail of a PNG or JPEG picture; `None` for all else and for pictures beyond the limits.
pub(crate) fn make(bytes: &[u8], orientation: u8) -> Option<Thumbnail> {
    let whole = unpack(bytes).ok()?;
    let sides = (whole.width(), whole.height());
    let mut small = if sides.0.max(sides.1) > THUMBNAIL_SIDE {
        whole.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    } else {
        whole
    };
    let turn = Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms);
    small.apply_orientation(turn);
    let lies = (5..=8).contains(&orientation);
    let (packed, media_type) = packed(&small)?;
    Some(Thumbnail {
        bytes: packed,
        media_type,
        width: small.width(),
        height: small.height(),
        of: if lies { (sides.1, sides.0) } else { sides },
    })
}

fn packed(small: &DynamicImage) -> Option<(Vec<u8>, &'static str)> {
    let mut bytes = Cursor::new(Vec::new());
    if small.color().has_alpha() {
        let picture = DynamicImage::ImageRgba8(small.to_rgba8());
        picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
        return Some((bytes.into_inner(), "image/png"));
    }
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    small.to_rgb8().write_with_encoder(encoder).ok()?;
    Some((bytes.into_inner(), "image/jpeg"))
}
