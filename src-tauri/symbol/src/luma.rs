//! Pictures as brightness: unpacked within limits, made smaller, turned, painted over. It finds nothing in them.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{GrayImage, ImageFormat, ImageReader, Limits, Luma, imageops};

use crate::SymbolError;

/// The largest picture file that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;

/// The most pixels of a picture that is read: what telephones take at their best.
pub const MAX_PIXELS: u64 = 50_000_000;

/// What unpacking may take: four bytes for a pixel, and as much again while it is turned into brightness.
const MAX_ALLOC: u64 = MAX_PIXELS * 8;

/// The brightness of a PNG or JPEG picture.
pub(crate) fn unpacked(picture: &[u8]) -> Result<GrayImage, SymbolError> {
    if picture.len() > MAX_BYTES {
        return Err(SymbolError::TooLarge(picture.len()));
    }
    let reader = |limits: Limits| {
        let format = image::guess_format(picture).map_err(|_| SymbolError::NotAPicture)?;
        if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
            return Err(SymbolError::NotAPicture);
        }
        let mut reader = ImageReader::with_format(Cursor::new(picture), format);
        reader.limits(limits);
        Ok(reader)
    };
    let damaged = |error: image::ImageError| SymbolError::Damaged(error.to_string());
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    let (width, height) = reader(limits.clone())?.into_dimensions().map_err(damaged)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS || width == 0 || height == 0 {
        return Err(SymbolError::TooManyPixels { width, height });
    }
    let decoded = reader(limits)?.decode().map_err(damaged)?;
    Ok(decoded.into_luma8())
}

/// The picture with its longer side no longer than so many pixels.
pub(crate) fn within(picture: &GrayImage, side: u32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let longer = width.max(height);
    if longer <= side {
        return picture.clone();
    }
    let scaled = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    imageops::resize(picture, scaled(width), scaled(height), FilterType::Triangle)
}

/// The picture with neighbours mixed, so that single wrong pixels count for less.
pub(crate) fn smoothed(picture: &GrayImage) -> GrayImage {
    imageops::blur(picture, 1.2)
}

/// The picture on white, turned about its centre by so many degrees.
pub(crate) fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
    const WHITE: Luma<u8> = Luma([255]);
    let (width, height) = picture.dimensions();
    let side = pixel(pixels(width).hypot(pixels(height)).ceil()).max(1);
    let (rise, run) = degrees.to_radians().sin_cos();
    let middle = pixels(side) / 2.0;
    let (centre_x, centre_y) = (pixels(width) / 2.0, pixels(height) / 2.0);
    GrayImage::from_fn(side, side, |x, y| {
        let (right, down) = (pixels(x) - middle, pixels(y) - middle);
        let from_x = centre_x + right * run + down * rise;
        let from_y = centre_y - right * rise + down * run;
        if from_x < 0.0 || from_y < 0.0 {
            return WHITE;
        }
        let found = picture.get_pixel_checked(pixel(from_x), pixel(from_y));
        found.copied().unwrap_or(WHITE)
    })
}

/// Paints a rectangle white; what lies outside the picture counts for nothing.
pub(crate) fn paint_over(picture: &mut GrayImage, left: f32, top: f32, right: f32, bottom: f32) {
    let (width, height) = picture.dimensions();
    let columns = pixel(left)..pixel(right).saturating_add(1).min(width);
    let rows = pixel(top)..pixel(bottom).saturating_add(1).min(height);
    for y in rows {
        for x in columns.clone() {
            picture.put_pixel(x, y, Luma([255]));
        }
    }
}

/// A number of pixels to reckon with; sides are far below 2²⁴, where floats are exact.
#[expect(clippy::cast_precision_loss, reason = "exact for sides of pictures")]
pub(crate) fn pixels(count: u32) -> f32 {
    count as f32
}

/// The pixel at a place; places left of or above the picture are its edge.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped: casts from float to integer saturate"
)]
pub(crate) fn pixel(place: f32) -> u32 {
    place.max(0.0) as u32
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        GrayImage::from_pixel(width, height, Luma([200]))
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_are_bounded_before_they_are_unpacked() {
        assert_eq!(unpacked(&png(30, 20)).unwrap().dimensions(), (30, 20));
        // The sides in the header, and the checksum behind them left as it was.
        let mut bomb = png(30, 20);
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert!(unpacked(&bomb).is_err());
        assert!(matches!(
            unpacked(&vec![0; MAX_BYTES + 1]),
            Err(SymbolError::TooLarge(_))
        ));
    }

    #[test]
    fn what_is_no_picture_is_told() {
        assert!(matches!(unpacked(b""), Err(SymbolError::NotAPicture)));
        assert!(matches!(
            unpacked(b"GIF89a.."),
            Err(SymbolError::NotAPicture)
        ));
        let cut = &png(30, 20)[..60];
        assert!(matches!(unpacked(cut), Err(SymbolError::Damaged(_))));
    }

    #[test]
    fn a_smaller_picture_keeps_its_shape() {
        let picture = GrayImage::new(4000, 1000);
        assert_eq!(within(&picture, 1000).dimensions(), (1000, 250));
        assert_eq!(within(&picture, 5000).dimensions(), (4000, 1000));
        assert_eq!(within(&GrayImage::new(9000, 1), 100).dimensions(), (100, 1));
    }
}
