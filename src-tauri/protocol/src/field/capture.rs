//! What is typed, scanned or attached in the field, as it was understood; and labels. Whether any of it is true is not told here.

use serde::{Deserialize, Serialize};

use super::FieldPosition;
use crate::{AssetKind, Granularity, Locale};

/// A text that names a thing, a party or a place.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IdentifierView {
    /// As people read it, such as `(01)09521234543213(10)ABC-1`; hostile text.
    pub readable: String,
    /// The canonical name of the asset; `null` for a GTIN alone, which names a product and no thing.
    pub asset: Option<String>,
    /// The canonical name as a place.
    pub place: Option<String>,
    /// The canonical name as a party.
    pub party: Option<String>,
    /// Lot, item or logistic unit, where the name tells.
    pub granularity: Option<Granularity>,
    /// The GTIN, 14 digits.
    pub gtin: Option<String>,
    /// The lot number; hostile text.
    pub lot: Option<String>,
    /// The serial number; hostile text.
    pub serial: Option<String>,
    /// The SSCC, 18 digits.
    pub sscc: Option<String>,
    /// How much of it, a decimal number, where the text tells.
    pub quantity: Option<String>,
    /// The unit of that, a UN/ECE Recommendation 20 code.
    pub unit: Option<String>,
    /// What the workspace knows under the asset's name.
    pub known: Option<KnownAsset>,
}

/// An asset that the workspace knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownAsset {
    /// What people call it; hostile text.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// How much of it is left, a decimal number.
    pub left: String,
    /// Its unit, a UN/ECE Recommendation 20 code.
    pub unit: String,
}

/// Why a text names nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IdentifierFault {
    /// There is nothing.
    Empty,
    /// It is longer than any symbol holds.
    TooLong,
    /// The check digit does not fit: with the key, the digit found and the digit that fits.
    CheckDigit,
    /// A part has the wrong number of characters: with what it is, how many it should have, and how many it has.
    Length,
    /// A part has a character that it cannot have: with what it is and the character.
    Character,
    /// An Application Identifier that is not known: with the text from there on.
    UnknownIdentifier,
    /// An Application Identifier is there twice: with it.
    Repeated,
    /// Six digits that are no date: with them.
    Date,
    /// It is neither a GS1 identifier nor a URI: with the text.
    NotAName,
}

/// What came of reading a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    tag = "outcome",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum IdentifierAnswer {
    /// It names something.
    Named {
        /// What.
        view: Box<IdentifierView>,
    },
    /// It names nothing.
    Wrong {
        /// Why.
        fault: IdentifierFault,
        /// What stands in the sentence about it; hostile text.
        with: Vec<String>,
    },
}

/// The sort of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SymbolWord {
    /// QR code.
    Qr,
    /// Data Matrix.
    DataMatrix,
    /// Code 128.
    Code128,
    /// EAN or UPC.
    Ean,
}

/// A symbol that was found in a picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScannedSymbol {
    /// Its sort.
    pub symbol: SymbolWord,
    /// What it says, without what a scanner puts before it; hostile text.
    pub text: String,
    /// What that names.
    pub answer: IdentifierAnswer,
}

/// What an attached file says of itself. All of it is the file's own word, which anybody can write.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DocumentFacts {
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Its media type by its content.
    pub media_type: String,
    /// A small picture of it as a `data:` URI.
    pub thumbnail: Option<String>,
    /// When it was taken by the camera's clock, such as `2026-11-23T21:14:05`.
    pub taken_local: Option<String>,
    /// The same as RFC 3339, where the camera tells its offset.
    pub taken: Option<String>,
    /// Where it was taken.
    pub position: Option<FieldPosition>,
    /// The camera; hostile text.
    pub device: Option<String>,
}

/// A position out of another device's file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportedPosition {
    /// Where, and how exact that is.
    pub position: FieldPosition,
    /// What the device calls it; hostile text.
    pub name: String,
    /// When the device was there, RFC 3339; empty where the file does not say.
    pub time: String,
}

/// The size of a label.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum LabelFormat {
    /// 105 × 148 mm.
    #[default]
    #[serde(rename = "a6")]
    A6,
    /// 62 × 100 mm.
    #[serde(rename = "62x100")]
    Small,
}

/// The symbol on a label.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelCode {
    /// A QR code with the Digital Link.
    #[default]
    Qr,
    /// A GS1 Data Matrix with the element string.
    DataMatrix,
}

/// A label to draw. What is empty is taken from what the workspace knows under the name.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LabelRequest {
    /// The asset's name in any spelling.
    pub epc: String,
    /// What people call it.
    pub name: String,
    /// How much of it, a decimal number.
    pub quantity: String,
    /// The unit of that, a UN/ECE Recommendation 20 code.
    pub unit: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// Whose it is, as people name them.
    pub party: String,
    /// The size of the label.
    pub format: LabelFormat,
    /// The symbol on it.
    pub code: LabelCode,
    /// The language of its captions.
    pub locale: Locale,
}
