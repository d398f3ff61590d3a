//! What is typed, scanned or attached, as the window and the command line are told of it: identifiers with what is known under
//! them, symbols in pictures, and what a file says of itself.

use alloy_primitives::hex;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gs1::{Gs1Error, Reading};
use photo::PictureError;
use protocol::field::{
    DocumentFacts, FieldPosition, IdentifierAnswer, IdentifierFault, IdentifierView,
    ImportedPosition, KnownAsset, PositionOrigin, ScannedSymbol, SymbolWord,
};
use symbol::{Symbol, SymbolError, SymbolKind};
use trace::{Epc, SubjectId};

use crate::view::text;
use crate::{Failure, FailureKind, Workspace};

/// More positions of one file are not offered.
const POSITIONS: usize = 12;

impl Workspace {
    /// What a text names, typed or scanned, in any spelling that GS1 has.
    pub fn read_identifier(&self, written: &str) -> IdentifierAnswer {
        match gs1::read(written) {
            Ok(reading) => IdentifierAnswer::Named {
                view: Box::new(self.identifier(&reading)),
            },
            Err(error) => wrong(&error),
        }
    }

    /// The symbols in a picture, and what each names.
    pub fn read_symbols(&self, picture: &[u8]) -> Result<Vec<ScannedSymbol>, Failure> {
        let found = symbol::read(picture).map_err(|error| unreadable(&error))?;
        Ok(found.iter().map(|symbol| self.scanned(symbol)).collect())
    }

    fn scanned(&self, found: &Symbol) -> ScannedSymbol {
        let symbol = match found.kind {
            SymbolKind::QrCode => SymbolWord::Qr,
            SymbolKind::DataMatrix => SymbolWord::DataMatrix,
            SymbolKind::Code128 => SymbolWord::Code128,
            SymbolKind::Ean => SymbolWord::Ean,
        };
        let said = found.text.strip_prefix(']').and_then(|rest| rest.get(2..));
        ScannedSymbol {
            symbol,
            text: text(said.unwrap_or(&found.text)),
            answer: self.read_identifier(&found.text),
        }
    }

    fn identifier(&self, reading: &Reading) -> IdentifierView {
        let name = |epc: Option<Epc>| epc.map(|epc| epc.to_string());
        let part = |part: Option<&str>| part.map(text);
        let asset = reading.asset();
        let quantity = reading.quantity();
        IdentifierView {
            readable: text(&reading.human_readable()),
            known: asset.as_ref().and_then(|epc| self.known_asset(epc)),
            asset: name(asset),
            place: name(reading.location()),
            party: name(reading.party()),
            granularity: reading.granularity().map(crate::view::granularity),
            gtin: part(reading.gtin()),
            lot: part(reading.lot()),
            serial: part(reading.serial()),
            sscc: part(reading.sscc()),
            unit: (quantity.as_ref()).map(|quantity| quantity.unit.code().to_owned()),
            quantity: quantity.map(|quantity| quantity.number().to_string()),
        }
    }

    fn known_asset(&self, epc: &Epc) -> Option<KnownAsset> {
        let asset = self.register.asset(SubjectId::of(epc))?;
        let left = trace::Quantity {
            micro: asset.left_micro(),
            unit: asset.detail.quantity.unit.clone(),
        };
        Some(KnownAsset {
            name: crate::view::asset_name(asset),
            kind: crate::view::kind(asset.detail.kind),
            left: left.number().to_string(),
            unit: left.unit.code().to_owned(),
        })
    }
}

fn wrong(error: &Gs1Error) -> IdentifierAnswer {
    let (fault, with) = match error {
        Gs1Error::Empty => (IdentifierFault::Empty, vec![]),
        Gs1Error::TooLong(length) => (IdentifierFault::TooLong, vec![length.to_string()]),
        Gs1Error::CheckDigit {
            what,
            given,
            found,
            expected,
        } => (
            IdentifierFault::CheckDigit,
            vec![
                format!("{what} {given}"),
                found.to_string(),
                expected.to_string(),
            ],
        ),
        Gs1Error::Length {
            what,
            wanted,
            found,
            ..
        } => (
            IdentifierFault::Length,
            vec![what.clone(), counts(wanted), found.to_string()],
        ),
        Gs1Error::Character { what, character } => (
            IdentifierFault::Character,
            vec![what.clone(), character.to_string()],
        ),
        Gs1Error::UnknownIdentifier(rest) => {
            (IdentifierFault::UnknownIdentifier, vec![rest.clone()])
        }
        Gs1Error::Repeated { ai, .. } => (IdentifierFault::Repeated, vec![format!("({ai})")]),
        Gs1Error::Date { ai, given } => (IdentifierFault::Date, vec![format!("({ai}) {given}")]),
        Gs1Error::NotAName(given) => (IdentifierFault::NotAName, vec![given.clone()]),
    };
    IdentifierAnswer::Wrong {
        fault,
        with: with.iter().map(|part| text(part)).collect(),
    }
}

/// The numbers of a phrase such as `8 or 12 or 13 or 14 digits`, which need no translation.
fn counts(wanted: &str) -> String {
    let numbers: Vec<&str> = wanted
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let separator = if wanted.contains(" to ") { "–" } else { ", " };
    numbers.join(separator)
}

fn unreadable(error: &SymbolError) -> Failure {
    let hint = match error {
        SymbolError::Picture(PictureError::NotAPicture) => "Choose a PNG or JPEG picture.",
        SymbolError::Picture(PictureError::TooLarge(_) | PictureError::Pixels { .. }) => {
            "Take the picture with fewer pixels, or cut out the symbol."
        }
        _ => "Take the picture again.",
    };
    Failure::new(FailureKind::InputUnusable, error.to_string(), hint)
}

/// What a file says of itself. It never fails: what cannot be found out is missing.
pub fn document_facts(bytes: &[u8]) -> DocumentFacts {
    let examined = photo::examine(bytes);
    let exif = examined.exif;
    let taken = exif.as_ref().and_then(|exif| exif.taken.as_ref());
    let place = exif.as_ref().and_then(|exif| exif.place);
    DocumentFacts {
        sha256: hex::encode(examined.sha256),
        media_type: examined.media_type.to_owned(),
        thumbnail: examined.thumbnail.map(|small| {
            let packed = STANDARD.encode(&small.bytes);
            format!("data:{};base64,{packed}", small.media_type)
        }),
        taken_local: taken.map(|taken| taken.local.clone()),
        taken: taken.and_then(photo::Taken::rfc3339),
        position: place.map(|place| FieldPosition {
            latitude: place.latitude(),
            longitude: place.longitude(),
            accuracy: place.accuracy_metres().unwrap_or_default(),
            origin: PositionOrigin::Exif,
        }),
        device: (exif.as_ref()).and_then(|exif| exif.device.as_deref().map(text)),
    }
}

/// The positions in a GPX or CSV file of another device, those closest to a time (RFC 3339) first; the device's own word.
pub fn read_positions(file: &[u8], near: &str) -> Result<Vec<ImportedPosition>, Failure> {
    let found = interchange::positions(file, Some(near)).map_err(|error| {
        let hint = "Choose a GPX file, or a CSV file with the columns lat, lon and accuracy.";
        Failure::new(FailureKind::InputUnusable, error.to_string(), hint)
    })?;
    let shown = found
        .into_iter()
        .take(POSITIONS)
        .map(|point| ImportedPosition {
            position: FieldPosition {
                latitude: point.latitude,
                longitude: point.longitude,
                accuracy: point.accuracy,
                origin: PositionOrigin::Imported,
            },
            name: text(&point.name),
            time: point.time,
        });
    Ok(shown.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_need_no_words() {
        assert_eq!(counts("8 or 12 or 13 or 14 digits"), "8, 12, 13, 14");
        assert_eq!(counts("1 to 20 characters"), "1–20");
    }

    #[test]
    fn a_wrong_check_digit_is_told_with_the_right_one() {
        let error = gs1::read("9521234543214").map(drop);
        let answer = error.map_err(|error| wrong(&error));
        assert_eq!(
            answer,
            Err(IdentifierAnswer::Wrong {
                fault: IdentifierFault::CheckDigit,
                with: ["GTIN 9521234543214", "4", "3"].map(str::to_owned).to_vec(),
            })
        );
    }

    #[test]
    fn a_file_that_is_no_picture_has_its_type_and_hash() {
        let facts = document_facts(b"%PDF-1.7\n");
        assert_eq!(facts.media_type, "application/pdf");
        assert_eq!((facts.thumbnail, facts.position), (None, None));
        assert_eq!(facts.sha256.len(), 64);
    }
}
