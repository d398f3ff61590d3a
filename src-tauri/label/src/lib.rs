//! Labels for lots, items and logistic units, as PDF: what it is and how much of it in words, its identifiers as people read them,
//! and a symbol that a scanner reads. They follow the GS1 Logistic Label in their order: who, what, symbol.
//!
//! It is pure: no clock, no file, no network. What stands on a label is what the caller says; whether it is true is not asked here.

mod carried;
mod page;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod words;

use gs1::Gs1Error;
use report::{Locale, ReportError};
use symbol::SymbolError;
use thiserror::Error;
use trace::{Epc, EventTime, Quantity};

/// What stands on a label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The asset's name.
    pub epc: Epc,
    /// What people call it; hostile text.
    pub name: String,
    /// How much of it there is.
    pub quantity: Option<Quantity>,
    /// When it was made.
    pub made: Option<EventTime>,
    /// Whose it is; hostile text.
    pub party: String,
    /// The language of the captions.
    pub locale: Locale,
    /// When the label was drawn, which the file says of itself.
    pub drawn: EventTime,
}

/// The size of a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelSize {
    /// 105 × 148 mm (ISO 216).
    A6,
    /// 62 × 100 mm, which small label printers take.
    Small,
}

/// The symbol on a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelSymbol {
    /// A QR code with the Digital Link, which any telephone reads.
    Qr,
    /// A GS1 Data Matrix with the element string, which scanners of goods read.
    DataMatrix,
}

/// Why a label cannot be drawn.
#[derive(Debug, Error)]
pub enum LabelError {
    /// The name is a GS1 one and bent.
    #[error("the name cannot go on a label: {0}")]
    Name(#[from] Gs1Error),
    /// A name that is no GS1 key has no element string.
    #[error("{0} is no GS1 key, so that no GS1 Data Matrix can say it; a QR code can")]
    NotGs1(Epc),
    /// The name does not fit a symbol.
    #[error(transparent)]
    Symbol(#[from] SymbolError),
    /// The page could not be written.
    #[error(transparent)]
    Writing(#[from] ReportError),
}

/// Draws a label as a PDF file: the same bytes for the same label.
pub fn pdf(label: &Label, size: LabelSize, symbol: LabelSymbol) -> Result<Vec<u8>, LabelError> {
    let carried = carried::Carried::of(label)?;
    let modules = carried.symbol(symbol, label)?;
    page::draw(label, &carried, &modules, size)
}
