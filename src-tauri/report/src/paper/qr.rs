//! QR codes (ISO/IEC 18004), drawn as squares.

use qrcode::{Color, EcLevel, QrCode};

use super::ink::Ink;
use super::sheet::{Area, Sheet};
use super::text::count;

/// Draws a text as a QR code that fills a square of `side` points, its quiet zone left to the caller. A text too long for any code
/// draws nothing and gives `false`.
pub(crate) fn draw(sheet: &mut Sheet, x: f32, y: f32, side: f32, text: &str) -> bool {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return false;
    };
    let modules = code.width();
    let pitch = side / count(modules);
    let colors = code.to_colors();
    for (row, line) in colors.chunks(modules).enumerate() {
        let mut column = 0;
        while column < modules {
            let run = line[column..]
                .iter()
                .take_while(|color| **color == Color::Dark)
                .count();
            if run > 0 {
                // Neighbours are one rectangle: seams between squares show in some viewers.
                let area = Area {
                    x: x + count(column) * pitch,
                    y: y + count(row) * pitch,
                    width: count(run) * pitch,
                    height: pitch,
                };
                sheet.fill(area, Ink::Black);
            }
            column += run.max(1);
        }
    }
    true
}
