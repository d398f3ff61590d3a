//! Reading: several looks at a picture, the cheap ones first.

use crate::luma::{smoothed, turned, within};
use crate::{SymbolError, finder};

/// The sort of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SymbolKind {
    /// QR code (ISO/IEC 18004).
    QrCode,
    /// Data Matrix (ISO/IEC 16022).
    DataMatrix,
    /// Code 128 (ISO/IEC 15417).
    Code128,
    /// EAN or UPC (ISO/IEC 15420).
    Ean,
}

impl SymbolKind {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::QrCode => "qr",
            Self::DataMatrix => "datamatrix",
            Self::Code128 => "code128",
            Self::Ean => "ean",
        }
    }
}

/// A symbol that was found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol {
    /// Its sort.
    pub kind: SymbolKind,
    /// What it says, behind its symbology identifier (ISO/IEC 15424) such as `]d2`, as a scanner gives it; hostile text.
    pub text: String,
}

/// The symbols in a PNG or JPEG picture, each once; none where nothing was found. Large pictures take a second or two.
pub fn read(picture: &[u8]) -> Result<Vec<Symbol>, SymbolError> {
    let whole = photo::unpack(picture)?.into_luma8();
    // A symbol that fills the picture is found best when it is small, one of many when it is large.
    let middle = within(&whole, 1600);
    let small = within(&whole, 800);
    let mut found = finder::all(&middle);
    found.extend(finder::all(&small));
    if found.is_empty() {
        found = finder::all(&smoothed(&middle));
    }
    if found.is_empty() && whole.dimensions() != middle.dimensions() {
        found = finder::all(&within(&whole, 4000));
    }
    // Bars are read along rows and columns: turned by less than half a right angle, all lie well enough on one of them.
    for degrees in [30.0, -30.0, 15.0, -15.0, 45.0] {
        if !found.is_empty() {
            break;
        }
        found = finder::all(&turned(&small, degrees));
    }
    found.sort();
    found.dedup();
    Ok(found)
}
