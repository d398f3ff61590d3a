//! One look at one picture: every symbol that rxing finds in it, one after the other. It knows of no second look.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use rxing::common::HybridBinarizer;
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, RXingResult,
    RXingResultMetadataType, RXingResultMetadataValue, Reader,
};

use crate::luma::paint_over;
use crate::{Symbol, SymbolKind};

/// What is looked for together: a reader stops at the first symbol it finds.
const TOGETHER: [&[BarcodeFormat]; 3] = [
    &[BarcodeFormat::QR_CODE],
    &[BarcodeFormat::DATA_MATRIX],
    &[
        BarcodeFormat::CODE_128,
        BarcodeFormat::EAN_13,
        BarcodeFormat::EAN_8,
        BarcodeFormat::UPC_A,
    ],
];

/// The most symbols of one sort that are taken from a picture.
const MOST: usize = 24;

/// The symbols of a picture. What was found is painted over, and the picture looked at again.
pub(crate) fn all(picture: &GrayImage) -> Vec<Symbol> {
    let mut found = Vec::new();
    for formats in TOGETHER {
        let mut rest = picture.clone();
        for _ in 0..MOST {
            let Some(result) = one(&rest, formats) else {
                break;
            };
            cover(&mut rest, &result);
            found.extend(symbol(&result));
        }
    }
    found
}

/// rxing is a port that reaches into slices; should it panic over a picture, it found nothing in it.
fn one(picture: &GrayImage, formats: &[BarcodeFormat]) -> Option<RXingResult> {
    let (width, height) = picture.dimensions();
    let pixels = picture.as_raw().clone();
    let hints = DecodeHints {
        PossibleFormats: Some(formats.iter().copied().collect()),
        TryHarder: Some(true),
        AssumeGs1: Some(true),
        ..DecodeHints::default()
    };
    let look = || {
        let source = Luma8LuminanceSource::new(pixels, width, height).ok()?;
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        MultiFormatReader::default()
            .decode_with_hints(&mut bitmap, &hints)
            .ok()
    };
    catch_unwind(AssertUnwindSafe(look)).ok().flatten()
}

fn symbol(result: &RXingResult) -> Option<Symbol> {
    let kind = match result.getBarcodeFormat() {
        BarcodeFormat::QR_CODE => SymbolKind::QrCode,
        BarcodeFormat::DATA_MATRIX => SymbolKind::DataMatrix,
        BarcodeFormat::CODE_128 => SymbolKind::Code128,
        BarcodeFormat::EAN_13 | BarcodeFormat::EAN_8 | BarcodeFormat::UPC_A => SymbolKind::Ean,
        _ => return None,
    };
    let text = result.getText();
    let metadata = result.getRXingResultMetadata();
    let identifier = match metadata.get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER) {
        Some(RXingResultMetadataValue::SymbologyIdentifier(identifier)) => identifier.as_str(),
        _ => "",
    };
    // For Code 128 it stands before the text already.
    let text = if text.starts_with(identifier) {
        text.to_owned()
    } else {
        format!("{identifier}{text}")
    };
    Some(Symbol { kind, text })
}

/// Paints over what was found. Points are centres of corner patterns, or the two ends of one line across the bars.
fn cover(picture: &mut GrayImage, result: &RXingResult) {
    let points = result.getPoints();
    let across = |of: fn(&rxing::Point) -> f32| {
        let least = points.iter().map(of).fold(f32::INFINITY, f32::min);
        let most = points.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
        (least, most)
    };
    let ((left, right), (top, bottom)) = (across(|point| point.x), across(|point| point.y));
    let margin = ((right - left).max(bottom - top) * 0.22).max(4.0);
    paint_over(
        picture,
        left - margin,
        top - margin,
        right + margin,
        bottom + margin,
    );
}
