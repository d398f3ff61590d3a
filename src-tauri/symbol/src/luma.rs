//! Pictures as brightness: made smaller, turned, painted over. It unpacks none and finds nothing in them.

use image::imageops::FilterType;
use image::{GrayImage, Luma, imageops};

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
mod tests {
    use super::*;

    #[test]
    fn a_smaller_picture_keeps_its_shape() {
        let picture = GrayImage::new(4000, 1000);
        assert_eq!(within(&picture, 1000).dimensions(), (1000, 250));
        assert_eq!(within(&picture, 5000).dimensions(), (4000, 1000));
        assert_eq!(within(&GrayImage::new(9000, 1), 100).dimensions(), (100, 1));
    }
}
