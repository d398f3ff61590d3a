//! Drawing: a text as the modules of a symbol, without the quiet zone around it.

use datamatrix::{DataMatrix, SymbolList};
use qrcode::{Color, EcLevel, QrCode};

use crate::SymbolError;

/// The modules of a symbol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matrix {
    side: usize,
    /// Row by row.
    dark: Vec<bool>,
}

impl Matrix {
    /// How many modules each side has.
    pub const fn side(&self) -> usize {
        self.side
    }

    /// Whether a module is dark; outside the symbol none is.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.side && self.dark.get(row * self.side + column) == Some(&true)
    }

    /// Neighbouring dark modules of a row as one run: column, row and length. Seams between squares show in some viewers.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for row in 0..self.side {
            let mut column = 0;
            while column < self.side {
                let length = (column..self.side)
                    .take_while(|at| self.is_dark(*at, row))
                    .count();
                if length > 0 {
                    runs.push((column, row, length));
                }
                column += length.max(1);
            }
        }
        runs
    }
}

/// A text as a QR code that survives the loss of some 15 % (level M).
pub fn draw_qr(text: &str) -> Result<Matrix, SymbolError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| SymbolError::DoesNotFit("QR code"))?;
    Ok(Matrix {
        side: code.width(),
        dark: (code.to_colors().iter())
            .map(|color| *color == Color::Dark)
            .collect(),
    })
}

/// An element string as a square GS1 Data Matrix. The string has no symbology identifier; values of variable length end with a group
/// separator, which GS1 allows in this symbol instead of FNC1 (GS1 General Specifications, 7.8.3).
pub fn draw_gs1_data_matrix(elements: &str) -> Result<Matrix, SymbolError> {
    let code = DataMatrix::encode_gs1(elements.as_bytes(), SymbolList::default().enforce_square())
        .map_err(|_| SymbolError::DoesNotFit("GS1 Data Matrix"))?;
    let bitmap = code.bitmap();
    let side = bitmap.width();
    let mut dark = vec![false; side * bitmap.height()];
    for (column, row) in bitmap.pixels() {
        if let Some(module) = dark.get_mut(row * side + column) {
            *module = true;
        }
    }
    Ok(Matrix { side, dark })
}
